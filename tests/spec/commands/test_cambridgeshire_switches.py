"""Where Cambridgeshire's page leaves room its pack has a switch; turned the other way, it moves an answer.

The worked cases hold the pack as it ships. Here the packs are copied, one value is written
otherwise, and a worked case is judged again through `assess`.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.prove import break_copy
from supportfirst.attendance.packs.load import folder_of
from supportfirst.attendance.packs.worked_cases import (
    WorkedCase,
    calendar_csv,
    history_json,
    parents_csv,
    pupils_csv,
    read_cases,
    register_csv,
    school_json,
)
from tests.factories.desks import Desk
from tests.prove.breakers import POLICY, moved

CASES = {case.name: case for case in read_cases(folder_of("cambridgeshire"))[0]}
LADDER, SUPPORT = "cambridgeshire/values/ladder", "cambridgeshire/values/support"
NOTICE, COURT = "england.route.penalty_notice@P1", "england.route.prosecution_444_1@P1"
OPEN_COURT = "england.route.prosecution_444_1A@P1"
REVIEWED = "a notice, and a review that found no improvement"
WAITING = "cambridgeshire.waiting_list"
NEEDS_CONVICTION = "cambridgeshire.earlier_conviction_needed"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the two packs, in the folders where a project keeps them."""
    for pack in ("england", "cambridgeshire"):
        shutil.copytree(folder_of(pack), tmp_path / POLICY / pack)
    return tmp_path


def judged(desk: Desk, case: WorkedCase, pack: Path) -> Any:
    """How each item of the case's pupil comes out, by its name."""
    files = {
        "register.csv": register_csv(case),
        "calendar.csv": calendar_csv(case),
        "pupils.csv": pupils_csv(case),
        "school.json": school_json(case),
        "parents.csv": parents_csv(case),
        "history.json": history_json(case),
    }
    given = {name: content for name, content in files.items() if content is not None}
    options = [part for name in given for part in (f"--{Path(name).stem}", desk.write(name, given[name]))]
    told = desk.run(
        "assess", *options, "--pack", str(pack), "--on", case.on.isoformat(), "--all", "--format", "json"
    )
    [pupil] = told.json["pupils"]
    return pupil["judged"]


@pytest.mark.parametrize(
    ("file", "value", "to", "case", "item", "as_shipped", "turned"),
    [
        pytest.param(
            SUPPORT,
            WAITING,
            "block",
            "a waiting list, and a reason to go on",
            NOTICE,
            "open",
            "shut",
            marks=pytest.mark.requirement("SC-B8"),
        ),
        (SUPPORT, WAITING, "block", "a waiting list and a reason, before prosecution", COURT, "open", "shut"),
        (
            SUPPORT,
            WAITING,
            "block",
            "a waiting list and a reason, before prosecution",
            OPEN_COURT,
            "open",
            "shut",
        ),
        (SUPPORT, WAITING, "block", "the first sanction is a penalty notice", NOTICE, "open", "open"),
        (SUPPORT, WAITING, "block", REVIEWED, COURT, "open", "open"),
        (SUPPORT, WAITING, "block", REVIEWED, OPEN_COURT, "open", "open"),
        (
            SUPPORT,
            "cambridgeshire.early_help_ends_when_closed",
            "yes",
            "early help that has closed still holds",
            "cambridgeshire.hold.early_help@e1",
            "in_force",
            "not_in_force",
        ),
        (
            SUPPORT,
            "cambridgeshire.any_service_counts",
            "no",
            "a service that Cambridgeshire does not name",
            "cambridgeshire.hold.targeted_service@s1",
            "in_force",
            "not_in_force",
        ),
        (LADDER, NEEDS_CONVICTION, "no", "after an acquittal", COURT, "shut", "open"),
        (LADDER, NEEDS_CONVICTION, "no", "after a conviction for leave", COURT, "shut", "shut"),
        (
            LADDER,
            "cambridgeshire.second_penalty_notice",
            "yes",
            "an earlier notice has been used",
            NOTICE,
            "shut",
            "open",
        ),
    ],
)
def test_a_switch_turned_the_other_way_moves_the_answer_it_names(
    desk, project, file, value, to, case, item, as_shipped, turned
):
    pack = project / POLICY / "cambridgeshire"
    before = judged(desk, CASES[case], pack)[item]

    break_copy(project, moved(file, value, to))
    after = judged(desk, CASES[case], pack)[item]

    assert (before, after) == (as_shipped, turned)


NAMED = ("youth offending service", "YOS", "SAFE team", "family worker", "young people's worker")


@pytest.mark.parametrize("service", [*NAMED, "targeted support"])
def test_a_named_service_is_given_time_even_where_no_other_is(desk, project, service):
    case = CASES["a service that Cambridgeshire does not name"]
    history = tuple(
        {**event, "data": {**event["data"], "service": service}} for event in case.files.history or ()
    )
    named = replace(case, files=replace(case.files, history=history))
    break_copy(project, moved(SUPPORT, "cambridgeshire.any_service_counts", "no"))

    found = judged(desk, named, project / POLICY / "cambridgeshire")

    assert found["cambridgeshire.hold.targeted_service@s1"] == "in_force"
