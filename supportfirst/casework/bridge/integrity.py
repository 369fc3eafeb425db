"""Marks that should be looked at before a figure is used, found over the bytes of a school's year.

A year of a child is one string of bytes: what no check asks about is taken out in one step, so that of a
school of any size only the few sessions that may be asked about are looked at one by one. Which codes and how
many days, the pack says; of a day for which it says nothing, nothing is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.code_numbers import NO_MARK, number_of, symbol_of
from supportfirst.casework.bridge.codes_in_force import in_force, is_for_a_school
from supportfirst.casework.bridge.ended_days import days_of_year_to
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.pack_numbers import codes_in, whole_number
from supportfirst.casework.bridge.planned import covers
from supportfirst.casework.bridge.pupil_years import first_day, place_of
from supportfirst.casework.bridge.said_elsewhere import said_elsewhere, shown_on
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS, clock
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.bridge.unaccounted import unexplained_code
from supportfirst.casework.bridge.unsettled import time_to_settle
from supportfirst.casework.store.models import (
    Amendment,
    CaseEvent,
    PlannedAbsence,
    PupilYear,
    School,
)

UNEXPLAINED, CONFIRMED, REASONED = "unexplained", "confirmed", "reasoned"
PART_TIME, CLOSED, LEFT, UNMARKED, ALIKE = "part_time", "closed", "left", "unmarked", "alike"
EARLY = "early"
OF_CODES = {  # the pack's value for each check that is about certain codes
    CONFIRMED: "integrity.confirmed_codes",
    REASONED: "integrity.reasoned_codes",
    PART_TIME: "integrity.part_time_codes",
}
NO_MARK_DAYS, ALIKE_MARKS = "integrity.no_mark_school_days", "integrity.class_alike_marks"
PART_TIME_WEEKS = "integrity.part_time_weeks"
REASON = "absence_reason"  # a kind of record


class Asked(NamedTuple):
    """One session of one child, and the check that asks about it."""

    check: str
    enrolment: int
    day: date
    half: int
    code: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A child's year at the school."""

    enrolment: int
    pupil: UUID
    group: UUID | None
    last_day: date | None
    first_day: date
    marks: bytes  # up to the end of the day asked about


@dataclass(frozen=True, slots=True)
class Year:
    """What is the same for every child: the days, and which bytes each check asks about."""

    year: int
    days: Sequence[date]  # school days up to the last that has ended
    today: date
    closed: Sequence[int]  # places on which the school does not meet
    codes: Mapping[str, frozenset[int]]  # by check
    administrative: bytes  # no mark, and what is written for a whole school
    absence: frozenset[int]
    settle_by: date  # an unexplained mark of before this day is past its time
    no_mark_days: int | None
    alike: int | None
    part_time_weeks: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """What is asked about now, and what was read for it: a question ends by what is read alone."""

    open: Sequence[Asked]
    answered: Collection[Asked]  # by a plan, a reason or a correction
    year: Year | None  # None: no school day to look at, or a calendar that can't be used
    stays: Mapping[int, Stay]

    def is_put_right(self, was: Asked) -> bool:
        """Whether the mark asked about has changed, or has its answer. Never of what was not looked at.

        Not of a session of another school year, of a child who is on no list, nor of a check that the pack
        no longer makes: there nothing was put right, and nobody asks any more.
        """
        year, stay, place = self.year, self.stays.get(was.enrolment), place_of(was.day, was.half)
        if year is None or stay is None or place.school_year != year.year:
            return False
        if was in self.open or place.offset >= len(stay.marks):
            return False
        if was.check == UNMARKED:
            return any(stay.marks[place.offset :]) or not _is_on_roll(stay, year)
        if symbol_of(stay.marks[place.offset]) != was.code or was in self.answered:
            return True
        # the same mark, and no such question: the calendar, the roll or a mark of the class has changed
        return was.check in (CLOSED, LEFT, EARLY) or (was.check == ALIKE and year.alike is not None)


def look(school: School, pack: Pack, at: datetime, only: Collection[int] | None = None) -> Look:
    """Every session that a check asks about in the school year of the moment. Six queries, or one more.

    only: these enrolments alone; of the children of their classes no more is read than it takes to compare.
    A child who died is on no list.
    """
    today = clock(at).date()
    days = days_of_year_to(school, pack, today - timedelta(days=1))
    if not days:
        return Look((), (), None, {})
    year = _year(pack, days, today)
    rows = _rows(school, year)
    stays = list(_stays(rows, year, only))
    found = [each for stay in stays for each in (*_of_codes(stay, year), *_of_days(stay, year))]
    found += _unmarked(stays, _taken(rows, stays, year, only), year)
    found += _alike(stays if only is None else _with_their_classes(rows, stays, year), year, only)
    unanswered = set(_without_answers(school, found, {stay.enrolment: stay.pupil for stay in stays}, year))
    return Look(
        [each for each in found if each in unanswered],
        {each for each in found if each not in unanswered},
        year,
        {stay.enrolment: stay for stay in stays},
    )


def asked_about(
    school: School, pack: Pack, at: datetime, only: Collection[int] | None = None
) -> Sequence[Asked]:
    return look(school, pack, at, only).open


def _year(pack: Pack, days: Sequence[date], today: date) -> Year:
    school_year = place_of(days[-1], 0).school_year
    begins = first_day(school_year)
    met = {place_of(day, half).offset for day in days for half in HALVES}
    yesterday = place_of(today - timedelta(days=1), HALVES[-1]).offset  # of the same school year as the days
    kept = time_to_settle(pack, today).school_days
    codes = {name: codes_in(pack, key, today) for name, key in OF_CODES.items()}
    codes[UNEXPLAINED] = frozenset({number_of(unexplained_code(pack, today))})
    for_all = [number_of(code.symbol) for code in in_force(pack.codes, today) if is_for_a_school(code)]
    absence = [
        number_of(code.symbol) for code in in_force(pack.codes, today) if code.statistical_class.is_absence
    ]
    return Year(
        year=school_year,
        days=[day for day in days if day >= begins],
        today=today,
        closed=[place for place in range(yesterday + 1) if place not in met],
        codes=codes,
        administrative=bytes([NO_MARK, *for_all]),
        absence=frozenset(absence),
        settle_by=days[-kept] if len(days) >= kept else begins,
        no_mark_days=whole_number(pack, NO_MARK_DAYS, today),
        alike=whole_number(pack, ALIKE_MARKS, today),
        part_time_weeks=whole_number(pack, PART_TIME_WEEKS, today),
    )


def _rows(school: School, year: Year) -> QuerySet[PupilYear]:
    rows = PupilYear.objects.filter(enrolment__school=school, school_year=year.year)
    return rows.exclude(of_the_dead("enrolment__pupil")).order_by("enrolment_id")


def _stays(rows: QuerySet[PupilYear], year: Year, only: Collection[int] | None) -> Iterator[Stay]:
    if only is not None:
        rows = rows.filter(enrolment__in=only)
    today = place_of(year.today, HALVES[-1])
    # on the first day of a school year, the year that is looked at is the one before: all of it
    end = today.offset + 1 if today.school_year == year.year else None
    fields = ("enrolment_id", "enrolment__pupil", "enrolment__group", "enrolment__last_day")
    for key, pupil, group, last, first, marks in rows.values_list(*fields, "enrolment__first_day", "marks"):
        yield Stay(key, pupil, group, last, first, bytes(marks)[:end])


def _is_on_roll(stay: Stay, year: Year) -> bool:
    return stay.last_day is None or stay.last_day >= year.today


def _at(year: Year, place: int) -> tuple[date, int]:
    return first_day(year.year) + timedelta(days=place // 2), place % 2


def _asked(check: str, stay: Stay, year: Year, place: int) -> Asked:
    day, half = _at(year, place)
    return Asked(check, stay.enrolment, day, half, symbol_of(stay.marks[place]))


def _of_codes(stay: Stay, year: Year) -> Iterator[Asked]:
    """Sessions of codes that ask for something beside them; an unexplained mark once its time is over."""
    for check, numbers in year.codes.items():
        if not any(number in stay.marks for number in numbers):
            continue
        for place, number in enumerate(stay.marks):
            if number in numbers:
                found = _asked(check, stay, year, place)
                if check != UNEXPLAINED or found.day < year.settle_by:
                    yield found


def _of_days(stay: Stay, year: Year) -> Iterator[Asked]:
    """Marks on days on which the school did not meet, and before the first or after the last day on roll."""
    if year.closed:
        held = bytes(_pick(year.closed)(stay.marks))
        if held.strip(year.administrative):
            yield from _marked(CLOSED, stay, year, year.closed)
    before = min(_place_within(stay.first_day, 0, year), len(stay.marks))
    yield from _marked(EARLY, stay, year, range(before))
    if stay.last_day is not None and stay.last_day < year.today:
        after = _place_within(stay.last_day, HALVES[-1], year) + 1
        yield from _marked(LEFT, stay, year, range(after, len(stay.marks)))


def _marked(check: str, stay: Stay, year: Year, places: Iterable[int]) -> Iterator[Asked]:
    for place in places:
        if stay.marks[place] not in year.administrative:
            yield _asked(check, stay, year, place)


def _place_within(day: date, half: int, year: Year) -> int:
    """Where the session stands in the year looked at: before its start, within it, or after its end."""
    return (day - first_day(year.year)).days * 2 + half if day >= first_day(year.year) else -1


def _pick(places: Sequence[int]) -> Any:
    """What picks these places out of a year, always as a sequence."""
    return itemgetter(*places) if len(places) > 1 else lambda marks: (marks[places[0]],)


def _taken(
    rows: QuerySet[PupilYear], stays: Sequence[Stay], year: Year, only: Collection[int] | None
) -> Sequence[date]:
    """The school days that had a register: on which anybody of the school has a mark.

    Of some children alone, the others are read only where one of these has been silent for as long.
    """
    if year.no_mark_days is None:
        return ()
    every: Iterable[bytes] = (stay.marks for stay in stays)
    if only is not None:
        pick = _pick(
            [place_of(day, half).offset for day in year.days[-year.no_mark_days :] for half in HALVES]
        )
        if all(any(pick(stay.marks)) for stay in stays):
            return ()
        every = (bytes(marks) for marks in rows.values_list("marks", flat=True))
    marked = 0
    for marks in every:
        marked |= int.from_bytes(marks, "little")
    return [
        day for day in year.days if any(marked >> 8 * place_of(day, half).offset & 0xFF for half in HALVES)
    ]


def _unmarked(stays: Sequence[Stay], taken: Sequence[date], year: Year) -> Iterator[Asked]:
    """Children on roll without any mark over the last so many school days that had a register.

    They are asked about by the first session of the silence, which stays the same from night to night.
    """
    if year.no_mark_days is None or len(taken) < year.no_mark_days:
        return
    last = taken[-year.no_mark_days :]
    pick = _pick([place_of(day, half).offset for day in last for half in HALVES])
    for stay in stays:
        if stay.first_day <= last[0] and _is_on_roll(stay, year) and not any(pick(stay.marks)):
            yield _asked(UNMARKED, stay, year, _silent_since(stay, taken))


def _silent_since(stay: Stay, taken: Sequence[date]) -> int:
    """The place of the first session after the child's last mark, or of the first day on roll."""
    places = [place_of(day, half).offset for day in taken if day >= stay.first_day for half in HALVES]
    since = places[-1]
    for place in reversed(places):
        if stay.marks[place] != NO_MARK:
            break
        since = place
    return since


def _with_their_classes(rows: QuerySet[PupilYear], stays: Sequence[Stay], year: Year) -> Sequence[Stay]:
    """These children and all others of their classes; nobody where none of these has an absence mark."""
    classes = {
        stay.group for stay in stays if stay.group is not None and not year.absence.isdisjoint(stay.marks)
    }
    if year.alike is None or not classes:
        return ()
    return list(_stays(rows.filter(enrolment__group__in=classes), year, None))


def _alike(stays: Sequence[Stay], year: Year, only: Collection[int] | None) -> Iterator[Asked]:
    """Sessions in which every child of a class has the same absence mark. A class is that of now."""
    if year.alike is None:
        return
    classes: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.group is not None:
            classes[stay.group].append(stay)
    places = [place_of(day, half).offset for day in year.days for half in HALVES]
    for members in classes.values():
        columns = zip(*(_pick(places)(stay.marks) for stay in members), strict=True)
        for place, column in zip(places, columns, strict=True):
            there = set(column) - {NO_MARK}
            if len(there) == 1 and there <= year.absence:
                having = [stay for stay in members if stay.marks[place] != NO_MARK]
                if len(having) >= year.alike:
                    told = [stay for stay in having if only is None or stay.enrolment in only]
                    yield from (_asked(ALIKE, stay, year, place) for stay in told)


def _without_answers(
    school: School, found: list[Asked], pupils: Mapping[int, UUID], year: Year
) -> list[Asked]:
    """Without those that a plan, a reason in the record, or a correction with its reason answers."""
    children = {each.enrolment for each in found if each.check in OF_CODES}
    if not children:
        return found
    plans: dict[int, list[PlannedAbsence]] = defaultdict(list)
    held = PlannedAbsence.objects.filter(school=school, enrolment__in=children, withdrawn_at=None)
    for plan in held:
        plans[plan.enrolment_id].append(plan)
    given = _reasons_given(school, [each for each in found if each.check == REASONED], pupils)
    elsewhere = [each for each in found if each.check == CONFIRMED]
    confirmed = {each.enrolment for each in elsewhere}
    shown = shown_on([plan for plan in held if plan.evidence and plan.enrolment_id in confirmed], pupils)
    said = said_elsewhere(school, {pupils[each] for each in confirmed}, {each.day for each in elsewhere})

    def is_answered(asked: Asked) -> bool:
        mine = [
            plan
            for plan in plans[asked.enrolment]
            if plan.code == asked.code and covers(plan, asked.day, asked.half)
        ]
        if asked.check == CONFIRMED:
            told = said.get((pupils[asked.enrolment], asked.day, asked.half))
            return (
                told
                if told is not None
                else any(plan.pk in shown and asked.day <= shown[plan.pk] for plan in mine)
            )
        if asked.check == PART_TIME:
            return any(not _review_is_due(plan, asked.day, year) for plan in mine)
        reasoned = (asked.enrolment, asked.day, SESSION_WORDS[asked.half]) in given
        return reasoned or any(plan.reason or plan.authorised_because for plan in mine)

    return [each for each in found if each.check not in OF_CODES or not is_answered(each)]


def _review_is_due(plan: PlannedAbsence, day: date, year: Year) -> bool:
    """Whether a part-time timetable has run for longer than the pack lets one run before it is looked at."""
    weeks = year.part_time_weeks
    return weeks is not None and day >= plan.first_day + timedelta(weeks=weeks)


def _reasons_given(
    school: School, found: Sequence[Asked], pupils: Mapping[int, UUID]
) -> set[tuple[Any, date, str]]:
    """Of which child and session a reason stands in the record, or beside the correction of the mark."""
    if not found:
        return set()
    children = {pupils[each.enrolment]: each.enrolment for each in found}
    days = {each.day for each in found}
    events = CaseEvent.objects.filter(school=school, kind=REASON, pupil__in=children, happened_on__in=days)
    standing = events.exclude(event__in=struck_out(school))
    told = {
        (children[pupil], day, str(data.get("session", "")))
        for pupil, day, data in standing.values_list("pupil", "happened_on", "data")
    }
    changes = Amendment.objects.filter(school=school, enrolment__in=children.values(), day__in=days)
    codes = {each.code for each in found}
    for enrolment, day, half in changes.filter(new__in=codes).values_list("enrolment", "day", "half"):
        told.add((enrolment, day, SESSION_WORDS[half]))
    return told
