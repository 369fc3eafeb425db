"""What the letters of each body say, drafted through the pages for each adult of a child."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.actions.send_letters import Told, record_delivery
from supportfirst.casework.store.models import CaseEvent, Letter
from tests.factories.site_accounts import demo_client
from tests.factories.site_letters import FORM, PRAISE, a_parent, letter_school, new_address, the_lead
from tests.factories.site_registers import FRIDAY, form_of, words_of

pytestmark = pytest.mark.django_db

MEETING = {
    "slot_meeting_day": "2026-11-30",
    "slot_meeting_time": "9.30 am",
    "slot_meeting_place": "the school’s front office",
}
SAID = ("Monday 30 November 2026", "9.30 am", "the school’s front office")
OFFICER = {"slot_officer": "Mr Shah", "slot_officer_contact": "01632 960200"}
OFFER = "You may ask for another place, closer to you or at home, or to meet by phone or video."


def to_both(held, kind, **slots):
    """What the page of each letter shows, after a draft to both parents."""
    mother, father = a_parent(held), a_parent(held, title="Mr", legal_forename="Rufus")
    client = demo_client(held.officer)
    answer = client.post(new_address(held, kind), {"submission": str(uuid.uuid4()), **FORM, **slots})
    assert answer.status_code == 302, words_of(answer)
    letters = Letter.objects.order_by("adult__title")
    assert {each.adult for each in letters} == {mother, father}
    return [words_of(client.get(reverse("letter", args=[each.school_id, each.pk]))) for each in letters]


@pytest.mark.requirement("HAL-83")
@pytest.mark.requirement("HAL-181")
def test_haltons_letter_of_stage_2_invites_each_adult_where_a_meeting_is_set():
    for told in to_both(letter_school(), "halton.s2l1", **MEETING):
        assert "Please come to a School Attendance Meeting on" in told
        assert all(each in told for each in SAID)
        assert "the meeting is part of a formal process. That process could lead to legal steps" in told


@pytest.mark.requirement("HAL-83")
def test_without_a_meeting_haltons_letter_of_stage_2_invites_to_none():
    for told in to_both(letter_school(), "halton.s2l1"):
        assert "Please come to a School Attendance Meeting" not in told
        assert "That meeting is part of a formal process" in told


@pytest.mark.requirement("COV-101")
def test_coventrys_formal_warning_notice_tells_each_parent_when_and_where_to_meet():
    for told in to_both(
        letter_school("coventry"), "coventry.letter.formal_warning_notice", **MEETING, **OFFICER
    ):
        assert "to make an attendance contract with you" in told
        assert all(each in told for each in SAID)


@pytest.mark.requirement("ESX-R-27")
@pytest.mark.parametrize(
    "kind",
    [
        "essex.letter.meeting_invitation",
        "essex.letter.meeting_rearranged",
        "essex.letter.contract_invitation",
    ],
)
def test_every_invitation_of_essex_offers_another_place_and_no_form_asks_about_money(kind):
    held = letter_school("essex")
    form = words_of(demo_client(held.officer).get(new_address(held, kind))).casefold()
    assert not [each for each in ("money", "cost", "income", "benefit", "afford", "financ") if each in form]

    for told in to_both(held, kind, **MEETING, slot_lead_practitioner="Lea Grant", **OFFICER):
        assert OFFER in told
        assert "we will not ask you about money" in told


def test_good_news_of_a_child_can_be_sent_to_each_parent():
    for told in to_both(letter_school(), PRAISE, slot_days_gained="4 days"):
        assert "4 days" in told
        assert "Thank you" in told


@pytest.mark.requirement("COV-76")
def test_coventrys_warning_about_leave_says_both_and_can_not_be_sent_without_either():
    held = letter_school("coventry")
    a_parent(held)
    client = demo_client(held.officer)
    reasons = {"slot_leave_reasons": "A wedding in the family, which was set long ago"}
    form = {"submission": str(uuid.uuid4()), **FORM}
    kind = "coventry.letter.leave_warning"

    assert client.post(new_address(held, kind), form).status_code == 422
    assert not Letter.objects.exists()
    assert client.post(new_address(held, kind), {**form, **reasons}).status_code == 302
    [letter] = Letter.objects.all()
    here = reverse("letter", args=[held.school.pk, letter.pk])
    told = words_of(client.get(here))
    assert "We will then ask the Attendance and Children Missing Education Team" in told
    assert "for a penalty notice for it" in told
    assert "We have thought about whether there are exceptional circumstances here" in told

    edit = reverse("letter-edit", args=[held.school.pk, letter.pk])
    page = client.get(edit).context["page"]
    for block in page.composed.blocks:
        if block.says:
            place = page.composed.blocks.index(block)
            shown = form_of(client.get(edit))
            assert not {f"text_{place}", f"out_{place}"} & set(shown), block.id

    approve_letter(the_lead(held), held.school.pk, letter.pk)
    record_delivery(
        the_lead(held), held.school.pk, letter.pk, Told("posted", FRIDAY, "", ""), submission=uuid.uuid4()
    )
    [event] = CaseEvent.objects.filter(kind="leave_warning_letter")
    assert event.data["exceptional_considered"] is True
    assert event.data["letter"] == kind
