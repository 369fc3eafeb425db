"""Whether a thing that relied on marks may be issued: printed, exported, sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.school_days import SESSION_WORDS, show_day
from supportfirst.casework.queries.reliance_kinds import KINDS, kept_back
from supportfirst.casework.store.models import Reliance, Retest, Standing

NO_MARK = "no mark"
FEW = 3  # changes that a refusal names


@dataclass(frozen=True, slots=True)
class Issue:
    """Where a thing stands. `alarm` is the one that waits, or the last that was decided."""

    reliance: Reliance
    alarm: Retest | None

    @property
    def blocked(self) -> bool:
        return self.reliance.standing != Standing.STANDS

    @property
    def waits(self) -> bool:
        return self.reliance.standing == Standing.WAITING

    @property
    def what(self) -> str:
        """Why it may not be issued, for whoever wants to; empty where it may."""
        kind = KINDS[self.reliance.kind]
        alarm = self.alarm
        if not self.blocked or alarm is None:
            return ""
        if self.waits:
            told = "; ".join(change_words(each) for each in alarm.changes[:FEW])
            more = len(alarm.changes) - FEW
            told += f"; and {more} more" if more > 0 else ""
            return (
                f"This {kind} waits: what it relied on was changed after it was made ({told})."
                f" {kept_back(self.reliance.kind)} Decide on the page “Relied on, and changed since”."
            )
        if self.reliance.standing == Standing.CORRECTED and self.reliance.replaced_by is not None:
            new = self.reliance.replaced_by
            return (
                f"This {kind} was replaced on {show_day(alarm.decided_at.date())} by “{new.title}”, made on"  # type: ignore[union-attr]
                f" {show_day(new.made_at.date())}. Give out that one."
            )
        by = alarm.decided_by.name if alarm.decided_by else "somebody"
        return f"This {kind} was withdrawn by {by}, and can’t be issued any more: {alarm.because}"


class IssueBlocked(Refused):
    """A thing that may not be issued as it stands; `issue` says which, and where to decide."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.what)
        self.issue = issue


def standing_of(kind: str, thing: str) -> Issue | None:
    """Where a thing stands; None for one that nobody registered."""
    held = Reliance.objects.filter(kind=kind, thing=thing)
    reliance = held.select_related("school", "pupil", "made_by", "replaced_by").first()
    if reliance is None:
        return None
    alarms = Retest.objects.filter(reliance=reliance).select_related("decided_by")
    return Issue(reliance, alarms.order_by("-raised_at", "-version").first())


def waiting_beside(reliance: Reliance) -> Issue | None:
    """What of the same kind and child waits for a decision; None for what was chosen in the place of one.

    A paper that is made of the records as they stand is not given out beside one of which nobody has said
    yet whether it stands.
    """
    if reliance.standing == Standing.STANDS and Reliance.objects.filter(replaced_by=reliance).exists():
        return None
    held = Reliance.objects.filter(kind=reliance.kind, school=reliance.school_id, pupil=reliance.pupil_id)
    first = held.filter(standing=Standing.WAITING).order_by("-made_at", "pk").first()
    return standing_of(first.kind, first.thing) if first is not None else None


def sees_alarms(actor: Actor, issue: Issue) -> bool:
    """Whether somebody may open the page on which it is decided."""
    return may(actor, Right.SEE_WORKLIST, issue.reliance.school)


def refuse_if_waiting(kind: str, thing: str) -> None:
    """Raises IssueBlocked for what waits for a decision, was withdrawn, or was replaced."""
    issue = standing_of(kind, thing)
    if issue is not None and issue.blocked:
        raise IssueBlocked(issue)


def change_words(change: Mapping[str, Any]) -> str:
    """One change of an alarm in a few words."""
    if "day" not in change:
        return str(change["reason"])[:1].lower() + str(change["reason"])[1:].rstrip(".")
    when = f"{show_day(date.fromisoformat(change['day']))}, {SESSION_WORDS[change['half']]}"
    return f"{when}: {change['before'] or NO_MARK} became {change['after'] or NO_MARK}"
