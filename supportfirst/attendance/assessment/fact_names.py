"""The facts that a rule may name, each with the words that explain it.

`check-pack` refuses a rule that names anything else, so this list is the whole contract
between the packs and the arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactName:
    """A dotted name is a path into a pupil's measures unless facts.py supplies it apart."""

    name: str
    words: str
    yes_no: bool = False
    listed: str = ""  # which list of marks lies behind it


_YEAR = "this school year"
_ALL = (
    FactName("sessions_possible", f"possible sessions {_YEAR}"),
    FactName("sessions_attended", f"sessions attended {_YEAR}"),
    FactName("sessions_absent", f"sessions missed {_YEAR}", listed="absence"),
    FactName("days_absent_sessions", f"sessions missed {_YEAR}, two to a day", listed="absence"),
    FactName("sessions_authorised_absence", f"sessions of authorised absence {_YEAR}", listed="authorised"),
    FactName(
        "sessions_unauthorised_absence", f"sessions of unauthorised absence {_YEAR}", listed="unauthorised"
    ),
    FactName("sessions_late", f"late marks {_YEAR}", listed="late"),
    FactName("late_in_window", "late marks in the counting window"),
    FactName("sessions_unmarked", f"sessions without a mark {_YEAR}"),
    FactName("planned_sessions_of_year", "sessions planned for the whole school year"),
    FactName(
        "unauthorised_10_school_weeks.current",
        "unauthorised sessions in the last ten school weeks",
        listed="window",
    ),
    FactName("unauthorised_10_school_weeks.peak", "most unauthorised sessions in any ten school weeks"),
    FactName(
        "unauthorised_12_weeks.current", "unauthorised sessions in the last twelve weeks", listed="window"
    ),
    FactName("unauthorised_12_weeks.peak", "most unauthorised sessions in any twelve weeks"),
    FactName(
        "leave_10_school_weeks.current",
        "sessions of leave not granted in the last ten school weeks",
        listed="window",
    ),
    FactName("leave_10_school_weeks.peak", "most sessions of leave not granted in any ten school weeks"),
    FactName("longest_run.days", "days in the longest unbroken absence"),
    FactName("current_run.days", "days in the absence that is still open"),
    FactName("unauthorised_run.longest.days", "days in the longest unauthorised absence"),
    FactName("unauthorised_run.current.days", "days in the unauthorised absence that is still open"),
    FactName("illness.longest.days", "days in the longest illness"),
    FactName("illness.current.days", "days in the illness that is still open"),
    FactName("illness.cumulative_days", "days of illness in all"),
    FactName("illness.cumulative_days_this_year", f"days of illness {_YEAR}"),
    FactName("recent.sessions_possible", "possible sessions in the last school weeks"),
    FactName("recent.sessions_attended", "sessions attended in the last school weeks"),
    FactName("recent.sessions_absent", "sessions missed in the last school weeks"),
    FactName("weekday_flagged", "weekdays missed much more often than the others"),
    FactName("persistently_absent", "persistently absent to date", yes_no=True),
    FactName("severely_absent", "severely absent to date", yes_no=True),
    FactName(
        "certain_for_year.persistently_absent", "certain to end the year persistently absent", yes_no=True
    ),
    FactName("certain_for_year.severely_absent", "certain to end the year severely absent", yes_no=True),
    FactName("zero_since_autumn", "no attendance since the year began", yes_no=True),
    FactName("none_in_3_weeks", "no attendance in the last three weeks, all of it unauthorised", yes_no=True),
    FactName("n_unresolved", "unexplained marks past the time allowed to settle them", listed="n_unresolved"),
    FactName(
        "n_in_10_school_weeks",
        "unexplained marks in the last ten school weeks",
        listed="n_in_10_school_weeks",
    ),
    FactName("compulsory_school_age", "of compulsory school age", yes_no=True),
    FactName("evidence_period.weeks", "school weeks in the period of evidence"),
    FactName(
        "evidence_period.unauthorised", "unauthorised marks in the period of evidence", listed="evidence"
    ),
    FactName("evidence_period.absent", "absence marks in the period of evidence"),
    FactName("evidence_period.n_marks", "unexplained marks in the period of evidence", listed="evidence_n"),
)
FACT_NAMES: Mapping[str, FactName] = {fact.name: fact for fact in _ALL}
