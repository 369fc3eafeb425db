"""The same figures by plain NumPy, DuckDB and pandas: are they equal, and what do they cost?

Run by `make bench`. Each rival is one competent, readable version, not an expert's last word, so take a
factor of two or three as open. They compute the figures named in COMMON and nothing else, while the
kernel in its time computes every measure: runs, falls, weekdays, windows and steps with their dates.
Making the marks into the form that each one likes (rows, a table, a data frame) is not in the time. One
thread each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.generator import DAYS, Authority, build_authority, build_rows_of
from benchmarks.paired import Paired, compare
from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.figures import Figures
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting, WindowUnit
from supportfirst.attendance.packs.load import load_pack

NATIONAL = "england"
PUPILS = 10_000
WINDOW = "unauthorised_10_school_weeks"
COMMON = (
    "sessions_possible",
    "sessions_attended",
    "sessions_authorised_absence",
    "sessions_unauthorised_absence",
    "sessions_late",
    "days_absent",
    "persistently_absent",
    "severely_absent",
    f"{WINDOW}.current",
    f"{WINDOW}.peak",
    "longest_run.days",
)
Found = Mapping[str, NDArray[Any]]  # by the names of COMMON, in the order of the pupils


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The marks of an authority, ready for any of the rivals."""

    rows: PupilRows
    settings: MeasureSettings
    codes: CodeBook
    window: WindowSetting
    table: NDArray[np.uint8]  # (pupils, 380) code numbers
    weeks_back: NDArray[np.int8]  # (pupils, 380); 0 is the last school week, 1 the one before
    meanings: pd.DataFrame  # by code number: attended, authorised, unauthorised, late, counted; 0 or 1
    long: pd.DataFrame  # a line a session: pupil, day, weeks_back, code


def build_case(pupils: int) -> Case:
    national = load_pack(NATIONAL)
    authority = build_authority(national.codes, pupils=pupils)
    rows = build_rows_of(authority, national.codes)
    settings = bind(national, rows.on, rows.axes[0].calendar).settings
    window = next(window for window in settings.windows if window.id == WINDOW)
    assert window.unit is WindowUnit.SCHOOL_WEEKS
    weeks_back = _weeks_back(authority, rows.on)
    sessions = authority.table.shape[1]
    long = pd.DataFrame(
        {
            "pupil": np.repeat(np.arange(pupils, dtype=np.int32), sessions),
            "day": np.tile(np.arange(sessions, dtype=np.int16) // 2, pupils),
            "weeks_back": weeks_back.reshape(-1),
            "code": authority.table.reshape(-1),
        }
    )
    meanings = _meanings(national.codes, window)
    return Case(rows, settings, national.codes, window, authority.table, weeks_back, meanings, long)


def _weeks_back(authority: Authority, on: date) -> NDArray[np.int8]:
    schools = []
    for calendar in authority.calendars:
        last = calendar.week_number(on)
        schools.append([last - calendar.week_number(session.day) for session in calendar.sessions])
    return np.repeat(np.array(schools, np.int8), np.diff(authority.school_starts), axis=0)


def _meanings(codes: CodeBook, window: WindowSetting) -> pd.DataFrame:
    meanings = np.zeros((max(codes.numbers()) + 1, 5), np.uint8)
    for number in codes.numbers():
        code = codes.code(number)
        meaning = code.statistical_class
        meanings[number] = (
            meaning.is_attendance,
            meaning is StatisticalClass.AUTHORISED,
            meaning is StatisticalClass.UNAUTHORISED,
            code.late,
            number in window.codes,
        )
    return pd.DataFrame(
        meanings,
        index=pd.RangeIndex(len(meanings), name="code"),
        columns=["attended", "authorised", "unauthorised", "late", "counted"],
    )


# --- plain NumPy -------------------------------------------------------------------------


def by_numpy(case: Case) -> Found:
    """Whole tables at a time: a lookup a meaning, sums along the year, weeks summed up one by one."""
    marked = {name: case.meanings[name].to_numpy()[case.table] for name in case.meanings}
    sums = {name: cells.sum(axis=1, dtype=np.int16) for name, cells in marked.items()}
    absences = marked["authorised"] | marked["unauthorised"]
    absent = sums["authorised"] + sums["unauthorised"]
    possible = sums["attended"] + absent
    current, peak = _numpy_window(marked["counted"], case.weeks_back, case.window.length)
    return {
        "sessions_possible": possible,
        "sessions_attended": sums["attended"],
        "sessions_authorised_absence": sums["authorised"],
        "sessions_unauthorised_absence": sums["unauthorised"],
        "sessions_late": sums["late"],
        "days_absent": absent / 2,
        "persistently_absent": _reaches(absent, possible, case.settings.persistent_percent),
        "severely_absent": _reaches(absent, possible, case.settings.severe_percent),
        f"{WINDOW}.current": current,
        f"{WINDOW}.peak": peak,
        "longest_run.days": _numpy_longest_run(marked["attended"], absences),
    }


def _reaches(absent: NDArray[Any], possible: NDArray[Any], percent: int) -> NDArray[Any]:
    """1 or 0, and -1 where nothing was possible."""
    reached = 100 * absent.astype(np.int32) >= percent * possible.astype(np.int32)
    return np.where(possible > 0, reached, -1)


def _numpy_window(
    counted: NDArray[np.uint8], weeks_back: NDArray[np.int8], length: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Sums by school week, and of so many weeks together: the latest, and the most."""
    pupils, weeks = len(counted), int(weeks_back.max()) + 1
    places = (weeks - 1 - weeks_back) + np.arange(pupils)[:, None] * weeks
    by_week = np.bincount(places.reshape(-1), counted.reshape(-1), pupils * weeks).reshape(pupils, weeks)
    to_date = np.zeros((pupils, weeks + length), np.int16)  # nothing in the weeks before the first
    to_date[:, length:] = by_week.cumsum(axis=1)
    together = to_date[:, length:] - to_date[:, :-length]
    return together[:, -1], together.max(axis=1)


def _numpy_longest_run(attended: NDArray[np.uint8], absences: NDArray[np.uint8]) -> NDArray[Any]:
    """Absent days between two attended days, counted under the number of attended days before them."""
    came = attended.reshape(-1, DAYS, 2).any(axis=2)
    absent = absences.reshape(-1, DAYS, 2).any(axis=2) & ~came
    run = came.cumsum(axis=1, dtype=np.int16) + np.arange(len(came))[:, None] * (DAYS + 1)
    days = np.bincount(run[absent], minlength=len(came) * (DAYS + 1))
    return days.reshape(len(came), DAYS + 1).max(axis=1)


# --- DuckDB ------------------------------------------------------------------------------

SQL = """
with meant as (
    select pupil, day, weeks_back, attended, authorised, unauthorised, late, counted
    from long join meanings using (code)
),
counts as (
    select pupil, sum(attended) as attended, sum(authorised) as authorised,
        sum(unauthorised) as unauthorised, sum(authorised + unauthorised) as absent,
        sum(attended + authorised + unauthorised) as possible, sum(late) as late,
        sum(counted) filter (weeks_back < $length) as current
    from meant group by pupil
),
by_week as (
    select pupil, weeks_back, sum(counted) as counted from meant where counted = 1 group by pupil, weeks_back
),
together as (
    select pupil, sum(counted) over (
        partition by pupil order by weeks_back desc range between $length - 1 preceding and current row
    ) as counted
    from by_week
),
peaks as (select pupil, max(counted) as peak from together group by pupil),
days as (
    select pupil, day, max(attended) as came, max(authorised + unauthorised) as absent
    from meant group by pupil, day
),
numbered as (
    select pupil, came = 0 and absent = 1 as absent, sum(came) over (
        partition by pupil order by day rows between unbounded preceding and current row
    ) as run
    from days
),
runs as (select pupil, run, count(*) as days from numbered where absent group by pupil, run),
longest as (select pupil, max(days) as days from runs group by pupil)
select possible as sessions_possible, attended as sessions_attended,
    authorised as sessions_authorised_absence, unauthorised as sessions_unauthorised_absence,
    late as sessions_late, absent / 2 as days_absent,
    case when possible = 0 then -1 else (100 * absent >= $persistent * possible)::int end
        as persistently_absent,
    case when possible = 0 then -1 else (100 * absent >= $severe * possible)::int end as severely_absent,
    coalesce(current, 0) as "unauthorised_10_school_weeks.current",
    coalesce(peak, 0) as "unauthorised_10_school_weeks.peak", coalesce(days, 0) as "longest_run.days"
from counts left join peaks using (pupil) left join longest using (pupil) order by pupil
"""


def in_duckdb(case: Case) -> duckdb.DuckDBPyConnection:
    """The marks as a long table of DuckDB's own."""
    base = duckdb.connect(config={"threads": 1})
    base.register("given_marks", case.long)
    base.register("given_meanings", case.meanings.reset_index())
    base.execute("create table long as select * from given_marks")
    base.execute("create table meanings as select * from given_meanings")
    return base


def by_duckdb(case: Case, base: duckdb.DuckDBPyConnection) -> Found:
    asked = {
        "length": case.window.length,
        "persistent": case.settings.persistent_percent,
        "severe": case.settings.severe_percent,
    }
    return base.execute(SQL, asked).fetchnumpy()


# --- pandas ------------------------------------------------------------------------------


def by_pandas(case: Case) -> Found:
    long = case.long
    for name in case.meanings:
        long = long.assign(**{name: case.meanings[name].to_numpy()[long["code"]]})
    sums = long.groupby("pupil")[list(case.meanings)].sum().astype(np.int32)
    absent = sums["authorised"] + sums["unauthorised"]
    possible = sums["attended"] + absent
    by_week = long.pivot_table(values="counted", index="weeks_back", columns="pupil", aggfunc="sum")
    by_week = by_week.reindex(range(int(by_week.index.max()), -1, -1)).fillna(0)
    together = by_week.rolling(case.window.length, min_periods=1).sum()
    return {
        "sessions_possible": possible.to_numpy(),
        "sessions_attended": sums["attended"].to_numpy(),
        "sessions_authorised_absence": sums["authorised"].to_numpy(),
        "sessions_unauthorised_absence": sums["unauthorised"].to_numpy(),
        "sessions_late": sums["late"].to_numpy(),
        "days_absent": (absent / 2).to_numpy(),
        "persistently_absent": _pandas_reaches(absent, possible, case.settings.persistent_percent),
        "severely_absent": _pandas_reaches(absent, possible, case.settings.severe_percent),
        f"{WINDOW}.current": together.iloc[-1].to_numpy(),
        f"{WINDOW}.peak": together.max().to_numpy(),
        "longest_run.days": _pandas_longest_run(long),
    }


def _pandas_reaches(absent: pd.Series, possible: pd.Series, percent: int) -> NDArray[Any]:
    return (100 * absent >= percent * possible).astype(int).where(possible > 0, -1).to_numpy()


def _pandas_longest_run(long: pd.DataFrame) -> NDArray[Any]:
    absence = long["authorised"] | long["unauthorised"]
    days = long.assign(absence=absence).groupby(["pupil", "day"])[["attended", "absence"]].max()
    days["run"] = days.groupby("pupil")["attended"].cumsum()
    absent = days[(days["attended"] == 0) & (days["absence"] == 1)]
    longest = absent.groupby(["pupil", "run"]).size().groupby("pupil").max()
    return longest.reindex(long["pupil"].unique(), fill_value=0).to_numpy()


# --- the comparison ----------------------------------------------------------------------


def differences(figures: Figures, found: Found) -> list[str]:
    """A sentence for each figure that is not the same for every pupil."""
    sentences = []
    for name in COMMON:
        expected, given = np.asarray(figures[name]), np.asarray(found[name])
        wrong = np.flatnonzero(expected != given)
        if len(wrong):
            at = wrong[0]
            sentences.append(
                f"{name}: {len(wrong)} differ; pupil {at} has {given[at]}, the figures say {expected[at]}"
            )
    return sentences


def rivals_of(case: Case) -> dict[str, Callable[[], Found]]:
    base = in_duckdb(case)
    return {
        "plain NumPy": lambda: by_numpy(case),
        "DuckDB": lambda: by_duckdb(case, base),
        "pandas": lambda: by_pandas(case),
    }


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--pupils", type=int, default=PUPILS)
    pupils = asked.parse_args().pupils
    case = build_case(pupils)
    figures = measure(case.rows, case.settings, case.codes)
    print(f"{pupils:,} pupils × 380 sessions, one thread, process CPU time, median of 7 paired rounds.")
    print("The kernel computes every measure in its time; a rival only these:")
    print("".join(f"  {name}\n" for name in COMMON))
    heading = f"{'CPU seconds':>12}{'/ kernel':>10}  {'least to most':16}{'kernel seconds':>18}"
    print(f"{'':14}{heading}  the same figures")
    failed = False
    for name, rival in rivals_of(case).items():
        wrong = differences(figures, rival())
        failed = failed or bool(wrong)
        _show(name, compare(lambda: measure(case.rows, case.settings, case.codes), rival), wrong)
    return 1 if failed else 0


def _show(name: str, found: Paired, wrong: list[str]) -> None:
    spread = f"{min(found.ratios):.0f} to {max(found.ratios):.0f}"
    verdict = "; ".join(wrong) if wrong else "yes"
    seconds = f"{found.work_seconds:12.3f}{found.ratio:10.0f}  {spread:16}{found.yardstick_seconds:18.3f}"
    print(f"{name:14}{seconds}  {verdict}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
