"""An address of every page of the site, with things of Hill School in it.

What an address takes is filled in by its name (`ARGUMENTS`: `school_id`, `pupil_id`, …). Whoever adds a
page with an argument of a new name adds a line there; a page whose things must belong together has a
line of its own in `ADDRESSES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.links import token_for
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.actions.keep_register_file import keep_register_file
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import (
    CalendarSpan,
    Job,
    Membership,
    NamedPerson,
    Pupil,
    Role,
    Task,
    TradedSpan,
    User,
)
from tests.factories.school_years import a_turn
from tests.factories.site import an_adult
from tests.factories.site_accounts import BEGAN, NINE, Land, create_class, create_member, create_pupil
from tests.factories.site_cases import a_message, a_plan, an_event


def _colleague(land: Land) -> User:
    return create_member(Role.TEACHER, land.hill, "Colleague")


def _membership(land: Land) -> Mapping[str, Any]:
    user = _colleague(land)
    return {"user_id": user.pk, "membership_id": Membership.objects.get(user=user).pk}


def _link(land: Land) -> Mapping[str, Any]:
    user = _colleague(land)
    return {"user_id": user.pk, "token": token_for(user, NINE)}


def _day(land: Land) -> Mapping[str, Any]:
    create_pupil(land.hill, group=create_class(land.hill))
    return {"school_id": land.hill.pk, "day": "2026-11-20"}


def _register(land: Land) -> Mapping[str, Any]:
    group = create_class(land.hill)
    return {"school_id": land.hill.pk, "group_id": group.pk, "day": "2026-11-20", "half": "morning"}


def _mark(land: Land) -> Mapping[str, Any]:
    pupil = create_pupil(land.hill).pk
    return {"school_id": land.hill.pk, "pupil_id": pupil, "day": "2026-11-20", "half": "morning"}


def _family(land: Land) -> Mapping[str, Any]:
    pupil = create_pupil(land.hill)
    return {"school_id": land.hill.pk, "pupil_id": pupil.pk, "adult_id": an_adult(pupil).pk}


def _mark_of(land: Land) -> Mapping[str, Any]:
    return {"school_id": land.hill.pk, "pupil_id": create_pupil(land.hill).pk}


def _upload(land: Land) -> UUID:
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, land.hill, "Office"), NINE)
    return keep_people_file(officer, land.hill.pk, "pupils.csv", b"upn,forename\n", None)


def _span(land: Land) -> int:
    return CalendarSpan.objects.create(
        school=land.hill, kind="term", first_day=BEGAN, last_day="2026-12-18"
    ).pk


def _role(land: Land) -> str:
    NamedPerson.objects.create(
        school=land.hill, role="senior_attendance_champion", name="Chris Champion", first_day=BEGAN
    )
    return "senior_attendance_champion"


def register_file(land: Land) -> UUID:
    """A file of registers of one mark, read and waiting to be confirmed."""
    pupil = create_pupil(land.hill)
    data = f"upn,date,session,code\n{pupil.upn},2026-11-19,AM,/\n".encode()
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, land.hill, "Office"), NINE)
    row = keep_register_file(officer, land.hill.pk, "week.csv", data, submission=uuid4())
    Worker(now=lambda: NINE).run_next()
    return row.pk


def _plan(land: Land) -> UUID:
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Office")
    return a_plan(create_pupil(land.hill).enrolments.get(), by=office).pk


def a_task(land: Land, pupil: Pupil) -> Task:
    """A task of today about a child, asked for by the office."""
    office = actor_of(create_member(Role.ATTENDANCE_OFFICER, land.hill, "Office"), NINE)
    return ask_task(office, land.hill, pupil, "parent_contact", "Ask home for the reason.", NINE.date())


def _reply(land: Land) -> Mapping[str, Any]:
    about = create_pupil(land.hill).enrolments.get()
    kept = a_message(about, direction="in", state="unmatched", reference=None, pupil=None)
    return {"school_id": land.hill.pk, "message_id": kept.pk}


ARGUMENTS: dict[str, Callable[[Land], Any]] = {
    "colour": lambda land: "1d4f6b",
    "day": lambda land: "2026-11-20",
    "file_id": register_file,
    "group_id": lambda land: create_class(land.hill).pk,
    "half": lambda land: "morning",
    "how": lambda land: "withdraw",
    "job_id": lambda land: (
        Job.objects.create(kind="nothing", school=land.hill, run_after=NINE, asked_at=NINE).pk
    ),
    "kind": lambda land: "appointment",
    "plan_id": _plan,
    "message_id": lambda land: a_message(create_pupil(land.hill).enrolments.get(), state="failed").pk,
    "pupil_id": lambda land: create_pupil(land.hill).pk,
    "role": _role,
    "school_id": lambda land: land.hill.pk,
    "task_id": lambda land: a_task(land, create_pupil(land.hill)).pk,
    "span_id": _span,
    "turn_id": lambda land: a_turn(land.hill, _colleague(land)).pk,
    "traded_id": lambda land: TradedSpan.objects.create(school=land.hill, buys=True).pk,
    "upload_id": _upload,
    "user_id": lambda land: _colleague(land).pk,
}


def a_problem(land: Land, pupil: Pupil) -> UUID:
    """What a parent told of in confidence, written down by the office."""
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Office")
    enrolment = pupil.enrolments.get()
    told = {"reporter": "The mother", "problem": "Told in confidence."}
    return an_event(enrolment, "problem_reported", by=office, restricted=True, **told).event


ADDRESSES: dict[str, Callable[[Land], Mapping[str, Any]]] = {
    "reply-match": _reply,
    "pupil-adult": _family,
    "pupil-adult-merge": _family,
    "pupil-contact": _family,
    "pupil-contact-new": _family,
    "mark": _mark,
    "register": _register,
    "register-taken": _register,
    "pupil-record": lambda land: {**_mark_of(land), "what": "discussion"},
    "problem": lambda land: {
        "school_id": land.hill.pk,
        "event_id": a_problem(land, create_pupil(land.hill)),
    },
    "registers": lambda land: {"school_id": _day(land)["school_id"]},
    "registers-of-day": _day,
    "set-password": _link,
    "user-end": _membership,
    "user-stand-in": _membership,
}


def names() -> list[str]:
    """The names of all addresses of the site. One without a name would be walked by nobody."""
    return sorted(pattern.name for pattern in _found(get_resolver().url_patterns))


def with_arguments() -> list[str]:
    """The names of those that take something."""
    return [name for name in names() if _taken_by(name)]


def _found(patterns: list[Any]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _found(pattern.url_patterns)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern


def _taken_by(name: str) -> list[str]:
    return [
        argument
        for pattern in _found(get_resolver().url_patterns)
        if pattern.name == name
        for argument in pattern.pattern.converters
    ]


def address_of(name: str, land: Land) -> str:
    """One address of that name, with things of the land in it."""
    if name in ADDRESSES:
        return reverse(name, kwargs=dict(ADDRESSES[name](land)))
    return reverse(name, kwargs={argument: ARGUMENTS[argument](land) for argument in _taken_by(name)})
