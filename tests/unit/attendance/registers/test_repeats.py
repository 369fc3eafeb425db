"""The same pupil and session more than once: repeated, corrected or in conflict."""

from supportfirst.attendance.registers.repeats import Candidate, decide
from tests.factories.registers import ADA, kinds, read, said

HEADINGS = "upn,date,session,code,recorded_at,reason\n"
PLACE = f"{ADA},2025-09-03,AM"
KEY = f"{ADA} 2025-09-03 AM"


def codes_of(found):
    return [mark.code for mark in found.marks.each()]


def test_the_same_code_again_it_counts_as_repeated_and_keeps_the_first():
    found = read(f"{HEADINGS}{PLACE},N\n{PLACE},N\n{PLACE},n\n")

    assert (found.repeated, len(found.marks), found.marks.at(0).line) == (2, 1, 2)


def test_both_present_marks_are_the_same_code():
    found = read(f"{HEADINGS}{PLACE},/\n{PLACE},\\\n")

    assert (found.repeated, len(found.marks), found.problems) == (1, 1, [])


def test_a_repeat_with_another_moment_is_still_a_repeat_and_the_first_stands():
    found = read(f"{HEADINGS}{PLACE},N,2025-09-05T09:00,\n{PLACE},N,2025-09-04T09:00,\n")

    assert (found.repeated, found.marks.at(0).line) == (1, 2)


def test_different_codes_without_moments_are_all_in_conflict_and_the_session_is_unmarked():
    found = read(f"{HEADINGS}{PLACE},N\n{PLACE},/\n{PLACE},N\n{ADA},2025-09-03,PM,/\n")

    assert kinds(found) == ["conflict"] * 3
    assert [(problem.line, problem.column, problem.value) for problem in found.problems] == [
        (2, "code", "N"),
        (3, "code", "/"),
        (4, "code", "N"),
    ]
    assert KEY not in said(found)


def test_different_codes_of_one_moment_are_in_conflict():
    found = read(f"{HEADINGS}{PLACE},N,2025-09-03T09:00\n{PLACE},/,2025-09-03T08:00+00:00\n")

    assert kinds(found) == ["conflict"] * 2


def test_a_later_moment_corrects_an_earlier_one_and_both_stay_marks():
    found = read(f"{HEADINGS}{PLACE},N,2025-09-03T09:00,\n{PLACE},I,2025-09-05T09:00,parent rang\n")

    assert (len(found.marks), found.problems, found.warnings) == (2, [], [])
    assert said(found)[KEY] == "I"


def test_a_correction_stands_after_what_it_corrects_whatever_the_order_of_the_file():
    found = read(
        f"{HEADINGS}{ADA},2025-09-02,AM,L\n"
        f"{PLACE},I,2025-09-05T09:00,parent rang\n{PLACE},N,2025-09-03T09:00,\n"
    )

    assert [mark.line for mark in found.marks.each()] == [2, 4, 3]
    assert said(found)[KEY] == "I"
    assert found.marks.at(2).remark.reason == "parent rang"


def test_a_correction_without_a_reason_is_a_warning():
    found = read(f"{HEADINGS}{PLACE},N,2025-09-03T09:00,\n{PLACE},I,2025-09-05T09:00,\n")

    assert [(warning.kind, warning.line) for warning in found.warnings] == [("reason-missing", 3)]


def test_a_mark_without_a_moment_counts_from_the_end_of_its_own_day():
    earlier = read(f"{HEADINGS}{PLACE},N,2025-09-03T09:00,\n{PLACE},I,,parent rang\n")
    later = read(f"{HEADINGS}{PLACE},I,,\n{PLACE},M,2025-09-04T00:00,letter seen\n")

    assert said(earlier)[KEY] == "I"
    assert said(later)[KEY] == "M"


def test_a_bare_date_is_its_last_instant_and_meets_the_end_of_the_day():
    assert kinds(read(f"{HEADINGS}{PLACE},N,2025-09-03,\n{PLACE},I,,\n")) == ["conflict"] * 2


def test_a_code_changed_back_is_a_correction_not_a_repeat():
    decision = decide([Candidate(0, 5, 10), Candidate(1, 6, 20), Candidate(2, 5, 30)])

    assert (decision.kept, decision.repeated, decision.conflict) == ([0, 1, 2], [], [])


def test_a_code_said_again_before_it_is_corrected_is_repeated():
    decision = decide([Candidate(0, 5, 10), Candidate(1, 6, 30), Candidate(2, 5, 20)])

    assert (decision.kept, decision.repeated) == ([0, 1], [2])


def test_one_clash_of_moments_puts_the_whole_group_in_conflict():
    decision = decide([Candidate(0, 5, 10), Candidate(1, 5, 20), Candidate(2, 6, 20)])

    assert (decision.kept, decision.conflict) == ([], [0, 1, 2])
