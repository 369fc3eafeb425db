"""What Halton's stages ask of contact with a family, through the pages that record it and show it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.actions.ask_nightly import ask_nightly
from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.end_day import END_DAY, end_day
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import CaseEvent, Job, JobState
from tests.factories.site import a_user
from tests.factories.site_cases import an_event, put_marks, put_weeks
from tests.factories.site_letters import at_halton_stage_2
from tests.factories.site_registers import a_register_school, form_of, words_of
from tests.factories.site_support import page, record

pytestmark = pytest.mark.django_db
FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
TEN, EVENING = datetime(2026, 11, 20, 10, 0, tzinfo=UTC), datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
CHECKED = {
    "plan": "none",
    "unidentified_needs": "no",
    "medical_need": "no",
    "school_nursing": "considered_not_referred",
    "icart": "considered_not_referred",
    "catch_up": "yes",
    "key_adult": "considered_not_agreed",
    "colleague_asked": "yes",
    "colleague_said": "Has fallen out with two friends",
    "family_asked": "pupil",
    "family_said": "Does not sleep before a test",
}


@pytest.fixture
def held():
    return a_register_school(pack="halton", day_ends=time(15, 15))


@pytest.fixture
def lead(browser, held):
    return browser(a_user("attendance_lead", held.school, title="Attendance lead"), EVENING)


def place(held, name, *more) -> str:
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil_id, *more])


def end_the_day(at: datetime = EVENING) -> None:
    ask_nightly(at)
    worker = Worker(now=lambda: at, kinds={END_DAY: end_day, "assess_school": lambda asked, watch: dict})
    while worker.run_next():
        pass


def tasks_told(client, held) -> str:
    return words_of(client.get(reverse("tasks", args=[held.school.pk])))


# --- the checklist's two conversations -------------------------------------------------------


@pytest.mark.requirement("HAL-68")
def test_both_conversations_stand_on_the_checklist_with_what_they_found(lead, held):
    assert record(lead, held, "halton_stage_1_checklist", **CHECKED).status_code == 302

    told = page(lead, held)
    assert "was asked about difficulty in school: yes" in told
    assert "What the colleague said, or why none was asked yet: Has fallen out with two friends" in told
    assert "Who was asked about what causes concern in or outside school: pupil" in told
    assert "What the parent or pupil said, or why nobody was asked yet: Does not sleep before a test" in told


@pytest.mark.requirement("HAL-68")
@pytest.mark.parametrize("left_out", ["colleague_asked", "colleague_said", "family_asked", "family_said"])
def test_a_conversation_without_its_finding_is_not_kept(lead, held, left_out):
    typed = {name: value for name, value in CHECKED.items() if name != left_out}

    assert record(lead, held, "halton_stage_1_checklist", **typed).status_code == 422
    assert not CaseEvent.objects.filter(kind="halton_stage_1_checklist").exists()


# --- the parents are told of improvement before the stage is ended -----------------------------

END_2, SPOKEN = "halton.move.end_stage_2", {"channel": "phone", "outcome": "reached"}
TOLD = [
    ("contact", SPOKEN),
    ("letter_sent", {"letter": "halton.review_result"}),
    ("meeting", {"meeting": "review_meeting"}),
]


def end_stage_2(client, held):
    here = place(held, "pupil-move", END_2)
    return client.post(here, {**form_of(client.get(here)), "reason": "The review found improvement."})


def improved(held) -> None:
    at_halton_stage_2(held.pupils[0], by=held.officer)
    an_event(held.pupils[0], "review", by=held.officer, on=THURSDAY, at=TEN, outcome="improved")


@pytest.mark.requirement("HAL-103")
@pytest.mark.parametrize(("kind", "data"), TOLD)
def test_the_stage_closes_once_the_parents_were_told_by_any_of_three_ways(lead, held, kind, data):
    improved(held)
    said = an_event(held.pupils[0], kind, by=held.officer, on=FRIDAY, at=TEN, **data)
    if kind == "meeting":
        about = {"more": {"about": str(said.event)}, "result": "held"}
        an_event(held.pupils[0], "meeting_outcome", by=held.officer, on=FRIDAY, at=TEN, **about)

    assert end_stage_2(lead, held).status_code == 302
    assert "Now: No stage" in words_of(lead.get(place(held, "pupil-stages")))


@pytest.mark.requirement("HAL-103")
@pytest.mark.parametrize(
    ("on", "data"),
    [
        (FRIDAY, None),  # nobody was told at all
        (FRIDAY, {"channel": "phone", "outcome": "no_answer"}),
        (FRIDAY, {"channel": "phone"}),  # nobody wrote down what came of it
        (FRIDAY, {"channel": "text", "outcome": "reached"}),  # none of the three
        (date(2026, 11, 18), SPOKEN),  # before there was a result to tell
    ],
)
def test_the_stage_stays_open_while_the_parents_were_not_told(lead, held, on, data):
    improved(held)
    if data is not None:
        an_event(held.pupils[0], "contact", by=held.officer, on=on, at=TEN, **data)

    answer = end_stage_2(lead, held)

    assert answer.status_code == 422
    assert "told of the improvement by meeting, telephone or letter" in words_of(answer)
    assert "Now: Halton Stage 2" in words_of(lead.get(place(held, "pupil-stages")))


# --- first-day calling goes on at Halton Stage 2 ------------------------------------------------


@pytest.mark.requirement("HAL-95")
def test_a_new_absence_at_stage_2_still_asks_for_contact_on_the_first_day(lead, held):
    at_halton_stage_2(held.pupils[0], by=held.officer)
    an_event(held.pupils[0], "contact", by=held.officer, on=THURSDAY, at=TEN, **SPOKEN)
    put_marks(held.pupils[0], {THURSDAY: "NN", FRIDAY: "NN"})

    end_the_day()

    told = tasks_told(lead, held)
    assert "1 to do" in told
    assert "absence on the morning and afternoon of 20 November 2026. Ask home." in told


# --- letters home and home visits -------------------------------------------------------------


@pytest.mark.requirement("HAL-63")
def test_the_panel_of_stage_1_shows_letters_and_visits_as_done_or_not(lead, held):
    def panel() -> str:
        return words_of(lead.get(place(held, "pupil"))).partition("Halton Stage 1: letters and visits")[2]

    assert "Letters home: not done Home visits: not done" in panel()

    an_event(held.pupils[0], "letter_sent", by=held.officer, on=THURSDAY, letter="halton.s1l1")
    assert "Letters home: done Home visits: not done" in panel()

    an_event(held.pupils[0], "home_visit", by=held.officer, on=FRIDAY, outcome="not_in")
    assert "Letters home: done Home visits: done" in panel()


# --- what the worker's assessment tells --------------------------------------------------------


def assess(held) -> None:
    """The children as the worker assesses them now."""
    Job.objects.all().delete()
    with transaction.atomic():
        ask_reassessment(held.school, None, EVENING)
    done = Worker(now=lambda: EVENING, kinds={"assess_school": assess_school}).run_next()
    assert done.state == JobState.DONE, done.error


def reached(client, held) -> str:
    """What the child's page says of how the family was reached."""
    return words_of(client.get(place(held, "pupil"))).partition("How the family was reached")[2]


def away_then_here(held, pair="//") -> None:
    put_weeks(held.pupils[0], date(2026, 9, 7), "OO", 4)
    put_weeks(held.pupils[0], date(2026, 10, 12), pair, 6)


IMPROVED = "Attendance has improved: acknowledge it with the family."


@pytest.mark.requirement("HAL-62")
def test_improvement_of_an_open_case_prompts_its_acknowledgement_until_praise_was_sent(lead, held):
    away_then_here(held)
    assess(held)

    shown = reached(lead, held)
    assert f"{IMPROVED} 100.0% of the last 6 school weeks was attended" in shown
    assert "The case is open (Halton Stage 1)." in shown
    assert "Draft a letter of praise" in shown

    an_event(held.pupils[0], "letter_sent", by=held.officer, on=FRIDAY, letter="england.letter.praise")
    assert IMPROVED not in reached(lead, held)


@pytest.mark.requirement("HAL-62")
@pytest.mark.parametrize(("first", "pair"), [("//", "//"), ("//", "OO")])
def test_nothing_is_to_be_acknowledged_where_nothing_improved(lead, held, first, pair):
    put_weeks(held.pupils[0], date(2026, 9, 7), first, 4)
    put_weeks(held.pupils[0], date(2026, 10, 12), pair, 6)
    assess(held)

    assert IMPROVED not in reached(lead, held)


@pytest.mark.requirement("HAL-62")
def test_improvement_without_an_open_case_is_not_prompted(lead, held):
    put_weeks(held.pupils[0], date(2026, 9, 7), "II", 4)  # ill, and never a case
    put_weeks(held.pupils[0], date(2026, 10, 12), "//", 6)
    assess(held)

    assert IMPROVED not in reached(lead, held)


NO_CONTACT = "No contact with the family lately"


@pytest.mark.requirement("HAL-72")
@pytest.mark.parametrize(("on", "listed"), [(date(2026, 11, 6), True), (date(2026, 11, 7), False)])
def test_an_open_case_without_contact_in_a_fortnight_is_listed(lead, held, on, listed):
    put_marks(held.pupils[0], {date(2026, 9, 14): "OO"})
    an_event(held.pupils[0], "contact", by=held.officer, on=on, at=TEN, **SPOKEN)
    assess(held)

    told = words_of(lead.get(reverse("worklist")))
    assert "Ada Byron" in told
    assert (NO_CONTACT in told) is listed


@pytest.mark.requirement("HAL-72")
def test_a_child_without_an_open_case_is_not_listed_for_want_of_contact(lead, held):
    put_marks(held.pupils[0], {date(2026, 9, 14): "//"})
    assess(held)

    assert NO_CONTACT not in words_of(lead.get(reverse("worklist")))


# --- whether unauthorised absence goes on --------------------------------------------------------

VISIT, PLAN = "Visit or meet the parents to find the reasons", "Decide whether a multi-agency plan is wanted"


def answer_is(lead, held, answer) -> None:
    assert record(lead, held, "halton_absence_answer", answer=answer).status_code == 302


@pytest.mark.requirement("HAL-27")
def test_continuing_absence_asks_for_a_visit_or_meeting_and_for_a_decision_on_a_plan(lead, held):
    answer_is(lead, held, "continuing")
    assess(held)

    due = words_of(lead.get(place(held, "pupil")))
    assert VISIT in due
    assert PLAN in due

    refused = record(lead, held, "halton_map_decision", decision="plan_not_wanted")
    assert refused.status_code == 422  # a decision has its reason
    decided = {"decision": "plan_not_wanted", "reason": "The family has help"}
    assert record(lead, held, "halton_map_decision", **decided).status_code == 302
    an_event(held.pupils[0], "home_visit", by=held.officer, on=FRIDAY, at=TEN, outcome="seen")
    assess(held)

    after = words_of(lead.get(place(held, "pupil"))).partition("How the family was reached")[0]
    assert VISIT not in after
    assert PLAN not in after
    assert "The decision: plan not wanted" in page(lead, held)


@pytest.mark.requirement("HAL-27")
def test_absence_that_does_not_go_on_asks_for_neither(lead, held):
    answer_is(lead, held, "not_continuing")
    assess(held)

    told = words_of(lead.get(place(held, "pupil")))
    assert VISIT not in told
    assert PLAN not in told
