from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from supportfirst.attendance.packs.case_shape import (
    Clock,
    Counting,
    FieldKind,
    Filter,
    HoldSeverity,
    Severity,
)
from supportfirst.attendance.packs.case_shape import (
    Test as Looked,
)
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Holds,
    Operator,
    Reached,
    Switch,
)
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    Between,
    Gives,
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
from supportfirst.attendance.packs.shape import EvidenceTerms, HoldTerms, Pack, RouteTerms, Rule, StepTerms
from supportfirst.attendance.vocabulary.spans import DateSpan
from tests.factories.casework_folders import write_casework


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(str(write_casework(tmp_path_factory.mktemp("built"))))


def rule_of(pack: Pack, name: str) -> Rule:
    return next(each for each in pack.rules if each.id == name)


# --- kinds of record ---------------------------------------------------------------------------


def test_a_kind_of_record_keeps_what_its_fields_hold(pack):
    letter = pack.records["letter"]

    assert (letter.title, letter.for_parent, letter.about, letter.visibility) == (
        "A letter was sent",
        True,
        (),
        "shared",
    )
    assert {name: field.kind for name, field in letter.fields.items()} == {
        "kind": FieldKind.CHOICE,
        "sent_on": FieldKind.DATE,
        "pages": FieldKind.NUMBER,
        "posted": FieldKind.YES_NO,
        "said": FieldKind.TEXT,
        "topics": FieldKind.LIST,
        "covers_from": FieldKind.DATE,
        "covers_to": FieldKind.DATE,
    }
    assert (letter.fields["kind"].choices, letter.fields["kind"].required) == (("first", "last"), True)
    assert letter.fields["pages"].words == "how many pages"


def test_a_follow_up_names_what_it_follows(pack):
    assert pack.records["answer"].about == ("letter",)
    assert (pack.records["gone"].about, pack.records["gone"].visibility) == (("any",), "school")


# --- facts --------------------------------------------------------------------------------------

LETTER = ("letter",)
FACTS = [
    ("letter.sent", Gives.YES_NO, OfRecords(RecordsAsk.ANY, LETTER)),
    (
        "letter.first_sent",
        Gives.YES_NO,
        OfRecords(RecordsAsk.ANY, LETTER, (Filter("kind", Looked.IS, ("first",)),)),
    ),
    ("letter.open", Gives.YES_NO, OfRecords(RecordsAsk.ANY, LETTER, (Filter("answer", Looked.ABSENT),))),
    ("letter.answered", Gives.YES_NO, OfRecords(RecordsAsk.ANY, LETTER, (Filter("answer", Looked.PRESENT),))),
    (
        "letter.other",
        Gives.YES_NO,
        OfRecords(RecordsAsk.ANY, LETTER, (Filter("kind", Looked.IS_NOT, ("last",)),)),
    ),
    (
        "letter.count",
        Gives.NUMBER,
        OfRecords(
            RecordsAsk.COUNT,
            LETTER,
            (
                Filter("on", Looked.SINCE, ("letter.first_on",)),
                Filter("sent_on", Looked.UNTIL, ("letter.sent_on",)),
                Filter("sent_on", Looked.SINCE_VALUE, ("new_letters_from",)),
                Filter("pages", Looked.AT_LEAST, ("most_letters",)),
                Filter("sent_on", Looked.WITHIN, ("answer_days",)),
            ),
        ),
    ),
    ("letter.first_on", Gives.DATE, OfRecords(RecordsAsk.FIRST, LETTER)),
    ("letter.sent_on", Gives.DATE, OfRecords(RecordsAsk.LATEST, LETTER, field="sent_on")),
    ("letter.pages", Gives.NUMBER, OfRecords(RecordsAsk.LATEST, LETTER, field="pages")),
    ("letter.posted", Gives.YES_NO, OfRecords(RecordsAsk.LATEST, LETTER, field="posted", equals=("yes",))),
    ("letter.is_last", Gives.YES_NO, OfRecords(RecordsAsk.LATEST, LETTER, field="kind", equals=("last",))),
    ("letter.agreed", Gives.YES_NO, OfRecords(RecordsAsk.LATEST, LETTER, field="agreed", equals=("yes",))),
    ("this.sent_on", Gives.DATE, OfThis("sent_on")),
    ("this.is_last", Gives.YES_NO, OfThis("kind", ("last",))),
    ("this.answered", Gives.YES_NO, OfThis("answer", present=True)),
    ("this.last_day", Gives.DATE, LastDay(Clock("this.sent_on", "answer_days", Counting.BEGINNING_WITH))),
    ("child.sen", Gives.YES_NO, OfFlag("sen_support")),
    ("child.reviewed_on", Gives.DATE, OfFlag("ehcp", reviewed=True)),
    ("school.trades", Gives.YES_NO, OfSchool("traded")),
    ("school.independent", Gives.YES_NO, OfSchool("type", ("independent",))),
    ("parent.cares", Gives.YES_NO, OfParent("day_to_day_care")),
    ("at.first", Gives.YES_NO, AtStage(("land.first",))),
    ("moved.second", Gives.YES_NO, MovedTo("land way", "land.second")),
    ("moved.ever", Gives.YES_NO, MovedTo("land way", "")),
    ("weeks.since", Gives.NUMBER, Between("letter.sent_on", "", "weeks")),
    ("days.between", Gives.NUMBER, Between("letter.first_on", "letter.sent_on", "school days")),
    ("first.known", Gives.DATE, OneOf("first known", ("letter.sent_on", "letter.first_on"))),
    ("earliest.day", Gives.DATE, OneOf("earliest", ("letter.sent_on", "letter.first_on"))),
    ("latest.day", Gives.DATE, OneOf("latest", ("letter.sent_on", "letter.first_on"))),
    (
        "window.unused",
        Gives.NUMBER,
        OfSessions(
            "threshold",
            window="missed_10",
            not_in=LETTER,
            filters=(Filter("kind", Looked.IS_NOT, ("last",)),),
        ),
    ),
    ("sessions.since", Gives.NUMBER, OfSessions("N", since="letter.sent_on", until="letter.first_on")),
]


@pytest.mark.parametrize(("name", "gives", "ask"), FACTS)
def test_a_fact_is_made_as_it_is_written(pack, name, gives, ask):
    fact = pack.facts[name]

    assert (fact.ask, fact.gives) == (ask, gives)


def test_a_fact_says_what_it_stands_for_and_what_to_supply(pack):
    assert (pack.facts["letter.sent"].each, pack.facts["parent.cares"].each) == ("pupil", "parent")
    assert pack.facts["this.sent_on"].each == "letter"
    assert pack.facts["letter.sent_on"].missing == "the day of sending"
    assert pack.facts["letter.sent"].words == "a letter was sent"


def test_a_condition_may_have_a_name(pack):
    ask = pack.facts["letters.enough"].ask

    assert isinstance(ask, NamedCondition)
    assert ask.when == AnyOf(
        (
            Compare("letter.count", Operator.AT_LEAST, "most_letters", "Were there so many?"),
            Holds("letter.is_last", "Was it the last?"),
        ),
        "Were they?",
    )


# --- rules of casework ---------------------------------------------------------------------------


def test_a_step_says_who_does_what_by_when(pack):
    step = rule_of(pack, "land.step")

    assert (step.each, step.values_on, step.needs_case) == ("letter", "this.sent_on", True)
    assert step.terms == StepTerms(
        who=("officer",),
        done=Holds("this.answered", "Was it answered?"),
        due=Clock("this.sent_on", "answer_days", Counting.AFTER),
        brings=("land.letter.first",),
    )
    assert rule_of(pack, "land.step_by_date").terms == StepTerms(who=("officer",), due_date="letter.sent_on")


def test_a_hold_says_who_lifts_it_and_what_it_stops(pack):
    hold = rule_of(pack, "land.hold")

    assert hold.when == Reached("letter.sent_on", "Has the day come?")
    assert hold.terms == HoldTerms(
        owner="head",
        stops=("sanctions", "land.route"),
        lift="When the parent has answered.",
        severity=HoldSeverity.CAUTION,
        starts="letter.sent_on",
        until=Clock("letter.sent_on", "answer_days", Counting.BEGINNING_WITH),
    )


def test_evidence_is_met_by_records_or_answered_by_a_reason(pack):
    evidence = rule_of(pack, "land.evidence")

    assert evidence.when == Switch("way", "gentle", "Is the way gentle?")
    assert evidence.terms == EvidenceTerms(
        severity=Severity.DOCUMENT_OR_REASON,
        groups=("papers",),
        met=Holds("letter.sent", "Was it sent?"),
        answered=Reached("letter.sent_on", "Is it over?", passed=True),
        supplied_by="head",
        document="The letter",
    )


def test_a_route_to_a_sanction_is_a_legal_step(pack):
    route = rule_of(pack, "land.route")

    assert route.when == Switch("by_post", equals=True, asks="Are letters posted?")
    assert (route.legal, route.order, route.each) == (True, 3, "parent")
    assert route.terms == RouteTerms(
        opens=AllOf(
            (
                Holds("compulsory_school_age", "Is the child of age?"),
                Holds("parent.cares", "Does the parent have care?"),
            ),
            "May it go on?",
        ),
        needs=("papers",),
        groups=("sanctions",),
        order=3,
        decided_by="officer",
        hearing="",
    )


# --- tracks, moves, entries ------------------------------------------------------------------------


def test_a_move_leads_from_stage_to_stage_by_a_named_role(pack):
    second = pack.moves["land.move.second"]
    back, out = pack.moves["land.move.back"], pack.moves["land.move.out"]

    assert (second.track, second.start, second.end, second.who) == (
        "land way",
        "land.first",
        "land.second",
        ("head",),
    )
    assert second.when == Holds("letters.enough", "Were letters enough?")
    assert (second.towards_sanction, second.span) == (False, DateSpan(date(2010, 9, 1)))
    assert (back.start, back.end, back.when) == ("any", "land.first", None)
    assert (out.start, out.end, out.notes) == ("land.second", "", ("near",))
    assert pack.tracks["land way"].title == "The land's way"


def test_an_entry_keeps_the_keys_of_its_section(pack):
    letter, meeting = pack.entries["land.letter.first"], pack.entries["land.meeting"]

    assert letter.section == "letters"
    assert letter.details == {
        "to": ("officer",),
        "must_say": ("land.says_why",),
        "must_not_say": ("anything about another child",),
        "sent_when": ("land.crossed",),
        "sent_by": ("head",),
        "only_after": "letter.is_last",
        "about_meetings": ("land.meeting",),
        "record": "letter",
    }
    assert meeting.details["parent_absent"] == "stop"
    assert meeting.details["agenda"] == ("welcome", "plan")
    assert (meeting.stated, meeting.span) == (False, DateSpan(date(2012, 9, 1), date(2030, 8, 31)))
    assert str(letter.source) == "The Attendance Act, section 9"


def test_an_entry_without_days_is_there_from_the_first_day_of_its_pack(pack):
    assert pack.entries["land.banner"].span == DateSpan(date(2010, 9, 1))


def test_figures_may_be_a_table(pack):
    assert pack.entries["land.benchmark"].details["figures"] == ("national: 7.1", "ours: 6, 7")


def test_weeks_and_pounds_are_whole_numbers(pack):
    assert pack.value("fee", date(2026, 1, 1)).value == 80


def test_where_each_thing_is_written_is_kept(pack: Pack):
    places = [
        pack.records["letter"].where,
        pack.facts["letter.sent"].where,
        pack.moves["land.move.out"].where,
    ]

    assert [Path(place.rpartition(":")[0]).parts[1] for place in places] == ["records", "facts", "tracks"]
