"""Where a school's own safeguarding procedure is and whom it asks; shipped blank, and then said to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.store.models import SafeguardingProcedure, School

FIELDS = ("words", "link", "front_door", "front_door_telephone")
MISSING = (
    ("where its safeguarding procedure is", ("words", "link")),
    ("whom children’s social care is reached through", ("front_door", "front_door_telephone")),
)


@dataclass(frozen=True, slots=True)
class ProcedureShown:
    words: str
    link: str
    front_door: str
    front_door_telephone: str
    missing: Sequence[str]  # what the school has not written down yet, a sentence each


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    school: School
    shown: ProcedureShown


def procedure_of(school: School) -> ProcedureShown:
    row = SafeguardingProcedure.objects.filter(school=school).first()
    held = {name: str(getattr(row, name)) if row is not None else "" for name in FIELDS}
    missing = [
        f"This school has not written down {what}. Ask the designated safeguarding lead."
        for what, names in MISSING
        if not any(held[name] for name in names)
    ]
    return ProcedureShown(**held, missing=missing)


def procedure_page(actor: Actor, school_id: UUID) -> ProcedurePage:
    """For those with safeguarding access. Raises NotThere."""
    school = schools_for(actor, Right.SEE_RESTRICTED).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    return ProcedurePage(school, procedure_of(school))
