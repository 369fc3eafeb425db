"""A pupil who is not on roll on the day is listed and measured, and nothing is prompted."""

from __future__ import annotations

import pytest

UPN = "A801200005000"
CALENDAR = "start,end,kind,note\n2025-09-01,2025-10-24,term,\n"
ABSENT = "upn,date,session,code\n" + "".join(
    f"{UPN},2025-09-{day:02d},{half},O\n" for day in (1, 2, 3, 4, 5, 8, 9) for half in ("AM", "PM")
)
ASKED = ("--pack", "england", "--on", "2025-09-24", "--format", "json")
SPELLS = {
    "left": [("2025-09-01", "2025-09-12")],
    "between two spells": [("2025-09-01", "2025-09-12"), ("2025-10-06", "")],
    "not yet come": [("2025-10-06", "")],
}


def pupils(spells):
    rows = [f"{UPN},2014-05-05,{start},{leaving}" for start, leaving in spells]
    return "upn,date_of_birth,start_date,leaving_date\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("standing", SPELLS)
def test_no_line_is_crossed_by_a_pupil_who_is_not_on_roll(desk, standing):
    files = desk.school(ABSENT, calendar=CALENDAR, pupils=pupils(SPELLS[standing]))

    [pupil] = desk.run("assess", *files, *ASKED).json["pupils"]

    assert (pupil["on_roll"], pupil["prompts"], pupil["stages"]) == (False, [], [])
    assert pupil["measures"]["sessions_possible"] == (0 if standing == "not yet come" else 14)


def test_the_same_marks_cross_a_line_for_a_pupil_on_roll(desk):
    files = desk.school(ABSENT, calendar=CALENDAR, pupils=pupils([("2025-09-01", "")]))

    [pupil] = desk.run("assess", *files, *ASKED).json["pupils"]

    assert pupil["on_roll"]
    assert "england.penalty_notice_threshold" in {prompt["rule"] for prompt in pupil["prompts"]}
