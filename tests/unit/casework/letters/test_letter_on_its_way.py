"""A letter through the pages: changed within bounds, approved, withdrawn, sent; and who sees it."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.store.models import (
    AuditEvent,
    CaseEvent,
    Letter,
    LetterDelivery,
    Reliance,
)
from tests.factories.site import a_pupil, a_school, a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_letters import (
    AFTER,
    S1L1,
    a_parent,
    approved,
    draft,
    drafted,
    new_address,
    of_letter,
)
from tests.factories.site_registers import FRIDAY, amend, words_of

pytestmark = pytest.mark.django_db


def delivery(what="posted", **over):
    return {
        "submission": str(uuid.uuid4()),
        "what": what,
        "by": "Otis Grant",
        "note": "",
        "on": "2026-11-20",
        **over,
    }


# --- drafting, changing, approving -----------------------------------------------------------


def test_the_form_sent_twice_makes_its_letters_once(held):
    a_parent(held)
    submission = str(uuid.uuid4())

    for _ in range(2):
        assert draft(held, submission=submission).status_code == 302

    assert Letter.objects.count() == 1


def test_a_letter_that_is_not_due_is_offered_with_a_warning(held):
    page = words_of(demo_client(held.officer).get(new_address(held)))

    assert "not due by the policy for this child now" in page


def test_the_wording_shows_when_its_tone_was_reviewed(held):
    page = words_of(demo_client(held.officer).get(new_address(held)))

    assert "The policy lead reviewed the tone of this wording on 23 November 2026" in page


def edit_form(letter, **over):
    content = as_content(letter.composed)
    form = {"version": str(letter.version)}
    form |= {f"text_{place}": each.text for place, each in enumerate(content.blocks) if not each.fixed}
    return {**form, **over}


def test_a_paragraph_of_ones_own_stands_in_the_letter_where_it_was_put(held):
    a_parent(held)
    [letter] = drafted(held)
    own = {"own_0": "Ada told us that she likes the library.", "after_0": "days"}

    answer = demo_client(held.officer).post(of_letter("letter-edit", letter), edit_form(letter, **own))

    assert answer.status_code == 302
    letter.refresh_from_db()
    ids = [each.id for each in as_content(letter.content).blocks]
    assert ids[ids.index("days") + 1] == "own:1"
    assert letter.edited_by == held.officer


def test_a_word_that_is_not_said_is_refused_with_the_rule_the_reason_and_a_way_forward(held):
    a_parent(held)
    [letter] = drafted(held)
    own = {"own_0": "This is a case of truancy.", "after_0": "days"}

    answer = demo_client(held.officer).post(of_letter("letter-edit", letter), edit_form(letter, **own))

    told = words_of(answer)
    assert answer.status_code == 422
    assert "is not said in a letter to a family" in told
    assert "Why:" in told
    assert "What you can do: say" in told
    letter.refresh_from_db()
    assert letter.content == letter.composed


def test_what_the_policy_asks_for_can_be_neither_changed_nor_left_out(held):
    a_parent(held)
    [letter] = drafted(held)
    client = demo_client(held.officer)
    place = [each.id for each in as_content(letter.composed).blocks].index("days")

    form = words_of(client.get(of_letter("letter-edit", letter)))
    client.post(
        of_letter("letter-edit", letter),
        edit_form(letter, **{f"text_{place}": "Nothing was missed.", f"out_{place}": "on"}),
    )

    assert f"Leave out paragraph {place + 1}" not in form
    letter.refresh_from_db()
    assert "Ada missed 3 days" in str(letter.content)


def test_only_who_has_the_role_may_approve_and_their_name_stands_beneath(held):
    a_parent(held)
    office = a_user("attendance_officer", held.school, name="Otis Grant", title="Attendance officer")
    [letter] = drafted(held, by=office)

    refused = demo_client(office).post(of_letter("letter-approve", letter))
    letter.refresh_from_db()
    state = letter.state
    demo_client(held.officer).post(of_letter("letter-approve", letter))
    letter.refresh_from_db()

    assert refused.status_code == 422
    assert "This letter is sent by: Attendance lead. That is not your role at this school." in words_of(
        refused
    )
    assert state == "draft"
    assert letter.state == "approved"
    assert as_content(letter.content).signatory == ("Lea Grant", "Attendance lead", "Telephone 01632 960123")


def test_nobody_approves_what_they_did_not_read(held):
    a_parent(held)
    [letter] = drafted(held)
    seen = letter.version
    client = demo_client(held.officer)
    client.post(of_letter("letter-edit", letter), edit_form(letter, own_0="Thank you.", after_0="days"))

    answer = client.post(of_letter("letter-approve", letter), {"version": str(seen)})

    assert answer.status_code == 422
    assert "Somebody changed this letter since you opened it" in words_of(answer)


def test_a_draft_is_not_given_out_and_an_approved_letter_is_not_changed(held):
    a_parent(held)
    [letter] = drafted(held)
    client = demo_client(held.officer)

    for name in ("letter-pdf", "letter-docx"):
        assert "This letter is a draft" in words_of(client.get(of_letter(name, letter)))
    client.post(of_letter("letter-approve", letter), {"version": str(letter.version)})
    answer = client.post(of_letter("letter-edit", letter), edit_form(letter, own_0="More.", after_0="days"))

    letter.refresh_from_db()
    assert answer.status_code == 302
    assert "More." not in str(letter.content)


def test_a_withdrawn_letter_says_why_and_does_not_go_out(held):
    a_parent(held)
    [letter] = approved(held)
    client = demo_client(held.officer)

    client.post(of_letter("letter-withdraw", letter), {"because": "The family rang."})

    assert "Withdrawn: The family rang." in words_of(client.get(of_letter("letter", letter)))
    assert "This letter was withdrawn" in words_of(client.get(of_letter("letter-pdf", letter)))


# --- on its way ------------------------------------------------------------------------------


def test_a_posted_letter_is_recorded_once_for_its_addressee_with_what_the_policy_looks_for(held):
    mother = a_parent(held)
    [letter] = approved(held)
    client = demo_client(held.officer)

    for what in ("posted", "returned", "posted"):
        client.post(of_letter("letter-delivery", letter), delivery(what))

    [event] = CaseEvent.objects.filter(kind="letter_sent")
    assert event.adults == [str(mother.pk)]
    assert event.data == {
        "letter": S1L1,
        "how": "post",
        "posted_on": "2026-11-20",
        "full_address": True,
        "about_this_child": True,
    }
    letter.refresh_from_db()
    assert letter.state == "sent"
    told = [(each.what, each.by) for each in letter.deliveries.order_by("pk")]
    assert told == [("posted", "Otis Grant"), ("returned", "Otis Grant"), ("posted", "Otis Grant")]


def test_a_delivery_sent_twice_is_recorded_once(held):
    a_parent(held)
    [letter] = approved(held)
    form = delivery()

    for _ in range(2):
        demo_client(held.officer).post(of_letter("letter-delivery", letter), form)

    assert LetterDelivery.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (
            delivery("handed"),
            "send this letter in that way. Use a way that it names: post",
        ),
        (delivery("returned"), "first record that it was posted"),
        (delivery(on="2026-11-21"), "The day has not come yet"),
        (delivery(on="2026-11-19"), "The letter was not approved yet on that day"),
    ],
)
def test_what_can_not_have_happened_is_not_recorded(held, form, why):
    a_parent(held)
    [letter] = approved(held)

    answer = demo_client(held.officer).post(of_letter("letter-delivery", letter), form)

    assert answer.status_code == 422
    assert why in words_of(answer)
    assert not LetterDelivery.objects.exists()


def test_a_draft_that_was_posted_is_answered_with_the_reason(held):
    a_parent(held)
    [letter] = drafted(held)

    answer = demo_client(held.officer).post(of_letter("letter-delivery", letter), delivery())

    assert answer.status_code == 422
    assert "This letter is a draft. It goes out when it has been approved: have it" in words_of(answer)


def test_a_letter_waits_where_a_mark_behind_it_was_changed_and_goes_out_when_it_is_confirmed(held):
    a_parent(held)
    [letter] = approved(held)
    amend(held, 0, original="N", new="I", half=0, at=AFTER)
    client = demo_client(held.officer)

    answers = [client.get(of_letter(name, letter)) for name in ("letter-pdf", "letter-docx")]
    answers.append(client.post(of_letter("letter-delivery", letter), delivery()))

    assert [each.status_code for each in answers] == [422] * 3
    assert "what it relied on was changed after it was made" in words_of(answers[0])
    assert not LetterDelivery.objects.exists()
    relied = Reliance.objects.get(kind="letter", thing=str(letter.pk))
    assert relied.link == ""
    assert (relied.first_day, relied.last_day) == (letter.first_day, FRIDAY)


# --- who sees --------------------------------------------------------------------------------


def test_a_teacher_and_another_school_see_no_letter(held):
    a_parent(held)
    [letter] = approved(held)
    other = a_user("head", None, authority=held.school.authority)

    for user in (held.teacher, a_user("head", a_pupil(a_school()).school)):
        client = demo_client(user)
        for name in ("letter", "letter-pdf"):
            assert client.get(of_letter(name, letter)).status_code == 404
        assert client.get(reverse("letters", args=[held.school.pk])).status_code == 404
    assert demo_client(other).get(of_letter("letter", letter)).status_code == 200


def test_the_trail_says_who_read_drafted_approved_and_took_out_a_letter(held):
    a_parent(held)
    [letter] = approved(held)
    client = demo_client(held.officer)
    client.get(of_letter("letter", letter))
    client.get(of_letter("letter-pdf", letter))

    verbs = set(AuditEvent.objects.filter(pupil=held.pupils[0].pupil).values_list("verb", flat=True))

    assert verbs >= {"draft_letters", "approve_letter", "read_record", "export_letter"}
