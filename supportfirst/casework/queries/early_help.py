"""How far early help has gone with a family, and who leads: what the criteria propose, and what was decided.

The number of criteria only proposes. A decision speaks of what the assessment had found when it was made:
where something was found since, it is shown as made before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.bridge.early_help_terms import EarlyHelpTerms
from supportfirst.casework.store.models import CaseEvent

OFFER, ASSESSMENT, CLOSED = "early_help_offer", "early_help_assessment", "early_help_closed"
FOUND, DECIDED = "family_circumstances", "lead_professional_decided"
NOT_OFFERED, OFFERED, REFUSED, SUBMITTED, ACTIVE, ENDED = (
    "not_offered",
    "offered",
    "refused",
    "submitted",
    "active",
    "closed",
)
BEFORE_ASSESSMENT = (NOT_OFFERED, OFFERED, REFUSED, ENDED)


@dataclass(frozen=True, slots=True)
class LeadShown:
    criteria: int | None  # None: how many are met is not recorded
    needed: int | None
    proposed: str  # blank: nothing can be proposed
    decided: str  # blank: nobody has decided
    decided_on: date | None
    decided_by: str
    reason: str
    before_the_findings: bool  # something was found since

    @property
    def against_proposal(self) -> bool:
        return bool(self.proposed and self.decided) and self.proposed != self.decided


@dataclass(frozen=True, slots=True)
class EarlyHelpShown:
    state: str
    since: date | None
    permits: str
    stops_legal_step: bool
    needed: str  # the state that a legal step asks for
    lead: LeadShown | None  # None: no assessment is in, or the pack proposes nobody

    @property
    def words(self) -> str:
        return _words(self.state)


def early_help_shown(events: Sequence[CaseEvent], terms: EarlyHelpTerms) -> EarlyHelpShown | None:
    """events: of one child, the oldest first. None where the pack tells of no states."""
    if not terms.states:
        return None
    state, since = NOT_OFFERED, None
    for each in events:
        following = _after(state, each, terms)
        if following != state:
            state, since = following, each.happened_on
    lead = _lead(events, terms) if any(each.kind == ASSESSMENT for each in events) else None
    return EarlyHelpShown(
        state,
        since,
        terms.states.get(state, ""),
        terms.stops_legal_step(state),
        _words(terms.legal_from),
        lead if terms.proposal else None,
    )


def _after(state: str, event: CaseEvent, terms: EarlyHelpTerms) -> str:
    """The state after one record. An offer made while an assessment is open changes nothing."""
    if event.kind == OFFER and state in BEFORE_ASSESSMENT:
        return REFUSED if event.data.get("answer") == "declined" else OFFERED
    if event.kind == ASSESSMENT:
        return SUBMITTED
    if event.kind == CLOSED and state not in BEFORE_ASSESSMENT:
        return ENDED
    if event.kind in terms.active and state == SUBMITTED:
        return ACTIVE
    return state


def _lead(events: Sequence[CaseEvent], terms: EarlyHelpTerms) -> LeadShown:
    found = [each for each in events if each.kind == FOUND and each.data.get("criteria") is not None]
    decisions = [each for each in events if each.kind == DECIDED]
    criteria = int(found[-1].data["criteria"]) if found else None
    decision = decisions[-1] if decisions else None
    return LeadShown(
        criteria=criteria,
        needed=terms.criteria,
        proposed=_proposed(criteria, terms),
        decided=_words(str(decision.data.get("lead", ""))) if decision else "",
        decided_on=decision.happened_on if decision else None,
        decided_by=decision.recorded_by.name if decision else "",
        reason=str(decision.data.get("reason", "")) if decision else "",
        before_the_findings=bool(decision and found) and found[-1].serial > decisions[-1].serial,
    )


def _proposed(criteria: int | None, terms: EarlyHelpTerms) -> str:
    if criteria is None or terms.criteria is None:
        return ""
    return _words(terms.proposal.get("enough" if criteria >= terms.criteria else "fewer", ""))


def _words(name: str) -> str:
    return name.replace("_", " ")
