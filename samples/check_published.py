"""Every percentage that was published, held against the one worked out again from marks.

`samples.published_report` runs all of them. Each row's register goes through a ledger and
`summarise`; a percentage agrees if it is the same at the precision at which it was printed. One
that can't agree is counted under its reason, and the number that have none has to be nought.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import floor, log10, ulp

from samples.published import ALL, OTHERS, PERSISTENT
from samples.published_ledger import Parts
from samples.published_rows import CENSUS_FILE, PublishedRow, as_number
from supportfirst.attendance.measures.groups import GroupTotals

PRINTED_FIGURES = 15  # significant ones, in the daily, weekly and year-to-date files
NATIONAL_PLACES, OTHER_PLACES = 1, 5  # decimals, in the census file
ROUNDING = 2  # ulps: double-precision division in another order of steps

CODE_OF = {
    "illness_perc": "I",
    "appointments_perc": "M",
    "unauth_hol_perc": "G",
    "unauth_oth_perc": "O",
    "unauth_late_registers_closed_perc": "U",
    "unauth_not_yet_perc": "N",
    "auth_religious_perc": "R",
    "auth_study_perc": "S",
    "auth_mob_perc": "T",
    "auth_grt_perc": "T",
    "auth_excluded_perc": "E",
    "auth_holiday_perc": "H",
    "auth_performance_perc": "C1",
    "auth_interview_perc": "J1",
    "auth_part_time_perc": "C2",
    "auth_other_perc": "C",
    "covid_non_compulsory_perc": "X",
}
WITHOUT_COUNTS = ("pa_perc",)


class Verdict(StrEnum):
    AGREES = "agrees"
    SUPPRESSED = "counts suppressed in the publication"
    NOT_PRINTED = "percentage not printed in this row"
    NOTHING_POSSIBLE = "no possible sessions (nobody in this row is persistently absent)"
    WITHOUT_COUNTS = "percentage printed without the counts it is made of (pupils persistently absent)"
    WEIGHTED = "printed total is the phases’ rates weighted by enrolments; ours, weighted so, agree"
    UNEXPLAINED = "UNEXPLAINED"


@dataclass(slots=True)
class FileResult:
    """What became of the percentages of one file."""

    rows: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    rows_with: dict[Verdict, set[int]] = field(default_factory=lambda: defaultdict(set))
    unexplained: list[str] = field(default_factory=list)

    @property
    def percentages(self) -> int:
        return sum(self.verdicts.values())


def judge(rows: Iterable[PublishedRow], totals: Mapping[int, Parts]) -> FileResult:
    """Every printed percentage of a file's rows against the totals of their registers, by line."""
    rows = list(rows)
    result = FileResult(rows=len(rows))
    phases = _phases(rows)
    for row in rows:
        for name, printed in row.printed.items():
            verdict, ours = _verdict(row, name, printed, totals, phases)
            result.verdicts[verdict] += 1
            result.rows_with[verdict].add(row.line)
            if verdict is Verdict.UNEXPLAINED:
                place = f"{row.file} line {row.line} ({row.level}, {row.key})"
                result.unexplained.append(f"{place}: {name} printed {printed}, ours {ours}")
    return result


def _verdict(
    row: PublishedRow,
    name: str,
    printed: str,
    totals: Mapping[int, Parts],
    phases: Mapping[tuple[str, str, str], list[PublishedRow]],
) -> tuple[Verdict, float | None]:
    if row.suppressed:
        return Verdict.SUPPRESSED, None
    if name in WITHOUT_COUNTS:
        return Verdict.WITHOUT_COUNTS, None
    if as_number(printed) is None:
        return Verdict.NOT_PRINTED, None
    ours = percentage(name, totals[row.line])
    if ours is None:
        return Verdict.NOTHING_POSSIBLE, None
    if agrees(printed, ours, row):
        return Verdict.AGREES, ours
    if row.is_weighted_total and _weighted_agrees(row, name, printed, phases[_place(row)], totals):
        return Verdict.WEIGHTED, ours
    return Verdict.UNEXPLAINED, ours


def percentage(name: str, parts: Parts) -> float | None:
    """A published percentage from the totals of a row; None where nothing was possible."""
    everybody = sum(parts.values(), start=GroupTotals())
    if name in CODE_OF:
        return _share(everybody.by_symbol.get(CODE_OF[name], 0), everybody.possible)
    if name == "enrolments_pa_10_exact_percent":
        return _share(everybody.persistently_absent, everybody.enrolments_with_possible)
    whose = parts.get(PERSISTENT, GroupTotals()) if name.endswith("_pa_10_exact") else everybody
    return _share(_sessions(name, whose), whose.possible)


def _sessions(name: str, totals: GroupTotals) -> int:
    """attendance_perc, overall_absence_perc, sess_unauthorised_percent_pa_10_exact, …"""
    if name.startswith("attendance"):
        return totals.attended
    if "unauthorised" in name:
        return totals.unauthorised
    if "authorised" in name:
        return totals.authorised
    assert "overall" in name, name
    return totals.authorised + totals.unauthorised


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def agrees(printed: str, ours: float, row: PublishedRow) -> bool:
    """Whether the printed figure is ours, rounded as the file's figures are.

    Half a unit of the last printed place, and a few ulps for another order of dividing.
    """
    theirs = float(printed)
    if row.file == CENSUS_FILE:
        places = NATIONAL_PLACES if row.level == "National" else OTHER_PLACES
    else:
        places = PRINTED_FIGURES - 1 - (floor(log10(abs(ours))) if ours else 0)
    return abs(theirs - ours) <= 0.5 * 10.0**-places + ROUNDING * ulp(ours)


def _weighted_agrees(
    row: PublishedRow,
    name: str,
    printed: str,
    phases: Iterable[PublishedRow],
    totals: Mapping[int, Parts],
) -> bool:
    """Whether the printed total is our phases' percentages, weighted by the printed enrolments."""
    weighed = [(each.weight or 0.0, percentage(name, totals[each.line])) for each in phases if each.weight]
    whole = sum(weight for weight, _ in weighed)
    if not whole or any(ours is None for _, ours in weighed):
        return False
    ours = sum(weight * (share or 0.0) for weight, share in weighed) / whole
    return agrees(printed, ours, row)


def _place(row: PublishedRow) -> tuple[str, str, str]:
    return (row.period, row.level, row.place)


def _phases(rows: Iterable[PublishedRow]) -> dict[tuple[str, str, str], list[PublishedRow]]:
    found = defaultdict(list)
    for row in rows:
        if row.phase != "Total":
            found[_place(row)].append(row)
    return found


def misplaced(rows: Iterable[PublishedRow], totals: Mapping[int, Parts]) -> Iterator[str]:
    """Census rows whose persistently absent pupils are not exactly those that `summarise` calls so."""
    for row in rows:
        if row.persistent is None or row.others is None:
            continue
        parts = totals[row.line]
        found = [parts.get(part, GroupTotals()) for part in (PERSISTENT, OTHERS)]
        wanted = [(row.persistent.enrolments, row.persistent.enrolments), (row.others.enrolments, 0)]
        if [(part.enrolments, part.persistently_absent) for part in found] != wanted:
            yield f"{row.file} line {row.line} ({row.key})"


__all__ = ["ALL", "FileResult", "Verdict", "agrees", "judge", "misplaced", "percentage"]
