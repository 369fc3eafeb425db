"""Whom a school watches closely: three groups, whose reasons not everybody is told."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.safeguarding_words import longest_absence, separate_absences
from supportfirst.casework.store.models import (
    AuditEvent,
    Enrolment,
    Marker,
    Pupil,
    PupilFlag,
    SafeguardingRecord,
)
from tests.factories.safeguarding import AT, a_concern, a_record
from tests.factories.site import a_pupil
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_assessment, put_marks, put_weeks
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 9)
NEXT = date(2026, 11, 16)


@pytest.fixture
def watched(oak):
    """One child of each group, and Ada of none."""
    long, twice, often, exposed = (
        a_pupil(oak.school, oak.group, forename=name, surname="Marsh")
        for name in ("Longina", "Pertina", "Often", "Vulnera")
    )
    put_weeks(long, MONDAY, "II")
    put_marks(often, {date(2026, 11, day): "I/" for day in (16, 17, 18, 19)})
    put_marks(oak.enrolment, {date(2026, 11, day): "I/" for day in (16, 17, 18)})
    an_assessment(twice, missed=10)
    an_assessment(oak.enrolment, missed=9)
    PupilFlag.objects.create(pupil=exposed.pupil, name="child_protection", first_day=date(2026, 9, 1))
    return oak


def groups(oak, client, **asked):
    page = client.get(reverse("safeguarding-watch", args=[oak.school.pk]), asked).context["page"]
    return {group.key: [row.name for row in group.rows] for group in page.groups}


@pytest.mark.requirement("WID-112")
def test_the_list_shows_children_by_each_of_the_three_groups(watched):
    answer = demo_client(watched.dsl).get(reverse("safeguarding-watch", args=[watched.school.pk]))

    assert groups(watched, demo_client(watched.dsl)) == {
        "absent": ["Longina Marsh", "Often Marsh"],
        "persistent": ["Pertina Marsh"],
        "vulnerable": ["Vulnera Marsh"],
    }
    told = words_of(answer)
    assert "Absent repeatedly, or for long (2)" in told
    assert "away 5 school days in a row this school year" in told
    assert "4 separate absences in the last 6 school weeks" in told
    assert "Persistently absent (1)" in told
    assert "missed 10 of 100 sessions this school year" in told
    assert "Vulnerable for safeguarding reasons (1)" in told
    assert "Keeping children safe" not in told.split("The lines, and where they come from")[0]


def test_the_lead_for_attendance_sees_names_and_not_why_a_child_is_vulnerable(watched):
    a_concern(watched.enrolment, by=watched.teacher)

    lead = words_of(watched.as_("attendance_lead").get(watched_page(watched)))
    dsl = words_of(demo_client(watched.dsl).get(watched_page(watched)))

    assert "Vulnera Marsh, 5B Ask the designated safeguarding lead." in lead
    assert "Ada Quill, 5B Ask the designated safeguarding lead." in lead
    assert "Concerns to be decided" not in lead
    assert "Vulnera Marsh, 5B child protection plan" in dsl
    assert "Ada Quill, 5B a safeguarding concern was raised" in dsl


def watched_page(oak):
    return reverse("safeguarding-watch", args=[oak.school.pk])


@pytest.mark.parametrize("role", ["teacher", "attendance_officer", "pastoral", "senco", "administrator"])
def test_others_do_not_find_the_list(oak, role):
    assert oak.as_(role).get(watched_page(oak)).status_code == 404


def test_one_group_or_one_class_can_be_asked_for(watched):
    client = demo_client(watched.dsl)

    assert groups(watched, client, group="persistent") == {"persistent": ["Pertina Marsh"]}
    assert set(map(len, groups(watched, client, **{"class": "nowhere"}).values())) == {0}


def test_a_child_who_died_stands_on_no_list(watched):
    child = Pupil.objects.get(legal_forename="Longina")
    Marker.objects.create(kind="deceased", pupil=child, first_day=MONDAY)

    assert groups(watched, demo_client(watched.dsl))["absent"] == ["Often Marsh"]


def test_the_trail_keeps_whom_the_list_named(watched):
    demo_client(watched.dsl).get(watched_page(watched))

    assert AuditEvent.objects.get(thing="safeguarding watch list").detail["children"] == 4


def test_separate_absences_are_counted_where_they_begin():
    assert separate_absences(b"ppaa..aapppana") == 2
    assert separate_absences(b"") == 0


def test_a_day_without_a_possible_session_does_not_end_a_long_absence():
    assert longest_absence(b"aa..anppaa") == 2
    assert longest_absence(b"aapa") == 1


def test_where_the_procedure_is_may_be_written_by_the_lead_and_is_kept_once(oak):
    client, address = demo_client(oak.dsl), reverse("safeguarding-procedure", args=[oak.school.pk])

    for _ in range(2):
        client.post(address, {"words": "In the staff room.", "front_door": "iCART"})

    assert AuditEvent.objects.filter(verb="set_safeguarding_procedure").count() == 1
    assert "In the staff room." in client.get(address).content.decode()
    assert oak.as_("attendance_lead").get(address).status_code == 404


def to_decide(oak, client):
    return client.get(watched_page(oak)).context["page"].decide


def test_a_concern_about_a_child_who_left_is_still_to_be_decided_and_can_be(oak):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    Enrolment.objects.filter(pk=oak.enrolment.pk).update(last_day=date(2026, 11, 19))
    client, step = demo_client(oak.dsl), oak.of_record("safeguarding-step", raised, "decide")

    asked = words_of(client.get(watched_page(oak)))
    record = client.get(oak.of_child("pupil-concerns")).content.decode()
    answer = client.post(
        step,
        {"decision": "refer_to_social_care", "reasons": "Seen.", "submission": str(uuid.uuid4())},
        follow=True,
    )

    assert "Concerns to be decided (1)" in asked
    assert "Ada Quill, concern of 19 November 2026 (left the school’s roll)" in asked
    assert f'href="{step}"' in record
    assert answer.status_code == 200
    assert to_decide(oak, client) == []
    line = AuditEvent.objects.filter(verb="record_safeguarding").get()
    assert (line.school, line.pupil) == (oak.school, oak.pupil)


def test_a_concern_about_a_child_who_died_says_so_and_waits_for_its_decision(oak):
    a_concern(oak.enrolment, by=oak.teacher)
    Marker.objects.create(kind="deceased", pupil=oak.pupil, first_day=MONDAY)

    assert [each.gone for each in to_decide(oak, demo_client(oak.dsl))] == ["has died"]


def test_those_who_decide_are_told_on_the_first_page_that_a_concern_waits_and_nobody_else_is(oak):
    oak.concern(demo_client(oak.teacher))
    told = "1 safeguarding concern is to be decided"

    for client in (demo_client(oak.dsl), oak.as_("head")):
        page = client.get(reverse("home"))
        assert told in words_of(page)
        assert f'href="{watched_page(oak)}"' in page.content.decode()
    for role in ("attendance_lead", "attendance_officer", "pastoral", "teacher", "administrator"):
        assert "to be decided" not in words_of(oak.as_(role).get(reverse("home")))
    client, raised = demo_client(oak.dsl), SafeguardingRecord.objects.get()
    client.post(
        oak.of_record("safeguarding-step", raised, "decide"),
        {"decision": "no_referral", "reasons": "Seen.", "submission": str(uuid.uuid4())},
    )
    assert "to be decided" not in words_of(client.get(reverse("home")))


@pytest.mark.parametrize(
    ("decision", "decided", "stands"),
    [
        ("no_referral", date(2025, 11, 20), True),
        ("no_referral", date(2025, 11, 19), False),
        ("refer_to_social_care", date(2025, 11, 19), True),
        ("", None, True),
    ],
)
def test_a_concern_that_was_not_referred_counts_for_a_year_and_every_other_as_long(
    oak, decision, decided, stands
):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    SafeguardingRecord.objects.update(happened_on=date(2025, 11, 1))
    if decided is not None:
        data = {"decision": decision, "reasons": "Seen."}
        a_record(oak.enrolment, "safeguarding_referral", by=oak.dsl, data=data, about=raised)
        SafeguardingRecord.objects.filter(about=raised).update(happened_on=decided)

    assert groups(oak, demo_client(oak.dsl))["vulnerable"] == (["Ada Quill"] if stands else [])


def test_the_decision_that_was_made_last_is_the_one_that_counts(oak):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    for place, decision in enumerate(("no_referral", "refer_to_police")):
        data = {"decision": decision, "reasons": "Seen."}
        at = AT + timedelta(minutes=place)
        a_record(oak.enrolment, "safeguarding_referral", by=oak.dsl, data=data, about=raised, at=at)
    SafeguardingRecord.objects.update(happened_on=date(2025, 11, 1))

    assert groups(oak, demo_client(oak.dsl))["vulnerable"] == ["Ada Quill"]
