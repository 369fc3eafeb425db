"""Where somebody writes down the record that would settle a step or supply an item of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.bridge.ways_to_record import kinds_that_settle
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child import reaches
from supportfirst.casework.queries.child_records import Offered, records_at
from supportfirst.casework.queries.worklist_acts import KINDS as ON_LIST

CALL = "contact"  # has a page of its own, which asks for more than the kind does


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of record. `what`: its own page; `on_list`: the worklist's form; neither: not this reader's."""

    kind: str
    words: str
    what: str = ""
    calls: bool = False
    on_list: bool = False

    @property
    def leads_on(self) -> bool:
        return bool(self.what) or self.calls or self.on_list


def ways_to_record(actor: Actor, seen: AsSeen, rules: Sequence[str]) -> Mapping[str, Sequence[Way]]:
    """By rule, those that lead on first. At a past moment nothing can be recorded, so none does."""
    known = record_kinds(seen.school, seen.on)
    settles = kinds_that_settle(seen.pack, rules)
    enrolment = seen.enrolment
    acts = not seen.past and reaches(actor, enrolment, Right.SEE_WORKLIST)
    acts = acts and reaches(actor, enrolment, Right.ACT_ON_CASE)
    calls = not seen.past and reaches(actor, enrolment, Right.SEE_CONTACTS)
    calls = calls and may(actor, Right.LOG_CONTACT, seen.school)
    pages = {} if seen.past else {each.kind: each.what for each in _offered(actor, seen)}
    ways = {
        kind: Way(
            kind,
            known[kind].title,
            what=pages.get(kind, ""),
            calls=kind == CALL and calls,
            on_list=kind in ON_LIST and acts and kind not in pages and not (kind == CALL and calls),
        )
        for kinds in settles.values()
        for kind in kinds
        if kind in known
    }
    return {
        rule: sorted((ways[kind] for kind in kinds if kind in ways), key=lambda way: not way.leads_on)
        for rule, kinds in settles.items()
    }


def _offered(actor: Actor, seen: AsSeen) -> Sequence[Offered]:
    return records_at(actor, seen.school.pk, seen.enrolment.pupil_id)
