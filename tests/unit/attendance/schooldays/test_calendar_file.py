"""The calendar file: what opens a session, what closes it, and what is refused with which words."""

from datetime import date

import pytest

from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable, read_calendar
from supportfirst.attendance.vocabulary.sessions import Half, Session

CHRISTMAS = {date(2025, 12, 25): "Christmas Day", date(2025, 12, 26): "Boxing Day"}


def read(text, *, bank_holidays=None, encoding="utf-8"):
    return read_calendar(text.encode(encoding), name="calendar.csv", bank_holidays=bank_holidays or {})


def refused(text):
    with pytest.raises(CalendarUnusable) as raised:
        read(text)
    return raised.value


def days_of(text, **options):
    return [day.isoformat() for day in read(text, **options).calendar.days]


def test_a_term_it_opens_monday_to_friday_both_ends_included():
    read_back = read("start,end,kind,note\n2025-09-04,2025-09-09,term,Autumn\n").calendar

    assert [str(session) for session in read_back.sessions] == [
        f"2025-09-0{day} {half}" for day in (4, 5, 8, 9) for half in ("AM", "PM")
    ]


def test_closed_it_beats_term_whatever_the_order_of_the_lines():
    closed_first = "start,end,kind,note\n2025-09-02,2025-09-02,closed,INSET\n2025-09-01,2025-09-03,term,\n"

    assert days_of(closed_first) == ["2025-09-01", "2025-09-03"]


def test_a_closed_half_it_takes_only_that_half_out():
    text = (
        "start,end,kind,note,session\n2025-09-01,2025-09-02,term,,\n2025-09-01,2025-09-01,closed,heating,pm\n"
    )

    calendar = read(text).calendar

    assert calendar.has(Session(date(2025, 9, 1), Half.AM))
    assert not calendar.has(Session(date(2025, 9, 1), Half.PM))
    assert calendar.meets(date(2025, 9, 2), Half.PM)


def test_both_halves_closed_on_two_lines_it_closes_the_day():
    text = (
        "start,end,kind,note,session\n2025-09-01,2025-09-02,term,,\n"
        "2025-09-01,2025-09-01,closed,,AM\n2025-09-01,2025-09-01,closed,,PM\n"
    )

    assert days_of(text) == ["2025-09-02"]


def test_a_closure_outside_every_term_it_changes_nothing():
    text = "start,end,kind,note\n2025-09-01,2025-09-02,term,\n2025-10-27,2025-10-31,closed,half-term\n"

    assert days_of(text) == ["2025-09-01", "2025-09-02"]


def test_a_bank_holiday_left_open_it_keeps_it_and_warns():
    text = "start,end,kind,note\n2025-12-22,2025-12-26,term,\n2025-12-26,2025-12-26,closed,\n"

    result = read(text, bank_holidays=CHRISTMAS)

    assert date(2025, 12, 25) in result.calendar.days
    assert [(w.line, w.value, w.warning) for w in result.warnings] == [(2, "2025-12-25", True)]
    assert "Christmas Day" in result.warnings[0].problem


def test_a_bank_holiday_closed_for_half_a_day_it_still_warns():
    text = "start,end,kind,note,session\n2025-12-22,2025-12-25,term,,\n2025-12-25,2025-12-25,closed,,AM\n"

    assert len(read(text, bank_holidays=CHRISTMAS).warnings) == 1


@pytest.mark.parametrize(
    ("terms", "lines"),
    [
        ("2025-09-01,2025-10-24,term,\n2025-10-24,2025-12-19,term,\n", "lines 2 and 3"),
        ("2025-11-03,2025-12-19,term,\n2025-09-01,2025-11-03,term,\n", "lines 2 and 3"),
        ("2025-09-01,2026-07-20,term,\n2025-09-02,2025-09-03,term,\n", "lines 2 and 3"),
        ("2025-09-06,2025-09-07,term,\n2025-09-01,2025-09-06,term,\n", "lines 2 and 3"),
    ],
)
def test_overlapping_terms_it_refuses_and_names_both_lines(terms, lines):
    assert lines in str(refused("start,end,kind,note\n" + terms))


def test_three_terms_in_one_it_names_each_overlap():
    fault = refused(
        "start,end,kind,note\n2025-09-01,2026-07-20,term,\n2025-10-01,2025-10-02,term,\n2026-01-05,2026-02-13,term,\n"
    )

    assert "lines 2 and 3" in str(fault)
    assert "lines 2 and 4" in str(fault)


def test_terms_that_touch_it_accepts():
    assert (
        len(days_of("start,end,kind,note\n2025-09-01,2025-09-02,term,\n2025-09-03,2025-09-04,term,\n")) == 4
    )


def test_every_faulty_cell_it_names_with_line_column_and_remedy():
    fault = refused(
        "start,end,kind,note,session\n"
        "2025-13-01,2025-09-30,term,,\n"
        "2025-10-01,soon,holiday,,\n"
        "2025-11-03,2025-11-01,closed,,\n"
        "2025-11-03,2025-11-04,closed,,evening\n"
        "2025-11-10,2025-11-11,term,,AM\n"
        ",2025-11-11,term,,\n"
    )

    assert [(p.line, p.column, p.value) for p in fault.problems] == [
        (2, "start", "2025-13-01"),
        (3, "end", "soon"),
        (3, "kind", "holiday"),
        (4, "end", "2025-11-01"),
        (5, "session", "evening"),
        (6, "session", "AM"),
        (7, "start", ""),
    ]
    assert all(problem.remedy for problem in fault.problems)
    assert "line 7, column “start”" in str(fault)


def test_a_thousand_faults_it_shows_twenty_and_counts_the_rest():
    fault = refused("start,end,kind,note\n" + "x,2025-09-01,term,\n" * 1000)

    assert len(fault.problems) == 1000
    assert "and 980 more" in str(fault)


def test_a_missing_column_it_names_it():
    assert "“kind”" in str(refused("start,end,note\n2025-09-01,2025-09-02,x\n"))


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", ",,,\n"])
def test_an_empty_file_it_says_that_it_is_empty(text):
    assert "empty" in str(refused(text))


@pytest.mark.parametrize(
    "lines",
    ["", "2025-10-27,2025-10-31,closed,\n", "2025-09-06,2025-09-07,term,\n"],
    ids=["only a heading", "only closures", "only a weekend"],
)
def test_a_file_without_a_session_it_refuses(lines):
    assert "no " in str(refused("start,end,kind,note\n" + lines))


def test_a_span_of_centuries_it_refuses_rather_than_fill_the_memory():
    assert "ten years" in str(refused("start,end,kind,note\n0202-09-01,2025-09-02,term,\n"))


def test_a_closure_beyond_the_terms_it_reads_quickly_and_keeps_the_rest():
    text = "start,end,kind,note\n2025-09-01,2025-09-05,term,\n2025-09-05,2030-01-01,closed,\n"

    assert days_of(text)[-1] == "2025-09-04"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffstart,end,kind,note\r\n01/09/2025,02/09/2025,term,Autumn\r\n",
        "Start , END,Kind,Note,,,,\n1/9/2025,2/9/2025,Term,,,,,\n,,,,,,,\n",
        "note,kind,end,start\nAutumn,term,2025-09-02,2025-09-01\n",
        "start;end;kind;note\n2025-09-01;2025-09-02;term;\n",
        'start,end,kind,note\r2025-09-01,2025-09-02,term,"two\nlines"\r',
        "start,end,kind\n2025-09-01,2025-09-02,term\n",
    ],
)
def test_what_spreadsheets_do_it_reads_all_the_same(text):
    assert days_of(text) == ["2025-09-01", "2025-09-02"]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_other_encodings_it_reads_all_the_same(encoding):
    text = "start,end,kind,note\n2025-09-01,2025-09-02,term,caf\u00e9\n"

    assert days_of(text, encoding=encoding) == ["2025-09-01", "2025-09-02"]


def test_line_numbers_it_counts_past_quoted_line_ends_and_empty_lines():
    fault = refused('start,end,kind,note\n\n2025-09-01,2025-09-02,term,"a\nb"\nx,2025-09-02,term,\n')

    assert [problem.line for problem in fault.problems] == [5]
