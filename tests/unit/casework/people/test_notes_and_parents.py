"""Notes for few, and the page that can be read out to a parent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from supportfirst.casework.store.models import CaseEvent, Confided, Marker, NamedPerson
from tests.factories.site import a_school, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import RegisterSchool, submit

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
THURSDAY = date(2026, 11, 19)
EARLY = datetime(2026, 11, 20, 8, 50, tzinfo=UTC)


def note(family, client=None, **sent):
    usual = {"note": "Whispered words", "restricted": "yes", "submission": str(uuid4())}
    return (client or family.client).post(family.address("pupil-note"), {**usual, **sent})


def test_a_restricted_note_is_read_by_whom_it_names_and_seen_to_be_there_by_others(family):
    named, other = a_user("pastoral", family.school), a_user("pastoral", family.school)

    assert note(family, people=[str(named.pk)]).status_code == 302

    assert "Whispered words" in family.page(demo_client(named))
    assert "Whispered words" in family.page()
    assert "Whispered words" in family.page(family.as_("dsl"))
    shown = family.page(demo_client(other))
    assert "Whispered" not in shown
    assert "A restricted note is here" in shown


def test_a_note_for_all_is_read_by_all_who_see_the_record(family):
    note(family, restricted="no")

    assert "A note What it says: Whispered words" in family.page(family.as_("senco"))


def test_a_note_sent_twice_is_kept_once(family):
    named, submission = a_user("pastoral", family.school), str(uuid4())
    for _ in range(2):
        assert note(family, people=[str(named.pk)], submission=submission).status_code == 302

    assert CaseEvent.objects.count() == 1
    assert Confided.objects.count() == 1


def test_naming_people_on_a_note_for_all_is_asked_about(family):
    named = a_user("pastoral", family.school)

    answer = note(family, people=[str(named.pk)], restricted="no")

    assert answer.status_code == 422
    assert not CaseEvent.objects.exists()


def test_nobody_of_another_school_can_be_named(family):
    a_user("pastoral", family.school)
    stranger = a_user("pastoral", a_school())

    assert note(family, people=[str(stranger.pk)]).status_code == 422
    assert str(stranger.pk) not in family.client.get(family.address("pupil-note")).content.decode()


@pytest.mark.requirement("ESX-R-12")
def test_a_parent_is_shown_whom_to_speak_to_about_attendance_with_their_role(family):
    NamedPerson.objects.create(
        school=family.school,
        role="senior_attendance_champion",
        name="Kim Sorrel",
        first_day=date(2026, 9, 1),
    )
    NamedPerson.objects.create(
        school=family.school,
        role="attendance_lead",
        name="Lee Former",
        first_day=date(2025, 9, 1),
        last_day=date(2026, 8, 31),
    )

    shown = family.page(name="pupil-parents-see")

    assert "Whom to speak to about attendance Kim Sorrel, Senior attendance champion" in shown
    assert "Former" not in shown


def test_where_nobody_is_named_the_reader_is_told_what_to_do(family):
    assert "Nobody is named at this school for attendance" in family.page(name="pupil-parents-see")


def test_a_parent_is_shown_figures_and_marks_and_nothing_of_anybody_else(family):
    held = RegisterSchool(family.school, family.group, family.teacher, family.officer, [family.enrolment])
    submit(held, "/", at=EARLY)
    submit(held, "O", day=THURSDAY, at=EARLY - timedelta(days=1))
    an_adult(family.enrolment, legal_forename="Rosa", address="17 Lanternfish Lane")
    note(family, restricted="no")

    shown = family.page(name="pupil-parents-see")

    assert "Ada has missed half a day this school year: 1 of 2 half-day sessions" in shown
    assert "As our records stood on 20 November 2026" in shown
    for hidden in ("Rosa", "Lanternfish", "Whispered", family.pupil.upn):
        assert hidden not in shown


def test_for_whom_it_is_not_is_said_to_the_reader(family):
    father = an_adult(family.enrolment, legal_forename="Ignatius", legal_surname="Thorn")
    Marker.objects.create(kind="no_contact", pupil=family.pupil, against=father, first_day=FRIDAY)

    choice = family.client.get(family.address("pupil-parents-see"), {"choose": "yes"}).content.decode()
    assert "Not for Ignatius Thorn: a no-contact order" in choice
    assert "Thorn" not in family.page(name="pupil-parents-see")


def test_who_sees_no_parents_sees_neither_page(family):
    for name in ("pupil-parents-see", "pupil-note"):
        assert demo_client(family.teacher).get(family.address(name)).status_code == 404
