"""A page for each way a request can fail: the right status, what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from lxml import html

from supportfirst.casework.web.views import errors

pytestmark = pytest.mark.urls("tests.unit.casework.web.addresses")

PAGES = [
    (errors.bad_request, 400, "This request could not be read"),
    (errors.forbidden, 403, "You do not have access to this page"),
    (errors.form_out_of_date, 403, "This form is out of date"),
    (errors.not_found, 404, "Page not found"),
    (errors.our_fault, 500, "Something went wrong on our side"),
    (errors.not_available, 503, "The service is not available just now"),
]


@pytest.mark.parametrize(("view", "status", "heading"), PAGES)
def test_an_error_says_what_happened_and_what_to_do(
    view: Callable[[HttpRequest], HttpResponse], status: int, heading: str
) -> None:
    answer = view(RequestFactory().get("/pupils/secret"))

    made = html.document_fromstring(answer.content)
    assert answer.status_code == status
    assert made.findtext(".//h1") == heading
    assert made.findtext(".//title").startswith(f"{heading} – Supportfirst")
    assert made.xpath("//main//p[text()='What you can do:']/following-sibling::*[1]/li")


@pytest.mark.parametrize(("view", "status", "heading"), PAGES)
def test_an_error_does_not_repeat_the_address(
    view: Callable[[HttpRequest], HttpResponse], status: int, heading: str
) -> None:
    assert b"secret" not in view(RequestFactory().get("/pupils/secret")).content


@pytest.mark.parametrize("view", [errors.our_fault, errors.not_available])
def test_a_fault_of_ours_asks_nothing_of_the_request(view: Callable[[HttpRequest], HttpResponse]) -> None:
    class Broken(HttpRequest):
        @property
        def user(self) -> None:
            raise RuntimeError("the database is away")

    assert view(Broken()).status_code >= 500


def test_who_finds_the_service_away_is_told_when_to_return() -> None:
    assert errors.not_available(RequestFactory().get("/"))["Retry-After"] == "120"
