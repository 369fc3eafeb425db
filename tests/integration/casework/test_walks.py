"""What people do with the site, in a real browser: a morning, a register, a row explained."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import sign_in, violations, width_of

COUNTS_CLICKS = (
    "document.addEventListener('click', () => "
    "sessionStorage.setItem('clicks', 1 + Number(sessionStorage.getItem('clicks'))), true)"
)


def test_a_newcomer_reaches_an_explained_row_in_five_clicks(page: Page, site: str):
    page.context.add_init_script(COUNTS_CLICKS)
    sign_in(page, site, "Attendance officer")
    page.get_by_role("link", name="Worklist", exact=True).click()
    page.get_by_role("link", name="What to do, explained for Ada").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")
    expect(page.locator("main")).to_contain_text("Working together to improve school attendance")
    assert 3 <= page.evaluate("Number(sessionStorage.getItem('clicks'))") <= 5
    assert violations(page) == []


def test_a_morning_from_the_list_to_a_settled_mark(page: Page, site: str):
    sign_in(page, site, "Attendance officer")
    page.locator("main").get_by_role("link", name="This morning").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("To call")
    first = page.locator("main h3 a").first
    expect(first).to_have_text("Ada Adeyemi")  # she has a social worker
    assert violations(page) == []

    page.get_by_role("link", name="Log the contact about Ada Adeyemi").click()
    assert violations(page) == []
    page.get_by_label("Spoke to somebody", exact=True).check()
    page.get_by_role("button", name="Log the contact").click()
    expect(page.locator("main")).to_contain_text("The contact about Ada Adeyemi is logged")
    expect(page.locator("main")).to_contain_text("Phone at 9:40am: reached")

    page.get_by_role("link", name="Settle the mark, or log a contact about Ada Adeyemi").click()
    expect(page.get_by_label("What reason was given, in words?")).to_be_hidden()  # until there was a talk
    page.get_by_label("Spoke to somebody", exact=True).check()
    page.get_by_label("What reason was given, in words?").fill("a fever")
    page.get_by_text("Change the mark to a code of your own choice").click()
    page.get_by_label("What should the register now say?").select_option("I")
    page.get_by_role("button", name="Log the contact").click()
    expect(page.locator("main")).to_contain_text("is logged")
    page.reload()
    expect(page.locator("main")).not_to_contain_text("Ada Adeyemi")


@pytest.mark.parametrize("width", ["page", "narrow"])
def test_a_form_with_errors_says_where_and_loses_nothing(request, site: str, width: str):
    page: Page = request.getfixturevalue(width)
    sign_in(page, site, "Attendance lead")
    page.locator("main").get_by_role("link", name="This morning").click()
    page.get_by_role("link", name="Log the contact about Ada Baker").click()
    page.get_by_text("More about this contact").click()
    page.get_by_label("What concern did you raise?").fill("a second day")
    page.get_by_role("button", name="Log the contact").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("What came of it")
    expect(page.get_by_label("What concern did you raise?")).to_have_value("a second day")
    assert width_of(page) <= page.viewport_size["width"]


def test_a_register_of_thirty_on_a_telephone_without_scripts(narrow: Page, site: str):
    """Two absences and one late, in five presses beside the three names; the box has the cursor already."""
    sign_in(narrow, site, "Teacher")
    narrow.get_by_role("link", name="Registers").click()
    row = narrow.get_by_role("row").filter(has_text="5B").filter(has_text="Morning")
    row.get_by_role("link", name="Take it").click()
    expect(narrow.locator("#exceptions")).to_be_focused()
    assert width_of(narrow) <= 320
    names = ["jones", "kaur", "lewis"]
    typed = "jones,kaur,lewis 8"

    narrow.keyboard.type(typed)
    narrow.keyboard.press("Enter")

    assert len(typed) - sum(map(len, names)) + 1 <= 6
    told = narrow.locator("main")
    expect(told).to_contain_text("Bo Lewis: L, 8 minutes")
    expect(told).to_contain_text("Bo Jones: N")
    expect(told).to_contain_text("Bo Kaur: N")
    assert width_of(narrow) <= 320
