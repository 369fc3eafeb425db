"""Built-in calendars against the day counts that councils publish with their term dates."""

import json
from datetime import date
from pathlib import Path

import pytest

from supportfirst.attendance.schooldays.builtin import builtin_calendar

PUBLISHED = Path(__file__).parents[3] / "data" / "published"
CALENDARS = json.loads((PUBLISHED / "school_term_dates.json").read_text("utf-8"))["calendars"]
BANK_HOLIDAYS = {
    date.fromisoformat(event["date"]): event["title"]
    for event in json.loads((PUBLISHED / "govuk_bank_holidays_england_and_wales.json").read_text("utf-8"))[
        "events"
    ]
}
COUNTED = [(c["area"], c["year"], term) for c in CALENDARS for term in c["terms"] if "days" in term]


def calendar(*terms):
    lines = ["start,end,kind,note", *(f"{term['from']},{term['to']},term," for term in terms)]
    return builtin_calendar("\n".join(lines).encode(), name="published", bank_holidays=BANK_HOLIDAYS)


@pytest.mark.parametrize(("area", "year", "term"), COUNTED)
def test_a_published_term_it_has_as_many_school_days_as_the_council_counts(area, year, term):
    assert len(calendar(term).days) == term["days"]


def test_all_nine_published_counts_it_compares():
    assert len(COUNTED) == 9


def test_a_published_year_it_has_the_days_that_the_council_states_and_two_sessions_a_day():
    coventry = next(c for c in CALENDARS if c["area"] == "Coventry")

    made = calendar(*coventry["terms"])

    assert len(made.days) == coventry["total_days_stated"] == 195
    assert len(made.sessions) == 390


def test_a_bank_holiday_it_leaves_out():
    may = calendar({"from": "2026-05-01", "to": "2026-05-05"})

    assert [day.isoformat() for day in may.days] == ["2026-05-01", "2026-05-05"]
