"""Steps that several walks take: signing in as a role of the sample, what axe says, a page's width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()


def sign_in(page: Page, site: str, role: str) -> int:
    """To the first page as somebody of that role; the clicks that it took."""
    page.goto(site)
    page.get_by_role("link", name="Choose whom to be").click()
    page.get_by_role("button", name=role, exact=True).click()
    return 2


def violations(page: Page) -> Sequence[str]:
    """What axe finds wrong, a line each: the page, the rule, and where."""
    page.wait_for_load_state()
    found: list[dict[str, Any]] = AXE.run(page).response["violations"]
    return [f"{page.url} {each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def width_of(page: Page) -> int:
    """Pixels that the page takes. A press that leads on may answer before the next page has any content."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth"))
