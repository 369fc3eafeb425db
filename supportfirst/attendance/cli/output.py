"""How results are shown: rich tables on a terminal, the same as plain text in a pipe, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table

PIPE_WIDTH = 160  # columns, where nobody's terminal says otherwise


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ReportFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def console() -> Console:
    """Standard output; colours only on a terminal, and names never guessed to be markup."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(markup=False, highlight=False, width=width, emoji=False)


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(title=title, title_justify="left", header_style="bold", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(table)


def as_text(document: Any) -> str:
    """JSON on one line. `dumps`, not `dump`: the streaming encoder is ten times as slow."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def write_json(document: Any) -> None:
    """One JSON document on standard output, keys in the order they were made."""
    sys.stdout.write(as_text(document) + "\n")


def write_json_with_list(head: dict[str, Any], name: str, entries: Iterable[Any]) -> None:
    """The same for a document that ends in one long list, an entry at a time, in bounded memory."""
    sys.stdout.write(as_text(head)[:-1] + f',"{name}":[')
    for place, entry in enumerate(entries):
        sys.stdout.write((",\n" if place else "\n") + as_text(entry))
    sys.stdout.write("\n]}\n")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """CSV on standard output. A cell that a spreadsheet would run as a formula is quoted with '."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_inert(cell) for cell in row])
    sys.stdout.write(out.getvalue())


def _inert(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return "" if cell is None else cell
