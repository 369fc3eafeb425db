"""What the actions on accounts share: whose account it is to manage, and in whose trail that stands."""

from __future__ import annotations

from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may_give, may_manage, memberships_under, users_for
from supportfirst.casework.store.models import Authority, Membership, Role, School, Trust, User


def managed_user(actor: Actor, user_id: UUID) -> User:
    """The account, locked. NotThere for a stranger's.

    Refused for one that reaches further than the actor, or has a role which the actor could not give.
    """
    if not users_for(actor, Right.MANAGE_USERS).filter(pk=user_id).exists():
        raise NotThere
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    if not may_manage(actor, user):
        raise Refused(
            f"{user.name} also works where you do not manage people, or has a role that you could not give. "
            "Ask an administrator of the authority or trust."
        )
    return user


def managed_membership(actor: Actor, membership_id: UUID) -> Membership:
    """One membership at the actor's places, locked; NotThere for any other."""
    if not memberships_under(actor, Right.MANAGE_USERS).filter(pk=membership_id).exists():
        raise NotThere
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "school", "authority", "trust")
        .get(pk=membership_id)
    )


def check_role_to_give(actor: Actor, role: Role, place: School | Authority | Trust) -> None:
    """Raises Refused for a role that others give: it is not given, lent to a stand-in or ended here."""
    if not may_give(actor, role, place):
        raise Refused(
            f"“{role.label}” is a role of the authority, and its administrators give it. Ask one of them."
        )


def trail_of(actor: Actor, user: User) -> School | None:
    """The school in whose trail a change of the account belongs; none where it is of several places."""
    held = list(memberships_under(actor, Right.MANAGE_USERS).filter(user=user).select_related("school"))
    schools = {each.school_id: each.school for each in held}
    return next(iter(schools.values())) if len(schools) == 1 else None
