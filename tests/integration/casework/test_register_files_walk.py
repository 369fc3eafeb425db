"""Somebody sends a file of registers with errors, in a real browser: told what is wrong, then taken in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import sign_in, violations, width_of
from tests.integration.casework.conftest import ROOT, served

WORK = """
import django; django.setup()
from supportfirst.casework.actions.run_jobs import KINDS, Worker
from tests.browser.serve import FRIDAY_MORNING
worker = Worker(now=lambda: FRIDAY_MORNING, kinds={**KINDS, "assess_school": lambda asked, watch: dict})
while worker.run_next() is not None: pass
"""
UPN_OF_ADA = "import django; django.setup(); from supportfirst.casework.store.models import Pupil; " + (
    "print(Pupil.objects.get(legal_surname='Green', legal_forename='Ada').upn)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def site_of_files(folder: Path) -> Iterator[str]:
    yield from served(folder)


def program(folder: Path, text: str) -> str:
    """What a program says that works on the rows of the site."""
    told = {
        "SUPPORTFIRST_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", text],
        env={**os.environ, **told},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return ran.stdout.strip()


def fits(page: Page) -> bool:
    held = page.viewport_size
    return held is not None and width_of(page) <= held["width"]


OUT_OF_SIGHT = """() => [...document.querySelectorAll("main th, main td")].filter(cell => {
    const box = cell.getBoundingClientRect()
    return box.width > 1 && (box.left < 0 || box.right > innerWidth)
}).map(cell => cell.textContent)"""


def choose(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("File of registers").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_role("button", name="Send and read").click()


@pytest.mark.parametrize("width", ["page", "narrow"])
def test_a_file_with_errors_is_told_mended_and_taken_in(
    request, site_of_files: str, folder: Path, width: str
):
    page: Page = request.getfixturevalue(width)
    day = "2026-11-18" if width == "page" else "2026-11-19"
    sign_in(page, site_of_files, "Attendance officer")
    page.get_by_role("link", name="Registers from a file").click()
    assert violations(page) == [] if width == "page" else fits(page)

    page.get_by_role("button", name="Send and read").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file")
    choose(page, "week.csv", b"%PDF-1.7 not a table")
    expect(page.get_by_role("alert")).to_contain_text("is something else")
    assert violations(page) == [] if width == "page" else fits(page)

    upn = program(folder, UPN_OF_ADA)
    rows = f"upn,date,session,code\n{upn},{day},AM,I\n{upn},{day},PM,?!\nZ999999999999,{day},AM,/\n"
    choose(page, "week.csv", rows.encode())
    expect(page.get_by_role("status")).to_contain_text("The file is being read")
    assert violations(page) == [] if width == "page" else fits(page)
    program(folder, WORK)
    page.get_by_role("button", name="Look again").click()

    told = page.locator("main")
    expect(told).to_contain_text("0 marks would be new, 1 corrected")
    expect(told.get_by_role("row").filter(has_text="?!")).to_contain_text("3")
    expect(told).to_contain_text("Not a pupil here")
    expect(told.get_by_role("row").filter(has_text="Ada Green")).to_contain_text("I (line 2)")
    assert violations(page) == [] if width == "page" else fits(page)
    assert page.evaluate(OUT_OF_SIGHT) == []  # what is wrong and what to do are read without scrolling

    page.get_by_role("button", name="Confirm and take in").click()
    program(folder, WORK)
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Registers taken in")
    expect(told).to_contain_text("0 new marks in 0 sessions, 1 corrected")
    assert violations(page) == [] if width == "page" else fits(page)
