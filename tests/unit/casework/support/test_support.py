"""Barriers, offers of support and early help of one child, through the pages that record and show them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent, PupilFlag
from tests.factories.site import a_user
from tests.factories.site_cases import an_event, put_marks
from tests.factories.site_registers import a_register_school, form_of, words_of
from tests.factories.site_support import HELD, TEN, at, kept, page, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return a_register_school()


# --- barriers ----------------------------------------------------------------------------


@pytest.mark.requirement("WID-10")
def test_anxiety_is_recorded_with_its_strategy_its_owner_and_the_day_of_its_review(browser, held):
    client = browser(held.officer, TEN)

    answer = record(
        client,
        held,
        "barrier",
        barrier="anxiety or reluctance",
        told_by="parent",
        strategy="A quiet way in",
        owner="Tess Marlow",
        **HELD,
    )

    assert answer.status_code == 302
    told = page(client, held)
    assert "Anxiety or reluctance" in told
    assert "What is done about it: A quiet way in" in told
    assert "Who sees to it: Tess Marlow" in told
    assert "The day set for the review: 4 December 2026" in told


@pytest.mark.requirement("WID-32")
@pytest.mark.parametrize("barrier", ["bullying", "racism", "personal issues"])
def test_what_a_pupil_tells_is_a_barrier_with_the_pupil_as_its_source(browser, held, barrier):
    client = browser(held.officer, TEN)

    record(client, held, "barrier", barrier=barrier, told_by="child", detail="On the bus.")

    assert kept("barrier").data["barrier"] == barrier
    assert "Who told of it: child" in page(client, held)


def test_a_barrier_that_nobody_knows_by_name_is_refused(browser, held):
    answer = record(browser(held.officer, TEN), held, "barrier", barrier="laziness", told_by="school")

    assert answer.status_code == 422
    assert not CaseEvent.objects.exists()


def test_a_barrier_is_shown_as_gone_once_that_is_recorded(browser, held):
    barrier = an_event(held.pupils[0], "barrier", by=held.officer, barrier="housing", told_by="parent")
    client = browser(held.officer, TEN)

    record(client, held, "barrier_ended", about=str(barrier.event), reason="They moved.")

    assert "there no more" in page(client, held)


# --- offers ------------------------------------------------------------------------------


@pytest.mark.requirement("ESX-R-13")
def test_an_offer_that_is_for_no_barrier_is_shown_as_not_tailored(browser):
    held = at("essex")
    an_event(held.pupils[0], "barrier", by=held.officer, barrier="bullying", told_by="child")
    client = browser(held.officer, TEN)

    record(client, held, "support_offered", service="mentoring", answer="accepted", barrier="bullying")
    assert "not tailored" not in page(client, held)
    record(client, held, "support_offered", service="breakfast club", answer="accepted", barrier="")

    assert "not tailored" in page(client, held)


@pytest.mark.requirement("CAM-29")
def test_each_offer_is_waiting_then_active_then_ended_each_with_its_day(browser, held):
    held = at("cambridgeshire")
    offer = an_event(
        held.pupils[0],
        "support_offered",
        by=held.officer,
        on=date(2026, 11, 2),
        service="family worker",
        answer="waiting",
    )
    client = browser(held.officer, TEN)
    assert "Family worker waiting" in page(client, held)

    record(client, held, "support_started", about=str(offer.event), service="family worker")
    told = page(client, held)
    assert "Family worker active" in told
    assert "20 November 2026: Support began" in told

    record(client, held, "support_ended", about=str(kept("support_started").event), result="completed")
    told = page(client, held)
    assert "Family worker ended" in told
    assert "20 November 2026: Support ended (completed)" in told


def test_support_can_not_begin_that_was_not_offered(browser, held):
    client = browser(held.officer, TEN)

    answer = record(client, held, "support_started", service="mentoring")

    assert answer.status_code == 422
    here = reverse("pupil-support-record", args=[held.school.pk, held.pupils[0].pupil_id, "support_started"])
    assert "Nothing that this could follow up is recorded yet" in words_of(client.get(here))


def weeks(monday: date, number: int, pair: str) -> dict[date, str]:
    return {monday + timedelta(days=7 * week + day): pair for week in range(number) for day in range(5)}


def begun(held, on=date(2026, 11, 2)):
    offer = an_event(
        held.pupils[0], "support_offered", by=held.officer, on=on, service="mentoring", answer="accepted"
    )
    about = str(offer.event)
    an_event(held.pupils[0], "support_started", by=held.officer, on=on, about=about, service="mentoring")


def test_the_effect_of_support_is_told_in_sessions_of_the_same_number_before_and_after(browser, held):
    begun(held)
    put_marks(held.pupils[0], weeks(date(2026, 10, 5), 3, "/O") | weeks(date(2026, 11, 2), 3, "/\\"))

    told = page(browser(held.officer, TEN), held)

    assert "Attended 14 of 28 sessions before, and 28 of 28 sessions after." in told


def test_nobody_can_tell_an_effect_of_too_few_sessions(browser, held):
    begun(held, on=date(2026, 11, 18))
    put_marks(held.pupils[0], weeks(date(2026, 11, 2), 3, "/\\"))

    told = page(browser(held.officer, TEN), held)

    assert "Cannot tell: 4 of the 20 sessions that are needed before and after" in told


def test_nobody_can_tell_an_effect_while_marks_are_missing(browser, held):
    begun(held)
    put_marks(held.pupils[0], weeks(date(2026, 11, 2), 3, "/\\"))

    assert "have no mark" in page(browser(held.officer, TEN), held)


def test_the_clock_of_an_early_help_assessment_shows_its_last_day(browser):
    held = at("cambridgeshire")
    record(browser(held.officer, TEN), held, "early_help_assessment")

    assert "It is given time until 11 February 2027." in page(browser(held.officer, TEN), held)


# --- what must come first ----------------------------------------------------------------


@pytest.mark.requirement("HAL-82")
def test_a_referral_to_icart_is_refused_without_consent(browser):
    held = at("halton")
    client = browser(held.officer, TEN)

    answer = record(client, held, "service_referral", service="iCART", consent="no")
    assert answer.status_code == 422
    assert "can't be sent without consent" in words_of(answer)
    assert not CaseEvent.objects.exists()

    assert record(client, held, "service_referral", service="iCART", consent="yes").status_code == 302


def test_a_referral_goes_without_consent_for_a_reason_that_is_written_down(browser, held):
    answer = record(
        browser(held.officer, TEN),
        held,
        "service_referral",
        service="school nurse",
        no_consent_because="The child is at risk today.",
    )

    assert answer.status_code == 302


@pytest.mark.requirement("WID-100")
def test_an_offer_of_early_help_is_not_closed_as_declined_before_it_is_in_writing(browser, held):
    client = browser(held.officer, TEN)

    answer = record(client, held, "early_help_offer", how="phone", answer="declined")
    assert answer.status_code == 422
    assert "before it is in writing" in words_of(answer)
    assert not CaseEvent.objects.exists()

    record(client, held, "early_help_offer", how="letter", in_writing="yes")
    assert record(client, held, "early_help_offer", how="phone", answer="declined").status_code == 302


@pytest.mark.requirement("HAL-176")
@pytest.mark.parametrize(("flag", "status"), [("", 422), ("sen_support", 302)])
def test_somebody_of_twenty_is_seen_by_a_family_hub_with_special_needs_alone(browser, flag, status):
    held = at("halton")
    child = held.pupils[0].pupil
    child.date_of_birth = date(2006, 11, 20)
    child.save()
    if flag:
        PupilFlag.objects.create(pupil=child, name=flag, first_day=date(2026, 9, 1))

    answer = record(browser(held.officer, TEN), held, "service_referral", service="Family Hub", consent="yes")

    assert answer.status_code == status
    if status == 422:
        assert "sees people to the age of 19, or 25 with special" in words_of(answer)


# --- who sees it -------------------------------------------------------------------------


def test_a_child_of_another_school_is_not_there(browser, held):
    stranger = a_user("attendance_officer", at("halton").school)
    here = reverse("pupil-support", args=[held.school.pk, held.pupils[0].pupil_id])

    assert browser(stranger, TEN).get(here).status_code == 404


def test_words_that_the_reader_may_not_know_are_counted_and_not_shown(browser, held):
    an_event(
        held.pupils[0],
        "barrier",
        by=held.teacher,
        restricted=True,
        barrier="housing",
        told_by="parent",
        detail="A refuge.",
    )

    told = page(browser(held.officer, TEN), held)

    assert "A refuge." not in told
    assert "1 restricted record is not shown here." in told


def test_the_page_of_the_child_leads_here(browser, held):
    here = reverse("pupil-support", args=[held.school.pk, held.pupils[0].pupil_id])
    child = browser(held.officer, TEN).get(reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id]))

    assert f'href="{here}"' in child.content.decode()


def test_the_same_submission_twice_records_one_event(browser, held):
    client = browser(held.officer, TEN)
    here = reverse("pupil-support-record", args=[held.school.pk, held.pupils[0].pupil_id, "signposted"])
    sent = {**form_of(client.get(here)), "field_to": "GP"}

    client.post(here, sent)
    client.post(here, sent)

    assert CaseEvent.objects.count() == 1
