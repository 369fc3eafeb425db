"""Who must be named at every school, by its pack, and what being named there opens.

A body's own role (its officer under its own title) may fill one of the national layer: then one of the two
is asked for, under the nearer title, and whoever is named for either counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.store.models import PackAdoption, School

CASES, AUTHORITY, MAY = "cases", "authority", "school_may"  # words of the packs


@dataclass(frozen=True, slots=True)
class NamedRole:
    """One role for which every school has somebody named."""

    id: str
    title: str
    text: str
    must: bool  # every school has somebody named for it; otherwise it may
    by_authority: bool  # the authority names them, and not the school
    opens_cases: bool
    contact_for: str
    source: str
    accepts: Collection[str]  # ids under which somebody may be named for it


def packs_of(schools: Collection[School], on: date) -> Mapping[UUID, Pack]:
    """The pack that each school follows on a day, in one query; bring their authorities with them."""
    days = [(school, on) for school in schools]
    return {school.pk: pack for school, pack in zip(schools, packs_then(days), strict=True)}


def packs_then(asked: Sequence[tuple[School, date]]) -> Sequence[Pack]:
    """The pack that each of these schools followed on its own day, in one query."""
    adopted: dict[UUID, list[tuple[date, str]]] = {}
    held = PackAdoption.objects.filter(school__in={school.pk for school, _ in asked}).order_by("first_day")
    for key, first_day, pack in held.values_list("school_id", "first_day", "pack"):
        adopted.setdefault(key, []).append((first_day, pack))
    found = []
    for school, day in asked:
        begun = [pack for first_day, pack in adopted.get(school.pk, ()) if first_day <= day]
        found.append(loaded(begun[-1] if begun else school.authority.pack))
    return found


def named_roles(pack: Pack, on: date, *, may: bool = False) -> Sequence[NamedRole]:
    """In the order of the pack, national ones first; without those that a nearer one fills.

    may: with those for which a school need not name anybody.
    """
    asked = [
        entry
        for entry in pack.entries.values()
        if entry.section == "roles" and _is_named(entry.details.get("named_by"), may=may) and on in entry.span
    ]
    filled = {name for entry in asked for name in entry.details.get("fills", ())}
    return [
        NamedRole(
            id=entry.id,
            title=entry.title,
            text=entry.text,
            must=entry.details["named_by"] != MAY,
            by_authority=entry.details["named_by"] == AUTHORITY,
            opens_cases=entry.details.get("opens") == CASES,
            contact_for=str(entry.details.get("contact_for", "")),
            source=", ".join(part for part in (entry.source.title, entry.source.passage) if part),
            accepts=(entry.id, *entry.details.get("fills", ())),
        )
        for entry in asked
        if entry.id not in filled
    ]


def _is_named(by: object, *, may: bool) -> bool:
    return by is not None and (may or by != MAY)


def opens_cases(pack: Pack, role: str) -> bool:
    """Whether somebody named for a role, be it one that a nearer one fills, reaches the school's cases."""
    entry = pack.entries.get(role)
    return entry is not None and entry.details.get("opens") == CASES
