"""Whose name and colour a page bears: the one school of the person, or what stands over all of theirs."""

from __future__ import annotations

from dataclasses import dataclass

from supportfirst.casework.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    colour: str = ""  # as “#1d4f6b”; empty: the site's own


def organisation_of(actor: Actor) -> Organisation | None:
    """An authority before a trust before a school; of several, the first by name."""
    held = sorted(actor.memberships, key=lambda each: (each.role, str(each.pk)))
    authorities = [each.authority for each in held if each.authority is not None]
    trusts = [each.trust for each in held if each.trust is not None]
    schools = [each.school for each in held if each.school is not None]
    for place in sorted(authorities, key=str):
        return Organisation(place.name, place.colour)
    for trust in sorted(trusts, key=str):
        return Organisation(trust.name, trust.colour)
    for school in sorted(schools, key=str):
        return Organisation(school.name, school.colour)
    return None
