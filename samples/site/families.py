"""The adults of each child, and how each stands to them: parent by birth, by responsibility, by daily care.

Most families are ordinary. A few are there because every page and paper must get them right: parents of
whom one may not learn where the other lives, an address that is kept from everybody, a father who died,
children of one family at two schools.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from samples.people import BOYS, GIRLS, SURNAMES, Child

KINDS = ("together", "mother", "apart", "step", "grandparents")
WEIGHTS = (60, 17, 15, 5, 3)
STREETS = ("Hollowood Lane", "Quarry Bank", "Sowerby Rise", "Mill Race", "Larkspur Way", "Weir Street")
TOWNS = ("Little Hollowood", "Weirbridge", "Kettlewell-on-the-Moor", "Brackenhurst")
LANGUAGES = (*["English"] * 44, "Polish", "Urdu", "Ukrainian", "Arabic", "Romanian", "British Sign Language")
NEEDS = (*[""] * 60, "Large print", "Reads with difficulty: telephone first", "Sign language interpreter")
NO_CONTACT, CONFIDENTIAL, BEREAVED = "no contact", "confidential", "bereaved"
ORDERED_ON, DIED_ON = date(2026, 3, 16), date(2026, 9, 19)


@dataclass(slots=True)
class Contact:
    kind: str  # telephone, email, address
    value: str
    postcode: str = ""
    first_day: date | None = None
    last_day: date | None = None
    confirmed_on: date | None = None


@dataclass(slots=True)
class Grown:
    """An adult. The key is theirs for good."""

    key: str
    title: str
    forename: str
    surname: str
    date_of_birth: date | None
    language: str
    access_needs: str
    contacts: list[Contact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tie:
    """How one adult stands to every child of the family; None: nobody has said."""

    adult: Grown
    relationship: str
    natural: bool | None
    responsibility: bool | None
    care: bool | None
    lives_with: bool
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker of an adult, or (where `adult` is None) of every child of the family."""

    kind: str
    adult: Grown | None
    against: Grown | None
    first_day: date
    note: str = ""


@dataclass(slots=True)
class Family:
    ties: list[Tie]
    marks: list[Mark] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)


def make_family(child: Child, seed: int, special: str = "") -> Family:
    """The family of a child; `special` is one of the three that must be there, or ""."""
    draw = Random(f"{seed}/family/{child.upn}")
    kind = "apart" if special in (NO_CONTACT, CONFIDENTIAL) else draw.choices(KINDS, WEIGHTS)[0]
    if special == BEREAVED:
        kind = "together"
    if "looked_after" in child.flags and not special:
        kind = "foster"
    home = _address(draw)
    ties = _TIES[kind](child, home, draw)
    family = Family(ties, children=[child])
    _mark(family, special)
    return family


def _together(child: Child, home: Contact, draw: Random) -> list[Tie]:
    mother = _grown(child, 1, "F", child.surname, home, draw)
    father = _grown(child, 2, "M", child.surname, home, draw)
    return [
        Tie(mother, "mother", natural=True, responsibility=True, care=True, lives_with=True),
        Tie(father, "father", natural=True, responsibility=True, care=True, lives_with=True),
    ]


def _mother(child: Child, home: Contact, draw: Random) -> list[Tie]:
    mother = _grown(child, 1, "F", child.surname, home, draw)
    return [Tie(mother, "mother", natural=True, responsibility=True, care=True, lives_with=True)]


def _apart(child: Child, home: Contact, draw: Random) -> list[Tie]:
    """The father lives elsewhere; of some nobody has said whether they have responsibility."""
    father = _grown(child, 2, "M", child.surname, _address(draw) if draw.random() < 0.85 else None, draw)
    said = draw.choice((True, True, None))
    away = Tie(father, "father", natural=True, responsibility=said, care=False, lives_with=False)
    return [*_mother(child, home, draw), away]


def _step(child: Child, home: Contact, draw: Random) -> list[Tie]:
    other = _grown(child, 2, "M", draw.choice(SURNAMES), home, draw)
    here = Tie(other, "stepfather", natural=False, responsibility=False, care=True, lives_with=True)
    return [*_mother(child, home, draw), here]


def _grandparents(child: Child, home: Contact, draw: Random) -> list[Tie]:
    carer = _grown(child, 3, "F", child.surname, home, draw, age=58)
    mother = _grown(child, 1, "F", child.surname, _address(draw), draw)
    return [
        Tie(carer, "grandmother", natural=False, responsibility=None, care=True, lives_with=True),
        Tie(mother, "mother", natural=True, responsibility=True, care=False, lives_with=False),
    ]


def _foster(child: Child, home: Contact, draw: Random) -> list[Tie]:
    carer = _grown(child, 4, "F", draw.choice(SURNAMES), home, draw, age=44)
    mother = _grown(child, 1, "F", child.surname, None, draw)
    return [
        Tie(carer, "foster carer", natural=False, responsibility=False, care=True, lives_with=True),
        Tie(mother, "mother", natural=True, responsibility=True, care=False, lives_with=False),
    ]


_TIES = {
    "together": _together,
    "mother": _mother,
    "apart": _apart,
    "step": _step,
    "grandparents": _grandparents,
    "foster": _foster,
}


def _mark(family: Family, special: str) -> None:
    if special == NO_CONTACT:
        mother, father = (tie.adult for tie in family.ties[:2])
        note = "Order of the family court"
        family.marks += [
            Mark("no_contact", mother, father, ORDERED_ON, note),
            Mark("no_contact", None, father, ORDERED_ON, note),
            Mark("confidential_address", mother, None, ORDERED_ON, note),
        ]
    elif special == CONFIDENTIAL:
        family.marks.append(
            Mark("confidential_address", family.ties[0].adult, None, ORDERED_ON, "Asked for by the mother")
        )
    elif special == BEREAVED:
        died = family.ties[1]
        family.ties[1] = Tie(
            died.adult,
            died.relationship,
            died.natural,
            died.responsibility,
            died.care,
            lives_with=False,
            last_day=DIED_ON,
        )
        family.marks += [
            Mark("deceased", died.adult, None, DIED_ON),
            Mark("bereaved", None, None, DIED_ON + timedelta(days=1), "Lost their father"),
        ]


def _grown(
    child: Child, number: int, sex: str, surname: str, home: Contact | None, draw: Random, age: int = 34
) -> Grown:
    """An adult with their telephone and e-mail, and the address if there is one."""
    forename = draw.choice(GIRLS if sex == "F" else BOYS)
    title = draw.choice(("Ms", "Mrs", "Ms", "Dr", "") if sex == "F" else ("Mr", "Mr", "Mr", "Dr", ""))
    born = child.date_of_birth - timedelta(days=365 * (age - 8) + draw.randrange(3000))
    key = f"{child.upn}-{number}"
    grown = Grown(
        key,
        title,
        forename,
        surname,
        born if draw.random() < 0.6 else None,
        draw.choice(LANGUAGES),
        draw.choice(NEEDS),
    )
    confirmed = date(2026, 9, 4) if draw.random() < 0.7 else date(2024, 9, 6)
    phone = f"07700 900{draw.randrange(1000):03d}" if draw.random() < 0.9 else "01632 960555"
    grown.contacts.append(Contact("telephone", phone, confirmed_on=confirmed))
    if draw.random() < 0.8:
        grown.contacts.append(Contact("email", f"{key.lower()}@example.org", confirmed_on=confirmed))
    if home is not None:
        if draw.random() < 0.06:
            old = _address(draw)
            old.first_day, old.last_day = date(2021, 8, 1), child.start + timedelta(days=40)
            grown.contacts.append(old)
        grown.contacts.append(
            Contact("address", home.value, home.postcode, child.start, confirmed_on=confirmed)
        )
    return grown


def _address(draw: Random) -> Contact:
    """No post code here is a real one: none begins with ZZ."""
    letters = "".join(draw.choices("ABDEFGHJLNPQ", k=2))
    postcode = f"ZZ{draw.randrange(1, 10)} {draw.randrange(1, 10)}{letters}"
    return Contact(
        "address", f"{draw.randrange(1, 180)} {draw.choice(STREETS)}, {draw.choice(TOWNS)}", postcode
    )
