"""The codes that a teacher may choose on the page of a register: each with its whole meaning."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories.site_registers import a_register_school, words_of

pytestmark = pytest.mark.django_db
CUT = re.compile(r"(\.\.\.|…)$")
MOST_BYTES_A_PUPIL = 4_300  # of which the list of codes is more than half


def opened(browser, held):
    address = reverse("register", args=[held.school.pk, "2026-11-20", "morning", held.group.pk])
    return browser(held.teacher).get(address)


def options_of(page, enrolment):
    """By symbol what a pupil's list of the other codes says of it; an option ends where the next begins."""
    [listed] = re.findall(rf'<select[^>]* name="other-{enrolment.pk}">(.*?)</select>', page, re.DOTALL)
    found = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', listed)
    return {symbol: unescape(text).strip() for symbol, text in found}


def test_each_code_of_the_list_stands_there_with_its_whole_meaning(browser):
    held = a_register_school()

    options = options_of(opened(browser, held).content.decode(), held.pupils[0])

    assert options["E"] == "E suspended or excluded, with no other provision made yet"
    assert options["Q"].endswith("has not arranged the travel or access that it owes")
    assert not [text for text in options.values() if CUT.search(text)]


def test_what_each_code_means_is_written_once_for_whoever_can_not_open_a_list_so_wide(browser):
    held = a_register_school()

    page = opened(browser, held)

    told = words_of(page).split("What each code means")[1].split("Or mark them in the list")[0]
    assert "/ present L late" in told
    assert "E suspended or excluded, with no other provision made yet" in told
    assert "Y2 unable to attend: widespread disruption of travel" in told
    assert all(f" {choice.text} " in f"{told} " for choice in page.context["page"].choices)


def test_a_pupil_more_makes_the_page_little_longer(browser):
    lengths = []
    for many in (10, 20):
        held = a_register_school(names=[("Sam", f"Adeyemi-{place}") for place in range(many)])
        lengths.append(len(opened(browser, held).content))

    assert (lengths[1] - lengths[0]) / 10 <= MOST_BYTES_A_PUPIL
