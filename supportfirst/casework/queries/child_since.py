"""What has changed in a child's record since a moment: marks, registers, events, figures, and the pack.

It stands beside the page as it stood at that moment, so that nobody reads the one without the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.child_ledger import Changed, Step, changed_since
from supportfirst.casework.bridge.codes_in_force import loaded, pack_of
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child_concerns import child_concerns
from supportfirst.casework.queries.child_events import Chronology, Events, EventShown, Wanted, chronology
from supportfirst.casework.queries.child_figures import FiguresShown, child_figures
from supportfirst.casework.queries.since_lines import LineSince, lines_since
from supportfirst.casework.queries.since_stood import StoodSince, stood_since
from supportfirst.casework.queries.since_trail import ChangeSince, CountSince, changes_since, counts_since
from supportfirst.casework.store.models import Assessed, PackAdoption

NO_MARK = "no mark"
NO_FIGURE = "None"


@dataclass(frozen=True, slots=True)
class StepSince:
    symbol: str  # "" for a mark that was struck out
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class MarkSince:
    """One session of the time up to the moment whose mark is not what it was."""

    day: date
    half: str
    before: str  # the code that stood; "no mark" where there was none
    steps: Sequence[StepSince]

    @property
    def now(self) -> str:
        return self.steps[-1].symbol or NO_MARK


@dataclass(frozen=True, slots=True)
class FigureSince:
    words: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Since:
    """`events` is None where the chronology is not the reader's to see."""

    amended: Sequence[MarkSince]
    given_late: Sequence[MarkSince]  # first marks, of registers that came after the moment
    later_sessions: int  # of days after the moment, marked since
    recorded: Sequence[EventShown] | None
    struck_out: Sequence[EventShown] | None
    figures: Sequence[FigureSince]
    figures_known_at: datetime | None  # those of now; None: not assessed
    packs: Sequence[tuple[str, date]]  # title, first day
    lines: Sequence[LineSince]  # of the assessment; none where it is not the reader's
    counts: Sequence[CountSince]
    stood: Sequence[StoodSince]  # days on roll, parents, school and calendar: as the page reads them, and now
    changes: Sequence[ChangeSince]  # what was done since to the record that it reads
    safety: str  # what may be said of records about the child's safety
    being_assessed: bool  # the assessment of now has not caught up, or is not there: more may be otherwise

    @property
    def nothing(self) -> bool:
        return not (
            self.amended
            or self.given_late
            or self.later_sessions
            or self.recorded
            or self.struck_out
            or self.packs
            or self.lines
            or self.counts
            or self.stood
            or self.changes
            or self.safety
            or self.being_assessed
            or any(each.then != each.now for each in self.figures)
        )


def since(actor: Actor, seen: AsSeen, now: Events | None, *, sees_list: bool) -> Since:
    """What came after the moment of a past `seen`. now: the events known today, None where not to be seen.

    sees_list: whether the assessment's stages, steps and lines are the reader's to see.
    """
    changes = [] if seen.then is None else changed_since(seen.then.steps, seen.moment)
    of_then = [each for each in changes if each.now.day <= seen.on]
    told = None if now is None else _events_since(actor, seen, now)
    present = _present(actor, seen)
    return Since(
        amended=[_mark(each) for each in of_then if _is_amended(each)],
        given_late=[_mark(each) for each in of_then if not _is_amended(each)],
        later_sessions=len(changes) - len(of_then),
        recorded=None if told is None else [each for each in told.events if each.recorded_at > seen.moment],
        struck_out=None if told is None else [each for each in told.events if each.struck_out],
        figures=_figures(seen, present),
        figures_known_at=present.known_at,
        packs=_packs(actor, seen),
        lines=lines_since(seen.document, present.document) if sees_list else (),
        counts=counts_since(seen, home=now is not None, cases=sees_list),
        stood=stood_since(seen, home=now is not None),
        changes=changes_since(seen, home=now is not None),
        safety=_safety(actor, seen, present),
        being_assessed=present.being_assessed or present.document is None,
    )


def _present(actor: Actor, seen: AsSeen) -> AsSeen:
    """The stored assessment of now, for its figures alone."""
    stored = Assessed.objects.filter(enrolment=seen.enrolment).first()
    return replace(
        seen,
        moment=actor.at,
        past=False,
        pack=pack_of(seen.school, actor.today),
        sessions=(),
        known_at=None if stored is None else stored.known_at,
        being_assessed=stored is not None and stored.stale_since is not None,
        document=None if stored is None else stored.document,
    )


def _safety(actor: Actor, seen: AsSeen, present: AsSeen) -> str:
    """That a concern was raised is told to whoever sees the child; all else only to whoever may know it."""
    then, now = child_concerns(actor, seen), child_concerns(actor, present)
    if now.there and not then.there:
        return "A concern about the child’s safety has been raised"
    known = [(each.waiting, each.information, len(each.raised)) for each in (then, now)]
    return "What is recorded about the child’s safety has changed" if known[0] != known[1] else ""


def _is_amended(change: Changed) -> bool:
    return change.before is not None or any(step.amended for step in change.since)


def _mark(change: Changed) -> MarkSince:
    before = change.before.symbol if change.before is not None else ""
    step = change.now
    return MarkSince(
        step.day, SESSION_WORDS[step.half], before or NO_MARK, [_step(each) for each in change.since]
    )


def _step(step: Step) -> StepSince:
    return StepSince(step.symbol, step.by, step.moment, step.reason)


def _events_since(actor: Actor, seen: AsSeen, now: Events) -> Chronology:
    """Events recorded after the moment, and those that were struck out after it."""
    later = {event: strike for event, strike in now.struck.items() if strike.recorded_at > seen.moment}
    rows = [row for row in now.rows if row.recorded_at > seen.moment or row.event in later]
    return chronology(actor, seen.enrolment, Events(rows, later, now.readable), Wanted(everything=True))


def _figures(seen: AsSeen, present: AsSeen) -> list[FigureSince]:
    """The figures that a page shows first, side by side; of the others those that are not the same."""
    then, now = child_figures(seen), child_figures(present)
    if then is None or now is None:
        return []
    before, after = _by_name(then), _by_name(now)
    first = {each.name for group in then.essential for each in group.figures}
    found = []
    for name in [*before, *(name for name in after if name not in before)]:
        words, told = before.get(name, ("", NO_FIGURE))
        named, tells = after.get(name, ("", NO_FIGURE))
        if name in first or told != tells:
            found.append(FigureSince(words or named, told, tells))
    return found


def _by_name(shown: FiguresShown) -> dict[str, tuple[str, str]]:
    return {each.name: (each.words, each.told) for group in shown.groups for each in group.figures}


def _packs(actor: Actor, seen: AsSeen) -> list[tuple[str, date]]:
    """The packs that the school has begun to follow since."""
    adopted = PackAdoption.objects.filter(
        school=seen.school, first_day__gt=seen.on, first_day__lte=actor.at.astimezone(LONDON).date()
    )
    held = adopted.order_by("first_day").values_list("pack", "first_day")
    return [(loaded(pack).title, first_day) for pack, first_day in held]
