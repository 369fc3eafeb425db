"""A child's page in many situations: no violation, nothing wider than a telephone, a calendar to be heard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from supportfirst.casework.store.models import Role
from tests.browser.children import SCHOOL, SITUATIONS, child_id
from tests.browser.walking import sign_in, violations

PAST_DAY = "2026-11-13"
# The headings of parts of the page with nothing to be read before the next.
BARE_HEADINGS = """() => [...document.querySelectorAll("main h2")].filter(head => {
    let told = "";
    for (let each = head.nextElementSibling; each && each.tagName !== "H2"; each = each.nextElementSibling)
        told += each.innerText;
    return !told.trim();
}).map(head => head.innerText)"""


def address(site: str, name: str) -> str:
    here = f"{site}/schools/{SCHOOL}/pupils/{child_id(name)}/"
    return f"{here}as-it-stood/?on={PAST_DAY}" if name == "past" else here


def opened(page: Page, site: str, name: str, role: Role) -> None:
    sign_in(page, site, role.label)
    answer = page.goto(address(site, name))
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").inner_text() == f"{name.title()} Larkspur"


def faults_of(page: Page) -> list[str]:
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*violations(page), *([f"{page.url}: {wide} pixels too wide"] if wide > 0 else [])]


def unfolded(page: Page) -> None:
    """Everything that is folded, open: its faults count too."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize(("name", "role"), SITUATIONS.items())
def test_the_page_has_no_violation_and_fits_a_telephone(small: Page, children_site: str, name, role):
    opened(small, children_site, name, role)
    unfolded(small)

    assert faults_of(small) == []


@pytest.mark.parametrize(("name", "role"), SITUATIONS.items())
def test_wide_and_on_paper_it_has_no_violation_and_no_heading_without_words(
    page: Page, children_site: str, name, role
):
    opened(page, children_site, name, role)

    assert page.evaluate(BARE_HEADINGS) == []
    assert faults_of(page) == []
    unfolded(page)
    assert faults_of(page) == []
    page.emulate_media(media="print")
    assert faults_of(page) == []
    assert page.get_by_role("link", name=re.compile("^(Sessions behind|The reasons)")).count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_the_days_of_the_calendar_stay_in_their_column(small: Page, children_site: str, width: int):
    small.set_viewport_size({"width": width, "height": 800})
    opened(small, children_site, "severe", Role.ATTENDANCE_OFFICER)
    unfolded(small)

    heads = "[...document.querySelectorAll('.sf-month tbody th')]"
    assert small.evaluate(f"{heads}.length") > 40
    over = f"{heads}.filter(each => each.scrollWidth > each.clientWidth).map(each => each.innerText)"
    assert small.evaluate(over) == []


def test_the_bar_at_the_top_says_the_stage_and_what_holds_a_step_back(page: Page, children_site: str):
    opened(page, children_site, "persistent", Role.ATTENDANCE_OFFICER)

    bar = page.locator(".sf-identity").inner_text()

    assert "Coventry Stage 2: Early Intervention" in bar
    assert "The improvement period runs" in bar
    assert "until 11 December 2026" in bar
    assert "To lift it: " in bar
    assert "20 November 2026, 9:40am" in bar


def test_a_teacher_is_told_neither_of_home_nor_of_what_is_restricted(page: Page, children_site: str):
    opened(page, children_site, "restricted", Role.TEACHER)

    text = page.locator("main").inner_text()
    assert "Calendar of sessions" in text
    assert "Parents and carers" not in text
    assert "estricted record" not in text
    assert faults_of(page) == []


def test_the_calendar_is_read_from_the_accessibility_tree(page: Page, children_site: str):
    opened(page, children_site, "persistent", Role.ATTENDANCE_OFFICER)

    table = page.get_by_role("table", name=re.compile("^November 2026: "))
    told = table.aria_snapshot()

    assert "sessions attended" in told
    assert [each.inner_text() for each in table.get_by_role("rowheader").all()][:2] == ["2 Nov", "9 Nov"]
    heads = [
        each.aria_snapshot().removeprefix("- columnheader ")
        for each in table.get_by_role("columnheader").all()
    ]
    assert heads[:3] == ['"Week of"', '"Monday"', '"Tuesday"']
    assert heads[6:8] == ['"morning"', '"afternoon"']
    cells = re.findall(r'cell "([^"]+)"', told)
    assert "Thursday 5 November morning: I, ill, other than at an appointment" in cells
    assert "Thursday 5 November afternoon: I, ill, other than at an appointment" in cells
    assert "Monday 9 November morning: O, absent in other or unknown circumstances" in cells


def test_a_holiday_and_a_chart_are_told_in_words(page: Page, children_site: str):
    opened(page, children_site, "persistent", Role.ATTENDANCE_OFFICER)

    october = page.get_by_role("table", name=re.compile("^October 2026: ")).aria_snapshot()
    assert "Monday 26 October to Friday 30 October: outside the school’s terms" in october
    chart = page.get_by_role("img", name=re.compile("^Attendance by school week, 2026 to 2027"))
    assert chart.count() == 1


def test_on_paper_everything_that_is_folded_is_there(page: Page, children_site: str):
    opened(page, children_site, "persistent", Role.ATTENDANCE_OFFICER)
    page.emulate_media(media="print")

    folded = page.locator("details table.sf-month").first
    assert folded.is_visible()
    assert not page.locator(".sf-contents").is_visible()


@pytest.fixture
def small(chromium: Browser):
    """A telephone 320 pixels wide; axe is a script."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale="en-GB")
    yield context.new_page()
    context.close()


# Each caption of a table that scrolls by itself: how many pixels of it stand where nobody sees them.
CUT_CAPTIONS = """() => [...document.querySelectorAll(".sf-scroll caption")].flatMap(caption => {
    const words = document.createRange(), seen = caption.closest(".sf-scroll").getBoundingClientRect();
    words.selectNodeContents(caption);
    const told = words.getBoundingClientRect();
    const cut = Math.max(told.right - seen.right, seen.left - told.left);
    return told.width > 1 && cut > 0.5 ? [`${caption.innerText}: ${Math.round(cut)}`] : [];
})"""


@pytest.mark.parametrize("scrolled", [0, 1000])
def test_on_a_telephone_no_caption_of_a_wide_table_is_cut(small: Page, children_site: str, scrolled: int):
    opened(small, children_site, "full", SITUATIONS["full"])
    unfolded(small)
    small.evaluate(f"document.querySelectorAll('.sf-scroll').forEach(each => each.scrollLeft = {scrolled})")

    assert small.locator(".sf-scroll caption").count() > 0
    assert small.evaluate(CUT_CAPTIONS) == []
