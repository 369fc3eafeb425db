from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.assessment.pupil_facts import MarkKind, PupilFacts, SeenMark, shown_session
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.attendance.vocabulary.spans import DateSpan

ON, FIRST = date(2026, 3, 2), date(2025, 9, 1)
UNAUTHORISED = RegisterCode("O", "away", StatisticalClass.UNAUTHORISED, DateSpan(FIRST))
MEASURES = {
    "sessions_possible": 400,
    "sessions_attended": 258,
    "sessions_by_code": {"O": 142},
    "zero_since_autumn": False,
    "severely_absent": None,
    "recent": {"first_day": "2026-01-05", "last_day": "2026-03-02", "sessions_absent": 3},
    "weekday_pattern": {"flagged": ["Monday"]},
    "unauthorised_10_school_weeks": {
        "current": 0,
        "window": {"first_day": "2026-01-19", "last_day": "2026-03-02", "sessions": []},
    },
    "longest_run": {"days": 0, "first_day": None, "last_day": None, "codes": {}},
}


def seen(days: int) -> list[SeenMark]:
    return [
        SeenMark.of(session, MarkKind.of("O", UNAUTHORISED), shown_session(session))
        for session in (Session(FIRST + timedelta(days=day), half) for day in range(days) for half in Half)
    ]


def build_pupil(*, days: int = 71, ten_weeks_from: date | None = date(2026, 1, 19)) -> PupilFacts:
    return PupilFacts(
        measures=MEASURES,
        on=ON,
        year_first=FIRST,
        of_school_age=True,
        age_missing="",
        seen=lambda: seen(days),
        unexplained_symbol="N",
        unexplained_until=ON,
        ten_weeks_from=ten_weeks_from,
        planned=380,
        evidence=lambda _marks: None,
        illness_symbols=frozenset({"I"}),
        window_symbols={},
        late_from=date(2026, 2, 2),
        nothing_from=date(2026, 2, 10),
    )


def listed(pupil: PupilFacts, name: str) -> tuple[dict[str, str], ...]:
    return pupil.marked(name).sessions


@pytest.mark.parametrize("name", ["sessions_absent", "sessions_attended"])
def test_those_who_miss_most_have_every_mark_listed(name):
    marks = listed(build_pupil(), name)

    assert len(marks) == 142
    assert marks[0] == {"date": "2025-09-01", "session": "AM", "code": "O"}


def test_the_absences_of_a_flagged_weekday_stand_behind_it():
    days = {date.fromisoformat(mark["date"]).weekday() for mark in listed(build_pupil(), "weekday_flagged")}

    assert days == {0}


@pytest.mark.parametrize("name", ["zero_since_autumn", "severely_absent", "longest_run.days"])
def test_nothing_stands_behind_a_no_an_unknown_or_a_run_of_no_days(name):
    assert listed(build_pupil(), name) == ()


def test_a_window_is_told_by_its_days_wherever_the_pack_puts_them():
    told = build_pupil().marked("unauthorised_10_school_weeks.current")

    assert (
        told.words
        == "unauthorised sessions in the counting window of school weeks (2026-01-19 to 2026-03-02)"
    )
    assert told.origin == "register marks from 2026-01-19 to 2026-03-02"


def test_a_window_that_has_not_begun_has_no_days_to_tell():
    told = build_pupil(ten_weeks_from=None).marked("n_in_10_school_weeks")

    assert told.words == "unexplained marks in the counting window of school weeks"


def test_no_words_hold_a_number_that_a_pack_could_move():
    numbers = re.compile(r"\d|\b(three|four|ten|twelve|fifteen)\b")

    assert [fact.name for fact in FACT_NAMES.values() if numbers.search(fact.words)] == []
