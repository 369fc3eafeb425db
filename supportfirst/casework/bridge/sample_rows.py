"""The invented world of the sample site as rows. Its values come from outside the package and are only read.

Every id that can be chosen is made from the key of what it names, so that the same world makes the same site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.register_rows import Entry, packed
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    Amendment,
    Authority,
    CalendarSpan,
    CaseEvent,
    ClassGroup,
    ClassPlace,
    ClassTeacher,
    Enrolment,
    Link,
    Marker,
    Membership,
    NamedPerson,
    PackAdoption,
    Pupil,
    PupilFlag,
    RegisterDocument,
    School,
    Source,
    TradedSpan,
    Trust,
    User,
)

if TYPE_CHECKING:
    from samples.people import Child
    from samples.site.families import Family
    from samples.site.staff import Person
    from samples.site.world import SiteRoll, World

SAMPLE = uuid5(NAMESPACE_URL, "supportfirst: the sample site")
NO_PASSWORD = "!"  # noqa: S105  nobody can sign in with it; the sample's sign-in page asks for none
BATCH = 1000
YEARS = {2025: (date(2025, 9, 1), date(2026, 8, 31)), 2026: (date(2026, 9, 1), None)}


def id_of(*key: str) -> UUID:
    """The id of what has this key in the sample's world."""
    return uuid5(SAMPLE, "/".join(key))


def place_rows(world: World) -> Iterator[list[Any]]:
    """Authorities, the trust, schools, their packs, their calendars; each list after what it points at."""
    yield [
        Authority(pk=id_of(area.key), name=area.name, number=area.number, pack=area.pack, colour=area.colour)
        for area in world.areas
    ]
    yield [Trust(pk=id_of(world.trust[0]), name=world.trust[1])]
    yield [_school(roll) for roll in world.rolls]
    yield [
        PackAdoption(school_id=id_of(roll.place.key), pack=pack, first_day=first_day)
        for roll in world.rolls
        for pack, first_day in roll.place.adoptions
    ]
    yield [
        CalendarSpan(
            school_id=id_of(roll.place.key),
            kind=kind,
            first_day=date.fromisoformat(first),
            last_day=date.fromisoformat(last),
            note=note,
        )
        for roll in world.rolls
        for first, last, kind, note, _ in roll.place.plan.year.lines()
    ]
    yield [span for roll in world.rolls for span in _traded(roll)]


def _school(roll: SiteRoll) -> School:
    place = roll.place
    return School(
        pk=id_of(place.key),
        authority_id=id_of(place.area),
        trust_id=id_of(place.trust) if place.trust else None,
        name=place.plan.name,
        urn=place.plan.urn,
        establishment_number=place.establishment,
        phase=place.plan.kind,
        type=place.type,
        colour=place.colour,
        attendance_target=place.plan.target,
        telephone=place.telephone,
        address=place.address,
        invented=True,
        **place.times,
    )


def staff_rows(world: World) -> Iterator[list[Any]]:
    """People who sign in with their roles, who is named for what, and classes with their teachers."""
    teachers = {each.teacher.key: each.teacher for roll in world.rolls for each in roll.classes}
    everybody = [*world.staff, *teachers.values(), *(roll.cover for roll in world.rolls)]
    yield [
        User(pk=id_of(one.key), email=one.email, name=one.name, title=one.title, password=NO_PASSWORD)
        for one in everybody
    ]
    yield [_membership(one) for one in everybody]
    yield [
        NamedPerson(
            school_id=id_of(one.school),
            role=one.role,
            name=one.name,
            title=one.title,
            user_id=id_of(one.person) if one.person else None,
            first_day=one.first_day,
        )
        for one in world.named
    ]
    classes = [(roll, each) for roll in world.rolls for each in roll.classes]
    yield [
        ClassGroup(
            pk=class_id(roll, each.school_year, each.name),
            school_id=id_of(roll.place.key),
            name=each.name,
            year_group=each.year_group,
            school_year=each.school_year,
        )
        for roll, each in classes
    ]
    yield [
        ClassTeacher(
            group_id=class_id(roll, each.school_year, each.name),
            user_id=id_of(each.teacher.key),
            first_day=YEARS[each.school_year][0],
            last_day=YEARS[each.school_year][1],
        )
        for roll, each in classes
    ]
    yield [_cover(roll) for roll in world.rolls]


def _traded(roll: SiteRoll) -> Iterator[TradedSpan]:
    """Nothing where nobody has said whether the school buys the service."""
    if roll.place.traded is not None:
        yield TradedSpan(school_id=id_of(roll.place.key), buys=roll.place.traded)


def _membership(one: Person) -> Membership:
    return Membership(
        user_id=id_of(one.key),
        role=one.role,
        school_id=id_of(one.place) if one.place_kind == "school" else None,
        authority_id=id_of(one.place) if one.place_kind == "area" else None,
        trust_id=id_of(one.place) if one.place_kind == "trust" else None,
        first_day=YEARS[2025][0],
    )


def _cover(roll: SiteRoll) -> ClassTeacher:
    """Somebody covers the school's first class of this year until the half term is over."""
    first = next(each for each in roll.classes if each.school_year == 2026)
    return ClassTeacher(
        group_id=class_id(roll, 2026, first.name),
        user_id=id_of(roll.cover.key),
        is_cover=True,
        first_day=date(2026, 11, 2),
        last_day=date(2026, 12, 18),
    )


def class_id(roll: SiteRoll, school_year: int, name: str) -> UUID:
    return id_of(roll.place.key, str(school_year), name)


def pupil_rows(world: World) -> Iterator[list[Any]]:
    """Children with their enrolments and flags."""
    children = [(roll, child) for roll in world.rolls for child in roll.school.children]
    spoken_of = sorted({name for _, child in children for name in child.flags})
    yield [
        Pupil(
            pk=id_of(child.upn),
            upn=child.upn,
            legal_forename=child.forename,
            legal_surname=child.surname,
            date_of_birth=child.date_of_birth,
        )
        for _, child in children
    ]
    stays = [_enrolment(roll, child) for roll, child in children]
    yield stays
    yield list(_places(world, {stay.pupil_id: stay for stay in stays}))
    yield [
        PupilFlag(pupil_id=id_of(child.upn), name=name, first_day=first, last_day=last)
        for _, child in children
        for name, (first, last) in child.flags.items()
    ] + [
        PupilFlag(pupil_id=id_of(child.upn), name=name, holds=False)
        for _, child in children
        for name in spoken_of
        if name not in child.flags
    ]


def _enrolment(roll: SiteRoll, child: Child) -> Enrolment:
    year = 2026 if child.leaving is None or child.leaving >= YEARS[2026][0] else 2025
    return Enrolment(
        pupil_id=id_of(child.upn),
        school_id=id_of(roll.place.key),
        group_id=class_id(roll, year, child.class_name),
        year_group=child.year_group,
        first_day=child.start,
        last_day=child.leaving,
    )


def _places(world: World, stays: dict[UUID, Enrolment]) -> Iterator[ClassPlace]:
    """The class of each year, as the year's registers have it; the stays have their numbers by now."""
    for roll in world.rolls:
        sheets = {(each.school_year, upn): each.class_name for each in roll.sheets for upn in each.children}
        for (year, upn), name in sheets.items():
            stay, (first, last) = stays[id_of(upn)], YEARS[year]
            begins = max(first, stay.first_day)
            ends = min((day for day in (last, stay.last_day) if day is not None), default=None)
            group = class_id(roll, year, name)
            yield ClassPlace(enrolment_id=stay.pk, group_id=group, first_day=begins, last_day=ends)


def family_rows(world: World) -> Iterator[list[Any]]:
    """Adults, how to reach them, how they stand to each child, and what must be minded."""
    adults = [tie.adult for family in world.families for tie in family.ties]
    yield [
        Adult(
            pk=id_of(each.key),
            title=each.title,
            legal_forename=each.forename,
            legal_surname=each.surname,
            date_of_birth=each.date_of_birth,
            language=each.language,
            access_needs=each.access_needs,
        )
        for each in adults
    ]
    yield [
        AdultContact(
            adult_id=id_of(each.key),
            kind=contact.kind,
            value=contact.value,
            postcode=contact.postcode,
            first_day=contact.first_day,
            last_day=contact.last_day,
            confirmed_on=contact.confirmed_on,
        )
        for each in adults
        for contact in each.contacts
    ]
    yield [link for family in world.families for link in _links(family)]
    yield [marker for family in world.families for marker in _markers(family)]


def _links(family: Family) -> Iterator[Link]:
    for child in family.children:
        for order, tie in enumerate(family.ties, start=1):
            yield Link(
                pupil_id=id_of(child.upn),
                adult_id=id_of(tie.adult.key),
                relationship=tie.relationship,
                natural_parent=tie.natural,
                parental_responsibility=tie.responsibility,
                day_to_day_care=tie.care,
                lives_with_child=tie.lives_with,
                contact_order=order,
                last_day=tie.last_day,
            )


def _markers(family: Family) -> Iterator[Marker]:
    for mark in family.marks:
        for pupil in [None] if mark.adult else family.children:
            yield Marker(
                kind=mark.kind,
                adult_id=id_of(mark.adult.key) if mark.adult else None,
                pupil_id=id_of(pupil.upn) if pupil else None,
                against_id=id_of(mark.against.key) if mark.against else None,
                first_day=mark.first_day,
                note=mark.note,
            )


def register_rows(roll: SiteRoll, enrolments: dict[UUID, int]) -> list[RegisterDocument]:
    """The school's registers in the order in which they were taken; `enrolments` by the child's id."""
    school, numbers = id_of(roll.place.key), _numbers(roll, enrolments)
    teachers = {(each.school_year, each.name): id_of(each.teacher.key) for each in roll.classes}
    rows = []
    for sheet in roll.sheets:
        entries = [
            Entry(numbers[upn], number_of(code), minutes)
            for upn, code, minutes in zip(sheet.children, sheet.codes, sheet.minutes, strict=True)
        ]
        columns = packed(entries)
        rows.append(
            RegisterDocument(
                submission=id_of(roll.place.key, sheet.class_name, str(sheet.day), str(sheet.half)),
                school_id=school,
                group_id=class_id(roll, sheet.school_year, sheet.class_name),
                day=sheet.day,
                half=sheet.half,
                pupils=columns.pupils,
                marks=columns.marks,
                minutes=columns.minutes,
                recorded_by_id=teachers[sheet.school_year, sheet.class_name],
                recorded_at=sheet.recorded_at,
                source=Source.SAMPLE,
            )
        )
    return rows


def amendment_rows(roll: SiteRoll, enrolments: dict[UUID, int], by: Person) -> list[Amendment]:
    """What the office put right afterwards, in that order."""
    numbers = _numbers(roll, enrolments)
    return [
        Amendment(
            submission=id_of(roll.place.key, "put right", each.upn, str(each.day), str(each.half)),
            school_id=id_of(roll.place.key),
            enrolment_id=numbers[each.upn],
            day=each.day,
            half=each.half,
            original=each.original,
            new=each.new,
            reason=each.reason,
            recorded_by_id=id_of(by.key),
            name=by.name,
            title=by.title,
            recorded_at=each.recorded_at,
            source=Source.SAMPLE,
        )
        for each in roll.corrections
    ]


def _numbers(roll: SiteRoll, enrolments: dict[UUID, int]) -> dict[str, int]:
    return {child.upn: enrolments[id_of(child.upn)] for child in roll.school.children}


def event_rows(roll: SiteRoll, world: World) -> list[CaseEvent]:
    """What was done for the school's children, in the order in which it was written down."""
    first_parent = {
        child.upn: str(id_of(family.ties[0].adult.key))
        for family in world.families
        for child in family.children
    }
    place = roll.place
    rows = []
    for told in sorted(roll.happenings, key=lambda each: (each.on, each.at, each.key)):
        data = {name: str(id_of(value)) if name == "about" else value for name, value in told.data.items()}
        by = id_of(told.role, place.area if told.role == "authority_officer" else place.key)
        rows.append(
            CaseEvent(
                event=id_of(told.key),
                school_id=id_of(place.key),
                pupil_id=id_of(told.upn),
                kind=told.kind,
                happened_on=told.on,
                adults=[first_parent[told.upn]] if told.names_parent else [],
                data=data,
                restricted=told.restricted,
                recorded_by_id=by,
                recorded_at=datetime.combine(told.on, told.at, tzinfo=LONDON),
                submission=id_of(told.key, "submission"),
            )
        )
    return rows


def add(rows: Iterable[Any]) -> None:
    """Add rows of one kind, all at once."""
    listed = list(rows)
    if listed:
        type(listed[0])._default_manager.bulk_create(listed, batch_size=BATCH)
