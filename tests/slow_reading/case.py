"""What is known of one pupil on one day, and conditions over it, read straight from CASEWORK.md.

A fact is a number, yes or no, or a date; None is not known. A condition is met (2), cannot be told (1) or is
not met (0): “all” is the least of its parts, “any” the greatest, “none” the opposite of “any”.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent, School
from supportfirst.attendance.vocabulary.people import Pupil
from tests.slow_reading.comparing import SlowMark, compared, counts, is_among
from tests.slow_reading.counting import SlowDays
from tests.slow_reading.pack_text import PackText, several
from tests.slow_reading.standing import SlowChronology, SlowRecord

NO, UNSURE, YES = 0, 1, 2
PUPIL, PARENT = "pupil", "parent"


@dataclass(frozen=True)
class Who:
    """Whom an item stands for: the pupil, one parent (None: there is no parents file) or one record."""

    each: str = PUPIL
    parent: Parent | None = None
    record: SlowRecord | None = None

    @property
    def name(self) -> str:
        if self.record is not None:
            return self.record.id
        return self.parent.id if self.parent is not None else ""


@dataclass
class Given:
    """All that is given about a pupil. `history` and so on are None where there is no such file."""

    upn: str
    pupil: Pupil | None
    flags_known: frozenset[str] | None  # columns of the pupils file; None: there is no file
    parents: list[Parent] | None
    school: School | None
    history: list[CaseEvent] | None
    known_at: int | None
    measure: Callable[[str], Any]  # by the name of a measure
    windows: Mapping[str, tuple[date, date] | None] | None  # None: the marks of the day are not known
    marks: list[SlowMark]
    symbols: Mapping[date, list[str]]  # of all marks of a day
    days: SlowDays


class SlowCase:
    """One pupil's facts on a day."""

    def __init__(self, pack: PackText, given: Given, on: date) -> None:
        self.pack, self.given, self.on = pack, given, on
        self._told: dict[tuple[str, str, str, date], Any] = {}
        self.without: set[str] = set()  # moves that an earlier day did not know
        self.followed: dict[str, list[tuple[SlowRecord, str]]] = {}  # by track, once it is asked for
        self.chronology: SlowChronology | None = None
        self.records: list[SlowRecord] | None = None
        if given.history is not None:
            self.chronology = SlowChronology(given.history, on, given.known_at)
            self.records = self.chronology.records()

    # --- conditions

    def rank(self, asked: dict[str, Any], who: Who, as_on: date) -> int:
        """The rank of a condition; `as_on` is the day as on which values are read."""
        if "all" in asked:
            return min([self.rank(part, who, as_on) for part in asked["all"]])
        if "any" in asked:
            return max([self.rank(part, who, as_on) for part in asked["any"]])
        if "none" in asked:
            return YES - max([self.rank(part, who, as_on) for part in asked["none"]])
        if "holds" in asked or "fails" in asked:
            held = self.fact(asked.get("holds") or asked["fails"], who, as_on)
            return UNSURE if held is None else self._yes(bool(held) is ("holds" in asked))
        if "reached" in asked or "passed" in asked:
            day = self.fact(asked.get("reached") or asked["passed"], who, as_on)
            if day is None:
                return UNSURE
            return self._yes(day < self.on or (day == self.on and "reached" in asked))
        return self._against_a_value(asked, who, as_on)

    def _against_a_value(self, asked: dict[str, Any], who: Who, as_on: date) -> int:
        value = asked.get("switch") or asked["value"]
        step = self.pack.step_on(value, as_on)
        if step is None:
            return UNSURE if self.pack.began(value, as_on) else NO
        if "switch" in asked:
            wanted: Any = asked["is"]
            if self.pack.unit(value) == "yes or no":
                wanted = wanted in ("yes", "true")
            return self._yes(step.value == wanted)
        operator = asked.get("is") or step.operator
        if "fact" in asked:
            held = self.fact(asked["fact"], who, as_on)
            return UNSURE if held is None else self._yes(compared(held, operator, step.value))
        part, whole = (self.fact(name, who, as_on) for name in asked["share"])
        if part is None or whole is None or whole == 0:
            return UNSURE
        return self._yes(compared(100 * part, operator, step.value * whole))

    def _yes(self, met: bool) -> int:
        return YES if met else NO

    # --- facts

    def fact(self, name: str, who: Who, as_on: date) -> Any:
        """A fact's value; None where it is not known. One that was asked for before is looked up."""
        key = (name, who.each, who.name, as_on)
        if key not in self._told:
            self._told[key] = self._made(name, who, as_on)
        return self._told[key]

    def _made(self, name: str, who: Who, as_on: date) -> Any:
        if name not in self.pack.facts:
            return self.given.measure(name)
        told = self.pack.facts[name]
        if self._lacks_parent(told, who):
            return None
        made_by = {
            "any": self._of_records,
            "count": self._of_records,
            "first": self._first_or_latest,
            "latest": self._first_or_latest,
            "this": self._of_this,
            "flag": self._of_flag,
            "school": self._of_school,
            "parent": self._of_parent,
            "at_stage": self._at_stage,
            "moved_to": self._moved_to,
            "when": self._of_condition,
            "last_day": self._last_day,
            "between": self._between,
            "first_known": self._of_dates,
            "earliest": self._of_dates,
            "sessions": self._of_sessions,
        }
        way = next(key for key in made_by if key in told)
        return made_by[way](told, who, as_on)

    def _lacks_parent(self, told: dict[str, Any], who: Who) -> bool:
        """Whether a parent is asked about that nobody knows. A named condition is judged as any other."""
        derived = {"when", "last_day", "between", "first_known", "earliest"} & set(told)
        return told.get("each", PUPIL) == PARENT and who.parent is None and not derived

    def _of_condition(self, told: dict[str, Any], who: Who, as_on: date) -> bool | None:
        rank = self.rank(told["when"], who, as_on)
        return None if rank == UNSURE else rank == YES

    def _of_records(self, told: dict[str, Any], who: Who, as_on: date) -> Any:
        found = self.passing(told, who, as_on)
        if found is None:
            return None
        if "any" in told:
            return bool(found)
        said = (
            [record.fields.get(told["once_by"]) or object() for record in found]
            if "once_by" in told
            else found
        )
        return len(set(said)) if "once_by" in told else len(found)

    def _first_or_latest(self, told: dict[str, Any], who: Who, as_on: date) -> Any:
        way = "latest" if "latest" in told else "first"
        if all(kind in self.pack.facts for kind in several(told[way])):
            return self._of_dates(told, who, as_on)
        found = self.passing(told, who, as_on)
        if found is None:
            return None
        record = found[-1 if way == "latest" else 0] if found else None
        return self._field(told.get("field", "on"), told, record, self.kinds(told))

    def _of_this(self, told: dict[str, Any], who: Who, _: date) -> Any:
        assert who.record is not None
        if "present" in told:
            return told["this"] in who.record.fields
        return self._field(told["this"], told, who.record, [who.record.kind])

    def _field(self, name: str, told: dict[str, Any], record: SlowRecord | None, kinds: list[str]) -> Any:
        held = record.fields.get(name) if record else None
        if "is" in told:
            return held is not None and is_among(held, several(told["is"]))
        if held is None and self._is_yes_or_no(name, kinds):
            return False
        return held

    def _is_yes_or_no(self, name: str, kinds: list[str]) -> bool:
        """Whether a field of these kinds, or of what follows them up, is a yes-or-no one."""
        return any((kind, name) in self.pack.yes_or_no for kind in kinds)

    def _of_flag(self, told: dict[str, Any], _: Who, __: date) -> Any:
        pupil, name = self.given.pupil, told["flag"]
        if self.given.flags_known is None or pupil is None:
            return None
        if "present" in told:
            return pupil.ehcp_reviewed_on is not None
        if "reviewed" in told:
            return pupil.ehcp_reviewed_on
        if name not in self.given.flags_known:
            return None
        if name in pupil.unclear_flags:
            return None
        return any(flag.name == name and flag.holds_on(self.on) for flag in pupil.flags)

    def _of_school(self, told: dict[str, Any], _: Who, __: date) -> bool | None:
        school, key = self.given.school, told["school"]
        if school is None:
            return None
        if key == "traded":
            return school.trades_on(self.on)
        held = getattr(school, key)
        return held in [text.lower() for text in several(told["is"])] if held else None

    def _of_parent(self, told: dict[str, Any], who: Who, _: date) -> bool | None:
        held: bool | None = getattr(who.parent, told["parent"])
        return held

    def _at_stage(self, told: dict[str, Any], _: Who, __: date) -> bool | None:
        from tests.slow_reading.moving import stage_now

        track = self.pack.rules[several(told["at_stage"])[0]]["track"]
        stage = stage_now(self, track)
        return None if stage is None else stage in several(told["at_stage"])

    def _moved_to(self, told: dict[str, Any], _: Who, __: date) -> bool | None:
        from tests.slow_reading.moving import followed

        made = followed(self, told["track"])
        if made is None:
            return None
        return bool(made) if told["moved_to"] == "any" else bool(made) and made[-1] == told["moved_to"]

    def _last_day(self, told: dict[str, Any], who: Who, as_on: date) -> date | None:
        return self.clock(told["last_day"], who, as_on)

    def clock(self, told: dict[str, Any], who: Who, as_on: date) -> date | None:
        """The last day of a clock's period."""
        start = self.fact(told["from"], who, as_on)
        step = self.pack.step_on(told["length"], as_on)
        if start is None or step is None:
            return None
        beginning = told["counting"] == "beginning with"
        return self.given.days.last_day(
            start, step.value, self.pack.unit(told["length"]), beginning_with=beginning
        )

    def _between(self, told: dict[str, Any], who: Who, as_on: date) -> int | None:
        between = told["between"]
        start = self.fact(between["from"], who, as_on)
        end = self.fact(between["to"], who, as_on) if "to" in between else self.on
        if start is None or end is None:
            return None
        return self.given.days.between(start, end, between["unit"])

    def _of_dates(self, told: dict[str, Any], who: Who, as_on: date) -> date | None:
        way = next(key for key in ("first_known", "earliest", "latest", "first") if key in told)
        days: list[date | None] = [self.fact(name, who, as_on) for name in several(told[way])]
        known = [day for day in days if day is not None]
        if way == "first_known":
            return known[0] if known else None
        if not known:
            return None
        return max(known) if way == "latest" else min(known)

    # --- records and sessions

    def kinds(self, told: dict[str, Any]) -> list[str]:
        return several(next(told[key] for key in ("any", "count", "first", "latest") if key in told))

    def passing(self, told: dict[str, Any], who: Who, as_on: date) -> list[SlowRecord] | None:
        """The records that a fact is made of, oldest first; None where that is not known."""
        return self.chosen(self.kinds(told), told, who, as_on)

    def chosen(
        self, kinds: list[str], told: dict[str, Any], who: Who, as_on: date
    ) -> list[SlowRecord] | None:
        if self.records is None:
            return None
        found = []
        for record in self.records:
            if record.kind not in kinds or not self._counts(record):
                continue
            if told.get("each") == PARENT and who.name not in record.parents:
                continue
            tests = [self._passes(record, test, who, as_on) for test in told.get("where", [])]
            if False in tests:
                continue
            if None in tests:
                return None
            found.append(record)
        return found

    def _counts(self, record: SlowRecord) -> bool:
        """A recorded move that the table does not allow is none."""
        from tests.slow_reading.moving import followed_records

        if record.kind != "stage_move":
            return True
        made = followed_records(self, str(record.fields.get("track")))
        return record.id in {move.id for move, _ in made}

    def _passes(self, record: SlowRecord, test: dict[str, Any], who: Who, as_on: date) -> bool | None:
        held = record.fields.get(test["field"])
        if "present" in test:
            return (held is not None) is (test["present"] == "yes")
        if "is_not" in test:
            return held is None or not is_among(held, several(test["is_not"]))
        if held is None:
            return False
        if "is" in test:
            return is_among(held, several(test["is"]))
        if "since" in test or "until" in test:
            line = self.fact(test.get("since") or test["until"], who, as_on)
            if line is None:
                return None
            return bool(held >= line if "since" in test else held <= line)
        return self._passes_value(held, test, as_on)

    def _passes_value(self, held: Any, test: dict[str, Any], as_on: date) -> bool | None:
        name = test.get("since_value") or test.get("within") or test["at_least"]
        step = self.pack.step_on(name, as_on)
        if step is None:
            return None
        if "since_value" in test:
            return bool(held >= date.fromisoformat(step.value))
        if "at_least" in test:
            return bool(held >= step.value)
        ends = self.given.days.last_day(held, step.value, self.pack.unit(name), beginning_with=True)
        if ends is None:  # it ends after the calendar does, so on a day of the calendar it runs
            return True if self.on <= self.given.days.last else None
        return ends >= self.on

    def _of_sessions(self, told: dict[str, Any], who: Who, as_on: date) -> int | None:
        days = self._days_looked_at(told, who, as_on)
        covered = self._covered(told, who, as_on)
        if days is None or covered is None:
            return None
        first, last = days
        beside = told.get("beside", "").split()
        found = 0
        for mark in self.given.marks:
            if not first <= mark.day <= last or not counts(mark, told["sessions"]):
                continue
            if any(begin <= mark.day <= end for begin, end in covered):
                continue
            found += not beside or any(symbol in beside for symbol in self.given.symbols[mark.day])
        return found

    def _days_looked_at(self, told: dict[str, Any], who: Who, as_on: date) -> tuple[date, date] | None:
        if self.given.windows is None:
            return None
        if "window" in told:
            return self.given.windows[told["window"]] or (date.max, date.min)
        first = self.fact(told["since"], who, as_on) if "since" in told else date.min
        last = self.fact(told["until"], who, as_on) if "until" in told else self.on
        return None if first is None or last is None else (first, min(last, self.on))

    def _covered(self, told: dict[str, Any], who: Who, as_on: date) -> list[tuple[date, date]] | None:
        if "not_in" not in told:
            return []
        records = self.chosen(several(told["not_in"]), told, who, as_on)
        if records is None:
            return None
        # What a record does not name is covered: all days before its last one, and all up to its own day.
        return [
            (record.fields.get("covers_from", date.min), record.fields.get("covers_to", record.on))
            for record in records
        ]
