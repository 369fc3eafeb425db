"""Pupils as a pupils file tells of them: spells on roll, and flags with their dates.

A pupil may have several spells (left and came back, or moved school in the year); each
keeps its own school, phase, year group and class, because figures by school are counted
spell by spell. Blank is `None` or "": not known, which is never the same as no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Spell:
    """One stay on one roll, both days included; `start` None: from the first mark that is not Z or #."""

    start: date | None = None
    leaving: date | None = None
    school: str = ""
    phase: str = ""
    year_group: str = ""
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A dated fact about a pupil (fsm, ehcp, …); `first` None: since before our records."""

    name: str
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Pupil:
    upn: str
    forename: str = ""
    surname: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    ethnicity: str = ""
    spells: tuple[Spell, ...] = (Spell(),)
    flags: tuple[Flag, ...] = ()
    ehcp_reviewed_on: date | None = None
    unclear_flags: frozenset[str] = frozenset()  # flags whose cells could not be read: not known
    preferred_forename: str = ""  # only where the reader was asked to keep them apart from the legal names
    preferred_surname: str = ""
