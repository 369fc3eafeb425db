"""Which role of a pack somebody has at a school: by what they are there, or because they are named for it.

A body's own role stands for the national one that it fills. One that fills none is held by whoever is named
for it; without anybody's name, one of the school by those who act on cases there, and one of the authority
by its principal officers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import OF_AUTHORITY, RIGHTS, Right
from supportfirst.casework.access.scope import Places
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import NamedPerson, Role, School

OFFICERS = frozenset({Role.AUTHORITY_OFFICER, Role.PRINCIPAL_OFFICER})
STAFF = frozenset(
    role for role, rights in RIGHTS.items() if Right.ACT_ON_CASE in rights and role not in OF_AUTHORITY
)
# By the names of the national layer.
HELD_BY: dict[str, frozenset[Role]] = {
    "school": STAFF,
    "head_teacher": frozenset({Role.HEAD}),
    "senior_attendance_champion": frozenset({Role.CHAMPION}),
    "attendance_lead": frozenset({Role.ATTENDANCE_LEAD}),
    "attendance_officer": frozenset({Role.ATTENDANCE_OFFICER}),
    "class_teacher": frozenset({Role.TEACHER}),
    "pastoral_lead": frozenset({Role.PASTORAL}),
    "senco": frozenset({Role.SENCO}),
    "designated_safeguarding_lead": frozenset({Role.DSL}),
    "authority_attendance_officer": OFFICERS,
    "local_authority": OFFICERS,
}
SCHOOL = "school"  # of `body`, as the packs write it


@dataclass(frozen=True, slots=True)
class RolesHeld:
    """What somebody is at a school, read once for as many roles of the pack as are asked about."""

    pack: Pack
    here: frozenset[Role]
    named: frozenset[str]  # roles of the pack, by name

    def any_of(self, roles: Iterable[str]) -> bool:
        """Whether they have one of these roles; of no role at all, whether they act on cases."""
        asked = list(roles) or [SCHOOL]
        return any(role in self.named or self.here & site_roles(self.pack, role) for role in asked)


def roles_held(actor: Actor, school: School, pack: Pack) -> RolesHeld:
    here = frozenset(Role(each.role) for each in actor.memberships if Places.of([each]).hold(school))
    named = NamedPerson.objects.filter(in_force(actor.today), school=school, user=actor.user)
    return RolesHeld(pack, here, frozenset(named.values_list("role", flat=True)))


def site_roles(pack: Pack, role: str) -> frozenset[Role]:
    """What somebody has to be here to have a role of the pack."""
    if role in HELD_BY:
        return HELD_BY[role]
    entry = pack.entries.get(role)
    if entry is None:
        return frozenset()
    filled = entry.listed("fills")
    if filled:
        return frozenset().union(*(site_roles(pack, each) for each in filled))
    return STAFF if entry.details.get("body") == SCHOOL else frozenset({Role.PRINCIPAL_OFFICER})
