"""What the pack says of plans and contracts: the kinds of record, what none is without, how one ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.record_kinds import KindAsked, kinds_of, table_of
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
    names = [*_listed(pack, "contract.kinds", on), *_listed(pack, ".contract_kinds", on)]
    return ContractTerms(
        kinds={name: known[name] for name in names if name in known},
        about={name: kind.about for name, kind in pack.records.items()},
        asks=[*_listed(pack, "contract.asks", on), *_listed(pack, ".contract_asks", on)],
        record_asks=_tables(pack, "contract.record_asks", on) | _tables(pack, ".contract_record_asks", on),
        needs_parent=True in _held(pack, ".contract_needs_parent", on),
        ends_from_review=True in _held(pack, ".contract_ends_from_review", on),
        warned_first=True in _held(pack, ".warning_required_first", on),
        usual_least=_number(pack, ".contract_usual_min", on),
        usual_most=_number(pack, ".contract_usual_max", on),
    )


def _held(pack: Pack, ending: str, on: date) -> list[object]:
    steps = [value.on_or_none(on) for name, value in pack.values.items() if name.endswith(ending)]
    return [step.value for step in steps if step is not None]


def _listed(pack: Pack, ending: str, on: date) -> list[str]:
    """Of texts that hold names with commas between them."""
    held = [each for each in _held(pack, ending, on) if isinstance(each, str)]
    return [name.strip() for each in held for name in each.split(",")]


def _number(pack: Pack, ending: str, on: date) -> int | None:
    return next((each for each in _held(pack, ending, on) if isinstance(each, int)), None)


def _tables(pack: Pack, ending: str, on: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in pack.values:
        if name.endswith(ending):
            found |= table_of(pack, name, on)
    return found
