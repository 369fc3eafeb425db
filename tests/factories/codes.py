"""A small code book with every register code since 2006, for tests that need no pack.

The pack `england` is the product's code book; this one only has the same symbols, classes
and dates, so that a room's tests need nothing but `codes`.
"""

from __future__ import annotations

from datetime import date

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.vocabulary.spans import DateSpan

FIRST_DAY = date(2006, 9, 1)
END_OF_F = date(2013, 8, 31)
END_OF_OLD = date(2024, 8, 18)
START_OF_NEW = date(2024, 8, 19)

_PRESENT = StatisticalClass.PRESENT
_ELSEWHERE = StatisticalClass.APPROVED_ACTIVITY
_AUTHORISED = StatisticalClass.AUTHORISED
_UNAUTHORISED = StatisticalClass.UNAUTHORISED
_NOT_POSSIBLE = StatisticalClass.NOT_POSSIBLE
_ADMINISTRATIVE = StatisticalClass.ADMINISTRATIVE

# symbol, meaning, class, first day, last day
_CODES = (
    ("/", "present", _PRESENT, FIRST_DAY, None),
    ("L", "late before the register closed", _PRESENT, FIRST_DAY, None),
    ("B", "educated off site", _ELSEWHERE, FIRST_DAY, None),
    ("P", "approved sporting activity", _ELSEWHERE, FIRST_DAY, None),
    ("V", "educational visit", _ELSEWHERE, FIRST_DAY, None),
    ("W", "work experience", _ELSEWHERE, FIRST_DAY, None),
    ("J", "interview", _ELSEWHERE, FIRST_DAY, END_OF_OLD),
    ("K", "provision arranged by the authority", _ELSEWHERE, START_OF_NEW, None),
    ("C", "leave, other exceptional circumstances", _AUTHORISED, FIRST_DAY, None),
    ("C1", "leave, regulated performance", _AUTHORISED, START_OF_NEW, None),
    ("C2", "leave, part-time timetable", _AUTHORISED, START_OF_NEW, None),
    ("E", "suspended or excluded", _AUTHORISED, FIRST_DAY, None),
    ("F", "extended family holiday, agreed", _AUTHORISED, FIRST_DAY, END_OF_F),
    ("H", "family holiday, agreed", _AUTHORISED, FIRST_DAY, END_OF_OLD),
    ("I", "illness", _AUTHORISED, FIRST_DAY, None),
    ("J1", "leave, interview", _AUTHORISED, START_OF_NEW, None),
    ("M", "medical or dental appointment", _AUTHORISED, FIRST_DAY, None),
    ("R", "religious observance", _AUTHORISED, FIRST_DAY, None),
    ("S", "study leave", _AUTHORISED, FIRST_DAY, None),
    ("T", "mobile child, parent travelling", _AUTHORISED, FIRST_DAY, None),
    ("G", "holiday without leave", _UNAUTHORISED, FIRST_DAY, None),
    ("N", "reason not yet established", _UNAUTHORISED, FIRST_DAY, None),
    ("O", "other or unknown circumstances", _UNAUTHORISED, FIRST_DAY, None),
    ("U", "arrived after the register closed", _UNAUTHORISED, FIRST_DAY, None),
    ("D", "dual registered", _NOT_POSSIBLE, FIRST_DAY, None),
    ("Q", "no access arrangements made", _NOT_POSSIBLE, START_OF_NEW, None),
    ("X", "not required, not of compulsory age", _NOT_POSSIBLE, FIRST_DAY, None),
    ("Y", "exceptional circumstances", _NOT_POSSIBLE, FIRST_DAY, END_OF_OLD),
    ("Y1", "transport not available", _NOT_POSSIBLE, START_OF_NEW, None),
    ("Y2", "widespread travel disruption", _NOT_POSSIBLE, START_OF_NEW, None),
    ("Y3", "part of the premises out of use", _NOT_POSSIBLE, START_OF_NEW, None),
    ("Y4", "school closed unexpectedly", _NOT_POSSIBLE, START_OF_NEW, None),
    ("Y5", "criminal justice detention", _NOT_POSSIBLE, START_OF_NEW, None),
    ("Y6", "public health guidance", _NOT_POSSIBLE, START_OF_NEW, None),
    ("Y7", "other unavoidable cause", _NOT_POSSIBLE, START_OF_NEW, None),
    ("Z", "not yet on roll", _ADMINISTRATIVE, FIRST_DAY, None),
    ("#", "planned closure", _ADMINISTRATIVE, FIRST_DAY, None),
)


def build_codebook() -> CodeBook:
    """Every code since 2006: F ends in 2013, H, J and Y in 2024."""
    return CodeBook(
        [
            RegisterCode(
                symbol=symbol,
                meaning=meaning,
                statistical_class=statistical_class,
                span=DateSpan(first, last),
                late=symbol in ("L", "U"),
                counts_to_threshold=symbol in ("G", "N", "O", "U"),
            )
            for symbol, meaning, statistical_class, first, last in _CODES
        ]
    )
