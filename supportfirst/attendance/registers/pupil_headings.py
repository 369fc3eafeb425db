"""Which column of a pupils file is which, by the contract's names and those of exports.

A flag is a column of the contract's list, or any column that has a `…_from` or `…_to`
beside it; every other column is passed over.

A preferred name stands in for a legal one where the file has no column of that, unless the two are asked to
be kept apart: a reader that keeps both must never take the one for the other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from supportfirst.attendance.registers.delimited import Row
from supportfirst.attendance.registers.headers import ALIASES, UPN, plain

_ALIASES: Mapping[str, tuple[str, ...]] = {
    "upn": ALIASES[UPN],
    "forename": ("forename", "legalforename", "firstname", "givenname", "preferredforename"),
    "surname": ("surname", "legalsurname", "lastname", "familyname", "preferredsurname"),
    "date_of_birth": ("dateofbirth", "dob", "birthdate"),
    "sex": ("sex", "gender", "legalsex"),
    "year_group": ("yeargroup", "year", "ncyear", "nationalcurriculumyear", "curriculumyear"),
    "class": ("class", "classname", "reg", "reggroup", "registrationgroup", "tutorgroup", "form"),
    "school": ("school", "schoolname"),
    "phase": ("phase", "schoolphase", "educationphase"),
    "start_date": ("startdate", "admissiondate", "dateofadmission", "doa", "entrydate"),
    "leaving_date": ("leavingdate", "dateofleaving", "dol", "leavedate", "enddate"),
    "ethnicity": ("ethnicity", "ethnicorigin", "ethnicgroup"),
    "ehcp_reviewed_on": ("ehcpreviewedon", "ehcpreviewdate", "ehcpreviewed"),
}
_PREFERRED: Mapping[str, tuple[str, ...]] = {
    "preferred_forename": ("preferredforename", "preferredfirstname", "chosenforename", "knownas"),
    "preferred_surname": ("preferredsurname", "preferredlastname", "chosensurname"),
}
_APART: Mapping[str, tuple[str, ...]] = {
    **{
        name: tuple(alias for alias in aliases if not alias.startswith("preferred"))
        for name, aliases in _ALIASES.items()
    },
    **_PREFERRED,
}
FLAGS = (
    "fsm",
    "pupil_premium",
    "sen_support",
    "ehcp",
    "looked_after",
    "child_in_need",
    "child_protection",
    "social_worker",
    "camhs",
    "early_help",
    "young_carer",
)
_HEADING_ROWS = 20

# The columns of a flag: whether it holds, its first and its last day; None where there is no such column.
FlagColumns = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class PupilColumns:
    headings: Sequence[str]
    line: int
    places: Mapping[str, int]
    flags: Mapping[str, FlagColumns]  # by name; "" for the columns `flag`, `flag_from`, `flag_to`

    def unused_by(self, reader: Collection[str]) -> tuple[str, ...]:
        """The headings of what a reader passes over, who uses the flags and the columns of these names."""
        used = {place for name, place in self.places.items() if name in reader}
        used |= {place for columns in self.flags.values() for place in columns if place is not None}
        return tuple(
            heading.strip()
            for place, heading in enumerate(self.headings)
            if place not in used and heading.strip()
        )

    def heading(self, name: str) -> str:
        place = self.places.get(name)
        return name if place is None else self.headings[place].strip()


def find_pupil_headings(rows: Sequence[Row], *, preferred_apart: bool = False) -> PupilColumns | None:
    """The first row, near the top, with a UPN column and some other of the contract's columns.

    preferred_apart: preferred names are columns of their own, and never stand in for legal ones.
    """
    aliases = _APART if preferred_apart else _ALIASES
    for row in rows[:_HEADING_ROWS]:
        places = _places(row.cells, aliases)
        flags = _flags(row.cells, set(places.values()))
        if "upn" in places and (len(places) > 1 or flags or len([c for c in row.cells if c.strip()]) == 1):
            return PupilColumns(row.cells, row.line, places, flags)
    return None


def _places(headings: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Each known column once: the name that stands first in its list, and of equals the first column."""
    plains = [plain(heading) for heading in headings]
    places = {}
    for name, aliases in known.items():
        found = next((alias for alias in aliases if alias in plains), None)
        if found is not None:
            places[name] = plains.index(found)
    return places


def _flags(headings: Sequence[str], used: set[int]) -> dict[str, FlagColumns]:
    named = {
        re.sub(r"[^a-z0-9]+", "_", heading[:80].lower()).strip("_"): place
        for place, heading in reversed(list(enumerate(headings)))
        if place not in used and heading.strip()
    }
    flags: dict[str, FlagColumns] = {}
    for name in named:
        stem = re.sub(r"_(from|to)$", "", name)
        if stem in flags or not (stem != name or name in FLAGS or f"{name}_from" in named):
            continue
        columns = (named.get(stem), named.get(f"{stem}_from"), named.get(f"{stem}_to"))
        if stem == "flag" and columns[0] is not None:
            flags[""] = columns
        elif stem != "flag":
            flags[stem] = columns
    return flags
