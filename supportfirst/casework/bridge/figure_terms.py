"""The numbers of a pack that a page of figures says in words: windows, runs, levels, weeks.

None stands in the page itself; what the pack does not count, the page does not speak of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar

NO_DAYS = SchoolCalendar(())


@dataclass(frozen=True, slots=True)
class FigureTerms:
    """What the figures of one pack on one day are counted by, ready for a sentence."""

    decimals: int  # of a percentage
    windows: Mapping[str, str]  # by the window's name: what it counts, in how many weeks
    persistent: int  # percent of sessions missed
    severe: int
    settled: int  # sessions from which a fall is more than a bad first week
    unauthorised_days: int  # of a run, that a return asks about
    illness_days: int
    nothing_days: int  # calendar days
    nothing_school_days: int
    late_window: str  # "" where the pack counts none


def figure_terms(pack: Pack, on: date) -> FigureTerms:
    held = bind(pack, on, NO_DAYS).settings
    return FigureTerms(
        decimals=PackDay(pack, on).decimals,
        windows={each.id: _window(each, pack, on) for each in held.windows},
        persistent=held.persistent_percent,
        severe=held.severe_percent,
        settled=held.settled_minimum,
        unauthorised_days=held.unauthorised_run_days,
        illness_days=held.illness_days,
        nothing_days=held.nothing_in_days,
        nothing_school_days=held.nothing_minimum_days,
        late_window=_late(held),
    )


def _window(window: WindowSetting, pack: Pack, on: date) -> str:
    """“Sessions coded G, N, O or U in 10 school weeks”."""
    codes = [pack.codes.code(number) for number in sorted(window.codes)]
    symbols = list(dict.fromkeys(code.symbol for code in codes if on in code.span))
    listed = " or ".join(part for part in (", ".join(symbols[:-1]), *symbols[-1:]) if part)
    return f"Sessions coded {listed} in {window.length} {window.unit.value}"


def _late(held: MeasureSettings) -> str:
    return f"{held.late_window.length} {held.late_window.unit.value}" if held.late_window else ""
