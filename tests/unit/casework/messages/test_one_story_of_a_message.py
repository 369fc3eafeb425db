"""What is kept and does not leave is told in one way on every page: in the sample, and on a real site."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.queries.followed_up import followed_up_on
from tests.factories.site_registers import words_of
from tests.unit.casework.messages.conftest import TWENTY_TO_TEN
from tests.unit.casework.messages.test_delivering import outside

pytestmark = pytest.mark.django_db
__all__ = ["outside"]
SAMPLE = "It would have been sent (this is a sample; nothing leaves)."


def texted_to_ada(held, work, browser):
    """The list was texted to one family; a browser for looking at what came of it."""
    client = browser(held.officer, TWENTY_TO_TEN)
    sent = {"channel": "email", "pupils": [str(held.pupils[0].pupil_id)], "submission": str(uuid4())}
    client.post(reverse("message-send", args=[held.school.pk]), sent)
    work()
    return client


def test_the_sample_tells_one_story_of_a_message_on_every_page(held, outside, work, browser):
    outside.DEMO, outside.MESSAGES_LEAVE = True, False
    client = texted_to_ada(held, work, browser)

    school = held.school.pk
    pages = {
        name: words_of(client.get(reverse(name, args=[school, *more])))
        for name, *more in (
            ("messages",),
            ("morning",),
            ("first-contact", held.pupils[0].pupil_id),
        )
    }
    for name, told in pages.items():
        assert SAMPLE in told, name
        assert "did not leave" not in told
        assert "Ring the family" not in told
        assert "Ring if it stays so" not in told
    assert "Would have been sent" in pages["messages"]
    assert "no family gets them" not in pages["messages"]
    assert "To call (2)" in pages["morning"]
    asked = words_of(client.get(reverse("message-send", args=[school]), {"channel": "email"}))
    assert "here they count as if they were" in asked
    assert "Ring instead" not in asked


def test_a_real_site_that_keeps_a_message_says_on_every_page_to_ring(held, outside, work, browser):
    outside.MESSAGES_LEAVE = False
    client = texted_to_ada(held, work, browser)

    for name in ("messages", "morning"):
        told = words_of(client.get(reverse(name, args=[held.school.pk])))
        assert "Ring the family." in told
        assert "sample" not in told


@pytest.mark.parametrize(("demo", "followed"), [(True, 1), (False, 0)])
def test_what_the_sample_keeps_follows_a_child_up_as_what_a_site_sends(
    held, outside, work, browser, demo, followed
):
    outside.DEMO, outside.MESSAGES_LEAVE = demo, False
    texted_to_ada(held, work, browser)

    children = [each.pupil_id for each in held.pupils]
    assert len(followed_up_on(held.school, children, TWENTY_TO_TEN.date())) == followed
