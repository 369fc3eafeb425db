"""Mark strings: one cell of consecutive sessions."""

from tests.factories.registers import ADA, BEN, kinds, read, said

HEADINGS = "upn,start_date,marks\n"


def test_a_string_it_lays_over_weekdays_from_the_start():
    found = read(HEADINGS + f"{ADA},2025-09-04,/\\LNI/\n")  # a Thursday

    assert said(found) == {
        f"{ADA} 2025-09-04 AM": "/",
        f"{ADA} 2025-09-04 PM": "\\",
        f"{ADA} 2025-09-05 AM": "L",
        f"{ADA} 2025-09-05 PM": "N",
        f"{ADA} 2025-09-08 AM": "I",
        f"{ADA} 2025-09-08 PM": "\\",
    }
    assert found.layout == "strings"


def test_a_year_of_marks_it_ends_on_the_right_day():
    found = read(HEADINGS + f"{ADA},01/09/2025,{'/' * 380}\n")  # a Monday, and 38 weeks

    assert str(found.marks.at(379).session) == "2026-05-22 PM"


def test_pieces_between_commas_it_takes_as_codes_of_one_or_two_characters():
    found = read(HEADINGS + f'{ADA},2025-09-03,"/, C1,,Y4"\n')

    assert said(found) == {
        f"{ADA} 2025-09-03 AM": "/",
        f"{ADA} 2025-09-03 PM": "C1",
        f"{ADA} 2025-09-04 PM": "Y4",
    }
    assert found.blank == 1


def test_spaces_and_hyphens_it_counts_as_sessions_without_a_mark():
    found = read(HEADINGS + f"{ADA},2025-09-03, -/\n")

    assert (found.cells, found.blank, said(found)) == (3, 2, {f"{ADA} 2025-09-04 AM": "/"})


def test_an_unknown_character_costs_its_own_session():
    found = read(HEADINGS + f"{ADA},2025-09-03,/?/\n")

    assert (kinds(found), len(found.marks), found.problems[0].column) == (["unknown-code"], 2, "marks")


def test_a_lost_comma_costs_everything_after_it():
    found = read(HEADINGS + f'{ADA},2025-09-03,"/,/;/,N,,L"\n{BEN},2025-09-03,"/,/"\n')

    assert kinds(found) == ["lost-comma"] * 3
    assert (found.blank, len(found.marks)) == (1, 3)


def test_two_character_codes_run_together_it_warns_of():
    found = read(HEADINGS + f"{ADA},2025-09-03,/C1/\n")

    assert kinds(found) == ["unknown-code"]
    assert [(warning.kind, warning.value) for warning in found.warnings] == [("two-character-code", "C1")]


def test_an_unreadable_start_costs_each_mark_of_the_string():
    found = read(HEADINGS + f"{ADA},soon,/-/\n")

    assert (kinds(found), found.blank) == (["unreadable-date"] * 2, 1)
    assert found.problems[0].column == "start_date"


def test_a_start_at_the_weekend_it_reads_as_monday_with_a_warning():
    found = read(HEADINGS + f"{ADA},2025-09-06,/\n{BEN},2025-09-07,/\n")

    assert said(found) == {f"{ADA} 2025-09-08 AM": "/", f"{BEN} 2025-09-08 AM": "/"}
    assert [warning.kind for warning in found.warnings] == ["starts-at-weekend"] * 2


def test_a_string_longer_than_any_school_life_is_one_problem():
    found = read(HEADINGS + f"{ADA},2025-09-03,{'/' * 20_000}\n")

    assert kinds(found) == ["too-many-marks"]
