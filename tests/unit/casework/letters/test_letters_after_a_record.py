"""Letters that a record leads to: a contract that fails, a review that is held."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.actions.send_letters import Told, record_delivery
from supportfirst.casework.store.models import CaseEvent, Letter
from tests.factories.site import a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_letters import (
    AFTER,
    FORM,
    a_parent,
    at_halton_stage_2,
    letter_school,
    new_address,
    of_letter,
    the_lead,
)
from tests.factories.site_registers import FRIDAY, form_of, words_of

pytestmark = pytest.mark.django_db
FAILED, RESULT = "essex.letter.failed_contract", "halton.review_result"
COVER = "coventry.letter.contract_cover"
BEGAN = date(2026, 11, 2)


@pytest.mark.requirement("ESX-C-57")
@pytest.mark.parametrize("explanation", ["none", "not_satisfactory"])
def test_no_good_explanation_leads_to_the_letter_of_a_failed_contract_which_is_logged(explanation):
    held = letter_school("essex")
    mother = a_parent(held)
    [child] = held.pupils
    contract = an_event(child, "attendance_contract", by=held.officer, on=BEGAN, adults=(mother,))
    breach = an_event(child, "contract_non_compliance", by=held.officer, about=str(contract.event))
    client = demo_client(held.officer)
    here = reverse("pupil-contract-record", args=[held.school.pk, child.pupil_id, "essex_explanation"])
    said = {"about": str(breach.event), "field_explanation": explanation, "field_still_useful": "yes"}

    led_to = client.post(here, {**form_of(client.get(here)), **said})["Location"]

    assert led_to == new_address(held, FAILED)
    days = {"slot_contract_from": "2026-11-02", "slot_contract_to": "2027-05-02"}
    answer = client.post(led_to, {"submission": str(uuid.uuid4()), **FORM, **days})
    assert answer.status_code == 302, words_of(answer)
    [letter] = Letter.objects.all()
    told = words_of(client.get(of_letter("letter", letter)))
    assert "It is not working as we had hoped" in told
    assert "it may be ended, and that another way may be taken" in told

    approve_letter(the_lead(held), held.school.pk, letter.pk)
    posted = Told("posted", FRIDAY, "", "")
    record_delivery(the_lead(held), held.school.pk, letter.pk, posted, submission=uuid.uuid4())
    warned = CaseEvent.objects.get(kind="contract_warning")
    assert (warned.data["about"], warned.adults) == (str(contract.event), [str(mother.pk)])


@pytest.mark.requirement("HAL-101")
def test_a_review_brings_a_letter_with_its_result_to_each_parent(assess):
    held = letter_school()
    parents = {a_parent(held), a_parent(held, title="Mr", legal_forename="Rufus")}
    [child] = held.pupils
    at_halton_stage_2(child, by=held.officer)
    an_event(child, "early_help_considered", by=held.officer, reason="A worker is there.")
    client = demo_client(held.officer)
    letters = reverse("child-letters", args=[held.school.pk, child.pupil_id])

    def due():
        assess(held)
        return [each.id for each in client.get(letters).context["page"].due]

    assert RESULT not in due()
    here = reverse("pupil-support-record", args=[held.school.pk, child.pupil_id, "review"])
    assert client.post(here, {**form_of(client.get(here)), "field_outcome": "improving"}).status_code == 302
    assert RESULT in due()

    told = {"slot_review_held": "2026-11-20", "slot_review_found": "Ada comes in more often"}
    told |= {"slot_next_steps": "We go on with the plan"}
    answer = client.post(new_address(held, RESULT), {"submission": str(uuid.uuid4()), **FORM, **told})
    assert answer.status_code == 302, words_of(answer)
    made = {each.adult: words_of(client.get(of_letter("letter", each))) for each in Letter.objects.all()}
    assert set(made) == parents
    for words in made.values():
        assert "What we found: Ada comes in more often" in words
        assert "We go on with the plan" in words


@pytest.mark.requirement("COV-110")
def test_the_cover_letter_is_ready_before_the_visit_and_logged_as_left(assess):
    held = letter_school("coventry")
    mother = a_parent(held)
    [child] = held.pupils
    began = {"from": "2026-11-09", "to": "2026-12-20", "parent_present": False}
    contract = an_event(child, "attendance_contract", by=held.officer, on=BEGAN, adults=(mother,), more=began)
    assess(held)
    client = demo_client(held.officer)
    letters = reverse("child-letters", args=[held.school.pk, child.pupil_id])
    assert COVER in [each.id for each in client.get(letters).context["page"].due]

    told = {"slot_contract_from": "2026-11-09", "slot_contract_to": "2026-12-20"}
    told |= {"slot_contract_review_day": "2026-12-21", "slot_contract_helps": "Breakfast club"}
    told |= {"slot_officer": "Mr Shah", "slot_officer_contact": "01632 960200"}
    answer = client.post(new_address(held, COVER), {"submission": str(uuid.uuid4()), **FORM, **told})
    assert answer.status_code == 302, words_of(answer)
    [letter] = Letter.objects.all()
    officer = a_user("authority_officer", authority=held.school.authority, title="Officer")
    approve_letter(actor_of(officer, AFTER), held.school.pk, letter.pk)
    page = words_of(client.get(of_letter("letter", letter)))
    assert "The contract was made without you, at a meeting that you could not come to" in page
    assert client.get(of_letter("letter-pdf", letter)).status_code == 200  # to be taken along
    assert not CaseEvent.objects.filter(kind="delivery_tried").exists()

    left = Told("handed", FRIDAY, "Lea Grant", "Nobody was in; put through the door")
    record_delivery(the_lead(held), held.school.pk, letter.pk, left, submission=uuid.uuid4())
    tried = CaseEvent.objects.get(kind="delivery_tried")
    assert tried.data == {"about": str(contract.event), "result": "cover_letter_left"}
