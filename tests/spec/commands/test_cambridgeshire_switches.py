"""Where Cambridgeshire's page leaves room its pack has a switch; turned the other way, it moves an answer.

The worked cases hold the pack as it ships. Here the packs are copied, one value is written
otherwise, and a worked case is judged again through `assess`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts.prove import break_copy
from supportfirst.attendance.packs.load import folder_of
from supportfirst.attendance.packs.worked_cases import read_cases
from tests.factories.worked import copied_packs, judged_by
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
    return copied_packs(tmp_path, "england", "cambridgeshire")


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
    before = judged_by(desk, CASES[case], pack)[item]

    break_copy(project, moved(file, value, to))
    after = judged_by(desk, CASES[case], pack)[item]

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

    found = judged_by(desk, named, project / POLICY / "cambridgeshire")

    assert found["cambridgeshire.hold.targeted_service@s1"] == "in_force"
