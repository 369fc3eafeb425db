"""Sessions counted beside a code of the same day, and what a list field says."""

from datetime import date

import pytest

from supportfirst.attendance.assessment.pupil_facts import MarkKind, SeenMark, shown_session, within
from supportfirst.attendance.casebook.chronology import Record
from supportfirst.attendance.casebook.session_facts import sessions_of
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.codes import build_codebook

MONDAY, TUESDAY = date(2025, 9, 8), date(2025, 9, 9)
WEEK = (MONDAY, date(2025, 9, 12))
CODES = build_codebook()


def mark(day, half, symbol):
    code = next(code for code in CODES.codes if code.symbol == symbol and day in code.span)
    session = Session(day, half)
    return SeenMark.of(session, MarkKind.of(symbol, code), shown_session(session))


def test_only_sessions_of_days_that_hold_the_code_count_beside_it():
    marks = [
        mark(MONDAY, Half.AM, "I"),
        mark(MONDAY, Half.PM, "O"),
        mark(TUESDAY, Half.AM, "O"),
    ]

    assert sessions_of(within(marks, *WEEK), "threshold", [], "I Y1") == [marks[1]]


def test_without_such_a_code_every_session_of_the_kind_counts():
    marks = [mark(MONDAY, Half.PM, "O"), mark(TUESDAY, Half.AM, "O")]

    assert sessions_of(within(marks, *WEEK), "threshold", []) == marks


@pytest.mark.parametrize(
    ("held", "says"), [(["period", "success"], True), (["period"], False), ([], False), (None, False)]
)
def test_a_list_says_each_of_its_texts(held, says):
    event = CaseEvent(id="t1", upn="A", kind="notice_to_improve", on=MONDAY)
    record = Record("t1", "notice_to_improve", MONDAY, (), event, {} if held is None else {"sections": held})

    assert record.says("sections", ("success",)) is says
