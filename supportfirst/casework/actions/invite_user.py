"""Invite somebody to a role at a school, an authority or a trust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.links import token_for
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import SECOND_STEP, Right
from supportfirst.casework.access.scope import may, may_manage, places_of
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.managing import check_role_to_give
from supportfirst.casework.actions.reset_password import mail_link
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Authority, Membership, Role, School, Trust, User

Place = School | Authority | Trust


@dataclass(frozen=True, slots=True)
class Invited:
    user: User
    link: str  # to set a password; empty for whoever has an account that reaches further


@transaction.atomic
def invite_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    title: str,
    role: Role,
    place_id: UUID,
    first_day: date,
    link_to: Callable[[UUID, str], str],
) -> Invited:
    """Sent twice it invites once. Somebody who has an account keeps its name, title and password."""
    place = _managed_place(actor, place_id)
    _check(actor, role, place, email)
    known, _ = User.objects.get_or_create(
        email=email.lower(),
        defaults={
            "name": name,
            "title": title,
            "invited_at": actor.at,
            "password": make_password(None),
        },
    )
    user = User.objects.select_for_update(no_key=True).get(pk=known.pk)
    at_place = {"school": None, "authority": None, "trust": None, _kind(place): place}
    # in force today or later; a role that ended may be given again
    held = Membership.objects.filter(user=user, role=role, stands_in_for=None, **at_place)
    if not (
        held.filter(in_force(max(first_day, actor.today))).exists() or held.filter(last_day=None).exists()
    ):
        membership = Membership.objects.create(user=user, role=role, first_day=first_day, **at_place)
        if not user.is_active:
            user.is_active, user.left_at, user.invited_at = True, None, actor.at
            user.save(update_fields=["is_active", "left_at", "invited_at"])
        audit(
            actor,
            "invite_user",
            school=place if isinstance(place, School) else None,
            thing=str(user.pk),
            role=role.value,
            membership=str(membership.pk),
        )
    if user.has_usable_password() or not may_manage(actor, user):
        return Invited(user, "")
    link = link_to(user.pk, token_for(user, actor.at))
    mail_link(user, link)
    return Invited(user, link)


def _managed_place(actor: Actor, place_id: UUID) -> Place:
    school = School.objects.filter(pk=place_id).first()
    if school is not None and may(actor, Right.MANAGE_USERS, school):
        return school
    places = places_of(actor, Right.MANAGE_USERS)
    if place_id in places.authorities:
        return Authority.objects.get(pk=place_id)
    if place_id in places.trusts:
        return Trust.objects.get(pk=place_id)
    raise NotThere


def _check(actor: Actor, role: Role, place: Place, email: str) -> None:
    if email.lower() == actor.user.email:
        raise Refused("Nobody gives themselves a role. Ask another administrator.")
    if isinstance(place, Authority) and role not in SECOND_STEP:
        raise Refused(f"“{role.label}” is a role at a school. Choose the school.")
    check_role_to_give(actor, role, place)


def _kind(place: Place) -> str:
    return {School: "school", Authority: "authority", Trust: "trust"}[type(place)]
