"""Rows out of text, whatever a stray quotation mark does."""

import io

from supportfirst.attendance.registers.delimited import BrokenLine, DelimitedText, Row, read_rows
from tests.factories.registers import ADA, BEN, kinds, read, said


def rows_of(*lines):
    return list(read_rows(list(lines), first_line=1, delimiter=","))


def test_a_cell_of_several_lines_it_joins_and_counts_the_lines():
    assert rows_of('a,"b\n', 'c"\n', "d,e\n") == [Row(1, ["a", "b\nc"]), Row(3, ["d", "e"])]


def test_a_quotation_mark_left_open_costs_its_own_line_only():
    assert rows_of('"a,b\n', "c,d\n", "e,f\n") == [
        BrokenLine(1, '"a,b'),
        Row(2, ["c", "d"]),
        Row(3, ["e", "f"]),
    ]


def test_a_stray_quotation_mark_that_meets_another_costs_its_own_line_only():
    found = rows_of('a,"b\n', "c,d\n", 'e,"f,g"\n')

    assert found == [BrokenLine(1, 'a,"b'), Row(2, ["c", "d"]), Row(3, ["e", "f,g"])]


def test_a_stray_quotation_mark_does_not_swallow_whole_rows_up_to_the_next():
    found = rows_of('a,"""b\n', "c,d\n", 'e,",f"\n')

    assert found[1:] == [Row(2, ["c", "d"]), Row(3, ["e", ",f"])]


def test_lines_are_counted_across_chunks_and_quoted_line_ends():
    text = "u,c\n" + "".join(f'{n},"x\ny"\n' for n in range(6000)) + "last,z\n"

    chunks = list(DelimitedText(io.StringIO(text)).chunks(delimiter=",", width=2, after_line=1))

    lines = [line for chunk in chunks for line in chunk.lines]
    assert lines[:3] == [2, 4, 6]
    assert lines[-1] == 12_002
    assert sum(len(chunk.lines) for chunk in chunks) == 6001


def test_bare_carriage_returns_end_lines_too():
    found = read(f"upn,date,session,code\r{ADA},2025-09-03,AM,/\r{BEN},2025-09-03,AM,N\r")

    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{BEN} 2025-09-03 AM": "N"}
    assert found.marks.at(1).line == 3


def test_nuls_in_a_cell_cost_that_cell():
    found = read(f"upn,date,session,code\n{ADA},2025-09-03,AM,/\x00\n{BEN},2025-09-03,AM,/\n")

    assert (kinds(found), len(found.marks)) == (["control-character"], 1)


def test_a_quoted_line_end_in_a_comment_keeps_the_line_numbers_after_it():
    found = read(f'upn,date,session,code,comment\n{ADA},2025-09-03,AM,/,"one\ntwo"\n{ADA},2025-09-03,PM,?,\n')

    assert found.marks.at(0).remark.comment == "one\ntwo"
    assert found.problems[0].line == 4


def test_what_follows_a_row_across_the_end_of_a_chunk_is_read_as_carefully():
    text = "a,b\n" * 4999 + 'c,"d\n' + 'e"\nshort\nf,g,surplus\n"h,i\nj,k\n'

    chunks = list(DelimitedText(io.StringIO("u,c\n" + text)).chunks(delimiter=",", width=2, after_line=1))

    cells = [row for chunk in chunks for row in zip(*chunk.columns, strict=True)]
    assert cells[4999:] == [("c", "d\ne"), ("short", ""), ("j", "k")]
    assert [row.line for chunk in chunks for row in chunk.surplus] == [5004]
    assert [broken.line for chunk in chunks for broken in chunk.broken] == [5005]
    assert [line for chunk in chunks for line in chunk.lines][4999:] == [5001, 5003, 5006]
