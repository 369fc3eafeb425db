"""Any colour a school may choose is readable, and its style sheet holds nothing else."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from supportfirst.casework.web.views.colours import PAGE, colours, contrast, line_of, words_on

pytestmark = pytest.mark.urls("tests.unit.casework.web.addresses")

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06x}")


@given(COLOURS)
def test_words_can_be_read_on_any_colour(colour: str) -> None:
    assert contrast(words_on(colour), colour) >= 4.5


@given(COLOURS)
def test_a_line_in_any_colour_can_be_seen_on_the_page(colour: str) -> None:
    assert contrast(line_of(colour), PAGE) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.005)


def test_a_style_sheet_sets_three_colours_and_may_be_kept() -> None:
    answer = colours(RequestFactory().get("/"), "ffdd00")

    assert answer.content.decode() == (
        ":root{--sf-brand-colour:#ffdd00;--sf-brand-text-colour:#000000;--sf-brand-line-colour:#000000}\n"
    )
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=86400"


def test_a_colour_may_be_written_as_people_write_it() -> None:
    assert reverse("colours", args=["#6B2C91"]) == "/colours/6b2c91.css"


@pytest.mark.parametrize("text", ["red", "6b2c9", "6b2c911", "}body{"])
def test_what_is_no_colour_has_no_address(text: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("colours", args=[text])
    with pytest.raises(Resolver404):
        resolve(f"/colours/{text}.css")
