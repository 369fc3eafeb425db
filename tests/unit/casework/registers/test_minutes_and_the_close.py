"""One arrival has one mark, however it is typed: late until the register closes, and another mark after."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import RegisterDocument, Source
from tests.factories.site_registers import (
    FRIDAY,
    QUARTER_TO_NINE,
    a_register_school,
    amend,
    form_of,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db
THREE = QUARTER_TO_NINE.replace(hour=15, minute=0)
# 8:45am to 9:30am: the last minute of late is the forty-fifth
CLOSES = "the morning starts at 8:45am, and its register closes at 9:30am, 45 minutes later"


def sent(browser, held, **typed):
    client = browser(held.teacher, THREE)
    address = reverse("register", args=[held.school.pk, "2026-11-20", "morning", held.group.pk])
    return client.post(address, {**form_of(client.get(address)), **typed})


def stands(held):
    found = standing(held.school, FRIDAY, 0, [held.pupils[0].pk])
    return (found[held.pupils[0].pk].new, found[held.pupils[0].pk].minutes) if found else None


@pytest.mark.parametrize("typed", ["byron 9.31", "byron 46", "byron U 46", "byron u 46", "Ada 9:31am"])
def test_an_arrival_after_the_close_is_one_mark_however_it_is_typed(browser, typed):
    held = a_register_school()

    sent(browser, held, exceptions=typed)

    assert stands(held) == ("U", 46)


@pytest.mark.parametrize("typed", ["byron 9.30", "byron 45", "byron L 45"])
def test_an_arrival_before_the_close_is_one_mark_however_it_is_typed(browser, typed):
    held = a_register_school()

    sent(browser, held, exceptions=typed)

    assert stands(held) == ("L", 45)


def test_minutes_in_the_list_come_to_the_mark_of_the_close_too(browser):
    held = a_register_school()

    sent(browser, held, **{f"minutes-{held.pupils[0].pk}": "46"})

    assert stands(held) == ("U", 46)


@pytest.mark.parametrize(
    ("symbol", "minutes", "instead"),
    [("L", 46, "U"), ("L", 170, "U"), ("U", 45, "L"), ("U", 3, "L")],
)
def test_a_code_that_does_not_go_with_its_minutes_is_refused_with_the_one_that_does(
    browser, symbol, minutes, instead
):
    held = a_register_school()
    row = held.pupils[0].pk

    in_line = sent(browser, held, exceptions=f"byron {symbol} {minutes}")
    in_list = sent(browser, held, **{f"mark-{row}": symbol, f"minutes-{row}": str(minutes)})

    says = f"Ada Byron: “{symbol}” does not go with {minutes} minutes: {CLOSES}; choose {instead}, or put"
    for answer, control in ((in_line, "#exceptions"), (in_list, f"#minutes-{row}")):
        assert answer.status_code == 422
        assert says in words_of(answer)
        assert f'href="{control}"' in answer.content.decode()
    assert not RegisterDocument.objects.exists()


@pytest.mark.parametrize(("symbol", "minutes"), [("L", 46), ("U", 45)])
def test_a_register_that_is_handed_in_by_any_other_way_is_held_to_the_same(symbol, minutes):
    held = a_register_school()

    for source in (Source.TYPED, Source.DOOR):
        with pytest.raises(RegisterRefused, match="does not go with"):
            submit(held, symbol, minutes={0: minutes}, at=THREE, source=source)


@pytest.mark.parametrize(("symbol", "minutes", "instead"), [("L", 170, "U"), ("U", 20, "L")])
def test_a_correction_is_held_to_the_close(browser, symbol, minutes, instead):
    held = a_register_school()
    submit(held, "N")
    client = browser(held.officer, THREE)
    address = reverse("mark", args=[held.school.pk, held.pupils[0].pupil_id, "2026-11-20", "morning"])
    typed = {**form_of(client.get(address)), "how": "code", "new": symbol, "reason": "came in"}

    answer = client.post(address, {**typed, "minutes": str(minutes)})

    assert answer.status_code == 422
    assert f"“{symbol}” does not go with {minutes} minutes: {CLOSES}. Choose {instead}" in words_of(answer)
    assert stands(held) == ("N", 0)


def test_the_afternoon_has_a_close_of_its_own():
    held = a_register_school()  # 1pm to 1:40pm

    submit(held, "L", half=1, minutes={0: 40})
    with pytest.raises(RegisterRefused, match=r"closes at 1:40pm, 40 minutes later"):
        submit(held, "", "L", half=1, minutes={1: 41})


def test_where_the_school_has_not_said_when_it_closes_nobody_can_tell():
    held = a_register_school(morning_closes=None)

    submit(held, "L", "U", minutes={0: 170, 1: 3}, at=THREE, source=Source.DOOR)

    assert stands(held) == ("L", 170)


def test_a_school_that_gives_late_after_the_close_too_may_write_it():
    held = a_register_school(after_close_mark="L")
    submit(held, "N")

    amend(held, 0, original="N", new="L", minutes=170)

    assert stands(held) == ("L", 170)
