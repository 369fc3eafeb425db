"""The words that an assessment's table, page and readers share, so that they cannot say different things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supportfirst.attendance.assessment.document import Assessment, PupilAssessment, cannot_be_told
from supportfirst.attendance.assessment.pack_day import DECIMALS
from supportfirst.attendance.assessment.slots import show_count


def shown_decimals(assessment: Assessment) -> int:
    """To how many decimal places the pack has percentages shown on the day."""
    decimals = assessment.pack.value(DECIMALS, assessment.on).value
    assert isinstance(decimals, int), f"{DECIMALS} is a whole number"
    return decimals


def attendance_in_words(measures: dict[str, Any], decimals: int) -> str:
    """A percentage is never shown without the sessions it was made from."""
    possible, attended = measures["sessions_possible"], measures["sessions_attended"]
    if not possible:
        return "no percentage: 0 possible sessions"
    percent = f"{100 * attended / possible:.{decimals}f}%"
    return f"{percent} ({attended} of {possible} sessions)"


def summary_line(assessment: Assessment) -> str:
    """How many crossed a line, and of how many it can't be told."""
    unsure = len(cannot_be_told(assessment))
    told = f" Of {unsure} more it cannot be told yet; see below what is missing." if unsure else ""
    crossed = sum(1 for pupil in assessment.pupils if pupil.crossed)
    due = sum(1 for pupil in assessment.pupils if pupil.due)
    overdue = sum(1 for pupil in assessment.pupils if pupil.overdue)
    steps = f" {due} {'has' if due == 1 else 'have'} a step due, {overdue} of them overdue." if due else ""
    return (
        f"{crossed} of {show_count(len(assessment.pupils), 'pupil')} crossed a line.{steps}{told} "
        "A line crossed is a prompt; a person decides."
    )


def what_is_missing(pupil: PupilAssessment) -> list[str]:
    """Each reason once, with the lines that wait for it: “not known: … (Persistently absent; …)”."""
    waiting: dict[str, list[str]] = {}
    for found in pupil.undecided:
        waiting.setdefault(found.because.because, []).append(found.rule.title)
    return [f"{why} ({'; '.join(titles)})" for why, titles in waiting.items()]


def left_out_lines(marks: Mapping[str, int], events: Mapping[str, int]) -> Iterator[str]:
    """Marks and events that do not count on the day, and why."""
    words = {
        "after_on": "dated after this day",
        "no_session": "on a session that the calendar does not have",
        "off_roll": "while the pupil was not on roll",
        "not_yet_known": "not yet recorded at the moment asked for",
    }
    for what, left_out in (
        ("Marks left out of every figure", marks),
        ("Events of the history left out", events),
    ):
        told = [f"{count:,} {words[key]}" for key, count in left_out.items() if count]
        if told:
            yield f"{what}: {'; '.join(told)}."


def banner_lines(assessment: Assessment) -> Iterator[str]:
    """What is to be known of the policy itself on this day, with its source."""
    for banner in assessment.banners:
        text = " ".join(banner.text.split())
        opening = "" if text.startswith(banner.title) else f"{banner.title}: "
        yield f"Note on this policy · {opening}{text} [{banner.source}]"
