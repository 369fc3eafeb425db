"""The generated reference says what the code and the packs say now."""

from __future__ import annotations

import pytest

from samples.published_report import PAGE
from scripts.generate_reference import FOLDER, pages


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def test_every_page_is_as_it_would_be_made_now(made: dict[str, str]) -> None:
    stale = [
        name
        for name, text in made.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]

    assert stale == [], "run `make docs`"


def test_no_page_is_left_over(made: dict[str, str]) -> None:
    # the page of published figures takes minutes to make; a long test holds it current
    assert {path.name for path in FOLDER.iterdir()} - {PAGE.name} == set(made)
