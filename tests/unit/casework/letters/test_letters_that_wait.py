"""Letters that the pack lets nobody write before something else is on record."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.actions.mail_letter import ask_to_mail
from supportfirst.casework.actions.send_letters import Told, export_letter, print_letters, record_delivery
from supportfirst.casework.store.models import Delivery, Letter, LetterState
from supportfirst.casework.web.views.worklist_forms import PREFIX
from tests.factories.site import a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_letters import AFTER, FORM, a_parent, at_halton_stage_2, letter_school, new_address
from tests.factories.site_registers import form_of, words_of

pytestmark = pytest.mark.django_db
FAILED, MEDICAL = "halton.failed_to_attend", "halton.medical_evidence_letter"
SAM = "school_attendance_meeting"  # as the page of a meeting records it
SLOTS = {
    FAILED: {"slot_meetings_offered": "16 November 2026, in school"},
    MEDICAL: {"slot_starts_on": "2026-11-23", "slot_reason_to_ask": "Each illness was on a Monday."},
}


@pytest.fixture
def at_stage_2():
    """A family at Halton Stage 2, who missed a School Attendance Meeting."""
    held = letter_school()
    a_parent(held)
    [child] = held.pupils
    at_halton_stage_2(child, by=held.officer)
    first = an_event(child, "meeting", by=held.officer, meeting=SAM)
    an_event(child, "meeting_outcome", by=held.officer, about=str(first.event), result="parent_absent")
    return held


def shown(held):
    answer = demo_client(held.officer).get(
        reverse("child-letters", args=[held.school.pk, held.pupils[0].pupil_id])
    )
    page = answer.context["page"]
    waits = {each.id for each in page.waiting}
    offered = {each.id for each in (*page.due, *page.others)}
    assert not waits & offered
    return waits, offered, words_of(answer)


def draft_by(held, kind):
    form = {"submission": str(uuid.uuid4()), **FORM, **SLOTS[kind]}
    return demo_client(held.officer).post(new_address(held, kind), form)


@pytest.mark.requirement("HAL-185")
def test_the_failed_to_attend_letter_is_offered_only_after_an_attempt_to_rearrange_is_recorded(at_stage_2):
    held = at_stage_2
    waits, offered, words = shown(held)
    assert FAILED in waits
    assert "another day was arranged for a School Attendance Meeting that did not come about" in words
    assert "Offer the family another day for the meeting" in words
    assert "Draft it" not in words_of(demo_client(held.officer).get(new_address(held, FAILED)))

    refused = words_of(draft_by(held, FAILED))
    assert "The rule: this letter goes only after another day was arranged" in refused
    assert not Letter.objects.exists()

    second = an_event(held.pupils[0], "meeting", by=held.officer, meeting=SAM)
    waits, offered, _ = shown(held)
    assert FAILED in offered
    assert FAILED not in waits
    assert draft_by(held, FAILED).status_code == 302

    an_event(held.pupils[0], "struck_out", by=held.officer, strikes_out=second.event)
    with pytest.raises(Refused, match="goes only after another day"):
        approve_letter(actor_of(held.officer, AFTER), held.school.pk, Letter.objects.get().pk)


@pytest.mark.requirement("HAL-185")
def test_meetings_apart_and_two_that_nobody_missed_are_no_attempt_to_rearrange():
    held = letter_school()
    a_parent(held)
    [child] = held.pupils
    at_halton_stage_2(child, by=held.officer)
    first, beside = (an_event(child, "meeting", by=held.officer, meeting=SAM) for _ in range(2))
    assert FAILED in shown(held)[0]  # two that were arranged, and none of them missed

    told = {"how": "in_school", "place_because": "Near", "invited": ["A parent"]}
    for each in (first, beside):
        about = {"about": str(each.event), "together": str(first.event)}
        an_event(child, "meeting_plan", by=held.officer, more={"at": "09:15"}, **about, **told)
        an_event(child, "meeting_outcome", by=held.officer, about=about["about"], result="parent_absent")
    assert FAILED in shown(held)[0]  # one with each parent, and both missed

    an_event(child, "meeting", by=held.officer, meeting=SAM)
    assert FAILED in shown(held)[1]


@pytest.mark.requirement("SC-E12")
def test_the_letter_about_medical_evidence_waits_for_the_head_to_confirm_the_doubt():
    held = letter_school()
    a_parent(held)
    head = a_user("head", held.school, name="Hana Head", title="Head teacher")
    assert MEDICAL in shown(held)[0]
    assert "the head confirmed the reason to doubt the illness" in words_of(draft_by(held, MEDICAL))

    address = reverse("pupil-record", args=[held.school.pk, held.pupils[0].pupil_id, "medical-doubt"])

    def say(user, confirmed):
        client = demo_client(user)
        form = form_of(client.get(address))
        told = {"doubt": "Each illness was on a Monday.", "confirmed_by_head": confirmed}
        return client.post(address, {**form, **{f"{PREFIX}{name}": said for name, said in told.items()}})

    assert "Only the head teacher confirms" in words_of(say(held.officer, "yes"))
    assert say(held.officer, "no").status_code == 302
    assert MEDICAL in shown(held)[0]
    assert say(head, "yes").status_code == 302
    assert MEDICAL in shown(held)[1]

    assert draft_by(held, MEDICAL).status_code == 302
    letter = Letter.objects.get()
    with pytest.raises(Refused, match="This letter is sent by: Head"):
        approve_letter(actor_of(held.officer, AFTER), held.school.pk, letter.pk)
    approve_letter(actor_of(head, AFTER), held.school.pk, letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED


def test_an_approved_letter_is_not_given_out_once_what_it_waits_for_is_struck_out(at_stage_2):
    held = at_stage_2
    second = an_event(held.pupils[0], "meeting", by=held.officer, meeting=SAM)
    assert draft_by(held, FAILED).status_code == 302
    [letter] = Letter.objects.all()
    actor = actor_of(held.officer, AFTER)
    approve_letter(actor, held.school.pk, letter.pk)
    assert export_letter(actor, held.school.pk, letter.pk, "pdf")
    an_event(held.pupils[0], "struck_out", by=held.officer, strikes_out=second.event)

    told = Told(Delivery.POSTED.value, AFTER.date(), by="Post")
    for given_out in (
        lambda: export_letter(actor, held.school.pk, letter.pk, "pdf"),
        lambda: print_letters(actor, held.school.pk, [letter.pk]),
        lambda: record_delivery(actor, held.school.pk, letter.pk, told, submission=uuid.uuid4()),
        lambda: ask_to_mail(
            actor, held.school.pk, letter.pk, submission=uuid.uuid4(), link="/{mail}/{token}/"
        ),
    ):
        with pytest.raises(Refused, match="goes only after another day"):
            given_out()
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED
