"""A reason tree as plain sentences, for the officer who must check it and the parent who must follow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from supportfirst.attendance.assessment.finding import Fact, Finding, Outcome, Reason
from supportfirst.attendance.assessment.slots import show_date
from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.attendance.vocabulary.sessions import Half

HALF_IN_WORDS = {Half.AM.name: "morning", Half.PM.name: "afternoon"}

_ASKED = {Outcome.MET: "Yes", Outcome.NOT_MET: "No", Outcome.CANNOT_TELL: "Cannot tell"}


def sentences(reason: Reason, depth: int = 0) -> Iterator[str]:
    """One line a condition, parts indented beneath; the source in brackets where it has one."""
    source = ""
    if reason.source is not None:
        inferred = "" if reason.stated else "; inferred"
        source = f" [{reason.source}{inferred}]"
    yield f"{'  ' * depth}{reason.asks} {_ASKED[reason.outcome]}: {reason.because}.{source}"
    for fact in reason.facts:
        if fact.sessions:
            yield f"{'  ' * (depth + 1)}Marks: {marks_in_words(fact)}."
    for part in reason.parts:
        yield from sentences(part, depth + 1)


def marks_in_words(fact: Fact) -> str:
    """`2026-09-14 AM O, PM O; 2026-09-15 AM O`: days once, with their halves."""
    by_day: dict[str, list[str]] = {}
    for mark in fact.sessions:
        by_day.setdefault(mark["date"], []).append(f"{mark['session']} {mark['code']}")
    return "; ".join(f"{day} {', '.join(halves)}" for day, halves in by_day.items())


def for_officer(finding: Finding) -> list[str]:
    """The finding, its source, what to know beside it, and the whole tree."""
    stated = "" if finding.rule.stated else " (inferred)"
    return [
        f"{finding.rule.title}: {finding.text}",
        f"  Source: {finding.rule.source}{stated}.",
        *(f"  Note: {note}" for note in finding.notes),
        *(f"  {line}" for line in sentences(finding.because)),
    ]


def for_parent(findings: Sequence[Finding], pack: Pack) -> list[str]:
    """What a parent is told: each thing once, in a parent's words, without legal references.

    A list kept for a meeting is not news for a family: of those, only the national ones are told.
    """
    national = pack.over[0] if pack.over else pack.id
    told = [
        finding.text_parent
        for finding in findings
        if finding.rule.kind is not RuleKind.LIST or finding.rule.id.startswith(f"{national}.")
    ]
    return list(dict.fromkeys(told))


def days_behind(findings: Sequence[Finding]) -> list[str]:
    """The days behind some findings, each once and oldest first: “Wednesday 30 September 2026, morning”."""
    halves: dict[str, set[str]] = {}
    for finding in findings:
        for fact in _facts(finding.because):
            for mark in fact.sessions:
                halves.setdefault(mark["date"], set()).add(mark["session"])
    return [_day_in_words(date.fromisoformat(day), halves[day]) for day in sorted(halves)]


def _day_in_words(day: date, halves: set[str]) -> str:
    part = "" if len(halves) == len(Half) else f", {HALF_IN_WORDS[next(iter(halves))]}"
    return f"{day:%A} {show_date(day)}{part}"


def _facts(reason: Reason) -> Iterator[Fact]:
    yield from reason.facts
    for part in reason.parts:
        yield from _facts(part)
