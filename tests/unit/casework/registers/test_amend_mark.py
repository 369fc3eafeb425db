"""Correcting a mark: the old one is kept, with who changed it, when and why; a stale form is refused."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from supportfirst.casework.actions.amend_mark import RegisterRefused, amend_mark
from supportfirst.casework.bridge.code_numbers import symbol_of
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.standing_marks import histories
from supportfirst.casework.store.chaining import breaks
from supportfirst.casework.store.models import Amendment, Assessed, AuditEvent, PupilYear
from tests.factories.site_registers import FRIDAY, QUARTER_TO_NINE, a_register_school, amend, submit

pytestmark = pytest.mark.django_db
THREE = QUARTER_TO_NINE + timedelta(hours=6)


def in_year(held, place):
    year, offset = place_of(FRIDAY, 0)
    return symbol_of(
        bytes(PupilYear.objects.get(enrolment=held.pupils[place], school_year=year).marks)[offset]
    )


def test_an_amendment_keeps_original_new_reason_moment_name_and_title():
    held = a_register_school()
    submit(held, "/", "N")

    row = amend(held, 1, original="N", new="I", reason="  Mother telephoned: a fever. ")

    row.refresh_from_db()
    assert (row.original, row.new, row.reason) == ("N", "I", "Mother telephoned: a fever.")
    assert (row.recorded_at, row.name, row.title) == (THREE, "Otis Grant", "Attendance officer")
    assert row.recorded_by == held.officer
    assert row.chain.name == f"amendment:{held.school.pk}"
    assert in_year(held, 1) == "I"
    assert list(breaks(Amendment)) == []


def test_the_name_and_title_of_an_amendment_stay_when_the_person_changes_theirs():
    held = a_register_school()
    submit(held, "N")
    amend(held, 0, original="N", new="I")

    held.officer.name, held.officer.title = "Otis Bright", "Head of year"
    held.officer.save()

    last = histories(held.school, FRIDAY, 0, [held.pupils[0].pk])[held.pupils[0].pk][-1]
    assert last.by == "Otis Grant, Attendance officer"


def test_an_amendment_leaves_a_line_of_audit_and_makes_the_assessment_stale():
    held = a_register_school()
    submit(held, "N")
    Assessed.objects.create(enrolment=held.pupils[0], school=held.school, on=FRIDAY, known_at=QUARTER_TO_NINE)

    row = amend(held, 0, original="N", new="I")

    line = AuditEvent.objects.get(verb="amend_mark")
    assert (line.thing, line.pupil) == (str(row.pk), held.pupils[0].pupil)
    assert Assessed.objects.get().stale_since == THREE


def test_a_form_that_is_out_of_date_is_refused_with_what_stands():
    held = a_register_school()
    submit(held, "N")
    amend(held, 0, original="N", new="I")

    with pytest.raises(RegisterRefused, match="“N” is not what stands now") as refusal:
        amend(held, 0, original="N", new="L", minutes=5)

    assert "“I”, set by Otis Grant, Attendance officer on 20 November 2026 at 2:45pm" in str(refusal.value)
    assert Amendment.objects.count() == 1


def test_a_mark_that_is_struck_out_is_kept_in_the_history_and_in_no_count():
    held = a_register_school()
    submit(held, "/")

    amend(held, 0, original="/", new="", reason="Marked in the wrong class.")

    entries = histories(held.school, FRIDAY, 0, [held.pupils[0].pk])[held.pupils[0].pk]
    assert [(entry.original, entry.new) for entry in entries] == [("", "/"), ("/", "")]
    assert in_year(held, 0) == ""


def test_a_mark_that_was_struck_out_can_be_set_again():
    held = a_register_school()
    submit(held, "/")
    amend(held, 0, original="/", new="")

    amend(held, 0, original="", new="L", minutes=4)

    assert in_year(held, 0) == "L"


def test_a_mark_can_be_set_where_there_was_none():
    held = a_register_school()

    amend(held, 0, original="", new="I")

    assert in_year(held, 0) == "I"


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_absence_is_not_made_authorised_without_a_reason(reason):
    held = a_register_school()
    submit(held, "N")

    with pytest.raises(RegisterRefused, match="no reason is given"):
        amend(held, 0, original="N", new="I", reason=reason)

    assert in_year(held, 0) == "N"


def test_a_reason_longer_than_its_room_is_refused():
    held = a_register_school()
    submit(held, "N")

    with pytest.raises(RegisterRefused, match="the reason is too long"):
        amend(held, 0, original="N", new="I", reason="a" * 301)


def test_the_same_amendment_sent_twice_is_kept_once():
    held = a_register_school()
    submit(held, "N")
    number = uuid.uuid4()

    first = amend(held, 0, original="N", new="I", submission=number)
    second = amend(held, 0, original="N", new="I", submission=number)

    assert second.pk == first.pk
    assert Amendment.objects.count() == 1
    assert AuditEvent.objects.filter(verb="amend_mark").count() == 1


def test_one_form_sent_with_two_changes_is_refused():
    held = a_register_school()
    submit(held, "N")
    number = uuid.uuid4()
    amend(held, 0, original="N", new="I", submission=number)

    with pytest.raises(RegisterRefused, match="sent before with another change"):
        amend(held, 0, original="I", new="L", submission=number)


def test_a_change_that_changes_nothing_is_refused():
    held = a_register_school()
    submit(held, "L", minutes={0: 5})

    with pytest.raises(RegisterRefused, match="would stay as it is"):
        amend(held, 0, original="L", new="L", minutes=5)


def test_minutes_alone_can_be_corrected():
    held = a_register_school()
    submit(held, "L", minutes={0: 5})

    row = amend(held, 0, original="L", new="L", minutes=15)

    assert (row.original, row.new, row.minutes) == ("L", "L", 15)


@pytest.mark.parametrize(("new", "minutes"), [("/", 5), ("L", 1441)])
def test_minutes_that_do_not_go_with_the_mark_are_refused(new, minutes):
    held = a_register_school()
    submit(held, "N")

    with pytest.raises(RegisterRefused, match="do not go with"):
        amend(held, 0, original="N", new=new, minutes=minutes)


def test_a_code_that_is_not_in_force_is_refused():
    held = a_register_school()
    submit(held, "N")

    with pytest.raises(RegisterRefused, match=r"“H” .* is not in force"):
        amend(held, 0, original="N", new="H")


def test_a_teacher_may_not_correct_a_mark():
    held = a_register_school()
    submit(held, "N")

    with pytest.raises(RegisterRefused, match="not yours to correct"):
        amend(held, 0, original="N", new="I", by=held.teacher)


def test_somebody_of_another_school_may_not_correct_a_mark():
    held = a_register_school()
    submit(held, "N")

    with pytest.raises(RegisterRefused, match="not yours to correct"):
        amend(held, 0, original="N", new="I", by=a_register_school().officer)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 11, 23), "has not come yet"),
        (date(2026, 10, 28), "outside the school's terms"),
        (date(2025, 9, 1), "not on roll"),
    ],
)
def test_a_day_that_can_have_no_mark_is_refused(day, says):
    held = a_register_school()
    pupil = held.pupils[0]
    pupil.first_day = date(2026, 9, 1)
    pupil.save()

    with pytest.raises(RegisterRefused, match=says):
        amend_mark(held.acting(held.officer), pupil, day, 0, "", "I", None, "A reason.", uuid.uuid4())
