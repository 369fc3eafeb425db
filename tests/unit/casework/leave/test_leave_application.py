"""The application for a penalty notice for leave: its own papers, its own count, and who is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AdultContact, CaseEvent
from tests.factories.site import an_adult
from tests.factories.site_cases import an_event
from tests.factories.site_registers import a_register_school, form_of, submit, words_of
from tests.factories.site_support import day_of

pytestmark = pytest.mark.django_db
FRIDAY, BACK = date(2026, 11, 20), date(2026, 11, 16)
LEAVE_WEEK = [date(2026, 11, 9) + timedelta(days=each) for each in range(5)]
WEEKLY = [date(2026, 10, 5) + timedelta(days=each) for each in (0, 7, 14, 28, 35)]  # half term between


class World:
    def __init__(self, browser, pack="coventry"):
        self.held = a_register_school(pack=pack)
        self.pupil = self.held.pupils[0]
        self.mother = an_adult(self.pupil)
        self.father = an_adult(self.pupil, relationship="father", legal_forename="Perry")
        self.client = browser(self.held.officer, datetime(2026, 11, 20, 16, tzinfo=UTC))

    def place(self, name="pupil-leave-notice", *more):
        return reverse(name, args=[self.held.school.pk, self.pupil.pupil_id, *more])

    def page(self, query=""):
        return words_of(self.client.get(self.place() + query))

    def away(self, days=LEAVE_WEEK, sessions=10, back=BACK):
        halves = [(day, half) for day in days for half in (0, 1)]
        for place, (day, half) in enumerate(halves):
            submit(self.held, "G" if place < sessions else "/", day=day, half=half)
        if back is not None:
            submit(self.held, "/", day=back)

    def has(self, kind, on=BACK, **data):
        return an_event(self.pupil, kind, by=self.held.officer, on=on, **data)

    def papers(self, *, leave_out=()):
        if "leave_warning_letter" not in leave_out:
            self.has("leave_warning_letter", exceptional_considered=True)
        if "certificate" not in leave_out:
            days = {"from": "2026-11-09", "to": "2026-11-13"}
            self.has("certificate", after_return=True, more=days)

    def asked(self):
        days = {"requested_on": "2026-10-05", "first_day": "2026-11-09", "last_day": "2026-11-13"}
        self.has("leave_request", on=date(2026, 10, 5), **days)

    def apply(self, **over):
        sent = form_of(self.client.get(self.place())) | {
            f"meant_{self.mother.pk}": "include",
            f"because_{self.mother.pk}": "She booked the journey.",
            f"meant_{self.father.pk}": "exclude",
            f"because_{self.father.pk}": "He lives elsewhere, and did not know.",
        }
        return self.client.post(self.place(), sent | over)

    def refused(self, *words, **over):
        answer = self.apply(**over)
        told = words_of(answer)
        assert answer.status_code == 422, told
        assert all(each in told for each in words), told
        kinds = ("referral", "recipients_chosen", "recipient_left_out")
        assert not CaseEvent.objects.filter(kind__in=kinds).exists()


@pytest.fixture
def world(browser):
    return World(browser)


def sent():
    return CaseEvent.objects.filter(kind="referral")


@pytest.mark.parametrize("attended", [0, 20])
@pytest.mark.requirement("COV-67")
def test_a_leave_case_opens_on_the_stage_3_leave_route_at_any_percentage(world, attended):
    for place in range(attended):
        submit(world.held, "/", day=date(2026, 10, 5 + place // 10 * 7 + place % 10 // 2), half=place % 2)
    world.away(back=None)

    told = world.page()

    assert "Stage 3 (leave route) leave case" in told
    assert "goes direct to Stage 3, under section 444(1A)" in told


@pytest.mark.requirement("COV-68")
def test_no_early_help_and_no_intervention_is_asked_for_on_a_leave_case(world):
    world.away()
    world.papers()

    told = world.page()
    page = world.client.get(world.place()).context["page"]
    titles = [each.title for each in page.judged.irregular]
    assert {"Early help offered or taken", "Other interventions, with the evidence attached"} <= set(titles)
    assert not any(each in told for each in titles)
    assert world.apply().status_code == 302


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        pytest.param(
            9, "9 sessions of leave that was not granted, of 9", marks=pytest.mark.requirement("COV-69")
        ),
        pytest.param(10, "", marks=pytest.mark.requirement("COV-69")),
    ],
)
def test_ten_sessions_are_enough_and_nine_are_not(world, sessions, words):
    world.away(sessions=sessions)
    world.papers()

    if words:
        world.refused(words)
    else:
        assert world.apply().status_code == 302
        assert sent().get().data == {"route": "leave_penalty_notice"}


@pytest.mark.requirement("COV-70")
def test_ten_sessions_in_five_separate_weeks_are_enough(world):
    world.away(days=WEEKLY)
    world.papers()

    assert world.apply().status_code == 302


@pytest.mark.requirement("COV-71")
def test_a_parent_who_is_meant_has_a_full_name_and_an_address(world):
    world.away()
    world.papers()
    AdultContact.objects.filter(adult=world.mother, kind="address").update(last_day=date(2026, 11, 1))

    world.refused(f"No address is held for {world.mother.name}")
    AdultContact.objects.filter(adult=world.mother, kind="address").update(last_day=None)
    world.mother.legal_forename = " "
    world.mother.save()
    world.refused("The full name of a parent who is included is missing")


@pytest.mark.requirement("COV-72")
def test_each_parent_is_included_or_left_out_with_a_reason(world):
    world.away()
    world.papers()

    world.refused("Give the reason for", **{f"because_{world.father.pk}": ""})
    world.refused("Include at least one parent", **{f"meant_{world.mother.pk}": "exclude"})
    assert world.apply().status_code == 302
    chosen, left_out = (
        CaseEvent.objects.get(kind=kind) for kind in ("recipients_chosen", "recipient_left_out")
    )
    assert (chosen.adults, left_out.adults) == ([str(world.mother.pk)], [str(world.father.pk)])
    assert left_out.data["reason"] == "He lives elsewhere, and did not know."
    assert sent().get().adults == [str(world.mother.pk)]


@pytest.mark.requirement("COV-73")
def test_a_copy_of_the_application_is_asked_for_where_leave_was_asked_for_in_advance(world):
    world.away()
    world.papers()
    world.asked()
    world.has("letter_sent", letter="coventry.letter.leave_declined")

    world.refused("Missing: Copy of the parent's leave application")
    world.has("copy_kept", paper="leave_request_form")
    assert world.apply().status_code == 302


@pytest.mark.requirement("COV-74")
def test_the_letter_that_declined_the_leave_is_asked_for(world):
    world.away()
    world.papers()
    world.asked()
    world.has("copy_kept", paper="leave_request_form")

    world.refused("Missing: Letter that declines the leave")


@pytest.mark.requirement("COV-73", "SC-C9")
def test_neither_is_asked_for_where_leave_was_not_requested(world):
    world.away()
    world.papers()

    told = world.page()
    assert "Copy of the parent's leave application: not asked." in told
    assert "Letter that declines the leave: not asked." in told
    assert "not asked, since leave was not requested in advance" in told
    assert world.apply().status_code == 302


@pytest.mark.requirement("COV-75")
def test_a_letter_that_says_a_notice_will_follow_is_always_asked_for(world):
    world.away()
    world.papers(leave_out=["leave_warning_letter"])
    world.has("leave_warning_letter")  # one that does not say that exceptional circumstances were considered

    world.refused("Missing: Letter that warns of a penalty notice")


@pytest.mark.parametrize(
    ("first", "back", "words"),
    [
        (date(2026, 11, 9), None, "The register shows no return by then"),
        (date(2026, 11, 16), BACK, "The register has no G on these days"),
        (date(2026, 11, 9), BACK, ""),
    ],
)
@pytest.mark.requirement("COV-77")
def test_a_certificate_is_of_leave_and_made_after_the_return(world, first, back, words):
    world.away(back=back)
    world.papers(leave_out=["certificate"])
    here = world.place("pupil-leave-record", "certificate")
    days = {**day_of("field_from", first), **day_of("field_to", first + timedelta(days=4))}

    world.refused("Missing: Registration certificate after the child's return")
    answer = world.client.post(here, {**form_of(world.client.get(here)), **days})

    assert words in words_of(answer)
    assert CaseEvent.objects.filter(kind="certificate").exists() is not bool(words)
    assert (world.apply().status_code == 302) is not bool(words)


@pytest.mark.requirement("SC-C10")
def test_leave_and_all_unauthorised_sessions_are_counted_apart_and_a_mix_is_irregular(world):
    world.away(sessions=6)
    for half in (0, 1):
        submit(world.held, "O", day=date(2026, 11, 17), half=half)
        submit(world.held, "O", day=date(2026, 11, 18), half=half)

    told = world.page()

    assert "6 sessions of leave that was not granted (G), 10 unauthorised in all" in told
    assert "the case is dealt with as irregular attendance" in told
    world.refused("There is no leave case: 6 sessions")


def test_the_same_application_twice_is_one(world):
    world.away()
    world.papers()
    again = form_of(world.client.get(world.place()))["submission"]

    assert [world.apply(submission=again).status_code for _ in range(2)] == [302, 302]
    assert sent().count() == 1


@pytest.mark.parametrize(("pack", "title"), [("cambridgeshire", ""), ("halton", ""), ("essex", "2026/27")])
@pytest.mark.requirement("SC-C11")
def test_where_no_local_list_is_known_a_general_one_is_marked_as_not_local(browser, pack, title):
    told = World(browser, pack).page()

    assert "No local list in the sources; check the local authority’s page" in told
    assert "A general list, which is not local" in told
    assert "a certificate of attendance that shows the sessions of leave" in told
    assert title in told


@pytest.mark.requirement("ESX-R-06")
def test_leave_opens_the_list_of_the_school_year_and_hides_that_for_irregular_attendance(browser):
    world = World(browser, "essex")

    leave, irregular = world.page("?cause=leave"), world.page("?cause=irregular")

    listed = [each.title for each in world.client.get(world.place()).context["page"].judged.irregular]
    assert len(listed) > 10
    assert all(title in irregular for title in listed)
    assert not any(title in leave for title in listed)
    assert "Unauthorised leave of absence (term time holidays) 2026/27" in leave
    assert "Unauthorised leave of absence" not in irregular
