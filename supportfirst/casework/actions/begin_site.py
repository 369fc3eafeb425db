"""Begin a site on the console: an authority, trust or school, and the administrator who invites the others.

Everything later is done on pages by people with a role; before there is one, nobody could give any. Whoever
may type the command has the database in hand already. It is told once more it changes nothing, and makes
another link for an administrator who has not set a password yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.links import token_for
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.adding_places import NewSchool, checked_pack, create_school
from supportfirst.casework.actions.auditing import WHOLE_SITE
from supportfirst.casework.actions.reset_password import mail_link
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import AuditEvent, Authority, Membership, Role, School, Trust, User

Place = School | Authority | Trust


@dataclass(frozen=True, slots=True)
class Beginning:
    """What there is to be. The administrator is of the school, else of the trust, else of the authority."""

    authority: str
    number: str
    pack: str
    email: str
    name: str
    title: str
    trust: str = ""
    school: NewSchool | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    place: str  # whose administrator was invited
    is_new: bool
    link: str  # to set a password; empty where the administrator has one


@transaction.atomic
def begin_site(told: Beginning, at: datetime, link_to: Callable[[UUID, str], str]) -> Begun:
    """Raises Refused where something stands otherwise already; then nothing is kept."""
    if settings.DEMO:
        raise Refused("This is the sample site, which holds nothing real. Take SUPPORTFIRST_DEMO away.")
    _check(told)
    authority = _authority(told)
    trust = Trust.objects.get_or_create(name=told.trust)[0] if told.trust else None
    school = _school(told.school, authority, trust) if told.school else None
    place = school or trust or authority
    user, is_new = _administrator(told, place, at)
    if is_new:
        _audit(place, user, at)
    if user.has_usable_password():
        return Begun(str(place), is_new, "")
    link = link_to(user.pk, token_for(user, at))
    if settings.MESSAGES_LEAVE:
        mail_link(user, link)
    return Begun(str(place), is_new, link)


def _check(told: Beginning) -> None:
    for said, what in (
        (told.authority, "authority"),
        (told.name, "administrator"),
        (told.title, "job title"),
    ):
        if not said.strip():
            raise Refused(f"The {what} has no name. Write it between quotation marks.")
    if not re.fullmatch(r"[0-9]{3}", told.number):
        raise Refused(f"“{told.number}” is no LA number, which has three digits.")
    if told.school and not re.fullmatch(r"[0-9]{6}", told.school.urn):
        raise Refused(f"“{told.school.urn}” is no URN, which has six digits.")
    if told.school and not re.fullmatch(r"[0-9]{4}", told.school.establishment_number):
        raise Refused(f"“{told.school.establishment_number}” is no establishment number: it has four digits.")
    try:
        validate_email(told.email)
    except ValidationError:
        raise Refused(f"“{told.email}” is no e-mail address.") from None
    checked_pack(told.pack)


def _authority(told: Beginning) -> Authority:
    """The authority of the number and name, as it stands or made now."""
    held = Authority.objects.filter(Q(number=told.number) | Q(name=told.authority)).first()
    if held is None:
        return Authority.objects.create(name=told.authority, number=told.number, pack=told.pack)
    if (held.name, held.number, held.pack) != (told.authority, told.number, told.pack):
        raise Refused(
            f"There is an authority “{held.name}” with the number {held.number} and the pack “{held.pack}”. "
            "Say these three as they stand."
        )
    return held


def _school(told: NewSchool, authority: Authority, trust: Trust | None) -> School:
    held = School.objects.filter(urn=told.urn).first()
    if held is None:
        return create_school(told, authority, trust)
    take_turn(held.pk)
    if held.authority_id != authority.pk or held.trust_id != (trust.pk if trust else None):
        raise Refused(f"The school with the URN {held.urn} is of another authority or trust. Check its URN.")
    return held


def _administrator(told: Beginning, place: Place, at: datetime) -> tuple[User, bool]:
    """Whoever administers the place under this address, and whether that is new."""
    day, kind = at.astimezone(LONDON).date(), type(place).__name__.lower()
    held = Membership.objects.filter(not_ended(day), role=Role.ADMINISTRATOR, **{kind: place})
    already = [each.user for each in held.select_related("user") if each.user.is_active]
    for user in already:
        if user.email == told.email.lower():
            return user, False
    if already:
        raise Refused(
            f"{place} has an administrator already, who invites others under “People and their access”."
        )
    user, _ = User.objects.get_or_create(
        email=told.email.lower(),
        defaults={
            "name": told.name,
            "title": told.title,
            "invited_at": at,
            "password": make_password(None),
        },
    )
    if not user.is_active:
        raise Refused(f"{user.email} is the address of somebody who has left. Choose another administrator.")
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR, first_day=day, **{kind: place})
    return user, True


def _audit(place: Place, user: User, at: datetime) -> None:
    """One line that bears nobody's name as who did it: the console knows none."""
    school = place if isinstance(place, School) else None
    row = AuditEvent(
        recorded_at=at,
        verb="begin_site",
        school=school,
        thing=str(place.pk),
        detail={"administrator": str(user.pk)},
    )
    append(row, WHOLE_SITE if school is None else school.pk)
