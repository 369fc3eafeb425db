"""Who is on the morning's list, in which order, and whom the list says to call."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.submit_register import submit_register
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.class_places import groups_at
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pupil_years import locked, place_of, write
from supportfirst.casework.bridge.registers_in import RegistersIn
from supportfirst.casework.bridge.unaccounted import missing_at
from supportfirst.casework.queries.unaccounted import morning
from supportfirst.casework.store.models import (
    AuditEvent,
    CaseEvent,
    Enrolment,
    Marker,
    MarkerKind,
    PupilFlag,
)
from tests.factories.site import a_class, a_pupil, a_school, an_actor, an_adult

TODAY = date(2026, 11, 20)  # a Friday
AM, PM = 0, 1

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def officer(school):
    return an_actor("attendance_officer", school)


def marked(enrolment: Enrolment, symbol: str, *, day: date = TODAY, half: int = AM) -> None:
    """Put a mark where the register would have put it."""
    school_year, offset = place_of(day, half)
    rows = locked([enrolment.id], school_year)
    write(rows, offset, {enrolment.id: number_of(symbol)})


def absent(school, **over) -> Enrolment:
    enrolment = a_pupil(school, a_class(school), **over)
    marked(enrolment, "N")
    return enrolment


def names(rows) -> list[str]:
    return [row.name.split()[0] for row in rows]


def called(officer, school, enrolment, **data) -> CaseEvent:
    at = data.pop("at", time(9, 40))
    return record_event(
        officer,
        school,
        enrolment.pupil,
        "contact",
        submission=uuid4(),
        at=at,
        data={"channel": "phone", **data},
    )


def test_only_those_of_whom_nobody_knows_are_listed(school):
    absent(school, forename="Unexplained")
    for symbol in ("/", "I", "O", "L"):
        marked(a_pupil(school, forename=f"Has{ord(symbol)}"), symbol)
    a_pupil(school, forename="NoRegisterYet")

    told = morning(school, TODAY)

    assert names(told.to_call) == ["Unexplained"]
    assert told.in_hand == []


def test_the_latest_session_of_which_nobody_knows_counts(school):
    both = absent(school, forename="Both")
    marked(both, "N", half=PM)
    left = a_pupil(school, a_class(school), forename="Left")
    marked(left, "/", half=AM)
    marked(left, "N", half=PM)

    told = {row.name.split()[0]: (row.session, row.since) for row in morning(school, TODAY).to_call}

    assert told == {"Both": ("afternoon", ""), "Left": ("afternoon", "")}


@pytest.mark.parametrize("symbol", ["/", "L", "I"])
def test_a_later_mark_takes_nobody_off_the_list_of_whom_the_morning_is_not_explained(school, symbol):
    """Why the child was away is still to be asked; but nobody is escalated who was seen."""
    came_back = absent(school, forename="CameBack")
    marked(came_back, symbol, half=PM)

    [row] = morning(school, TODAY).to_call

    assert (row.session, row.mark, row.since, row.sessions) == ("morning", "N", symbol, 1)
    assert row.heard
    packs = {school.pk: pack_of(school, TODAY)}
    registers = RegistersIn([school], TODAY, groups_at([school], TODAY))
    assert missing_at([school], packs, registers, TODAY) == {school.pk: 1}


def test_who_had_no_mark_in_the_morning_and_has_one_since_is_not_listed(school):
    without = a_pupil(school, a_class(school))
    marked(without, "/", half=PM)

    assert morning(school, TODAY).to_call == []


def test_children_at_risk_come_first_and_then_the_longest_unexplained(school):
    absent(school, forename="New")
    long = absent(school, forename="Long")
    for days in (1, 2, 3):
        for half in (AM, PM):
            marked(long, "N", day=TODAY - timedelta(days=days), half=half)
    known = absent(school, forename="Known")
    PupilFlag.objects.create(pupil=known.pupil, name="social_worker", first_day=date(2026, 1, 1))
    over = absent(school, forename="Over")
    PupilFlag.objects.create(
        pupil=over.pupil, name="looked_after", first_day=date(2025, 1, 1), last_day=date(2026, 11, 19)
    )

    rows = morning(school, TODAY).to_call

    assert names(rows) == ["Known", "Long", "New", "Over"]
    assert [row.sessions for row in rows] == [1, 7, 1, 1]
    assert rows[0].concerns == ("has a social worker",)


def test_a_weekend_does_not_end_a_run(school):
    pupil = absent(school)
    monday = TODAY + timedelta(days=3)
    marked(pupil, "N", day=TODAY, half=PM)
    marked(pupil, "N", day=monday)

    assert [row.sessions for row in morning(school, monday).to_call] == [3]


def test_whom_to_call_leaves_out_the_dead_and_those_who_may_not_be_spoken_to(school):
    pupil = absent(school)
    first = an_adult(pupil, legal_forename="First", contact_order=2)
    died = an_adult(pupil, legal_forename="Died", contact_order=1)
    kept = an_adult(pupil, legal_forename="Kept", contact_order=3)
    Marker.objects.create(kind=MarkerKind.DECEASED, adult=died, first_day=date(2026, 1, 1))
    Marker.objects.create(
        kind=MarkerKind.NO_CONTACT, pupil=pupil.pupil, against=kept, first_day=date(2026, 1, 1)
    )

    [row] = morning(school, TODAY).to_call

    assert [caller.adult for caller in row.callers] == [first.id]


@pytest.mark.parametrize("of_whom", ["child", "mother"])
def test_an_order_that_names_nobody_keeps_back_everybody_else(school, of_whom):
    pupil = absent(school)
    mother = an_adult(pupil, legal_forename="First")
    an_adult(pupil, legal_forename="Other", contact_order=2)
    protected = {"pupil": pupil.pupil} if of_whom == "child" else {"adult": mother}
    Marker.objects.create(kind=MarkerKind.NO_CONTACT, first_day=date(2026, 1, 1), **protected)

    [row] = morning(school, TODAY).to_call

    assert [caller.adult for caller in row.callers] == ([] if of_whom == "child" else [mother.id])


def test_a_contact_takes_the_pupil_off_the_list_to_call_and_keeps_them_in_sight(school, officer):
    pupil = absent(school)

    called(officer, school, pupil, outcome="no_answer")

    told = morning(school, TODAY)
    assert told.to_call == []
    [row] = told.in_hand
    assert [(each.what, each.outcome, each.is_late) for each in row.contacts] == [
        ("phone", "no answer", False)
    ]


@pytest.mark.parametrize(("at", "late"), [(time(11, 59), False), (time(12, 0), True)])
def test_a_contact_is_late_says_so(school, officer, at, late):
    pupil = absent(school)

    called(officer, school, pupil, at=at)

    [row] = morning(school, TODAY).in_hand
    assert [each.is_late for each in row.contacts] == [late]


def reported(officer, school, pupil, **days) -> None:
    data = {"method": "phone", "reporter": "the mother", "reason": "a cold", **days}
    record_event(officer, school, pupil.pupil, "absence_reported", submission=uuid4(), data=data, on=TODAY)


def test_a_report_from_home_leaves_nobody_to_call(school, officer):
    pupil = absent(school)

    reported(officer, school, pupil, first_day=TODAY)

    [row] = morning(school, TODAY).in_hand
    assert [(each.what, each.reason) for each in row.reports] == [("reported by the mother", "a cold")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The grandmother", "by the grandmother"),
        ("A neighbour, Mr Fox", "by a neighbour, Mr Fox"),
        ("Mrs Byron", "by Mrs Byron"),
        ("The", "by The"),
    ],
)
def test_who_reported_reads_as_part_of_a_sentence(school, officer, written, read):
    reported(officer, school, absent(school), first_day=TODAY, reporter=written)

    [row] = morning(school, TODAY).in_hand
    assert row.reports[0].what == f"reported {read}"


def test_yesterdays_report_does_not_answer_for_today(school, officer):
    """Unless it said so: a parent reports on each day, or says how long it will be."""
    day_by_day = absent(school, forename="DayByDay")
    told_ahead = absent(school, forename="ToldAhead")
    yesterday = TODAY - timedelta(days=1)

    reported(officer, school, day_by_day, first_day=yesterday)
    reported(officer, school, told_ahead, first_day=yesterday, last_day=TODAY)

    told = morning(school, TODAY)
    assert (names(told.to_call), names(told.in_hand)) == (["DayByDay"], ["ToldAhead"])


def test_another_school_is_not_listed(school):
    absent(a_school())

    assert morning(school, TODAY).to_call == []


def test_a_leaver_is_not_listed(school):
    pupil = absent(school)
    pupil.last_day = TODAY - timedelta(days=1)
    pupil.save()

    assert morning(school, TODAY).to_call == []


def test_more_pupils_take_no_more_queries(school):
    def asked(number: int) -> int:
        for _ in range(number):
            an_adult(absent(school))
        morning(school, TODAY)  # reads the pack, once a process
        with CaptureQueriesContext(connection) as captured:
            morning(school, TODAY)
        return len(captured)

    assert asked(1) == asked(6)
    assert len(morning(school, TODAY).to_call) == 7


def test_the_same_submission_is_recorded_once(school, officer):
    pupil, submission = absent(school), uuid4()

    twice = [
        record_event(
            officer, school, pupil.pupil, "contact", submission=submission, data={"channel": "phone"}
        )
        for _ in range(2)
    ]

    assert twice[0].event == twice[1].event
    assert CaseEvent.objects.count() == 1
    assert AuditEvent.objects.filter(verb="record_event").count() == 1


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("contact", {}, "channel"),
        ("contact", {"channel": "pigeon"}, "pigeon"),
        ("contact", {"channel": "phone", "not_a_field": "x"}, "not a field"),
        ("no_such_kind", {}, "no_such_kind"),
    ],
)
def test_what_the_pack_does_not_know_is_refused_with_its_place(school, officer, kind, data, said):
    pupil = absent(school)

    with pytest.raises(EventRefused) as refused:
        record_event(officer, school, pupil.pupil, kind, submission=uuid4(), data=data)

    assert said in str(refused.value)
    assert CaseEvent.objects.count() == 0


def test_an_event_of_tomorrow_is_refused(school, officer):
    pupil = absent(school)

    with pytest.raises(EventRefused, match="not come yet"):
        record_event(
            officer,
            school,
            pupil.pupil,
            "contact",
            submission=uuid4(),
            on=TODAY + timedelta(days=1),
            data={"channel": "phone"},
        )


def test_a_joiner_without_any_mark_is_missing_from_a_register_that_was_taken(school, officer):
    group = a_class(school)
    there = a_pupil(school, group)
    submit_register(officer, school, group, TODAY, AM, {there.pk: "/"}, {}, uuid4())
    a_pupil(school, group, forename="Joined")
    a_pupil(school, None, forename="Unplaced")

    assert sorted(names(morning(school, TODAY).to_call)) == ["Joined", "Unplaced"]
    assert {row.mark for row in morning(school, TODAY).to_call} == {""}


def test_a_child_who_died_is_on_no_list(school):
    pupil = absent(school)
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=pupil.pupil, first_day=date(2026, 11, 1))

    assert morning(school, TODAY).to_call == []


def test_a_restricted_contact_shows_that_it_is_there_and_not_what_was_said(school, officer):
    pupil = absent(school)
    record_event(
        officer,
        school,
        pupil.pupil,
        "contact",
        submission=uuid4(),
        restricted=True,
        data={"channel": "phone", "reason_found": "something private"},
    )

    [row] = morning(school, TODAY).in_hand
    assert [each.reason for each in row.contacts] == ["a restricted note"]
