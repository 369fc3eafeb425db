"""Filters of records: one that plainly fails decides, and numbers may have decimals."""

from datetime import date
from fractions import Fraction

import pytest

from supportfirst.attendance.casebook.chronology import standing
from supportfirst.attendance.casebook.record_facts import Against, of_records, passing
from supportfirst.attendance.packs.case_shape import Filter, RecordKind
from supportfirst.attendance.packs.case_shape import Test as Look
from supportfirst.attendance.packs.fact_shape import OfRecords, RecordsAsk
from supportfirst.attendance.vocabulary.casework import CaseEvent

DAY = date(2026, 3, 2)
UNKNOWN_DAY = Against(lambda _: None, {"line": 92, "fine_line": Fraction(93, 1)}.get, lambda *_: True)


def reviews(**data):
    events = [CaseEvent(id="r", upn="A", kind="review", on=DAY, data=data)]
    return standing(events, {"review": RecordKind("review", "A review", {})}, on=DAY, known_at=None)


def passed(filters, **data):
    return passing(reviews(**data), ("review",), filters, "", UNKNOWN_DAY)


SINCE_UNKNOWN = Filter("on", Look.SINCE, ("some.day",))
IMPROVED = Filter("outcome", Look.IS, ("improved",))


@pytest.mark.parametrize("filters", [(SINCE_UNKNOWN, IMPROVED), (IMPROVED, SINCE_UNKNOWN)])
def test_what_plainly_fails_one_filter_is_left_out_whatever_another_cannot_tell(filters):
    assert passed(filters, outcome="no_improvement") == []
    assert passed(filters, outcome="improved") is None


def test_a_field_that_is_not_there_is_since_no_day():
    assert passed((Filter("next_on", Look.SINCE, ("some.day",)),)) == []


@pytest.mark.parametrize(
    ("percent", "passes"), [(Fraction(185, 2), True), (92, True), (Fraction(919, 10), False)]
)
def test_a_number_with_decimals_is_held_exactly_against_a_value(percent, passes):
    found = passed((Filter("percent", Look.AT_LEAST, ("line",)),), percent=percent)

    assert found is not None
    assert bool(found) is passes


def test_the_latest_number_keeps_its_decimals_and_a_count_is_whole():
    records = reviews(percent=Fraction(185, 2)).records

    assert of_records(OfRecords(RecordsAsk.LATEST, ("review",), field="percent"), records).value == Fraction(
        185, 2
    )
    assert of_records(OfRecords(RecordsAsk.COUNT, ("review",)), records).value == 1
