"""What is due for a child, what is on hold, at which stage they stand and which lines are crossed.

Each line in short, with its sentence and the notes that a boundary asks for; its tree of reasons stands on a
page of its own (`child_reasons`), where the line's anchor leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child import OfChild
from supportfirst.casework.queries.child_seen import seen_child
from supportfirst.casework.queries.reasons_shown import LineShown, SectionShown, Teller, teller_of
from supportfirst.casework.queries.ways_to_record import Way, ways_to_record

DUE, IN_FORCE, MET, CANNOT_TELL = "due", "in_force", "met", "cannot_tell"


@dataclass(frozen=True, slots=True)
class StepShown:
    line: LineShown
    ways: Sequence[Way]  # of recording that it was done


@dataclass(frozen=True, slots=True)
class DueShown:
    steps: Sequence[StepShown]  # due, the earliest day first; those without a day last
    holds: Sequence[LineShown]
    stages: Sequence[LineShown]
    crossed: Sequence[LineShown]
    untold: int  # lines of which nobody can tell yet


def child_due(actor: Actor, seen: AsSeen, told: Teller) -> DueShown | None:
    """None where the child has not been assessed."""
    document = seen.document
    if document is None:
        return None
    steps = [told.line(each, tree=False) for each in document.get("steps_due", ()) if each["status"] == DUE]
    steps.sort(key=lambda line: (line.by is None, line.by))
    ways: Mapping[str, Sequence[Way]] = {}
    if steps:
        ways = ways_to_record(actor, seen, [line.rule for line in steps])
    every = [each for part in ("steps_due", "holds", "stages", "prompts") for each in document.get(part, ())]
    return DueShown(
        steps=[StepShown(line, ways.get(line.rule, ())) for line in steps],
        holds=[
            told.line(each, tree=False) for each in document.get("holds", ()) if each["status"] == IN_FORCE
        ],
        stages=[told.line(each, tree=False) for each in document.get("stages", ())],
        crossed=[
            told.line(each, tree=False) for each in document.get("prompts", ()) if each["outcome"] == MET
        ],
        untold=sum(each.get("status", each["outcome"]) == CANNOT_TELL for each in every),
    )


@dataclass(frozen=True, slots=True)
class ReasonsPage(OfChild):
    seen: AsSeen
    sections: Sequence[SectionShown]
    faults: Sequence[str]  # records that could not be followed


def reasons_page(actor: Actor, school_id: UUID, pupil_id: UUID, at: datetime | None = None) -> ReasonsPage:
    """Every line of the assessment with its tree. Raises NotThere, for a child not assessed too."""
    seen = seen_child(actor, school_id, pupil_id, Right.SEE_WORKLIST, at)
    if seen.document is None:
        raise NotThere
    told = teller_of(actor, seen.enrolment, seen.moment)
    return ReasonsPage(
        enrolment=seen.enrolment,
        seen=seen,
        sections=told.sections(seen.document),
        faults=seen.document.get("record_faults", ()),
    )
