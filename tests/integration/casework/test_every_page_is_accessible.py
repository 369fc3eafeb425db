"""Every kind of page that three roles reach by links, held to axe and to 320 pixels.

Every address under every role, and forms that are sent empty or wrong, are looked at in
`test_every_address_is_accessible`, which takes longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, Response

from supportfirst.casework.store.models import Role
from tests.browser.walking import sign_in, violations, width_of

RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]{4}-[0-9]{2}-[0-9]{2}")  # a day is as good as another
MOST_OF_A_KIND = 1  # of pages that differ only in whose they are
QUICK = (Role.ATTENDANCE_OFFICER, Role.TEACHER, Role.ADMINISTRATOR)


def kind_of(address: str) -> str:
    return RANDOM.sub("*", address.partition("?")[0].partition("#")[0])


def links(page: Page, site: str) -> Iterator[str]:
    for link in page.locator("a[href]").all():
        address = str(link.evaluate("each => each.href"))
        if address.startswith(site) and "/static/" not in address and not address.endswith(".csv"):
            yield address.partition("#")[0]


def faults_of(page: Page) -> list[str]:
    found = list(violations(page))
    width = width_of(page)
    if width > 320:
        found.append(f"{page.url}: {width} pixels wide on a screen of 320")
    return found


def opened(page: Page, address: str) -> Response | None:
    """The answer; None for a file that is kept and not shown."""
    try:
        return page.goto(address)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return None


def crawled(page: Page, site: str, role: str) -> tuple[int, list[str]]:
    """How many pages were looked at, and what is wrong with any of them."""
    sign_in(page, site, role)
    waiting, seen, kinds, faults = [page.url], set[str](), dict[str, int](), list[str]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in seen or kinds.get(kind, 0) >= MOST_OF_A_KIND:
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = opened(page, address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status != 200:
            faults.append(f"{address}: a link leads to an answer of {answer.status}")
        faults += faults_of(page)
        waiting += list(links(page, site))
    return len(seen), faults


@pytest.fixture
def small(chromium):
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


@pytest.mark.parametrize("role", QUICK, ids=lambda role: role.value)
def test_what_a_role_reaches_fits_a_telephone_without_violations(small: Page, crawled_site: str, role: Role):
    looked_at, faults = crawled(small, crawled_site, role.label)

    assert faults == []
    assert looked_at >= 2


@pytest.mark.parametrize("role", QUICK, ids=lambda role: role.value)
def test_the_pages_of_a_school_with_nothing_in_it_have_no_violations(
    small: Page, empty_site: str, role: Role
):
    looked_at, faults = crawled(small, empty_site, role.label)

    assert faults == []
    assert looked_at >= 2
