"""What somebody put into the form of a register: everybody present but those whom they name.

A pupil is named in two ways. In the list each has radios, a list of the other codes, and minutes. In
the one line above it names are typed, with a comma between: `byron, turing L 8, noether 9:12am`. Whoever
is named without anything is away, and why is not known; a code, minutes or a time of arrival may follow,
and a reason in brackets: `byron I (a cold)`. What is planned for a child stands chosen in the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import NamedTuple

from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.queries.register_page import (
    Pupil,
    RegisterPage,
    mark_of_arrival,
    mark_of_minutes,
    minutes_refused,
)

LINE = "exceptions"
MINUTES = re.compile(r"\d{1,4}", re.ASCII)
CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[.:]([0-5]\d))?\s*(am|pm)?", re.ASCII)
NAMED_TIMES = {"midday": time(12), "midnight": time(0)}
LONGEST_TIME = 8
BETWEEN = re.compile(r"[,;\n](?![^()]*\))")  # but for what stands in brackets
REASON = re.compile(r"\(([^()]*)\)")
LONGEST_REASON = 300


def time_of(typed: str) -> time | None:
    """A time of day as people write it: 9:12am, 9.12, 09:12, 9am, midday. A number alone is none."""
    typed = typed.strip().lower()
    found = CLOCK.fullmatch(typed)
    if found is None or not (found[2] or found[3]):
        return NAMED_TIMES.get(typed)
    hour, minute = int(found[1]), int(found[2] or 0)
    if not found[3]:
        return time(hour, minute)
    return time(hour % 12 + (12 if found[3] == "pm" else 0), minute) if 1 <= hour <= 12 else None


@dataclass(slots=True)
class Filled:
    """Marks and minutes by enrolment, and what could not be read, each with the control that it is about."""

    symbols: dict[int, str] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)
    in_line: set[int] = field(default_factory=set)  # whom the line of names has

    def fault(self, text: str, control: str = LINE) -> None:
        self.errors.append({"text": text, "href": f"#{control}"})

    def mark(self, pupil: Pupil, symbol: str, minutes: int = 0) -> None:
        self.symbols[pupil.enrolment] = symbol
        self.minutes.pop(pupil.enrolment, None)
        if minutes:
            self.minutes[pupil.enrolment] = minutes


def fill(page: RegisterPage, sent: Mapping[str, str]) -> Filled:
    """The form as it was sent; the line of names outweighs the list.

    It is read for the pupils whom it showed, be they marked by now: a double click is then seen as one, and
    a mark that differs from what somebody else wrote meanwhile is refused rather than lost.
    """
    filled = Filled()
    shown = [pupil for pupil in page.pupils if f"mark-{pupil.enrolment}" in sent]
    if not shown:
        filled.fault("The form shows nobody of the class. Open the register again.")
    for pupil in shown:
        _from_list(page, sent, pupil, filled)
    for part in BETWEEN.split(sent.get(LINE, "")):
        if part.strip():
            _from_line(page, shown, part.strip(), filled)
    _check_reasons(page, shown, filled)
    _check_minutes(page, shown, filled)
    return filled


def _from_list(page: RegisterPage, sent: Mapping[str, str], pupil: Pupil, filled: Filled) -> None:
    row = pupil.enrolment
    symbol = sent.get(f"other-{row}") or sent.get(f"mark-{row}") or page.present
    typed = sent.get(f"minutes-{row}", "").strip()
    if reason := sent.get(f"reason-{row}", "").strip():
        filled.reasons[row] = reason
    if not typed:
        filled.mark(pupil, symbol)
    elif MINUTES.fullmatch(typed):
        _late(page, pupil, "" if symbol == page.present else symbol, int(typed), filled)
    else:
        filled.mark(pupil, symbol)
        filled.fault(f"{pupil.name}: minutes late must be a whole number, such as 8", f"minutes-{row}")


class _Typed(NamedTuple):
    """One part of the line, taken apart."""

    words: Sequence[str]  # of the name
    symbol: str
    minutes: int | None
    arrived: time | None
    reason: str


def _typed(page: RegisterPage, part: str) -> _Typed:
    found = REASON.search(part)
    words = REASON.sub(" ", part).split()
    arrived = minutes = None
    if len(words) > 1 and (clock := time_of(words[-1])) is not None:
        arrived = clock
        words.pop()
    elif len(words) > 1 and MINUTES.fullmatch(words[-1]):
        minutes = int(words.pop())
    codes = {choice.symbol for choice in page.choices}
    symbol = words.pop().upper() if len(words) > 1 and words[-1].upper() in codes else ""
    return _Typed(words, symbol, minutes, arrived, found[1].strip() if found is not None else "")


def _from_line(page: RegisterPage, shown: Sequence[Pupil], part: str, filled: Filled) -> None:
    """One name with what follows it. Who is named twice is asked about: nothing is dropped in silence."""
    told = _typed(page, part)
    found = named(shown, told.words)
    if len(found) != 1:
        filled.fault(_not_one(page, " ".join(told.words), found))
        return
    [pupil] = found
    if pupil.enrolment in filled.in_line:
        filled.fault(f"{pupil.name} is named more than once: leave the one that is right")
        return
    filled.in_line.add(pupil.enrolment)
    if told.reason:
        filled.reasons[pupil.enrolment] = told.reason
    if told.arrived is not None:
        _arrived(page, pupil, told.arrived, filled)
    elif told.minutes:
        _late(page, pupil, told.symbol, told.minutes, filled)
    else:
        filled.mark(pupil, told.symbol or page.unexplained)


def _late(page: RegisterPage, pupil: Pupil, symbol: str, minutes: int, filled: Filled) -> None:
    """Minutes with the code that was chosen, else with the one that they come to."""
    came = (symbol, minutes) if symbol else mark_of_minutes(page, minutes).mark
    filled.mark(pupil, *came)


def _check_minutes(page: RegisterPage, shown: Sequence[Pupil], filled: Filled) -> None:
    """An arrival is late or after the close by the school's times, however it is typed."""
    for pupil in shown:
        row = pupil.enrolment
        minutes = filled.minutes.get(row, 0)
        refused = minutes_refused(page, filled.symbols[row], minutes) if minutes else None
        if refused is not None:
            control = LINE if row in filled.in_line else f"minutes-{row}"
            filled.fault(f"{pupil.name}: {refused.what}; {refused.remedy}", control)


def _check_reasons(page: RegisterPage, shown: Sequence[Pupil], filled: Filled) -> None:
    for pupil in shown:
        reason, control = filled.reasons.get(pupil.enrolment, ""), f"reason-{pupil.enrolment}"
        if len(reason) > LONGEST_REASON:
            filled.fault(f"{pupil.name}: the reason must be at most {LONGEST_REASON} letters", control)
        elif reason and filled.symbols.get(pupil.enrolment) == page.present:
            filled.fault(
                f"{pupil.name} is marked present: choose the mark that goes with the reason", control
            )


def _arrived(page: RegisterPage, pupil: Pupil, arrived: time, filled: Filled) -> None:
    try:
        came = mark_of_arrival(page.school, page.day, page.half, arrived, page.so_far)
    except RegisterRefused as refusal:
        filled.fault(f"{pupil.name}: {refusal.what}; {refusal.remedy}")
    else:
        filled.mark(pupil, came.symbol, came.minutes)


def named(pupils: Sequence[Pupil], words: Sequence[str]) -> Sequence[Pupil]:
    """The pupils whose names begin with each of the words; of several, those who bear them whole."""
    asked = [word.casefold() for word in words]
    found = [each for each in pupils if all(any(w.startswith(a) for w in each.words) for a in asked)]
    whole = [each for each in found if set(asked) <= set(each.words)]
    return whole if len(found) > 1 and len(whole) == 1 else found


def _not_one(page: RegisterPage, typed: str, found: Sequence[Pupil]) -> str:
    if found:
        return f"“{typed}” could be {' or '.join(each.name for each in found)}: write more of the name"
    if named(page.marked, typed.split()):
        return f"“{typed}” has a mark for this session already: correct it on its own page"
    return f"Nobody in the class is called “{typed}”: names go between commas, with a code after the name"


def said(refusal: RegisterRefused) -> str:
    """A refusal as two sentences of a page."""
    return f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.remedy[:1].upper()}{refusal.remedy[1:]}."
