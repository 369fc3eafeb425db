"""The pages: the list of what waits, one alarm with its decision, and the banner on the child's page."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, Marker, MarkerKind, Reliance, Retest, Standing
from tests.factories.site import a_school, a_user
from tests.factories.site_registers import amend, form_of, words_of
from tests.unit.casework.relied_on.conftest import AFTER, WEEK

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(hours=1)
EVENING = AFTER + timedelta(hours=2)


@pytest.fixture
def alarm(held, relied):
    relied()
    amend(held, 0, original="O", new="I", day=WEEK[3], at=LATER)
    return Retest.objects.get()


def address(held, alarm):
    return reverse("relied-on-alarm", args=[held.school.pk, alarm.pk])


def decide(client, held, alarm, decision="confirmed", because="The head has looked at it.", **more):
    sent = form_of(client.get(address(held, alarm)))
    return client.post(address(held, alarm), {**sent, "decision": decision, "because": because, **more})


def test_the_list_names_what_waits_with_what_changed_and_the_counts(held, alarm, browser):
    for here in (reverse("relied-on", args=[held.school.pk]), reverse("relied-on-all")):
        told = words_of(browser(held.officer, EVENING).get(here))

        assert "1 paper waits for a decision" in told
        assert "Ada Byron" in told
        assert "19 November 2026, morning: O became I" in told
        assert "Authorised absence 2, now 3; Unauthorised absence 4, now 3" in told


def test_an_empty_list_says_what_would_be_on_it(held, browser):
    told = words_of(browser(held.officer, EVENING).get(reverse("relied-on", args=[held.school.pk])))

    assert "Nothing waits." in told


def test_the_first_page_counts_what_waits(held, alarm, browser):
    told = words_of(browser(held.officer, EVENING).get(reverse("home")))

    assert "1 paper relied on a mark that was changed since" in told


def test_the_alarm_shows_the_session_before_and_after_who_when_and_why(held, alarm, browser):
    told = words_of(browser(held.officer, EVENING).get(address(held, alarm)))

    assert "Thursday 19 November 2026, morning O" in told
    assert "“O”, set by Tess Marlow, Class teacher on 19 November 2026" in told
    assert "“I”, set by Otis Grant, Attendance officer" in told
    assert "because: The parent telephoned." in told
    assert "Unauthorised absence 4 3 (changed)" in told
    assert "Attended 4 4" in told


def test_confirming_it_needs_a_reason_and_lets_it_be_issued_again(held, alarm, browser):
    client = browser(held.officer, EVENING)

    refused = decide(client, held, alarm, because=" ")
    assert refused.status_code == 422
    assert Reliance.objects.get().standing == Standing.WAITING
    assert decide(client, held, alarm).status_code == 302

    row, done = Reliance.objects.get(), Retest.objects.get()
    assert row.standing == Standing.STANDS
    assert (done.decision, done.decided_by, done.because) == (
        "confirmed",
        held.officer,
        "The head has looked at it.",
    )
    line = AuditEvent.objects.get(verb="decide_alarm")
    assert (line.detail["decision"], line.pupil_id) == ("confirmed", row.pupil_id)
    told = words_of(client.get(address(held, alarm)))
    assert "Confirmed by Otis Grant" in told
    assert "The head has looked at it." in told


def test_withdrawing_it_is_final_and_a_later_change_raises_nothing(held, alarm, browser):
    decide(browser(held.officer, EVENING), held, alarm, "withdrawn")

    amend(held, 0, original="O", new="I", day=WEEK[3], half=1, at=EVENING)

    assert Reliance.objects.get().standing == Standing.WITHDRAWN
    assert Retest.objects.count() == 1


def test_correcting_it_names_the_one_that_takes_its_place(held, alarm, relied, browser):
    client = browser(held.officer, EVENING)
    refused = decide(client, held, alarm, "corrected")
    assert refused.status_code == 422
    assert "If there is none yet, make it first" in words_of(refused)

    new = relied("two", known_at=EVENING, at=EVENING)
    decide(client, held, alarm, "corrected", replaced_by=str(new.pk))

    old = Reliance.objects.get(thing="one")
    assert (old.standing, old.replaced_by) == (Standing.CORRECTED, new)
    assert "In its place: Certificate of a week (two)" in words_of(client.get(address(held, alarm)))


def test_another_childs_paper_takes_no_place(held, alarm, relied, browser):
    client = browser(held.officer, EVENING)
    new = relied("two", known_at=EVENING, at=EVENING)
    Reliance.objects.filter(pk=new.pk).update(pupil=held.pupils[1].pupil)

    assert decide(client, held, alarm, "corrected", replaced_by=str(new.pk)).status_code == 422


def test_the_same_form_twice_decides_once(held, alarm, browser):
    client = browser(held.officer, EVENING)
    sent = {**form_of(client.get(address(held, alarm))), "decision": "confirmed", "because": "Looked at."}

    answers = [client.post(address(held, alarm), sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert AuditEvent.objects.filter(verb="decide_alarm").count() == 1


def test_whoever_comes_second_is_told_who_decided(held, alarm, browser):
    head = a_user("head", held.school)
    second = form_of(browser(head, EVENING).get(address(held, alarm)))
    decide(browser(held.officer, EVENING), held, alarm, "withdrawn")

    answer = browser(head, EVENING).post(
        address(held, alarm), {**second, "decision": "confirmed", "because": "It stands."}
    )

    assert answer.status_code == 422
    assert "Otis Grant decided about this" in words_of(answer)
    assert Reliance.objects.get().standing == Standing.WITHDRAWN


def test_a_form_that_did_not_show_the_last_change_decides_nothing(held, alarm, browser):
    client = browser(held.officer, EVENING)
    sent = {**form_of(client.get(address(held, alarm))), "decision": "confirmed", "because": "Looked at."}
    amend(held, 0, original="O", new="I", day=WEEK[3], half=1, at=LATER)

    answer = client.post(address(held, alarm), sent)

    assert answer.status_code == 422
    assert "More was changed while you had this page open" in words_of(answer)
    assert "19 November 2026, afternoon" in words_of(answer)
    assert Retest.objects.get().decision == ""
    again = {**form_of(answer), "decision": "confirmed", "because": "Looked at both."}
    assert client.post(address(held, alarm), again).status_code == 302


def test_a_change_after_the_decision_opens_another(held, alarm, browser):
    client = browser(held.officer, EVENING)
    decide(client, held, alarm)

    amend(held, 0, original="O", new="I", day=WEEK[3], half=1, at=EVENING)

    assert Reliance.objects.get().standing == Standing.WAITING
    second = Retest.objects.get(decision="")
    assert len(second.changes) == 1
    assert "Decided about it before" in words_of(client.get(address(held, second)))


def test_whoever_may_not_act_on_cases_reads_and_decides_nothing(held, alarm, browser):
    client = browser(a_user("senco", held.school), EVENING)

    page = client.get(address(held, alarm))
    sent = {"decision": "confirmed", "because": "No.", "shown": "1", "submission": str(uuid4())}

    assert "Keep the decision" not in words_of(page)
    assert client.post(address(held, alarm), sent).status_code == 404
    assert Retest.objects.get().decision == ""


@pytest.mark.parametrize("role", ["teacher", "governor"])
def test_whoever_may_not_see_the_list_finds_nothing(held, alarm, browser, role):
    client = browser(a_user(role, held.school), EVENING)

    assert client.get(address(held, alarm)).status_code == 404
    assert client.get(reverse("relied-on", args=[held.school.pk])).status_code == 404


def test_another_schools_head_finds_nothing(held, alarm, browser):
    client = browser(a_user("head", a_school()), EVENING)

    assert client.get(address(held, alarm)).status_code == 404
    assert "Ada Byron" not in words_of(client.get(reverse("relied-on-all")))


def test_readers_of_the_trail_are_told_who_saw_the_earlier_figure(held, relied, browser):
    senco = a_user("senco", held.school, name="Sunny Carrow")
    browser(senco, AFTER - timedelta(hours=1)).get(
        reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])
    )
    relied()
    amend(held, 0, original="O", new="I", day=WEEK[3], at=LATER)
    late = a_user("senco", held.school, name="Late Carrow")
    browser(late, EVENING).get(reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id]))
    alarm = Retest.objects.get()

    told = words_of(browser(a_user("head", held.school), EVENING).get(address(held, alarm)))

    assert "Sunny Carrow" in told
    assert "Late Carrow" not in told
    assert "Who saw the earlier figure" not in words_of(
        browser(held.officer, EVENING).get(address(held, alarm))
    )


def test_the_childs_page_bears_a_banner_while_it_waits(held, alarm, browser):
    client = browser(held.officer, EVENING)
    page = reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])

    assert "A mark of this child was changed after it had been told" in words_of(client.get(page))
    decide(client, held, alarm)
    assert "A mark of this child was changed after it had been told" not in words_of(client.get(page))


def test_that_a_child_has_died_is_said_before_anything_is_sent(held, alarm, browser):
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=WEEK[0])

    client = browser(held.officer, EVENING)

    assert "This child has died" in words_of(client.get(address(held, alarm)))
    assert "has died" in words_of(client.get(reverse("relied-on-all")))


def test_of_a_child_who_has_left_it_can_still_be_decided(held, alarm, browser):
    stay = held.pupils[0]
    stay.last_day = WEEK[4] - timedelta(days=0)
    stay.save()
    client = browser(held.officer, EVENING + timedelta(days=3))

    assert decide(client, held, alarm).status_code == 302
    assert Reliance.objects.get().standing == Standing.STANDS
