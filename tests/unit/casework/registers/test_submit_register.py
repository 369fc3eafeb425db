"""Taking a register: kept whole, once, in the chain, with every mark a code in force on its day."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.submit_register import RegisterRefused, submit_register
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.store.chaining import breaks
from supportfirst.casework.store.models import (
    Assessed,
    AuditEvent,
    CalendarSpan,
    PupilYear,
    RegisterDocument,
    Source,
    SpanKind,
)
from tests.factories.site import a_pupil, a_user
from tests.factories.site_registers import (
    FRIDAY,
    QUARTER_TO_NINE,
    a_register_school,
    add_class,
    amend,
    submit,
)

pytestmark = pytest.mark.django_db


def kept(document: RegisterDocument) -> list[tuple[int, int, int]]:
    return [tuple(entry) for entry in entries_of(document.pupils, document.marks, document.minutes)]


def test_a_register_is_one_row_of_the_schools_chain():
    held = a_register_school()

    document = submit(held, "/", "L", "N", "I", minutes={1: 12})

    document.refresh_from_db()
    numbers = [pupil.pk for pupil in held.pupils]
    assert [place for place, _, _ in kept(document)] == numbers
    assert [minutes for _, _, minutes in kept(document)] == [0, 12, 0, 0]
    assert (document.serial, document.recorded_by, document.recorded_at) == (1, held.teacher, QUARTER_TO_NINE)
    assert document.chain.name == f"register:{held.school.pk}"
    assert list(breaks(RegisterDocument)) == []


def test_each_pupils_year_holds_the_mark_at_the_place_of_its_session():
    held = a_register_school()

    submit(held, "/", "I", half=1)

    year, offset = place_of(FRIDAY, 1)
    rows = [PupilYear.objects.get(enrolment=pupil, school_year=year) for pupil in held.pupils[:2]]
    assert [bytes(row.marks)[offset] for row in rows] == [1, 10]
    assert [len(row.marks) - bytes(row.marks).count(0) for row in rows] == [1, 1]
    assert PupilYear.objects.count() == 2


def test_a_register_leaves_one_line_of_audit_with_counts_and_no_names():
    held = a_register_school()

    document = submit(held, "/", "/", "I")

    line = AuditEvent.objects.get()
    assert (line.verb, line.thing, line.actor, line.recorded_at) == (
        "submit_register",
        str(document.pk),
        held.teacher,
        QUARTER_TO_NINE,
    )
    assert line.detail["counts"] == {"/": 2, "I": 1}
    assert "Byron" not in str(line.detail)


def test_what_was_assessed_before_is_stale():
    held = a_register_school()
    for pupil in held.pupils[:2]:
        Assessed.objects.create(enrolment=pupil, school=held.school, on=FRIDAY, known_at=QUARTER_TO_NINE)

    submit(held, "/")

    stale = dict(Assessed.objects.values_list("enrolment", "stale_since"))
    assert stale == {held.pupils[0].pk: QUARTER_TO_NINE, held.pupils[1].pk: None}


def test_the_same_submission_twice_is_kept_once():
    held = a_register_school()
    number = uuid.uuid4()

    first = submit(held, "/", "I", submission=number)
    second = submit(held, "/", "I", submission=number, at=QUARTER_TO_NINE + timedelta(seconds=2))

    assert second.pk == first.pk
    assert (RegisterDocument.objects.count(), AuditEvent.objects.count()) == (1, 1)
    assert set(PupilYear.objects.values_list("version", flat=True)) == {1}


def test_the_same_submission_is_harmless_after_an_amendment_too():
    held = a_register_school()
    number = uuid.uuid4()
    first = submit(held, "/", "N", submission=number)
    amend(held, 1, original="N", new="I")

    assert submit(held, "/", "N", submission=number).pk == first.pk


def test_the_same_form_sent_again_with_other_marks_is_refused():
    held = a_register_school()
    number = uuid.uuid4()
    submit(held, "/", "I", submission=number)

    with pytest.raises(RegisterRefused, match="1 of its marks differ"):
        submit(held, "/", "L", submission=number)


def test_the_same_form_sent_again_with_one_more_pupil_is_refused():
    held = a_register_school()
    number = uuid.uuid4()
    submit(held, "/", "I", submission=number)

    with pytest.raises(RegisterRefused, match="differ from what stands"):
        submit(held, "/", "I", "/", submission=number)


def test_a_form_sent_for_another_session_is_refused():
    held = a_register_school()
    number = uuid.uuid4()
    submit(held, "/", submission=number)

    with pytest.raises(RegisterRefused, match="for another session"):
        submit(held, "/", half=1, submission=number)


def test_a_second_register_adds_the_pupils_who_had_no_mark():
    held = a_register_school()
    submit(held, "/", "I")

    second = submit(held, "/", "I", "L", minutes={2: 3})

    assert [(number, late) for number, _, late in kept(second)] == [(held.pupils[2].pk, 3)]


def test_a_second_register_with_nothing_new_adds_nothing():
    held = a_register_school()
    first = submit(held, "/", "I")

    assert submit(held, "/", "I").pk == first.pk
    assert RegisterDocument.objects.count() == 1


def test_a_mark_that_differs_from_what_stands_is_refused_and_nothing_is_kept():
    held = a_register_school()
    submit(held, "/", "N")

    with pytest.raises(RegisterRefused, match="correct each such mark") as refusal:
        submit(held, "/", "I", "/")

    assert "“N”, set by Tess Marlow, Class teacher on 20 November 2026 at 8:45am" in str(refusal.value)
    assert RegisterDocument.objects.count() == 1
    assert PupilYear.objects.count() == 2


def test_minutes_that_differ_from_what_stands_are_refused():
    held = a_register_school()
    submit(held, "L", minutes={0: 5})

    with pytest.raises(RegisterRefused, match="1 of its marks differ"):
        submit(held, "L", minutes={0: 6})


def test_a_mark_that_was_struck_out_is_not_brought_back_by_a_register():
    held = a_register_school()
    submit(held, "/")
    amend(held, 0, original="/", new="")

    with pytest.raises(RegisterRefused, match="it was struck out"):
        submit(held, "/")


@pytest.mark.parametrize(
    ("day", "symbol", "says"),
    [
        (date(2026, 11, 20), "H", r"“H” \(.*\) is not in force: its last day was 18 August 2024"),
        (date(2026, 11, 20), "!", "“!” is not a code of any register"),
        (date(2024, 7, 1), "C1", r"“C1” \(.*\) is not in force before 19 August 2024"),
    ],
)
def test_a_code_that_is_not_in_force_on_the_day_is_refused_with_those_that_are(day, symbol, says):
    held = a_register_school()
    CalendarSpan.objects.create(
        school=held.school, kind=SpanKind.TERM, first_day=date(2024, 6, 3), last_day=date(2024, 7, 19)
    )
    type(held.pupils[0]).objects.update(first_day=date(2023, 9, 1))

    with pytest.raises(RegisterRefused, match=says) as refusal:
        submit(held, symbol, day=day, by=held.officer, at=datetime(2026, 11, 20, 9, tzinfo=UTC))

    assert f"register of {day.day} {day:%B %Y}, morning" in str(refusal.value)
    assert "use one of the codes in force on" in str(refusal.value)
    assert RegisterDocument.objects.count() == 0


def test_a_code_is_judged_by_the_codes_of_its_own_day():
    held = a_register_school()
    CalendarSpan.objects.create(
        school=held.school, kind=SpanKind.TERM, first_day=date(2024, 6, 3), last_day=date(2024, 7, 19)
    )
    type(held.pupils[0]).objects.update(first_day=date(2023, 9, 1))

    submit(held, "H", day=date(2024, 7, 1), by=held.officer, at=datetime(2026, 11, 20, 9, tzinfo=UTC))

    assert RegisterDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 11, 14), "Saturday is not a school day"),
        (date(2026, 10, 28), "28 October 2026 is outside the school's terms"),
        (date(2026, 5, 4), "the school is closed on 4 May 2026"),
    ],
)
def test_a_day_on_which_the_school_does_not_meet_is_refused(day, says):
    held = a_register_school()

    with pytest.raises(RegisterRefused, match=says):
        submit(held, "/", day=day, at=QUARTER_TO_NINE)


def test_a_day_to_come_is_refused():
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="has not come yet"):
        submit(held, "/", day=date(2026, 11, 23), at=QUARTER_TO_NINE)


def test_a_pupil_who_is_not_on_roll_that_day_is_refused():
    held = a_register_school()
    leaver = held.pupils[1]
    leaver.last_day = FRIDAY - timedelta(days=1)
    leaver.save()

    with pytest.raises(RegisterRefused, match="1 of its pupils were not on its roll"):
        submit(held, "/", "/")


def test_a_pupil_of_another_school_is_refused():
    held, other = a_register_school(), a_register_school()
    marks = {held.pupils[0].pk: "/", a_pupil(other.school).pk: "/"}

    with pytest.raises(RegisterRefused, match="not on its roll"):
        submit_register(held.acting(), held.school, held.group, FRIDAY, 0, marks, {}, uuid.uuid4(), "typed")


def test_a_pupil_of_another_class_is_refused():
    held = a_register_school()
    other = add_class(held).enrolments.get()
    marks = {held.pupils[0].pk: "/", other.pk: "/"}

    with pytest.raises(RegisterRefused, match="1 of its pupils were not on its roll"):
        submit_register(held.acting(), held.school, held.group, FRIDAY, 0, marks, {}, uuid.uuid4(), "typed")


def test_a_teacher_may_not_take_a_class_that_is_not_theirs():
    held = a_register_school()
    other = add_class(held)
    pupil = other.enrolments.get()

    with pytest.raises(RegisterRefused, match="not yours today"):
        submit_register(
            held.acting(), held.school, other, FRIDAY, 0, {pupil.pk: "/"}, {}, uuid.uuid4(), Source.TYPED
        )


def test_a_stranger_may_not_take_a_register():
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="not yours today"):
        submit(held, "/", by=a_user("head", a_register_school().school))


@pytest.mark.parametrize(
    ("symbol", "minutes", "says"),
    [("/", 5, "who is not marked late"), ("L", 1441, "not within a day"), ("L", -1, "not within a day")],
)
def test_minutes_go_with_a_code_for_late_and_are_within_a_day(symbol, minutes, says):
    held = a_register_school()

    with pytest.raises(RegisterRefused, match=says):
        submit(held, symbol, minutes={0: minutes})


def test_an_empty_register_is_refused():
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="holds no marks"):
        submit(held)


def test_a_third_session_of_a_day_is_refused():
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="two sessions"):
        submit(held, "/", half=2, at=QUARTER_TO_NINE)


def test_the_backslash_of_an_afternoon_is_kept_as_present():
    held = a_register_school()

    document = submit(held, "\\", half=1)

    assert [number for _, number, _ in kept(document)] == [1]


def test_a_file_may_hold_pupils_of_many_classes():
    held = a_register_school()
    other = add_class(held).enrolments.get()
    marks = {held.pupils[0].pk: "/", other.pk: "I"}
    actor = actor_of(held.officer, QUARTER_TO_NINE)

    document = submit_register(
        actor, held.school, None, FRIDAY, 0, marks, {}, uuid.uuid4(), source=Source.FILE
    )

    assert len(kept(document)) == 2
