"""Everything of the sample site put together, from one seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samples.people import Child
from samples.schools import School, make_school
from samples.site.families import BEREAVED, CONFIDENTIAL, NO_CONTACT, Family, make_family
from samples.site.morning import stop_in_the_morning
from samples.site.places import AREAS, SCHOOLS, TRUST, Area, SiteSchool
from samples.site.registers import Correction, Sheet, class_of, registers_of
from samples.site.staff import Named, Person, cover_teacher, named_people, staff, teacher
from samples.site.stories import Happening, happenings

SEED = 2026
# Families that every page must get right: school, place among its children, and what is so about them.
SPECIAL = {
    ("larkspur-primary", 12): NO_CONTACT,
    ("brackenhurst-high", 40): CONFIDENTIAL,
    ("mossop-road", 35): BEREAVED,
}
# Younger and older children of one family: schools, and from which places on.
ACROSS = (
    ("larkspur-primary", "brackenhurst-high", 24),
    ("mossop-road", "kettlewell-park", 30),
    ("larkspur-primary", "kettlewell-park", 4),
)


@dataclass(frozen=True, slots=True)
class SchoolClass:
    school_year: int
    name: str
    teacher: Person

    @property
    def year_group(self) -> str:
        return self.name[:-1]


@dataclass(frozen=True, slots=True)
class SiteRoll:
    """One school with all that is known of its children."""

    place: SiteSchool
    school: School
    classes: list[SchoolClass]
    cover: Person
    sheets: list[Sheet]
    corrections: list[Correction]
    happenings: list[Happening]


@dataclass(frozen=True, slots=True)
class World:
    areas: tuple[Area, ...]
    trust: tuple[str, str]  # key and name
    staff: list[Person]  # all but the teachers
    named: list[Named]
    rolls: list[SiteRoll]
    families: list[Family]


def make_world(seed: int = SEED, places: tuple[SiteSchool, ...] = SCHOOLS) -> World:
    """The same world for the same seed; a few seconds. `places` may be the four schools made smaller."""
    schools = {place.key: make_school(place.plan, seed) for place in places}
    for school in schools.values():
        stop_in_the_morning(school, seed)
    families = list(_families(schools, seed))
    rolls = []
    for place in places:
        school = schools[place.key]
        rolls.append(
            SiteRoll(
                place,
                school,
                _classes(place, school),
                cover_teacher(place),
                *registers_of(place, school, seed),
                happenings=list(happenings(place, school)),
            )
        )
    return World(AREAS, TRUST, staff(), list(named_people()), rolls, families)


def _classes(place: SiteSchool, school: School) -> list[SchoolClass]:
    met = {
        (year, class_of(child, year, place.plan.years)) for child in school.children for year in (2025, 2026)
    }
    return [SchoolClass(year, name, teacher(place, name)) for year, name in sorted(met) if name]


def _families(schools: dict[str, School], seed: int) -> Iterator[Family]:
    """One family for each child or group of siblings, who then bear one name."""
    older = _siblings(schools)
    younger = {id(child): eldest for eldest, children in older.items() for child in children}
    specials = {
        id(schools[key].children[place % len(schools[key].children)]): what
        for (key, place), what in SPECIAL.items()
    }
    for school in schools.values():
        for child in school.children:
            if id(child) in younger:
                continue
            family = make_family(child, seed, specials.get(id(child), ""))
            for sibling in older.get(id(child), ()):
                sibling.surname = child.surname
                family.children.append(sibling)
            yield family


def _siblings(schools: dict[str, School]) -> dict[int, list[Child]]:
    """By the identity of the first child of a family: the others of it."""
    found: dict[int, list[Child]] = {}
    taken: set[int] = set()

    def join(first: Child, other: Child) -> None:
        if first is not other and not {id(first), id(other)} & taken:
            taken.update((id(first), id(other)))
            found[id(first)] = [other]

    for one, two, count in ACROSS:
        here, there = _on_roll(schools[one]), _on_roll(schools[two])
        for number in range(count):
            join(here[(number * 5 + 12) % len(here)], there[(number * 7 + 3) % len(there)])
    for school in schools.values():
        children = _on_roll(school)
        for place in range(1, len(children) // 2, 6):
            join(children[place], children[place + len(children) // 2])
    return found


def _on_roll(school: School) -> list[Child]:
    return [child for child in school.children if child.leaving is None]
