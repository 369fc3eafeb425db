"""How Essex wants a family engaged: what counts, what was tried and offered, and what the check lists."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import Job, JobState
from tests.factories.site_cases import an_event
from tests.factories.site_letters import AFTER, a_parent, letter_school
from tests.factories.site_registers import FRIDAY, form_of, words_of

pytestmark = pytest.mark.django_db
MISSED = "Nobody came to the meeting in school".lower()
RANGE = {"video": "A virtual meeting", "phone": "A telephone call", "home_visit": "A home visit"}
TRIED = {"video": "a virtual meeting", "phone": "a telephone call", "home_visit": "a home visit"}
OFFERED = {
    "video": "a virtual meeting",
    "at_home": "a meeting at home",
    "elsewhere": "a professional's office",
}


@pytest.fixture
def held():
    return letter_school("essex")


@pytest.fixture
def mother(held):
    return a_parent(held)


@pytest.fixture
def client(browser, held):
    return browser(held.officer, AFTER)


def place(held, name, *more) -> str:
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil_id, *more])


def told(client, held) -> str:
    """What the child's page says of how the family was reached."""
    return words_of(client.get(place(held, "pupil"))).partition("How the family was reached")[2]


def log(held, kind="contact", **data):
    adults = data.pop("adults", ())
    return an_event(held.pupils[0], kind, by=held.officer, on=FRIDAY, adults=adults, **data)


def meeting(held, how="", result=""):
    found = log(held, "meeting", meeting="attendance", planned_on="2026-11-20")
    about = {"about": str(found.event)}
    if how:
        plan = {"at": "14:30", "how": how, "place_because": "Near home", "invited": ["Parent or carer"]}
        log(held, "meeting_plan", more={**about, **plan})
    if result:
        log(held, "meeting_outcome", more=about, result=result)


def missing(client, held) -> str:
    """What the evidence check lists as missing of a referral, as the worker assesses the child now."""
    log(held, "penalty_notice_considered", decision="request")
    Job.objects.all().delete()
    with transaction.atomic():
        ask_reassessment(held.school, None, AFTER)
    done = Worker(now=lambda: AFTER, kinds={"assess_school": assess_school}).run_next()
    assert done.state == JobState.DONE, done.error
    found = re.search(r"Missing: ([^.]*)\.", words_of(client.get(place(held, "pupil-referral"))))
    assert found is not None
    return found[1]


# --- a talk by telephone is engagement -----------------------------------------------------------


@pytest.mark.requirement("ESX-R-18")
def test_a_parent_who_only_answered_calls_is_engaged_by_telephone(client, held, mother):
    meeting(held, "in_school", "parent_absent")
    log(held, channel="phone", outcome="reached", adults=(mother,))

    shown = told(client, held)

    assert "The family is engaged by telephone." in shown
    assert "no engagement" not in shown


@pytest.mark.requirement("ESX-R-18")
def test_calls_that_nobody_answered_are_no_engagement(client, held, mother):
    log(held, channel="phone", outcome="no_answer", adults=(mother,))

    assert "There is no engagement: no attempt was answered" in told(client, held)


@pytest.mark.requirement("ESX-R-18")
def test_of_a_call_whose_outcome_nobody_wrote_down_nobody_can_tell(client, held, mother):
    log(held, channel="phone", adults=(mother,))
    log(held, channel="phone", outcome="no_answer", adults=(mother,))

    shown = told(client, held)

    assert "Nobody can tell whether the family is engaged: of 1 of 2 attempts" in shown
    assert "no engagement" not in shown


def test_each_way_in_which_the_family_was_engaged_is_named(client, held, mother):
    log(held, channel="email", outcome="reached", adults=(mother,))
    log(held, "home_visit", outcome="seen")
    meeting(held, "in_school", "held")

    assert "The family is engaged at home, at a meeting and by e-mail." in told(client, held)


# --- the range of attempts -------------------------------------------------------------------------


@pytest.mark.requirement("ESX-R-22")
@pytest.mark.parametrize("tried", ["video", "phone", "home_visit"])
def test_the_panel_and_the_evidence_check_tell_each_of_the_three_tried_or_not(client, held, tried):
    meeting(held, "in_school", "parent_absent")
    log(held, channel=tried, outcome="no_answer")

    shown, lacking = told(client, held), missing(client, held)

    for way, words in RANGE.items():
        assert f"{words}: {'tried' if way == tried else 'not tried'}" in shown
        assert (f"Tried: {TRIED[way]}" in lacking) is (way != tried)


@pytest.mark.requirement("ESX-R-22")
def test_of_what_the_reader_may_not_know_the_panel_can_t_tell(client, held):
    an_event(held.pupils[0], "contact", by=held.teacher, on=FRIDAY, restricted=True, channel="video")

    assert "A virtual meeting: cannot tell: there are restricted records" in told(client, held)


# --- after a missed meeting ------------------------------------------------------------------------


@pytest.mark.requirement("ESX-R-17")
def test_after_a_missed_meeting_in_school_the_next_step_offers_three_other_ways(client, held):
    meeting(held, "in_school", "parent_absent")

    shown, lacking = told(client, held), missing(client, held)

    assert "Next step: nobody came to the meeting in school on 20 November 2026" in shown
    assert "a virtual meeting: not offered" in shown
    assert "a meeting at home: not offered" in shown
    assert "a meeting at the office of a professional who supports the family: not offered" in shown
    assert "Offer another meeting" in shown
    for words in OFFERED.values():
        assert f"Offered after a missed meeting: {words}" in lacking


@pytest.mark.requirement("ESX-R-17")
@pytest.mark.parametrize("how", ["video", "at_home", "elsewhere"])
def test_the_evidence_check_lists_which_of_the_three_were_offered(client, held, how):
    meeting(held, "in_school", "parent_absent")
    meeting(held, how)

    shown, lacking = told(client, held), missing(client, held)

    assert shown.count(": not offered") == 2
    for way, words in OFFERED.items():
        assert (f"Offered after a missed meeting: {words}" in lacking) is (way != how)


@pytest.mark.parametrize(
    ("how", "result"), [("in_school", "held"), ("video", "parent_absent"), ("in_school", "")]
)
def test_there_is_no_such_step_where_no_meeting_in_school_was_missed(client, held, how, result):
    meeting(held, how, result)

    assert "Next step" not in told(client, held)


# --- alternative attempts --------------------------------------------------------------------------


@pytest.mark.requirement("ESX-R-14")
def test_an_alternative_attempt_has_a_form_and_its_own_section_of_the_evidence(client, held):
    meeting(held, "in_school", "parent_absent")
    assert "Alternative engagement attempts" in missing(client, held)
    here = place(held, "pupil-record", "alternative-engagement")
    assert "Log an alternative attempt to engage the family" in words_of(client.get(place(held, "pupil")))
    typed = {
        "field_approach": "The football coach asked after her",
        "field_heard": "She is afraid of the bus",
    }

    assert client.post(here, form_of(client.get(here))).status_code == 422
    assert client.post(here, {**form_of(client.get(here)), **typed}).status_code == 302

    assert "Alternative engagement attempts" not in missing(client, held)
    section = words_of(client.get(place(held, "pupil-referral"))).partition(
        "Alternative attempts to engage the family: 1"
    )[2]
    assert "The creative approach of the whole school: The football coach asked after her" in section
    assert "What was heard of the barriers: She is afraid of the bus" in section


@pytest.mark.requirement("ESX-R-14")
def test_a_restricted_attempt_is_counted_in_its_section_and_not_told(client, held):
    missing(client, held)
    an_event(
        held.pupils[0], "alternative_engagement", by=held.teacher, restricted=True, approach="Hidden words"
    )

    shown = words_of(client.get(place(held, "pupil-referral")))

    assert "Alternative attempts to engage the family: 0 1 restricted record is not shown here." in shown
    assert "Hidden words" not in shown
