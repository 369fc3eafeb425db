"""What the pack says of plans and contracts: the kinds of record, what none is without, how one ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pack_lists import held_by, listed_by, number_by, table_by
from supportfirst.casework.bridge.record_kinds import KindAsked, kinds_of
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class ContractTerms:
    kinds: Mapping[str, KindAsked]  # that stand on the page, in order
    about: Mapping[str, Sequence[str]]  # of each, the kinds that it follows up
    asks: Sequence[str]  # fields without which no contract is made
    record_asks: Mapping[str, str]  # by another kind, a field that is asked for here
    needs_parent: bool  # none is drawn up without a parent there
    ends_from_review: bool  # only a review meeting ends one
    warned_first: bool  # none ends without a warning before it
    usual_least: int | None  # months that most last; advice and no limit
    usual_most: int | None


def contract_terms(school: School, on: date) -> ContractTerms:
    pack = pack_of(school, on)
    known = kinds_of(pack, on)
    names = [*listed_by(pack, "contract.kinds", on), *listed_by(pack, ".contract_kinds", on)]
    return ContractTerms(
        kinds={name: known[name] for name in names if name in known},
        about={name: kind.about for name, kind in pack.records.items()},
        asks=[*listed_by(pack, "contract.asks", on), *listed_by(pack, ".contract_asks", on)],
        record_asks=table_by(pack, "contract.record_asks", on) | table_by(pack, ".contract_record_asks", on),
        needs_parent=True in held_by(pack, ".contract_needs_parent", on),
        ends_from_review=True in held_by(pack, ".contract_ends_from_review", on),
        warned_first=True in held_by(pack, ".warning_required_first", on),
        usual_least=number_by(pack, ".contract_usual_min", on),
        usual_most=number_by(pack, ".contract_usual_max", on),
    )
