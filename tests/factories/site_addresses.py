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
    AttendanceEvent,
    CalendarSpan,
    DirectoryEntry,
    Enrolment,
    Job,
    Membership,
    NamedPerson,
    PackAdoption,
    Pupil,
    Role,
    Task,
    TradedSpan,
    User,
)
from tests.factories.decision_sheets import a_decision_sheet, a_prompt
from tests.factories.reliances import an_alarm
from tests.factories.safeguarding import a_concern
from tests.factories.school_years import a_turn
from tests.factories.site import add_terms, an_adult
from tests.factories.site_accounts import BEGAN, NINE, Land, create_class, create_member, create_pupil
from tests.factories.site_agreements import an_agreement
from tests.factories.site_cases import a_message, a_plan, an_assessment, an_event
from tests.factories.site_letters import PRAISE, a_letter
from tests.factories.site_rewards import a_batch, a_reward_scheme


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


def _meeting(land: Land) -> Mapping[str, Any]:
    pupil = create_pupil(land.hill)
    said = {"meeting": "attendance_contract", "planned_on": "2026-12-01"}
    event = an_event(pupil.enrolments.get(), "meeting", by=create_member(Role.HEAD, land.hill), **said)
    return {"school_id": land.hill.pk, "pupil_id": pupil.pk, "meeting_id": event.event}


def _leave(land: Land) -> Mapping[str, Any]:
    pupil = create_pupil(land.hill)
    said = {"requested_on": "2026-11-16", "first_day": "2026-12-07", "last_day": "2026-12-11"}
    head = create_member(Role.HEAD, land.hill)
    event = an_event(pupil.enrolments.get(), "leave_request", by=head, **said)
    return {"school_id": land.hill.pk, "pupil_id": pupil.pk, "request_id": event.event}


def a_move(land: Land) -> str:
    """One that stands open for every child of the school, whose pack has a table of moves from now on."""
    PackAdoption.objects.get_or_create(school=land.hill, pack="cambridgeshire", first_day=NINE.date())
    return "cambridgeshire.move.choose_contract"


def _assessed(land: Land) -> Mapping[str, Any]:
    """A child whose figures are there to be opened."""
    enrolment = create_pupil(land.hill).enrolments.get()
    an_assessment(enrolment)
    return {"school_id": land.hill.pk, "pupil_id": enrolment.pupil_id}


def _upload(land: Land) -> UUID:
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh"), NINE)
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
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh"), NINE)
    row = keep_register_file(officer, land.hill.pk, "week.csv", data, submission=uuid4())
    Worker(now=lambda: NINE).run_next()
    return row.pk


def _plan(land: Land) -> UUID:
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh")
    return a_plan(create_pupil(land.hill).enrolments.get(), by=office).pk


def _meeting_with_time(land: Land) -> Mapping[str, Any]:
    found = _meeting(land)
    plan = {"about": str(found["meeting_id"]), "at": "14:30", "how": "in_school"}
    of = Enrolment.objects.get(pupil=found["pupil_id"])
    an_event(of, "meeting_plan", by=create_member(Role.HEAD, land.hill, "Head of hours"), more=plan)
    return found


def a_task(land: Land, pupil: Pupil) -> Task:
    """A task of today about a child, asked for by the office."""
    office = actor_of(create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh"), NINE)
    return ask_task(office, land.hill, pupil, "parent_contact", "Ask home for the reason.", NINE.date())


def _reply(land: Land) -> Mapping[str, Any]:
    about = create_pupil(land.hill).enrolments.get()
    kept = a_message(about, direction="in", state="unmatched", reference=None, pupil=None)
    return {"school_id": land.hill.pk, "message_id": kept.pk}


def _agreement(land: Land) -> UUID:
    stay = create_pupil(land.hill).enrolments.get()
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh")
    return an_agreement(stay, an_adult(stay), by=office).pk


def _batch(land: Land) -> Mapping[str, Any]:
    """A batch of one certificate of a child of Hill School."""
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh")
    pupil = create_pupil(land.hill)
    batch = a_batch(pupil.enrolments.get(), by=office)
    return {"school_id": land.hill.pk, "batch_id": batch.pk, "pupil_id": pupil.pk}


def _scheme(land: Land) -> UUID:
    """A scheme with a term in which its list is made."""
    add_terms(land.hill)
    return a_reward_scheme(land.hill, by=create_member(Role.ATTENDANCE_LEAD, land.hill, "Lead")).pk


def _alarm(land: Land) -> UUID:
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh")
    return an_alarm(create_pupil(land.hill).enrolments.get(), office)


def _letter(land: Land) -> UUID:
    """A letter that is approved, about a child of Hill School."""
    stay = create_pupil(land.hill).enrolments.get()
    lead = create_member(Role.ATTENDANCE_LEAD, land.hill, "Lead")
    approved = {"state": "approved", "approved_by": lead, "approved_at": NINE}
    return a_letter(stay, an_adult(stay), by=lead, **approved).pk


ARGUMENTS: dict[str, Callable[[Land], Any]] = {
    "batch_id": lambda land: _batch(land)["batch_id"],
    "scheme_id": _scheme,
    "agreement_id": _agreement,
    "alarm_id": _alarm,
    "check": lambda land: "closed",
    "colour": lambda land: "1d4f6b",
    "figure": lambda land: "sessions_attended",
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
    "moment": lambda land: NINE,
    "letter": lambda land: PRAISE,
    "letter_id": _letter,
    "message_id": lambda land: a_message(create_pupil(land.hill).enrolments.get(), state="failed").pk,
    "pupil_id": lambda land: create_pupil(land.hill).pk,
    "record_id": lambda land: concern_of_hill(land, create_pupil(land.hill)),
    "role": _role,
    "step": lambda land: "decide",
    "school_id": lambda land: land.hill.pk,
    "task_id": lambda land: a_task(land, create_pupil(land.hill)).pk,
    "span_id": _span,
    "turn_id": lambda land: a_turn(land.hill, _colleague(land)).pk,
    "traded_id": lambda land: TradedSpan.objects.create(school=land.hill, buys=True).pk,
    "upload_id": _upload,
    "user_id": lambda land: _colleague(land).pk,
}


def concern_of_hill(land: Land, pupil: Pupil) -> UUID:
    """A safeguarding concern about a child, raised by the office."""
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh")
    return a_concern(pupil.enrolments.get(), by=office).pk


def a_problem(land: Land, pupil: Pupil) -> UUID:
    """What a parent told of in confidence, written down by the office."""
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh")
    enrolment = pupil.enrolments.get()
    told = {"reporter": "The mother", "problem": "Told in confidence."}
    return an_event(enrolment, "problem_reported", by=office, restricted=True, **told).event


def an_entry(enrolment: Enrolment, by: User) -> UUID:
    """A call that the office wrote down."""
    return an_event(enrolment, "contact", by=by, channel="phone", outcome="no_answer").event


def _decision(land: Land) -> Mapping[str, Any]:
    """A prompt of a child of Hill School that somebody decided on."""
    enrolment = create_pupil(land.hill).enrolments.get()
    add_terms(land.hill)
    sheet = a_decision_sheet(enrolment, create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh"))
    return {"school_id": land.hill.pk, "pupil_id": enrolment.pupil_id, "sheet_id": sheet}


def _prompt(land: Land) -> Mapping[str, Any]:
    enrolment = create_pupil(land.hill).enrolments.get()
    return {
        "school_id": land.hill.pk,
        "pupil_id": enrolment.pupil_id,
        "key": a_prompt(enrolment),
    }


def _entry(land: Land) -> Mapping[str, Any]:
    enrolment = create_pupil(land.hill).enrolments.get()
    office = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Olive Marsh")
    return {
        "school_id": land.hill.pk,
        "pupil_id": enrolment.pupil_id,
        "entry_id": an_entry(enrolment, office),
    }


def _an_event_for_parents(land: Land) -> Mapping[str, Any]:
    row = AttendanceEvent.objects.create(
        submission=uuid4(),
        authority=land.hill.authority,
        school=land.hill,
        kind="other",
        topic="Breakfast together",
        happens_on=NINE.date(),
        made_by=_colleague(land),
        made_at=NINE,
    )
    row.schools.set([land.hill])
    return {"school_id": land.hill.pk, "held_event_id": row.pk}


def _of_directory(land: Land) -> Mapping[str, Any]:
    """An entry of the support directory of the hill's authority."""
    row = DirectoryEntry.objects.create(
        submission=uuid4(),
        authority=land.hill.authority,
        name=f"Young Carers {uuid4().hex}",
        offers="A group on Tuesdays.",
        reach="01632 960123",
        made_by=create_member(Role.ADMINISTRATOR, land.hill, "Ines Ohm"),
        made_at=NINE,
    )
    return {"school_id": land.hill.pk, "entry_id": row.entry}


ADDRESSES: dict[str, Callable[[Land], Mapping[str, Any]]] = {
    "reply-match": _reply,
    "reward-pdf": _batch,
    "pupil-adult": _family,
    "pupil-adult-merge": _family,
    "pupil-contact": _family,
    "pupil-figure": lambda land: {**_assessed(land), "figure": "sessions_attended"},
    "pupil-figure-then": lambda land: {**_assessed(land), "figure": "sessions_attended", "moment": NINE},
    "pupil-reasons": _assessed,
    "pupil-reasons-then": lambda land: {**_assessed(land), "moment": NINE},
    "pupil-referral": _assessed,
    "pupil-referral-then": lambda land: {**_assessed(land), "moment": NINE},
    "pupil-contact-new": _family,
    "mark": _mark,
    "register": _register,
    "register-taken": _register,
    "directory-entry": _of_directory,
    "event": _an_event_for_parents,
    "pupil-support": _mark_of,
    "pupil-support-record": lambda land: {**_mark_of(land), "record_kind": "barrier"},
    "pupil-stages": _mark_of,
    "pupil-move": lambda land: {**_mark_of(land), "move_id": a_move(land)},
    "pupil-meetings": _mark_of,
    "pupil-contracts": _mark_of,
    "pupil-contract-record": lambda land: {**_mark_of(land), "contract_kind": "attendance_contract"},
    "pupil-leave": _mark_of,
    "pupil-leave-notice": _mark_of,
    "pupil-leave-record": lambda land: {**_mark_of(land), "leave_kind": "leave_request"},
    "pupil-leave-decision": _leave,
    "meeting-new": lambda land: {**_mark_of(land), "meeting_kind": "attendance_contract"},
    "meeting": _meeting,
    "meeting-calendar": _meeting_with_time,
    "meeting-move": _meeting_with_time,
    "pupil-record": lambda land: {**_mark_of(land), "what": "discussion"},
    "problem": lambda land: {
        "school_id": land.hill.pk,
        "event_id": a_problem(land, create_pupil(land.hill)),
    },
    "registers": lambda land: {"school_id": _day(land)["school_id"]},
    "registers-of-day": _day,
    "set-password": _link,
    "letter-by-email": lambda land: {"mail_id": land.hill.pk, "token": "made-up"},
    "strike-out": _entry,
    "prompt": _prompt,
    "decision-sheet": _decision,
    "decision-sheet-file": _decision,
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
