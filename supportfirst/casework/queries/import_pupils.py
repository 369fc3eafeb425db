"""What a file of pupils would change at one school: each pupil added, changed or as they were.

A cell that says nothing changes nothing. Of a child who is not on this school's roll, and is or was on
another's, the file changes no name and no flag: the preview says what it did not take, and shows nothing of
the other school's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.bridge.people_files import Flag, PeopleFile, Problem, Pupil, Spell, has_upn_form
from supportfirst.casework.store import models

LEGAL_NAMES = ("legal forename", "legal surname")  # as a change says them
NOTHING = "nothing"
INVENTED_AUTHORITY = "999"  # in a UPN: nobody's
LONGEST_NAME, LONGEST_CLASS, LONGEST_YEAR, LONGEST_FLAG = 100, 40, 10, 60


class Kind(StrEnum):
    ADDED = "Added"
    CHANGED = "Changed"
    UNCHANGED = "Unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stay:
    """An enrolment to be made (`id` None) or changed."""

    id: int | None
    values: Mapping[str, Any]
    class_name: str  # "" leaves the class as it is
    school_year: int


@dataclass(frozen=True, slots=True)
class PupilLine:
    kind: Kind
    upn: str
    who: str
    changes: tuple[Change, ...]
    pupil_id: UUID | None
    values: Mapping[str, Any]
    stays: tuple[Stay, ...]
    flag_names: tuple[str, ...]  # whose rows are written anew
    flags: tuple[Flag, ...]

    @property
    def renames(self) -> tuple[Change, ...]:
        """The legal names that stand and would become others."""
        return tuple(each for each in self.changes if each.what in LEGAL_NAMES and each.before != NOTHING)


@dataclass(slots=True)
class _Held:
    """What the database has of the pupils of a file."""

    school: models.School
    here: dict[str, list[models.Enrolment]] = field(default_factory=dict)
    elsewhere: dict[str, models.Pupil] = field(default_factory=dict)  # never here
    merged: dict[str, str] = field(default_factory=dict)  # by the UPN of a row that went: the UPN it has now
    gone: set[str] = field(default_factory=set)  # left here, and now on another school's roll
    flags: dict[UUID, list[models.PupilFlag]] = field(default_factory=dict)

    @classmethod
    def of(cls, school: models.School, upns: list[str], today: date) -> _Held:
        held = cls(school)
        stays = models.Enrolment.objects.filter(school=school, pupil__upn__in=upns)
        for stay in stays.select_related("pupil", "group").order_by("first_day", "pk"):
            held.here.setdefault(stay.pupil.upn, []).append(stay)
        known = models.Pupil.objects.filter(upn__in=upns)
        held.elsewhere = {pupil.upn: pupil for pupil in known if pupil.upn not in held.here}
        held.gone = only_elsewhere(school, held.here, today)
        one = models.Pupil.objects.filter(upn__in=upns, merged_into__enrolments__school=school)
        held.merged = dict(one.values_list("upn", "merged_into__upn"))
        children = [stays[0].pupil_id for stays in held.here.values()]
        for flag in models.PupilFlag.objects.filter(pupil__in=children):
            held.flags.setdefault(flag.pupil_id, []).append(flag)
        return held


def only_elsewhere(school: models.School, upns: Iterable[str], today: date) -> set[str]:
    """Of some pupils those who are on another school's roll today, and not on this one's, nor soon."""
    current = models.Enrolment.objects.filter(pupil__upn__in=list(upns)).exclude(last_day__lt=today)
    places: dict[str, set[bool]] = {}
    for upn, place in current.values_list("pupil__upn", "school"):
        places.setdefault(upn, set()).add(place == school.pk)
    return {upn for upn, here in places.items() if here == {False}}


@dataclass(slots=True)
class PupilLines:
    """The lines of a file, and what of it can't be used."""

    lines: list[PupilLine] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def pupil_lines(school: models.School, file: PeopleFile, today: date, starts_on: date | None) -> PupilLines:
    """`starts_on`: the first day of a pupil who is new and of whom the file says none."""
    found = PupilLines()
    held = _Held.of(school, [pupil.upn for pupil in file.pupils], today)
    for pupil in file.pupils:
        fault = _fault(pupil, held, starts_on)
        if fault is None:
            found.lines.append(_line(pupil, held, file.flag_columns, today, starts_on))
        else:
            what, remedy = fault
            line = file.lines.get(pupil.upn, 0)
            found.refused.append(Problem("refused-pupil", "", line, "upn", pupil.upn, what, remedy))
    return found


def invented_only(upn: str) -> bool:
    """Whether the sample site must refuse a pupil: it takes nobody who could be real."""
    return bool(settings.DEMO) and upn[1:4] != INVENTED_AUTHORITY


def _fault(pupil: Pupil, held: _Held, starts_on: date | None) -> tuple[str, str] | None:
    """What is wrong with a pupil as a whole, and what to do about it."""
    now = held.merged.get(pupil.upn)
    if now is not None:
        return (
            f"this row was found to be one child with {now}",
            f"write {now}, or take the merge back first",
        )
    if not has_upn_form(pupil.upn):
        return (
            "it is not a letter, eleven digits and a digit or letter, as a UPN is",
            "put the UPN right and import the file again",
        )
    if invented_only(pupil.upn):
        return (
            "this is the sample site, which takes no real pupils",
            "give UPNs with 999 after the letter, or set up a site of your own",
        )
    spells = _spells(pupil, held.school)
    if not spells:
        return "the row is of another school", "import it at that school"
    if pupil.upn not in held.here and starts_on is None and any(spell.start is None for spell in spells):
        return "nothing says when the pupil starts", "add a start date, here or in the file"
    names = (pupil.forename, pupil.surname, pupil.preferred_forename, pupil.preferred_surname)
    if any(len(name) > LONGEST_NAME for name in names):
        return f"the name is longer than {LONGEST_NAME} letters", "write it shorter"
    if any(len(spell.class_name) > LONGEST_CLASS or len(spell.year_group) > LONGEST_YEAR for spell in spells):
        return "the class or year group is too long to be one", "put the columns right"
    if any(len(name) > LONGEST_FLAG for name in (flag.name for flag in pupil.flags)):
        return "the name of a flag is too long", "put the columns right"
    known = pupil.upn in held.here or pupil.upn in held.elsewhere
    if not known and not (pupil.forename and pupil.surname):
        return "a new pupil needs a legal forename and a surname", "add them to the file"
    return None


def _spells(pupil: Pupil, school: models.School) -> list[Spell]:
    return [
        spell for spell in pupil.spells if spell.school.casefold() in ("", school.name.casefold(), school.urn)
    ]


def _line(
    pupil: Pupil, held: _Held, flag_columns: frozenset[str], today: date, starts_on: date | None
) -> PupilLine:
    stays_here = held.here.get(pupil.upn, [])
    child = stays_here[0].pupil if stays_here else None
    elsewhere = held.elsewhere.get(pupil.upn)
    changes: list[Change] = []
    given = {
        "legal_forename": pupil.forename,
        "legal_surname": pupil.surname,
        **_preferred(pupil, child),
        "date_of_birth": pupil.date_of_birth,
    }
    theirs = elsewhere is not None or pupil.upn in held.gone
    values = {} if theirs else differing(child, given, changes)
    stays = tuple(_stays(pupil, held, stays_here, today, starts_on, changes))
    names = () if theirs else _flag_changes(pupil, held, child, flag_columns, changes)
    if elsewhere is not None:
        changes.append(Change("pupil", "at another school", "also at this school; names stay as they are"))
    if stays or elsewhere is not None:
        changes += _not_taken(pupil, elsewhere or child, given) if theirs else ()
    kind = Kind.ADDED if child is None else Kind.CHANGED if changes else Kind.UNCHANGED
    return PupilLine(
        kind,
        pupil.upn,
        f"{pupil.forename} {pupil.surname}".strip() or (child.name if child else ""),
        tuple(changes),
        child.pk if child else elsewhere.pk if elsewhere else None,
        values,
        stays,
        names,
        tuple(flag for flag in pupil.flags if flag.name in names),
    )


def _preferred(pupil: Pupil, child: models.Pupil | None) -> dict[str, str]:
    """The preferred names that a file gives. One that repeats the legal name says nothing, unless another
    stands: exports fill these columns with the legal names of children who are called by no other."""
    legal = {"forename": pupil.forename, "surname": pupil.surname}
    given = {"forename": pupil.preferred_forename, "surname": pupil.preferred_surname}
    found = {}
    for part, name in given.items():
        by_law = legal[part] or (getattr(child, f"legal_{part}") if child else "")
        stands = getattr(child, f"preferred_{part}") if child else ""
        found[f"preferred_{part}"] = "" if name == by_law and not stands else name
    return found


def _not_taken(pupil: Pupil, row: models.Pupil | None, given: Mapping[str, Any]) -> Iterator[Change]:
    """What the file says otherwise than the record that another school keeps; of that record no word."""
    kept = "not taken: it stays as the other school has it"
    for name, value in given.items():
        if value not in ("", None) and value != getattr(row, name, None):
            yield Change(name.replace("_", " "), shown(value), kept)
    for name in sorted({flag.name for flag in pupil.flags}):
        yield Change(f"flag {name.replace('_', ' ')}", "set in the file", kept)


def differing(row: Any, given: Mapping[str, Any], changes: list[Change]) -> dict[str, Any]:
    """The values that a file gives and a row (None: a new one) has not; each is told in `changes`."""
    found = {}
    for name, value in given.items():
        before = getattr(row, name) if row is not None else None
        if value not in ("", None) and value != before:
            found[name] = value
            changes.append(Change(name.replace("_", " "), shown(before), shown(value)))
    return found


def shown(value: Any) -> str:
    """A value as the preview says it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)


def _stays(
    pupil: Pupil,
    held: _Held,
    stays_here: list[models.Enrolment],
    today: date,
    starts_on: date | None,
    changes: list[Change],
) -> Iterator[Stay]:
    """The enrolments that the file's spells at this school make or change."""
    left = list(stays_here)
    for spell in _spells(pupil, held.school):
        match = next((stay for stay in left if _overlap(stay, spell)), None)
        if match is not None:
            left.remove(match)
        start = spell.start if match is not None else spell.start or starts_on or today
        given = {"first_day": start, "last_day": spell.leaving, "year_group": spell.year_group}
        values = differing(match, given, changes)
        ended = spell.leaving is not None and school_year_of(spell.leaving) < school_year_of(today)
        now_in = match.group.name if match is not None and match.group is not None else ""
        moves = bool(spell.class_name) and not ended and spell.class_name.casefold() != now_in.casefold()
        if moves:
            changes.append(Change("class", shown(now_in), spell.class_name))
        if values or moves:
            year = school_year_of(max(today, start or today))
            yield Stay(match.pk if match else None, values, spell.class_name if moves else "", year)


def _overlap(stay: models.Enrolment, spell: Spell) -> bool:
    return stay.first_day <= (spell.leaving or date.max) and (spell.start or date.min) <= (
        stay.last_day or date.max
    )


def school_year_of(day: date) -> int:
    return first_day_of_year(day).year


def _flag_changes(
    pupil: Pupil,
    held: _Held,
    child: models.Pupil | None,
    flag_columns: frozenset[str],
    changes: list[Change],
) -> tuple[str, ...]:
    """The names of the flags of which the file says something else than the rows.

    A column that sets no flag says no, as it does to the core's reader; a row is kept of that, too.
    """
    rows = held.flags.get(child.pk, []) if child is not None else []
    differing = []
    for name in sorted(flag_columns - pupil.unclear_flags):
        said = [row for row in rows if row.name == name]
        before = {(row.first_day, row.last_day) for row in said if row.holds}
        after = {(flag.first, flag.last) for flag in pupil.flags if flag.name == name}
        if before != after or not said:
            differing.append(name)
        if before != after or (child is not None and not said):
            told = _periods(before) if said else "not known"
            changes.append(Change(f"flag {name.replace('_', ' ')}", told, _periods(after)))
    return tuple(differing)


def _periods(held: set[tuple[date | None, date | None]]) -> str:
    if not held:
        return "not set"
    ordered = sorted(held, key=lambda each: each[0] or date.min)
    return "; ".join(
        f"{'from ' + shown(first) if first else 'since before our records'}"
        f"{' to ' + shown(last) if last else ''}"
        for first, last in ordered
    )
