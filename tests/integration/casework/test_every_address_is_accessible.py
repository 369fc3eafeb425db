"""Every address x role x {empty, full, error}: nothing for axe to find, 320 pixels, all of it by keyboard.

The list of addresses is the site's own, the roles are all; links are followed to what the list does not hold.
Of answers that are built alike (`tests/browser/skeleton.py`) the broadest is looked at in the browser: its
very address, asked by the role; an answer to what was sent is handed to the browser whole.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring
from playwright.sync_api import Browser, BrowserContext, Page, Route

from supportfirst.casework.store.models import Role
from tests.browser.keyboard import missed_by_keys
from tests.browser.skeleton import skeleton
from tests.browser.states import MADE
from tests.browser.walking import violations, width_of
from tests.factories.site_openings import OPENS
from tests.integration.casework.conftest import ROOT

NARROWEST = 320
NOT_HANDED_ON = frozenset({"content-length", "set-cookie"})


@dataclass(frozen=True, slots=True)
class Walked:
    which: str
    site: str
    counts: dict[str, int]
    faults: list[str]
    kinds: list[dict[str, Any]]


@pytest.fixture(scope="module", params=list(MADE))
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder: Path = tmp_path_factory.mktemp("every-address")
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.browser.every_address",
        str(folder),
        request.param,
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        assert port, "the site did not start; run: python -m tests.browser.every_address FOLDER furnished"
        yield Walked(
            request.param, f"http://127.0.0.1:{port}", **json.loads((folder / "walk.json").read_text("utf-8"))
        )
        server.kill()


@pytest.mark.long
def test_every_address_for_every_role_has_no_violation(
    chromium: Browser, walked: Walked, record_property: Callable[[str, object], None]
):
    context = chromium.new_context(viewport={"width": NARROWEST, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults = list(walked.faults)
    for kind in walked.kinds:
        faults += opened(context, page, walked.site, kind)
        faults += [
            f"{kind['said']}: {each}" for each in (*faults_of(page), *in_need_of_scripts(kind["content"]))
        ]
    context.close()
    record_property("looked at", said_of(walked, len(faults)))

    assert faults == []
    assert sum(each["answers"] for each in walked.kinds) == pages_of(walked)
    assert min(walked.counts[f"{state} opened"] for state in states_of(walked)) >= len(OPENS)


def states_of(walked: Walked) -> list[str]:
    return sorted({each.partition(" ")[0] for each in walked.counts})


def pages_of(walked: Walked) -> int:
    return sum(times for what, times in walked.counts.items() if what.endswith((" opened", " refused")))


def said_of(walked: Walked, faults: int) -> str:
    told = ", ".join(f"{times} {what}" for what, times in sorted(walked.counts.items()))
    return (
        f"{len(OPENS)} addresses x {len(Role)} roles, {walked.which}: {told}; "
        f"{len(walked.kinds)} kinds of page of {pages_of(walked)} looked at by axe; {faults} violations"
    )


def opened(context: BrowserContext, page: Page, site: str, kind: dict[str, Any]) -> list[str]:
    """Brings the page to the browser: by its address where that is how it was got; what differs then."""
    context.clear_cookies()
    if kind["session"]:
        context.add_cookies([{"name": "sessionid", "value": kind["session"], "url": site}])
    address = f"{site}{kind['address']}"
    if not kind["opens"]:
        headers = {
            name: value for name, value in kind["headers"].items() if name.lower() not in NOT_HANDED_ON
        }

        def answers(route: Route) -> None:
            route.fulfill(status=kind["status"], headers=headers, body=kind["content"])

        page.route(address, answers)
        page.goto(address)
        page.unroute(address)
        return []
    answer = page.goto(address)
    assert answer is not None
    if skeleton(answer.text()) != kind["skeleton"]:
        return [f"{kind['said']}: the browser got another page than was walked"]
    return []


def faults_of(page: Page) -> list[str]:
    found = list(violations(page))
    width = width_of(page)
    if width > NARROWEST:
        found.append(f"{width} pixels wide on a screen of {NARROWEST}")
    return found + missed_by_keys(page)


def in_need_of_scripts(content: str) -> list[str]:
    """What does nothing without JavaScript: a form without a button, a link that leads nowhere."""
    page = document_fromstring(content)
    forms = [each for each in page.iter("form") if not each.xpath(".//button[not(@type) or @type='submit']")]
    links = [each for each in page.iter("a") if each.get("href", "") in ("", "#")]
    buttons = [each for each in page.iter("button") if next(each.iterancestors("form"), None) is None]
    return [
        f"does nothing without JavaScript: {each.tag} {dict(each.attrib)}"
        for each in (*forms, *links, *buttons)
    ]
