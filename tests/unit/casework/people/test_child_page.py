"""The page of a child: what it shows, to whom, and that the reading is kept."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.store.models import (
    AdultContact,
    AuditEvent,
    Marker,
    MarkerKind,
    PlannedAbsence,
    PupilFlag,
)
from tests.factories.site import NINE, a_pupil, a_school, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import a_reason, an_assessment, an_event, put_marks
from tests.unit.casework.people.conftest import Family, words

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
NUMBER = "01632 960777"


def mark(kind: MarkerKind, **held) -> Marker:
    return Marker.objects.create(**{"kind": kind, "first_day": date(2026, 9, 1), **held})


def test_it_says_who_the_child_is_and_where(family):
    family.pupil.preferred_forename = "Adie"
    family.pupil.save()

    shown = family.page()

    assert "Year 5, 5B, Oak School Adie Quill" in shown
    assert f"Legal name Ada Quill Called Adie Quill UPN {family.pupil.upn}" in shown
    assert "Date of birth 4 October 2016" in shown


def test_the_figures_are_as_known_at_a_moment_with_the_stage_and_the_row(family):
    an_assessment(family.enrolment, missed=7, reasons=[a_reason("stage", title="Stage 2: support")])

    answer = family.client.get(family.address())

    assert "Attended 93 of 100 sessions (93.0%)" in words(answer)
    assert "Stage Stage 2: support On hold Nothing As known at 20 November 2026, midday" in words(answer)
    assert f'href="/worklist/{family.pupil.pk}/"' in answer.content.decode()


def test_each_recent_mark_leads_to_its_history(family):
    put_marks(family.enrolment, {FRIDAY: "/O", date(2026, 11, 12): "L "})

    answer = family.client.get(family.address())

    assert "Friday 20 November morning: /, present" in words(answer)
    assert "Thursday 12 November morning: L, late" in words(answer)
    address = family.address("mark", "2026-11-20", "afternoon")
    assert address in answer.content.decode()
    assert family.client.get(address).status_code == 200


def test_a_flag_says_yes_no_or_nothing(family):
    PupilFlag.objects.create(pupil=family.pupil, name="social_worker", first_day=date(2026, 9, 1))
    PupilFlag.objects.create(pupil=family.pupil, name="ehcp", holds=False)
    PupilFlag.objects.create(pupil=family.pupil, name="fsm", last_day=date(2026, 7, 1))

    shown = family.page()

    assert "Social worker: yes, from 1 September 2026" in shown
    assert "EHC plan: no" in shown
    assert "Free school meals: not today to 1 July 2026" in shown


def test_the_chronology_is_newest_first_with_the_words_of_its_fields(family):
    an_event(family.enrolment, "contact", by=family.officer, on=date(2026, 11, 2), channel="phone")
    an_event(family.enrolment, "home_visit", by=family.officer, on=date(2026, 11, 9), outcome="seen")

    shown = family.page()

    assert shown.index("9 November 2026: ") < shown.index("2 November 2026: ")
    assert "phone" in shown


def test_what_a_record_names_in_the_pack_is_told_by_its_title(family):
    stage = next(each for each in loaded("coventry").rules if each.kind == "stage")
    told = {"track": stage.track, "to": stage.id, "reason": "Agreed"}
    an_event(family.enrolment, "stage_move", by=family.officer, **told)
    an_event(family.enrolment, "letter_sent", by=family.officer, letter="penalty_notice")

    shown = family.page()

    assert stage.id not in shown
    assert f"The stage it was moved to: {stage.title}" in shown
    assert ": Penalty notice" in shown


def test_a_restricted_note_shows_that_it_is_there_and_its_words_to_few(family):
    other = a_user("attendance_officer", family.school)
    with transaction.atomic():
        record_event(
            actor_of(other, NINE),
            family.school,
            family.pupil,
            "contact",
            submission=uuid4(),
            data={"channel": "phone", "reason_found": "Whispered words"},
            restricted=True,
        )

    for client in (family.as_("head"), family.as_("dsl"), demo_client(other)):
        assert "Whispered words" in family.page(client)
    for client in (family.client, family.as_("senco"), family.as_("pastoral")):
        assert "Whispered" not in family.page(client)
        assert "A restricted note is here." in family.page(client)


def test_a_teacher_sees_attendance_and_nothing_of_home(family):
    an_adult(family.enrolment, legal_forename="Rosa", telephone=NUMBER)
    PupilFlag.objects.create(pupil=family.pupil, name="child_protection")
    an_event(family.enrolment, "contact", by=family.officer, reason_found="Whispered words")
    put_marks(family.enrolment, {FRIDAY: "/O"})

    shown = family.page(demo_client(family.teacher))

    assert "Ada Quill" in shown
    for hidden in ("Rosa", NUMBER, "protection", "Whispered", family.pupil.upn):
        assert hidden not in shown


@pytest.mark.parametrize("role", ["governor", "analyst"])
def test_who_sees_numbers_alone_sees_no_child(family, role):
    assert family.as_(role).get(family.address()).status_code == 404


def test_another_schools_officer_and_another_classs_teacher_see_nobody(family):
    assert family.as_("attendance_officer", a_school()).get(family.address()).status_code == 404
    assert family.as_("teacher").get(family.address()).status_code == 404


def test_each_reading_is_in_the_trail(family):
    family.page()

    line = AuditEvent.objects.get(verb="read_record")
    assert (line.pupil_id, line.actor_id, line.thing) == (family.pupil.pk, family.officer.pk, "whole record")
    assert "Quill" not in str(line.detail)


def test_a_brother_elsewhere_is_named_only_within_reach(family):
    mother = an_adult(family.enrolment)
    other = a_school(name="Elm School", authority=family.school.authority)
    brother = a_pupil(other, forename="Bertram", surname="Quill")
    an_adult(brother, adult=mother)

    authority = a_user("authority_officer", authority=family.school.authority)
    at_school, at_authority = family.page(), family.page(demo_client(authority))

    assert "A child at Elm School, whose record is not yours to see" in at_school
    assert "Bertram" not in at_school
    assert "Bertram Quill , Elm School" in at_authority


@pytest.mark.parametrize("protects", ["child", "parent", "address"])
def test_where_a_protected_brother_is_nobody_beyond_reach_is_told(family, protects):
    father = an_adult(family.enrolment, relationship="father")
    brother = a_pupil(a_school(name="Secret School"), forename="Bertram")
    mother = an_adult(brother)
    an_adult(brother, adult=father)
    if protects == "child":
        mark(MarkerKind.NO_CONTACT, pupil=brother.pupil, against=father)
    elif protects == "parent":
        mark(MarkerKind.NO_CONTACT, adult=mother, against=father)
    else:
        mark(MarkerKind.CONFIDENTIAL_ADDRESS, adult=mother)

    assert "Secret School" not in family.page()


def test_a_confidential_address_is_hidden_wherever_it_is_written(family):
    mother = an_adult(family.enrolment, address="17 Lanternfish Lane", telephone=NUMBER)
    an_adult(family.enrolment, relationship="aunt", address="17  lanternfish lane.")
    AdultContact.objects.create(
        adult=mother, kind="address", value="3 Lanternfish Mews", last_day=date(2025, 1, 1)
    )
    mark(MarkerKind.CONFIDENTIAL_ADDRESS, adult=mother)

    shown = family.page()

    assert "anternfish" not in shown
    assert NUMBER in shown
    assert shown.count("Kept confidential, and not shown here") == 2


def test_of_a_child_whose_address_is_confidential_no_parents_is_shown(family):
    an_adult(family.enrolment, address="17 Lanternfish Lane")
    mark(MarkerKind.CONFIDENTIAL_ADDRESS, pupil=family.pupil)

    assert "Lanternfish" not in family.page()


@pytest.mark.parametrize("kind", ["no_contact", "deceased"])
def test_who_is_kept_away_or_died_has_no_telephone_on_the_page(family, kind):
    father = an_adult(family.enrolment, legal_forename="Ignatius", telephone=NUMBER)
    if kind == "no_contact":
        mark(MarkerKind.NO_CONTACT, pupil=family.pupil, against=father)
    else:
        mark(MarkerKind.DECEASED, adult=father)

    shown = family.page()

    assert "Ignatius" in shown
    assert NUMBER not in shown


def test_a_missing_address_is_flagged_only_where_it_ought_to_be_there(family):
    an_adult(family.enrolment, address=None)
    assert "Address Missing." in family.page()
    bare = Family()
    an_adult(bare.enrolment, address=None, parental_responsibility=None, day_to_day_care=False)
    assert "Missing." not in bare.page()


def test_planned_absences_are_shown_until_they_are_withdrawn(family):
    plan = PlannedAbsence.objects.create(
        submission="6f1c9f2e-6f0e-4d3e-9a51-0d8a1f3f6f10",
        school=family.school,
        enrolment=family.enrolment,
        kind="appointment",
        code="M",
        first_day=date(2026, 11, 24),
        last_day=date(2026, 11, 24),
        recorded_by=family.officer,
        recorded_at=NINE,
    )
    assert "Medical or dental appointment: 24 November 2026" in family.page()
    plan.withdrawn_at = NINE
    plan.save()
    assert "dental" not in family.page()


def test_thirty_events_ask_as_often_as_three(family):
    found = []
    family.page()  # a first page of a school begins its trail
    for number in (3, 27):
        for _ in range(number):
            an_event(family.enrolment, "contact", by=family.officer, channel="phone")
            an_adult(a_pupil(family.school), adult=an_adult(family.enrolment))
        with CaptureQueriesContext(connection) as captured:
            assert family.client.get(family.address() + "?all=yes").status_code == 200
        found.append(len(captured))
    assert found[0] == found[1]


def test_names_elsewhere_lead_to_the_page(family):
    an_assessment(family.enrolment)
    put_marks(family.enrolment, {FRIDAY: "N "})
    for address in (
        f"/worklist/{family.pupil.pk}/",
        family.address("first-contact"),
        family.address("mark", "2026-11-20", "morning"),
    ):
        answer = family.client.get(address)
        assert f'href="{family.address()}"' in answer.content.decode(), address


def test_the_contents_lead_to_each_part_by_its_own_words(family):
    an_assessment(family.enrolment)
    text = family.client.get(family.address()).content.decode()
    contents = re.search(r'<nav aria-labelledby="contents".*?</nav>', text, re.DOTALL)
    assert contents is not None
    listed = re.findall(r'<a class="govuk-link" href="#([^"]+)">([^<]+)</a>', contents[0])
    headings = re.findall(r'<h2 class="govuk-heading-m" id="([^"]+)">([^<]+)</h2>', text)

    assert len(listed) > 8
    assert headings == listed
