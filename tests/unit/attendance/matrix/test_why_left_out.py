"""Mark by mark, why it does not count; in sum the same as the rows say."""

from __future__ import annotations

from collections import Counter
from datetime import date

from supportfirst.attendance.matrix.build import CORRECTED, build_rows, why_left_out
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.moments import read_moment
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.ledgers import AVA, BEN, CODES, build_marks

WEEK = [date(2025, 9, day) for day in range(1, 6)]
WEDNESDAY = WEEK[2]
EARLY, LATE, LATER = "2025-09-02T09:00:00Z", "2025-09-04T09:00:00Z", "2025-09-05T09:00:00Z"
ASKED = {
    "calendar": SchoolCalendar([Session(day, half) for day in WEEK for half in Half]),
    "pupils": [Pupil(AVA), Pupil(BEN, spells=(Spell(WEDNESDAY),))],
    "codes": CODES,
    "on": WEDNESDAY,
    "known_at": read_moment(LATE),
}


def test_each_mark_has_its_own_reason_in_its_place():
    marks = build_marks(
        (AVA, "2025-09-04 AM", "O"),
        (AVA, "2025-09-01 AM", "I", LATE),
        (AVA, "2025-09-01 AM", "O", EARLY),
        (BEN, "2025-09-02 AM", "O"),
        (AVA, "2025-09-03 AM", "O", LATER),
        (AVA, "2025-08-29 AM", "O"),
        (BEN, "2025-09-03 AM", "/"),
    )

    why = why_left_out(marks=marks, **ASKED)

    assert why == ["after_on", "", CORRECTED, "off_roll", "not_yet_known", "no_session", ""]
    counted = Counter(reason for reason in why if reason not in ("", CORRECTED))
    assert build_rows(marks=marks, **ASKED).left_out_in_all == dict(counted)


def test_of_two_marks_recorded_at_one_moment_the_later_in_the_input_counts():
    marks = build_marks((AVA, "2025-09-01 AM", "I", EARLY), (AVA, "2025-09-01 AM", "O", EARLY))

    assert why_left_out(marks=marks, **ASKED) == [CORRECTED, ""]
