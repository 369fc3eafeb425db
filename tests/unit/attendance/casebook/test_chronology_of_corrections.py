"""A correction answers to the name of what it corrects, so nothing that names either of them is lost."""

from datetime import date

import pytest

from supportfirst.attendance.casebook.chronology import standing
from supportfirst.attendance.packs.case_shape import RecordKind
from supportfirst.attendance.vocabulary.casework import CaseEvent

KINDS = {
    "notice": RecordKind("notice", "A notice", {}),
    "notice_outcome": RecordKind("notice_outcome", "What became of it", {}, about=("notice",)),
    "struck_out": RecordKind("struck_out", "Struck out", {}, about=("any",)),
}
DAY = date(2026, 3, 2)


def event(id, kind="notice", corrects="", **data):  # noqa: A002
    return CaseEvent(id=id, upn="A", kind=kind, on=DAY, corrects=corrects, data=data)


NOTICE = [
    event("n1", amount=160),
    event("n2", corrects="n1", amount=80),
    event("n3", corrects="n2", amount=60),
]


@pytest.mark.parametrize("named", ["n1", "n2", "n3"])
def test_a_follow_up_of_any_of_them_is_laid_over_the_record(named):
    found = standing(
        [*NOTICE, event("o1", "notice_outcome", about=named, outcome="paid")], KINDS, on=DAY, known_at=None
    )

    [notice] = found.of(["notice"])
    assert (notice.id, notice.field("amount"), notice.field("outcome")) == ("n1", 60, "paid")


@pytest.mark.parametrize("named", ["n1", "n2", "n3"])
def test_one_that_strikes_out_any_of_them_takes_the_record_out(named):
    found = standing([*NOTICE, event("s1", "struck_out", about=named)], KINDS, on=DAY, known_at=None)

    assert found.of(["notice"]) == []
