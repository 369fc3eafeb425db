"""Hold every rule of a pack against one pupil's facts: the stage on each track, and each line crossed.

A finding never opens a case, sends a letter or issues a notice. It is a prompt for a
named person, with the reasons and marks behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from supportfirst.attendance.assessment.conditions import KnowsFacts, judge
from supportfirst.attendance.assessment.finding import Fact, Finding, Outcome, Reason
from supportfirst.attendance.assessment.slots import fill
from supportfirst.attendance.packs.shape import Note, Pack, Rule, RuleKind


class KnowsMarks(KnowsFacts, Protocol):
    def listed(self, fact: Fact) -> tuple[dict[str, str], ...]:
        """Every mark behind a fact, oldest first."""


def findings(
    facts: KnowsMarks, pack: Pack, on: date, *, extra: Mapping[str, str], rules: Iterable[Rule] | None = None
) -> list[Finding]:
    """A finding for each rule in force on the day, in the pack's order."""
    return [
        find(rule, facts, pack, on, extra=extra)
        for rule in (pack.rules if rules is None else rules)
        if on in rule.span
    ]


def find(rule: Rule, facts: KnowsMarks, pack: Pack, on: date, *, extra: Mapping[str, str]) -> Finding:
    """One rule held against one pupil, with the sentences filled and the marks listed in the tree."""
    reason = judge(rule.when, facts, pack, on)
    if reason.outcome is not Outcome.NOT_MET:
        reason = with_marks(reason, facts)
    return Finding(
        rule=rule,
        outcome=reason.outcome,
        text=fill(rule.text, facts=facts, pack=pack, on=on, extra=extra),
        text_parent=fill(rule.text_parent, facts=facts, pack=pack, on=on, extra=extra),
        because=reason,
        on=on,
        notes=shown_notes(rule, facts, pack, on, extra=extra),
    )


def shown_notes(
    rule: Rule, facts: KnowsMarks, pack: Pack, on: date, *, extra: Mapping[str, str]
) -> tuple[str, ...]:
    """The sentences to show beside a rule: readings chosen, and boundary cases that this pupil is on."""
    notes = (pack.notes[note_id] for note_id in rule.notes)
    return tuple(
        f"{fill(note.text, facts=facts, pack=pack, on=on, extra=extra)} [{note.source}]"
        for note in notes
        if _applies(note, facts, pack, on)
    )


def stage_of_each_track(found: Iterable[Finding]) -> list[Finding]:
    """For each track, the highest stage that is met; where none is, the first that can't be told."""
    by_track: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.rule.kind is RuleKind.STAGE:
            by_track.setdefault(finding.rule.track, []).append(finding)
    chosen = []
    for stages in by_track.values():
        met = [stage for stage in stages if stage.outcome is Outcome.MET]
        unknown = [stage for stage in stages if stage.outcome is Outcome.CANNOT_TELL]
        if met:
            chosen.append(max(met, key=lambda stage: stage.rule.order))
        elif unknown:
            chosen.append(min(unknown, key=lambda stage: stage.rule.order))
    return chosen


def _applies(note: Note, facts: KnowsMarks, pack: Pack, on: date) -> bool:
    return note.when is None or judge(note.when, facts, pack, on).outcome is Outcome.MET


def with_marks(reason: Reason, facts: KnowsMarks) -> Reason:
    """The reason with every mark listed behind its facts; the same one where there are none."""
    listed = tuple(_with_its_marks(fact, facts) for fact in reason.facts)
    parts = tuple(with_marks(part, facts) for part in reason.parts)
    if listed == reason.facts and all(new is old for new, old in zip(parts, reason.parts, strict=True)):
        return reason
    return reason._replace(facts=listed, parts=parts)


def _with_its_marks(fact: Fact, facts: KnowsMarks) -> Fact:
    if fact.sessions:
        return fact
    marks = facts.listed(fact)
    return fact._replace(sessions=marks) if marks else fact
