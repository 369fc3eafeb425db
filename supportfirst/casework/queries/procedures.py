"""A school's procedures as its staff read them, and who has confirmed that they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.procedures import Procedure, Procedures, kinds_of, procedures_of
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Acknowledgement, Membership, Role, School, User

NO_STAFF = (Role.GOVERNOR, Role.ANALYST)


@dataclass(frozen=True, slots=True)
class ProceduresPage:
    school: School
    told: Procedures
    kinds: frozenset[str]  # as what the pack speaks of the reader
    mine: Acknowledgement | None  # of these very procedures
    may_see_staff: bool
    missing: Sequence[User]  # staff of today who have not confirmed these; for whoever sets the school up
    confirmed: Sequence[Acknowledgement]

    @property
    def my_duties(self) -> list[Procedure]:
        """What concerns the reader, and what names nobody and so concerns all."""
        return [each for each in self.told.duties if not each.kinds or each.concerns(self.kinds)]

    @property
    def my_steps(self) -> list[Procedure]:
        return [each for each in self.told.steps if each.concerns(self.kinds)]

    @property
    def of_others(self) -> list[Procedure]:
        mine = {*map(id, self.my_duties), *map(id, self.my_steps)}
        return [each for each in (*self.told.duties, *self.told.steps) if id(each) not in mine]


def procedures_page(actor: Actor, school_id: UUID) -> ProceduresPage:
    """Raises NotThere for a school whose pupils are not the actor's to know of."""
    school = schools_for(actor, Right.SEE_PUPIL).filter(pk=school_id).select_related("authority").first()
    if school is None:
        raise NotThere
    told = procedures_of(school, actor.today)
    held = Acknowledgement.objects.filter(school=school, fingerprint=told.fingerprint)
    mine = held.filter(user=actor.user).first()
    kinds = kinds_of(actor.roles)
    if not may(actor, Right.MANAGE_SCHOOL, school):
        return ProceduresPage(school, told, kinds, mine, may_see_staff=False, missing=(), confirmed=())
    members = Membership.objects.filter(in_force(actor.today), school=school).exclude(role__in=NO_STAFF)
    staff = User.objects.filter(pk__in=members.values("user"), is_active=True)
    missing = staff.exclude(pk__in=held.values("user")).order_by("name", "pk")
    confirmed = held.filter(user__in=staff).select_related("user").order_by("acknowledged_at")
    return ProceduresPage(
        school, told, kinds, mine, may_see_staff=True, missing=list(missing), confirmed=list(confirmed)
    )
