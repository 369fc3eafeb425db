"""Runs of absence, of unauthorised absence and of illness, as the oracle counts them.

Shares nothing with the kernel. A day belongs if every possible session of it does; a day
with any attendance ends a run; every other day neither breaks a run nor counts in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from supportfirst.attendance.measures.oracle_case import Case, Json, Seen, by_day

Belongs = Callable[[Seen], bool]


def runs(case: Case) -> Json:
    def is_illness(each: Seen) -> bool:
        return each.code in case.settings.illness_codes

    absence = found_runs(case.seen, lambda each: each.absent)
    unauthorised = found_runs(case.seen, lambda each: each.unauthorised)
    illness = found_runs(case.seen, is_illness)
    tenths = nth_days(case, unauthorised, case.settings.unauthorised_run_days)
    ill_days = [day for run in illness for day in run]
    ill_this_year = [day for day in ill_days if day >= case.year_first]
    nth = case.settings.illness_days - 1
    return {
        "longest_run": described(case, longest(case, absence)),
        "current_run": described(case, current(case, absence)),
        "unauthorised_run": {
            "longest": described(case, longest(case, unauthorised)),
            "current": described(case, current(case, unauthorised)),
            "tenth_day_on": next((day.isoformat() for day in tenths), None),
            "tenth_day_on_this_year": next(
                (day.isoformat() for day in tenths if day >= case.year_first), None
            ),
        },
        "illness": {
            "longest": described(case, longest(case, illness)),
            "current": described(case, current(case, illness)),
            "cumulative_days": len(ill_days),
            "cumulative_days_this_year": len(ill_this_year),
            "fifteenth_on": ill_days[nth].isoformat() if len(ill_days) > nth else None,
            "fifteenth_on_this_year": ill_this_year[nth].isoformat() if len(ill_this_year) > nth else None,
        },
    }


def found_runs(seen: list[Seen], belongs: Belongs) -> list[list[date]]:
    """Runs of absent days; an attended day ends one, a neutral day does nothing."""
    runs_found: list[list[date]] = [[]]
    for day, sessions in by_day(seen):
        possible = [each for each in sessions if each.possible]
        if any(each.attended for each in possible):
            runs_found.append([])
        elif possible and all(belongs(each) for each in possible):
            runs_found[-1].append(day)
    return runs_found


def nth_days(case: Case, runs_found: list[list[date]], number: int) -> list[date]:
    return [run[number - 1] for run in runs_found if len(run) >= number]


def longest(case: Case, runs_found: list[list[date]]) -> list[date]:
    of_this_year = [run for run in runs_found if run and run[-1] >= case.year_first]
    return max(of_this_year, key=len, default=[])


def current(case: Case, runs_found: list[list[date]]) -> list[date]:
    return runs_found[-1]


def described(case: Case, run: list[date]) -> Json:
    absences = [each for each in case.seen if each.day in run and each.absent]
    between = [each for each in case.seen if run and run[0] <= each.day <= run[-1]]
    return {
        "days": len(run),
        "sessions": len(absences),
        "first_day": run[0].isoformat() if run else None,
        "last_day": run[-1].isoformat() if run else None,
        "codes": dict(Counter(each.symbol for each in absences)),
        "unmarked_inside": sum(each.code is None for each in between),
    }
