"""A long list is read a page at a time, and says which part of it is shown."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from supportfirst.casework.web.paging import Paged, paged


def page_of(asked: str, things: int = 312, size: int = 50) -> Paged[int]:
    return paged(RequestFactory().get(f"/alerts/{asked}"), range(1, things + 1), size=size)


def test_the_first_page_is_shown_where_none_is_asked_for():
    page = page_of("")

    assert list(page.rows) == list(range(1, 51))
    assert page.words == "Showing 1 to 50 of 312"


def test_the_last_page_shows_what_is_left():
    page = page_of("?page=7")

    assert list(page.rows) == list(range(301, 313))
    assert page.words == "Showing 301 to 312 of 312"
    assert page.links["next"] is None


@pytest.mark.parametrize(
    ("things", "pages", "words"), [(49, 1, ""), (50, 1, ""), (51, 2, "Showing 1 to 50 of 51")]
)
def test_a_list_that_fits_one_page_has_no_others(things, pages, words):
    page = page_of("", things)

    assert (page.pages, page.words) == (pages, words)
    assert bool(page.links) is (pages > 1)


def test_an_empty_list_is_one_page_of_nothing():
    page = page_of("?page=3", 0)

    assert (list(page.rows), page.words, page.links) == ([], "", {})


@pytest.mark.parametrize(
    ("asked", "number"), [("0", 1), ("-1", 1), ("x", 1), ("٣", 3), ("8", 7), ("9" * 30, 1), ("7", 7)]
)
def test_a_page_that_is_not_there_is_the_nearest_or_the_first(asked, number):
    assert page_of(f"?page={asked}").number == number


def test_links_keep_what_else_the_address_asks_for():
    links = page_of("?first-day=1&page=2&last-day=9").links

    assert links["previous"] == {"href": "?first-day=1&page=1&last-day=9"}
    assert links["next"] == {"href": "?first-day=1&page=3&last-day=9"}


def test_a_long_row_of_pages_is_shortened_to_the_ends_and_those_near():
    items = page_of("?page=4").links["items"]

    assert [each.get("number", "…") for each in items] == [1, "…", 3, 4, 5, "…", 7]
    assert [each["number"] for each in items if each.get("current")] == [4]


def test_two_lists_of_one_page_turn_by_themselves():
    request = RequestFactory().get("/patterns/?absent=2")
    absent, late = paged(request, range(60), "absent"), paged(request, range(60), "late")

    assert (absent.number, late.number) == (2, 1)
    assert late.links["next"] == {"href": "?absent=2&late=2"}
