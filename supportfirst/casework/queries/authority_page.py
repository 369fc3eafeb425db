"""How a school's authority is reached, as its administrators wrote it down."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.queries.named_people import names_for_authority
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.store.models import Authority, School


@dataclass(frozen=True, slots=True)
class AuthorityPage:
    school: School
    authority: Authority
    may_change: bool  # only whoever sets up all schools of the authority


def authority_page(actor: Actor, school_id: UUID) -> AuthorityPage:
    """Raises NotThere for a school that is not the actor's to set up."""
    school = school_to_manage(actor, school_id)
    return AuthorityPage(school, school.authority, names_for_authority(actor, school))
