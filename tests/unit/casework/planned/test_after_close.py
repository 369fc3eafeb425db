"""The mark of who comes after the close: the pack's, or the school's own with a reason and its history."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.actions.changed_meanwhile import fingerprint
from supportfirst.casework.actions.set_after_close_mark import set_after_close_mark
from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import AuditEvent
from tests.factories.site import a_user
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, words_of

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def held():
    return a_register_school()


def address(held):
    return reverse("after-close", args=[held.school.pk])


def head_of(held):
    return a_user("head", held.school, name="Hilda Thorne", title="Head of School")


def shown_of(held):
    """The fingerprint of a form opened now."""
    held.school.refresh_from_db()
    return fingerprint({"mark": held.school.after_close_mark}, TEN, held.school.pk)


def set_mark(client, held, mark, reason="the bus company changed its times"):
    return client.post(address(held), {**form_of(client.get(address(held))), "mark": mark, "reason": reason})


def come_at_ten(client, held):
    page = reverse("door-late", args=[held.school.pk, held.pupils[0].pupil_id])
    sent = {**form_of(client.get(page)), "arrived": "9.45", "reason": "missed the bus"}
    assert client.post(page, sent).status_code == 302
    pupil = held.pupils[0].pk
    return standing(held.school, FRIDAY, 0, [pupil])[pupil].new


@pytest.mark.requirement("SC-F2")
def test_after_the_close_it_is_u_by_the_pack_until_the_school_changes_it_with_a_reason(browser, held):
    words = words_of(browser(held.officer, TEN).get(address(held)))
    assert "Who arrives later is marked U: came after the register had closed" in words
    assert "Default of the policy pack: U . The school has set nothing else." in words.replace("U.", "U .")
    assert "Nobody has changed it." in words
    assert come_at_ten(browser(held.officer, TEN), held) == "U"

    answer = set_mark(browser(head_of(held), TEN), held, "O")

    assert answer.status_code == 302
    words = words_of(browser(held.officer, TEN).get(address(held)))
    assert "Default of the policy pack: U" in words
    assert "20 November 2026, 10am U →became O the bus company changed its times Hilda Thorne" in words


def test_the_desk_writes_the_mark_that_the_school_has_set(browser, held):
    set_after_close_mark(
        held.acting(head_of(held)),
        held.school.pk,
        "O",
        "agreed by governors",
        submission=uuid4(),
        shown=shown_of(held),
    )

    client = browser(held.officer, TEN)
    page = client.get(reverse("door-late", args=[held.school.pk, held.pupils[0].pupil_id]))

    assert "when the register closes, is marked O" in words_of(page)
    assert come_at_ten(client, held) == "O"


def test_a_change_needs_a_reason(browser, held):
    answer = set_mark(browser(head_of(held), TEN), held, "O", reason=" ")

    assert answer.status_code == 422
    assert "Enter why the mark is changed" in words_of(answer)
    held.school.refresh_from_db()
    assert held.school.after_close_mark == ""


def test_the_same_form_twice_is_one_change(held):
    actor, submission = held.acting(head_of(held)), uuid4()

    for _ in range(2):
        set_after_close_mark(
            actor, held.school.pk, "O", "agreed", submission=submission, shown=shown_of(held)
        )

    assert AuditEvent.objects.filter(verb="set_after_close_mark").count() == 1


def test_the_same_mark_again_or_one_that_is_no_code_is_refused(held):
    actor = held.acting(head_of(held))

    for mark in ("", "H"):
        with pytest.raises(RegisterRefused):
            set_after_close_mark(
                actor, held.school.pk, mark, "agreed", submission=uuid4(), shown=shown_of(held)
            )


def test_who_does_not_manage_the_school_sees_it_and_changes_nothing(browser, held):
    client = browser(held.officer, TEN)

    assert "Change the mark" not in client.get(address(held)).content.decode()
    sent = {"mark": "O", "reason": "because", "submission": str(uuid4())}
    assert client.post(address(held), sent).status_code == 404
    assert browser(held.teacher, TEN).get(address(held)).status_code == 404


def test_a_mark_set_meanwhile_is_not_taken_back_unknowingly(browser, held):
    stale = form_of(browser(a_user("head", held.school), TEN).get(address(held)))
    assert set_mark(browser(head_of(held), TEN), held, "O").status_code == 302
    second = browser(a_user("head", held.school), TEN)

    answer = second.post(address(held), {**stale, "mark": "L", "reason": "by the bus"})

    assert answer.status_code == 422
    assert "was changed by Hilda Thorne, Head of School on 20 November 2026, 10am" in words_of(answer)
    held.school.refresh_from_db()
    assert held.school.after_close_mark == "O"
    assert second.post(address(held), {**form_of(answer), "reason": "by the bus"}).status_code == 302
    held.school.refresh_from_db()
    assert held.school.after_close_mark == "L"
