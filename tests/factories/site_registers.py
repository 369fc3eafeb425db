"""A small school whose registers tests take: Widnes Academy's times and pack, a class, its people.

school = a_register_school()
submit(school, "/", "I", half=1)         # the class's marks in order, by its teacher
amend(school, 0, original="/", new="L", minutes=5)
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpRequest, HttpResponse

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.actions.amend_mark import amend_mark
from supportfirst.casework.actions.submit_register import submit_register
from supportfirst.casework.store.models import (
    Amendment,
    ClassGroup,
    ClassTeacher,
    Enrolment,
    RegisterDocument,
    School,
    Source,
    User,
)
from tests.factories.site import a_class, a_pupil, a_school, a_user

FRIDAY = date(2026, 11, 20)
QUARTER_TO_NINE = datetime(2026, 11, 20, 8, 45, tzinfo=UTC)  # the start of the day; London is on UTC
ONE = QUARTER_TO_NINE + timedelta(hours=4, minutes=15)  # the start of the afternoon
WIDNES_TIMES = {
    "doors_open": time(8, 40),
    "day_starts": time(8, 45),
    "late_after": time(8, 55),
    "morning_closes": time(9, 30),
    "afternoon_starts": time(13, 0),
    "afternoon_closes": time(13, 40),
}
NAMES = (("Ada", "Byron"), ("Bela", "Turing"), ("Cleo", "Noether"), ("Dara", "Franklin"))


@dataclass(frozen=True, slots=True)
class RegisterSchool:
    school: School
    group: ClassGroup
    teacher: User
    officer: User
    pupils: Sequence[Enrolment]

    def acting(self, user: User | None = None, at: datetime = QUARTER_TO_NINE) -> Actor:
        return actor_of(user or self.teacher, at)


def a_register_school(*, names: Sequence[tuple[str, str]] = NAMES, **over: Any) -> RegisterSchool:
    """A class of pupils by name, its teacher, and an attendance officer."""
    school = a_school(**{"pack": "widnes-academy", **WIDNES_TIMES, **over})
    teacher = a_user("teacher", school, name="Tess Marlow", title="Class teacher")
    officer = a_user("attendance_officer", school, name="Otis Grant", title="Attendance officer")
    group = a_class(school, teacher=teacher)
    pupils = [a_pupil(school, group, forename=first, surname=last) for first, last in names]
    return RegisterSchool(school, group, teacher, officer, pupils)


def add_class(held: RegisterSchool, teacher: User | None = None, name: str = "6B") -> ClassGroup:
    """A second class of the school, with one pupil."""
    group = a_class(held.school, name=name)
    if teacher is not None:
        ClassTeacher.objects.create(group=group, user=teacher, first_day=date(2026, 9, 1))
    a_pupil(held.school, group, forename="Ezra", surname="Curie")
    return group


def submit(
    held: RegisterSchool,
    *symbols: str,
    day: date = FRIDAY,
    half: int = 0,
    minutes: Mapping[int, int] | None = None,
    submission: uuid.UUID | None = None,
    by: User | None = None,
    at: datetime | None = None,
    source: str = Source.TYPED,
) -> RegisterDocument:
    """The marks of the class's first pupils, in order; "" leaves one out. `minutes` are by place."""
    marks = {pupil.pk: symbol for pupil, symbol in zip(held.pupils, symbols, strict=False) if symbol}
    late = {held.pupils[place].pk: number for place, number in (minutes or {}).items()}
    moment = at or datetime.combine(day, (QUARTER_TO_NINE, ONE)[half].timetz())
    return submit_register(
        held.acting(by, moment),
        held.school,
        held.group,
        day,
        half,
        marks,
        late,
        submission or uuid.uuid4(),
        source,
    )


def amend(
    held: RegisterSchool,
    place: int,
    *,
    original: str,
    new: str,
    day: date = FRIDAY,
    half: int = 0,
    minutes: int | None = None,
    reason: str = "The parent telephoned.",
    submission: uuid.UUID | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> Amendment:
    actor = held.acting(by or held.officer, at or QUARTER_TO_NINE + timedelta(hours=6))
    return amend_mark(
        actor, held.pupils[place], day, half, original, new, minutes, reason, submission or uuid.uuid4()
    )


class FormReader(HTMLParser):
    """What a browser would send of the page's form: every control with a name, as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.inside = False
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        held = dict(given)
        name, value = held.get("name") or "", held.get("value") or ""
        if tag == "form" and held.get("action") is None:
            self.inside = True
        elif not self.inside:
            return
        elif tag == "select":
            self.select = name
            self.sent[name] = ""
        elif tag == "option" and "selected" in held:
            self.sent[self.select] = value
        elif tag == "textarea" and name:
            self.area, self.sent[name] = name, ""
        elif tag == "input" and name and (held.get("type") != "radio" or "checked" in held):
            self.sent[name] = value

    def handle_data(self, data: str) -> None:
        if self.area:  # a browser leaves out the line break that opens it
            self.sent[self.area] += data.removeprefix("\r").removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = ""


def form_of(response: Any) -> dict[str, str]:
    """What the form of a page would send if nothing was typed."""
    return FormReader(response.content.decode()).sent


def words_of(response: Any) -> str:
    """The text of a page, without markup, its spaces made single."""
    page = re.sub(r"</?(strong|span|a|b)\b[^>]*>", "", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


class ActsAtAFixedMoment:
    """Middleware for tests of pages: whoever is signed in acts at the moment of `AT`, and not now."""

    AT = QUARTER_TO_NINE

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, self.AT)  # type: ignore[attr-defined]
            request.at = self.AT  # type: ignore[attr-defined]
        response: HttpResponse = self.get_response(request)
        return response
