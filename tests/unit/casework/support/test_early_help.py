"""How far early help has gone in Coventry, what that permits, and who leads: proposed and decided."""

from __future__ import annotations

import pytest

from tests.factories.site_cases import an_event
from tests.factories.site_support import TEN, at, page, record

pytestmark = pytest.mark.django_db

STOPPED = "No legal step is possible yet: early help must have been offered first."
NOT_STOPPED = "Early help stops no legal step."


@pytest.fixture
def coventry(browser):
    held = at("coventry")
    return held, browser(held.officer, TEN)


@pytest.mark.requirement("SC-E15")
def test_each_state_of_early_help_is_shown_with_what_it_permits(coventry):
    held, client = coventry

    told = page(client, held)
    assert "Early help: not offered" in told
    assert STOPPED in told

    record(client, held, "early_help_offer", how="phone", answer="no_reply")
    told = page(client, held)
    assert "Early help: offered Since 20 November 2026" in told
    assert "What this permits: Every kind of support. Ask for the family's answer" in told
    assert NOT_STOPPED in told
    assert STOPPED not in told

    record(client, held, "early_help_offer", how="letter", answer="declined")
    told = page(client, held)
    assert "Early help: refused" in told
    assert NOT_STOPPED in told

    record(client, held, "early_help_assessment")
    assert "Early help: submitted" in page(client, held)

    record(client, held, "team_around_family", agencies="School nurse")
    told = page(client, held)
    assert "Early help: active" in told
    assert "What this permits: The plan is carried out and reviewed with the family." in told


@pytest.mark.requirement("SC-E15")
def test_early_help_that_closed_can_be_offered_again(coventry):
    held, client = coventry
    child = held.pupils[0]
    assessment = an_event(child, "early_help_assessment", by=held.officer)
    an_event(child, "early_help_closed", by=held.officer, about=str(assessment.event), result="All is well.")

    told = page(client, held)
    assert "Early help: closed" in told
    assert NOT_STOPPED in told

    record(client, held, "early_help_offer", how="meeting", answer="accepted")
    assert "Early help: offered" in page(client, held)


def an_assessment_found(held, criteria):
    child, by = held.pupils[0], held.officer
    assessment = an_event(child, "early_help_assessment", by=by)
    an_event(child, "family_circumstances", by=by, about=str(assessment.event), criteria=criteria)


@pytest.mark.requirement("SC-E16")
@pytest.mark.parametrize(
    ("criteria", "proposed"), [(3, "Proposed: supporting families. 3"), (2, "Proposed: school. 2")]
)
def test_the_number_of_criteria_proposes_and_nobody_has_decided(coventry, criteria, proposed):
    held, client = coventry
    assert "Nobody has decided yet." not in page(client, held)

    an_assessment_found(held, criteria)

    told = page(client, held)
    assert f"{proposed} Supporting Families criteria are met; 3 are needed" in told
    assert "Nobody has decided yet." in told


@pytest.mark.requirement("SC-E16")
def test_a_decision_against_the_proposal_is_shown_beside_it_with_its_reason(coventry):
    held, client = coventry
    an_assessment_found(held, 4)

    record(client, held, "lead_professional_decided", lead="school", reason="The teacher is trusted.")

    told = page(client, held)
    assert "Proposed: supporting families." in told
    assert (
        "Decided: school, on 20 November 2026, by Otis Grant. Reason: The teacher is trusted. "
        "against the proposal" in told
    )

    record(client, held, "lead_professional_decided", lead="supporting_families", reason="They asked for it.")
    assert "against the proposal" not in page(client, held)


@pytest.mark.requirement("SC-E16")
def test_nobody_is_proposed_before_the_criteria_are_known(coventry):
    held, client = coventry
    an_event(held.pupils[0], "early_help_assessment", by=held.officer)

    assert "Cannot tell whom to propose: record what the early help assessment found." in page(client, held)


@pytest.mark.requirement("SC-E16")
def test_a_decision_made_before_the_latest_findings_is_shown_as_such(coventry):
    held, client = coventry
    an_assessment_found(held, 2)
    record(client, held, "lead_professional_decided", lead="school", reason="Two criteria.")
    assert "Something was found since" not in page(client, held)

    an_assessment_found(held, 3)

    assert "Something was found since this was decided." in page(client, held)


def test_a_pack_without_these_states_shows_none(browser):
    held = at("halton")

    assert "Early help: not offered" not in page(browser(held.officer, TEN), held)
