"""A file of registers, read by the core's own reader and held against what stands in the ledger.

Nothing is written here. Each mark of the file is new, a correction of what stands, or the same; a mark
that can't be placed (no such pupil, not on roll, no school that day) is counted with its reason, so that
the sums of the page come out at the cells of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.registers.parse import parse_register
from supportfirst.attendance.registers.result import ReadRegister
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.casework.bridge.begun import not_begun_words, opens_later
from supportfirst.casework.bridge.code_numbers import NO_MARK, NUMBERS, symbol_of
from supportfirst.casework.bridge.codes_in_force import is_for_a_school, pack_of
from supportfirst.casework.bridge.late_minutes import against_the_close
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.register_permissions import Packs, asking, without_permission
from supportfirst.casework.bridge.register_rows import MOST_MINUTES
from supportfirst.casework.bridge.school_age import against_age
from supportfirst.casework.bridge.school_days import closed_on, show_day
from supportfirst.casework.bridge.standing_marks import Recorded, standing
from supportfirst.casework.store.models import Amendment, Enrolment, PupilYear, School

Key = tuple[int, date, int]  # enrolment, day, half
UNKNOWN, OFF_ROLL, CLOSED, TO_COME = "unknown", "off_roll", "closed", "to_come"
NOT_BEGUN = "not_begun"  # a session of the very day
OF_AGE = "of_age"  # a code that can't be true of the child's age
OF_A_PUPIL = (UNKNOWN, OFF_ROLL, OF_AGE)


class Read(NamedTuple):
    """One mark of the file, by the last that it says of the session."""

    line: int
    symbol: str  # as it is stored: / in both halves
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A mark of the file and what stands here; "" is no mark, on either side."""

    enrolment: int
    day: date
    half: int
    stands: str
    stands_minutes: int
    told: str  # who set what stands, and when
    read: Read

    @property
    def key(self) -> Key:
        return self.enrolment, self.day, self.half


@dataclass(slots=True)
class Aside:
    """Marks that can't be placed, of one pupil or one day; `line` is the first of them."""

    kind: str
    about: str  # a UPN, a day, or a session of one
    line: int
    first: date
    last: date
    marks: int = 0
    enrolment: int | None = None
    why: str = ""


@dataclass(slots=True)
class Comparison:
    """A file against the ledger; each list is in the order of day, half and enrolment."""

    read: ReadRegister
    added: list[tuple[Key, Read]] = field(default_factory=list)
    corrected: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    asides: list[Aside] = field(default_factory=list)
    left_out: int = 0  # where nobody is expected, and the file says so: closed, not yet on roll
    superseded: int = 0  # the file itself has a later mark for the session
    only_here: list[tuple[Key, str]] = field(default_factory=list)
    asking: Mapping[Key, str] = field(
        default_factory=dict
    )  # new and corrected, whose code takes a permission
    needing: Collection[Key] = frozenset()  # those of them for which nobody has given it
    doubts: Sequence[Problem] = ()  # new and corrected, and not what the school's own times come to
    settled: int = 0  # of a file that was taken in but for these: what else it says otherwise

    @property
    def waiting_new(self) -> int:
        return sum(key in self.needing for key, _ in self.added)

    def only(self, wanted: Callable[[Key], bool]) -> Comparison:
        """The same file with those of its new and corrected marks alone that are wanted."""
        added = [(key, read) for key, read in self.added if wanted(key)]
        corrected = [each for each in self.corrected if wanted(each.key)]
        return replace(self, added=added, corrected=corrected)

    @property
    def usable(self) -> bool:
        return bool(len(self.read.marks)) or not self.read.file_problems


def read_file(
    school: School, data: bytes, name: str, today: date, progress: Callable[[int], None] | None = None
) -> tuple[ReadRegister, CodeBook]:
    """What the core makes of the bytes, whatever they are, and the code book it was read with."""
    codes = pack_of(school, today).codes
    return parse_register(data, name=name, codes=codes, progress=progress), codes


def compare(
    school: School, read: ReadRegister, codes: CodeBook, now: datetime, *, both_ways: bool = False
) -> Comparison:
    """The file against the ledger as it is now. `both_ways`: also what stands here and is not in the file."""
    found = Comparison(read)
    placed = _Placing(school, codes, now, found).placed()
    here = _Here(school, placed)
    for key in sorted(placed, key=lambda each: (each[1], each[2], each[0])):
        here.judge(key, placed[key], found)
    here.tell(found)
    told = [(key, said.symbol) for key, said in found.added]
    told += [(each.key, each.read.symbol) for each in found.corrected]
    found.asking = asking(school, told)
    found.needing = without_permission(school, found.asking)
    found.doubts = list(_doubts(school, found))
    if both_ways:
        found.only_here = list(here.left(placed))
    return found


def what_waits(found: Comparison) -> Comparison:
    """Of a file that was taken in but for marks that need a permission: those, and nothing else of it."""
    waits = found.only(lambda key: key in found.asking)
    rest = len(found.added) + len(found.corrected) - len(waits.added) - len(waits.corrected)
    return replace(waits, settled=rest)


def _doubts(school: School, found: Comparison) -> Iterator[Problem]:
    """Marks whose minutes are on the other side of the close: worth reading, and taken in all the same."""
    told = [*found.added, *((each.key, each.read) for each in found.corrected)]
    late = [(day, half, read) for (_, day, half), read in told if read.minutes]
    packs = {day: pack_of(school, day) for day in {day for day, _, _ in late}}
    for day, half, read in sorted(late, key=lambda each: each[2].line):
        refused = against_the_close(school, packs[day], day, half, read.symbol, read.minutes)
        if refused is not None:
            yield Problem(
                kind="minutes-against-close",
                file="",
                line=read.line,
                column="",
                value=f"{read.symbol}, {read.minutes} minutes",
                problem=refused.what,
                remedy=f"it is taken in as the file has it; look whether it should be {refused.instead}",
                warning=True,
            )


class _Placing:
    """The marks of a file by the stay and the session that they are of."""

    def __init__(self, school: School, codes: CodeBook, now: datetime, found: Comparison) -> None:
        self._school = school
        self._codes = codes
        self._today = now.astimezone(LONDON).date()
        self._opens = {
            int(half): opens
            for half in Half
            if (opens := opens_later(school, self._today, int(half), now)) is not None
        }
        self._found = found
        self._stays: dict[str, list[Enrolment]] = defaultdict(list)
        for stay in Enrolment.objects.filter(school=school).select_related("pupil").order_by("first_day"):
            self._stays[stay.pupil.upn].append(stay)
        self._closed: dict[date, str] = {}
        self._packs = Packs(school)
        self._asides: dict[tuple[str, str], Aside] = {}

    def placed(self) -> Mapping[Key, Read]:
        """What can be held against the ledger; the rest is in `asides` and `left_out`."""
        marks = self._found.read.marks
        kept: dict[Key, Read] = {}
        for place in self._last_of_each_session():
            session = Session.of_number(marks.session[place])
            code = self._codes.code(marks.code[place])
            upn, line = marks.upns[marks.pupil[place]], marks.line[place]
            stay = self._stay(upn, session.day)
            why = self._why_not(upn, stay, session) or self._against_age(stay, code.symbol, session.day)
            if why is not None:
                if is_for_a_school(code) and why[0] in (CLOSED, OFF_ROLL):
                    self._found.left_out += 1
                else:
                    self._put_aside(upn, session, line, *why)
                continue
            assert stay is not None
            remark = marks.remarks.get(place)
            in_time = code.statistical_class.is_attendance and not code.late
            minutes = 0 if remark is None or in_time else remark.minutes_late or 0
            kept[stay.pk, session.day, int(session.half)] = Read(
                line,
                symbol_of(NUMBERS[code.symbol]),
                minutes if 0 < minutes <= MOST_MINUTES else 0,
                remark.reason if remark else "",
            )
        self._found.asides = sorted(self._asides.values(), key=lambda each: (each.line, each.about))
        return kept

    def _last_of_each_session(self) -> list[int]:
        """Places of the marks, the latest where the file corrects itself."""
        marks = self._found.read.marks
        last: dict[tuple[int, int], int] = {}
        for place, key in enumerate(zip(marks.pupil, marks.session, strict=True)):
            self._found.superseded += key in last
            last[key] = place  # the reader puts a correction after what it corrects
        return sorted(last.values())

    def _stay(self, upn: str, day: date) -> Enrolment | None:
        for stay in self._stays.get(upn, ()):
            if stay.first_day <= day and (stay.last_day is None or day <= stay.last_day):
                return stay
        return None

    def _why_not(self, upn: str, stay: Enrolment | None, session: Session) -> tuple[str, str] | None:
        """Why a mark can't be placed; None where it can."""
        day = session.day
        if upn not in self._stays:
            return UNKNOWN, "no pupil of this school ever had this number"
        if day > self._today:
            return TO_COME, "the day has not come yet"
        if day not in self._closed:
            closed = closed_on(self._school, day)
            self._closed[day] = closed.why if closed else ""
        if self._closed[day]:
            return CLOSED, self._closed[day]
        if day == self._today and int(session.half) in self._opens:
            return NOT_BEGUN, not_begun_words(int(session.half), self._opens[int(session.half)])
        return None if stay is not None else (OFF_ROLL, "not on this school's roll on these days")

    def _against_age(self, stay: Enrolment | None, symbol: str, day: date) -> tuple[str, str] | None:
        born = None if stay is None else stay.pupil.date_of_birth
        why = against_age(self._packs.on(day), symbol, born, day) if born is not None else ""
        return (OF_AGE, why) if why else None

    def _put_aside(self, upn: str, session: Session, line: int, kind: str, why: str) -> None:
        day = session.day
        about = upn if kind in OF_A_PUPIL else day.isoformat()
        if kind == NOT_BEGUN:
            about += f" {int(session.half)}"
        held = self._asides.get((kind, about))
        if held is None:
            stays = self._stays.get(upn)
            held = self._asides[kind, about] = Aside(kind, about, line, day, day, why=why)
            held.enrolment = stays[0].pk if kind in OF_A_PUPIL and stays else None
        held.marks += 1
        held.line = min(held.line, line)
        held.first, held.last = min(held.first, day), max(held.last, day)


class _Here:
    """What stands in the ledger of a school, over the years of a file."""

    def __init__(self, school: School, placed: Iterable[Key]) -> None:
        self._school = school
        days = {day for _, day, _ in placed}
        self._first, self._last = (min(days), max(days)) if days else (date.min, date.min)
        years = {place_of(day, 0).school_year for day in days}
        held = PupilYear.objects.filter(enrolment__school=school, school_year__in=years)
        self._years = {
            (enrolment, year): bytes(marks)
            for enrolment, year, marks in held.values_list("enrolment_id", "school_year", "marks")
        }
        struck = Amendment.objects.filter(school=school, day__gte=self._first, day__lte=self._last, new="")
        self._struck: set[Key] = set(struck.values_list("enrolment_id", "day", "half"))
        self._minutes: list[tuple[Key, Read]] = []  # late by the same code: the minutes may differ

    def _number(self, key: Key) -> int:
        enrolment, day, half = key
        year, offset = place_of(day, half)
        marks = self._years.get((enrolment, year))
        return NO_MARK if marks is None else marks[offset]

    def judge(self, key: Key, read: Read, found: Comparison) -> None:
        stands = self._number(key)
        if stands == NUMBERS[read.symbol]:
            if read.minutes:
                self._minutes.append((key, read))
            else:
                found.unchanged += 1
        elif stands == NO_MARK and key not in self._struck:
            found.added.append((key, read))
        else:
            found.corrected.append(Difference(*key, symbol_of(stands), 0, "", read))

    def tell(self, found: Comparison) -> None:
        """Say of each mark that the file would correct who set it, and settle whose minutes differ."""
        asked: dict[tuple[date, int], set[int]] = defaultdict(set)
        for each in found.corrected:
            asked[each.day, each.half].add(each.enrolment)
        for (enrolment, day, half), _ in self._minutes:
            asked[day, half].add(enrolment)
        told = {
            (enrolment, *session): entry
            for session, enrolments in asked.items()
            for enrolment, entry in standing(self._school, *session, enrolments).items()
        }
        found.corrected = [
            _difference((each.enrolment, each.day, each.half), each.stands, each.read, told)
            for each in found.corrected
        ]
        for key, read in self._minutes:
            held = told.get(key)
            if held is not None and held.minutes == read.minutes:
                found.unchanged += 1
            else:
                found.corrected.append(_difference(key, read.symbol, read, told))
        found.corrected.sort(key=lambda each: (each.day, each.half, each.enrolment))

    def left(self, placed: Mapping[Key, Read]) -> Iterator[tuple[Key, str]]:
        """Marks between the first and the last day of the file that it does not have."""
        for day in _days(self._first, self._last):
            for half in Half:
                year, offset = place_of(day, half)
                for enrolment, held_year in self._years:
                    key = (enrolment, day, int(half))
                    if held_year == year and key not in placed:
                        number = self._years[enrolment, year][offset]
                        if number != NO_MARK:
                            yield key, symbol_of(number)


def _difference(key: Key, stands: str, read: Read, told: Mapping[Key, Recorded]) -> Difference:
    held = told.get(key)
    return Difference(*key, stands, held.minutes if held else 0, held.told if held else "", read)


def _days(first: date, last: date) -> Iterator[date]:
    if first != date.min:
        yield from (date.fromordinal(each) for each in range(first.toordinal(), last.toordinal() + 1))


__all__ = ["Aside", "Comparison", "Difference", "Read", "compare", "read_file", "show_day", "what_waits"]
