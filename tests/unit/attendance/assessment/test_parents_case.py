from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supportfirst.attendance.assessment.case_items import CaseItems, RecordSeen
from supportfirst.attendance.assessment.parents_case import tellable
from tests.factories.rules import build_finding

NOTICE = RecordSeen("A penalty notice was issued", date(2026, 1, 12), ("P1",))
CASE = CaseItems(records={"n1": NOTICE, "m1": replace(NOTICE, parents=())}, parents=("P1", "P2"))
FOR_ALL = build_finding("rule")
FOR_ONE = build_finding("rule")._replace(parent_id="P1")
OF_NOTICE = build_finding("rule")._replace(record_id="n1", parent_id="P1")
OF_MEETING = build_finding("rule")._replace(record_id="m1")


@pytest.mark.parametrize("reader", ["P1", "P2", None])
@pytest.mark.parametrize("finding", [FOR_ALL, OF_MEETING])
def test_what_concerns_every_parent_is_told_to_anyone(finding, reader):
    assert tellable(finding, CASE, reader)


@pytest.mark.parametrize("finding", [FOR_ONE, OF_NOTICE])
@pytest.mark.parametrize(("reader", "told"), [("P1", True), ("P2", False), (None, False)])
def test_one_parents_business_is_told_to_that_parent_alone(finding, reader, told):
    assert tellable(finding, CASE, reader) is told


def test_an_only_parent_is_told_without_being_named():
    assert tellable(FOR_ONE, replace(CASE, parents=("P1",)), None)


def test_where_the_parents_are_not_known_nobody_unnamed_is_told():
    assert not tellable(FOR_ONE, replace(CASE, parents=None), None)
