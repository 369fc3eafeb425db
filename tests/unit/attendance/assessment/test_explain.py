from __future__ import annotations

from supportfirst.attendance.assessment.explain import (
    figures_in_words,
    for_officer,
    marks_in_words,
    not_crossed,
    sentences,
)
from supportfirst.attendance.assessment.finding import Fact, Outcome, Reason
from tests.factories.rules import SOURCE, build_finding

MARKS = (
    {"date": "2026-03-02", "session": "AM", "code": "O"},
    {"date": "2026-03-02", "session": "PM", "code": "O"},
    {"date": "2026-03-03", "session": "PM", "code": "G"},
)
COUNTED = Fact("sessions_absent", 3, "sessions missed", "register marks", MARKS)
TREE = Reason(
    "May it be considered?",
    Outcome.MET,
    "both hold",
    parts=(
        Reason("Are there enough?", Outcome.MET, "3 of at least 3", (COUNTED,), source=SOURCE),
        Reason("Of age?", Outcome.CANNOT_TELL, "not known", source=SOURCE, stated=False),
    ),
)
FINDING = build_finding("rule")._replace(because=TREE, notes=("A reading. [A paper]",))


def test_each_condition_is_a_line_and_its_parts_stand_beneath_it():
    assert list(sentences(TREE)) == [
        "May it be considered? Yes: both hold.",
        "  Are there enough? Yes: 3 of at least 3. [A paper, page 1]",
        "    Marks: 2026-03-02 AM O, PM O; 2026-03-03 PM G.",
        "  Of age? Cannot tell: not known. [A paper, page 1; inferred]",
    ]


def test_a_day_is_named_once_with_its_halves():
    assert marks_in_words(COUNTED) == "2026-03-02 AM O, PM O; 2026-03-03 PM G"


def test_the_officer_gets_the_text_the_source_the_notes_and_the_tree():
    assert for_officer(FINDING) == [
        "Title of rule: Text of rule",
        "  Source: A paper, page 1.",
        "  Note: A reading. [A paper]",
        *(f"  {line}" for line in sentences(TREE)),
    ]


def test_a_rule_that_we_infer_says_so_to_the_officer():
    finding = build_finding("rule", stated=False)

    assert for_officer(finding)[1] == "  Source: A paper, page 1 (inferred)."


def test_what_cannot_be_told_is_never_said_as_if_it_were_crossed():
    finding = build_finding("rule", Outcome.CANNOT_TELL)

    assert for_officer(finding)[0] == "Title of rule: cannot tell."


def test_a_line_that_is_not_crossed_is_one_line_with_the_figure():
    finding = build_finding("rule", Outcome.NOT_MET)

    assert not_crossed(finding) == "Title of rule: because of rule."


def test_a_long_list_is_shortened_only_in_words():
    days = [f"2026-0{month}-{day:02d}" for month in (1, 2, 3) for day in range(1, 29)]
    marks = tuple({"date": day, "session": "AM", "code": "O"} for day in days)

    told = marks_in_words(COUNTED._replace(sessions=marks))

    assert told.startswith("84 marks; the first 60: 2026-01-01 AM O; ")
    assert told.endswith("; 2026-03-04 AM O")


def test_a_list_as_long_as_a_line_may_be_is_whole():
    marks = tuple({"date": f"day {place}", "session": "AM", "code": "O"} for place in range(60))

    assert marks_in_words(COUNTED._replace(sessions=marks)).startswith("day 0 AM O; ")


def test_marks_behind_two_conditions_are_listed_once():
    twice = Reason("Both?", Outcome.MET, "so", parts=(TREE, TREE))

    assert sum("Marks:" in line for line in sentences(twice)) == 1


NO_RUN = {"days": 0, "sessions": 0, "first_day": None, "last_day": None, "codes": {}}
RUN = {"days": 1, "sessions": 2, "first_day": "2026-02-02", "last_day": "2026-02-02", "codes": {"O": 2}}
WEEKDAY = {half: {"absent": 1, "possible": 5} for half in ("AM", "PM")}
MEASURES = {
    "sessions_late": 3,
    "planned_sessions_of_year": 380,
    "unauthorised_10_school_weeks": {
        "current": 2,
        "peak": 4,
        "first_reached_on": None,
        "threshold": 10,
        "window": {"first_day": "2026-01-05", "last_day": "2026-03-02", "sessions": []},
    },
    "fell_below": {
        "95": {"first_on": "2026-02-02", "first_settled_on": "2026-02-09", "below_now": True},
        "92": {"first_on": "2025-09-02", "first_settled_on": None, "below_now": False},
        "90": {"first_on": None, "first_settled_on": None, "below_now": False},
    },
    "longest_run": RUN,
    "current_run": NO_RUN,
    "unauthorised_run": {"longest": RUN, "current": NO_RUN},
    "illness": {"longest": NO_RUN, "current": NO_RUN, "cumulative_days_this_year": 1},
    "weekday_pattern": {
        **dict.fromkeys(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), WEEKDAY),
        "flagged": ["Monday"],
    },
    "recent": {
        "school_weeks": 6,
        "first_day": "2026-01-12",
        "last_day": "2026-03-02",
        "sessions_possible": 60,
        "sessions_attended": 54,
        "attendance_percent": 90.0,
        "trend": -2.25,
    },
    "late_in_window": 1,
}


def test_the_figures_that_are_looked_for_stand_each_on_a_line():
    assert list(figures_in_words(MEASURES, 1)) == [
        "Unauthorised sessions in the counting window of school weeks (2026-01-05 to 2026-03-02): 2; "
        "the most there ever were is 4; the line is 10, never reached.",
        "Fell below: 95% first on 2026-02-02, settled on 2026-02-09, below now; "
        "92% first on 2025-09-02, not settled; 90% never.",
        "Absence: longest 1 school day (2026-02-02 to 2026-02-02); still open none.",
        "Unauthorised absence: longest 1 school day (2026-02-02 to 2026-02-02); still open none.",
        "Illness: longest none; still open none; 1 day this school year.",
        "Weekdays: missed Monday 2 of 10, Tuesday 2 of 10, Wednesday 2 of 10, Thursday 2 of 10, "
        "Friday 2 of 10; much more often than the others: Monday.",
        "Latest school weeks (6 weeks, 2026-01-12 to 2026-03-02): attended 90.0% (54 of 60 sessions), "
        "2.2 points below the year to date.",
        "Late marks: 3 this school year; 1 in the counting window of school weeks.",
        "Planned for the whole school year: 380 sessions.",
    ]


def test_the_latest_weeks_without_a_possible_session_have_no_percentage():
    nothing = {**MEASURES, "recent": {"sessions_possible": 0}}

    assert "Latest school weeks: no possible session." in list(figures_in_words(nothing, 1))
