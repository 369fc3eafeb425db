"""What a file of adults would change: who they are, how they stand to a child, how to reach them.

Natural parent, parental responsibility and day-to-day care are three marks, each of one adult and one child.
A file never lifts a marker, and never shows an address that is kept confidential.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from supportfirst.casework.bridge.confidential import (
    confidential_adults,
    confidential_upns,
    marked_adults,
    plain,
)
from supportfirst.casework.bridge.people_files import PeopleFile, Problem, ReadAdult
from supportfirst.casework.bridge.same_child import same_adult_as
from supportfirst.casework.queries.import_pupils import Change, Kind, differing, shown
from supportfirst.casework.store import models
from supportfirst.casework.store.days_held import not_ended

MARKS = ("natural_parent", "parental_responsibility", "day_to_day_care", "lives_with_child")
THEIRS = (
    "the pupil is on another school's roll, which keeps the record of the parents",
    "import the pupil first; once they are on this school's roll, import the parents",
)
NOT_SHOWN = "kept confidential, and not shown here"
ADDRESS = models.ContactKind.ADDRESS


@dataclass(frozen=True, slots=True)
class NewContact:
    kind: str
    value: str
    postcode: str
    closes: tuple[int, ...]  # the contacts in whose place it comes


@dataclass(frozen=True, slots=True)
class AdultLine:
    kind: Kind
    upn: str
    who: str
    changes: tuple[Change, ...]
    adult_id: UUID
    is_new: bool
    values: Mapping[str, Any]
    link_id: int | None
    link: Mapping[str, Any]
    contacts: tuple[NewContact, ...]
    confide: bool  # mark the address as confidential
    lacks_address: bool


@dataclass(slots=True)
class AdultLines:
    lines: list[AdultLine] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Held:
    """What the database has of the adults of these children."""

    school: models.School
    links: dict[str, list[models.Link]] = field(default_factory=dict)  # by UPN
    adults: dict[UUID, models.Adult] = field(default_factory=dict)
    contacts: dict[UUID, list[models.AdultContact]] = field(default_factory=dict)
    marked: frozenset[UUID] = frozenset()  # adults with a marker of their own
    confidential: frozenset[UUID] = frozenset()  # adults whose address is not shown, whoever bears the marker
    confided: frozenset[str] = frozenset()  # the same, by the file's own ids
    secret: frozenset[str] = frozenset()  # their addresses: shown beside nobody else either
    in_file: dict[str, models.Adult | UUID] = field(default_factory=dict)  # by the file's own id

    @classmethod
    def of(cls, school: models.School, adults: Collection[ReadAdult], today: date) -> _Held:
        held = cls(school)
        upns = {each.upn for each in adults}
        links = models.Link.objects.filter(pupil__in=_on_roll(school, upns, today).values("pupil"))
        links = links.filter(adult__merged_into=None)
        for link in links.select_related("adult", "pupil").order_by("contact_order", "pk"):
            held.links.setdefault(link.pupil.upn, []).append(link)
            held.adults[link.adult_id] = link.adult
        ids = {id_of(school, each.file_id) for each in adults}
        one = same_adult_as(ids)  # somebody who was here twice is known by either number
        kept = {str(adult.pk): adult for adult in models.Adult.objects.filter(pk__in=set(one.values()))}
        held.adults |= {UUID(each): kept[now] for each, now in one.items() if now in kept}
        stand_for = {adult.pk for adult in held.adults.values()}
        for contact in models.AdultContact.objects.filter(adult__in=stand_for, last_day=None).order_by("pk"):
            held.contacts.setdefault(contact.adult_id, []).append(contact)
        held.marked = frozenset(marked_adults(stand_for, today))
        held.confidential = frozenset(confidential_adults(stand_for, today))
        protected = confidential_upns(upns, today)
        held.confided = frozenset(
            each.file_id for each in adults if each.confidential or each.upn in protected
        )
        held.secret = frozenset(held.addresses_to_hide(adults))
        return held

    def hides(self, read: ReadAdult, adult_id: UUID) -> bool:
        """Whether their address is confidential: by the file, or by a marker of theirs or of a child."""
        return read.file_id in self.confided or adult_id in self.confidential

    def addresses_to_hide(self, adults: Collection[ReadAdult]) -> Iterator[str]:
        """What is written of those who hide, here and in the file."""
        hiding = set(self.confidential)
        for read in adults:
            adult = self.adult_of(read)
            adult_id = adult.pk if isinstance(adult, models.Adult) else adult
            if self.hides(read, adult_id):
                hiding.add(adult_id)
                yield plain(read.address)
        for adult_id in hiding:
            yield from (plain(each.value) for each in self.contacts.get(adult_id, []) if each.kind == ADDRESS)

    def adult_of(self, read: ReadAdult) -> models.Adult | UUID:
        """The adult whom a row means, or the id for a new one.

        They have the id that the file's own number gave them, or the name of an adult of that child.
        """
        known = self.in_file.get(read.file_id)
        if known is None:
            new_id = id_of(self.school, read.file_id)
            named = (
                link.adult
                for link in self.links.get(read.upn, [])
                if _same(link.adult.legal_forename, read.forename)
                and _same(link.adult.legal_surname, read.surname)
            )
            known = self.adults.get(new_id) or next(named, None) or new_id
        return known


def _on_roll(school: models.School, upns: Collection[str], today: date) -> QuerySet[models.Enrolment]:
    """Of a child who has left, a school is shown nothing more, and changes nothing."""
    here = models.Enrolment.objects.filter(school=school, pupil__upn__in=upns)
    return here.filter(not_ended(today))


def id_of(school: models.School, file_id: str) -> UUID:
    """The id of an adult whom a school's own system calls so."""
    return uuid5(school.pk, file_id)


def adult_lines(
    school: models.School,
    file: PeopleFile,
    today: date,
    new_upns: Collection[str],
    theirs: Collection[str] = (),
) -> AdultLines:
    """`new_upns`: pupils whom the same file brings; `theirs`: those on another school's roll alone."""
    found = AdultLines()
    held = _Held.of(school, file.adults, today)
    upns = {each.upn for each in file.adults}
    here = _on_roll(school, upns, today).values_list("pupil__upn", flat=True)
    on_roll = {*here, *new_upns}
    for read in file.adults:
        fault = THEIRS if read.upn in theirs else _fault(read, on_roll)
        if fault is None:
            found.lines.append(_line(read, held))
        else:
            what, remedy = fault
            found.refused.append(Problem("refused-adult", "", read.line, "upn", read.upn, what, remedy))
    return found


def _fault(read: ReadAdult, on_roll: Collection[str]) -> tuple[str, str] | None:
    if read.upn not in on_roll:
        return "no pupil on this school's roll has this UPN", "import the pupil first, or put the UPN right"
    if not read.surname:
        return "the adult has no name", "add the legal name"
    for words, text, most in (
        ("name", max(read.forename, read.surname, key=len), 100),
        ("title", read.title, 20),
        ("relationship", read.relationship, 60),
        ("language", read.language, 60),
        ("way to reach them", max(read.address, read.telephone, read.email, key=len), 400),
        ("post code", read.postcode, 8),
    ):
        if len(text) > most:
            return f"the {words} is longer than {most} letters", "write it shorter"
    return None


def _line(read: ReadAdult, held: _Held) -> AdultLine:
    known = held.adult_of(read)
    adult = known if isinstance(known, models.Adult) else None
    adult_id = known.pk if isinstance(known, models.Adult) else known
    again = read.file_id in held.in_file  # a row further up has said who they are and how to reach them
    held.in_file[read.file_id] = known
    changes: list[Change] = []
    values = {} if again else differing(adult, _of_adult(read), changes)
    link = next((each for each in held.links.get(read.upn, []) if each.adult_id == adult_id), None)
    of_link = differing(link, _of_link(read), changes)
    contacts = () if again else tuple(_contacts(read, held, adult_id, changes))
    confide = bool(read.confidential) and adult_id not in held.marked
    if confide:
        held.marked |= {adult_id}  # a row further down says the same again
        changes.append(Change("address confidential", "no", "yes"))
    kind = Kind.ADDED if link is None else Kind.CHANGED if changes else Kind.UNCHANGED
    return AdultLine(
        kind,
        read.upn,
        " ".join(part for part in (read.title, read.forename, read.surname) if part),
        tuple(changes),
        adult_id,
        adult is None and not again,
        values,
        link.pk if link else None,
        of_link,
        contacts,
        confide,
        _lacks_address(read, link, held, adult_id),
    )


def _of_adult(read: ReadAdult) -> dict[str, Any]:
    return {
        "title": read.title,
        "legal_forename": read.forename,
        "legal_surname": read.surname,
        "language": read.language,
        "date_of_birth": read.date_of_birth,
    }


def _of_link(read: ReadAdult) -> dict[str, Any]:
    marks = {name: getattr(read, name) for name in MARKS}
    return {"relationship": read.relationship, **marks, "contact_order": read.order}


def _contacts(read: ReadAdult, held: _Held, adult_id: UUID, changes: list[Change]) -> Iterator[NewContact]:
    """Ways to reach an adult that are not there yet. A new address closes the old one; a new number comes
    in the place of the only one there was."""
    for kind, value in (
        (ADDRESS, read.address),
        (models.ContactKind.TELEPHONE, read.telephone),
        (models.ContactKind.EMAIL, read.email),
    ):
        before = [each for each in held.contacts.get(adult_id, []) if each.kind == kind]
        if not value or any(_same_contact(each, value, read.postcode) for each in before):
            continue
        closes = before if kind == ADDRESS or len(before) == 1 else []
        postcode = read.postcode.upper() if kind == ADDRESS else ""
        written = {plain(value), *(plain(each.value) for each in closes)}
        if kind == ADDRESS and (held.hides(read, adult_id) or written & held.secret):
            changes.append(Change("address", shown(None) if not closes else NOT_SHOWN, NOT_SHOWN))
        else:
            told = shown(", ".join(each.value for each in closes))
            changes.append(Change(kind.label.lower(), told, f"{value} {postcode}".strip()))
        yield NewContact(kind, value, postcode, tuple(each.pk for each in closes))


def _same_contact(held: models.AdultContact, value: str, postcode: str) -> bool:
    if held.kind == models.ContactKind.TELEPHONE:
        return _digits(held.value) == _digits(value)
    same_code = held.kind != ADDRESS or not postcode or _same(held.postcode, postcode)
    return _same(held.value, value) and same_code


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _lacks_address(read: ReadAdult, link: models.Link | None, held: _Held, adult_id: UUID) -> bool:
    """Whether somebody with responsibility or care would have no address; a missing birth date is no lack."""
    answers = [
        getattr(read, name) if getattr(read, name) is not None else getattr(link, name, None)
        for name in ("parental_responsibility", "day_to_day_care")
    ]
    has_one = read.address or any(each.kind == ADDRESS for each in held.contacts.get(adult_id, []))
    return any(answers) and not has_one
