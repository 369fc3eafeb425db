"""Where a case stands, through its pages: moves by the pack's table, by whom, with a reason, and refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.case_moves import where_it_stands
from supportfirst.casework.store.models import CalendarSpan, CaseEvent, SpanKind, User
from tests.factories.site import a_user
from tests.factories.site_cases import an_event
from tests.factories.site_registers import a_register_school, form_of, words_of

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
OPEN_1, TO_2, END_1 = "halton.move.open_stage_1", "halton.move.stage_1_to_2", "halton.move.end_stage_1"
WHY = "He was away on six Mondays, and his mother asks for help."


@pytest.fixture
def held():
    return a_register_school(pack="halton")


@pytest.fixture
def lead(browser, held):
    return browser(a_user("attendance_lead", held.school, title="Attendance lead"), TEN)


def place(held, name, *more) -> str:
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil_id, *more])


def move(client, held, name, **typed):
    here = place(held, "pupil-move", name)
    return client.post(here, {**form_of(client.get(here)), "reason": WHY, **typed})


def shown(client, held) -> str:
    return words_of(client.get(place(held, "pupil-stages")))


def an_officer(held):
    """Of the authority, who has a second step at sign-in."""
    found = a_user("principal_officer", authority=held.school.authority, title="Principal officer")
    User.objects.filter(pk=found.pk).update(totp_secret="sealed")  # noqa: S106  (no secret)
    return found


def made():
    return CaseEvent.objects.filter(kind="stage_move")


def test_a_named_person_moves_a_case_with_a_reason_that_stands_beside_the_name(lead, held):
    assert "Now: No stage" in shown(lead, held)

    answer = move(lead, held, OPEN_1)

    assert answer.status_code == 302
    [event] = made()
    assert event.data["to"] == "halton.stage_1"
    told = shown(lead, held)
    assert "Now: Halton Stage 1" in told
    by = f"{event.recorded_by.name}, Attendance lead"
    assert f"20 November 2026: Open Halton Stage 1, by {by}. {WHY}" in told


def test_a_school_without_terms_is_told_that_nobody_can_tell_and_moves_nothing(lead, held):
    form = form_of(lead.get(place(held, "pupil-move", OPEN_1)))
    CalendarSpan.objects.filter(school=held.school, kind=SpanKind.TERM).delete()

    told = "Nobody can tell where the case stands"
    assert told in shown(lead, held)
    assert "no line of kind “term” (add the terms)" in shown(lead, held)
    assert told in words_of(lead.get(place(held, "pupil-move", OPEN_1)))
    answer = lead.post(place(held, "pupil-move", OPEN_1), {**form, "reason": WHY})
    assert answer.status_code == 422
    assert f"{told}, so nothing was moved" in words_of(answer)
    assert not made().exists()


def test_nothing_moves_without_a_reason(lead, held):
    answer = move(lead, held, OPEN_1, reason="  ")

    assert answer.status_code == 422
    assert "Say why the case moves" in words_of(answer)
    assert not made().exists()


def test_who_has_none_of_the_roles_is_told_whom_to_ask(browser, lead, held):
    move(lead, held, OPEN_1)
    pastoral = browser(a_user("pastoral", held.school), TEN)

    told = shown(pastoral, held)
    answer = move(pastoral, held, TO_2)

    assert "Move to Halton Stage 2" in told
    assert answer.status_code == 422
    assert "This move is made by: Attendance lead" in words_of(answer)
    assert "Ask one of them" in words_of(answer)
    assert made().count() == 1


@pytest.mark.parametrize("result", ["improved", "no_improvement"])
def test_what_a_move_asks_for_must_hold_and_the_refusal_names_rule_reason_and_way(lead, held, result):
    end_2 = "halton.move.end_stage_2"
    move(lead, held, OPEN_1)
    move(lead, held, TO_2)
    an_event(held.pupils[0], "review", by=held.officer, on=TEN.date(), at=TEN, outcome=result)
    told = {"channel": "phone", "outcome": "reached"}
    an_event(held.pupils[0], "contact", by=held.officer, on=TEN.date(), at=TEN, **told)

    answer = move(lead, held, end_2)

    if result == "improved":
        assert answer.status_code == 302
        assert "Now: No stage" in shown(lead, held)
        return
    told = words_of(answer)
    assert answer.status_code == 422
    assert "End Halton Stage 2" in told
    assert "What it asks for does not hold" in told
    assert "Record what is missing, or wait" in told
    assert made().count() == 2


def test_only_the_service_moves_towards_a_sanction_and_only_after_it_accepted(browser, lead, held):
    move(lead, held, OPEN_1)
    move(lead, held, TO_2)
    to_3 = "halton.move.stage_2_to_3"

    by_school = move(lead, held, to_3)
    officer = browser(an_officer(held), TEN)
    by_service = move(officer, held, to_3)

    assert by_school.status_code == by_service.status_code == 422
    assert "That is not your role" in words_of(by_school)
    assert "What it asks for does not hold" in words_of(by_service)
    assert "Towards a sanction" in shown(officer, held)
    assert made().count() == 2


def test_a_move_sent_twice_is_made_once_and_a_stale_one_not_at_all(lead, held):
    here = place(held, "pupil-move", OPEN_1)
    form = {**form_of(lead.get(here)), "reason": WHY}
    stale = {**form_of(lead.get(here)), "reason": WHY}

    answers = [lead.post(here, form) for _ in range(2)]
    late = lead.post(here, stale)

    assert [each.status_code for each in answers] == [302, 302]
    assert late.status_code == 422
    assert "The case stands elsewhere since this page was shown" in words_of(late)
    assert "Halton Stage 1" in words_of(late)
    assert made().count() == 1


def test_a_case_is_ended_and_opened_again(lead, held):
    for each in (OPEN_1, END_1, OPEN_1):
        assert move(lead, held, each).status_code == 302

    assert "Now: Halton Stage 1" in shown(lead, held)
    assert made().count() == 3


@pytest.mark.parametrize("pack", ["cambridgeshire", "coventry", "essex", "halton", "widnes-academy"])
def test_every_body_shows_its_tracks_by_their_local_titles(browser, pack):
    held = a_register_school(pack=pack)
    page = browser(a_user("attendance_lead", held.school), TEN).get(place(held, "pupil-stages"))

    tracks = page.context["page"].tracks
    assert tracks
    assert any(each.moves for each in tracks) or pack == "coventry"  # whose figures alone begin its stages
    assert all(each.stands.title in words_of(page) for each in tracks)


def test_a_child_of_another_school_is_not_there(browser, held):
    other = a_register_school(pack="halton")
    stranger = browser(a_user("attendance_lead", other.school), TEN)

    assert stranger.get(place(held, "pupil-stages")).status_code == 404
    assert stranger.post(place(held, "pupil-move", OPEN_1), {"reason": WHY}).status_code == 404


# --- Cambridgeshire's two pathways -----------------------------------------------------------

CONTRACT, NOTICE = "cambridgeshire.move.choose_contract", "cambridgeshire.move.choose_notice"


@pytest.fixture
def fens(browser):
    """A school of Cambridgeshire's pack, and its attendance lead."""
    held = a_register_school(pack="cambridgeshire")
    return held, browser(a_user("attendance_lead", held.school, title="Attendance lead"), TEN)


def moves_of(client, held):
    [pathway] = [
        each
        for each in client.get(place(held, "pupil-stages")).context["page"].tracks
        if each.stands.track == "cambridgeshire pathway"
    ]
    return pathway.stands.told, [each.move.id for each in pathway.moves]


@pytest.mark.requirement("CAM-23")
def test_one_of_two_pathways_is_chosen_and_the_page_shows_which(fens):
    held, lead = fens
    before, offered = moves_of(lead, held)

    move(lead, held, CONTRACT)
    now, after = moves_of(lead, held)

    assert (before, sorted(offered)) == ("No stage", [CONTRACT, NOTICE])
    assert "attendance contract" in now.lower()
    assert CONTRACT not in after
    assert NOTICE not in after


@pytest.mark.requirement("CAM-34")
def test_the_contract_is_chosen_while_support_is_given_time(fens):
    held, lead = fens
    an_event(
        held.pupils[0],
        "early_help_assessment",
        by=held.officer,
        on=TEN.date(),
        at=TEN,
        submitted_on="2026-11-16",
    )

    told = shown(lead, held)
    answer = move(lead, held, CONTRACT)

    assert "A hold is in force: Early help is given time" in told
    assert answer.status_code == 302
    assert "attendance contract" in moves_of(lead, held)[0].lower()


# --- work ------------------------------------------------------------------------------------


def test_a_move_that_is_made_assesses_the_child_once(lead, held, monkeypatch):
    here = place(held, "pupil-move", OPEN_1)
    form = {**form_of(lead.get(here)), "reason": WHY}
    asked = []

    def counted(*given):
        asked.append(given)
        return where_it_stands(*given)

    monkeypatch.setattr("supportfirst.casework.queries.child_stages.where_it_stands", counted)

    assert lead.post(here, form).status_code == 302
    assert len(asked) == 1
