"""How the ledger's answers are shown: the same rows as a table, as JSON and as CSV.

Symbols are shown as a register shows them: / in the morning, \\ in the afternoon; moments are
London's with their offset, so that nobody reads ten past eight where the clock said ten past nine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from supportfirst.attendance.cli.output import Format, show_table, write_csv, write_json
from supportfirst.attendance.ledger.alphabet import shown
from supportfirst.attendance.ledger.change import Change
from supportfirst.attendance.ledger.file import Summary
from supportfirst.attendance.ledger.judge import Entry
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, as_datetime
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sessions import Session

FILE_COLUMNS = ("file", "marks", "new", "amended", "unchanged", "undecided")
Row = Mapping[str, Any]


def show_rows(
    title: str,
    schema: str,
    key: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    form: Format,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Rows, and beside them what there is only one of (`extra`; a `summary` is shown as rows of its own)."""
    extra = extra or {}
    if form is Format.JSON:
        write_json({"schema": schema, **extra, key: rows})
        return
    cells = [[_plain(row[column]) for column in columns] for row in rows]
    if "summary" in extra:
        columns, cells = (
            ("what", "value"),
            [[name.replace("_", " "), _plain(value)] for name, value in extra["summary"].items()],
        )
    if form is Format.CSV:
        write_csv(columns, cells)
    else:
        show_table(title, columns, cells)


def _london(moment: int) -> str | None:
    return None if moment == NOT_RECORDED else as_datetime(moment).isoformat()


def _plain(value: object) -> object:
    return "" if value is None else value


def change_document(change: Change) -> Row:
    return {
        "upn": change.upn,
        "session": str(change.session),
        "from": shown(change.old, change.session.half),
        "to": shown(change.new, change.session.half),
        "recorded_at": _london(change.at),
        "name": change.by.name,
        "title": change.by.title,
        "reason": change.reason,
    }


def step_document(upn: str, session: Session, entry: Entry) -> Row:
    """One step: `amends` is the mark before it, null for the first entry of a register."""
    return {
        "upn": upn,
        "session": str(session),
        "code": shown(entry.symbol, session.half),
        "amends": None if entry.old is None else shown(entry.old, session.half),
        "recorded_at": _london(entry.at),
        "name": entry.by.name,
        "title": entry.by.title,
        "reason": entry.reason,
        "file": entry.file,
        "appended_at": _london(entry.appended_at),
    }


def summary_document(summary: Summary) -> Row:
    return {
        **summary._asdict(),
        "first_session": str(summary.first_session) if summary.first_session else None,
        "last_session": str(summary.last_session) if summary.last_session else None,
    }


def fault_document(fault: Problem) -> Row:
    return {"record": fault.line or None, "at": fault.value, "fault": fault.problem, "remedy": fault.remedy}
