"""A page of the past reads days on roll, child, parents, school and calendar as they stood at the moment."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.actions.change_adult import OF_ADULT, OF_LINK, change_adult
from supportfirst.casework.actions.change_calendar import remove_span, write_span
from supportfirst.casework.actions.change_pupil import FIELDS, change_pupil
from supportfirst.casework.actions.changed_meanwhile import fingerprint
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.actions.keep_references import forget_reference, note_reference
from supportfirst.casework.actions.keeping_stood import keeping
from supportfirst.casework.actions.set_flag import Says, set_flag
from supportfirst.casework.actions.set_times import set_times
from supportfirst.casework.bridge.as_they_stood import stood_of_child
from supportfirst.casework.bridge.child_assessment import child_then
from supportfirst.casework.queries.import_preview import import_preview, import_upload
from supportfirst.casework.queries.school_setup import TIMES
from supportfirst.casework.store.models import (
    CalendarSpan,
    Enrolment,
    Link,
    Pupil,
    PupilFlag,
    School,
    StoodBefore,
)
from tests.factories.people_files import pupils_csv, take_in
from tests.factories.site import a_pupil, a_school, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import (
    FRIDAY,
    RegisterSchool,
    a_register_school,
    submit,
    words_of,
)
from tests.unit.casework.people.conftest import LATER, NOW, THEN
from tests.unit.casework.people.test_as_it_stood import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday_evening")]

BORN = date(2015, 5, 1)


@pytest.fixture
def held() -> RegisterSchool:
    """Two days of marks of the first child, and a mother."""
    school = a_register_school()
    for day in (FRIDAY - timedelta(days=1), FRIDAY):
        for half in range(2):
            submit(school, "O", day=day, half=half, at=THEN - timedelta(minutes=5))
    Pupil.objects.filter(pk=school.pupils[0].pupil_id).update(date_of_birth=BORN)
    an_adult(school.pupils[0], legal_forename="Rosa", legal_surname="Byron")
    return school


def known(held: RegisterSchool, moment: datetime = THEN):
    """What the page of a moment is made from."""
    enrolment = held.pupils[0]
    stood = stood_of_child(held.school.pk, enrolment.pupil_id, moment)
    return child_then(enrolment, moment, stood=stood)


def officer(held: RegisterSchool, at: datetime = LATER) -> Actor:
    return actor_of(held.officer, at)


def administrator(held: RegisterSchool) -> Actor:
    return actor_of(a_user("administrator", held.school), LATER)


def take_in_file(held: RegisterSchool, **row: str) -> None:
    pupil = held.pupils[0].pupil
    told = {"upn": pupil.upn, "forename": pupil.legal_forename, "surname": pupil.legal_surname, **row}
    actor = officer(held)
    upload = keep_people_file(actor, held.school.pk, "people.csv", pupils_csv(told), None)
    preview = import_preview(held.school, import_upload(held.school, upload), actor.today)
    take_in(actor, held.school, upload, preview.fingerprint)


def test_a_last_day_that_a_file_brought_later_ends_no_stay_before(held):
    stay = held.pupils[0]
    take_in_file(held, start_date=stay.first_day.isoformat(), leaving_date="2026-11-19")
    assert Enrolment.objects.get(pk=stay.pk).last_day == date(2026, 11, 19)

    then, now = page(held), page(held, NOW)

    assert "Attended 0 of 4 sessions" in then
    assert "Left Weirbridge" not in then
    assert f"On the roll of {held.school.name}, last day not given 19 November 2026 20 November" in then
    assert "Attended 0 of 2 sessions" in now
    assert known(held).pupil.spells[0].leaving is None


def test_a_stay_that_was_written_down_later_was_not_there(held):
    with keeping(LATER):
        Enrolment.objects.create(
            pupil=held.pupils[0].pupil,
            school=held.school,
            first_day=date(2025, 9, 1),
            last_day=date(2026, 7, 17),
        )

    assert len(known(held).stays) == 1
    assert len(known(held, NOW).stays) == 2
    told = page(held)
    assert f"On the roll of {held.school.name} not there from 1 September 2025 to 17 July 2026" in told


def test_of_a_child_who_was_written_down_later_there_is_no_page(held):
    with keeping(LATER):
        stay = Enrolment.objects.create(
            pupil=Pupil.objects.create(upn="Z820432126001", legal_forename="Ida", legal_surname="New"),
            school=held.school,
            first_day=date(2026, 9, 1),
        )

    answer = demo_client(held.officer).get(reverse("pupil-then", args=[held.school.pk, stay.pupil_id, THEN]))

    assert answer.status_code == 422
    assert "No stay of the child here was written down by then." in words_of(answer)


def test_a_date_of_birth_that_was_put_right_later_is_the_one_of_then(held):
    pupil = Pupil.objects.get(pk=held.pupils[0].pupil_id)
    stands = {name: getattr(pupil, name) for name in FIELDS}
    shown = fingerprint(stands, LATER, pupil.pk)
    values = stands | {"date_of_birth": date(2014, 5, 1)}
    change_pupil(officer(held), held.school.pk, pupil.pk, values, shown=shown)

    assert known(held).pupil.date_of_birth == BORN
    assert known(held, LATER).pupil.date_of_birth == date(2014, 5, 1)
    assert "Date of birth 1 May 2015 1 May 2014 20 November 2026, 3:45pm" in page(held)


def test_a_parent_who_is_none_any_more_was_one_then(held):
    link = Link.objects.select_related("adult").get(pupil=held.pupils[0].pupil_id)
    stands = {name: getattr(link.adult, name) for name in OF_ADULT}
    stands |= {name: getattr(link, name) for name in OF_LINK}
    shown = fingerprint(stands, LATER, link.pupil_id, link.adult_id)
    none = dict.fromkeys(("natural_parent", "parental_responsibility", "day_to_day_care"), False)
    values = stands | none | {"language": "Polish"}
    change_adult(officer(held), held.school.pk, link.pupil_id, link.adult_id, values, shown=shown)

    [mother] = known(held).files.parents
    assert (mother.id, mother.language) == (str(link.adult_id), link.adult.language)
    assert not known(held, LATER).files.parents
    told = page(held)
    assert "Rosa Byron and the child, parental responsibility yes no 20 November 2026, 3:45pm" in told
    assert "Rosa Byron, language English Polish" in told
    listed = "Rosa Byron (mother). Parental responsibility: yes. Day-to-day care: yes. Language: English."
    assert listed in told
    assert "Nobody was written down as a parent or carer then." in page(held, LATER + timedelta(minutes=1))


def brothers(held: RegisterSchool, client=None) -> str:
    shown = page(held, client=client)
    part = shown[shown.rindex("Brothers and sisters") :]
    return part[: part.index("What held of this child")]


def test_brothers_and_sisters_are_those_of_then(held):
    """One whose link is gone now, and not the one whose link was made later."""
    mother = Link.objects.get(pupil=held.pupils[0].pupil_id).adult
    was, later = held.pupils[1], held.pupils[2]
    link = Link.objects.create(pupil=was.pupil, adult=mother, relationship="mother")
    before = brothers(held)
    with keeping(LATER):
        link.delete()
        Link.objects.create(pupil=later.pupil, adult=mother, relationship="mother")

    told = brothers(held)

    assert was.pupil.name in before
    assert told == before
    assert later.pupil.name not in told
    assert later.pupil.name in words_of(demo_client(held.officer).get(page_of_now(held)))


def test_a_brother_who_came_to_the_roll_later_was_not_there_and_one_who_left_was(held):
    mother = Link.objects.get(pupil=held.pupils[0].pupil_id).adult
    left, came = held.pupils[1], held.pupils[2]
    for each in (left, came):
        Link.objects.create(pupil=each.pupil, adult=mother, relationship="mother")
    Enrolment.objects.filter(pk=came.pk).update(first_day=THEN.date() + timedelta(days=1))
    with keeping(LATER):
        Enrolment.objects.filter(pk=left.pk).first().delete()

    told = brothers(held)

    assert came.pupil.name not in told
    assert f"A child at {held.school.name}, whose record is not yours to see" in told


def test_other_schools_and_reference_numbers_are_those_of_then(held):
    child, actor = held.pupils[0], officer(held)
    kept, gone = ("Library", "L-1"), ("Clinic", "C-2")
    for system, number in (kept, gone):
        note_reference(
            officer(held, THEN - timedelta(minutes=1)), held.school.pk, child.pupil_id, system, number
        )
    StoodBefore.objects.all().delete()
    forget_reference(actor, held.school.pk, child.pupil_id, child.pupil.references.get(system="Clinic").pk)
    note_reference(actor, held.school.pk, child.pupil_id, "Bus", "B-3")
    with keeping(LATER):
        a_pupil(a_school(), pupil=child.pupil)

    told = page(held)

    details = told[told.rindex("Details") :]
    assert "Clinic: C-2Library: L-1" in details.replace(" Library", "Library")
    assert "B-3" not in details
    assert "Also on the roll of" not in details
    since = told[: told.index("On this page")]
    assert "Reference number not there Bus: B-3" in since
    assert "Reference number Clinic: C-2 not there" in since
    assert "Also on the roll of" in words_of(demo_client(held.officer).get(page_of_now(held)))


def page_of_now(held: RegisterSchool) -> str:
    return reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])


def test_a_link_that_ended_later_held_then_and_whose_teacher_sees_nothing_of_it(held):
    with keeping(LATER):
        Link.objects.filter(pupil=held.pupils[0].pupil_id).update(last_day=FRIDAY - timedelta(days=1))

    assert len(known(held).files.parents) == 1
    assert not known(held, LATER).files.parents
    at = reverse("pupil-then", args=[held.school.pk, held.pupils[0].pupil_id, THEN])
    assert "Rosa" not in words_of(demo_client(held.teacher).get(at))


def test_a_calendar_that_was_replaced_later_is_the_one_of_then(held):
    term = CalendarSpan.objects.get(school=held.school, first_day__lte=FRIDAY, last_day__gte=FRIDAY)
    actor = administrator(held)
    before = known(held).calendar
    write_span(
        actor,
        held.school.pk,
        None,
        submission=uuid4(),
        kind="closed",
        first_day=date(2026, 11, 16),
        last_day=date(2026, 11, 17),
    )
    summer = CalendarSpan.objects.filter(school=held.school, kind="term").latest("first_day")
    remove_span(actor, held.school.pk, summer.pk)

    then, now = known(held).calendar, known(held, LATER).calendar

    assert term.pk != summer.pk
    assert then == before
    assert now != before
    told = page(held)
    assert "Calendar not there closed, from 16 November 2026 to 17 November 2026" in told
    assert "Calendar term, from" in told


def test_the_times_of_the_day_are_those_of_then(held):
    school = School.objects.get(pk=held.school.pk)
    stands = {name: getattr(school, name) for name in TIMES}
    shown = fingerprint(stands, LATER, school.pk)
    new = stands | {"morning_closes": time(9, 25)}
    set_times(administrator(held), school.pk, new, shown=shown)
    held.school.refresh_from_db()
    held.pupils[0].school.refresh_from_db()

    assert known(held).files.school.times["morning_closes"] == stands["morning_closes"].strftime("%H:%M")
    assert known(held, LATER).files.school.times["morning_closes"] == "09:25"
    assert "Morning closes" in page(held)


def test_what_was_said_never_to_hold_since_held_then(held):
    child = held.pupils[0].pupil_id
    began = date(2026, 9, 1)
    set_flag(
        officer(held, THEN - timedelta(days=1)),
        held.school.pk,
        child,
        "social_worker",
        Says.YES,
        first_day=began,
    )
    set_flag(officer(held), held.school.pk, child, "social_worker", Says.NEVER)
    assert not PupilFlag.objects.filter(holds=True).exists()

    assert "What held of this child Social worker: yes, from 1 September 2026" in page(held)
    assert "Social worker: no" in page(held, LATER + timedelta(minutes=1))
    then = known(held)

    assert [(each.name, each.first) for each in then.pupil.flags] == [("social_worker", began)]
    assert "social_worker" in then.files.flags_known
    assert not known(held, LATER).pupil.flags
    assert "Social worker yes, from 1 September 2026 on not there" in page(held)


def test_what_an_act_changes_twice_stood_once_and_an_act_that_fails_keeps_nothing(held):
    stay = Enrolment.objects.get(pk=held.pupils[0].pk)
    with keeping(LATER):
        for last in (date(2026, 11, 18), date(2026, 11, 19)):
            stay.last_day = last
            stay.save(update_fields=["last_day"])
    with pytest.raises(ZeroDivisionError):
        fail_to_end(stay)

    [kept] = StoodBefore.objects.all()
    assert (kept.table, kept.held["last_day"], kept.changed_at) == ("Enrolment", None, LATER)


def test_of_two_acts_that_overlap_the_one_written_first_says_what_stood(held):
    """An act that began earlier and took longer found what the other had written by then."""
    stay = Enrolment.objects.get(pk=held.pupils[0].pk)
    for began, last in ((LATER, date(2026, 11, 18)), (THEN + timedelta(minutes=1), date(2026, 11, 19))):
        with keeping(began):
            stay.last_day = last
            stay.save(update_fields=["last_day"])

    stood = stood_of_child(held.school.pk, stay.pupil_id, THEN)

    assert stood.one(stay).last_day is None
    assert [was.last for was in stood.of(Enrolment).values()] == [LATER]


def test_what_is_kept_costs_one_query_an_act(held):
    """Rows that an act reads and changes say themselves what they held."""
    stays = list(Enrolment.objects.filter(school=held.school))

    def queries(*, kept: bool) -> int:
        with CaptureQueriesContext(connection) as asked, keeping(LATER) if kept else nullcontext():
            for stay in Enrolment.objects.filter(school=held.school):
                stay.last_day = None if stay.last_day else FRIDAY
                stay.save(update_fields=["last_day"])
        return len(asked)

    assert len(stays) == 4
    assert queries(kept=True) == queries(kept=False) + 1
    assert StoodBefore.objects.count() == 4


def fail_to_end(stay: Enrolment) -> None:
    with transaction.atomic(), keeping(NOW):
        Enrolment.objects.filter(pk=stay.pk).update(last_day=None)
        raise ZeroDivisionError


def test_an_act_that_keeps_nothing_of_what_it_changes_is_caught(held):
    """The fixture that watches every act of these tests sees one whose keeping was taken off."""
    pupil = Pupil.objects.get(pk=held.pupils[0].pupil_id)
    stands = {name: getattr(pupil, name) for name in FIELDS}
    shown = fingerprint(stands, LATER, pupil.pk)
    bare = change_pupil.__wrapped__.__wrapped__
    values = stands | {"date_of_birth": date(2014, 5, 1)}

    with pytest.raises(AssertionError, match=r"change_pupil|editing_people"), transaction.atomic():
        bare(officer(held), held.school.pk, pupil.pk, values, shown=shown)
