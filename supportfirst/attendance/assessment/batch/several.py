"""Several packs over the same rows: measured once for all that measure alike, judged for each.

Only rules that the numbers alone decide are judged; what needs records of what people did
is the casebook's, pupil by pupil.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.batch.columns import NOT_KNOWN
from supportfirst.attendance.assessment.batch.crossing import ranked
from supportfirst.attendance.assessment.batch.ranks import Ranks
from supportfirst.attendance.assessment.binding import Binding
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting
from supportfirst.attendance.schooldays.school_age import SchoolAgeLaw, is_of_school_age
from supportfirst.attendance.vocabulary.people import Pupil

Ages = NDArray[np.int8]


@dataclass(slots=True)
class _Group:
    """Bindings whose figures are the same, by their places among those given."""

    settings: MeasureSettings
    law: SchoolAgeLaw
    places: list[int]


def numeric(binding: Binding) -> Binding:
    """The binding with those of its rules that need nothing but registers, calendar and pupils."""
    return replace(binding, rules=tuple(rule for rule in binding.rules if not rule.needs_case))


def ages_under(law: SchoolAgeLaw, rows: PupilRows, pupils: Mapping[str, Pupil]) -> Ages:
    """Of compulsory school age on the day of the rows, shape (pupils,): 1 yes, 0 no, NOT_KNOWN."""
    birthdays = (pupils[upn].date_of_birth if upn in pupils else None for upn in rows.upns)
    told = (is_of_school_age(birthday, rows.on, law) for birthday in birthdays)
    return np.fromiter((NOT_KNOWN if age is None else int(age) for age in told), np.int8, count=len(rows))


def ranked_by_several(
    rows: PupilRows,
    bindings: Sequence[Binding],
    ages: Callable[[SchoolAgeLaw], Ages],
    *,
    days: Sequence[date],
    into: NDArray[np.int16] | None = None,
) -> list[list[Ranks]]:
    """For each binding and each of its rules the rank of every row, shape (pupils,).

    All packs must read the register codes alike. ages: who is of compulsory school age under a
    law, as `ages_under` tells. days: the school days of the calendar. into: as in `measure`, for
    the figures that packs share; no two groups of packs may use it at once.
    """
    found: list[list[Ranks]] = [[] for _ in bindings]
    for group in _that_measure_alike(bindings, days):
        together = [bindings[place] for place in group.places]
        figures = measure(rows, group.settings, together[0].pack.codes, into=into)
        judged = ranked(rows, figures, together, ages(group.law))
        for place, ranks in zip(group.places, judged, strict=True):
            found[place] = ranks
    return found


def _that_measure_alike(bindings: Sequence[Binding], days: Sequence[date]) -> list[_Group]:
    groups: list[_Group] = []
    for place, binding in enumerate(bindings):
        for group in groups:
            both = joined(group.settings, binding.settings, days)
            if both is not None and group.law == binding.school_age:
                group.settings = both
                group.places.append(place)
                break
        else:
            groups.append(_Group(binding.settings, binding.school_age, [place]))
    return groups


def joined(one: MeasureSettings, other: MeasureSettings, days: Sequence[date]) -> MeasureSettings | None:
    """Settings that give the figures of both, with the windows and day steps of both; None: they differ.

    A window that both name is counted once; it must ask for the same on each of the days.
    """
    windows: dict[str, WindowSetting] = {window.id: window for window in one.windows}
    for window in other.windows:
        first = windows.setdefault(window.id, window)
        if first is not window and not _same_window(first, window, days):
            return None
    steps = tuple(sorted({*one.day_steps, *other.day_steps}))
    whole = [replace(each, windows=tuple(windows.values()), day_steps=steps) for each in (one, other)]
    return whole[0] if whole[0] == whole[1] else None


def _same_window(one: WindowSetting, other: WindowSetting, days: Sequence[date]) -> bool:
    if replace(one, thresholds=()) != replace(other, thresholds=()):
        return False
    return one.thresholds == other.thresholds or all(
        one.threshold_on(day) == other.threshold_on(day) for day in days
    )
