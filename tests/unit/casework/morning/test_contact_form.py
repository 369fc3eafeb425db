"""The form of a contact: two officers at once, and the code that a reason of the policy proposes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.actions.log_first_contact import log_first_contact
from supportfirst.casework.queries.morning_page import contact_page
from supportfirst.casework.store.models import Amendment, CaseEvent, Marker, MarkerKind
from tests.factories.site import a_user, an_adult
from tests.factories.site_cases import a_message
from tests.factories.site_registers import FRIDAY, a_register_school, amend, form_of, submit, words_of

pytestmark = pytest.mark.django_db

TWENTY_TO_TEN = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
POLICY = "by Widnes Academy, Attendance Policy 2023-2024, ratified 22 November 2023, Registers"


@pytest.fixture
def held():
    """Ada has no reason; the other three of the class are present. Her mother is Mina Byron."""
    held = a_register_school()
    submit(held, "N", "/", "/", "/")
    an_adult(held.pupils[0], title="Ms", legal_forename="Mina", legal_surname="Byron")
    return held


def address_of(held, pupil=0):
    return reverse("first-contact", args=[held.school.pk, held.pupils[pupil].pupil_id])


def opened(client, held, **typed):
    """The form as it was shown, with what was typed into it: a tab that is still open."""
    return {**form_of(client.get(address_of(held))), "outcome": "reached", **typed}


def sent(client, held, typed):
    return client.post(address_of(held), typed, follow=True)


def marks():
    return list(Amendment.objects.order_by("pk").values_list("new", flat=True))


# --- a second officer ---------------------------------------------------------------------


def test_the_call_of_a_second_officer_is_kept_and_the_mark_of_the_first_left_alone(browser, held):
    first = browser(held.officer, TWENTY_TO_TEN)
    other = browser(a_user("attendance_officer", held.school, name="Pia Lund"), TWENTY_TO_TEN)
    tabs = [
        (first, opened(first, held, category="illness")),
        (other, opened(other, held, reason_found="Grandmother says at the dentist", settles="M")),
    ]

    answers = [sent(client, held, typed) for client, typed in tabs]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert CaseEvent.objects.count() == 2
    assert CaseEvent.objects.get(recorded_by__name="Pia Lund").adults == [tabs[1][1]["adult"]]
    assert marks() == ["I"]
    assert "A mark was settled meanwhile, and is left alone." in words_of(answers[1])
    assert "20 November 2026, morning: “I”, set by Otis Grant, Attendance officer" in words_of(answers[1])
    assert "meanwhile" not in words_of(answers[0])


def test_a_mark_settled_while_the_call_waits_for_its_turn_is_left_alone(held):
    officer = held.acting(held.officer, TWENTY_TO_TEN)
    page = contact_page(officer, held.school.pk, held.pupils[0].pupil_id, officer.today)
    amend(held, 0, original="N", new="M")

    log_first_contact(
        officer,
        page,
        submission=uuid4(),
        at=TWENTY_TO_TEN.time(),
        adults=[],
        data={"channel": "phone", "outcome": "reached", "reason_found": "a cold"},
        settles="I",
        sessions=[each.key for each in page.sessions],
    )

    assert CaseEvent.objects.count() == 1
    assert marks() == ["M"]


def test_of_two_sessions_the_one_that_still_waits_is_settled(browser, held):
    submit(held, "N", "/", "/", "/", day=date(2026, 11, 19))
    client = browser(held.officer, TWENTY_TO_TEN)
    typed = opened(client, held, category="illness", sessions=["2026-11-19-0", "2026-11-20-0"])
    amend(held, 0, original="N", new="O")

    told = words_of(sent(client, held, typed))

    assert sorted(Amendment.objects.values_list("day", "new")) == [(date(2026, 11, 19), "I"), (FRIDAY, "O")]
    assert "20 November 2026, morning: “O”, set by Otis Grant" in told
    assert "19 November 2026, morning: “I”" not in told


def test_a_settled_child_has_callers_still_and_the_page_says_who_settled_the_mark_and_when(browser, held):
    amend(held, 0, original="N", new="I")

    page = browser(held.officer, TWENTY_TO_TEN).get(address_of(held))

    told = words_of(page)
    assert "The register says where this child is. A contact can still be logged" in told
    assert "morning: “I”, set by Otis Grant, Attendance officer on 20 November 2026 at 2:45pm" in told
    assert "Ms Mina Byron" in told
    assert form_of(page)["adult"] == str(held.pupils[0].pupil.links.get().adult_id)


@pytest.mark.parametrize("kind", [MarkerKind.NO_CONTACT, MarkerKind.DECEASED])
def test_whom_nobody_may_call_is_offered_for_no_child_settled_or_not(browser, held, kind):
    mother = held.pupils[0].pupil.links.get().adult
    of = (
        {"adult": mother}
        if kind == MarkerKind.DECEASED
        else {"against": mother, "pupil": held.pupils[0].pupil}
    )
    Marker.objects.create(kind=kind, first_day=FRIDAY, **of)
    client = browser(held.officer, TWENTY_TO_TEN)

    for original, new in (("", ""), ("N", "I")):
        if new:
            amend(held, 0, original=original, new=new)
        told = words_of(client.get(address_of(held)))
        assert "Mina" not in told
        assert "Nobody to call is known. Ask the office for a contact." in told


def test_of_a_child_who_died_nobody_is_called(browser, held):
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=FRIDAY)

    assert "Mina" not in words_of(browser(held.officer, TWENTY_TO_TEN).get(address_of(held)))


def test_a_settled_child_is_still_said_to_be_bereaved(browser, held):
    amend(held, 0, original="N", new="I")
    Marker.objects.create(kind=MarkerKind.BEREAVED, pupil=held.pupils[0].pupil, first_day=FRIDAY)

    assert "bereaved: take care" in words_of(browser(held.officer, TWENTY_TO_TEN).get(address_of(held)))


def test_an_adult_who_may_be_called_no_longer_is_told_of_in_words_and_what_was_typed_stays(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    typed = opened(client, held, reason_found="a long story")
    an_adult(held.pupils[0], legal_forename="George", legal_surname="Byron", contact_order=2)
    mother = held.pupils[0].pupil.links.get(adult__legal_forename="Mina").adult
    Marker.objects.create(
        kind=MarkerKind.NO_CONTACT, against=mother, pupil=held.pupils[0].pupil, first_day=FRIDAY
    )

    answer = sent(client, held, typed)

    assert answer.status_code == 422
    said = words_of(answer)
    assert "What was chosen for “Whom did you try to reach?” is not offered, or no longer" in said
    assert typed["adult"] not in answer.content.decode()
    assert form_of(answer)["reason_found"] == "a long story"
    assert not CaseEvent.objects.exists()


# --- the code that a reason proposes ------------------------------------------------------


def test_a_reason_of_the_list_settles_the_mark_by_its_code_in_one_step(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    page = client.get(address_of(held))
    assert "Illness: I" in words_of(page)
    assert f"Each names the code that is proposed for it, {POLICY}." in words_of(page)

    sent(client, held, opened(client, held, category="illness", reason_found="fever"))

    [change] = Amendment.objects.all()
    assert (change.new, change.reason, change.name) == ("I", "illness: fever", "Otis Grant")
    [event] = CaseEvent.objects.all()
    assert event.data["reason_found"] == "illness: fever"


def test_without_a_reason_the_mark_stays_as_it_is(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    sent(client, held, opened(client, held))

    assert CaseEvent.objects.count() == 1
    assert marks() == []


@pytest.mark.parametrize(("settles", "become"), [("O", ["O"]), ("", [])])
def test_another_code_or_none_outweighs_the_one_that_is_proposed(browser, held, settles, become):
    client = browser(held.officer, TWENTY_TO_TEN)

    sent(client, held, opened(client, held, category="illness", settles=settles))

    assert CaseEvent.objects.count() == 1
    assert marks() == become


def test_words_that_name_a_reason_come_back_once_with_its_code_to_confirm(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    asked = sent(client, held, opened(client, held, reason_found="She is ill"))
    assert asked.status_code == 422
    assert f"The words name “illness”, which comes to I, {POLICY}." in words_of(asked)
    assert not CaseEvent.objects.exists()
    sent(client, held, form_of(asked))

    [change] = Amendment.objects.all()
    assert (change.new, change.reason) == ("I", "illness: She is ill")


def test_whoever_answers_none_of_these_is_asked_no_more(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    asked = sent(client, held, opened(client, held, reason_found="Her brother is ill"))

    answer = sent(client, held, {**form_of(asked), "category": ""})

    assert answer.status_code == 200
    assert CaseEvent.objects.count() == 1
    assert marks() == []


@pytest.mark.parametrize(
    "words",
    [
        "She is not ill",
        "He isn't really ill",
        "no longer ill",
        "slept badly",
        "ill, and religious observance",
    ],
)
def test_words_that_deny_a_reason_or_name_none_or_two_propose_no_code(browser, held, words):
    client = browser(held.officer, TWENTY_TO_TEN)

    answer = sent(client, held, opened(client, held, reason_found=words))

    assert answer.status_code == 200
    assert marks() == []


def test_a_reason_and_its_words_are_kept_whole_or_refused(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    answer = sent(client, held, opened(client, held, category="illness", reason_found="x" * 292))

    assert answer.status_code == 422
    assert "The reason must be 300 characters or less in all" in words_of(answer)


@pytest.fixture
def interviews(monkeypatch):
    """A pack that lists a reason whose code takes a permission."""
    monkeypatch.setattr(
        "supportfirst.casework.bridge.listed_reasons.reasons_of", lambda pack, day: {"interview": "J1"}
    )


@pytest.mark.usefixtures("interviews")
def test_a_code_that_takes_a_permission_is_proposed_to_nobody_without_it_who_is_told_whom_to_ask(
    browser, held
):
    client = browser(held.officer, TWENTY_TO_TEN)
    told = words_of(client.get(address_of(held)))
    who = "ask the attendance lead or senior attendance champion or head teacher to write it"
    assert f"“Interview” comes to J1, an authorised absence: {who}" in told
    assert "Interview: J1" not in told

    answer = sent(client, held, opened(client, held, category="interview"))

    assert "is logged. The mark is left as it is." in words_of(answer)
    assert who in words_of(answer)
    assert CaseEvent.objects.get().data["reason_found"] == "interview"
    assert marks() == []


@pytest.mark.usefixtures("interviews")
def test_a_code_that_takes_a_permission_is_proposed_to_whoever_may_give_it(browser, held):
    client = browser(a_user("head", held.school), TWENTY_TO_TEN)
    assert "Interview: J1" in words_of(client.get(address_of(held)))

    sent(client, held, opened(client, held, category="interview"))

    assert marks() == ["J1"]


@pytest.mark.parametrize(("words", "reason"), [("Ada is ill today", "illness"), ("Who is this?", "")])
def test_the_reply_of_a_parent_proposes_the_code_of_the_reason_that_it_names(browser, held, words, reason):
    reply = a_message(
        held.pupils[0], direction="in", state="matched", body=words, asked_at=TWENTY_TO_TEN, channel="text"
    )
    client = browser(held.officer, TWENTY_TO_TEN)

    typed = form_of(client.get(address_of(held), {"reply": str(reply.pk)}))
    assert (typed["category"], typed["reason_found"]) == (reason, words)
    assert marks() == []
    sent(client, held, typed)

    assert marks() == (["I"] if reason else [])


def test_who_may_not_correct_marks_may_choose_the_reason_and_sees_no_code(browser, held):
    client = browser(a_user("pastoral", held.school), TWENTY_TO_TEN)
    page = client.get(address_of(held))
    assert re.search(r"\bIllness\b(?!: I)", words_of(page))

    sent(client, held, opened(client, held, category="illness"))

    assert CaseEvent.objects.get().data["reason_found"] == "illness"
    assert marks() == []
