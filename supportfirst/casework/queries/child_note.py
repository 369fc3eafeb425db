"""Who writes a note about a child, and to whom a restricted one may be shown by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import RIGHTS, Right
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Membership

NOTE = "written_note"  # the kind of record, as the pack names it


@dataclass(frozen=True, slots=True)
class NotePage(OfChild):
    people: Sequence[tuple[str, str]]  # ids and names of who may be named


def note_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> NotePage:
    """Raises NotThere. To be named is for those who see what was done for the child."""
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_CONTACTS, Right.LOG_CONTACT)
    school = enrolment.school
    roles = [role for role, rights in RIGHTS.items() if {Right.SEE_PUPIL, Right.SEE_CONTACTS} <= rights]
    held = Membership.objects.filter(
        in_force(actor.today),
        Q(school=school) | Q(authority=school.authority_id) | Q(trust=school.trust_id, trust__isnull=False),
        role__in=roles,
    ).exclude(user=actor.user)
    users = {each.user_id: str(each.user) for each in held.select_related("user").order_by("user__name")}
    return NotePage(enrolment, [(str(pk), name) for pk, name in users.items()])
