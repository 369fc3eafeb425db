"""What a pack says of a school's attendance policy: its sections, the policy itself, what parents are told.

A sentence that parents are told may name the school, its telephone and its times. What the school has not
said is left out of the sentence, and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.shape import Pack, Rule, RuleKind, StepTerms
from supportfirst.casework.bridge.day_values import report_by
from supportfirst.casework.bridge.school_days import show_time
from supportfirst.casework.store.models import School

SECTIONS, POLICIES, EXPECTATIONS = "policy_sections", "policies", "expectations"
AGREEMENTS, RETURNS = "agreements", "returns"
PUPIL = "pupil"  # the packs' own word for who is asked


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the pack as it is shown."""

    id: str
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """Something that a school must report, as the pack has it. `limit`: its question about time, answered."""

    told: Told
    limit: str
    is_counted: bool  # a step of the pack finds the children of whom it is due


@dataclass(frozen=True, slots=True)
class PublishedPolicy:
    """The policy that a school published, as its pack has it."""

    title: str
    academic_year: str
    ratified_by: str
    ratified_on: date | None
    review_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Expectations:
    of_parents: Sequence[Told]
    of_pupils: Sequence[Told]


def policy_sections(pack: Pack, on: date) -> Sequence[Told]:
    """What the published policy of a school under this pack has to contain, national parts first."""
    return [_told(entry) for entry in _in_force(pack, SECTIONS, on)]


def published_policy(pack: Pack, on: date) -> PublishedPolicy | None:
    """The nearest one that the pack holds; None where it holds none."""
    held = _in_force(pack, POLICIES, on)
    if not held:
        return None
    entry = held[-1]
    return PublishedPolicy(
        entry.title,
        _detail(entry, "academic_year"),
        _detail(entry, "ratified_by"),
        _day(entry, "ratified_on"),
        _day(entry, "review_on"),
        _source(entry),
    )


def agreement_asked(pack: Pack, on: date) -> Told | None:
    """What all parents are to have signed; None where the pack asks for nothing of the kind."""
    held = _in_force(pack, AGREEMENTS, on)
    return _told(held[-1]) if held else None


def expectations_of(school: School, pack: Pack, on: date) -> Expectations:
    """What parents and pupils of a school are asked for, with the school's own times and telephone."""
    slots = _slots(school, pack, on)
    entries = _in_force(pack, EXPECTATIONS, on)
    of_pupils = {entry.id for entry in entries if PUPIL in entry.details.get("who", ())}
    told = [_told(entry, slots) for entry in entries]
    return Expectations(
        [each for each in told if each.id not in of_pupils], [each for each in told if each.id in of_pupils]
    )


def return_steps(packs: Iterable[Pack], on: date) -> Mapping[str, str]:
    """The steps by which a school sends what it must report of a child: id of the rule, and its title."""
    return {
        rule.id: rule.title
        for pack in packs
        for rule, brings in _steps(pack, on)
        if any(brought in pack.entries and pack.entries[brought].section == RETURNS for brought in brings)
    }


def returns_asked(pack: Pack, on: date) -> Sequence[ReturnAsked]:
    """All that the pack has a school report of its children, whether or not a step of it counts them."""
    counted = {brought for _, brings in _steps(pack, on) for brought in brings}
    return [
        ReturnAsked(_told(entry), _limit(pack, entry, on), entry.id in counted)
        for entry in _in_force(pack, RETURNS, on)
    ]


def _steps(pack: Pack, on: date) -> Iterable[tuple[Rule, Sequence[str]]]:
    for rule in pack.rules:
        if rule.kind is RuleKind.STEP and on in rule.span and isinstance(rule.terms, StepTerms):
            yield rule, rule.terms.brings


def _limit(pack: Pack, entry: Entry, on: date) -> str:
    """The question that the pack asks about the time of a return, with its answer; "" where it asks none."""
    held = pack.values.get(_detail(entry, "deadline"))
    step = None if held is None else held.on_or_none(on)
    if held is None or step is None:
        return ""
    unit = held.unit.removesuffix("s") if step.value == 1 else held.unit
    return f"{held.question} {step.value} {unit}."


def _slots(school: School, pack: Pack, on: date) -> Mapping[str, str]:
    return {
        "school": school.name,
        "telephone": f", on {school.telephone}" if school.telephone else "",
        "report_by": _by(", by {}", report_by(school, pack, on)),
        "day_starts": _by(": the day begins at {}", school.day_starts),
        "late_after": _by(", before {}", school.late_after or school.day_starts),
    }


def _by(words: str, at: time | None) -> str:
    return "" if at is None else words.format(show_time(at))


def _in_force(pack: Pack, section: str, on: date) -> Sequence[Entry]:
    return [entry for entry in pack.entries.values() if entry.section == section and on in entry.span]


def _told(entry: Entry, slots: Mapping[str, str] | None = None) -> Told:
    text = entry.text.format_map(slots) if slots is not None else entry.text
    return Told(entry.id, entry.title, text, _source(entry))


def _source(entry: Entry) -> str:
    return ", ".join(part for part in (entry.source.title, entry.source.passage) if part)


def _detail(entry: Entry, key: str) -> str:
    return str(entry.details.get(key, ""))


def _day(entry: Entry, key: str) -> date | None:
    written = _detail(entry, key)
    return date.fromisoformat(written) if written else None
