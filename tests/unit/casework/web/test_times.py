"""Times on pages: written in one way, and read in every way that people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from supportfirst.casework.web import components
from supportfirst.casework.web.templatetags.times import clock, moment
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of

TEMPLATES = Path(components.__file__).parent / "templates"


def test_a_moment_is_told_by_the_clock_on_the_wall():
    assert moment(datetime(2026, 7, 1, 8, 40, tzinfo=UTC)) == "1 July 2026, 9:40am"


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_time_is_no_words(nothing):
    assert clock(nothing) == ""


def test_a_time_that_a_record_keeps_as_text_is_said_alike():
    assert clock("09:40") == clock(time(9, 40)) == "9:40am"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(("9:12am", time(9, 12)), ("9.12", time(9, 12)), ("09:12", time(9, 12)), (" 9.12 AM ", time(9, 12))),
        *(("9am", time(9)), ("12pm", time(12)), ("12am", time(0)), ("1:05pm", time(13, 5))),
        *(("midday", time(12)), ("midnight", time(0)), ("23:59", time(23, 59))),
        *(("9", None), ("24:00", None), ("13:05pm", None), ("0am", None), ("9:60", None), ("", None)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, read):
    assert time_of(typed) == read


@pytest.mark.parametrize("minute", range(0, 24 * 60, 7))
def test_what_a_page_offers_can_be_sent_back(minute):
    at = time(minute // 60, minute % 60)

    assert time_of(clock(at)) == at
    assert len(clock(at)) <= LONGEST_TIME


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_page_writes_a_time_in_a_way_of_its_own(path):
    written = path.read_text("utf-8")
    found = re.findall(r"\|(?:date|time):\"[^\"]*\"", written)

    assert [each for each in found if re.search(r"[GgHhiP]", each.partition(":")[2])] == []
