"""Nobody has arrived later than now: a register and a correction refuse it, as the desk does."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.store.models import Amendment, RegisterDocument
from tests.factories.site_registers import (
    QUARTER_TO_NINE,
    a_register_school,
    amend,
    form_of,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db
THIRTEEN_TO_TEN = QUARTER_TO_NINE.replace(hour=9, minute=47)


def sent(browser, held, day="2026-11-20", **typed):
    client = browser(held.teacher, THIRTEEN_TO_TEN)
    address = reverse("register", args=[held.school.pk, day, "morning", held.group.pk])
    return client.post(address, {**form_of(client.get(address)), **typed})


def corrected(browser, held, **typed):
    client = browser(held.officer, THIRTEEN_TO_TEN)
    address = reverse("mark", args=[held.school.pk, held.pupils[0].pupil_id, "2026-11-20", "morning"])
    return client.post(address, {**form_of(client.get(address)), "reason": "came in", **typed})


@pytest.mark.parametrize("typed", ["byron 13:00", "byron 9.48", "byron 1pm"])
def test_a_time_that_has_not_come_is_no_arrival(browser, typed):
    held = a_register_school()

    answer = sent(browser, held, exceptions=f"turing I, {typed}")

    assert answer.status_code == 422
    assert "has not come yet; give the time at which the child came" in words_of(answer)
    assert "Ada Byron: " in words_of(answer)
    assert f'value="turing I, {typed}"' in answer.content.decode()
    assert not RegisterDocument.objects.exists()


def test_this_very_minute_and_any_time_of_a_day_before_are_arrivals(browser):
    held = a_register_school()

    assert sent(browser, held, exceptions="byron 9.47").status_code == 302
    assert sent(browser, held, day="2026-11-19", exceptions="byron 11.30").status_code == 302
    assert set(RegisterDocument.objects.values_list("day", flat=True)) == {
        date(2026, 11, 19),
        date(2026, 11, 20),
    }


@pytest.mark.parametrize("typed", ["byron U 270", "byron 270"])
def test_minutes_after_the_close_that_are_not_over_are_none_either(browser, typed):
    held = a_register_school()

    answer = sent(browser, held, exceptions=typed)

    assert answer.status_code == 422
    assert "270 minutes late are not over yet: it is 9:47am" in words_of(answer)


def test_minutes_up_to_now_are_taken():
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="63 minutes late are not over yet"):
        submit(held, "U", minutes={0: 63}, at=THIRTEEN_TO_TEN)
    submit(held, "U", minutes={0: 62}, at=THIRTEEN_TO_TEN)


def test_a_correction_takes_no_arrival_that_is_to_come(browser):
    held = a_register_school()
    submit(held, "N")

    answer = corrected(browser, held, how="arrived", arrived="13:00")

    assert answer.status_code == 422
    assert "1pm has not come yet. Give the time at which the child came." in words_of(answer)
    with pytest.raises(RegisterRefused, match="not over yet"):
        amend(held, 0, original="N", new="U", minutes=270, at=THIRTEEN_TO_TEN)
    assert not Amendment.objects.exists()
