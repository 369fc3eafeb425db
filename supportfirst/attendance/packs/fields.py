"""Taking typed fields out of a table of text, one by one, and refusing what is left over.

Each fault is noted with its file and line and reading goes on, so that one run names
every fault. A field that could not be read comes back as None or empty text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, Table
from supportfirst.attendance.vocabulary.problems import Problem

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES_NO = {"yes": True, "no": False, "true": True, "false": False}


@dataclass(slots=True)
class Faults:
    """What is wrong so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, kind: str, at: Node, problem: str, remedy: str, *, line: int = 0, column: str = "") -> None:
        value = at.text if isinstance(at, Scalar) else ""
        self.found.append(Problem(kind, at.file, line or at.line, column, value, problem, remedy))


def number_of(text: str) -> int | Fraction | None:
    """A whole number as int, a decimal as an exact fraction, anything else as None."""
    if not NUMBER.fullmatch(text):
        return None
    exact = Fraction(text)
    return int(exact) if exact.denominator == 1 else exact


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


class Fields:
    """One table being read. Every key is taken once; `finish` refuses those that nobody took."""

    def __init__(self, node: Node, faults: Faults, what: str) -> None:
        self.faults = faults
        self.what = what  # "value pa_headline": how faults name the table
        self.node = node
        if isinstance(node, Table):
            self.table = node
        else:
            faults.add(
                "not-a-table", node, f"{what} must be keys and values", "write it as “key: value” lines"
            )
            self.table = Table({}, {}, node.file, node.line)
        self._taken: set[str] = set()

    def fault(self, kind: str, problem: str, remedy: str, *, key: str = "") -> None:
        at = self.table.entries.get(key, self.node)
        self.faults.add(kind, at, f"{self.what}: {problem}", remedy, column=key)

    def take(self, key: str, *, required: bool = False) -> Node | None:
        self._taken.add(key)
        held = self.table.entries.get(key)
        if held is None and required:
            self.fault(f"missing-{key}", f"“{key}” is missing", f"add a “{key}:” line")
        return held

    def text(self, key: str, *, required: bool = False) -> str:
        held = self.take(key, required=required)
        if held is None:
            return ""
        if not isinstance(held, Scalar):
            self.fault("not-text", f"“{key}” must be text", "write one line of text", key=key)
            return ""
        trimmed = " ".join(held.text.split())
        if required and not trimmed:
            self.fault(f"missing-{key}", f"“{key}” is empty", "fill it in", key=key)
        return trimmed

    def day(self, key: str, *, required: bool = False) -> date | None:
        text = self.text(key, required=required)
        found = day_of(text)
        if text and found is None:
            self.fault("bad-date", f"“{text}” is not a date", "write it as 2024-08-19", key=key)
        return found

    def number(self, key: str, *, required: bool = False) -> int | Fraction | None:
        text = self.text(key, required=required)
        found = number_of(text)
        if text and found is None:
            self.fault("bad-number", f"“{text}” is not a number", "write digits, such as 10 or 0.5", key=key)
        return found

    def yes_no(self, key: str, *, default: bool) -> bool:
        text = self.text(key)
        if text and text.lower() not in YES_NO:
            self.fault("bad-yes-no", f"“{text}” is neither yes nor no", "write yes or no", key=key)
        return YES_NO.get(text.lower(), default)

    def choice(self, key: str, choices: Collection[str], *, required: bool = False) -> str:
        text = self.text(key, required=required)
        if text and text not in choices:
            told = ", ".join(f"“{each}”" for each in choices)
            self.fault(f"unknown-{key}", f"“{text}” is not a known {key}", f"use one of {told}", key=key)
            return ""
        return text

    def choices(self, key: str, choices: Collection[str]) -> tuple[str, ...]:
        """A list of words out of those that are known; one word alone is a list of one."""
        held = self.several(key)
        for text in held:
            if text not in choices:
                told = ", ".join(f"“{each}”" for each in choices)
                self.fault(f"unknown-{key}", f"“{text}” is not a known {key}", f"use some of {told}", key=key)
        return tuple(text for text in held if text in choices)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        held = self.take(key, required=required)
        if held is None:
            return ()
        items = held.items if isinstance(held, Listing) else ()
        if not isinstance(held, Listing) or not all(isinstance(item, Scalar) for item in items):
            self.fault(
                "not-a-list", f"“{key}” must be a list of words", f"write {key}: [first, second]", key=key
            )
        return tuple(item.text for item in items if isinstance(item, Scalar))

    def several(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words; one word alone is a list of one."""
        held = self.table.entries.get(key)
        if isinstance(held, Scalar):
            one = self.text(key, required=required)
            return (one,) if one else ()
        found = self.texts(key, required=required)
        if required and isinstance(held, Listing) and not found:
            self.fault(f"missing-{key}", f"“{key}” is empty", "fill it in", key=key)
        return found

    def tables(self, key: str, *, required: bool = False) -> tuple[Node, ...]:
        held = self.take(key, required=required)
        if held is None:
            return ()
        if not isinstance(held, Listing) or (required and not held.items):
            self.fault("not-a-list", f"“{key}” must be a list", "begin each entry with “- ”", key=key)
            return ()
        return held.items

    def named(self, key: str) -> Mapping[str, Node]:
        """The entries of an inner table; empty where there is none."""
        held = self.take(key)
        if held is None:
            return {}
        if not isinstance(held, Table):
            self.fault("not-a-table", f"“{key}” must be keys and values", "write “key: value” lines", key=key)
            return {}
        return held.entries

    def finish(self) -> None:
        for key, held in self.table.entries.items():
            if key not in self._taken:
                self.faults.add(
                    "unknown-key",
                    held,
                    f"{self.what}: “{key}” is not a key that is used here",
                    f"use one of {', '.join(sorted(self._taken))}",
                    line=self.table.key_lines[key],
                    column=key,
                )
