"""What a worked case says beyond marks: flags, the school, the parents and the history of the case.

Each comes out as the file that the command line takes (`school/1`, `parents/1`, `history/1`), so
that a case is proved from outside. What a case leaves out has no file, and is then not known.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supportfirst.attendance.packs.fields import YES_NO, Fields, day_of
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, place

KEYS = ("flags", "ehcp_reviewed_on", "school", "parents", "history")
ANSWERS = ("yes", "no", "unknown")
WRITTEN_BY = {"name": "Rosa Example", "title": "attendance officer"}  # invented, as are all people here
SCHOOL = {"urn": "999999", "name": "Example School"}
SINCE_EVER = date.min.isoformat()
PARENT_HEADINGS = (
    "parent_id",
    "upn",
    "title",
    "legal_name",
    "relationship",
    "parental_responsibility",
    "day_to_day_care",
    "address_confidential",
)
DATES = ("due_on", "from", "until", "opens_on")
NO_DAY = "none"


@dataclass(frozen=True, slots=True)
class CaseFlag:
    """A flag of the pupils file; one that does not hold is a blank cell."""

    name: str
    holds: bool
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class CaseParent:
    id: str
    responsibility: str = "yes"  # yes, no or unknown
    care: str = "yes"
    confidential: str = "no"


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """None: there is no such file."""

    flags: tuple[CaseFlag, ...] = ()
    ehcp_reviewed_on: date | None = None
    school: Mapping[str, Any] | None = None
    parents: tuple[CaseParent, ...] | None = None
    history: tuple[Mapping[str, Any], ...] | None = None
    written: frozenset[str] = field(default_factory=frozenset)  # the keys that were written

    def over(self, shared: CaseFiles) -> CaseFiles:
        """What the case writes, and for the rest what its file writes for all."""
        held = {key: getattr(self if key in self.written else shared, key) for key in KEYS}
        return CaseFiles(**held, written=self.written | shared.written)


def read_case_files(fields: Fields) -> CaseFiles:
    """The keys of this file in a case, or in a file for all its cases. Faults are noted."""
    written = frozenset(key for key in KEYS if key in fields.table.entries)
    return CaseFiles(
        flags=tuple(_flag(name, held, fields) for name, held in fields.named("flags").items()),
        ehcp_reviewed_on=fields.day("ehcp_reviewed_on"),
        school=_school(fields) if "school" in written else None,
        parents=_parents(fields) if "parents" in written else None,
        history=_history(fields) if "history" in written else None,
        written=written,
    )


def read_dates(fields: Fields) -> dict[str, dict[str, date | None]]:
    """The days of items: of each name, `due_on`, `from`, `until` or `opens_on`; None where there is none."""
    found: dict[str, dict[str, date | None]] = {}
    for name, held in fields.named("dates").items():
        inner = Fields(held, fields.faults, f"{fields.what}, dates of {name}")
        written = [key for key in DATES if key in inner.table.entries]
        found[name] = {key: _day_or_none(inner, key) for key in written}
        inner.finish()
    return found


def _day_or_none(inner: Fields, key: str) -> date | None:
    held = inner.table.entries.get(key)
    if isinstance(held, Scalar) and held.text == NO_DAY:
        inner.take(key)
        return None
    return inner.day(key, required=True)


def _flag(name: str, held: Node, fields: Fields) -> CaseFlag:
    text = held.text.strip() if isinstance(held, Scalar) else ""
    if text.lower() in YES_NO:
        return CaseFlag(name, YES_NO[text.lower()])
    first, _, last = (part.strip() for part in text.partition(" to "))
    if day_of(first) is None or (last and day_of(last) is None):
        told = f"flag {name}: “{text}” is neither yes, no nor a date"
        remedy = "write yes, no, 2025-09-01 (from that day) or 2025-09-01 to 2025-12-19"
        fields.fault("bad-flag", told, remedy, key="flags")
    return CaseFlag(name, holds=True, first=day_of(first), last=day_of(last))


def _school(fields: Fields) -> dict[str, Any]:
    inner = Fields(fields.take("school") or fields.table, fields.faults, f"{fields.what}, school")
    told: dict[str, Any] = dict(SCHOOL)
    for key in ("urn", "name", "type", "phase"):
        if text := inner.text(key):
            told[key] = text
    target = inner.number("attendance_target")
    if target is not None:
        told["attendance_target"] = float(target)
    held = inner.table.entries.get("traded")
    if isinstance(held, Listing):
        told["traded"] = [_traded_span(node, inner) for node in inner.tables("traded")]
    elif held is not None:
        traded = inner.yes_no("traded", default=False)
        told["traded"] = [{"from": SINCE_EVER, "traded": traded}]
    inner.finish()
    return told


def _traded_span(node: Node, fields: Fields) -> dict[str, Any]:
    inner = Fields(node, fields.faults, f"{fields.what}, traded")
    first, last = inner.day("from", required=True), inner.day("to")
    span: dict[str, Any] = {"from": str(first), "traded": inner.yes_no("traded", default=True)}
    if last is not None:
        span["to"] = str(last)
    inner.finish()
    return span


def _parents(fields: Fields) -> tuple[CaseParent, ...]:
    return tuple(_parent(node, fields) for node in fields.tables("parents"))


def _parent(node: Node, fields: Fields) -> CaseParent:
    if isinstance(node, Scalar):
        return CaseParent(node.text)
    inner = Fields(node, fields.faults, f"{fields.what}, parent")
    parent = CaseParent(
        inner.text("id", required=True),
        inner.choice("responsibility", ANSWERS) or "yes",
        inner.choice("care", ANSWERS) or "yes",
        inner.choice("confidential", ANSWERS) or "no",
    )
    inner.finish()
    return parent


def _history(fields: Fields) -> tuple[Mapping[str, Any], ...]:
    """Events as `history/1` has them, without the pupil's UPN; those without an id are e1, e2, …"""
    nodes = fields.tables("history")
    return tuple(_event(node, at, fields) for at, node in enumerate(nodes, start=1))


def _event(node: Node, at: int, fields: Fields) -> dict[str, Any]:
    inner = Fields(node, fields.faults, f"{fields.what}, history")
    event: dict[str, Any] = {
        "id": inner.text("id") or f"e{at}",
        "kind": inner.text("kind", required=True),
        "on": str(inner.day("on", required=True) or ""),
        "by": {key: _plain(held) for key, held in inner.named("by").items()} or dict(WRITTEN_BY),
        "data": {key: _plain(held) for key, held in inner.named("data").items()},
    }
    event["where"] = place(node)
    for key in ("recorded_at", "corrects"):
        if text := inner.text(key):
            event[key] = text
    if parents := inner.several("parents"):
        event["parents"] = list(parents)
    inner.finish()
    return event


def _plain(node: Node) -> Any:
    """A node as JSON: text stays text, for the reader of histories knows what each field holds."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    return {key: _plain(held) for key, held in node.entries.items()}


# --- as files --------------------------------------------------------------------------------


def flag_columns(files: CaseFiles) -> dict[str, str]:
    """The columns of the pupils file that a case adds, each with its cell."""
    cells: dict[str, str] = {}
    for flag in files.flags:
        cells[flag.name] = "yes" if flag.holds else ""
        cells[f"{flag.name}_from"] = str(flag.first or "")
        cells[f"{flag.name}_to"] = str(flag.last or "")
    if "ehcp_reviewed_on" in files.written:
        cells["ehcp_reviewed_on"] = str(files.ehcp_reviewed_on or "")
    return cells


def school_file(files: CaseFiles) -> bytes | None:
    return None if files.school is None else _json(files.school)


def parents_file(files: CaseFiles, upn: str) -> bytes | None:
    if files.parents is None:
        return None
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PARENT_HEADINGS)
    writer.writerows(_parent_row(parent, upn) for parent in files.parents)
    return out.getvalue().encode()


def _parent_row(parent: CaseParent, upn: str) -> Iterable[str]:
    answers = (parent.responsibility, parent.care, parent.confidential)
    known = ("" if answer == "unknown" else answer for answer in answers)
    return (parent.id, upn, "", f"Parent {parent.id} Example", "parent", *known)


def history_file(files: CaseFiles, upn: str) -> bytes | None:
    if files.history is None:
        return None
    events = [
        {"upn": upn, **{key: held for key, held in event.items() if key != "where"}}
        for event in files.history
    ]
    return _json(events)


def _json(held: object) -> bytes:
    return json.dumps(held, ensure_ascii=False, indent=1).encode()
