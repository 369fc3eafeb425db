"""Which codes a school may write on a day: those of the pack that it adopted, in force on that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from supportfirst.attendance.codes.codebook import CodeBook, CodeStanding, Reading
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.bridge.code_numbers import NUMBERS
from supportfirst.casework.store.models import PackAdoption, School


class RegisterRefused(AttendanceError):
    """A register, or a change to one, that may not be kept."""


class CodeRefused(RegisterRefused):
    """A code that is not in force on the day of its session."""


@lru_cache(maxsize=32)
def loaded(name: str) -> Pack:
    """A pack by name, read once a process: its files only change with the program."""
    return load_pack(name)


def pack_of(school: School, day: date) -> Pack:
    """The pack that the school followed on a day; its authority's where it adopted none."""
    adopted = (
        PackAdoption.objects.filter(school=school, first_day__lte=day)
        .order_by("-first_day")
        .values_list("pack", flat=True)
        .first()
    )
    return loaded(adopted or school.authority.pack)


def with_packs(schools: QuerySet[School], on: date) -> Sequence[tuple[UUID, str, Pack]]:
    """Id, name and pack of the day of each of many schools, in one query and in their order."""
    adopted = PackAdoption.objects.filter(school=OuterRef("pk"), first_day__lte=on).order_by("-first_day")
    told = schools.annotate(adopted=Subquery(adopted.values("pack")[:1]))
    held = told.values_list("pk", "name", "adopted", "authority__pack")
    return [(key, name, loaded(own or of_authority)) for key, name, own, of_authority in held]


def packs_of(schools: Iterable[School], day: date) -> Mapping[UUID, Pack]:
    """The same of schools that are read already, with their authorities; in one query."""
    asked = list(schools)
    adoptions = PackAdoption.objects.filter(school__in=asked, first_day__lte=day).order_by("first_day")
    adopted = dict(adoptions.values_list("school_id", "pack"))  # the last one counts
    return {each.pk: loaded(adopted.get(each.pk) or each.authority.pack) for each in asked}


def in_force(codes: CodeBook, day: date) -> Sequence[RegisterCode]:
    """The codes in force on a day that a register row can hold, in the order of the code book."""
    found = _KEPT.get((id(codes), day))
    if found is None or found[0] is not codes:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[id(codes), day] = (codes, tuple(_in_force(codes, day)))
    return found[1]


# A page asks a dozen times for the codes of one day. A code book can't be hashed, and lives with its pack.
MOST_KEPT = 1000
_KEPT: dict[tuple[int, date], tuple[CodeBook, tuple[RegisterCode, ...]]] = {}


def _in_force(codes: CodeBook, day: date) -> list[RegisterCode]:
    readings = [codes.read(symbol, day) for symbol in codes.symbols() if symbol in NUMBERS]
    return [
        reading.code
        for reading in readings
        if reading.code is not None and reading.standing is CodeStanding.IN_FORCE
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """A code as it is offered."""

    symbol: str
    meaning: str
    counts_as: str

    @property
    def text(self) -> str:
        return f"{self.symbol} {self.meaning}"


def choices_of(codes: CodeBook, day: date) -> Sequence[Choice]:
    """The codes that a person may write for a pupil: what is set for a whole school is left out."""
    offered = [code for code in in_force(codes, day) if not is_for_a_school(code)]
    return [Choice(code.symbol, _short(code.meaning), code.statistical_class.value) for code in offered]


def is_for_a_school(code: RegisterCode) -> bool:
    return code.statistical_class is StatisticalClass.ADMINISTRATIVE


def _short(meaning: str) -> str:
    """The meaning without what its source adds after a semicolon."""
    return meaning.split(";")[0].split(": marked")[0]


def checked_code(codes: CodeBook, symbol: str, day: date, *, where: str) -> RegisterCode:
    """The meaning of a symbol on a day. Raises CodeRefused, which says what to write instead."""
    reading = codes.read(symbol, day)
    if reading.standing is CodeStanding.IN_FORCE and reading.code is not None:
        return reading.code
    usable = ", ".join(code.symbol for code in in_force(codes, day))
    raise CodeRefused(
        what=_what_is_wrong(symbol, day, reading),
        where=where,
        remedy=f"use one of the codes in force on {show_day(day)}: {usable}",
    )


def _what_is_wrong(symbol: str, day: date, reading: Reading) -> str:
    if reading.code is None:
        return f"“{symbol}” is not a code of any register"
    span, meaning = reading.code.span, reading.code.meaning
    if reading.standing is CodeStanding.WITHDRAWN and span.last is not None:
        return f"“{symbol}” ({meaning}) is not in force: its last day was {show_day(span.last)}"
    return f"“{symbol}” ({meaning}) is not in force before {show_day(span.first)}"
