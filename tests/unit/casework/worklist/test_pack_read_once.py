"""Acting on many rows reads the pack once for the school, and keeps the very sheets that one row keeps."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from supportfirst.attendance.casebook import caseworker
from supportfirst.casework.actions.handle_worklist_rows import handle_worklist_rows
from supportfirst.casework.bridge.decision_sheets import ACTED_ON, Decision, keep_sheet, school_of_many
from supportfirst.casework.store.models import DecisionSheet, Enrolment, School
from tests.factories.site import NINE, a_pupil, a_school, an_actor, an_adult
from tests.factories.site_cases import an_assessment, an_event, put_weeks

pytestmark = pytest.mark.django_db
TODAY = NINE.date()


def children(school: School, count: int) -> list[Enrolment]:
    """One always away with a letter sent, one always there, one without marks or parents, and so on."""
    made = [a_pupil(school) for _ in range(count)]
    for place, child in enumerate(made):
        an_assessment(child)
        if place % 3 < 2:
            an_adult(child)
            put_weeks(child, date(2026, 9, 7), ("OO", "//")[place % 3], 4)
    return made


@pytest.mark.parametrize("count", [2, 6])
def test_the_pack_is_read_once_however_many_children_are_acted_on(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    school = a_school()
    chosen = children(school, count)
    read: list[Any] = []
    reading = caseworker.Reading

    def counted(*given: Any) -> Any:
        read.append(given)
        return reading(*given)

    monkeypatch.setattr(caseworker, "Reading", counted)
    handle_worklist_rows(
        an_actor("attendance_officer", school),
        [each.pupil_id for each in chosen],
        "contact",
        submission=uuid.uuid4(),
        on=TODAY,
        data={"channel": "phone"},
    )

    assert DecisionSheet.objects.count() == count
    assert len(read) == 1


def test_each_sheet_is_the_same_to_the_byte_as_made_by_itself_and_whatever_came_before_it() -> None:
    school = a_school()
    chosen = children(school, 4)
    actor = an_actor("attendance_officer", school)
    an_event(chosen[0], "contact", by=actor.user, on=TODAY, channel="phone")
    by = Decision("Ida Vance", "Attendance officer", ACTED_ON, "", TODAY)
    alone = [keep_sheet(each, NINE, "", by) for each in chosen]

    for order in (chosen, chosen[::-1]):
        at_school = school_of_many(school, NINE)
        together = {each: keep_sheet(each, NINE, "", by, at_school) for each in order}
        assert [together[each] for each in chosen] == alone


def test_a_reading_of_another_day_is_never_taken() -> None:
    school = a_school()
    (child,) = children(school, 1)
    by = Decision("Ida Vance", "Attendance officer", ACTED_ON, "", TODAY)
    at_school = school_of_many(school, NINE)
    assert at_school.alike is not None
    at_school.alike.on = date(2026, 11, 2)

    with pytest.raises(AssertionError, match="another pack, day or school"):
        keep_sheet(child, NINE, "", by, at_school)
