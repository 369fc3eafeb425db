"""A browser at nine on a Friday, for the pages about a child and their family."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from supportfirst.casework.web import middleware
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_registers import QUARTER_TO_NINE

THEN = QUARTER_TO_NINE + timedelta(hours=6)  # Friday, a quarter to three: of a page of the past
LATER = THEN + timedelta(hours=1)
NOW = THEN + timedelta(hours=3)


@pytest.fixture(autouse=True)
def at_nine(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: NINE)


@pytest.fixture
def friday_evening(monkeypatch, at_nine):
    """From where a page of the past is looked at."""
    monkeypatch.setattr(middleware, "now", lambda: NOW)


def words(answer) -> str:
    """The text of a page's own part, in one line."""
    text = answer.content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def shown_on(client, page: str) -> dict[str, str]:
    """The fingerprint that the page's form carries, where it edits what is there already."""
    form = getattr(client.get(page), "context", None) or {}
    return (
        {"shown": form["form"]["shown"].value()} if "form" in form and "shown" in form["form"].fields else {}
    )


class Family:
    """A school with a class and a child in it, and somebody of the office."""

    def __init__(self, role: str = "attendance_officer") -> None:
        self.school = a_school(name="Oak School")
        self.teacher = a_user("teacher", self.school)
        self.group = a_class(self.school, name="5B", teacher=self.teacher)
        self.enrolment = a_pupil(self.school, self.group, forename="Ada", surname="Quill")
        self.pupil = self.enrolment.pupil
        self.officer = a_user(role, self.school)
        self.client = demo_client(self.officer)

    def as_(self, role: str, school=None):
        return demo_client(a_user(role, school or self.school))

    def address(self, name: str = "pupil", *more) -> str:
        return reverse(name, args=[self.school.pk, self.pupil.pk, *more])

    def page(self, client=None, name: str = "pupil") -> str:
        answer = (client or self.client).get(self.address(name))
        assert answer.status_code == 200
        return words(answer)


@pytest.fixture
def family() -> Family:
    return Family()
