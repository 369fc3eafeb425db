"""How long a school's registers are kept, and which school years are past their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.keeping import YearKept, source_of, years_kept
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class Retention:
    school: School
    today: date
    years: Sequence[YearKept]
    source: str

    @property
    def rows(self) -> Sequence[tuple[YearKept, bool]]:
        """Each year, and whether every entry of it is past its days."""
        return [(each, each.kept_until < self.today) for each in self.years]


def retention(actor: Actor, school_id: UUID) -> Retention:
    """Raises NotThere for a school that is not the actor's to set up."""
    school = school_to_manage(actor, school_id)
    pack = pack_of(school, actor.today)
    return Retention(school, actor.today, years_kept(school, pack), source_of(pack, actor.today))
