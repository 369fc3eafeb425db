"""What the pack says of how far early help has gone, and of who is proposed to lead the family's plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pack_lists import held_by, listed_by, number_by, table_by
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class EarlyHelpTerms:
    states: Mapping[str, str]  # each with what it permits, in order; empty: the pack tells of none
    legal_from: str  # the first of them in which early help stops no legal step; blank: not said
    active: Sequence[str]  # kinds of record that show that a submitted assessment is acted on
    criteria: int | None  # from which a lead is proposed
    proposal: Mapping[str, str]  # whom enough criteria propose, and whom fewer do

    def stops_legal_step(self, state: str) -> bool:
        order = list(self.states)
        return self.legal_from in order and order.index(state) < order.index(self.legal_from)


def early_help_terms(school: School, on: date) -> EarlyHelpTerms:
    pack = pack_of(school, on)
    needed = held_by(pack, "legal_action.early_help_needed", on)
    return EarlyHelpTerms(
        states=table_by(pack, ".early_help_states", on),
        legal_from=str(needed[0]) if needed else "",
        active=listed_by(pack, ".early_help_active", on),
        criteria=number_by(pack, "families.criteria", on),
        proposal=table_by(pack, ".lead_proposal", on),
    )
