"""What each body's kind of meeting must hold before it is closed, through the page that closes it."""

from __future__ import annotations

import pytest

from supportfirst.casework.store.models import CaseEvent, Task, TradedSpan
from tests.factories.site import an_adult
from tests.factories.site_registers import a_register_school, words_of
from tests.unit.casework.meetings.test_child_meetings import (
    APM,
    DAY,
    REVIEW,
    SAM,
    arrange,
    client_of,
    open_one,
    sat,
    shown,
)

pytestmark = pytest.mark.django_db
CONTRACT = "contract"
EWO = "halton.education_welfare_officer"
YOUNG = {"weighs_0": "no", "pupil_told_0": "not old enough"}
FIRST = "why it would help the family, and the family's circumstances"


def at(pack):
    return a_register_school(pack=pack)


def answers(client, here, said="Told us") -> dict[str, str]:
    fields = client.get(here).context["form"].fields
    told = {name: said for name in fields if name.startswith(("answer_", "weighs_because_"))}
    return told | {name: "yes" for name in fields if name.startswith(("settles_", "pupil_told_"))} | YOUNG


def settled(kind):
    return CaseEvent.objects.filter(kind=kind).exists()


def refused_with(answer, words) -> bool:
    return answer.status_code == 422 and words in words_of(answer) and not settled("meeting_outcome")


def contract_meeting(browser, parents=1):
    held = at("essex")
    client = client_of(browser, held)
    adults = [str(an_adult(held.pupils[0]).pk) for _ in range(parents)]
    assert arrange(client, held, CONTRACT, adults=adults).status_code == 302
    event = CaseEvent.objects.get(kind="meeting").event
    return held, client, f"{shown_at(held)}{event}/"


def shown_at(held) -> str:
    return f"/schools/{held.school.pk}/pupils/{held.pupils[0].pupil_id}/meetings/"


@pytest.mark.requirement("ESX-C-43")
def test_a_contract_meeting_records_the_child_as_there_or_says_why_not(browser):
    held, client, here = contract_meeting(browser)
    told = answers(client, here)

    assert refused_with(sat(client, here, pupil_because="", **told), "say why the child was not there")
    assert sat(client, here, pupil_because="Too young to follow it", **told).status_code == 302

    assert "Why the child was not there: Too young to follow it" in shown(client, held)


@pytest.mark.requirement("ESX-C-44")
def test_each_who_came_is_given_the_certificate_and_one_of_another_day_warns(browser):
    _, client, here = contract_meeting(browser)
    told = answers(client, here)
    people = client.get(here).context["form"].people

    assert refused_with(sat(client, here, **told, given_to_0=[]), f"Not ticked: {', '.join(people)}")
    assert refused_with(sat(client, here, **told | {f"given_day_0-{part}": "" for part in DAY}), "was made")
    kept = sat(client, here, **told | {"given_day_0-day": "18"})
    assert kept.status_code == 302

    warning = "The certificate of attendance was made to 18 November 2026, and not to the day of the meeting."
    assert warning in words_of(client.get(kept["Location"]))
    minutes = CaseEvent.objects.get(kind="meeting_minutes").data
    given = "certificate of attendance, made to 18 November 2026, given on 20 November 2026 to"
    assert minutes["given"] == [f"{given} {title}" for title in people]
    assert minutes["given_warning"] == [warning]


def test_a_certificate_made_to_the_day_of_the_meeting_does_not_warn(browser):
    held, client, here = contract_meeting(browser)
    assert sat(client, here, **answers(client, here)).status_code == 302

    assert "given_warning" not in CaseEvent.objects.get(kind="meeting_minutes").data
    assert "not to the day of the meeting" not in shown(client, held)


def test_several_actions_and_what_is_asked_comes_first(browser):
    _, client, here = contract_meeting(browser)
    form = client.get(here).context["form"]
    names = list(form.fields)
    assert (
        names.index("present_0") < names.index("agenda_0") < names.index("action") < names.index("offer_on")
    )
    assert form["agenda_0"].said_label == "Why it would help the family, and the family's circumstances"
    assert form["action"].said_label.endswith("(optional)")
    parent, school = form.people
    second = {"action_2": "Text on Fridays", "action_owner_2": parent, "action_by_2": "2026-12-05"}
    first = {"action": "Call each Monday", "action_owner": school, "action_by": "2026-12-04"}

    assert sat(client, here, **answers(client, here), **first, **second).status_code == 302

    assert [each.due_on.day for each in Task.objects.order_by("due_on")] == [4, 5]


@pytest.mark.requirement("ESX-C-46")
def test_why_a_contract_would_help_and_the_circumstances_are_written_down(browser):
    _, client, here = contract_meeting(browser)
    told = answers(client, here)

    assert refused_with(sat(client, here, empty=[FIRST], **told), f"was said of: {FIRST}")
    assert sat(client, here, **told).status_code == 302


@pytest.mark.requirement("ESX-C-47")
def test_each_parent_there_answers_five_questions_or_declines(browser):
    held, client, here = contract_meeting(browser, parents=2)
    told = answers(client, here)
    assert len([name for name in told if name.startswith("answer_")]) == 10

    for name in ("answer_0_0", "answer_0_4", "answer_1_2"):
        assert refused_with(sat(client, here, **told | {name: ""}), "or “declined to answer”, to:")
    declined = told | {"answer_1_2": "declined to answer"}
    assert sat(client, here, **declined).status_code == 302

    assert "should be dealt with: declined to answer" in shown(client, held)


def test_a_parent_who_was_not_there_is_asked_nothing(browser):
    _, client, here = contract_meeting(browser, parents=2)
    told = {name: said for name, said in answers(client, here).items() if not name.startswith("answer_1")}

    assert refused_with(sat(client, here, **told, away_0="on", away_1="on"), "Say which one")
    assert sat(client, here, away_1="on", **told).status_code == 302


@pytest.mark.requirement("WID-98")
@pytest.mark.parametrize("role", ["widnes.head_of_school", "widnes.chair_of_governors"])
def test_the_head_and_the_chair_of_governors_are_both_there(browser, role):
    held = at("widnes-academy")
    client = client_of(browser, held)
    here = open_one(client, held, "head_and_chair")
    titles = {each.role: each.title for each in client.get(here).context["form"].kind.required}

    away = sat(client, here, away=[titles[role]])

    assert refused_with(away, f"held without {titles[role]}")
    assert sat(client, here).status_code == 302


@pytest.mark.requirement("WID-103")
def test_a_planning_meeting_of_the_academy_has_its_people_and_a_target(browser):
    held = at("widnes-academy")
    client = client_of(browser, held)
    here = open_one(client, held, APM)
    form = client.get(here).context["form"]

    assert len(form.people) == 3
    for title in form.people:
        assert refused_with(sat(client, here, away=[title]), f"held without {title}")
    assert refused_with(sat(client, here, empty=["targets"]), "what was said of: targets")
    assert sat(client, here).status_code == 302


@pytest.mark.requirement("HAL-34")
def test_a_review_says_whether_the_parent_engaged_and_its_chair_follows_the_traded_flag(browser):
    held = at("halton")
    client = client_of(browser, held)
    here = open_one(client, held, REVIEW)

    assert refused_with(sat(client, here), "Answer with yes or no: the parent engaged")
    assert [each.role for each in client.get(here).context["form"].kind.chair] == ["attendance_lead"]
    TradedSpan.objects.create(school=held.school, buys=True)
    assert [each.role for each in client.get(here).context["form"].kind.chair] == [EWO]
    assert sat(client, here, settles_0="no").status_code == 302

    assert "the parent engaged with the process and the actions: no" in shown(client, held)


@pytest.mark.requirement("HAL-85")
def test_a_traded_school_has_invited_the_officer_and_the_staff_were_there(browser):
    held = at("halton")
    client = client_of(browser, held)
    TradedSpan.objects.create(school=held.school, buys=True)
    silent = arrange(client, held, SAM)
    assert silent.status_code == 422
    assert "Invite them, or say why they are left out" in words_of(silent)
    assert arrange(client, held, SAM, left_out_because="No answer yet").status_code == 302
    here = f"{shown_at(held)}{CaseEvent.objects.get(kind='meeting').event}/"

    for title in [each.title for each in client.get(here).context["form"].kind.required[:3]]:
        assert refused_with(sat(client, here, away=[title]), f"held without {title}")
    assert refused_with(sat(client, here), "was not invited to this School Attendance Meeting")
    required = [each.role for each in client.get(here).context["form"].kind.required]
    assert arrange(client, held, SAM, invited=[*required, EWO]).status_code == 302
    again = CaseEvent.objects.filter(kind="meeting").latest("serial").event

    assert sat(client, f"{shown_at(held)}{again}/").status_code == 302


@pytest.mark.requirement("HAL-184")
def test_a_plan_has_an_owner_for_its_action_a_way_of_review_and_a_consequence(browser):
    held = at("halton")
    client = client_of(browser, held)
    here = open_one(client, held, SAM)
    agreed = {"action": "Call each Monday", "action_owner": "The school", "action_by": "2026-12-04"}

    assert refused_with(sat(client, here, **agreed | {"action_owner": ""}), "Say what, who and by which day")
    for item in ("how and when the plan is reviewed", "what follows if nothing improves"):
        assert refused_with(sat(client, here, empty=[item], **agreed), f"was said of: {item}")
    assert sat(client, here, **agreed).status_code == 302

    assert "The school: Call each Monday, by 2026-12-04" in shown(client, held)


@pytest.mark.requirement("COV-105")
def test_the_offence_is_explained_with_the_time_where_a_parent_is_there(browser):
    held = at("coventry")
    client = client_of(browser, held)
    here = open_one(client, held, CONTRACT)

    assert refused_with(sat(client, here), "Give the time at which this was explained: the offence")
    assert sat(client, here, explains_0="2.40pm").status_code == 302

    assert "if attendance does not improve, at 14:40" in shown(client, held)


def test_without_a_parent_nothing_was_explained(browser):
    held = at("coventry")
    client = client_of(browser, held)
    here = open_one(client, held, CONTRACT)

    assert sat(client, here, "parent_absent", away=["Parent or carer"]).status_code == 302


@pytest.mark.requirement("ESX-C-19")
def test_only_somebody_who_was_at_the_contract_meeting_is_given_something_to_do(browser):
    held, client, here = contract_meeting(browser)
    form = client.get(here).context["form"]
    [parent, lead] = form.people
    agreed = {"action": "Call each Monday", "action_by": "2026-12-04"} | answers(client, here)

    def given_to(owner, **said):
        return sat(client, here, **said, **agreed, action_owner=owner)

    assert refused_with(given_to("Somebody else"), "Choose one of those who were at")
    away = given_to(lead, away=[lead], present_1="apologies", given_to_0=[parent])
    assert refused_with(away, f"{lead} was not at the Attendance contract meeting")
    assert f"Choose one of these, or agree it with them another day: {parent}." in words_of(away)
    assert given_to(parent).status_code == 302

    assert f"{parent}: Call each Monday, by 2026-12-04" in shown(client, held)
    assert Task.objects.count() == 1


@pytest.mark.requirement("ESX-C-30")
def test_the_aim_is_ticked_as_made_clear_to_the_parents_and_to_a_pupil_who_is_old_enough(browser):
    held, client, here = contract_meeting(browser)
    told = answers(client, here)

    assert refused_with(sat(client, here, **told | {"settles_0": ""}), "Answer with yes or no: the aim")
    silent = sat(client, here, **told | {"pupil_told_0": ""})
    assert refused_with(silent, "Answer with yes, no or not old enough: the same aim")
    twice = sat(client, here, **told | {"weighs_0": "yes"})
    assert refused_with(twice, "as old enough in one answer and as not old enough in another")
    assert sat(client, here, **told).status_code == 302

    page = shown(client, held)
    assert "was made clear to the parents from the start: yes" in page
    assert "the same aim was made clear to the pupil: not old enough" in page


@pytest.mark.requirement("SC-D12")
def test_old_enough_has_no_age_and_is_answered_with_yes_or_no_and_a_reason(browser):
    held, client, here = contract_meeting(browser)
    told = answers(client, here)
    label = client.get(here).context["form"].fields["weighs_0"].label
    assert label == "The pupil is old enough to understand (no age is stated)"

    for missing in ({"weighs_0": ""}, {"weighs_because_0": ""}):
        answer = sat(client, here, **told | missing)
        assert refused_with(answer, "and say what shows it: the pupil is old enough")
    old = {"weighs_0": "yes", "weighs_because_0": "She put it in her own words", "pupil_told_0": "yes"}
    assert sat(client, here, **told | old).status_code == 302

    assert "(no age is stated): yes, because She put it in her own words" in shown(client, held)


@pytest.mark.requirement("ESX-C-34")
def test_a_missed_contract_meeting_says_how_the_parents_failed_to_engage(browser):
    held, client, here = contract_meeting(browser)
    missed = {"result": "parent_absent", "no_offer_because": "They ask not to be written to"}

    assert refused_with(sat(client, here, **missed), "Write down how the parents failed to engage")
    entry = "Did not come, nor answer two calls and a visit"
    assert sat(client, here, **missed, failed_to_engage=entry).status_code == 302

    assert f"How the parents failed to engage: {entry}" in shown(client, held)


def test_parents_who_could_not_come_and_said_so_did_not_fail_to_engage(browser):
    _, client, here = contract_meeting(browser)

    kept = sat(client, here, "parent_absent_explained", no_offer_because="They choose a day themselves")

    assert kept.status_code == 302
