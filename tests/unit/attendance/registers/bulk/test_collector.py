"""The columns of marks that a register comes to."""

from supportfirst.attendance.vocabulary.marks import Marks
from tests.factories.registers import ADA, BEN, CODES, read

HEADINGS = "upn,date,session,code,comment,recorded_by\n"


def test_columns_have_the_types_and_length_that_marks_promise():
    found = read(f"{HEADINGS}{ADA},2025-09-03,AM,/,,\n{BEN},2025-09-03,AM,N,,B. Teacher\n")

    empty, marks = Marks(), found.marks
    for name in ("pupil", "session", "code", "recorded_at", "recorder", "line"):
        assert getattr(marks, name).typecode == getattr(empty, name).typecode
        assert len(getattr(marks, name)) == 2
    assert marks.upns == [ADA, BEN]
    assert [recorder.name for recorder in marks.recorders] == ["", "B. Teacher"]
    assert [CODES.code(number).symbol for number in marks.code] == ["/", "N"]


def test_what_is_written_beside_a_mark_stays_with_it_when_others_are_taken_out():
    found = read(
        HEADINGS
        + f"{ADA},2025-09-03,AM,/,first,\n{ADA},2025-09-03,AM,/,again,\n{ADA},2025-09-03,PM,?,bad,\n"
        + f"{BEN},2025-09-03,AM,N,clash,\n{BEN},2025-09-03,AM,I,clash,\n{BEN},2025-09-03,PM,L,last,\n"
    )

    assert {place: remark.comment for place, remark in found.marks.remarks.items()} == {0: "first", 1: "last"}


def test_a_pupil_without_any_mark_is_still_named():
    found = read(f"{HEADINGS}{ADA},2025-09-03,AM,,,\n")

    assert (found.marks.upns, len(found.marks)) == ([ADA], 0)
