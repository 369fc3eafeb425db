"""The words in which homes give a reason: what they propose, what they leave open, and which say nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.attendance.packs.load import pack_names
from supportfirst.casework.bridge.codes_in_force import choices_of, loaded
from supportfirst.casework.bridge.day_values import needs_permission
from supportfirst.casework.bridge.listed_reasons import (
    UNDECIDED,
    WORDS,
    ListedReason,
    Named,
    listed_reasons,
    named_in,
    undecided_words,
)
from supportfirst.casework.bridge.record_kinds import table_of
from supportfirst.casework.store.models import Amendment, CaseEvent
from tests.factories.site import a_user, an_adult
from tests.factories.site_cases import a_message
from tests.factories.site_registers import a_register_school, form_of, submit, words_of

TODAY = date(2026, 11, 20)
TWENTY_TO_TEN = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
LEAVE = "C only where leave was granted before the absence, G where it was not"


def named(text: str, body: str = "england", day: date = TODAY) -> Named:
    pack = loaded(body)
    return named_in(text, listed_reasons(pack, day), undecided_words(pack, day))


def code_of(text: str) -> str:
    reason = named(text).reason
    return "" if reason is None else reason.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fever", "I"),
        ("She has had a FEVER since last night.", "I"),
        ("temperature of 39", "I"),
        ("sick bug", "I"),
        ("sick-bug", "I"),
        ("he’s been sick twice", "I"),
        ("Isn’t well", "I"),
        ("not very well this morning", "I"),
        ("headaches", "I"),
        ("scarlet fever", "I"),
        ("Dentist", "M"),
        ("at the dentist's until 11", "M"),
        ("doctor’s appointment", "M"),
        ("doctors' appointment at ten", "M"),
        ("two hospital appointments", "M"),
        ("Eid today", "R"),
        ("religious holiday", "R"),
    ],
)
def test_what_officers_type_proposes_the_code_of_the_register(text, code):
    assert code_of(text) == code
    assert not named(text).undecided


@pytest.mark.parametrize(
    "text",
    [
        "overslept",
        "feverfew for the garden",  # whole words alone
        "temperamental",
        "counselling",
        "coldness",
        "dentistry lesson",
        "fevr",  # nothing is guessed
        "hasn't got a temperature",
        "no fever any more",
        "not been sick",
        "without a temperature",
        "a fever, then the dentist",  # two codes: nobody can tell
        "",
    ],
)
def test_other_words_denied_ones_and_two_at_once_say_nothing(text):
    assert named(text) == Named(None, {})


@pytest.mark.parametrize(
    ("text", "words", "hangs"),
    [
        ("On holiday", "holiday", LEAVE),
        ("family holidays in Spain", "holiday", LEAVE),
        ("ill on holiday", "holiday", LEAVE),
        ("grandad’s funeral", "funeral", "C only where leave is granted"),
        ("The car broke down", "car broke down", "Y1 only where transport that school or authority provides"),
        ("at the hospital", "hospital", "M for an appointment, I where the child is too ill"),
        ("sick of being laughed at", "sick of", "I where the child is not well enough, in mind as in body"),
        ("interview at the college", "interview", "J1 only where leave was granted"),
    ],
)
def test_where_the_code_hangs_on_more_than_the_words_none_is_proposed_and_it_is_said(text, words, hangs):
    found = named(text)

    assert found.reason is None
    assert [told for told, _ in found.undecided.items()] == [words]
    assert found.undecided[words].startswith(hangs)


def test_a_holiday_that_is_said_to_be_without_leave_is_the_listed_reason():
    assert code_of("holiday without leave") == "G"
    assert code_of("on holiday without leave") == "G"
    assert not named("a holiday without leave").undecided


def test_no_holiday_leaves_nothing_open():
    assert named("not on holiday") == Named(None, {})


@pytest.mark.parametrize("body", pack_names())
def test_words_point_to_listed_codes_that_an_explanation_is_enough_for(body):
    pack = loaded(body)
    words = table_of(pack, WORDS, TODAY)
    known = {choice.symbol for choice in choices_of(pack.codes, TODAY)}

    assert {each.code for each in listed_reasons(pack, TODAY)} >= set(words)
    assert set(words) <= known
    assert not [code for code in words if needs_permission(pack, code, TODAY)]
    assert named("fever", body).reason is not None
    for table in (WORDS, UNDECIDED):
        assert pack.values[table].on(TODAY).source.title


@pytest.mark.parametrize("body", pack_names())
def test_no_word_stands_for_two_things(body):
    pack = loaded(body)
    lists = [*table_of(pack, WORDS, TODAY).values(), *table_of(pack, UNDECIDED, TODAY)]
    phrases = [phrase.strip() for words in lists for phrase in words.split(",")]

    assert sorted(phrases) == sorted(set(phrases))


def test_words_of_a_code_that_two_reasons_come_to_name_neither(monkeypatch):
    monkeypatch.setattr(
        "supportfirst.casework.bridge.listed_reasons.reasons_of",
        lambda _pack, _day: {"a cold": "I", "something worse": "I"},
    )

    assert [isinstance(each, ListedReason) for each in listed_reasons(loaded("england"), TODAY)] == [True] * 2
    assert named("a temperature").reason is None


def test_before_the_codes_of_2024_nothing_is_proposed():
    assert named("fever", day=date(2024, 8, 18)) == Named(None, {})


# --- on the page ---------------------------------------------------------------------------


@pytest.fixture
def held(db):
    held = a_register_school()
    submit(held, "N", "/", "/", "/")
    an_adult(held.pupils[0], legal_forename="Mina", legal_surname="Byron")
    return held


def sent(client, held, **typed):
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    return client.post(address, {**form_of(client.get(address)), "outcome": "reached", **typed}, follow=True)


def test_typed_words_ask_once_for_the_code_and_settle_nothing_before(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    asked = sent(client, held, reason_found="Temperature since last night")

    assert asked.status_code == 422
    assert "The words name “illness”, which comes to I" in words_of(asked)
    assert not CaseEvent.objects.exists()
    assert not Amendment.objects.exists()


def test_a_holiday_is_logged_the_mark_stays_and_the_page_says_on_what_it_hangs(browser, held):
    answer = sent(browser(held.officer, TWENTY_TO_TEN), held, reason_found="We are on holiday")

    assert f"The mark is left as it is. “holiday” proposes no code: {LEAVE}" in words_of(answer)
    assert CaseEvent.objects.get().data["reason_found"] == "We are on holiday"
    assert not Amendment.objects.exists()


def test_whoever_chose_a_code_or_may_choose_none_is_told_nothing_of_it(browser, held):
    chosen = sent(browser(held.officer, TWENTY_TO_TEN), held, reason_found="On holiday", settles="G")
    other = sent(browser(a_user("pastoral", held.school), TWENTY_TO_TEN), held, reason_found="On holiday")

    assert Amendment.objects.get().new == "G"
    for answer in (chosen, other):
        assert answer.status_code == 200
        assert "proposes no code" not in words_of(answer)


def test_a_reply_that_leaves_the_code_open_says_so_beside_the_reasons(browser, held):
    reply = a_message(
        held.pupils[0],
        direction="in",
        state="matched",
        body="The car broke down",
        asked_at=TWENTY_TO_TEN,
        channel="text",
    )
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])

    page = browser(held.officer, TWENTY_TO_TEN).get(address, {"reply": str(reply.pk)})

    assert "“car broke down” proposes no code: Y1 only where transport" in words_of(page)
    assert form_of(page)["category"] == ""
