"""Register codes and bank holidays of the national layer.

Each file of `codes/` is one state of the law: every code in it runs from the file's first
day to its last, unless the code says otherwise. A symbol may have a gap (it was withdrawn)
but never two meanings on one day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from supportfirst.attendance.codes.codebook import OUTSIDE, CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.fields import Fields, day_of
from supportfirst.attendance.packs.text_form import Node, Scalar
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan

Written = tuple[RegisterCode, Node]


def build_codes(documents: Iterable[Node], bench: Bench) -> CodeBook:
    """The code book of all files, oldest first. Faults go to the bench."""
    written: list[Written] = []
    for document in documents:
        written += _of_file(document, bench)
    written.sort(key=lambda pair: pair[0].span.first)
    kept = _without_overlaps(written, bench)
    cells = {(code.symbol, code.statistical_class) for code in kept}
    if len(cells) >= OUTSIDE:
        told = f"{len(cells)} symbols and classes are more than a cell can tell apart"
        bench.faults.add("too-many-codes", written[-1][1], told, "take some out")
        kept = kept[: OUTSIDE - 1]
    return CodeBook(tuple(kept))


def _of_file(document: Node, bench: Bench) -> list[Written]:
    fields = Fields(document, bench.faults, "codes file")
    first = fields.day("first_day", required=True)
    last = fields.day("last_day")
    source = bench.source(fields)
    bench.checked(fields)
    written = []
    for node in fields.tables("codes", required=True):
        code = _code(node, bench, first, last, source)
        if code is not None:
            written.append((code, node))
    fields.finish()
    return written


def _code(
    node: Node, bench: Bench, first: date | None, last: date | None, source: Source
) -> RegisterCode | None:
    fields = Fields(node, bench.faults, "code")
    symbol = fields.text("symbol", required=True)
    fields.what = f"code {symbol}"
    meaning = fields.text("meaning", required=True)
    statistical = fields.choice("class", list(StatisticalClass), required=True)
    start = fields.day("first_day") or first
    end = fields.day("last_day") or last
    own = bench.source(fields) if "source" in fields.table.entries else source
    late = fields.yes_no("late", default=False)
    counts = fields.yes_no("counts_to_threshold", default=False)
    fields.finish()
    if not (symbol and statistical and start):
        return None
    if end is not None and end < start:
        fields.fault("span-backwards", f"it ends on {end}, before {start}", "swap the two days")
        end = start
    return RegisterCode(
        symbol=symbol,
        meaning=meaning,
        statistical_class=StatisticalClass(statistical),
        span=DateSpan(start, end),
        late=late,
        counts_to_threshold=counts,
        source=own,
    )


def _without_overlaps(written: list[Written], bench: Bench) -> list[RegisterCode]:
    latest: dict[str, RegisterCode] = {}
    kept = []
    for code, node in written:
        earlier = latest.get(code.symbol)
        if earlier is not None and earlier.span.overlaps(code.span):
            told = f"code {code.symbol} has two meanings from {code.span.first}"
            before = code.span.first - timedelta(days=1)
            bench.faults.add("overlap", node, told, f"end the earlier one on {before}")
            continue
        latest[code.symbol] = code
        kept.append(code)
    return kept


def build_bank_holidays(document: Node, bench: Bench) -> dict[date, str]:
    """Each bank holiday and its name, from bank_holidays.yaml."""
    fields = Fields(document, bench.faults, "bank holidays")
    bench.source(fields)
    bench.checked(fields)
    found: dict[date, str] = {}
    for text, node in fields.named("holidays").items():
        day = day_of(text)
        if day is None or not isinstance(node, Scalar):
            told = f"“{text}” is not a date with a name"
            bench.faults.add("bad-date", node, told, "write it as 2026-12-25: Christmas Day")
        else:
            found[day] = node.text
    fields.finish()
    return found
