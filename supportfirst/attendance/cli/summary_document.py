"""`summary/1`: the figures of groups as one document, and the same as rows for a spreadsheet.

Percentages are unrounded doubles, and null where nothing was possible. What small numbers
hide is null and named in `suppressed`, so that a hidden figure is never taken for none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.measures.groups import AbsenceShares, GroupTotals, Summary
from supportfirst.attendance.measures.suppression import Hidden

HIDDEN = "c"  # as the published statistics mark a figure that is withheld
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a summary was asked for."""

    first: date
    on: date
    known_at: str | None
    by: Sequence[str]
    threshold: int | None
    shares: AbsenceShares


def document(
    summary: Summary, *, hidden: Hidden, asked: Asked, left_out: Mapping[str, int], known_at_complete: bool
) -> dict[str, Any]:
    """The whole summary, JSON-ready, keys in a settled order."""
    total, *groups = list(rows(summary, hidden, asked))
    return {
        "schema": "summary/1",
        "from": asked.first.isoformat(),
        "on": asked.on.isoformat(),
        "known_at": asked.known_at,
        "known_at_complete": known_at_complete,
        "by": list(asked.by),
        "suppress": asked.threshold,
        "left_out": dict(left_out),
        "total": total,
        "groups": groups,
    }


def rows(summary: Summary, hidden: Hidden, asked: Asked) -> Iterator[dict[str, Any]]:
    """The total first, then each group of each table: `by`, `group` and its figures."""
    yield {"by": TOTAL, "group": "", **_figures(summary.total, 0, hidden, asked.shares)}
    place = 0
    for table in summary.tables:
        for group, totals in zip(table.groups, table.totals, strict=True):
            place += 1
            yield {"by": table.by, "group": group, **_figures(totals, place, hidden, asked.shares)}


def _figures(totals: GroupTotals, place: int, hidden: Hidden, shares: AbsenceShares) -> dict[str, Any]:
    figures = {
        "enrolments": totals.enrolments,
        "enrolments_with_possible": totals.enrolments_with_possible,
        **_of_sessions(totals),
        **_of_pupils("persistently_absent", totals, shown=shares.persistent is not None),
        **_of_pupils("severely_absent", totals, shown=shares.severe is not None),
    }
    gone = [name for name in figures if _is_hidden(name, place, hidden)]
    return {**{name: None if name in gone else value for name, value in figures.items()}, "suppressed": gone}


def _is_hidden(name: str, place: int, hidden: Hidden) -> bool:
    """A percentage of pupils goes with its count; of all pupils with a session, so with that too."""
    if hidden.of(place, name.removesuffix("_percent")):
        return True
    return name.endswith("ly_absent_percent") and hidden.of(place, "enrolments_with_possible")


def _of_sessions(totals: GroupTotals) -> dict[str, Any]:
    possible = totals.possible
    absent = totals.authorised + totals.unauthorised
    return {
        "sessions_possible": possible,
        "sessions_attended": totals.attended,
        "sessions_absent": absent,
        "sessions_authorised_absence": totals.authorised,
        "sessions_unauthorised_absence": totals.unauthorised,
        "sessions_late": totals.late,
        "sessions_unmarked": totals.unmarked,
        "attendance_percent": percent(totals.attended, possible),
        "absence_percent": percent(absent, possible),
        "authorised_percent": percent(totals.authorised, possible),
        "unauthorised_percent": percent(totals.unauthorised, possible),
        "late_percent": percent(totals.late, possible),
        "days_absent": absent / 2,
        "sessions_by_code": dict(totals.by_symbol),
        "percent_by_code": {code: percent(count, possible) for code, count in totals.by_symbol.items()},
    }


def _of_pupils(name: str, totals: GroupTotals, *, shown: bool) -> dict[str, Any]:
    count: int = getattr(totals, name)
    return {
        name: count if shown else None,
        f"{name}_percent": percent(count, totals.enrolments_with_possible) if shown else None,
    }


def percent(part: int, whole: int) -> float | None:
    """100 × part / whole; None where there is nothing to divide by."""
    return 100 * part / whole if whole else None


def flat(figures: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[object]]]:
    """The same rows as a table of single cells: headings, and a row a group.

    Each code has a column of sessions and one of percent; a code without marks in a group is 0.
    """
    codes = sorted({code for row in figures for code in row["sessions_by_code"] or ()})
    plain = [name for name in figures[0] if name not in ("sessions_by_code", "percent_by_code", "suppressed")]
    headings = [*plain, *(f"sessions {code}" for code in codes), *(f"percent {code}" for code in codes)]
    return headings, [_flat_row(row, plain, codes) for row in figures]


def _flat_row(row: Mapping[str, Any], plain: Sequence[str], codes: Sequence[str]) -> list[object]:
    gone = set(row["suppressed"])
    cells: list[object] = [HIDDEN if name in gone else row[name] for name in plain]
    if "sessions_by_code" in gone:
        return cells + [HIDDEN] * (2 * len(codes))
    counted = row["sessions_by_code"]
    cells += [counted.get(code, 0) for code in codes]
    return cells + [percent(counted.get(code, 0), row["sessions_possible"]) for code in codes]
