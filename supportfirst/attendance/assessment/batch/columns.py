"""Facts as columns: one value a pupil, for a block of pupils of a school or authority.

Most are the measures' own. Marks that nobody has explained and periods of evidence are
counted here from the rows, only for the pupils who can have any. Pupils are taken a block
at a time, small enough for a block's figures to stay near the processor.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.batch.evidence import (
    PARTS,
    AxisWeeks,
    Candidates,
    evidence_columns,
    kinds_of_days,
)
from supportfirst.attendance.assessment.batch.ranks import Column
from supportfirst.attendance.assessment.binding import Binding
from supportfirst.attendance.assessment.evidence_period import EvidenceRule
from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.figures import Figures
from supportfirst.attendance.measures.kernel.blocks import count_from, take_columns
from supportfirst.attendance.measures.settings import WindowUnit

NOT_KNOWN = -1
EVIDENCE = "evidence_period"
TEN_WEEKS = "unauthorised_10_school_weeks"

Places = NDArray[np.int32]  # (axes,), columns of the rows


class Whole:
    """Everything of one authority on one day that its blocks share. Arrays are (pupils,) unless said.

    evidence: the period of evidence that is asked for, None where no pack asks for one.
    """

    def __init__(
        self,
        rows: PupilRows,
        figures: Figures,
        binding: Binding,
        ages: NDArray[np.int8],
        evidence: EvidenceRule | None = None,
    ) -> None:
        self.rows, self.figures, self.binding, self.ages = rows, figures, binding, ages
        self.evidence = evidence or binding.evidence
        of_horizon = np.array([horizon.axis for horizon in rows.horizons], np.int32)
        self.axis = of_horizon[rows.horizon]
        self.asked: dict[str, int] = {}  # facts that a block asked for, and their columns in the figures

    @cached_property
    def had_their_time(self) -> Places:
        """The first column of marks that may still be explained in time."""
        return self._places_after(self.binding.unexplained_by)

    @cached_property
    def ten_weeks(self) -> Places:
        """The first column of the latest school weeks in which unexplained marks are counted."""
        weeks = self.weeks
        back = np.maximum(weeks.known - self.binding.unexplained_weeks, 0)
        return weeks.starts[np.arange(len(back)), back]

    @cached_property
    def weeks(self) -> AxisWeeks:
        return AxisWeeks.of(self.rows.axes, self.binding.on)

    @cached_property
    def kinds_of_days(self) -> NDArray[np.int32]:
        """What a period of evidence counts of a day, by what the day holds."""
        return kinds_of_days(self.binding.pack.codes, self.binding.unexplained_number)

    @cached_property
    def has_earlier_years(self) -> NDArray[np.bool_]:
        """(axes,): does the input begin before the school year?"""
        return np.array([axis.year_first > 0 for axis in self.rows.axes], np.bool_)

    @cached_property
    def shortest_is_ten_weeks(self) -> bool:
        """Is the shortest period of evidence the very window that the kernel has counted?"""
        codes = self.binding.pack.codes
        unauthorised = StatisticalClass.UNAUTHORISED
        wanted = {n for n in codes.numbers() if codes.code(n).statistical_class is unauthorised}
        window = next((w for w in self.binding.settings.windows if w.id == TEN_WEEKS), None)
        weeks = self.evidence.min_school_weeks if self.evidence else 0
        return (
            window is not None
            and window.codes == wanted
            and (window.unit, window.length) == (WindowUnit.SCHOOL_WEEKS, weeks)
            and self.binding.unexplained_weeks == weeks
            and self.binding.unexplained_number in wanted
        )

    def _places_after(self, day: date) -> Places:
        ordinal = day.toordinal() + 1
        axes = self.rows.axes
        days = np.concatenate([*(axis.days for axis in axes), np.zeros(0, np.int32)])
        of_day = np.repeat(np.arange(len(axes)), [len(axis) for axis in axes])
        return (2 * np.bincount(of_day[days < ordinal], minlength=len(axes))).astype(np.int32)


class PupilColumns:
    """Columns of shape (last - first,), made when a rule first asks; call with the name of a fact."""

    def __init__(self, whole: Whole, first: int, last: int) -> None:
        self.whole = whole
        self._slice = slice(first, last)
        self._made: dict[str, Any] = {"compulsory_school_age": whole.ages[self._slice]}
        self._take(whole.asked)  # what the block before was asked for, this one will be

    def __call__(self, name: str) -> Column:
        if name not in self._made:
            self._made[name] = self._make(name)
        found: Column = self._made[name]
        return found

    def may_be_unknown(self, name: str) -> bool:
        return FACT_NAMES[name].yes_no or name == "late_in_window" or name.startswith(EVIDENCE)

    def _make(self, name: str) -> Any:
        match name.split("."):
            case ["sessions_absent" | "days_absent_sessions"]:
                return self("sessions_possible") - self("sessions_attended")
            case ["recent", "sessions_absent"]:
                return self("recent.sessions_possible") - self("recent.sessions_attended")
            case ["n_unresolved"]:
                this_year = self._of_code(self.whole.binding.unexplained_symbol)
                return this_year - self._unexplained_from(self.whole.had_their_time, this_year > 0)
            case ["n_in_10_school_weeks"]:
                older = self.whole.has_earlier_years[self.whole.axis[self._slice]]
                ever = older | (self._of_code(self.whole.binding.unexplained_symbol) > 0)
                return self._unexplained_from(self.whole.ten_weeks, ever & (self(f"{TEN_WEEKS}.current") > 0))
            case ["evidence_period", _]:
                self._made.update(self._evidence())
                return self._made[name]
            case _:
                column = self.whole.figures.column_of(name)
                if column is None:
                    return np.ascontiguousarray(self.whole.figures[name][self._slice])
                self.whole.asked[name] = column
                self._take({name: column})
                return self._made[name]

    def _take(self, columns: dict[str, int]) -> None:
        """Columns of the figures, side by side: there the figures of one pupil lie together."""
        taken = np.empty((len(columns), self._slice.stop - self._slice.start), np.int16)
        wanted = np.array([*columns.values()], np.int64)
        take_columns(self.whole.figures.block, self._slice.start, wanted, taken)
        self._made.update(zip(columns, taken, strict=True))

    def _of_code(self, symbol: str) -> NDArray[np.int32]:
        named = f"sessions_by_code.{symbol}"
        figures = self.whole.figures
        counts = figures[named] if named in figures else np.zeros(len(self.whole.rows), np.int32)
        return np.asarray(counts[self._slice], np.int32)

    def _unexplained_from(self, places: Places, some: NDArray[np.bool_]) -> NDArray[np.int32]:
        """Unexplained marks from a place of each pupil's axis on; `some`: who can have any."""
        counts = np.zeros(len(some), np.int32)
        mine = np.flatnonzero(some)
        whole = self.whole
        cells, axis = whole.rows.cells[self._slice], whole.axis[self._slice]
        count_from(cells, mine, axis, places, whole.binding.unexplained_number, counts)
        return counts

    def _evidence(self) -> dict[str, NDArray[np.int32]]:
        whole = self.whole
        if whole.evidence is None:
            unknown = np.full(len(self("sessions_possible")), NOT_KNOWN, np.int32)
            return dict.fromkeys((f"{EVIDENCE}.{part}" for part in PARTS), unknown)
        candidates = Candidates(
            cells=whole.rows.cells[self._slice],
            axis=whole.axis[self._slice],
            some=self._to_be_counted(whole.evidence),
            lanes=whole.kinds_of_days,
        )
        found = evidence_columns(candidates, whole.weeks, whole.evidence)
        if whole.shortest_is_ten_weeks:
            for part, name in (("unauthorised", f"{TEN_WEEKS}.current"), ("n_marks", "n_in_10_school_weeks")):
                found[part] = np.where(candidates.some, found[part], self(name))
        return {f"{EVIDENCE}.{part}": column for part, column in found.items()}

    def _to_be_counted(self, rule: EvidenceRule) -> NDArray[np.bool_]:
        """Whose marks must be gone through week by week.

        Not those whose latest ten school weeks are enough, nor those who have too few marks in
        all: of both the kernel has counted what the shortest period holds.
        """
        this_year, now = self("sessions_unauthorised_absence"), self(f"{TEN_WEEKS}.current")
        some: NDArray[np.bool_] = (this_year > 0) | (self(f"{TEN_WEEKS}.peak") > 0)
        if not self.whole.shortest_is_ten_weeks:
            return some
        may_be_older = self.whole.has_earlier_years[self.whole.axis[self._slice]]
        enough_in_all = (this_year >= rule.min_unauthorised) | (some & may_be_older)
        return enough_in_all & (now < rule.min_unauthorised)
