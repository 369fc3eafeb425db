"""A school's rows as the core's values: what a command line reads from files, read from the database.

Where the core has rules for reading (a calendar's lines, an event's fields) its own reader is asked, so
that a row means what the same thing would mean in a file. With `stood` the rows are read as they stood at a
past moment (`as_they_stood.py`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from supportfirst.attendance.casefiles.history_file import ReadHistory, parse_history
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import read_calendar
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary import casework as core
from supportfirst.attendance.vocabulary import people
from supportfirst.attendance.vocabulary.spans import DateSpan
from supportfirst.casework.bridge.as_they_stood import Stood
from supportfirst.casework.bridge.confidential import confidential_adults
from supportfirst.casework.bridge.markers_held import adults_who_died
from supportfirst.casework.bridge.same_child import same_adult_as, same_child
from supportfirst.casework.store.days_held import holds_on, in_force
from supportfirst.casework.store.models import (
    CalendarSpan,
    CaseEvent,
    Enrolment,
    Link,
    NamedPerson,
    PupilFlag,
    School,
    TradedSpan,
)
from supportfirst.casework.store.models.places import TIMES

CLOSINGS = {"AM": "morning_closes", "PM": "afternoon_closes"}
ABOUT = "about"  # the field of a follow-up that names the event it is about
MEETING, MEETINGS = "meeting", "meetings"  # a kind of record and its field; the section of the catalogue


# --- calendar and school ---------------------------------------------------------------


def calendar_lines(school: School, stood: Stood | None = None) -> str:
    """The school's calendar as the lines of a `calendar/1` file."""
    spans = list(CalendarSpan.objects.filter(school=school).order_by("first_day", "pk"))
    if stood is not None:
        spans = stood.over(CalendarSpan, spans, lambda each: each.school_id == school.pk)
        spans.sort(key=lambda each: (each.first_day, each.pk))
    lines = [f"{span.kind},{span.first_day},{span.last_day}" for span in spans]
    return "\n".join(["kind,start,end", *lines]) + "\n"


def calendar_of(school: School, pack: Pack, stood: Stood | None = None) -> SchoolCalendar:
    """Raises CalendarUnusable where the terms overlap, or there are none."""
    holidays = tuple(pack.bank_holidays.items())
    return _calendar(calendar_lines(school, stood), f"calendar of {school.name}", holidays)


@lru_cache(maxsize=64)
def _calendar(lines: str, name: str, bank_holidays: tuple[tuple[date, str], ...]) -> SchoolCalendar:
    """The lines are asked for each time and read once: a page, and each child of a school, has the same."""
    return read_calendar(lines.encode(), name=name, bank_holidays=dict(bank_holidays)).calendar


def school_of(school: School, on: date, stood: Stood | None = None) -> core.School:
    named = list(NamedPerson.objects.filter(in_force(on), school=school).order_by("first_day", "pk"))
    traded = list(TradedSpan.objects.filter(school=school).order_by("first_day", "pk"))
    if stood is not None:
        school = stood.one(school)
        named = stood.over(NamedPerson, named, lambda each: holds_on(each.first_day, each.last_day, on))
        named.sort(key=lambda each: (each.first_day, each.pk))
        traded = stood.over(TradedSpan, traded, lambda each: each.school_id == school.pk)
        traded.sort(key=lambda each: (each.first_day or date.min, each.pk))
    times = {name: _clock(getattr(school, name)) for name in TIMES if getattr(school, name)}
    return core.School(
        urn=school.urn,
        name=school.name,
        type=" ".join(school.type.lower().split()),
        phase=" ".join(school.phase.lower().split()),
        times=times,
        register_closes={half: times[name] for half, name in CLOSINGS.items() if name in times},
        attendance_target=None if school.attendance_target is None else float(school.attendance_target),
        traded=tuple(_traded(each) for each in traded) or None,
        roles={each.role: each.name for each in named},
    )


def _traded(row: TradedSpan) -> core.TradedSpan:
    return core.TradedSpan(DateSpan(row.first_day or date.min, row.last_day), row.buys)


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


# --- pupils ----------------------------------------------------------------------------


def enrolments_on(school: School, on: date) -> QuerySet[Enrolment]:
    """Who is on the roll of a school on a day."""
    return Enrolment.objects.filter(in_force(on), school=school)


def spells_of(
    school: School, pupils: Collection[Any] | None = None, stood: Stood | None = None
) -> list[Enrolment]:
    """Every stay at a school, of these pupils (their ids) or of all, oldest first."""
    found = Enrolment.objects.filter(school=school)
    if pupils is not None:
        found = found.filter(pupil__in=pupils)
    stays = list(found.select_related("pupil", "group").order_by("pupil__upn", "first_day", "pk"))
    return stays if stood is None else stays_as_stood(stays, stood)


def stays_as_stood(stays: Iterable[Enrolment], stood: Stood) -> list[Enrolment]:
    """Those that were written down by then, with their days and their child of then."""
    held = stood.over(Enrolment, stays)
    for each in held:
        each.pupil = stood.one(each.pupil)
    return sorted(held, key=lambda each: (each.pupil.upn, each.first_day, each.pk))


def pupils_of(
    school: School,
    spells: Iterable[Enrolment],
    known_at: datetime | None = None,
    stood: Stood | None = None,
) -> list[people.Pupil]:
    """The pupils of some stays, each with all of these and with their flags as known at a moment, or now.

    A flag of which the school speaks, and of this pupil has never said yes or no, is not known of them.
    """
    stays: dict[str, list[Enrolment]] = defaultdict(list)
    for spell in spells:
        stays[spell.pupil.upn].append(spell)
    flags: dict[Any, list[people.Flag]] = defaultdict(list)
    ids = [held[0].pupil_id for held in stays.values()]
    said: dict[Any, set[str]] = defaultdict(set)
    for row in flag_rows(ids, known_at, stood):
        said[row.pupil_id].add(row.name)
        if row.holds:
            flags[row.pupil_id].append(people.Flag(row.name, row.first_day, row.last_day))
    known = flags_known(school, known_at).union(*said.values())
    return [
        people.Pupil(
            upn=upn,
            forename=held[0].pupil.preferred_forename or held[0].pupil.legal_forename,
            surname=held[0].pupil.preferred_surname or held[0].pupil.legal_surname,
            date_of_birth=held[0].pupil.date_of_birth,
            spells=tuple(_spell(school, each) for each in held),
            flags=tuple(flags[held[0].pupil_id]),
            unclear_flags=known - said[held[0].pupil_id],
        )
        for upn, held in stays.items()
    ]


def _spell(school: School, row: Enrolment) -> people.Spell:
    return people.Spell(
        start=row.first_day,
        leaving=row.last_day,
        school=school.name,
        phase=school.phase,
        year_group=row.year_group,
        class_name=row.group.name if row.group else "",
    )


def _flags_by(known_at: datetime | None) -> QuerySet[PupilFlag]:
    """What had been written by a moment, and what was written before that was kept. None: all of it."""
    if known_at is None:
        return PupilFlag.objects.all()
    return PupilFlag.objects.filter(Q(recorded_at=None) | Q(recorded_at__lte=known_at))


def _was_written(row: PupilFlag, known_at: datetime | None) -> bool:
    """As `_flags_by` asks the database."""
    return known_at is None or row.recorded_at is None or row.recorded_at <= known_at


def flag_rows(
    pupils: Collection[Any], known_at: datetime | None, stood: Stood | None = None
) -> list[PupilFlag]:
    """What had been said of some children by a moment, or until now; what was ended later had not ended."""
    found = list(_flags_by(known_at).filter(pupil__in=pupils).order_by("pk"))
    if stood is not None:
        found = stood.over(
            PupilFlag, found, lambda each: each.pupil_id in pupils and _was_written(each, known_at)
        )
    for row in found:
        if known_at is not None and row.ended_at is not None and row.ended_at > known_at:
            row.last_day = None
    return found


def flags_known(school: School, known_at: datetime | None = None) -> frozenset[str]:
    """The flags that the school speaks of, or spoke of by a moment; any other is not known of anybody.

    Of whom it speaks, `pupils_of` says: what one child's row holds says nothing of another child.
    """
    rows = _flags_by(known_at).filter(pupil__enrolments__school=school)
    return frozenset(rows.values_list("name", flat=True).distinct())


# --- parents and history ---------------------------------------------------------------


def parents_of(spells: Iterable[Enrolment], on: date, stood: Stood | None = None) -> list[core.Parent]:
    """Who is, or may be, a parent of these pupils on a day; an adult of whom all three are denied is none.

    Whose address is confidential, and who has died, is always as known now.
    """
    upns = {spell.pupil_id: spell.pupil.upn for spell in spells}
    held = Link.objects.filter(pupil__in=upns, adult__merged_into=None).select_related("adult")
    held = held.order_by("pupil__upn", "contact_order", "pk")
    links = list(held.filter(in_force(on)) if stood is None else _links_then(held, on, stood))
    hidden = confidential_adults((link.adult_id for link in links), on)
    died = adults_who_died(link.adult_id for link in links)
    return [
        core.Parent(
            id=str(link.adult_id),
            upn=upns[link.pupil_id],
            title=link.adult.title,
            legal_name=f"{link.adult.legal_forename} {link.adult.legal_surname}",
            relationship=link.relationship,
            parental_responsibility=link.parental_responsibility,
            day_to_day_care=link.day_to_day_care,
            language=link.adult.language,
            address_confidential=link.adult_id in hidden,
        )
        for link in links
        if link.adult_id not in died and not _is_no_parent(link)
    ]


def _links_then(held: Iterable[Link], on: date, stood: Stood) -> list[Link]:
    """Those that were in force by what was then known. Two queries."""
    links = [each for each in stood.over(Link, held) if holds_on(each.first_day, each.last_day, on)]
    stood.ask(each.adult_id for each in links)
    for each in links:
        each.adult = stood.one(each.adult)
    return sorted(links, key=lambda each: (each.contact_order, each.pk))


def _is_no_parent(link: Link) -> bool:
    return link.natural_parent is link.parental_responsibility is link.day_to_day_care is False


def standing_events(
    school: School, spells: Iterable[Enrolment], known_at: datetime | None = None
) -> list[dict[str, Any]]:
    """The events of a `history/1` file: those of these pupils, at whatever school, that were not struck out.

    known_at: what was recorded later is not there, and strikes nothing out.

    A notice that another school's authority issued counts as much; a child does not leave it behind.
    With an event goes what followed it up, and the line that struck it out.
    """
    upns = {spell.pupil_id: spell.pupil.upn for spell in spells}
    same = same_child(upns)  # of two rows that were one child, what the gone one had is the kept one's
    held = CaseEvent.objects.filter(pupil__in=same).prefetch_related("recorded_by")
    if known_at is not None:
        held = held.filter(recorded_at__lte=known_at)
    rows = list(held.order_by("recorded_at", "chain", "serial"))
    gone = {str(row.strikes_out) for row in rows if row.strikes_out}
    before = -1
    while len(gone) > before:
        before = len(gone)
        gone |= {str(row.event) for row in rows if str(row.data.get(ABOUT, "")) in gone}
    one = same_adult_as(adult for row in rows for adult in row.adults)
    return [
        _event(row, upns[same[row.pupil_id]], one)
        for row in rows
        if str(row.event) not in gone and not row.strikes_out
    ]


def _event(row: CaseEvent, upn: str, one: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(row.event),
        "upn": upn,
        "kind": row.kind,
        "on": row.happened_on.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
        "by": {"name": row.recorded_by.name, "title": row.recorded_by.title},
        "parents": list(dict.fromkeys(one[str(adult)] for adult in row.adults)),
        "data": row.data,
    }


def _by_whole_names(events: list[dict[str, Any]], pack: Pack) -> list[dict[str, Any]]:
    """Meetings by the ids of the catalogue: a page records the last part, and facts ask for the id."""
    whole = {name.rpartition(".")[2]: name for name, each in pack.entries.items() if each.section == MEETINGS}
    for event in events:
        named = event["data"].get(MEETING)
        if event["kind"] == MEETING and named in whole:
            event["data"] = {**event["data"], MEETING: whole[named]}
    return events


def history_of(
    school: School, spells: Iterable[Enrolment], pack: Pack, known_at: datetime | None = None
) -> ReadHistory:
    """What was done for these pupils, and of whom something was recorded that the pack can't read."""
    events = _by_whole_names(standing_events(school, spells, known_at), pack)
    text = json.dumps({"schema": "history/1", "events": events}, ensure_ascii=False)
    return parse_history(text.encode(), name=f"chronology of {school.name}", records=pack.records)
