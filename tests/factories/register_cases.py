"""Registers made by chance: everything that can happen to a pupil in two school years.

Chance comes from the caller, so a property test can find the same case again. Marks fall
mostly in long stretches of one code (present, ill, unauthorised), as they do in life, with
every other code strewn between; some lie where no mark can count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.measures.oracle_case import PlainMark
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Mark, Marks, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RandomPupil:
    upn: str
    listed: bool  # in the pupils file
    spells: tuple[Spell, ...]
    marks: tuple[PlainMark, ...]


@dataclass(frozen=True)
class RandomCase:
    calendar: SchoolCalendar
    pupils: tuple[RandomPupil, ...]
    on: date
    known_at: int | None

    def as_marks(self) -> Marks:
        """All pupils' marks in one input, pupil after pupil."""
        marks = Marks()
        indexes: tuple[dict[str, int], dict[Recorder, int]] = ({}, {})
        for pupil in self.pupils:
            for session, code, recorded_at in pupil.marks:
                mark = Mark(pupil.upn, session, code, recorded_at, Recorder(), Remark(), line=0)
                marks.add(mark, pupils=indexes[0], recorders=indexes[1])
        return marks

    def as_pupils(self) -> list[Pupil]:
        return [Pupil(upn=pupil.upn, spells=pupil.spells) for pupil in self.pupils if pupil.listed]


def build_case(chance: Random, codes: CodeBook, *, pupils: int) -> RandomCase:
    calendar = build_calendar(chance)
    first, last = date(2023, 8, 20), date(2025, 8, 10)
    on = first + chance.randrange((last - first).days) * ONE_DAY
    known_at = end_of_day(on - chance.randrange(60) * ONE_DAY) if chance.random() < 0.3 else None
    made = tuple(build_pupil(chance, codes, calendar, upn=f"A{number:012d}") for number in range(pupils))
    return RandomCase(calendar, made, on, known_at)


def build_calendar(chance: Random) -> SchoolCalendar:
    """Terms of 1 to 14 weeks from September 2023 to July 2025, with days and halves closed."""
    sessions = []
    day = date(2023, 9, 1) + chance.randrange(10) * ONE_DAY
    while day < date(2025, 7, 25):
        term_ends = day + chance.randrange(7, 100) * ONE_DAY
        while day < term_ends:
            if day.weekday() < 5 and chance.random() > 0.02:
                sessions += [Session(day, half) for half in Half if chance.random() > 0.01]
            day += ONE_DAY
        day += chance.randrange(1, 45) * ONE_DAY
    return SchoolCalendar(sessions)


def build_pupil(chance: Random, codes: CodeBook, calendar: SchoolCalendar, *, upn: str) -> RandomPupil:
    listed = chance.random() < 0.7
    spells = build_spells(chance) if listed else (Spell(),)
    if chance.random() < 0.05:
        return RandomPupil(upn, listed=True, spells=spells, marks=())
    return RandomPupil(upn, listed, spells, tuple(build_marks(chance, codes, calendar)))


def build_spells(chance: Random) -> tuple[Spell, ...]:
    start = date(2023, 8, 1) + chance.randrange(-50, 700) * ONE_DAY
    shape = chance.randrange(5)
    if shape == 0:
        return (Spell(),)
    if shape == 1:
        return (Spell(start=start),)
    leaving = start + chance.randrange(500) * ONE_DAY
    if shape == 2:
        return (Spell(start=start, leaving=leaving),)
    if shape == 3:
        return (Spell(start=None, leaving=leaving),)
    again = leaving + chance.randrange(1, 100) * ONE_DAY
    ends = None if chance.random() < 0.5 else again + chance.randrange(200) * ONE_DAY
    return (Spell(start=start, leaving=leaving), Spell(start=again, leaving=ends))


def build_marks(chance: Random, codes: CodeBook, calendar: SchoolCalendar) -> list[PlainMark]:
    by_symbol = {codes.code(number).symbol: number for number in codes.numbers()}
    everything = codes.numbers()
    habits = [by_symbol[symbol] for symbol in ("/", "/", "/", "I", "O", "G", "N", "X", "Z", "L", "U")]
    disorder = chance.choice((0.0, 0.05, 0.5, 1.0))
    marks: list[PlainMark] = []
    habit, stays = habits[0], 0
    for session in calendar.sessions:
        if stays <= 0:
            habit, stays = chance.choice(habits), chance.randrange(1, 60)
        stays -= 1
        if chance.random() < 0.03:
            continue
        code = chance.choice(everything) if chance.random() < disorder else habit
        marks.append(PlainMark(session, code, _recorded(chance, session)))
        if chance.random() < 0.02:
            marks.append(PlainMark(session, chance.choice(everything), _recorded(chance, session)))
    for _ in range(chance.randrange(4)):  # where there is no session, or hardly
        day = date(2023, 8, 1) + chance.randrange(800) * ONE_DAY
        stray = Session(day, chance.choice(tuple(Half)))
        marks.insert(chance.randrange(len(marks) + 1), PlainMark(stray, chance.choice(everything)))
    return marks


def _recorded(chance: Random, session: Session) -> int:
    if chance.random() < 0.5:
        return NOT_RECORDED
    return end_of_day(session.day + chance.randrange(-1, 90) * ONE_DAY)
