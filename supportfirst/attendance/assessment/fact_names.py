"""The facts that a rule may name, each with the words that explain it.

`check-pack` refuses a rule that names anything else, so this list is the whole contract
between the packs and the arithmetic. The words never hold a number that a pack could
move: how long a window is, is said by its dates, which `pupil_facts` adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactName:
    """A dotted name is a path into a pupil's measures unless pupil_facts.py supplies it apart."""

    name: str
    words: str
    yes_no: bool = False
    listed: str = ""  # which list of marks lies behind it; "" where no mark does (see below)


_YEAR = "this school year"
_WEEKS = "in the counting window of school weeks"
_CALENDAR = "in the counting window of calendar weeks"
_RECENT = "in the latest school weeks"
_EVIDENCE = "in the period of evidence"

# No mark lies behind what was possible, planned or left without a mark, nor behind an age or a number
# of weeks. What keeps attendance low is absence, so it is listed behind sessions attended.
_ALL = (
    FactName("sessions_possible", f"possible sessions {_YEAR}"),
    FactName("sessions_attended", f"sessions attended {_YEAR}", listed="absence"),
    FactName("sessions_absent", f"sessions missed {_YEAR}", listed="absence"),
    FactName("days_absent_sessions", f"sessions missed {_YEAR}, two to a day", listed="absence"),
    FactName("sessions_authorised_absence", f"sessions of authorised absence {_YEAR}", listed="authorised"),
    FactName(
        "sessions_unauthorised_absence", f"sessions of unauthorised absence {_YEAR}", listed="unauthorised"
    ),
    FactName("sessions_late", f"late marks {_YEAR}", listed="late"),
    FactName("late_in_window", f"late marks {_WEEKS}", listed="late_in_window"),
    FactName("sessions_unmarked", f"sessions without a mark {_YEAR}"),
    FactName("planned_sessions_of_year", "sessions planned for the whole school year"),
    FactName("unauthorised_10_school_weeks.current", f"unauthorised sessions {_WEEKS}", listed="window"),
    FactName(
        "unauthorised_10_school_weeks.peak",
        "most unauthorised sessions in any counting window of school weeks",
        listed="peak",
    ),
    FactName("unauthorised_12_weeks.current", f"unauthorised sessions {_CALENDAR}", listed="window"),
    FactName(
        "unauthorised_12_weeks.peak",
        "most unauthorised sessions in any counting window of calendar weeks",
        listed="peak",
    ),
    FactName("leave_10_school_weeks.current", f"sessions of leave not granted {_WEEKS}", listed="window"),
    FactName(
        "leave_10_school_weeks.peak",
        "most sessions of leave not granted in any counting window of school weeks",
        listed="peak",
    ),
    FactName("longest_run.days", "days in the longest unbroken absence", listed="run"),
    FactName("current_run.days", "days in the absence that is still open", listed="run"),
    FactName("unauthorised_run.longest.days", "days in the longest unauthorised absence", listed="run"),
    FactName(
        "unauthorised_run.current.days", "days in the unauthorised absence that is still open", listed="run"
    ),
    FactName("illness.longest.days", "days in the longest illness", listed="run"),
    FactName("illness.current.days", "days in the illness that is still open", listed="run"),
    FactName("illness.cumulative_days", "days of illness in all", listed="illness"),
    FactName("illness.cumulative_days_this_year", f"days of illness {_YEAR}", listed="illness_this_year"),
    FactName("recent.sessions_possible", f"possible sessions {_RECENT}"),
    FactName("recent.sessions_attended", f"sessions attended {_RECENT}", listed="recent"),
    FactName("recent.sessions_absent", f"sessions missed {_RECENT}", listed="recent"),
    FactName("weekday_flagged", "weekdays missed much more often than the others", listed="weekdays"),
    FactName("persistently_absent", "persistently absent to date", yes_no=True, listed="absence"),
    FactName("severely_absent", "severely absent to date", yes_no=True, listed="absence"),
    FactName(
        "certain_for_year.persistently_absent",
        "certain to end the year persistently absent",
        yes_no=True,
        listed="absence",
    ),
    FactName(
        "certain_for_year.severely_absent",
        "certain to end the year severely absent",
        yes_no=True,
        listed="absence",
    ),
    FactName("zero_since_autumn", "no attendance since the year began", yes_no=True, listed="absence"),
    FactName(
        "none_in_3_weeks",
        "no attendance in the latest weeks looked at, all of it unauthorised",
        yes_no=True,
        listed="nothing_lately",
    ),
    FactName("n_unresolved", "unexplained marks past the time allowed to settle them", listed="n_unresolved"),
    FactName("n_in_10_school_weeks", f"unexplained marks {_WEEKS}", listed="n_in_10_school_weeks"),
    FactName("compulsory_school_age", "of compulsory school age", yes_no=True),
    FactName("evidence_period.weeks", f"school weeks {_EVIDENCE}"),
    FactName("evidence_period.unauthorised", f"unauthorised marks {_EVIDENCE}", listed="evidence"),
    FactName("evidence_period.absent", f"absence marks {_EVIDENCE}", listed="evidence_absent"),
    FactName("evidence_period.n_marks", f"unexplained marks {_EVIDENCE}", listed="evidence_n"),
)
FACT_NAMES: Mapping[str, FactName] = {fact.name: fact for fact in _ALL}
