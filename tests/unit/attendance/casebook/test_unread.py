"""What an event that could not be read leaves unknown: its kind, and what it follows up or strikes out."""

from supportfirst.attendance.casebook.unread import lost_after, lost_among
from supportfirst.attendance.packs.case_shape import RecordKind

RECORDS = {
    "notice": RecordKind("notice", "A notice", {}),
    "notice_outcome": RecordKind("notice_outcome", "What became of it", {}, about=("notice",)),
    "struck_out": RecordKind("struck_out", "Struck out", {}, about=("any",)),
}


def test_a_kind_is_lost_where_an_event_of_it_was_left_out():
    assert lost_among(("contact", "notice"), {"notice"})
    assert not lost_among(("contact",), {"notice"})
    assert not lost_among(("contact",), set())


def test_what_a_lost_event_followed_up_may_be_otherwise_than_it_looks():
    assert lost_after(("notice",), {"notice_outcome"}, RECORDS)
    assert not lost_after(("contact",), {"notice_outcome"}, RECORDS)
    assert not lost_after(("notice",), {"notice"}, RECORDS)


def test_any_record_may_have_been_struck_out_by_one_that_was_lost():
    assert lost_after(("contact",), {"struck_out"}, RECORDS)


def test_a_kind_that_the_pack_does_not_know_follows_up_nothing():
    assert not lost_after(("notice",), {"letter_of_another_body"}, RECORDS)
