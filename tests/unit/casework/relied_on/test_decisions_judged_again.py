"""A decision whose marks were changed is judged again by its own sheet, and no change is invented."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.attendance.assessment.case_items import Status
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.packs.load import load_pack, pack_names
from supportfirst.casework.actions.decide_alarm import Decision, MoreChanged, decide_alarm
from supportfirst.casework.actions.handle_worklist_rows import handle_worklist_rows
from supportfirst.casework.bridge.judged_again import GONE
from supportfirst.casework.queries.alarm_page import OUTCOMES
from supportfirst.casework.store.models import Assessed, DecisionSheet, Reliance, Retest
from supportfirst.casework.web import middleware
from tests.factories.register_files import work
from tests.factories.reliances import an_alarm
from tests.factories.site import an_adult
from tests.factories.site_cases import an_event
from tests.factories.site_registers import FRIDAY, amend
from tests.unit.casework.people.conftest import words
from tests.unit.casework.people.test_decision_sheets import NOW, Case

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
THRESHOLD_STEP = "england.consider_notice"  # due at ten unauthorised sessions: there are fourteen


@pytest.fixture
def case(monkeypatch) -> Case:
    monkeypatch.setattr(middleware, "now", lambda: NOW)
    return Case()


def amend_some(case: Case, new: str, sessions: int) -> None:
    """So many of the unexplained sessions, the latest first, become another mark."""
    for place in range(sessions):
        day = FRIDAY - timedelta(days=place // 2)
        amend(case.world, 0, original="U", new=new, day=day, half=place % 2, at=LATER)


def change(case: Case, new: str, sessions: int) -> None:
    """The same, and the worker judges again."""
    amend_some(case, new, sessions)
    work(LATER)


def told(case: Case, alarm: Retest | None = None) -> str:
    address = reverse("relied-on-alarm", args=[case.school.pk, (alarm or Retest.objects.get()).pk])
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(middleware, "now", lambda: LATER)
        return words(case.client.get(address))


def outcomes() -> tuple[str, str]:
    alarm = Retest.objects.get()
    return alarm.outcome_before, alarm.outcome_after


def test_of_a_step_that_is_still_due_no_change_is_told(case):
    case.decide(THRESHOLD_STEP)

    change(case, "O", 1)

    assert outcomes() == ("due", "due")
    assert f"The rule behind it, {THRESHOLD_STEP}: it was due; now it is due." in told(case)


def test_a_step_that_is_no_longer_due_is_told_as_changed(case):
    case.decide(THRESHOLD_STEP)

    change(case, "I", 6)

    assert outcomes() == ("due", "not_due")
    assert "it was due; now it is not due (changed)" in told(case)


def test_what_was_recorded_since_is_not_told_as_a_change_of_the_marks(case):
    case.decide("england.persistent.support", "acted on")
    an_event(case.ada, "support_offered", by=case.officer, on=FRIDAY, at=LATER)

    change(case, "O", 1)

    assert outcomes() == ("due", "due")


@pytest.mark.parametrize(
    ("new", "sessions", "after"), [("O", 1, "met"), ("I", 6, "not_met")], ids=["still met", "no longer met"]
)
def test_a_prompt_about_one_parent_is_judged_for_that_parent(case, new, sessions, after):
    an_adult(case.ada, legal_forename="Pip")  # the father, of whom the same is asked: he had no notice
    earlier = FRIDAY - timedelta(days=60)
    an_event(
        case.ada,
        "penalty_notice",
        by=case.officer,
        on=earlier,
        at=NOW - timedelta(days=60),
        adults=(case.mother,),
        ground="irregular",
        issued_on=earlier.isoformat(),
    )
    case.assess()
    [key] = [each for each in case.keys if each == f"england.second_notice@{case.mother.pk}"]
    assert case.decide(key).status_code == 302
    assert Reliance.objects.get().rule == key

    change(case, new, sessions)

    assert outcomes() == (Reliance.objects.get().outcome, after)
    shown = told(case)
    assert "The rule behind it, england.second_notice: it was met" in shown
    assert str(case.mother.pk) not in shown


@pytest.mark.parametrize(("new", "sessions"), [("O", 1), ("I", 6)], ids=["the same", "otherwise"])
def test_a_step_about_one_record_is_judged_for_that_record(case, new, sessions):
    signed = FRIDAY - timedelta(days=10)
    event = an_event(
        case.ada,
        "attendance_contract",
        by=case.officer,
        on=signed,
        at=NOW - timedelta(days=10),
        adults=(case.mother,),
        review_on=FRIDAY.isoformat(),
    )
    case.assess()
    key = f"england.contract.review@{event.event}"
    assert case.decide(key).status_code == 302

    change(case, new, sessions)

    assert outcomes() == ("due", "due")  # of a contract, whatever the marks are


def act_on_the_row(case: Case) -> None:
    Assessed.objects.update(listed=True)
    actor = case.world.acting(case.officer, NOW)
    data = {"channel": "phone"}
    children = [case.ada.pupil_id]
    handle_worklist_rows(actor, children, "contact", submission=uuid4(), on=FRIDAY, data=data)
    assert DecisionSheet.objects.get().rule == ""


def test_a_decision_about_a_whole_row_names_the_rules_that_say_something_else(case):
    act_on_the_row(case)

    change(case, "I", 6)

    shown = told(case)
    assert f"{THRESHOLD_STEP}: it was due; now it is not due" in shown
    assert "england.penalty_notice_threshold: it was met; now it is not met" in shown
    assert "england.persistent_absence: it was" not in shown


def test_a_decision_about_a_whole_row_says_when_every_rule_says_the_same(case):
    act_on_the_row(case)

    change(case, "O", 1)

    assert Retest.objects.get().came_out == []
    assert "every rule says the same" in told(case)


def test_until_the_worker_has_judged_a_whole_row_again_its_alarm_says_that_it_is_being_tested(case):
    act_on_the_row(case)

    amend_some(case, "I", 6)

    assert Retest.objects.get().retested_at is None
    assert "It is being tested again" in told(case)


def decide(case: Case, shown: int) -> Retest:
    alarm = Retest.objects.get()
    actor = case.world.acting(case.officer, LATER)
    return decide_alarm(
        actor,
        case.school.pk,
        alarm.pk,
        Decision.CONFIRMED,
        "The family was told.",
        shown=shown,
        submission=uuid4(),
    )


def test_how_a_whole_row_came_out_is_kept_as_the_person_saw_it_who_decided(case):
    act_on_the_row(case)
    change(case, "I", 6)
    seen = told(case)

    decide(case, shown=Retest.objects.get().version)
    DecisionSheet.objects.update(sheet=b"")  # nothing is judged when the page is opened
    amend(case.world, 0, original="I", new="U", day=FRIDAY, half=0, at=LATER)

    decided = Retest.objects.exclude(decision="").get()
    assert [THRESHOLD_STEP, "due", "not_due"] in decided.came_out
    after = told(case, decided)
    begins, ends = "It was a decision about the whole row", "Who saw the earlier figure"
    assert part(after, begins, ends) == part(seen, begins, ends)
    assert f"{THRESHOLD_STEP}: it was due; now it is not due" in after


def part(page: str, begins: str, ends: str) -> str:
    return page[page.index(begins) :].partition(ends)[0].partition("Decide")[0].strip()


def test_who_had_it_open_before_it_was_judged_again_looks_once_more(case):
    act_on_the_row(case)
    amend_some(case, "I", 6)
    shown = Retest.objects.get().version
    work(LATER)

    with pytest.raises(MoreChanged, match="judged again meanwhile"):
        decide(case, shown)

    assert decide(case, Retest.objects.get().version).decision == Decision.CONFIRMED


def test_decided_before_it_was_judged_again_it_says_so(case):
    act_on_the_row(case)
    amend_some(case, "I", 6)

    decide(case, Retest.objects.get().version)
    work(LATER)

    assert Retest.objects.get().came_out is None
    assert "It was decided about before its rules had been tested again." in told(case)


def test_a_whole_row_whose_sheet_nobody_can_read_says_that_nothing_is_kept(case):
    act_on_the_row(case)
    DecisionSheet.objects.update(sheet=b"")

    change(case, "I", 6)

    assert Retest.objects.get().retested_at is not None
    assert "How its rules came out was not kept" in told(case)


def test_the_alarm_leads_to_the_sheet_and_to_where_another_decision_is_made(case):
    case.decide(THRESHOLD_STEP)
    change(case, "O", 1)

    answer = case.client.get(reverse("relied-on-alarm", args=[case.school.pk, Retest.objects.get().pk]))

    sheet = case.address("decision-sheet", DecisionSheet.objects.get().pk)
    assert f'<a class="govuk-link" href="{sheet}">'.encode() in answer.content
    assert f'<a class="govuk-link" href="{case.address("pupil")}">decision sheet as known now'.encode() in (
        answer.content
    )


def test_what_waiting_keeps_back_of_a_sheet_is_said_as_it_is(case):
    case.decide(THRESHOLD_STEP)
    change(case, "O", 1)

    for shown in (told(case), case.sheet()):
        assert "Those who decide can still read its page; its file is not given out until somebody" in shown
        assert "printed, exported or sent" not in shown


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("certificate", "certificate"),
        ("profile", "pupil-profile"),
        ("letter", "pupil-parents-see"),
        ("summary", "pupil-front-door"),
        ("notice", ""),
    ],
)
def test_each_kind_of_paper_without_a_link_of_its_own_is_led_to_by_its_child(case, kind, name):
    alarm = an_alarm(case.ada, case.officer)
    Reliance.objects.update(kind=kind)

    answer = case.client.get(reverse("relied-on-alarm", args=[case.school.pk, alarm]))

    title = Reliance.objects.get().title
    assert (f"{title}</a> (".encode() in answer.content) is bool(name)
    if name:
        assert f'href="{case.address(name)}">{title}</a>'.encode() in answer.content
        assert case.client.get(case.address(name)).status_code == 200


def test_there_are_words_for_every_answer():
    assert set(OUTCOMES) == {*map(str, Status), *map(str, Outcome), GONE}


def test_every_rule_of_the_packs_fits_with_the_parent_or_record_it_is_judged_for():
    rules = [rule for name in pack_names() for rule in load_pack(name).rules]

    longest = max(len(rule.id) for rule in rules) + len(f"@{uuid4()}")

    for model in (Reliance, DecisionSheet):
        assert longest <= model._meta.get_field("rule").max_length
