"""One pupil out of the files that were named, as the parts of a sheet: what `sheet` and `rerun` share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.casebook.sheet_inputs import (
    Section,
    calendar_section,
    history_section,
    marks_of,
    parents_section,
    pupils_section,
    register_section,
    school_section,
)
from supportfirst.attendance.cli.assessing import read_calendar_for
from supportfirst.attendance.cli.inputs import (
    Told,
    read_history,
    read_parents,
    read_pupils_file,
    read_registers,
    read_school,
)
from supportfirst.attendance.packs.shape import Pack


@dataclass(frozen=True, slots=True)
class Given:
    """The files that were named on the command line; None, or no register, for one that was not."""

    register: Sequence[str] = ()
    calendar: str | None = None
    pupils: str | None = None
    school: str | None = None
    parents: str | None = None
    history: str | None = None


def nothing_given() -> dict[str, Section]:
    """The parts of a sheet for which no file need be given."""
    return {
        "pupils": pupils_section(None, None, given=False),
        "school": school_section(None),
        "parents": parents_section(None),
        "history": history_section(None, frozenset()),
    }


def read_given(upn: str, given: Given, pack: Pack, on: date, told: Told) -> dict[str, Section]:
    """A part for each file that was named, of this pupil alone. What was found wrong goes to `told`."""
    found: dict[str, Section] = {}
    if given.calendar is not None:
        found["calendar"] = calendar_section(read_calendar_for(given.calendar, pack, on, told=told))
    if given.register:
        marks = read_registers(given.register, codes=pack.codes, told=told)
        found["register"] = register_section(marks_of(upn, marks, pack.codes))
    if given.pupils is not None:
        roll = read_pupils_file(given.pupils, told=told)
        assert roll is not None, "a file was named"
        pupil = next((each for each in roll.pupils if each.upn == upn), None)
        found["pupils"] = pupils_section(pupil, roll.flag_columns, given=True)
    if given.school is not None:
        found["school"] = school_section(read_school(given.school, told=told))
    if given.parents is not None:
        parents = read_parents(given.parents, told=told) or []
        found["parents"] = parents_section([each for each in parents if each.upn == upn])
    if given.history is not None:
        past = read_history(given.history, pack, told=told)
        assert past is not None, "a file was named"
        unread = past.unread.get(upn, frozenset())
        found["history"] = history_section([each for each in past.events if each.upn == upn], unread)
    return found
