"""A browser, and a site of its own for each test process that walks one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.set_up import browser as installed_browser

ROOT = Path(__file__).parents[3]
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site, at twenty to ten on a Friday; see tests/browser/world.py."""
    yield from served(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def crawled_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another like it, in which every form is sent and nothing is counted on."""
    yield from served(tmp_path_factory.mktemp("crawled"))


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A school with people who sign in, and nothing else."""
    yield from served(tmp_path_factory.mktemp("empty"), "empty")


@pytest.fixture(scope="session")
def children_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Ten children in ten situations; see tests/browser/children.py."""
    yield from served(tmp_path_factory.mktemp("children"), "children")


@pytest.fixture(scope="session")
def pack_site(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], str]]:
    """`pack_site("halton")`: the address of a school that follows the pack; see tests/browser/paths.py."""
    with ExitStack() as held:
        known: dict[str, str] = {}

        def at(pack: str) -> str:
            if pack not in known:
                known[pack] = held.enter_context(
                    contextmanager(served)(tmp_path_factory.mktemp("path"), pack)
                )
            return known[pack]

        yield at


def served(folder: Path, *world: str) -> Iterator[str]:
    """On SQLite, or on the PostgreSQL server that DATABASE_URL names."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.browser.serve", str(folder), *world]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        assert port, "the small site did not start; run: python -m tests.browser.serve FOLDER"
        yield f"http://127.0.0.1:{port}"
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = installed_browser()
    assert path, "no Chromium was found; make test installs one, or name it: CHROMIUM=/path/to/chromium"
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patched:
        # While a browser is open its loop runs in this thread, and Django takes every query for an async one.
        # A process that is done with its own tests takes over those of another: of rows, too.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        opened = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def narrow(chromium: Browser) -> Iterator[Page]:
    """A telephone 320 pixels wide, without JavaScript."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, locale="en-GB", java_script_enabled=False
    )
    yield context.new_page()
    context.close()
