"""What a parent is told of a child: each thing once, in a parent's words, without legal references.

Lists kept for a meeting are not news for a family; offers of help are, so the child's stage
on each track is told. Every day behind what is said is named with the meaning of its mark,
because the parent is often the one who knows that a mark is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from supportfirst.attendance.assessment import parent_words as words
from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.finding import Fact, Finding, Outcome, Reason
from supportfirst.attendance.assessment.parents_case import case_for_parent, kept_back, tellable
from supportfirst.attendance.assessment.slots import days_in_words, show_count
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.sessions import Half

HALF_IN_WORDS = {Half.AM.name: "morning", Half.PM.name: "afternoon"}
SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PERCENT_FIRST = re.compile(r"(\d+(?:\.\d+)?%) \((\d+ of \d+ sessions)\)")
FIGURES = re.compile(r"\d+ of \d+ sessions")
YOUR_CHILD = "Your child"


def letter(
    pupil: PupilAssessment, pack: Pack, on: date, known_at: str | None, parent: str | None = None
) -> Iterator[str]:
    """The lines for a parent; known_at is the moment as it was asked for.

    parent: id of the parent who reads; None: only what concerns every parent of the child.
    """
    name = pupil.pupil.forename if pupil.pupil and pupil.pupil.forename else YOUR_CHILD
    yield f"{name}'s attendance up to {show_day(min(on, pupil.measured_to))}"
    if known_at:
        yield f"As our records stood at {known_at}."
    if not pupil.on_roll:
        yield off_roll(pupil, on, name)
        if not pupil.measures["sessions_possible"]:
            return
    if not pupil.measures["sessions_possible"]:
        yield from _nothing_counted(pupil, pack.codes, name, on)
        return
    yield from _counted(pupil, name)
    told = [found for found in to_tell(pupil, pack) if tellable(found, pupil.case, parent)]
    paragraphs = for_parent(told, name)
    case = _case(pupil, pack, parent, name, paragraphs)
    for text in paragraphs:
        yield ""
        yield text
    yield from case
    if not told and not case and pupil.on_roll:
        yield "Nothing more needs to be done now."
    yield from _days(told, pack.codes)


def _case(
    pupil: PupilAssessment, pack: Pack, parent: str | None, name: str, before: Sequence[str]
) -> list[str]:
    """What is asked, what waits, what may follow and who helps: a heading each, where there is something."""
    blocks = [(heading, lines) for heading, lines in case_for_parent(pupil, pack, parent) if lines]
    kept = kept_back(pupil, parent)
    if not kept and not any(heading != words.WHO_HELPS for heading, _ in blocks):
        return []
    said = {sentence for text in before for sentence in SENTENCE_END.split(text)}
    told: list[str] = []
    for heading, lines in blocks:
        told += ["", heading, *(f"  {line}" for line in _fresh([about(line, name) for line in lines], said))]
    return [*told, "", words.OTHER_PARENT] if kept else told


def _fresh(lines: Sequence[str], said: set[str]) -> Iterator[str]:
    """The lines without sentences that were said before, or that repeat the figures told at the top.

    A line of nothing else is left out, and so is who does it where nothing is left beneath.
    """
    who = ""
    for line in lines:
        if line.endswith(":"):
            who = line
            continue
        parts = SENTENCE_END.split(line.strip())
        fresh = [part for part in parts if part not in said and not FIGURES.search(part)]
        said.update(parts)
        if fresh and who:
            yield who
            who = ""
        if fresh:
            yield ("  " if line.startswith(" ") else "") + " ".join(fresh)


def about(text: str, name: str) -> str:
    """The text about the child by name, sessions before the percentage; without a name it is “your child”."""
    text = PERCENT_FIRST.sub(r"\2 (\1)", text)
    if name == YOUR_CHILD:
        return text
    return text.replace(YOUR_CHILD, name).replace(YOUR_CHILD.lower(), name)


def off_roll(pupil: PupilAssessment, on: date, name: str) -> str:
    """Why nothing is prompted: the child has left, or has not begun yet."""
    starts = [spell.start for spell in pupil.pupil.spells] if pupil.pupil else []
    ahead = [start for start in starts if start is not None and start > on]
    if starts and len(ahead) == len(starts):
        starting = show_day(min(ahead))
        return f"{name} is not on roll yet, and is to start on {starting}, so nothing is asked of you."
    return f"{name} was on roll until {show_day(pupil.measured_to)}, so nothing is asked of you."


def to_tell(pupil: PupilAssessment, pack: Pack) -> list[Finding]:
    """The stage on each track, then what was crossed, without lists that only a layer above keeps."""
    national = pack.over[0] if pack.over else pack.id
    stages = [stage for stage in pupil.stages if stage.outcome is Outcome.MET]
    crossed = [
        finding
        for finding in pupil.crossed
        if finding.rule.kind is not RuleKind.LIST or finding.rule.id.startswith(f"{national}.")
    ]
    return [*stages, *nearest(crossed)]


def nearest(findings: Sequence[Finding]) -> list[Finding]:
    """Of those on one track that count the same, the nearest layer's: the last in the pack's order.

    One that could lead towards a sanction is always told: a parent must not learn of it later.
    """
    return [
        finding
        for place, finding in enumerate(findings)
        if finding.rule.legal or not any(_say_the_same(finding, later) for later in findings[place + 1 :])
    ]


def for_parent(findings: Sequence[Finding], name: str) -> list[str]:
    """A paragraph a finding, about the child by name; a figure that was told is not told again."""
    told: set[str] = set()
    paragraphs = []
    for finding in findings:
        parts = SENTENCE_END.split(finding.text_parent.strip())
        fresh = [part for part in parts if not (NUMBER.search(part) and part in told)]
        if all(part in told for part in fresh):
            continue  # what is left of it was said before
        told.update(parts)
        paragraphs.append(about(" ".join(fresh), name))
    return list(dict.fromkeys(text for text in paragraphs if text))


def days_behind(findings: Sequence[Finding], codes: CodeBook) -> list[str]:
    """The days behind some findings, each once and oldest first, with what each mark means.

    “Wednesday 30 September 2026, morning: reason not known yet”.
    """
    by_day: dict[str, dict[str, str]] = {}
    for finding in findings:
        for fact in _facts(finding.because):
            for mark in fact.sessions:
                by_day.setdefault(mark["date"], {})[mark["session"]] = mark["code"]
    return [_day_in_words(date.fromisoformat(day), by_day[day], codes) for day in sorted(by_day)]


def _counted(pupil: PupilAssessment, name: str) -> Iterator[str]:
    possible, attended = pupil.measures["sessions_possible"], pupil.measures["sessions_attended"]
    missed = possible - attended
    if not missed:
        yield (
            f"{name} has not missed a single session this school year: {attended} of {possible} attended. "
            "Thank you, and well done!"
        )
        return
    yield (
        f"{name} has missed {days_in_words(missed)} this school year: {missed} of {possible} half-day "
        "sessions. A school day has two sessions, morning and afternoon."
    )


def _nothing_counted(pupil: PupilAssessment, codes: CodeBook, name: str, on: date) -> Iterator[str]:
    child = name if name != YOUR_CHILD else name.lower()
    by_code = pupil.measures["sessions_by_code"]
    if not by_code:
        yield f"We have no marks for {child} yet this school year, so there is nothing to tell."
        return
    yield (
        f"No session has counted for {child} yet this school year, so there is no percentage. These marks "
        "are counted neither as attended nor as missed:"
    )
    for symbol, count in by_code.items():
        yield f"  {show_count(count, 'session')}: {_meaning(codes, symbol, on)}"
    yield "If any of them looks wrong, please tell the school: a mark can be corrected."


def _days(told: Sequence[Finding], codes: CodeBook) -> Iterator[str]:
    days = days_behind(told, codes)
    yield ""
    if days:
        yield "The days this is about:"
        yield from (f"  {day}" for day in days)
        yield ""
        yield "If any of these marks looks wrong, please tell the school: a mark can be corrected."
    else:
        yield "If this does not look right, please tell the school: a mark can be corrected."


def _day_in_words(day: date, marks: dict[str, str], codes: CodeBook) -> str:
    halves: dict[str, list[str]] = {}
    for half in sorted(marks):
        halves.setdefault(_meaning(codes, marks[half], day), []).append(HALF_IN_WORDS[half])
    told = "; ".join(f"{' and '.join(names)}: {meaning}" for meaning, names in halves.items())
    return f"{day:%A} {show_day(day)}, {told}"


def _meaning(codes: CodeBook, symbol: str, day: date) -> str:
    code = codes.read(symbol, day).code
    return code.meaning if code else f"code {symbol}"


def _say_the_same(one: Finding, other: Finding) -> bool:
    if one.rule.track != other.rule.track:
        return False
    compared = set(_compared(one.because))
    return bool(compared) and compared == set(_compared(other.because))


def _compared(reason: Reason) -> Iterator[str]:
    """The facts that were held against a line and reached it."""
    if reason.threshold is not None and reason.outcome is Outcome.MET:
        yield from (fact.name for fact in reason.facts)
    for part in reason.parts:
        yield from _compared(part)


def _facts(reason: Reason) -> Iterator[Fact]:
    yield from reason.facts
    for part in reason.parts:
        yield from _facts(part)
