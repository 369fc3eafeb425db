"""The layout of days: a row for each pupil and day, with a column of codes for each half.

Both code cells of a row are cells of the account, and an empty one is blank before
anything else. Minutes and comments beside them are kept as extra columns and not as
remarks, because nobody can tell which of the two marks they speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from supportfirst.attendance.registers import headers
from supportfirst.attendance.registers.bulk import Collector
from supportfirst.attendance.registers.delimited import Chunk
from supportfirst.attendance.registers.long_rows import Texts, extras_of, refuse_unsplit
from supportfirst.attendance.registers.sniff import Found
from supportfirst.attendance.vocabulary.sessions import Half

_COLUMN_OF = {Half.AM: headers.AM, Half.PM: headers.PM}


def read_days(
    collector: Collector, found: Found, chunks: Iterable[Chunk], progress: Callable[[int], None]
) -> None:
    """Hand both cells of every row to the collector; `progress` hears how many rows are done."""
    columns = found.columns
    collector.upns.column = columns.heading(headers.UPN)
    collector.days.column = columns.heading(headers.DATE)
    collector.moments.column = columns.heading(headers.RECORDED_AT)
    done = 0
    for whole in chunks:
        chunk = whole.without_blank_rows(columns.places[headers.UPN])
        texts = Texts(chunk, columns)
        refuse_unsplit(collector, chunk)
        collector.read.extra_columns.keep(
            chunk.lines, [(name, chunk.columns[place]) for place, name in extras_of(chunk, columns)]
        )
        for half, role in _COLUMN_OF.items():
            collector.take_rows(
                lines=chunk.lines,
                upns=texts.of(headers.UPN),
                days=texts.of(headers.DATE),
                halves=[half.name] * len(chunk.lines),
                codes=texts.of(role),
                moments=texts.or_none(headers.RECORDED_AT),
                recorders=texts.recorders(),
                heading=collector.heading(columns.heading(role)),
                blank_first=True,
            )
        done += whole.rows_read
        progress(done)
