"""Any bytes handed in as a calendar: read, or refused with every fault named; never anything else."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable, read_calendar
from supportfirst.attendance.vocabulary.sessions import Half, Session

SOME_DAY = date(2025, 9, 1)
CELLS = st.sampled_from(["2025-09-01", "02/09/2025", "term", "closed", "AM", "", "x", '"', "31/02/2025"])
SPANS = st.tuples(st.integers(0, 30), st.integers(0, 20), st.sampled_from(["", "AM", "PM"]))


def outcome(data):
    """The number of sessions, or the number of faults as a negative number; 0 is neither."""
    try:
        return len(read_calendar(data, name="any", bank_holidays={SOME_DAY: "any"}).calendar.sessions)
    except CalendarUnusable as fault:
        return -len(fault.problems)


@settings(max_examples=80, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_it_reads_or_refuses(data):
    assert outcome(data) != 0


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_any_cells_under_the_right_heading_it_reads_or_refuses(rows):
    text = "start,end,kind,note,session\n" + "\n".join(",".join(row) for row in rows)

    assert outcome(text.encode()) != 0


@settings(max_examples=60, deadline=None)
@given(closures=st.lists(SPANS, max_size=6))
def test_any_closures_it_leaves_open_exactly_what_none_of_them_covers(closures):
    lines = ["2025-09-01,2025-10-03,term,,"]
    covered = set()
    for offset, length, half in closures:
        first = SOME_DAY + timedelta(days=offset)
        lines.append(f"{first},{first + timedelta(days=length)},closed,,{half}")
        for day in range(length + 1):
            halves = [Half[half]] if half else list(Half)
            covered |= {Session(first + timedelta(days=day), each) for each in halves}
    text = "start,end,kind,note,session\n" + "\n".join(lines)
    wanted = {
        Session(SOME_DAY + timedelta(days=offset), half)
        for offset in range(33)
        for half in Half
        if (SOME_DAY + timedelta(days=offset)).weekday() < 5
    } - covered

    try:
        found = set(read_calendar(text.encode(), name="any", bank_holidays={}).calendar.sessions)
    except CalendarUnusable:
        found = set()

    assert found == wanted
