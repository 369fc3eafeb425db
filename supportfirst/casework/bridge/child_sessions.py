"""One child's sessions at a school as the ledger had them at a moment, and how they count.

Folded from the registers and amendments that were recorded by then, in the order of their chains; a later
change leaves what an earlier moment shows as it was. The counting follows the core's rules (a session of
the calendar, on roll, with a mark), in plain words, so that a page may do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.casework.bridge.code_numbers import number_of, symbol_of
from supportfirst.casework.bridge.pupil_years import first_day, place_of
from supportfirst.casework.bridge.register_rows import NUMBER_BYTES, place_in
from supportfirst.casework.bridge.school_files import calendar_of
from supportfirst.casework.store.models import (
    Amendment,
    Chained,
    Enrolment,
    PupilYear,
    RegisterDocument,
    School,
)

SHOWN_HASH = 16  # hexadecimal digits of a row's hash on a paper


@dataclass(frozen=True, slots=True)
class ChildSession:
    """A session of the calendar on which the child was on roll; no code: no mark."""

    day: date
    half: int
    code: RegisterCode | None
    symbol: str  # as it is shown: \\ for present in the afternoon

    @property
    def statistical(self) -> StatisticalClass | None:
        return None if self.code is None else self.code.statistical_class


@dataclass(frozen=True, slots=True)
class Totals:
    possible: int
    attended: int
    authorised: int
    unauthorised: int
    late: int
    not_counted: int  # marked, and not a possible session
    unmarked: int


def child_sessions(
    school: School, stays: Sequence[Enrolment], pack: Pack, first: date, last: date, known_at: datetime
) -> list[ChildSession]:
    """Every session of the calendar in the span on which the child was on roll. Raises CalendarUnusable."""
    marks = _marks_known_at(school, stays, first, last, known_at)
    found = []
    for session in calendar_of(school, pack).sessions_between(first, last):
        stay = next((each for each in stays if _on_roll(each, session.day)), None)
        if stay is None:
            continue
        number = marks.get((stay.pk, session.day, int(session.half)), 0)
        found.append(_session(pack.codes, session.day, session.half, symbol_of(number)))
    return found


def sessions_now(
    school: School, stays: Sequence[Enrolment], pack: Pack, last: date, *, years: int
) -> list[ChildSession]:
    """The same as they stand now, of the school year of a day and those before it, to that day.

    Read from the years kept beside the ledger, one row a year, and never from the registers. A school
    without a calendar has none.
    """
    school_year = first_day_of_year(last).year
    first = first_day(school_year - years + 1)
    held = PupilYear.objects.filter(enrolment__in=stays, school_year__gt=school_year - years)
    marks = {(row.enrolment_id, row.school_year): bytes(row.marks) for row in held}
    try:
        calendar = calendar_of(school, pack)
    except CalendarUnusable:
        return []
    return standing_sessions(calendar.sessions_between(first, last), stays, pack, marks)


def standing_sessions(
    sessions: Iterable[Session],
    stays: Sequence[Enrolment],
    pack: Pack,
    years: Mapping[tuple[int, int], bytes],
) -> list[ChildSession]:
    """Those sessions on which the child was on roll, by the bytes of their years: by stay and school year."""
    found = []
    for session in sessions:
        stay = next((each for each in stays if _on_roll(each, session.day)), None)
        if stay is None:
            continue
        place = place_of(session.day, int(session.half))
        year = years.get((stay.pk, place.school_year))
        symbol = symbol_of(year[place.offset]) if year is not None else ""
        found.append(_session(pack.codes, session.day, session.half, symbol))
    return found


def _session(codes: CodeBook, day: date, half: Half, symbol: str) -> ChildSession:
    reading = codes.read(symbol, day) if symbol else None
    if reading is None or reading.code is None:
        return ChildSession(day, int(half), None, "")
    return ChildSession(day, int(half), reading.code, codes.symbol(reading.number, half))


def _on_roll(stay: Enrolment, day: date) -> bool:
    return stay.first_day <= day and (stay.last_day is None or day <= stay.last_day)


def _marks_known_at(
    school: School, stays: Sequence[Enrolment], first: date, last: date, known_at: datetime
) -> Mapping[tuple[int, date, int], int]:
    """Numbers of codes by stay, day and half: the first document that marks a session, then amendments."""
    found: dict[tuple[int, date, int], int] = {}
    wanted = {each.pk: each.pk.to_bytes(NUMBER_BYTES, "little") for each in stays}
    documents = RegisterDocument.objects.filter(
        school=school, day__gte=first, day__lte=last, recorded_at__lte=known_at
    ).order_by("serial")
    for day, half, pupils, marks in documents.values_list("day", "half", "pupils", "marks").iterator():
        for stay, number in wanted.items():
            place = place_in(pupils, number)
            if place is not None:
                found.setdefault((stay, day, half), bytes(marks)[place])
    changes = Amendment.objects.filter(
        school=school, enrolment__in=wanted, day__gte=first, day__lte=last, recorded_at__lte=known_at
    ).order_by("serial")
    for stay, day, half, new in changes.values_list("enrolment_id", "day", "half", "new"):
        found[stay, day, half] = number_of(new)
    return found


def totals_of(sessions: Sequence[ChildSession]) -> Totals:
    held = [each.code for each in sessions if each.code is not None]
    classes = [code.statistical_class for code in held]
    return Totals(
        possible=sum(each.is_possible for each in classes),
        attended=sum(each.is_attendance for each in classes),
        authorised=classes.count(StatisticalClass.AUTHORISED),
        unauthorised=classes.count(StatisticalClass.UNAUTHORISED),
        late=sum(code.late for code in held),
        not_counted=sum(not each.is_possible for each in classes),
        unmarked=len(sessions) - len(held),
    )


def seal_of(school: School, known_at: datetime) -> str:
    """The school's ledger at a moment in a few letters: the last row of each chain, and its hash.

    `verify_ledger --seal` says whether the ledger still has exactly these rows.
    """
    parts = [school.urn]
    kinds: Mapping[str, type[Chained]] = {"R": RegisterDocument, "A": Amendment}
    for letter, kind in kinds.items():
        held = kind._default_manager.filter(chain__name=_chain(kind, school), recorded_at__lte=known_at)
        rows = held.order_by("-serial")
        row = rows.values_list("serial", "hash").first()
        parts.append(f"{letter}{row[0]}.{bytes(row[1]).hex()[:SHOWN_HASH]}" if row else f"{letter}0")
    return " ".join(parts)


def seal_holds(seal: str) -> bool:
    """Whether the ledger has the rows that a seal names. Whether its chains hold is asked beside this."""
    urn, *parts = seal.split() or [""]
    school = School.objects.filter(urn=urn).first()
    if school is None or [part[:1] for part in parts] != ["R", "A"]:
        return False
    kinds: Mapping[str, type[Chained]] = {"R": RegisterDocument, "A": Amendment}
    for part in parts:
        serial, _, told = part[1:].partition(".")
        if not serial.isdecimal() or (int(serial) and len(told) != SHOWN_HASH):
            return False
        rows = kinds[part[0]]._default_manager.filter(
            chain__name=_chain(kinds[part[0]], school), serial=int(serial)
        )
        hashes = rows.values_list("hash", flat=True)
        if int(serial) and not any(bytes(each).hex().startswith(told) for each in hashes):
            return False
    return True


def _chain(kind: type[Chained], school: School) -> str:
    return f"{kind.CHAIN}:{school.pk}"
