"""Hold every rule of a pack against one pupil's facts: the stage on each track, and each line crossed.

A finding never opens a case, sends a letter or issues a notice. It is a prompt for a
named person, with the reasons and marks behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from supportfirst.attendance.assessment.conditions import KnowsFacts, judge
from supportfirst.attendance.assessment.finding import Finding, Outcome, Reason, finding_of
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import MET, Ranker, ranker_of
from supportfirst.attendance.assessment.slots import KnowsValues, Sentence, same_for_all, sentence_of
from supportfirst.attendance.packs.shape import Note, Rule, RuleKind


class Knows(KnowsFacts, KnowsValues, Protocol):
    """All that is known of one pupil: bare values for sentences, facts with their marks for reasons."""


def findings(
    facts: Knows, day: PackDay, *, extra: Mapping[str, str], rules: Iterable[Rule] | None = None
) -> list[Finding]:
    """A finding for each rule in force on the day, in the pack's order."""
    return [
        find(rule, facts, day, extra=extra)
        for rule in (day.pack.rules if rules is None else rules)
        if day.on in rule.span
    ]


def find(rule: Rule, facts: Knows, day: PackDay, *, extra: Mapping[str, str]) -> Finding:
    """One rule held against one pupil, with its sentences; the tree lists marks unless it is not met."""
    reason = judge(rule.when, facts, day)
    if reason.outcome is Outcome.NOT_MET:
        reason = without_marks(reason)
    return told(rule, facts, day, reason, extra)


def told(
    rule: Rule,
    facts: Knows,
    day: PackDay,
    reason: Reason,
    extra: Mapping[str, str],
    asked_on: date | None = None,
    *,
    stands_for: str = "",
    parent_id: str | None = None,
    record_id: str | None = None,
    said: str = "",
    says_text: bool = False,
) -> Finding:
    """The finding of a rule whose reason is known, with its sentences.

    asked_on: the day asked about, where values are read as on another. says_text: what may be said of it is
    the rule's own text, however it came out; said: a sentence in its place.
    """
    words = day.once(_words_of, rule)
    text = words.text(facts, extra) if words.same_text is None else words.same_text
    notes = words.shown_notes(facts, extra) if words.same_notes is None else words.same_notes
    parents = words.text_parent(facts, extra) if words.same_parents is None else words.same_parents
    said = text if says_text else said
    outcome, day_asked = reason.outcome, asked_on or day.on
    return finding_of(
        (rule, outcome, text, parents, reason, day_asked, notes, stands_for, parent_id, record_id, said)
    )


def shown_notes(rule: Rule, facts: Knows, day: PackDay, *, extra: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences to show beside a rule: readings chosen, and boundary cases that this pupil is on."""
    return day.once(_words_of, rule).shown_notes(facts, extra)


class _Words(NamedTuple):
    """The sentences of a rule; of each note also when it is shown (None: always).

    What is said of every pupil alike stands ready as `same`; None where it depends on the pupil.
    """

    text: Sentence
    same_text: str | None
    text_parent: Sentence
    same_parents: str | None
    notes: Sequence[tuple[Ranker | None, str | None, Sentence]]  # a text that is one for all stands ready
    same_notes: tuple[str, ...] | None

    def shown_notes(self, facts: Knows, extra: Mapping[str, str]) -> tuple[str, ...]:
        known = facts.known
        return tuple(
            [
                sentence(facts, extra) if same is None else same
                for applies, same, sentence in self.notes
                if applies is None or applies(known) == MET
            ]
        )


def _words_of(rule: Rule, day: PackDay) -> _Words:
    notes = [
        (
            None if note.when is None else ranker_of(note.when, day, day.today),
            same_for_all(note.text, day, after=_cited(note)),
            sentence_of(note.text, day, after=_cited(note)),
        )
        for note in (day.pack.notes[note_id] for note_id in rule.notes)
    ]
    same = tuple([text for applies, text, _ in notes if applies is None and text is not None])
    return _Words(
        sentence_of(rule.text, day),
        same_for_all(rule.text, day),
        sentence_of(rule.text_parent, day),
        same_for_all(rule.text_parent, day),
        notes,
        same if len(same) == len(notes) else None,
    )


def _cited(note: Note) -> str:
    return f" [{note.source}]"


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


def without_marks(reason: Reason) -> Reason:
    """The reason without the marks behind its facts, which tell nothing of a line that is not crossed."""
    return reason._replace(
        facts=tuple([fact._replace(sessions=()) if fact.sessions else fact for fact in reason.facts]),
        parts=tuple([without_marks(part) for part in reason.parts]),
    )
