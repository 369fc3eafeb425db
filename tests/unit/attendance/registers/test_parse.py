"""The one door: what a file is, and what is said of a file that cannot be used."""

from tests.factories.registers import ADA, BEN, kinds, read, said

LONG = f"upn,date,session,code\n{ADA},2025-09-03,AM,/\n{ADA},2025-09-03,PM,N\n"


def test_a_long_register_it_reads_mark_by_mark():
    found = read(LONG)

    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-03 PM": "N"}
    assert (found.layout, found.encoding, found.cells, found.all_problems, found.warnings) == (
        "long",
        "utf-8",
        2,
        [],
        [],
    )
    assert [mark.line for mark in found.marks.each()] == [2, 3]


def test_an_empty_file_it_calls_unusable():
    for data in ("", "\n\n", ",,,\n,,,\n", "\x00\x00"):
        found = read(data)

        assert [problem.kind for problem in found.file_problems] == ["empty"]
        assert found.cells == 0


def test_a_file_that_is_no_register_it_calls_unusable_with_a_remedy():
    found = read("Dear parents,\nthe school is closed.\n")

    [problem] = found.file_problems
    assert (problem.kind, problem.file, problem.line) == ("not-a-register", "register.csv", 0)
    assert "upn, date, session and code" in problem.remedy


def test_a_register_without_upns_it_says_so_and_does_not_take_adno_for_one():
    found = read("Adno,Reg,Date,Session,Mark\n004512,7A,2025-09-03,AM,/\n")

    [problem] = found.file_problems
    assert problem.kind == "heading-missing"
    assert "“upn”" in problem.problem
    assert "“code”" not in problem.problem


def test_two_columns_of_one_name_it_refuses_because_either_may_be_meant():
    found = read(f"upn,date,session,code,code\n{ADA},2025-09-03,AM,/,N\n")

    [problem] = found.file_problems
    assert (problem.kind, problem.column, problem.line) == ("heading-twice", "code", 1)
    assert not found.marks


def test_semicolons_tabs_and_bars_it_splits_as_well():
    for delimiter in ";\t|":
        assert said(read(LONG.replace(",", delimiter))) == said(read(LONG))


def test_what_stands_above_the_headings_it_leaves_out_with_a_warning():
    found = read("Attendance export\nAutumn term\n\n" + LONG)

    assert said(found) == said(read(LONG))
    assert [mark.line for mark in found.marks.each()] == [5, 6]
    assert [warning.kind for warning in found.warnings] == ["above-headings"]


def test_a_misprinted_heading_it_takes_with_a_warning():
    found = read(LONG.replace("session", "sesion"))

    assert said(found) == said(read(LONG))
    assert [(warning.kind, warning.value) for warning in found.warnings] == [("heading-misprinted", "sesion")]


def test_a_number_close_to_the_upn_in_name_it_never_takes_for_it():
    found = read("uln,date,session,code\n1234567890,2025-09-03,AM,/\n")

    assert [problem.kind for problem in found.file_problems] == ["heading-missing"]


def test_unreadable_headings_it_replaces_by_what_the_columns_hold():
    found = read(LONG.replace("upn,date,session,code", "?,?,?,?"))

    assert said(found) == said(read(LONG))
    assert [warning.kind for warning in found.warnings] == ["headings-unreadable"]


def test_columns_that_could_each_be_the_code_it_does_not_choose_between():
    found = read(f"?,?,?,?,?\n{ADA},2025-09-03,AM,/,N\n{BEN},2025-09-03,AM,N,/\n")

    assert len(found.file_problems) == 1
    assert found.cells == 0


def test_a_layout_that_the_caller_names_it_does_not_look_past():
    grid = f"upn,2025-09-03 AM\n{ADA},/\n"

    assert read(grid, layout="grid").layout == "grid"
    assert read(grid, layout="long").file_problems[0].kind == "heading-missing"


def test_progress_it_tells_in_rows():
    heard = []

    read(LONG, progress=heard.append)

    assert heard == [2]


def test_a_file_of_random_bytes_it_calls_unusable():
    found = read(bytes((37 * place * place + 11 * place) % 256 for place in range(5000)))

    assert len(found.file_problems) == 1
    assert found.cells == 0


def test_a_broken_row_each_thousand_it_names_line_by_line():
    rows = [
        f"{ADA},{2015 + n // 2000}-{n // 200 % 10 + 1:02}-{n // 10 % 20 + 1:02},AM,/" for n in range(4000)
    ]
    rows[999::1000] = [f"{ADA},2025-13-01,AM,/"] * 4

    found = read("upn,date,session,code\n" + "\n".join(rows))

    assert kinds(found) == ["no-such-date"] * 4
    assert [problem.line for problem in found.problems] == [1001, 2001, 3001, 4001]


def test_a_grid_without_upns_it_says_so():
    [problem] = read("Adno,Name,2025-09-03 AM\n0045,Ada,/\n").file_problems

    assert (problem.kind, problem.problem) == ("heading-missing", "there is no column for “upn”")


def test_two_columns_of_comments_it_reads_the_first_of_and_keeps_the_other():
    found = read(
        f"upn,date,session,code,comment,comment,House,House\n{ADA},2025-09-03,AM,/,one,two,Red,Blue\n"
    )

    assert found.marks.at(0).remark.comment == "one"
    assert found.extra_columns.of_line(2) == {"comment": "two", "House": "Red", "House (2)": "Blue"}
