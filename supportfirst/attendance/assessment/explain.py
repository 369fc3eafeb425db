"""A reason tree as plain sentences, for the officer who must check it and the parent who must follow it."""

from __future__ import annotations

from collections.abc import Iterator

from supportfirst.attendance.assessment.finding import Fact, Finding, Outcome, Reason

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


def for_parent(finding: Finding) -> list[str]:
    """The finding in a parent's words, and the days behind it; no legal references."""
    lines = [finding.text_parent]
    days = {mark["date"]: None for fact in _facts(finding.because) for mark in fact.sessions}
    if days:
        lines.append(f"  These are the days: {', '.join(days)}.")
    return lines


def _facts(reason: Reason) -> Iterator[Fact]:
    yield from reason.facts
    for part in reason.parts:
        yield from _facts(part)
