"""Names of letters, meetings, returns, papers and holds that an event gives as text."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.casebook.catalogue_names import unknown_names
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.vocabulary.casework import CaseEvent

ESSEX = load_pack("essex")


def event(id_, kind, **data):
    return CaseEvent(id_, "N999200000001", kind, date(2025, 10, 6), data=data)


def told(*events):
    return [(each.column, each.value, each.remedy) for each in unknown_names(events, ESSEX, file="h.json")]


def test_a_name_that_is_nearly_one_of_the_policy_is_told_with_that_one():
    sent = event("l1", "letter_sent", letter="essex.leter.meeting_invitation")

    assert told(sent) == [
        ("letter", "essex.leter.meeting_invitation", "did you mean “essex.letter.meeting_invitation”?")
    ]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("meeting", "meeting"),
        ("return_sent", "return"),
        ("reason_given", "item"),
        ("reason_to_go_on", "hold"),
    ],
)
def test_a_name_that_is_nothing_is_told_for_each_field_that_names_something(kind, field):
    [(column, value, remedy)] = told(event("x1", kind, **{field: "zzz"}))

    assert (column, value) == (field, "zzz")
    assert "packs show" in remedy


def test_a_name_given_twice_is_told_once_with_how_often():
    [problem] = unknown_names(
        [event("m1", "meeting", meeting="zzz"), event("m2", "meeting", meeting="zzz")], ESSEX, file="h.json"
    )

    assert "2 events give (m1 first)" in problem.problem
    assert problem.warning


def test_names_of_the_policy_and_those_for_a_parent_or_record_are_not_told():
    paper = next(rule.id for rule in ESSEX.rules if rule.kind == "evidence")

    assert told(event("r1", "reason_given", item=f"{paper}@P1")) == []
