"""A school's rows as the core's values."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.vocabulary.people import Flag
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.marks import marks_now
from supportfirst.casework.bridge.school_files import (
    calendar_of,
    flags_known,
    history_of,
    parents_of,
    pupils_of,
    school_of,
    spells_of,
    standing_events,
)
from supportfirst.casework.store.models import Marker, NamedPerson, PupilFlag, TradedSpan
from tests.factories.site import a_pupil, a_school, a_user, an_adult
from tests.factories.site_cases import an_event, put_marks

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_a_pupil_has_every_stay_and_the_flags_that_hold() -> None:
    school = a_school()
    now = a_pupil(school, forename="Ada")
    before = a_pupil(school, pupil=now.pupil, first_day=date(2024, 9, 2), last_day=date(2025, 7, 22))
    PupilFlag.objects.create(pupil=now.pupil, name="ehcp", first_day=date(2026, 9, 1), last_day=DAY)
    PupilFlag.objects.create(pupil=now.pupil, name="fsm", holds=False)

    (pupil,) = pupils_of(school, spells_of(school))

    assert [(spell.start, spell.leaving) for spell in pupil.spells] == [
        (before.first_day, before.last_day),
        (now.first_day, None),
    ]
    assert pupil.flags == (Flag("ehcp", date(2026, 9, 1), DAY),)
    assert flags_known(school) == {"ehcp", "fsm"}
    assert pupil.unclear_flags == frozenset()


def test_what_is_said_of_one_child_is_not_known_of_another() -> None:
    school = a_school()
    said, unsaid = a_pupil(school, forename="Ada"), a_pupil(school, forename="Bo")
    PupilFlag.objects.create(pupil=said.pupil, name="ehcp")
    PupilFlag.objects.create(pupil=said.pupil, name="fsm", holds=False)
    PupilFlag.objects.create(pupil=unsaid.pupil, name="fsm", holds=False)

    found = {pupil.upn: pupil for pupil in pupils_of(school, spells_of(school))}

    assert found[said.pupil.upn].unclear_flags == frozenset()
    assert found[unsaid.pupil.upn].unclear_flags == {"ehcp"}
    assert found[unsaid.pupil.upn].flags == ()


def test_a_parent_is_whoever_is_not_denied_to_be_one_on_the_day() -> None:
    school = a_school()
    ada = a_pupil(school)
    hidden, unknown = an_adult(ada), an_adult(ada, parental_responsibility=None, day_to_day_care=None)
    an_adult(ada, natural_parent=False, parental_responsibility=False, day_to_day_care=False)
    an_adult(ada, last_day=date(2026, 11, 19))
    died = an_adult(ada)
    Marker.objects.create(kind="deceased", adult=died, first_day=date(2026, 11, 1))
    Marker.objects.create(kind="confidential_address", adult=hidden, first_day=date(2026, 1, 1))
    ended = {"first_day": date(2026, 1, 1), "last_day": date(2026, 11, 19)}
    Marker.objects.create(kind="confidential_address", adult=unknown, **ended)

    parents = {parent.id: parent for parent in parents_of(spells_of(school), DAY)}

    assert set(parents) == {str(hidden.pk), str(unknown.pk)}
    assert parents[str(hidden.pk)].address_confidential is True
    assert parents[str(unknown.pk)].address_confidential is False
    Marker.objects.create(kind="confidential_address", pupil=ada.pupil, first_day=date(2026, 11, 21))
    assert [each.address_confidential for each in parents_of(spells_of(school), DAY)] == [True, True]
    assert parents[str(unknown.pk)].parental_responsibility is None


def test_what_was_struck_out_is_left_out_with_all_that_followed_it_up() -> None:
    school = a_school()
    ada, officer = a_pupil(school), a_user("attendance_officer", school)
    kept = an_event(ada, "contact", by=officer, channel="phone")
    wrong = an_event(ada, "meeting", by=officer, meeting="attendance_meeting")
    outcome = an_event(ada, "meeting_outcome", by=officer, about=str(wrong.event), result="held")
    an_event(ada, "stray", by=officer, about=str(outcome.event))
    an_event(ada, "meeting", by=officer, strikes_out=wrong.event, meeting="attendance_meeting")

    assert [event["id"] for event in standing_events(school, spells_of(school))] == [str(kept.event)]


def test_what_happened_at_another_school_goes_with_the_child() -> None:
    ada = a_pupil(a_school())
    earlier = an_event(ada, "contact", by=a_user("attendance_officer", ada.school), channel="phone")
    school = a_school()
    a_pupil(school, pupil=ada.pupil)

    assert [event["id"] for event in standing_events(school, spells_of(school))] == [str(earlier.event)]


def test_an_event_that_the_pack_can_not_read_leaves_its_kind_unknown() -> None:
    school = a_school()
    ada, officer = a_pupil(school), a_user("attendance_officer", school)
    an_event(ada, "contact", by=officer, channel="smoke")

    read = history_of(school, spells_of(school), pack_of(school, DAY))

    assert read.events == []
    assert read.unread == {ada.pupil.upn: frozenset({"contact"})}


@pytest.mark.parametrize(("traded", "known"), [(None, None), (True, True), (False, False)])
def test_a_school_has_its_times_its_people_and_whether_it_trades(
    traded: bool | None, known: bool | None
) -> None:
    row = a_school(type="Academy  Converter")
    if traded is not None:
        TradedSpan.objects.create(school=row, buys=traded)
    NamedPerson.objects.create(school=row, role="champion", name="Then", first_day=date(2025, 9, 1))
    NamedPerson.objects.create(school=row, role="champion", name="Now", first_day=date(2026, 9, 1))
    NamedPerson.objects.create(school=row, role="champion", name="Later", first_day=date(2026, 11, 21))

    school = school_of(row, DAY)

    assert school.trades_on(DAY) is known
    assert school.register_closes == {"AM": "09:15", "PM": "13:30"}
    assert school.times["day_starts"] == "08:45"
    assert school.type == "academy converter"
    assert school.roles == {"champion": "Now"}  # of two, who began last


def test_the_calendar_is_its_terms_without_what_is_closed() -> None:
    school = a_school()

    days = calendar_of(school, pack_of(school, DAY)).days

    assert DAY in days
    assert date(2026, 5, 4) not in days  # closed
    assert date(2026, 11, 21) not in days  # a Saturday
    assert date(2026, 8, 10) not in days  # between terms


def test_the_marks_of_some_pupils_are_as_they_were_among_all() -> None:
    school = a_school()
    children = [a_pupil(school) for _ in range(3)]
    for child, pair in zip(children, ("OU", "/\\", "I "), strict=True):
        put_marks(child, {date(2026, 11, 2): pair})
    codes = pack_of(school, DAY).codes
    every = marks_now(school, codes)
    wanted = {children[place].pupil for place in (0, 2)}

    some = marks_now(school, codes, pupils={each.pk for each in wanted})

    upns = {each.upn for each in wanted}
    assert list(some.each()) == [mark for mark in every.each() if mark.upn in upns]
    assert len(some) == 3
