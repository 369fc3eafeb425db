"""Conditions, clocks and facts in words, with the numbers of the day in them."""

from datetime import date

import pytest

from supportfirst.attendance.packs import case_shape
from supportfirst.attendance.packs.case_shape import Clock, Counting, Filter
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Holds,
    NoneOf,
    Operator,
    Reached,
    Share,
    Switch,
)
from supportfirst.attendance.packs.condition_words import Words
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    Between,
    LastDay,
    MovedTo,
    NamedCondition,
    OfFlag,
    OfParent,
    OfRecords,
    OfSchool,
    OfSessions,
    OfThis,
    OneOf,
    RecordsAsk,
)
from supportfirst.attendance.packs.load import load_pack
from tests.factories.pack_folders import write_pack

DAY = date(2026, 3, 2)
AGE = Holds("age", "Of age?")


@pytest.fixture
def words(tmp_path):
    return Words(
        load_pack(str(write_pack(tmp_path))), DAY, {"missed": "sessions missed", "whole": "sessions"}
    )


@pytest.mark.parametrize(
    ("condition", "how"),
    [
        (
            Compare("missed", Operator.AT_LEAST, "threshold", "?"),
            "sessions missed: at least 10 sessions [threshold]",
        ),
        (
            Share("missed", "whole", Operator.LESS_THAN, "line", "?"),
            "sessions missed, of sessions: less than 12.5% [line]",
        ),
        (Holds("age", "?", expected=False), "age: no"),
        (Reached("age", "?"), "age: has come"),
        (Reached("age", "?", passed=True), "age: is over"),
        (Switch("line", equals=True, asks="?"), "the local setting is “yes”; now 12.5% [line]"),
        (
            Compare("missed", Operator.AT_MOST, "nothing", "?"),
            "sessions missed: at most nothing in force on 2026-03-02 [nothing]",
        ),
    ],
)
def test_a_question_it_answers_with_facts_and_the_number_of_the_day(words, condition, how):
    assert words.condition(condition) == {"asks": "?", "how": how, "parts": []}


@pytest.mark.parametrize(
    ("group", "how"),
    [(AllOf, "all of these"), (AnyOf, "at least one of these"), (NoneOf, "none of these")],
)
def test_a_group_it_gives_with_its_parts(words, group, how):
    told = words.condition(group((AGE,), "Together?"))

    assert (told["asks"], told["how"]) == ("Together?", how)
    assert told["parts"] == [{"asks": "Of age?", "how": "age: yes", "parts": []}]


def test_a_number_it_takes_from_the_step_of_its_own_day(words):
    earlier = Words(words.pack, date(2015, 3, 2), words.measures)

    assert earlier.value("threshold") == "12 sessions [threshold]"


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (OfRecords(RecordsAsk.ANY, ("visit",)), "whether there is a record of visit"),
        (
            OfRecords(RecordsAsk.COUNT, ("visit",), (Filter("answer", case_shape.Test.IS, ("yes", "no")),)),
            "how many records there are of visit, whose answer is “yes” or “no”",
        ),
        (
            OfRecords(RecordsAsk.COUNT, ("visit",), once_by="asked_by"),
            "how many records there are of visit, those with the same asked by once",
        ),
        (OfRecords(RecordsAsk.FIRST, ("visit", "call")), "from the first record of visit or call: its day"),
        (
            OfRecords(RecordsAsk.LATEST, ("visit",), field="result", equals=("good",)),
            "from the latest record of visit: whether its result is “good”",
        ),
        (
            OfRecords(RecordsAsk.ANY, ("visit",), (Filter("on", case_shape.Test.SINCE, ("began",)),)),
            "whether there is a record of visit, whose day is on or after began",
        ),
        (
            OfRecords(
                RecordsAsk.ANY, ("visit",), (Filter("length", case_shape.Test.AT_LEAST, ("resolve_days",)),)
            ),
            "whether there is a record of visit, whose length is at least 5 school days [resolve_days]",
        ),
        (
            OfRecords(RecordsAsk.ANY, ("visit",), (Filter("end", case_shape.Test.ABSENT),)),
            "whether there is a record of visit, whose end is not written",
        ),
        (OfThis("issued_on"), "the issued on of this record"),
        (OfThis("on"), "the day of this record"),
        (OfThis("outcome", ("paid",)), "whether the outcome of this record is “paid”"),
        (OfThis("outcome", present=True), "whether the outcome of this record is written"),
        (OfFlag("sen_support"), "the pupils file: sen support"),
        (OfFlag("ehcp", reviewed=True), "the pupils file: the day ehcp was last reviewed"),
        (
            OfFlag("ehcp", reviewed=True, present=True),
            "the pupils file: the day ehcp was last reviewed, whether it is written",
        ),
        (OfSchool("type", ("academy",)), "the school file: type is “academy”"),
        (OfParent("day_to_day_care"), "the parents file: day to day care"),
        (MovedTo("path", ""), "whether a named person moved the case at all, on the track path"),
        (AtStage(("land.crossed",)), "whether the stage now is “Line crossed”"),
        (NamedCondition(AGE), "the answer to: Of age?"),
        (
            LastDay(Clock("began", "resolve_days", Counting.AFTER)),
            "the last day of 5 school days [resolve_days], after this day: began",
        ),
        (Between("began", "", "weeks"), "weeks from began to the day"),
        (OneOf("earliest", ("a", "b")), "the earliest of: a; b"),
        (
            OfSessions("G", since="began", not_in=("notice",)),
            "sessions counted as G since began, without those that a record of notice covers",
        ),
    ],
)
def test_a_fact_it_says_how_it_is_made(words, ask, told):
    assert words.ask(ask) == told
