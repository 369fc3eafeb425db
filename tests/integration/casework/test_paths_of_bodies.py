"""Each body's path with a family, in a browser: from the first concern to 'improved, closed', and to
'tried, not engaged'.

Every record is written through the pages, by the names that the body gives to letters, meetings and stages.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.paths import IMPROVED, NOT_ENGAGED, PATHS, BodyPath
from tests.browser.steps import (
    arrange,
    close_as,
    fill_what_is_empty,
    press,
    record,
    send_letter,
    to_child,
    to_part,
)
from tests.browser.walking import sign_in, violations, width_of

pytestmark = pytest.mark.long
PACKS = pytest.mark.parametrize("path", PATHS, ids=[each.pack for each in PATHS])
SUPPORT = "Support: what gets in the way"
LETTERS, MEETINGS, STAGES = "Letters to the family", "Meetings: arrange one", "Where the case stands"


def log_contact(page: Page, outcome: str) -> None:
    to_part(page, "Log a contact with home")
    page.get_by_label(outcome, exact=True).check()
    press(page, "Log the contact")


def move(page: Page, title: str) -> None:
    to_part(page, STAGES)
    page.locator("main").get_by_role("link", name=title).click()
    fill_what_is_empty(page.locator("main form"))
    press(page, "Move the case")
    expect(page.locator("main")).to_contain_text("The case was moved")


def begin(page: Page, site: str, path: BodyPath, name: str, outcome: str) -> None:
    """A contact, a concern with its barrier, early help, the body's first step, and its letter."""
    page.set_default_timeout(10_000)
    sign_in(page, site, "Attendance lead")
    to_child(page, site, name)
    log_contact(page, outcome)
    to_child(page, site, name)
    to_part(page, SUPPORT)
    record(page, "A concern about engagement, or about the reason for absence")
    record(page, "A barrier to attendance")
    record(page, "Early help was considered and not thought right")  # Halton reviews nothing before
    if path.begins:
        to_child(page, site, name)
        move(page, path.begins)
    to_child(page, site, name)
    to_part(page, LETTERS)
    send_letter(page, path.letter)


@PACKS
def test_a_child_who_comes_back_is_closed_as_improved(page: Page, pack_site, path: BodyPath):
    site = pack_site(path.pack)
    begin(page, site, path, IMPROVED, "Spoke to somebody")
    to_child(page, site, IMPROVED)
    to_part(page, SUPPORT)
    record(page, "Support was offered", {"The answer": "Accepted"})
    to_child(page, site, IMPROVED)
    to_part(page, MEETINGS)
    arrange(page, path.meeting)
    close_as(page, "It was held")
    to_child(page, site, IMPROVED)
    to_part(page, SUPPORT)
    record(page, "A review of attendance and support", {"The outcome": "Improved"})
    assert violations(page) == []
    if path.ends:
        to_child(page, site, IMPROVED)
        move(page, path.ends)
        expect(page.locator("main")).to_contain_text("Now: No stage")
    to_child(page, site, IMPROVED)
    to_part(page, SUPPORT)
    record(page, "A concern is over")

    to_child(page, site, IMPROVED)
    told = page.locator("main").inner_text()
    for words in ("A concern is over", "A review of attendance and support", "A letter or notice was sent"):
        assert words in told
    assert width_of(page) <= page.viewport_size["width"]


@PACKS
def test_a_family_that_was_tried_and_did_not_engage_is_told_as_that(page: Page, pack_site, path: BodyPath):
    site = pack_site(path.pack)
    begin(page, site, path, NOT_ENGAGED, "No answer")
    to_child(page, site, NOT_ENGAGED)
    to_part(page, MEETINGS)
    arrange(page, path.meeting)
    to_part(page, "Say what became of it")
    page.get_by_label("The parent could not come, and explained", exact=True).check()
    page.get_by_role("button", name="Record it", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("not closed without the next offer")
    page.locator('[name="no_offer_because"]').fill("A home visit is made on Friday instead.")
    press(page, "Record it")
    to_child(page, site, NOT_ENGAGED)
    to_part(page, SUPPORT)
    record(page, "A review of attendance and support", {"The outcome": "Not engaging"})
    if path.goes_on:
        to_child(page, site, NOT_ENGAGED)
        move(page, path.goes_on)
        expect(page.locator("main")).to_contain_text(re.compile(r"Now: .*(Stage 2|ormal)"))

    to_child(page, site, NOT_ENGAGED)
    told = page.locator("main").inner_text()
    assert "not engaging" in told
    assert "A concern is over" not in told
    assert violations(page) == []
