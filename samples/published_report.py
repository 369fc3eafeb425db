"""`python -m samples.published_report`: all published rows checked, and the page that says how it went.

Rows of up to `IN_FULL` pupils, and the smallest of each file, level and phase above that, are written
out in full, every pupil; all rows go through folded (see `published_ledger`). Where a row goes both
ways, its totals must be the same. A page is written only when everything is explained.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from samples.check_published import FileResult, Verdict, judge, misplaced
from samples.published import kinds_of
from samples.published_ledger import Batch, Parts, batches, totals_of
from samples.published_rows import FILES, PublishedRow, read_rows
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.packs.load import load_pack

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "generated" / "published-figures.md"
IN_FULL = 8_000  # pupils
LARGEST_IN_FULL = 200_000  # pupils of a row that is in full because it is the smallest of its sort
SHOWN = 20


@dataclass(slots=True)
class Checked:
    """One file: its rows, what became of their percentages, and which way each row went."""

    file: str
    rows: list[PublishedRow]
    result: FileResult
    in_full: set[int]  # lines
    faults: list[str] = field(default_factory=list)

    def marks(self, *, in_full: bool) -> int:
        return sum(row.marks for row in self.rows if (row.line in self.in_full) is in_full)


def pupils_of(row: PublishedRow) -> int:
    """The pupils of a row's register; none where its counts are withheld."""
    return sum(kind.times for kind in kinds_of(row))


def chosen_in_full(rows: Sequence[PublishedRow], *, limit: int) -> set[int]:
    """Lines of the rows to write out in full."""
    sizes = {row.line: pupils_of(row) for row in rows}
    by_size = sorted((row for row in rows if not row.suppressed), key=lambda row: sizes[row.line])
    smallest = {(row.level, row.phase): row for row in reversed(by_size) if sizes[row.line] > limit}
    return {row.line for row in by_size if sizes[row.line] <= limit} | {
        row.line for row in smallest.values() if sizes[row.line] <= LARGEST_IN_FULL
    }


def check(
    file: str, rows: list[PublishedRow], *, limit: int, run: Callable[..., Iterable[dict[int, Parts]]]
) -> Checked:
    """All of a file's rows folded, some in full too; `run` maps batches to totals."""
    in_full = chosen_in_full(rows, limit=limit)
    work = [
        *batches((row for row in rows if row.line in in_full), folded=False),
        *batches(rows, folded=True),
    ]
    totals: dict[int, Parts] = {}
    faults = []
    for batch, found in zip(work, run(_totals, work), strict=True):
        for line, parts in found.items():
            if totals.setdefault(line, parts) != parts:
                faults.append(f"{file} line {line}: folded and in full differ")
        assert batch.rows
    checked = Checked(file, rows, judge(rows, totals), in_full, faults)
    checked.faults += [f"{place}: persistently absent pupils misplaced" for place in misplaced(rows, totals)]
    checked.faults += checked.result.unexplained
    return checked


def _totals(batch: Batch) -> dict[int, Parts]:
    return totals_of(batch, _codes())


@lru_cache(maxsize=1)
def _codes() -> CodeBook:
    return load_pack("england").codes


def check_all(*, limit: int = IN_FULL, jobs: int = 2, say: Callable[[str], None] = print) -> list[Checked]:
    """Every file, on so many processes."""
    done = []
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for file in FILES:
            rows = read_rows(file)
            done.append(check(file, rows, limit=limit, run=pool.map))
            say(f"{file}: {len(rows):,} rows, {len(done[-1].faults):,} unexplained")
    return done


def page(done: Iterable[Checked], *, limit: int = IN_FULL) -> str:
    """The report in Markdown; the same for the same data."""
    return "\n".join(_lines(list(done), limit)) + "\n"


def _lines(done: list[Checked], limit: int) -> Iterator[str]:
    yield "# Published figures, worked out again"
    yield ""
    yield "Made by `python -m samples.published_report`; not written by hand. How to read it:"
    yield "[check against published statistics](../../how-to/check-against-published-statistics.md)."
    yield ""
    yield "| file | rows | percentages | agree | explained | unexplained |"
    yield "|---|---:|---:|---:|---:|---:|"
    for each in [*done, None]:
        yield _file_line(each, done)
    yield ""
    yield "## Why a percentage cannot agree"
    yield ""
    yield "| reason | percentages | rows | files |"
    yield "|---|---:|---:|---|"
    for verdict in Verdict:
        if verdict not in (Verdict.AGREES, Verdict.UNEXPLAINED):
            yield _reason_line(verdict, done)
    yield ""
    yield "## Codes that were not printed"
    yield ""
    yield from _unprinted(done)
    yield "## What went through in full"
    yield ""
    yield from _ways(done, limit)


def _file_line(each: Checked | None, done: list[Checked]) -> str:
    among = [each] if each else done
    verdicts = sum((checked.result.verdicts for checked in among), start=Counter[Verdict]())
    total, agree = sum(verdicts.values()), verdicts[Verdict.AGREES]
    unexplained = verdicts[Verdict.UNEXPLAINED]
    rows = sum(len(checked.rows) for checked in among)
    name = f"`{each.file}`" if each else "all"
    return (
        f"| {name} | {rows:,} | {total:,} | {agree:,} | {total - agree - unexplained:,} | {unexplained:,} |"
    )


def _reason_line(verdict: Verdict, done: list[Checked]) -> str:
    counted = sum(checked.result.verdicts[verdict] for checked in done)
    rows = sum(len(checked.result.rows_with[verdict]) for checked in done)
    files = ", ".join(f"`{checked.file}`" for checked in done if checked.result.verdicts[verdict])
    return f"| {verdict} | {counted:,} | {rows:,} | {files or 'none'} |"


def _unprinted(done: list[Checked]) -> Iterator[str]:
    yield "Authorised absence is more than the sum of its printed codes in these rows (and, in six census"
    yield "rows, less). In the daily, weekly and year-to-date files the rest is put under F, a code that was"
    yield "withdrawn in 2013 and is in none of their columns; in the census, where schools may give no"
    yield "reasons, under C, and the unauthorised rest under O. Every percentage of these rows agrees all the"
    yield "same."
    yield ""
    yield "| file | rows | sessions | most in one row |"
    yield "|---|---:|---:|---:|"
    for checked in done:
        rest = [row.unprinted for row in checked.rows if row.unprinted]
        yield f"| `{checked.file}` | {len(rest):,} | {sum(rest):,} | {max(rest, default=0):,} |"
    yield ""


def _ways(done: list[Checked], limit: int) -> Iterator[str]:
    yield f"Every row of up to {limit:,} pupils was written out in full, pupil by pupil, and so were the"
    yield "larger rows named below. All rows also went through folded: one pupil of each kind of marks, whose"
    yield "totals are added up as often as the kind has pupils. Every other row went through folded only."
    yield "Totals of rows that went both ways are the same both ways."
    yield ""
    yield "| file | rows in full | marks in full | rows folded only | marks that those stand for |"
    yield "|---|---:|---:|---:|---:|"
    for checked in done:
        only = sum(not row.suppressed and row.line not in checked.in_full for row in checked.rows)
        in_full, folded = checked.marks(in_full=True), checked.marks(in_full=False)
        yield f"| `{checked.file}` | {len(checked.in_full):,} | {in_full:,} | {only:,} | {folded:,} |"
    yield ""
    yield "Larger rows in full:"
    yield ""
    for checked in done:
        for row in checked.rows:
            pupils = pupils_of(row) if row.line in checked.in_full else 0
            if pupils > limit:
                yield f"- `{row.file}` line {row.line}: {row.key}, {pupils:,} pupils, {row.marks:,} marks"


def main() -> int:
    parser = argparse.ArgumentParser(prog="samples.published_report", description="Check all published rows.")
    parser.add_argument(
        "--in-full", type=int, default=IN_FULL, help="pupils up to which a row is written out"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    done = check_all(limit=arguments.in_full, jobs=arguments.jobs)
    faults = [fault for checked in done for fault in checked.faults]
    for fault in faults[:SHOWN]:
        print(fault)
    if faults:
        return 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(done, limit=arguments.in_full), encoding="utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
