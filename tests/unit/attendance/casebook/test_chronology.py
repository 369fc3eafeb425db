"""Which records stand: strikes, strikes of strikes, follow-ups, days, and what was known when."""

from datetime import date
from fractions import Fraction

import pytest

from supportfirst.attendance.casebook.chronology import standing
from supportfirst.attendance.packs.case_shape import RecordKind
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.moments import end_of_day

KINDS = {
    "notice": RecordKind("notice", "A notice", {}),
    "prosecution": RecordKind("prosecution", "Proceedings", {}),
    "notice_outcome": RecordKind("notice_outcome", "What became of it", {}, about=("notice",)),
    "struck_out": RecordKind("struck_out", "Struck out", {}, about=("any",)),
}
DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)


def event(id, kind="notice", on=DAY, recorded_at=None, corrects="", **data):  # noqa: A002
    return CaseEvent(id=id, upn="A", kind=kind, on=on, recorded_at=recorded_at, corrects=corrects, data=data)


def ids(*events, on=DAY, known_at=None):
    return [record.id for record in standing(events, KINDS, on=on, known_at=known_at).records]


@pytest.mark.parametrize(("strikes", "stands"), [(1, False), (2, True), (3, False), (4, True)])
def test_a_strike_that_is_struck_out_brings_the_record_back(strikes, stands):
    events = [event("s0")] + [
        event(f"s{place}", "struck_out", about=f"s{place - 1}") for place in range(1, strikes + 1)
    ]

    assert ("s0" in ids(*events)) is stands


def test_one_of_two_strikes_is_enough():
    events = [event("n"), event("s1", "struck_out", about="n"), event("s2", "struck_out", about="n")]

    assert "n" not in ids(*events, event("s3", "struck_out", about="s1"))


def test_a_strike_of_a_later_day_takes_nothing_out_yet():
    events = [event("n"), event("s", "struck_out", on=NEXT, about="n")]

    assert (ids(*events), ids(*events, on=NEXT)) == (["n"], ["s"])


def test_what_was_written_down_later_is_not_known_yet():
    events = [
        event("n"),
        event("o", "notice_outcome", recorded_at=end_of_day(NEXT), about="n", outcome="paid"),
    ]

    early = standing(events, KINDS, on=DAY, known_at=end_of_day(DAY))

    assert early.of(["notice"])[0].field("outcome") is None
    assert early.left_out == {"after_on": 0, "not_yet_known": 1}
    late = standing(events, KINDS, on=DAY, known_at=end_of_day(NEXT))
    assert late.of(["notice"])[0].field("outcome") == "paid"


def test_the_later_follow_up_wins_and_its_kind_tells_its_day():
    events = [
        event("n"),
        event("o2", "notice_outcome", on=NEXT, about="n", outcome="withdrawn"),
        event("o1", "notice_outcome", about="n", outcome="unpaid", amount=80),
    ]

    [notice] = standing(events, KINDS, on=NEXT, known_at=None).of(["notice"])

    assert (notice.field("outcome"), notice.field("amount")) == ("withdrawn", 80)
    assert notice.field("notice_outcome") == NEXT


def test_records_of_several_kinds_and_one_day_keep_the_order_of_the_file():
    found = standing([event("p", "prosecution"), event("n")], KINDS, on=DAY, known_at=None)

    assert [record.id for record in found.of(["notice", "prosecution"])] == ["p", "n"]


def test_a_number_with_decimals_is_looked_at_as_it_is_written():
    [record] = standing([event("n", percent=Fraction(185, 2))], KINDS, on=DAY, known_at=None).records

    assert record.says("percent", ("92.5",))
