"""One walk: a random history judged by the casebook and by the slow reading, and every difference named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, CaseItems
from supportfirst.attendance.assessment.finding import Finding
from supportfirst.attendance.assessment.pupil_facts import PupilFacts
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Mark, Marks, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.people import Pupil
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.slow_reading.case import Given, SlowCase
from tests.slow_reading.comparing import SlowMark
from tests.slow_reading.counting import SlowDays
from tests.slow_reading.histories import Files, Vocabulary, random_files, vocabulary_of
from tests.slow_reading.pack_text import PackText, read_pack_text
from tests.slow_reading.reading import SlowReading

PACKS = ("england", "essex", "cambridgeshire", "halton", "widnes-academy", "coventry")
DAYS = (date(2025, 10, 6), date(2026, 2, 27), date(2026, 5, 20))
TERMS = (
    (date(2024, 9, 2), date(2024, 12, 20)),
    (date(2025, 1, 6), date(2025, 4, 4)),
    (date(2025, 4, 22), date(2025, 7, 18)),
    (date(2025, 9, 1), date(2025, 10, 24)),
    (date(2025, 11, 3), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 2, 13)),
    (date(2026, 2, 23), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 7, 17)),
)
HABITS = (
    "/ / / / / / / O",
    "/ / / O",
    "/ / / G G / / / / /",
    "/ I O / / / / N",
    "O",
    "/ / C U / T L",
    "I / /",
    "/",
)


@dataclass(frozen=True)
class Judged:
    """A pupil as the assessment hands them to the casebook."""

    measures: PupilFacts
    extra: Mapping[str, str]
    found: Sequence[Finding]


class Catching:
    """Stands where the casebook would, and keeps what it is given for each pupil."""

    def __init__(self) -> None:
        self.caught: dict[str, Judged] = {}

    def judge(
        self,
        upn: str,
        pupil: Pupil | None,
        measures: PupilFacts,
        *,
        extra: Mapping[str, str],
        found: Sequence[Finding],
        everything: bool,
    ) -> tuple[list[Finding], CaseItems]:
        self.caught[upn] = Judged(measures, extra, list(found))
        return [], CaseItems()

    def left_out(self) -> dict[str, int]:
        return {}

    def moments_complete(self) -> bool:
        return True


@dataclass(frozen=True)
class Ground:
    """A pack, a day, and some pupils measured once for all the histories that are walked."""

    pack: Pack
    text: PackText
    words: Vocabulary
    on: date
    calendar: SchoolCalendar
    days: SlowDays
    pupils: Mapping[str, Judged]
    marks: Mapping[str, list[SlowMark]]
    symbols: Mapping[str, Mapping[date, list[str]]]  # by pupil and day


@lru_cache(maxsize=32)
def ground(name: str, on: date) -> Ground:
    pack, text = load_pack(name), read_pack_text(name)
    calendar = SchoolCalendar([Session(day, half) for day in _school_days(text) for half in Half])
    marks, pupils = Marks(), []
    indexes: tuple[dict[str, int], dict[Recorder, int]] = ({}, {})
    by_symbol = {pack.codes.code(number).symbol: number for number in pack.codes.numbers()}
    for place, habit in enumerate(HABITS):
        upn, chance = f"A{place:012d}", Random(place)  # noqa: S311
        born = None if place == 1 else date(2009 if place == 2 else 2014, 1, 15)
        pupils.append(Pupil(upn, date_of_birth=born))
        for session in calendar.sessions:
            if session.day <= on and session.day >= date(2025, 4, 22):
                number = by_symbol[chance.choice(habit.split())]
                mark = Mark(upn, session, number, NOT_RECORDED, Recorder(), Remark(), line=0)
                marks.add(mark, pupils=indexes[0], recorders=indexes[1])
    catching = Catching()
    assess_pupils(
        marks=marks,
        calendar=calendar,
        pupils=pupils,
        pack=pack,
        on=on,
        known_at=None,
        known_at_text=None,
        everything=True,
        caseworker=catching,
    )
    days = SlowDays(sorted({session.day for session in calendar.sessions}), text.bank_holidays)
    slow_marks = {
        upn: [SlowMark(mark.session.day, mark.symbol, mark.code) for mark in told.measures.marks()]
        for upn, told in catching.caught.items()
    }
    symbols: dict[str, dict[date, list[str]]] = {upn: {} for upn in slow_marks}
    for upn, made in slow_marks.items():
        for each in made:
            symbols[upn].setdefault(each.day, []).append(each.symbol)
    words = vocabulary_of(text, on)
    return Ground(pack, text, words, on, calendar, days, catching.caught, slow_marks, symbols)


def _school_days(text: PackText) -> list[date]:
    spans = [[first + timedelta(away) for away in range((last - first).days + 1)] for first, last in TERMS]
    return [day for span in spans for day in span if day.weekday() < 5 and day not in text.bank_holidays]


def walk(name: str, seed: int) -> list[str]:
    """Judge one random history both ways; every difference in words. The same seed is the same walk."""
    chance = Random(seed)  # noqa: S311  (a case, not a secret)
    held = ground(name, chance.choice(DAYS))
    upn = chance.choice(sorted(held.pupils))
    files = random_files(chance, held.text, held.words, upn, held.on)
    quick, slow = judged(held, upn, files), read_slowly(held, upn, files)
    return [
        f"{name} {seed}: {key}: casebook {quick.get(key)}, slow reading {slow.get(key)}"
        for key in sorted(quick.keys() | slow.keys())
        if quick.get(key) != slow.get(key)
    ]


def judged(held: Ground, upn: str, files: Files) -> dict[str, Any]:
    """What the casebook says of every item, by name."""
    given = CaseFiles(files.school, files.parents, files.history, files.flags_known)
    caseworker = Caseworker(held.pack, held.on, files.known_at, held.calendar, given)
    pupil = held.pupils[upn]
    more, case = caseworker.judge(
        upn, files.pupil, pupil.measures, extra=pupil.extra, found=pupil.found, everything=True
    )
    told: dict[str, Any] = {each.key: each.outcome.value for each in [*pupil.found, *more]}
    for item in case.all():
        told[item.finding.key] = (item.status.value, _days_of(item), _records_of(item))
    for track, made in case.reached.items():
        told[f"moves of {track}"] = [each["to"] for each in made]
    return told


def _days_of(item: CaseItem) -> dict[str, str]:
    keys = ("due_on", "from", "until", "opens_on")
    return {key: item.more[key] for key in keys if item.more.get(key)}


def _records_of(item: CaseItem) -> list[str]:
    return sorted(item.more.get("records", []))


def read_slowly(held: Ground, upn: str, files: Files) -> dict[str, Any]:
    """What the slow reading says of the same."""
    case = SlowCase(held.text, _given(held, upn, files), held.on)
    reading = SlowReading(case)
    told: dict[str, Any] = {}
    for key, item in reading.items.items():
        if item.told["kind"] in ("stage", "prompt", "list"):
            told[key] = item.status
            continue
        days = {"due_on": item.due_on, "from": item.first, "until": item.until, "opens_on": item.opens_on}
        shown = {name: day.isoformat() for name, day in days.items() if day}
        told[key] = (item.status, shown, sorted(item.records))
    for track, made in reading.moves().items():
        told[f"moves of {track}"] = made
    return told


def _given(held: Ground, upn: str, files: Files) -> Given:
    measures = held.pupils[upn].measures
    windows = {}
    for name, told in measures.measures.items():
        if isinstance(told, dict) and "window" in told:
            span = told["window"] or {}
            first, last = span.get("first_day"), span.get("last_day")
            windows[name] = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    return Given(
        upn=upn,
        pupil=files.pupil,
        flags_known=files.flags_known,
        parents=files.parents,
        school=files.school,
        history=files.history,
        known_at=files.known_at,
        measure=lambda name: measures.known[name],
        windows=windows,
        marks=held.marks[upn],
        symbols=held.symbols[upn],
        days=held.days,
    )
