"""A concern is raised by whoever sees the child, and read by the few who may."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from supportfirst.casework.access.safeguarding import readable_records
from supportfirst.casework.queries.audit_trail import Asked, trail, verbs_in_trail
from supportfirst.casework.store.models import (
    AuditEvent,
    CaseEvent,
    Membership,
    SafeguardingReader,
    SafeguardingRecord,
)
from tests.factories.safeguarding import AT, a_concern, a_record
from tests.factories.site import a_school, a_user
from tests.factories.site_accounts import acting, demo_client
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
THERE = "A safeguarding concern is recorded about this child"
OFFERED = (
    "neglect",
    "abuse",
    "sexual exploitation",
    "county lines",
    "mental health",
    "substance abuse",
    "conflict zone",
    "genital mutilation",
    "honour-based",
    "forced marriage",
)


@pytest.mark.requirement("WID-113")
def test_the_form_offers_the_signs_of_the_policy_and_says_where_the_procedure_is(oak):
    client = demo_client(oak.teacher)

    blank = oak.page(client, "pupil-concern-new")
    demo_client(oak.dsl).post(
        reverse("safeguarding-procedure", args=[oak.school.pk]),
        {"words": "Tell Dora first.", "link": "https://oak.example/safeguarding"},
    )
    answer = client.get(oak.of_child("pupil-concern-new"))

    assert [sign for sign in OFFERED if sign not in blank.lower()] == []
    assert "This school has not written down where its safeguarding procedure is" in blank
    told = words_of(answer)
    assert "Tell Dora first." in told
    assert 'href="https://oak.example/safeguarding"' in answer.content.decode()
    assert "has not written down where" not in told


@pytest.mark.requirement("WID-114")
def test_a_concern_keeps_its_reference_for_those_with_safeguarding_access(oak):
    answer = oak.concern(demo_client(oak.teacher), reference="CPOMS-4711")

    assert "Your concern was received" in words_of(answer)
    read = oak.page(demo_client(oak.dsl), "pupil-concerns")
    assert "Whispered words of a bruise." in read
    assert "CPOMS-4711" in read


@pytest.mark.requirement("WID-114")
def test_a_concern_and_its_reference_are_hidden_from_all_without_safeguarding_access(oak):
    oak.concern(demo_client(oak.teacher), reference="CPOMS-4711")

    for role in ("attendance_officer", "attendance_lead", "pastoral", "senco", "administrator"):
        client = oak.as_(role)
        assert client.get(oak.of_child("pupil-concerns")).status_code == 404
        page = oak.page(client)
        assert THERE in page
        assert "Whispered" not in page
        assert "CPOMS-4711" not in page


@pytest.mark.requirement("HAL-152")
def test_a_concern_of_neglect_is_recorded_with_its_reasons(oak):
    client = demo_client(oak.dsl)

    refused = oak.concern(client, indicators=["neglect"])
    oak.concern(client, indicators=["neglect"], neglect_reasons=["persistent_failure"])

    assert refused.status_code == 422
    assert "Say why it may be neglect" in words_of(refused)
    assert SafeguardingRecord.objects.get().data["neglect_reasons"] == ["persistent_failure"]
    assert "persistent failure to send the child to school" in oak.page(client, "pupil-concerns")


def test_whoever_raised_one_sees_that_it_was_received_and_can_read_none(oak):
    teacher = demo_client(oak.teacher)

    oak.concern(teacher)

    page = oak.page(teacher)
    assert "You raised a concern on 20 November 2026" in page
    assert "It was received" in page
    assert teacher.get(oak.of_child("pupil-concerns")).status_code == 404


def test_without_reasons_or_signs_nothing_is_kept(oak):
    client = demo_client(oak.teacher)

    assert oak.concern(client, reasons="").status_code == 422
    assert oak.concern(client, indicators=[]).status_code == 422
    assert oak.concern(client, indicators=["tea"]).status_code == 422
    assert not SafeguardingRecord.objects.exists()


def test_a_concern_sent_twice_is_kept_once(oak):
    client, once = demo_client(oak.teacher), str(uuid.uuid4())
    for _ in range(2):
        oak.concern(client, submission=once)

    assert SafeguardingRecord.objects.count() == 1
    assert AuditEvent.objects.filter(verb="record_safeguarding").count() == 1


def test_a_day_to_come_is_refused(oak):
    answer = oak.concern(demo_client(oak.teacher), **{"on-day": "21"})

    assert answer.status_code == 422
    assert not SafeguardingRecord.objects.exists()


def test_a_teacher_of_another_class_raises_none(oak):
    stranger = demo_client(a_user("teacher", oak.school))

    assert oak.concern(stranger).status_code == 404


def test_a_concern_is_in_no_chronology_trail_or_list(oak):
    oak.concern(demo_client(oak.teacher), reference="CPOMS-4711")

    assert not CaseEvent.objects.exists()
    line = AuditEvent.objects.get(verb="record_safeguarding")
    assert (line.thing, list(line.detail)) == ("", ["record"])
    lead = oak.as_("head")
    for address in (
        reverse("worklist"),
        reverse("tasks", args=[oak.school.pk]),
        reverse("audit"),
        oak.of_child("pupil-parents-see"),
    ):
        told = words_of(lead.get(address))
        assert "Whispered" not in told
        assert "CPOMS" not in told


def test_the_lead_lets_a_colleague_read_one_and_no_other(oak):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    a_concern(oak.enrolment, by=oak.teacher, reasons="Another matter.")
    colleague = a_user("pastoral", oak.school)
    client = demo_client(oak.dsl)

    answer = client.post(
        oak.of_record("safeguarding-confide", raised), {"colleague": str(colleague.pk)}, follow=True
    )

    assert answer.status_code == 200
    assert SafeguardingReader.objects.get().named_by == oak.dsl
    told = oak.page(demo_client(colleague), "pupil-concerns")
    assert "Bruised plums" in told
    assert "Another matter" not in told
    assert demo_client(colleague).get(oak.of_record("safeguarding-step", raised, "decide")).status_code == 404


def test_nobody_who_may_not_see_families_can_be_let_read(oak):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    stranger = a_user("pastoral", a_school())

    for user in (oak.teacher, stranger):
        answer = demo_client(oak.dsl).post(
            oak.of_record("safeguarding-confide", raised), {"colleague": str(user.pk)}
        )
        assert answer.status_code == 422
    assert not SafeguardingReader.objects.exists()


def test_after_a_concern_the_lead_is_asked_whether_to_refer_and_reasons_are_kept_either_way(oak):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    client, watch = demo_client(oak.dsl), reverse("safeguarding-watch", args=[oak.school.pk])
    step = oak.of_record("safeguarding-step", raised, "decide")

    asked = words_of(client.get(watch))
    without = client.post(step, {"decision": "no_referral", "submission": str(uuid.uuid4())})
    sent = {"decision": "no_referral", "reasons": "An aunt has moved in.", "submission": str(uuid.uuid4())}
    client.post(step, sent)

    assert "Concerns to be decided (1)" in asked
    assert without.status_code == 422
    assert "Concerns to be decided (0)" in words_of(client.get(watch))
    told = oak.page(client, "pupil-concerns")
    assert "no referral" in told
    assert "An aunt has moved in." in told
    assert "by Dora Lead" in told


@pytest.mark.requirement("HAL-74")
def test_what_another_agency_told_is_seen_by_those_with_safeguarding_access_alone(oak):
    lead = demo_client(oak.dsl)
    told = {"agency": "operation_encompass", "told": "Officers were called on Thursday night."}

    oak.send(lead, "pupil-information-new", **told)

    assert "Officers were called on Thursday night." in oak.page(lead, "pupil-concerns")
    assert "Information from another agency is to be weighed" in oak.page(lead)
    assert "Officers were called" in oak.page(oak.as_("head"), "pupil-concerns")
    for client in (demo_client(oak.teacher), *map(oak.as_, ("attendance_lead", "pastoral", "senco"))):
        assert client.get(oak.of_child("pupil-concerns")).status_code == 404
        assert client.get(oak.of_child("pupil-information-new")).status_code == 404
        page = oak.page(client)
        assert "Officers" not in page
        assert THERE not in page
        assert "another agency is" not in page


def test_the_lead_says_when_it_was_weighed_in_the_support(oak):
    kept = a_record(
        oak.enrolment, "agency_information", by=oak.dsl, data={"agency": "police", "told": "Told."}
    )
    client = demo_client(oak.dsl)

    client.post(
        oak.of_record("safeguarding-step", kept, "considered"),
        {"effect": "A key adult meets Ada each morning.", "submission": str(uuid.uuid4())},
    )

    page = oak.page(client, "pupil-concerns")
    assert "was considered in support, 20 November 2026" in page
    assert "A key adult meets Ada each morning." in page
    assert "is to be weighed" not in oak.page(client)


@pytest.mark.parametrize("step", ["considered", "nothing"])
def test_a_step_that_is_none_of_a_concern_is_not_there(oak, step):
    raised = a_concern(oak.enrolment, by=oak.teacher)

    assert demo_client(oak.dsl).get(oak.of_record("safeguarding-step", raised, step)).status_code == 404


def test_another_school_of_the_same_child_reads_nothing(oak):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    elsewhere = demo_client(a_user("dsl", a_school()))

    assert elsewhere.get(oak.of_child("pupil-concerns")).status_code == 404
    assert elsewhere.get(oak.of_record("safeguarding-step", raised, "decide")).status_code == 404


def test_a_colleague_who_was_let_read_one_reads_it_while_they_work_at_the_school_and_no_longer(oak):
    raised = a_concern(oak.enrolment, by=oak.teacher)
    colleague = a_user("pastoral", oak.school)
    SafeguardingReader.objects.create(record=raised, user=colleague, named_by=oak.dsl, named_at=AT)

    before = readable_records(acting(colleague)).count()
    page = demo_client(colleague).get(oak.of_child("pupil-concerns"))
    Membership.objects.filter(user=colleague).update(school=a_school().pk)

    assert (before, page.status_code) == (1, 200)
    assert not readable_records(acting(colleague)).exists()
    assert demo_client(colleague).get(oak.of_child("pupil-concerns")).status_code == 404


def test_the_trail_tells_of_safety_those_alone_who_read_that_record(oak):
    kept = a_record(
        oak.enrolment, "agency_information", by=oak.dsl, data={"agency": "police", "told": "Told."}
    )
    lead = demo_client(oak.dsl)
    colleague = a_user("pastoral", oak.school)
    oak.send(lead, "pupil-information-new", agency="police", told="Told again.")
    lead.post(oak.of_record("safeguarding-confide", kept), {"colleague": str(colleague.pk)})
    lead.get(oak.of_child("pupil-concerns"))
    lead.get(reverse("safeguarding-watch", args=[oak.school.pk]))
    oak.concern(demo_client(oak.teacher))
    lead.get(reverse("safeguarding-watch", args=[oak.school.pk]))

    def told(user):
        return {(line.what, line.thing) for line in trail(acting(user), Asked()).lines}

    hidden = {each for each in told(oak.dsl) if "safe" in " ".join(each)}
    assert {what for what, _ in hidden} == {
        "Recorded about a child’s safety",
        "Let somebody read what is recorded about a child’s safety",
        "Read a record",
        "Looked at a list",
    }
    for role in ("administrator", "principal_officer"):
        user = a_user(role, oak.school)
        assert told(user) == told(oak.dsl) - hidden
        verbs = {verb for verb, _ in verbs_in_trail(acting(user), "")}
        assert not verbs & {"record_safeguarding", "confide_record"}
        assert "safety" not in words_of(demo_client(user).get(reverse("audit"), {"pupil": str(oak.pupil.pk)}))
