"""A session that has not begun has no mark: not by its register, not by a correction, not by the desk."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.actions.amend_mark import amend_mark
from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import Amendment, RegisterDocument, Source
from tests.factories.site_registers import (
    FRIDAY,
    ONE,
    QUARTER_TO_NINE,
    a_register_school,
    amend,
    form_of,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db
TEN_TO_TEN = QUARTER_TO_NINE + timedelta(minutes=65)
A_MINUTE = timedelta(minutes=1)
PM = 1


def address(held, half="afternoon"):
    return reverse("register", args=[held.school.pk, "2026-11-20", half, held.group.pk])


def mark_page(held, half="afternoon"):
    return reverse("mark", args=[held.school.pk, held.pupils[0].pupil_id, "2026-11-20", half])


def corrected(client, held, **typed):
    sent = {"original": "", "submission": str(uuid4()), "how": "code", "reason": "known before", **typed}
    return client.post(mark_page(held), sent)


def stands(held, half=PM):
    found = standing(held.school, FRIDAY, half, [held.pupils[0].pk])
    return found[held.pupils[0].pk].new if found else ""


def test_the_page_of_a_session_that_has_not_begun_says_from_when_and_shows_no_form(browser):
    held = a_register_school()

    page = browser(held.teacher, TEN_TO_TEN).get(address(held))

    told = words_of(page)
    assert "This register is not open yet: the afternoon has not begun. It opens at 1pm; come" in told
    assert "submission" not in form_of(page)
    assert "Submit the register" not in told


def test_a_form_that_is_sent_before_the_session_begins_is_refused_and_leads_nobody_off_the_list(browser):
    held = a_register_school()
    submit(held, "N", "/", "/", "/")
    client = browser(held.officer, TEN_TO_TEN)
    sent = {f"mark-{pupil.pk}": "/" for pupil in held.pupils}

    answer = client.post(address(held), {**sent, "submission": str(uuid4())})

    assert answer.status_code == 422
    told = words_of(answer)
    assert "The afternoon has not begun: its register opens at 1pm. Come back at 1pm" in told
    assert RegisterDocument.objects.count() == 1
    listed = words_of(client.get(reverse("morning", args=[held.school.pk])))
    assert "No reason known for the morning" in listed


def test_a_register_opens_in_the_minute_in_which_the_school_says_that_its_session_starts(browser):
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="the afternoon has not begun"):
        submit(held, "/", half=PM, at=ONE - timedelta(seconds=1))
    with pytest.raises(RegisterRefused, match="the morning has not begun: its register opens at 8:45am"):
        submit(held, "/", at=QUARTER_TO_NINE - A_MINUTE)

    submit(held, "/", half=PM, at=ONE)
    assert stands(held) == "/"


def test_in_summer_the_clock_on_the_wall_counts(browser):
    held = a_register_school()
    june = FRIDAY.replace(year=2027, month=6, day=11)
    held.school.calendar.create(kind="term", first_day=june, last_day=june)
    by_the_sun = ONE.replace(year=2027, month=6, day=11)

    submit(held, "/", day=june, half=PM, at=by_the_sun - timedelta(hours=1))  # 1pm in London

    assert RegisterDocument.objects.get().day == june


def test_nobody_can_tell_when_a_session_starts_that_the_school_has_not_said():
    held = a_register_school(afternoon_starts=None)

    submit(held, "/", half=PM, at=TEN_TO_TEN, source=Source.FILE)

    assert stands(held) == "/"


def test_the_desk_signs_nobody_in_for_a_session_that_has_not_begun():
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="the afternoon has not begun"):
        submit(held, "/", half=PM, at=TEN_TO_TEN, source=Source.DOOR)


def test_the_page_of_a_mark_says_that_the_session_has_not_begun_and_asks_nothing(browser):
    held = a_register_school()

    page = browser(held.officer, TEN_TO_TEN).get(mark_page(held))

    told = words_of(page)
    assert "The afternoon of 20 November 2026 has not begun: its register opens at 1pm." in told
    assert "Correct this mark" not in told


def test_a_correction_of_a_session_that_has_not_begun_is_refused(browser):
    held = a_register_school()

    answer = corrected(browser(held.officer, TEN_TO_TEN), held, new="I")

    assert answer.status_code == 422
    assert "The afternoon has not begun: its register opens at 1pm" in words_of(answer)
    assert not Amendment.objects.exists()


def test_a_mark_that_was_set_too_early_can_be_struck_out_and_not_changed(browser):
    """Such marks are in ledgers from before they were refused."""
    held = a_register_school()
    submit(held, "/", half=PM)
    client = browser(held.officer, TEN_TO_TEN)
    assert "Correct this mark" in words_of(client.get(mark_page(held)))

    changed = corrected(client, held, original="/", new="I")
    struck = corrected(client, held, original="/", how="strike")

    assert (changed.status_code, struck.status_code) == (422, 302)
    assert stands(held) == ""


def test_from_its_start_on_a_session_takes_corrections():
    held = a_register_school()

    with pytest.raises(RegisterRefused, match="has not begun"):
        amend(held, 0, original="", new="I", half=PM, at=ONE - A_MINUTE)

    amend_mark(held.acting(held.officer, ONE), held.pupils[0], FRIDAY, PM, "", "I", None, "rang", uuid4())
    assert stands(held) == "I"
