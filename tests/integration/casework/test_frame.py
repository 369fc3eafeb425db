"""The menu and the box for finding a child at the top of each page, as a browser shows them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.keyboard import missed_by_keys
from tests.browser.walking import sign_in, violations, width_of

PLACES = ("Home", "This morning", "Registers", "Worklist", "Messages", "Tasks")


def test_on_a_telephone_the_menu_is_folded_and_opens_without_a_script(narrow: Page, site: str):
    sign_in(narrow, site, "Attendance officer")
    menu = narrow.get_by_role("navigation", name="Menu")
    expect(menu.get_by_role("link")).to_have_count(0)  # of which a reader of the screen hears nothing

    menu.locator("summary").press("Enter")

    expect(menu.get_by_role("link")).to_have_text(list(PLACES))
    menu.get_by_role("link", name="Worklist").click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Worklist")
    expect(menu.get_by_role("link")).to_have_count(0)


def test_on_a_telephone_the_open_menu_has_no_violations(page: Page, site: str):
    sign_in(page, site, "Attendance officer")
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator(".sf-menu > summary").click()

    assert violations(page) == []
    assert width_of(page) == 320
    assert missed_by_keys(page) == []


def test_on_a_wide_screen_the_links_stand_in_one_line_with_nothing_to_fold(page: Page, site: str):
    sign_in(page, site, "Attendance officer")
    menu = page.get_by_role("navigation", name="Menu")

    expect(menu.get_by_role("link")).to_have_text(list(PLACES))
    expect(page.locator(".sf-menu > summary")).to_be_hidden()
    assert len({link.bounding_box()["y"] for link in menu.get_by_role("link").all()}) == 1
    assert missed_by_keys(page) == []


def test_a_child_is_found_from_any_page_by_keyboard_and_no_address_names_the_child(page: Page, site: str):
    sign_in(page, site, "Teacher")
    page.goto(f"{site}/registers/")

    page.get_by_label("Find a child", exact=True).and_(page.get_by_role("textbox")).fill("ada adeyemi")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("1 found")
    assert page.url == f"{site}/find/"
    assert violations(page) == []


def test_neither_is_printed(page: Page, site: str):
    sign_in(page, site, "Attendance officer")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Menu")).to_have_count(0)
    expect(page.locator("#find-words")).to_be_hidden()
    expect(page.get_by_text("Signed in as")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
