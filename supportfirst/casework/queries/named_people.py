"""Who is named for what at a school, and which schools have nobody for what their pack asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_of, schools_for
from supportfirst.casework.bridge.named_roles import NamedRole, named_roles, packs_of
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Membership, NamedPerson, Role, School, User

OFFICERS = (Role.AUTHORITY_OFFICER, Role.PRINCIPAL_OFFICER)


@dataclass(frozen=True, slots=True)
class RoleNamed:
    """One role with whoever is named for it today, and those named from a later day."""

    role: NamedRole
    now: NamedPerson | None
    later: Sequence[NamedPerson] = ()
    before: Sequence[NamedPerson] = ()
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class NamedPeople:
    school: School
    rows: Sequence[RoleNamed]

    @property
    def missing(self) -> Sequence[str]:
        return [row.role.title for row in self.rows if row.now is None and row.role.must]


@dataclass(frozen=True, slots=True)
class SchoolNames:
    """One school's line on the list: who is its officer, and for what nobody is named."""

    school: School
    officers: Sequence[str]
    missing: Sequence[NamedRole]
    may_set_up: bool

    @property
    def lacks_an_officer(self) -> bool:
        return any(role.opens_cases for role in self.missing)


@dataclass(frozen=True, slots=True)
class RoleToName:
    """A role with the accounts that somebody may choose for it; none for one that is not theirs to open."""

    school: School
    role: NamedRole
    now: NamedPerson | None
    accounts: Sequence[User]

    @property
    def now_name(self) -> str:
        return ", ".join(filter(None, (self.now.name, self.now.title))) if self.now is not None else ""


def named_people(actor: Actor, school_id: UUID) -> NamedPeople:
    """Raises NotThere for a school that is not the actor's to set up."""
    school = school_to_manage(actor, school_id)
    held = held_at([school])
    rows = [
        RoleNamed(
            role,
            now_of(held.get(school.pk, ()), role, actor.today),
            [each for each in _of(held.get(school.pk, ()), role) if each.first_day > actor.today],
            [
                each
                for each in _of(held.get(school.pk, ()), role)
                if each.last_day is not None and each.last_day < actor.today
            ],
            may_change=may_name(actor, school, role, now_of(held.get(school.pk, ()), role, actor.today)),
        )
        for role in roles_of(school, actor.today)
    ]
    return NamedPeople(school, rows)


def roles_of(school: School, on: date) -> Sequence[NamedRole]:
    return named_roles(packs_of([school], on)[school.pk], on, may=True)


def role_to_name(actor: Actor, school_id: UUID, role_id: str) -> RoleToName:
    """Raises NotThere for a school or a role that is not there to be named."""
    school = school_to_manage(actor, school_id)
    role = next((each for each in roles_of(school, actor.today) if each.id == role_id), None)
    if role is None:
        raise NotThere
    now = now_of(held_at([school]).get(school.pk, ()), role, actor.today)
    accounts = list(accounts_for(actor, school, role))
    return RoleToName(school, role, now, accounts)


def names_for_authority(actor: Actor, school: School) -> bool:
    """Whether somebody sets up schools for the whole authority, and so says who its officers are."""
    return school.authority_id in places_of(actor, Right.MANAGE_SCHOOL).authorities


def may_name(actor: Actor, school: School, role: NamedRole, now: NamedPerson | None) -> bool:
    """A school may note who its officer is; one whom the authority gave an account stays the authority's."""
    if not role.by_authority or names_for_authority(actor, school):
        return True
    return now is None or now.user_id is None


def accounts_for(actor: Actor, school: School, role: NamedRole) -> Collection[User]:
    """Accounts that may be named: the authority's officers for its roles, colleagues for the school's."""
    if role.by_authority and not names_for_authority(actor, school):
        return []
    held = Membership.objects.filter(in_force(actor.today))
    if role.by_authority:
        held = held.filter(Q(authority=school.authority_id) | Q(school=school), role__in=OFFICERS)
    else:
        held = held.filter(Q(school=school) | Q(trust=school.trust_id, trust__isnull=False))
    users = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return list(users.order_by("name", "pk"))


def missing_names(actor: Actor) -> Sequence[SchoolNames]:
    """Every school that somebody sees numbers of or sets up, those with nobody named first."""
    reached = schools_for(actor, Right.SEE_NUMBERS) | schools_for(actor, Right.MANAGE_SCHOOL)
    schools = list(reached.select_related("authority").distinct().order_by("name", "pk"))
    packs, held = packs_of(schools, actor.today), held_at(schools)
    manages = places_of(actor, Right.MANAGE_SCHOOL)
    found = [
        _line(
            school,
            named_roles(packs[school.pk], actor.today),
            held.get(school.pk, ()),
            actor.today,
            may_set_up=manages.hold(school),
        )
        for school in schools
    ]
    return sorted(found, key=lambda each: (not each.lacks_an_officer, not each.missing))


def contacts_of(school: School, on: date) -> Mapping[str, NamedPerson]:
    """Who is the contact for what at a school, such as early help."""
    held = held_at([school]).get(school.pk, ())
    found = {role.contact_for: now_of(held, role, on) for role in roles_of(school, on) if role.contact_for}
    return {what: person for what, person in found.items() if person is not None}


def _line(
    school: School, roles: Sequence[NamedRole], held: Sequence[NamedPerson], on: date, *, may_set_up: bool
) -> SchoolNames:
    now = {role.id: now_of(held, role, on) for role in roles}
    officers = [person.name for role in roles if role.opens_cases and (person := now[role.id]) is not None]
    missing = [role for role in roles if now[role.id] is None]
    return SchoolNames(school, officers, missing, may_set_up)


def held_at(schools: Collection[School]) -> Mapping[UUID, Sequence[NamedPerson]]:
    """Who was ever named, by school; one query."""
    found: dict[UUID, list[NamedPerson]] = {}
    rows = NamedPerson.objects.filter(school__in=schools).select_related("user").order_by("first_day", "pk")
    for row in rows:
        found.setdefault(row.school_id, []).append(row)
    return found


def _of(held: Sequence[NamedPerson], role: NamedRole) -> Sequence[NamedPerson]:
    return [each for each in held if each.role in role.accepts]


def now_of(held: Sequence[NamedPerson], role: NamedRole, on: date) -> NamedPerson | None:
    """Whoever was named last among those in force; one named under the nearer title before another."""
    here = [
        each
        for each in _of(held, role)
        if each.first_day <= on and (each.last_day is None or each.last_day >= on)
    ]
    return max(here, key=lambda each: (each.role == role.id, each.first_day, each.pk), default=None)
