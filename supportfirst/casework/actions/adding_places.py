"""What adding a school has in common, from a page or from the console: its numbers, its pack, its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.bridge.packs_known import KnownPack, pack_known, packs_known
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.store.models import Authority, PackAdoption, School, Trust

TAKEN_MEANWHILE = (
    "Somebody added the same just now. Look at the list, and send the form again if it lacks it."
)


@dataclass(frozen=True, slots=True)
class NewSchool:
    """What is said of a school when it is added. Its times, calendar and people come with its set-up."""

    name: str
    urn: str
    establishment_number: str
    phase: str
    type: str
    pack: str
    first_day: date  # from which it follows the pack


def checked_pack(name: str) -> KnownPack:
    """Raises Refused, with the names of those that ship."""
    known = pack_known(name)
    if known is None:
        names = ", ".join(each.name for each in packs_known())
        raise Refused(f"There is no policy pack “{name}”. Choose one of these: {names}.")
    return known


def create_school(
    told: NewSchool, authority: Authority, trust: Trust | None, school_id: UUID | None = None
) -> School:
    """The school with the pack that it follows. Raises Refused where a number is taken, or the pack unfit."""
    _check_numbers(told, authority)
    pack = checked_pack(told.pack)
    if told.first_day < pack.first_day:
        day = show_day(pack.first_day)
        raise Refused(f"{pack.title} can be followed from {day}. Choose that day or a later one.")
    try:
        with transaction.atomic():
            school = School.objects.create(
                pk=school_id or uuid4(),
                authority=authority,
                trust=trust,
                name=told.name,
                urn=told.urn,
                establishment_number=told.establishment_number,
                phase=told.phase,
                type=told.type,
                invented=bool(settings.DEMO),  # the sample site holds nothing that is real
            )
    except IntegrityError:
        raise Refused(TAKEN_MEANWHILE) from None
    PackAdoption.objects.create(school=school, pack=told.pack, first_day=told.first_day)
    return school


def _check_numbers(told: NewSchool, authority: Authority) -> None:
    if School.objects.filter(urn=told.urn).exists():
        raise Refused("Another school has this URN. Look it up under “Get information about schools”.")
    if authority.schools.filter(establishment_number=told.establishment_number).exists():
        raise Refused("Another school of the authority has this establishment number. Check all four digits.")
