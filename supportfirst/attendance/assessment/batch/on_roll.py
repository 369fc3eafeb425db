"""The pupils on roll on the day, in the order of the rows, and the groups that divide them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from supportfirst.attendance.assessment.batch.drive import Standing
from supportfirst.attendance.assessment.batch.ranks import Ranks
from supportfirst.attendance.assessment.binding import Binding
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.groups import Enrolments, GroupTotals, Summary, Table, divided_by
from supportfirst.attendance.vocabulary.people import Pupil, Spell


class OnRoll:
    """`places`: their places among the rows. `summary`: how many are in each group of each table."""

    def __init__(self, rows: PupilRows, pupils: Sequence[Pupil] | None, by: Sequence[str]) -> None:
        self.rows = rows
        self.places = np.flatnonzero(rows.on_roll)
        self.everybody = len(self.places) == len(rows)
        self.upns = [rows.upns[place] for place in self.places.tolist()]
        known = {pupil.upn: pupil for pupil in pupils or ()}
        self.pupils = [known.get(upn) or Pupil(upn) for upn in self.upns]
        self.summary = self._divided(by)

    def __len__(self) -> int:
        return len(self.upns)

    def standing(self, binding: Binding, ranks: Sequence[Ranks], kept: dict[int, Ranks]) -> Standing:
        """A pack's ranks for these pupils alone; `kept` makes equal lines of several packs one array."""
        if self.everybody:
            return Standing(binding, ranks)
        for line in ranks:
            if id(line) not in kept:
                kept[id(line)] = line[self.places]
        return Standing(binding, [kept[id(line)] for line in ranks])

    def counts(self, standing: Standing, name: str) -> list[int]:
        """How many are at a stage or over a line: of all, then of every group of every table in turn."""
        held = standing.holds(name) if name in standing.rules else np.zeros(len(self), np.bool_)
        found = [int(np.count_nonzero(held))]
        for table in self.summary.tables:
            found += np.bincount(table.members[held], minlength=len(table.groups)).tolist()
        return found

    def _divided(self, by: Sequence[str]) -> Summary:
        on = self.rows.on
        spells = [_spell_on(pupil, self.rows) for pupil in self.pupils]
        nothing = np.zeros((len(spells), 0), np.uint16)
        each = Enrolments(nothing, self.pupils, spells)
        tables = []
        for name in by:
            groups, members = divided_by(name, each, on)
            sizes = np.bincount(members, minlength=len(groups)).tolist()
            tables.append(Table(name, groups, members, [GroupTotals(enrolments=size) for size in sizes]))
        return Summary(GroupTotals(enrolments=len(spells)), tables)


def _spell_on(pupil: Pupil, rows: PupilRows) -> Spell:
    """The stay on roll that holds the day; the last one where its start is not written."""
    last = pupil.spells[-1] if pupil.spells else Spell()
    return next((spell for spell in pupil.spells if _holds(spell, rows)), last)


def _holds(spell: Spell, rows: PupilRows) -> bool:
    if spell.start is None or spell.start > rows.on:
        return False
    return spell.leaving is None or rows.on <= spell.leaving
