"""Every address, under roles that open most, some and least, and its forms sent empty: axe, and 320 pixels.

The list of addresses is the site's own. Of pages that are built alike one is looked at.
Pages of a site with nothing in it are crawled in `test_every_page_is_accessible`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import APIResponse, Browser, Page

from supportfirst.casework.store.models import Role
from tests.browser.walking import violations
from tests.integration.casework.conftest import ROOT

WORDS = re.compile(r">[^<]+<")
NAMES = re.compile(r'\s(?:href|action|id|for|name|value|aria-[a-z]+|content|data-[a-z-]+)="[^"]*"')
TO_BE_FILLED = "input[type=text], input[type=email], input[type=file], input[type=radio], select, textarea"
LOOKED_AT = (Role.ATTENDANCE_OFFICER, Role.TEACHER, Role.GOVERNOR)
ENDS_THE_WALK = frozenset({"sign-out", "totp-picture", "colours"})


@dataclass
class Walked:
    """What was looked at by one test process, so that no page is looked at twice."""

    port: int
    addresses: dict[str, str]
    sessions: dict[str, str]
    seen: set[str] = field(default_factory=set)


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("every-address")
    command = [sys.executable, "-W", "ignore", "-m", "tests.browser.every_address", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        told = server.stdout.readline()
        assert told, "the site did not start; run: python -m tests.browser.every_address FOLDER"
        yield Walked(**json.loads(told))
        server.kill()


@pytest.mark.long
@pytest.mark.parametrize("role", LOOKED_AT, ids=lambda role: role.value)
def test_every_address_that_opens_to_a_role_has_no_violation(
    chromium: Browser, walked: Walked, role: Role, record_property: Callable[[str, object], None]
):
    site = f"http://127.0.0.1:{walked.port}"
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale="en-GB")
    context.add_cookies([{"name": "sessionid", "value": walked.sessions[role.value], "url": site}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    opened, refused, answered, faults = 0, 0, 0, list[str]()
    for name, address in walked.addresses.items():
        if name in ENDS_THE_WALK:
            continue
        asked = context.request.get(f"{site}{address}")
        if not is_page(asked):
            continue
        opened, refused = opened + (asked.status < 400), refused + (asked.status >= 400)
        if asked.status >= 500:
            faults.append(f"{name}: {asked.status}")
        if not is_new(asked.text(), walked):
            continue
        page.goto(f"{site}{address}")
        faults += faults_of(page, name)
        if asked.status == 200:
            for _ in answers_to_empty_forms(page):
                answered += 1
                if is_new(page.content(), walked):
                    faults += faults_of(page, f"{name}, sent empty")
    context.close()
    record_property("looked at", f"{role.value}: {opened} opened, {refused} refused, {answered} forms empty")

    assert faults == []
    assert opened >= 2
    assert refused >= 2


def is_page(asked: APIResponse) -> bool:
    """Not a file, nor the empty answer of an address that is only posted to."""
    kept = "attachment" in asked.headers.get("content-disposition", "")
    return bool(asked.body()) and not kept and "text/html" in asked.headers.get("content-type", "")


def is_new(content: str, walked: Walked) -> bool:
    """Whether no page built alike was looked at; other words in the same build say nothing new to axe."""
    build = NAMES.sub("", WORDS.sub("><", content))
    if build in walked.seen:
        return False
    walked.seen.add(build)
    return True


def faults_of(page: Page, name: str) -> list[str]:
    found = [f"{name}: {each}" for each in violations(page)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        found.append(f"{name}: {width} pixels wide on a screen of 320")
    return found


def answers_to_empty_forms(page: Page) -> Iterator[None]:
    """The page that answers each form that asks for something and is given nothing."""
    address = page.url
    forms = page.locator("main form[method=post]").count()
    for number in range(forms):
        if number:
            page.goto(address)
        form = page.locator("main form[method=post]").nth(number)
        if not form.locator(TO_BE_FILLED).count():
            continue
        for box in form.locator("input[type=text], input[type=email], textarea").all():
            if box.is_visible():
                box.fill("")
        button = form.locator("button").first
        if button.count() and button.is_visible():
            button.click()
            yield
