"""What Halton and Coventry ask to be recorded of support, through the pages that record and show it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent
from tests.factories.site_cases import an_event
from tests.factories.site_letters import at_halton_stage_2
from tests.factories.site_registers import words_of
from tests.factories.site_support import FRIDAY, HELD, TEN, at, page, record

pytestmark = pytest.mark.django_db


# --- Halton's checklist and health -------------------------------------------------------


CHECKED = {
    "plan": "ehcp",
    "plan_meets_need": "no",
    "unidentified_needs": "yes",
    "medical_need": "yes",
    "school_nursing": "referred",
    "icart": "considered_not_referred",
    "catch_up": "yes",
    "key_adult": "agreed",
    "key_adult_name": "Tess Marlow",
    "colleague_asked": "no",
    "colleague_said": "Her tutor is away until Monday",
    "family_asked": "parent",
    "family_said": "Nothing at home",
}


@pytest.mark.requirement("HAL-66")
@pytest.mark.requirement("HAL-69")
@pytest.mark.requirement("HAL-70")
def test_the_checklist_of_stage_1_has_each_item_with_its_answer_and_the_day(browser):
    held = at("halton")
    client = browser(held.officer, TEN)

    assert record(client, held, "halton_stage_1_checklist", **CHECKED).status_code == 302

    told = page(client, held)
    for line in (
        "20 November 2026, by Otis Grant",
        "Whether there is a plan: ehcp",
        "Whether the plan meets the need: no",
        "Whether needs may be unidentified: yes",
        "Whether there is a medical need: yes",
        "Whether School Nursing was asked: referred",
        "Whether iCART was asked for early intervention: considered not referred",
        "Whether catch-up for missed work was offered: yes",
        "Whether a key adult meets the pupil at the start of the day: agreed",
        "The name of the key adult: Tess Marlow",
    ):
        assert line in told


@pytest.mark.requirement("HAL-64")
@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("halton_stage_1_checklist", CHECKED),
        ("early_help_considered", {"reason": "The family has a worker."}),
        ("service_referral", {"service": "iCART", "consent": "yes"}),
    ],
)
def test_a_review_waits_for_the_answer_whether_early_intervention_was_asked_for(browser, kind, answer):
    held = at("halton")
    client = browser(held.officer, TEN)

    refused = record(client, held, "review", outcome="improving")
    assert refused.status_code == 422
    assert "can't be recorded before “The checklist of Halton Stage 1” or “Early help was" in words_of(
        refused
    )
    assert not CaseEvent.objects.exists()

    assert record(client, held, kind, **answer).status_code == 302
    assert record(client, held, "review", outcome="improving").status_code == 302


@pytest.mark.parametrize("left_out", ["plan", "medical_need", "school_nursing", "icart", "catch_up"])
@pytest.mark.requirement("HAL-66")
@pytest.mark.requirement("HAL-69")
@pytest.mark.requirement("HAL-70")
def test_the_checklist_is_refused_while_an_item_has_no_answer(browser, left_out):
    held = at("halton")
    typed = {name: value for name, value in CHECKED.items() if name != left_out}

    answer = record(browser(held.officer, TEN), held, "halton_stage_1_checklist", **typed)

    assert answer.status_code == 422
    assert not CaseEvent.objects.exists()


@pytest.mark.requirement("HAL-47")
def test_an_adaptation_needs_an_owner_and_the_day_of_its_review(browser):
    held = at("halton")
    client = browser(held.officer, TEN)

    assert record(client, held, "adaptation", adaptation="A later start").status_code == 422
    record(client, held, "adaptation", adaptation="A later start", owner="Otis Grant", **HELD)

    told = page(client, held)
    assert "The adaptation: A later start" in told
    assert "Who sees to it: Otis Grant" in told
    assert "The day set for the review: 4 December 2026" in told


@pytest.mark.requirement("HAL-154")
def test_education_for_a_child_in_ill_health_has_its_start_and_its_review(browser):
    held = at("halton")
    client = browser(held.officer, TEN)
    start = {"start_on": date(2026, 11, 23)}

    assert record(client, held, "health_education", provision="Home tuition", **HELD).status_code == 422
    record(client, held, "health_education", provision="Home tuition", **start, **HELD)

    told = page(client, held)
    assert "The provision: Home tuition" in told
    assert "The day it starts: 23 November 2026" in told
    assert "The day set for the review: 4 December 2026" in told


# --- Coventry ----------------------------------------------------------------------------


@pytest.mark.requirement("COV-26")
def test_each_of_the_ten_options_and_another_is_recorded_as_considered_or_used(browser):
    held = at("coventry")
    client = browser(held.officer, TEN)
    options = (
        "letters",
        "parent_meeting",
        "home_visit",
        "pastoral_support",
        "mentoring",
        "part_time_timetable",
    )

    for option in (*options, "semhl", "send", "esnaap", "social_care", "other"):
        assert record(client, held, "support_considered", option=option, used="no").status_code == 302

    assert CaseEvent.objects.filter(kind="support_considered", happened_on=FRIDAY).count() == 11
    told = page(client, held)
    assert "The kind of support: esnaap" in told
    assert "Whether it was used: no" in told


@pytest.mark.requirement("COV-31")
def test_the_coordinator_takes_part_in_each_of_six_ways(browser):
    held = at("coventry")
    client = browser(held.officer, TEN)
    ways = ("recording_on_ehm", "joint_home_visit", "team_around_family", "referral", "signposting")

    for way in (*ways, "advice_on_thresholds"):
        assert record(client, held, "ehac_involvement", way=way).status_code == 302

    assert CaseEvent.objects.filter(kind="ehac_involvement").count() == 6


@pytest.mark.requirement("COV-32")
def test_a_request_for_help_is_refused_before_the_coordinator_takes_part(browser):
    held = at("coventry")
    client = browser(held.officer, TEN)

    answer = record(client, held, "request_for_help", with_ehac="yes")
    assert answer.status_code == 422
    assert "before “The Early Help Assessment Coordinator took part” is on record" in words_of(answer)

    record(client, held, "ehac_involvement", way="referral")
    assert record(client, held, "request_for_help", with_ehac="yes").status_code == 302


def an_assessment_found(held, criteria):
    child, by = held.pupils[0], held.officer
    assessment = an_event(child, "early_help_assessment", by=by, submitted_on="2026-11-09")
    an_event(child, "family_circumstances", by=by, about=str(assessment.event), criteria=criteria, level=3)


@pytest.mark.requirement("COV-34")
def test_who_leads_is_not_decided_before_the_assessment_is_complete(browser):
    held = at("coventry")
    client = browser(held.officer, TEN)
    decision = {"lead": "supporting_families", "reason": "Three criteria."}

    answer = record(client, held, "lead_professional_decided", **decision)
    assert answer.status_code == 422
    assert "before “What the early help assessment found” is on record" in words_of(answer)

    an_assessment_found(held, 3)
    assert record(client, held, "lead_professional_decided", **decision).status_code == 302


@pytest.mark.requirement("COV-35")
def test_the_school_may_lead_against_the_proposal_with_a_reason(browser):
    held = at("coventry")
    an_assessment_found(held, 4)
    client = browser(held.officer, TEN)

    answer = record(client, held, "lead_professional_decided", lead="school")
    assert answer.status_code == 422
    assert "Say the reason" in words_of(answer)

    record(client, held, "lead_professional_decided", lead="school", reason="The teacher is trusted.")
    assert "The lead: school" in page(client, held)


@pytest.mark.requirement("COV-30")
def test_the_family_hub_is_kept_with_the_day_of_registration_and_of_the_offer(browser):
    held = at("coventry")
    client = browser(held.officer, TEN)
    days = dict.fromkeys(("registered_on", "offer_explained_on"), date(2026, 11, 9))

    assert record(client, held, "family_hub", **days).status_code == 422
    record(client, held, "family_hub", hub="Moat Hub", **days)

    told = page(client, held)
    assert "The Family Hub: Moat Hub" in told
    assert "The day of registration: 9 November 2026" in told
    assert "The day the offer was explained: 9 November 2026" in told


@pytest.mark.requirement("COV-09")
@pytest.mark.parametrize("plan", ["early_help_plan", "whole_family_plan"])
def test_either_plan_stands_with_its_lead_and_the_day_of_its_review(browser, plan):
    held = at("coventry")
    client = browser(held.officer, TEN)

    assert record(client, held, "family_plan", plan=plan, lead="The school").status_code == 422
    record(client, held, "family_plan", plan=plan, lead="The school", **HELD)

    told = page(client, held)
    assert f"The plan: {plan.replace('_', ' ')}" in told
    assert "Who leads it: The school" in told


@pytest.mark.requirement("HAL-71")
def test_what_a_family_was_told_of_stands_with_its_day(browser):
    held = at("halton")
    client = browser(held.officer, TEN)

    assert record(client, held, "signposted").status_code == 422
    record(client, held, "signposted", to="Kooth")

    told = page(client, held)
    assert "20 November 2026, by Otis Grant" in told
    assert "The app, service or person: Kooth" in told


@pytest.mark.requirement("CAM-41")
def test_the_review_of_an_ehc_plan_is_recorded_on_the_page_of_support(browser):
    held = at("cambridgeshire")

    answer = record(browser(held.officer, TEN), held, "cambridgeshire_ehcp_review", result="Transport added.")

    assert answer.status_code == 302
    told = page(browser(held.officer, TEN), held)
    assert "What the review found: Transport added." in told


@pytest.mark.requirement("HAL-06")
def test_a_level_of_need_from_one_to_four_stands_beside_the_stage_and_moves_none(browser):
    held = at("halton")
    at_halton_stage_2(held.pupils[0], by=held.officer)
    client = browser(held.officer, TEN)
    stages = reverse("pupil-stages", args=[held.school.pk, held.pupils[0].pupil_id])
    before = words_of(client.get(stages))
    assert "Halton Stage 2" in before

    for level in ("level_0", "level_5"):
        assert record(client, held, "halton_need_level", level=level, seen="A plan").status_code == 422
    for level in ("level_1", "level_2", "level_3", "level_4"):
        assert record(client, held, "halton_need_level", level=level, seen="A plan").status_code == 302

    told = page(client, held)
    assert [told.count(f"The level: level {number}") for number in range(6)] == [0, 1, 1, 1, 1, 0]
    assert words_of(client.get(stages)) == before
