"""Whether the ledger is as it was written: every chain walked, every pupil's year made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supportfirst.casework.bridge.child_sessions import seal_holds
from supportfirst.casework.bridge.pupil_years import rebuilt, stored
from supportfirst.casework.store.chaining import Break, breaks
from supportfirst.casework.store.models import (
    Amendment,
    AuditEvent,
    CaseEvent,
    Chained,
    ChainHead,
    RegisterDocument,
    School,
)

CHAINED: Sequence[type[Chained]] = (RegisterDocument, Amendment, CaseEvent, AuditEvent)


@dataclass(frozen=True, slots=True)
class ChainsChecked:
    """The chains of one kind."""

    kind: str
    chains: int
    rows: int
    breaks: Sequence[Break]


@dataclass(frozen=True, slots=True)
class YearsChecked:
    """The pupils' years of every school; `differing` are places, by enrolment and year."""

    schools: int
    years: int
    differing: Sequence[str]


@dataclass(frozen=True, slots=True)
class LedgerChecked:
    chains: Sequence[ChainsChecked]
    years: YearsChecked

    @property
    def holds(self) -> bool:
        return not self.years.differing and not any(each.breaks for each in self.chains)


def check_ledger() -> LedgerChecked:
    return LedgerChecked([_chains(model) for model in CHAINED], _years())


def _chains(model: type[Chained]) -> ChainsChecked:
    heads = ChainHead.objects.filter(name__startswith=f"{model.CHAIN}:").count()
    return ChainsChecked(model.CHAIN, heads, model._default_manager.count(), list(breaks(model)))


def _years() -> YearsChecked:
    schools, years, differing = 0, 0, []
    for school in School.objects.order_by("pk"):
        told, held = rebuilt(school), stored(school)
        schools += 1
        years += len(held)
        differing += [
            f"school {school.pk}, enrolment {enrolment}, year from {school_year}"
            for enrolment, school_year in sorted(told.keys() | held.keys())
            if told.get((enrolment, school_year)) != held.get((enrolment, school_year))
        ]
    return YearsChecked(schools, years, differing)


__all__ = ["LedgerChecked", "check_ledger", "seal_holds"]
