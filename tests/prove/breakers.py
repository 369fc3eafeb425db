"""How to break the rule behind each proved requirement, so that its proof can be seen to fail.

`make prove ID` copies the project, runs the tests marked with the id (they must pass),
breaks the copy as said here, and runs them again (now one must fail). Choose the smallest
break that takes the behaviour away: a value moved one step, an operator turned, one
function made to answer nothing. A break that stops the program from starting proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text that stands once in a file; for a pack value, quote enough lines to be its own."""

    file: str  # from the project's root
    find: str
    replace: str


@dataclass(frozen=True, slots=True)
class MoveValue:
    """Write another value in a pack: the scalar at `path`, keys and list places from the file's top."""

    file: str  # e.g. supportfirst/policy/coventry/values.yaml
    path: tuple[str | int, ...]
    to: str | int


@dataclass(frozen=True, slots=True)
class Disable:
    """Make a function (or `Class.method`) answer `returns`, a Python literal, whatever it is given."""

    function: str  # module:function
    returns: str


Breaker = Edit | MoveValue | Disable

POLICY = "supportfirst/policy"


def moved(file: str, value: str, to: str | int, *, step: int = 0, key: str = "value") -> MoveValue:
    """One step of a pack's dated value: its `value`, or its `operator`; file without policy/ and .yaml."""
    return MoveValue(f"{POLICY}/{file}.yaml", ("values", value, "steps", step, key), to)


def item(file: str, value: str, place: int, to: int) -> MoveValue:
    """One entry of a value that is a list."""
    return MoveValue(f"{POLICY}/{file}.yaml", ("values", value, "steps", 0, "value", place), to)


ABSENCE = "england/values/absence"
BANDS = "coventry/values/bands"
LISTS = "coventry/values/lists"
EVIDENCE = "cambridgeshire/values/evidence_period"
HALTON = "halton/values/absence"
MAP = "widnes-academy/values/map"

BREAKERS: dict[str, Breaker] = {
    "CAM-44": moved(EVIDENCE, "evidence_period.min_unauthorised", 11),
    "CAM-45": moved(EVIDENCE, "evidence_period.majority_percent", ">=", key="operator"),
    "COV-01": moved(BANDS, "attendance_target", 95),
    "COV-05": moved(LISTS, "coventry_pa_narrative", ">", key="operator"),
    "HAL-02": moved(HALTON, "halton_pa_glossary", "<=", key="operator"),
    "HAL-03": moved("england/values/school_age", "school_age.starts_at", 3),
    "HAL-159": moved(HALTON, "tsm_pa_list", "<", key="operator"),
    "HAL-160": moved(HALTON, "tsm_sa_list", "<", key="operator"),
    "HAL-161": moved(HALTON, "halton_sa_glossary", "<=", key="operator"),
    "LAW-01": Edit(
        f"{POLICY}/england/codes/2024-08-19.yaml",
        "due at the other school\n    class: not a possible session",
        "due at the other school\n    class: authorised absence",
    ),
    "LAW-02": moved(ABSENCE, "pa_headline", ">", step=2, key="operator"),
    "LAW-03": Edit(
        f"{POLICY}/england/codes/2024-08-19.yaml",
        "  - symbol: L\n",
        "  - symbol: L\n    counts_to_threshold: yes\n",
    ),
    "LAW-04": moved("england/values/penalty_notice", "penalty_notice.window_school_weeks", 9, step=1),
    "LAW-13": Edit(
        f"{POLICY}/england/codes/2026-07-01.yaml",
        "counts_to_threshold: yes",
        "counts_to_threshold: no",
    ),
    "LAW-15": Edit(
        "supportfirst/attendance/registers/transfer_file.py",
        "_FIRST_WITH_COMMAS = 24",
        "_FIRST_WITH_COMMAS = 25",
    ),
    "SC-A1": moved(LISTS, "tsm_pa_list", "<=", key="operator"),
    "SC-A2": moved(LISTS, "tsm_sa_list", "<=", key="operator"),
    "SC-A3": moved(BANDS, "bands.stage_1_from", 90),
    "SC-A4": moved(BANDS, "advisory_marker", "<=", key="operator"),
    "SC-A5": Edit(
        "supportfirst/attendance/assessment/slots.py",
        " ({part} of {possible} sessions)",
        "",
    ),
    "SC-A6": moved(ABSENCE, "min_sessions_before_staging", 19),
    "SC-A7": item(MAP, "attendance_map.day_steps", 2, 11),
    "SC-A8": Edit(
        f"{POLICY}/widnes-academy/rules/absence.yaml",
        "share: [sessions_absent, planned_sessions_of_year]",
        "share: [sessions_absent, sessions_possible]",
    ),
    "SC-A9": moved("coventry/values/penalty", "lost_learning.days_per_year", 190),
    "SC-A10": moved("england/values/penalty_notice", "penalty_notice.threshold_sessions", 11),
    "SC-A11": moved("england/values/register", "code_table", "codes of the 2006 regulations", step=2),
    "SC-A12": Edit(
        f"{POLICY}/cambridgeshire/rules/evidence_period.yaml",
        "fact: evidence_period.n_marks\n          value: one_or_more",
        "fact: evidence_period.n_marks\n          value: evidence_period.min_unauthorised",
    ),
    "SC-A13": moved(EVIDENCE, "evidence_period.majority_percent", 60),
    "SC-A17": moved(EVIDENCE, "evidence_period.min_school_weeks", 11),
    "WID-27": moved("england/values/school_age", "school_age.starts_at", 3),
    "WID-86": item(MAP, "attendance_map.day_steps", 5, 18),
    "WID-87": moved(ABSENCE, "pa_headline", 11, step=2),
    "WID-88": Edit(
        "supportfirst/attendance/assessment/slots.py",
        "def show_days(sessions: int) -> str:",
        "def show_days(sessions: int) -> str:\n    sessions = 2 * sessions",
    ),
}
