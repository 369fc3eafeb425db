"""How often each code stands in each row of marks: what every group figure is added up from.

A row is one spell on one roll, so a pupil who moved school in the year has two. Morning and
afternoon are kept apart, because a present mark is shown as / in one and \\ in the other.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import OUTSIDE
from supportfirst.attendance.vocabulary.people import Pupil, Spell

Cells = NDArray[np.uint8]
Counts = NDArray[np.uint16]

CODE_NUMBERS = 64  # places in a six-bit cell
PLACES = 2 * CODE_NUMBERS  # half * CODE_NUMBERS + code number
_ROWS_AT_ONCE = 1024  # so that the indexes of one round stay in the processor's cache


def count_codes(cells: Cells, column_sessions: NDArray[np.int32]) -> Counts:
    """How many cells of each row hold each code, mornings first.

    cells            (rows, columns)  code numbers, UNMARKED or OUTSIDE
    column_sessions  (columns,)       session numbers; an even one is a morning
    result           (rows, PLACES)   fewer than 65,536 columns, so a count always fits
    """
    rows, columns = cells.shape
    assert columns < np.iinfo(np.uint16).max
    counts = np.zeros((rows, PLACES), dtype=np.uint16)
    place_of_column = ((column_sessions % 2) * CODE_NUMBERS).astype(np.intp)
    for first in range(0, rows, _ROWS_AT_ONCE):
        part = cells[first : first + _ROWS_AT_ONCE]
        base = np.arange(len(part), dtype=np.intp)[:, np.newaxis] * PLACES
        index = part + (base + place_of_column)
        found = np.bincount(index.reshape(-1), minlength=len(part) * PLACES)
        counts[first : first + len(part)] = found.reshape(len(part), PLACES)
    return counts


def marks_within(spell: Spell, row: Cells, column_sessions: NDArray[np.int32]) -> Cells:
    """A copy of one pupil's row with every cell outside the spell OUTSIDE."""
    days = column_sessions // 2
    first = spell.start.toordinal() if spell.start else 0
    last = spell.leaving.toordinal() if spell.leaving else date.max.toordinal()
    kept: Cells = np.where((days >= first) & (days <= last), row, OUTSIDE).astype(np.uint8)
    return kept


def spell_rows(
    cells: Cells, column_sessions: NDArray[np.int32], pupils: list[Pupil]
) -> tuple[Counts, NDArray[np.intp], list[Spell]]:
    """Counts of every spell that has a session in these columns, its pupil's place, and the spell.

    cells   (pupils, columns)  sessions off every roll are OUTSIDE already
    pupils  one a row; a pupil with one spell has the row as it stands

    A spell without any session here is no enrolment of the period and is left out.
    """
    single = [place for place, pupil in enumerate(pupils) if len(pupil.spells) == 1]
    places, spells = list(single), [pupils[place].spells[0] for place in single]
    counts = count_codes(cells if len(single) == len(pupils) else cells[single], column_sessions)

    parts = []
    for place, pupil in enumerate(pupils):
        if len(pupil.spells) > 1:
            for spell in pupil.spells:
                parts.append(marks_within(spell, cells[place], column_sessions))
                places.append(place)
                spells.append(spell)
    if parts:
        counts = np.concatenate([counts, count_codes(np.stack(parts), column_sessions)])

    outside = counts[:, OUTSIDE].astype(np.int64) + counts[:, CODE_NUMBERS + OUTSIDE]
    enrolled = np.flatnonzero(outside < cells.shape[1])
    if len(enrolled) < len(places):
        counts = counts[enrolled]
    return counts, np.array(places, dtype=np.intp)[enrolled], [spells[at] for at in enrolled]
