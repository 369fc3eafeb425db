"""What is planned, where the mark is taken; reasons beside marks; and who may authorise."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import CaseEvent, RegisterDocument
from tests.factories.site import a_user
from tests.factories.site_cases import a_plan
from tests.factories.site_registers import FRIDAY, ONE, a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return a_register_school()


def head_of(held):
    return a_user("head", held.school, name="Hilda Thorne", title="Head of School")


def register(held, name="register", half="morning"):
    return reverse(name, args=[held.school.pk, "2026-11-20", half, held.group.pk])


def take(client, held, half="morning", **typed):
    page = register(held, half=half)
    return client.post(page, {**form_of(client.get(page)), **typed})


def mark_page(held, pupil=0, half="morning"):
    return reverse("mark", args=[held.school.pk, held.pupils[pupil].pupil_id, "2026-11-20", half])


def correct(client, held, pupil=0, **typed):
    sent = {**form_of(client.get(mark_page(held, pupil))), "reason": "the parent rang", **typed}
    return client.post(mark_page(held, pupil), sent)


def marks(held, half=0):
    stands = standing(held.school, FRIDAY, half, [each.pk for each in held.pupils])
    return [stands[each.pk].new if each.pk in stands else "" for each in held.pupils]


def test_one_key_gives_everybody_present_and_the_planned_their_marks(browser, held):
    a_plan(held.pupils[0], by=held.officer, last_half=0, place="Dental clinic", reason="check-up")
    a_plan(held.pupils[1], "off_site", "V", by=held.officer, first_half=1)
    client = browser(held.teacher)

    told = words_of(client.get(register(held)))
    take(client, held)

    assert (
        "Planned: M, medical or dental appointment, Dental clinic; check-up. Recorded by Otis Grant" in told
    )
    assert "Planned: V" not in told
    assert marks(held) == ["M", "/", "/", "/"]


@pytest.mark.parametrize("typed", [{"exceptions": "byron /"}, {"other": ""}])
def test_the_teacher_may_say_otherwise(browser, held, typed):
    a_plan(held.pupils[0], by=held.officer)
    if "other" in typed:
        typed = {f"other-{held.pupils[0].pk}": ""}

    take(browser(held.teacher), held, **typed)

    assert marks(held) == ["/"] * 4


def test_leave_that_nobody_has_granted_is_shown_and_not_marked(browser, held):
    a_plan(held.pupils[0], "leave", "C", by=held.officer)
    client = browser(held.teacher)

    told = words_of(client.get(register(held)))
    take(client, held)

    assert "Not authorised: choose the mark." in told
    assert marks(held)[0] == "/"


def test_leave_that_was_granted_is_marked_by_the_teacher(browser, held):
    a_plan(
        held.pupils[0],
        "leave",
        "C",
        by=held.officer,
        authorised_by=head_of(held),
        authorised_at=held.acting().at,
    )

    take(browser(held.teacher), held)

    assert marks(held)[0] == "C"


def test_leave_is_typed_by_nobody_without_the_right(browser, held):
    client = browser(held.teacher)

    answer = take(client, held, exceptions="byron C")

    assert answer.status_code == 422
    assert "“C” is an authorised absence that no reason alone is enough for" in words_of(answer)
    assert RegisterDocument.objects.count() == 0


@pytest.mark.requirement("HAL-50")
def test_education_at_a_provider_is_recorded_shown_at_the_register_and_counts(browser, held):
    a_plan(
        held.pupils[0], "provider", "B", by=held.officer, place="River Centre", last_day=date(2026, 12, 18)
    )
    client = browser(held.teacher)

    told = words_of(client.get(register(held)))
    answer = take(client, held)

    assert "Planned: B, education at another provider, River Centre" in told
    counted = words_of(client.get(answer["Location"]))
    assert "Present 3 Of those present, late 0 Approved educational activity 1 No mark 0" in counted
    assert marks(held)[0] == "B"


@pytest.mark.requirement("WID-37")
def test_a_session_marked_medical_without_evidence_is_warned_of_until_there_is_some(browser, held):
    client = browser(held.teacher)
    answer = take(client, held, exceptions="byron M, turing I")

    pages = [answer["Location"], register(held), mark_page(held)]
    for page in pages:
        assert words_of(client.get(page)).casefold().count("no evidence of the appointment is recorded") == 1
    assert "evidence" not in words_of(client.get(mark_page(held, 1)))

    a_plan(held.pupils[0], by=held.officer, last_half=0, evidence="appointment card")
    for page in pages:
        assert "no evidence" not in words_of(client.get(page)).casefold()


@pytest.mark.requirement("WID-97", "SC-F3")
def test_an_appointment_on_both_sessions_warns_and_stops_nobody(browser, held):
    client = browser(held.teacher)
    take(client, held, exceptions="byron M")
    assert "policy: whole day" not in words_of(client.get(mark_page(held))).casefold()

    answer = take(browser(held.teacher, ONE), held, half="afternoon", exceptions="byron M")

    assert (marks(held)[0], marks(held, 1)[0]) == ("M", "M")
    for page in (answer["Location"], mark_page(held), mark_page(held, half="afternoon")):
        assert "Policy: whole day not authorised; reason needed" in words_of(client.get(page))


@pytest.mark.requirement("WID-97", "SC-F3")
def test_a_plan_of_a_whole_day_for_an_appointment_warns_and_is_kept(browser, held):
    whole = a_plan(held.pupils[0], by=held.officer)
    client = browser(held.officer)

    told = words_of(client.get(reverse("plan", args=[held.school.pk, whole.pk])))

    assert "Policy: whole day not authorised; reason needed" in told


def test_where_the_pack_says_nothing_of_whole_days_nobody_is_warned(browser):
    held = a_register_school(pack="coventry")
    client = browser(held.teacher)
    take(client, held, exceptions="byron M")

    answer = take(browser(held.teacher, ONE), held, half="afternoon", exceptions="byron M")

    assert "whole day" not in words_of(client.get(answer["Location"]))


@pytest.mark.requirement("WID-53")
def test_a_reason_is_entered_with_each_absence_and_kept_in_history(browser, held):
    client = browser(held.teacher)

    take(
        client,
        held,
        exceptions="byron I (a cold, since Sunday)",
        **{f"mark-{held.pupils[1].pk}": "N", f"reason-{held.pupils[1].pk}": "grandmother says unwell"},
    )
    correct(browser(held.officer), held, 0, new="O")

    first = words_of(client.get(mark_page(held)))
    assert "a cold, since Sunday Tess Marlow, Class teacher" in first
    assert "I →became O the parent rang Otis Grant" in first
    assert "grandmother says unwell" in words_of(client.get(mark_page(held, 1)))
    assert CaseEvent.objects.filter(kind="absence_reason").count() == 2


def test_a_reason_for_a_child_who_is_marked_present_is_asked_about(browser, held):
    answer = take(browser(held.teacher), held, **{f"reason-{held.pupils[0].pk}": "a cold"})

    assert answer.status_code == 422
    assert "Ada Byron is marked present: choose the mark that goes with the reason" in words_of(answer)
    assert RegisterDocument.objects.count() == 0


@pytest.mark.requirement("WID-94")
def test_an_absence_becomes_authorised_with_permission_or_an_accepted_reason(browser, held):
    submit(held, "N", "N", "N", "N")

    refused = correct(browser(held.officer), held, 0, new="C")
    accepted = correct(browser(held.officer), held, 1, new="I", reason="the mother says a fever")
    without = correct(browser(held.officer), held, 2, new="I", reason=" ")
    permitted = correct(browser(head_of(held)), held, 0, new="C")

    assert refused.status_code == 422
    assert "ask the head, or whoever may authorise absences" in words_of(refused).replace("Ask", "ask")
    assert (accepted.status_code, permitted.status_code, without.status_code) == (302, 302, 422)
    assert marks(held) == ["C", "I", "N", "N"]
