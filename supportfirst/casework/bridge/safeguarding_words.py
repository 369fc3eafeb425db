"""What the pack in force says of a child's safety: signs to consider, what to do at once, whom to watch.

Where a pack says nothing, nothing is offered and nobody is watched for it; no default takes its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from supportfirst.attendance.casefiles.history_file import parse_history
from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.absence_patterns import Line, line_of
from supportfirst.casework.bridge.attendance_letters import AWAY, POSSIBLE
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.record_kinds import table_of
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.store.models import SafeguardingRecord, School

INDICATORS, NEGLECT = "safeguarding.indicators", "neglect"
NEGLECT_REASONS = "safeguarding.neglect_reasons"
NOT_SEEN = "safeguarding.not_seen"
FLAGS = "safeguarding.watch_flags"
SPELLS, WEEKS, LONG = (
    "safeguarding.watch_spells",
    "safeguarding.watch_school_weeks",
    "safeguarding.watch_long_days",
)
CONCERN_DAYS = "safeguarding.watch_concern_days"
PERSISTENT = "pa_headline"


@dataclass(frozen=True, slots=True)
class Signs:
    """What a concern may be about, by the name under which it is kept."""

    indicators: Mapping[str, str]
    neglect_reasons: Mapping[str, str]

    def words(self, name: str) -> str:
        return self.indicators.get(name) or self.neglect_reasons.get(name) or name.replace("_", " ")


def signs_on(school: School, day: date) -> Signs:
    pack = pack_of(school, day)
    return Signs(table_of(pack, INDICATORS, day), table_of(pack, NEGLECT_REASONS, day))


def steps_not_seen(school: School, day: date) -> Sequence[str]:
    """What is asked of staff at once, in the pack's order."""
    return tuple(table_of(pack_of(school, day), NOT_SEEN, day).values())


@dataclass(frozen=True, slots=True)
class WatchLaw:
    """By what a child is on the watch list; a line that the pack does not draw is None."""

    spells: Line | None
    weeks: int
    long: Line | None
    persistent: Line | None
    flags: Mapping[str, str]
    concern: Line | None  # how long a concern counts that was decided not to be referred

    @property
    def lines(self) -> Sequence[Line]:
        return [each for each in (self.spells, self.long, self.persistent) if each is not None]

    def concern_counts(self, decided: date, day: date) -> bool:
        """Of a decision against a referral; where the pack says nothing, it counts for good."""
        return self.concern is None or day <= decided + timedelta(days=int(self.concern.number))


def watch_law(pack: Pack, day: date) -> WatchLaw:
    weeks = _line(pack, WEEKS, day)
    return WatchLaw(
        _line(pack, SPELLS, day) if weeks is not None else None,
        int(weeks.number) if weeks is not None else 0,
        _line(pack, LONG, day),
        _line(pack, PERSISTENT, day),
        table_of(pack, FLAGS, day),
        _line(pack, CONCERN_DAYS, day),
    )


def _line(pack: Pack, name: str, day: date) -> Line | None:
    held = pack.values.get(name)
    return line_of(pack, name, day) if held is not None and held.on_or_none(day) is not None else None


def separate_absences(letters: bytes) -> int:
    """How often an absence began: an absent session that follows an attended one, or nothing."""
    held = [letter for letter in letters if letter in POSSIBLE]
    return sum(
        letter in AWAY and (place == 0 or held[place - 1] not in AWAY) for place, letter in enumerate(held)
    )


def longest_absence(letters: bytes) -> int:
    """School days away in a row at the longest: each with no attended session, and an absent one."""
    longest = run = 0
    for place in range(0, len(letters), 2):
        pair = [letter for letter in letters[place : place + 2] if letter in POSSIBLE]
        if not pair:
            continue
        run = run + 1 if all(letter in AWAY for letter in pair) else 0
        longest = max(longest, run)
    return longest


def checked_record(
    pack: Pack, kind: str, upn: str, on: date, data: Mapping[str, Any], about: SafeguardingRecord | None
) -> dict[str, Any]:
    """The fields as they are kept, held to the pack's kind; blank ones are left out. Raises EventRefused."""
    held = {name: value for name, value in data.items() if value not in (None, "", [])}
    events: list[dict[str, Any]] = []
    named: dict[str, Any] = dict(held)
    if about is not None:
        first = about.happened_on.isoformat()
        events.append({"id": "first", "upn": upn, "kind": about.kind, "on": first, "data": about.data})
        named[ABOUT] = "first"
    events.append({"id": "this", "upn": upn, "kind": kind, "on": on.isoformat(), "data": named})
    read = parse_history(json.dumps(events).encode(), name=kind, records=pack.records)
    if read.problems:
        first_problem = read.problems[0]
        place = first_problem.column.rpartition(", ")[2].replace("_", " ")
        what = f"{place}: {first_problem.problem}"
        raise EventRefused(what=what, where=kind, remedy=first_problem.remedy)
    return held
