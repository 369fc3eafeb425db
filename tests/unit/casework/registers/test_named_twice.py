"""A child who is named twice in the line of a register: nobody can know which of the two was meant."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import CaseEvent, RegisterDocument
from tests.factories.site_registers import FRIDAY, QUARTER_TO_NINE, a_register_school, form_of, words_of

pytestmark = pytest.mark.django_db


def sent(browser, held, typed):
    client = browser(held.teacher, QUARTER_TO_NINE)
    address = reverse("register", args=[held.school.pk, "2026-11-20", "morning", held.group.pk])
    return client.post(address, {**form_of(client.get(address)), "exceptions": typed})


@pytest.mark.parametrize(
    "typed", ["byron I (a cold), turing, byron N", "byron, ada", "ada byron L 5, turing I; byron I (a cold)"]
)
def test_a_child_who_is_named_twice_is_asked_about_and_nothing_is_lost(browser, typed):
    held = a_register_school()

    answer = sent(browser, held, typed)

    assert answer.status_code == 422
    assert "Ada Byron is named more than once: leave the one that is right" in words_of(answer)
    assert f'value="{typed}"' in answer.content.decode()
    assert 'href="#exceptions"' in answer.content.decode()
    assert not RegisterDocument.objects.exists()
    assert not CaseEvent.objects.exists()


def test_two_children_of_one_name_are_not_one(browser):
    held = a_register_school(names=[("Ada", "Hill"), ("Sam", "Hill")])

    assert sent(browser, held, "ada hill I, sam hill").status_code == 302

    stands = standing(held.school, FRIDAY, 0, [pupil.pk for pupil in held.pupils])
    assert [stands[pupil.pk].new for pupil in held.pupils] == ["I", "N"]
