"""Any bytes at all, and sound registers with one thing changed: nothing raises, no untouched cell is lost."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from supportfirst.attendance.registers.parse import LAYOUTS, parse_register
from supportfirst.attendance.registers.pupils_file import parse_pupils
from supportfirst.attendance.registers.readers import Faults, MomentReader
from supportfirst.attendance.vocabulary.moments import read_moment
from tests.factories.codes import build_codebook

CODES = build_codebook()
UPNS = ("B801200005001", "R201100018042", "T20110001804V")
IN_FORCE = ("/", "\\", "L", "N", "C1", "Y4", "#", "I", "-", "")
PLAIN = [(UPNS[0], f"2025-09-0{day}", "AM", "/", "") for day in (1, 2, 3)]
WORDS = st.text("abcdeéñ ,'\"", max_size=8)


def read(data: bytes, **more):
    return parse_register(data, name="register.csv", codes=CODES, **more)


def adds_up(found) -> bool:
    return found.cells == len(found.marks) + found.blank + found.repeated + len(found.problems)


def said(found) -> dict[tuple[str, str], int]:
    return {(mark.upn, str(mark.session)): mark.code for mark in found.marks.each()}


@given(data=st.binary(max_size=400), layout=st.sampled_from((None, *LAYOUTS)))
@example(data=b'upn,date,session,code\n"', layout=None)
@example(data=b"\xff\xfeu", layout=None)
@example(data=b"PK\x03\x04", layout=None)
@example(data=b"<a>&b;</a>", layout=None)
@settings(max_examples=150, deadline=None)
def test_it_never_raises_and_always_adds_up(data, layout):
    found = read(data, layout=layout)

    assert adds_up(found)
    assert found.marks or found.cells or found.file_problems


@given(
    heading=st.sampled_from(
        [
            b"upn,date,session,code,comment",
            b"upn,2025-09-03 AM,2025-09-03 PM",
            b"upn,start_date,marks",
            b"<CTfile>",
        ]
    ),
    rest=st.binary(max_size=200),
    joint=st.sampled_from([b"\n", b"\r", b"\r\n", b"\n,,,\n"]),
)
@settings(max_examples=150, deadline=None)
def test_it_never_raises_beneath_real_headings(heading, rest, joint):
    found = read(heading + joint + rest)

    assert adds_up(found)


@given(data=st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_pupils_files_never_raise(data):
    assert parse_pupils(data, name="pupils.csv").pupils == []
    parse_pupils(b"upn,start_date,fsm,fsm_from,flag,flag_from\n" + data, name="pupils.csv")


@st.composite
def long_registers(draw):
    """A sound register in the long layout: the rows, each its own pupil and session."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(UPNS), st.integers(0, 30), st.sampled_from(("AM", "PM"))),
            min_size=3,
            max_size=12,
            unique=True,
        )
    )
    return [
        (
            upn,
            (date(2025, 9, 1) + timedelta(day)).isoformat(),
            half,
            draw(st.sampled_from(IN_FORCE)),
            draw(WORDS),
        )
        for upn, day, half in keys
    ]


def as_csv(
    rows, *, headings=("upn", "date", "session", "code", "comment"), encoding="utf-8", **dialect
) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, **dialect).writerows([headings, *rows])
    return stream.getvalue().encode(encoding, errors="replace")


@given(rows=long_registers(), place=st.integers(0, 10_000), byte=st.integers(0, 255))
@example(rows=PLAIN, place=0, byte=ord("<"))  # begins as XML does
@example(rows=PLAIN, place=1, byte=ord("\r"))
@example(rows=PLAIN, place=3, byte=0)  # two headings run together
@example(rows=[(*PLAIN[0][:4], 'a"é'), *PLAIN[1:], (UPNS[1], *PLAIN[0][1:4], ",a")], place=75, byte=0)
@settings(max_examples=400, deadline=None)
def test_one_byte_changed_keeps_every_untouched_cell(rows, place, byte):
    sound = as_csv(rows, lineterminator="\n")
    at = place % len(sound)
    damaged = sound[:at] + bytes([byte]) + sound[at + 1 :]
    touched = {sound[:at].count(b"\n")}  # the line of the byte; the headings are line 0
    if sound[at : at + 1] == b"\n":
        touched.add(min(touched) + 1)  # two rows ran together
    upn_or_date_now = [line.split(b",")[:3] for line in damaged.split(b"\n")]
    keys = [tuple(cells) for cells in upn_or_date_now if len(cells) == 3]
    assume(len(set(keys)) == len(keys))  # a changed key may truly clash with another row's

    whole, found = read(sound), read(damaged)

    kept = said(found)
    for line, mark in ((mark.line - 1, mark) for mark in whole.marks.each()):
        if line not in touched:
            assert kept.get((mark.upn, str(mark.session))) == mark.code
    assert adds_up(found)


@given(
    rows=long_registers(),
    encoding=st.sampled_from(
        ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252")
    ),
    line_end=st.sampled_from(("\n", "\r\n", "\r")),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
)
@settings(max_examples=150, deadline=None)
def test_another_encoding_line_end_or_delimiter_changes_no_cell(rows, encoding, line_end, delimiter, quoting):
    plain = read(as_csv(rows))

    other = read(
        as_csv(rows, encoding=encoding, lineterminator=line_end, delimiter=delimiter, quoting=quoting)
    )

    assert said(other) == said(plain)
    assert (other.cells, other.blank, len(other.problems)) == (plain.cells, plain.blank, 0)
    assert [mark.remark for mark in other.marks.each()] == [mark.remark for mark in plain.marks.each()]


@given(rows=long_registers(), order=st.permutations(range(5)), extra=WORDS)
@settings(max_examples=60, deadline=None)
def test_columns_in_any_order_with_others_between_change_no_cell(rows, order, extra):
    headings = ("upn", "date", "session", "code", "comment")
    moved = [[*(row[place] for place in order), extra] for row in rows]

    found = read(as_csv(moved, headings=[*(headings[place] for place in order), "House"]))

    assert said(found) == said(read(as_csv(rows)))
    assert found.extra_columns.of_line(2) == {"House": extra}


@given(
    grid=st.lists(st.lists(st.sampled_from(IN_FORCE), min_size=6, max_size=6), min_size=1, max_size=3),
    place=st.integers(0, 10_000),
    byte=st.integers(0, 255),
)
@settings(max_examples=300, deadline=None)
def test_one_byte_changed_among_a_grids_cells_keeps_the_rest(grid, place, byte):
    headings = ["upn", *(f"{date(2025, 9, 3 + day)} {half}" for day in range(3) for half in ("AM", "PM"))]
    rows = [(upn, *codes) for upn, codes in zip(UPNS, grid, strict=False)]
    sound = as_csv(rows, headings=headings, lineterminator="\n")
    start = sound.index(b"\n") + 1
    at = start + place % (len(sound) - start)
    assume(byte not in b',"\n\r' and sound[at] not in b",\n")  # those change which cell is which
    damaged = sound[:at] + bytes([byte]) + sound[at + 1 :]
    touched = sound[:at].count(b"\n"), sound[sound.rindex(b"\n", 0, at) + 1 : at].count(b",")

    whole, found = read(sound), read(damaged)

    kept = said(found)
    for mark in whole.marks.each():
        column = headings.index(str(mark.session))
        if mark.line - 1 != touched[0] or (touched[1] and column != touched[1]):
            assert kept.get((mark.upn, str(mark.session))) == mark.code
    assert found.cells == whole.cells
    assert adds_up(found)


@given(
    moment=st.datetimes(min_value=datetime(2006, 1, 1), max_value=datetime(2099, 1, 1)),  # noqa: DTZ001
    offset=st.sampled_from(("", "Z", "+01:00", "-09:30")),
    form=st.sampled_from((("T", "auto"), (" ", "seconds"), ("T", "minutes"), ("T", "milliseconds"))),
)
@example(moment=datetime(2025, 10, 26, 1, 30), offset="", form=("T", "auto"))  # noqa: DTZ001  (comes twice)
@example(moment=datetime(2025, 3, 30, 1, 30), offset="", form=("T", "auto"))  # noqa: DTZ001  (never comes)
@settings(max_examples=200, deadline=None)
def test_a_moment_in_a_column_is_what_it_is_by_itself(moment, offset, form):
    separator, detail = form
    text = moment.isoformat(sep=separator, timespec=detail) + offset
    reader = MomentReader(Faults())

    assert reader[text] == read_moment(text)
    assert reader[text[:14] + "59" + text[16:]] == read_moment(text[:14] + "59" + text[16:])
