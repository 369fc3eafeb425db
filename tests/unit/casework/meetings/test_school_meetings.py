"""The meetings of a school on one page: what presses most comes first, and what leads nowhere is left out."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, Marker, MarkerKind
from tests.factories.site import a_pupil
from tests.factories.site_cases import an_event
from tests.factories.site_registers import a_register_school, words_of
from tests.unit.casework.meetings.test_child_meetings import REVIEW, SAM, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return a_register_school(pack="halton")


def a_meeting(held, day, *, kind=SAM, result="", invited=("Parent or carer",), restricted=False, of=None):
    by = held.teacher if restricted else held.officer
    of = of or a_pupil(held.school, held.group)
    said = {"meeting": kind, "planned_on": day}
    meeting = an_event(of, "meeting", by=by, restricted=restricted, **said)
    plan = {"about": str(meeting.event), "how": "in_school", "invited": list(invited)}
    an_event(of, "meeting_plan", by=held.officer, **plan)
    if result:
        an_event(of, "meeting_outcome", by=held.officer, about=str(meeting.event), result=result)
    return of


def look(browser, held, **asked):
    who = browser if not callable(browser) else client_of(browser, held)
    return who.get(reverse("meetings", args=[held.school.pk]), asked)


def groups(page) -> dict[str, list[str]]:
    return {words: [row.name for row in rows] for words, rows in page.context["groups"]}


def test_missed_ones_come_first_then_those_nobody_spoke_of_then_those_to_come(browser, held):
    coming = a_meeting(held, "2026-11-27")
    over = a_meeting(held, "2026-11-18")
    missed = a_meeting(held, "2026-11-17", result="cancelled")
    a_meeting(held, "2026-11-17", result="held")
    again = a_meeting(held, "2026-11-16", result="cancelled")
    a_meeting(held, "2026-11-30", of=again)

    page = look(browser, held)

    assert groups(page) == {
        "Missed, and no other day is offered": [missed.pupil.name],
        "The day is over: say what became of it": [over.pupil.name],
        "To come": [coming.pupil.name, again.pupil.name],
    }
    assert "It was cancelled. Arrange the next one" in words_of(page)
    line = AuditEvent.objects.get(verb="read_list", thing="meetings")
    assert str(missed.pupil_id) in line.detail["pupils"]
    assert line.detail["children"] == 4


def test_a_day_a_kind_and_a_person_narrow_it(browser, held):
    client = client_of(browser, held)
    near, far = a_meeting(held, "2026-11-24"), a_meeting(held, "2026-12-10", kind=REVIEW)
    nurse = a_meeting(held, "2026-11-26", invited=["School nurse"])

    def named(**asked):
        return {name for rows in groups(look(client, held, **asked)).values() for name in rows}

    assert named(first="2026-12-01") == {far.pupil.name}
    assert named(last="2026-11-24") == {near.pupil.name}
    assert named(kind=REVIEW) == {far.pupil.name}
    choices = look(client, held).context["form"].fields["person"].choices
    keys = {words: key for key, words in choices}
    assert not set(keys) & set(keys.values())  # the address names nobody
    assert named(person=keys["School nurse"]) == {nurse.pupil.name}
    assert named(person=keys[held.officer.name]) == {near.pupil.name, far.pupil.name, nurse.pupil.name}
    assert "No meeting fits" in words_of(look(client, held, first="2027-01-01"))


def test_what_is_restricted_and_who_died_are_left_out(browser, held):
    a_meeting(held, "2026-11-24", restricted=True)
    died = a_meeting(held, "2026-11-24")
    Marker.objects.create(pupil=died.pupil, kind=MarkerKind.DECEASED, first_day=date(2026, 11, 19))

    assert groups(look(browser, held)) == {}


def test_the_way_there_is_on_the_first_page_and_on_the_childs_meetings(browser, held):
    client = client_of(browser, held)
    link = f'href="{reverse("meetings", args=[held.school.pk])}"'

    assert link in client.get("/").text
    assert link in client.get(reverse("pupil-meetings", args=[held.school.pk, held.pupils[0].pupil_id])).text
    assert "No meeting is to come" in words_of(look(client, held))
