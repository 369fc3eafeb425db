"""Facts as columns: one value a pupil, for a whole school or authority at once.

Most are the measures' own. Marks that nobody has explained and periods of evidence are
counted here from the rows, only for the pupils who have any.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.batch.ranks import MET, NOT_MET, Column, judge_columns
from supportfirst.attendance.assessment.binding import Binding
from supportfirst.attendance.assessment.evidence_period import EvidenceRule
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.figures import Figures

YES, NO, NOT_KNOWN = 1, 0, -1


class PupilColumns:
    """Columns of shape (pupils,), made when a rule first asks; call with the name of a fact."""

    def __init__(
        self, rows: PupilRows, figures: Figures, binding: Binding, ages: Sequence[bool | None]
    ) -> None:
        self.rows, self.figures, self.binding = rows, figures, binding
        self._made: dict[str, Column] = {
            "compulsory_school_age": np.array(
                [NOT_KNOWN if age is None else int(age) for age in ages], np.int32
            )
        }

    def __call__(self, name: str) -> Column:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def rules_to_judge(self) -> list[list[int]]:
        """For each pupil the places, in the binding's rules, of those not plainly unmet."""
        chosen: list[list[int]] = [[] for _ in range(len(self.rows))]
        for place, rule in enumerate(self.binding.rules):
            ranks = judge_columns(rule.when, self, self.binding.pack, self.binding.on)
            for row in np.flatnonzero(ranks != NOT_MET).tolist():
                chosen[row].append(place)
        return chosen

    def crossed(self) -> dict[str, NDArray[np.bool_]]:
        """Rule id to 'the line is crossed', shape (pupils,): the worklist's numbers, without reasons."""
        return {
            rule.id: judge_columns(rule.when, self, self.binding.pack, self.binding.on) == MET
            for rule in self.binding.rules
        }

    def _make(self, name: str) -> Column:
        match name.split("."):
            case ["sessions_absent" | "days_absent_sessions"]:
                return self("sessions_possible") - self("sessions_attended")
            case ["planned_sessions_of_year"]:
                return self.rows.planned
            case ["n_unresolved"]:
                return self._unexplained(self.binding.year_first, self.binding.unexplained_by)
            case ["n_in_10_school_weeks"]:
                weeks = self.rows.axes[0].calendar.mondays
                known = [monday for monday in weeks if monday <= self.binding.on]
                first = known[-self.binding.unexplained_weeks :][:1]
                return self._unexplained(first[0] if first else date.max, self.binding.on)
            case ["evidence_period", _]:
                self._evidence()
                return self._made[name]
            case _:
                return self.figures[name]

    def _unexplained(self, first: date, last: date) -> Column:
        counts = np.zeros(len(self.rows), np.int32)
        number = self.binding.unexplained_number
        for axis_place, axis in enumerate(self.rows.axes):
            low, high = np.searchsorted(axis.days, [first.toordinal(), last.toordinal() + 1]) * 2
            mine = self._rows_on(axis_place)
            if high > low and len(mine):
                counts[mine] = (self.rows.cells[mine, low:high] == number).sum(axis=1)
        return counts

    def _rows_on(self, axis_place: int) -> NDArray[np.int64]:
        on_axis = np.array([horizon.axis == axis_place for horizon in self.rows.horizons])
        return np.flatnonzero(on_axis[self.rows.horizon])

    def _evidence(self) -> None:
        names = ("weeks", "unauthorised", "absent", "n_marks")
        table = np.zeros((len(names), len(self.rows)), np.int32)
        if self.binding.evidence is None:
            table[:] = NOT_KNOWN
        else:
            for place in range(len(self.rows.axes)):
                self._evidence_on(place, table)
        for name, column in zip(names, table, strict=True):
            self._made[f"evidence_period.{name}"] = column

    def _evidence_on(self, place: int, table: NDArray[np.int32]) -> None:
        """Fill weeks, unauthorised, absent, unexplained of the period that evidence_period.py chooses.

        Where nothing is unauthorised the absence is not worth counting: it is not known here, so
        that a rule which turns on it is judged pupil by pupil.
        """
        rule = self.binding.evidence
        assert rule is not None
        axis, mine = self.rows.axes[place], self._rows_on(place)
        known = int(np.searchsorted(axis.mondays, self.binding.on.toordinal(), side="right"))
        if not known or not len(mine):
            return
        shortest = min(rule.min_school_weeks, known)
        table[0, mine] = shortest
        table[2, mine] = NOT_KNOWN
        some = mine[
            self("sessions_unauthorised_absence")[mine] + self("unauthorised_10_school_weeks.peak")[mine] > 0
        ]
        if not len(some):
            return
        sums = self._weekly_from_the_end(axis_weeks=axis.weeks, known=known, rows=some)
        chosen = _choose(sums, rule_weeks=rule.min_school_weeks, shortest=shortest, rule=rule)
        table[0, some] = chosen + 1
        for at in range(3):
            table[at + 1, some] = np.take_along_axis(sums[at], chosen[:, np.newaxis], axis=1)[:, 0]

    def _weekly_from_the_end(
        self, *, axis_weeks: NDArray[np.int32], known: int, rows: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """Unauthorised, absent and unexplained marks in the last 1, 2, 3 … weeks: (3, rows, weeks)."""
        classes = self.binding.pack.codes
        tables = np.zeros((3, 64), np.uint8)
        for number in classes.numbers():
            kind = classes.code(number).statistical_class
            tables[0, number] = kind is StatisticalClass.UNAUTHORISED
            tables[1, number] = kind.is_absence
        tables[2, self.binding.unexplained_number] = 1
        cells = self.rows.cells[rows, : 2 * len(axis_weeks)]
        falls_in = (axis_weeks.repeat(2)[:, np.newaxis] == np.arange(known)).astype(np.float32)
        weekly = np.stack([table[cells].astype(np.float32) @ falls_in for table in tables])
        return weekly[:, :, ::-1].cumsum(axis=2).astype(np.int32)


def _choose(
    sums: NDArray[np.int32], *, rule_weeks: int, shortest: int, rule: EvidenceRule
) -> NDArray[np.int64]:
    """For each pupil the place (weeks - 1) of the period that evidence_period.best_period chooses."""
    unauthorised, absent = sums[0], sums[1]
    weeks = np.arange(1, unauthorised.shape[1] + 1)
    enough = unauthorised >= rule.min_unauthorised
    share = rule.majority_over
    short = weeks <= rule.majority_if_weeks_over
    majority = unauthorised * share.denominator > absent * share.numerator
    passes = enough & (short | majority) & (weeks >= rule_weeks)
    fallback = np.where(enough.any(axis=1), np.maximum(enough.argmax(axis=1), shortest - 1), shortest - 1)
    return np.where(passes.any(axis=1), passes.argmax(axis=1), fallback)
