"""Days and sessions as registers write them: ISO or dd/mm/yyyy, never the American order.

Two-digit years, day numbers of spreadsheets and dates whose weekday disagrees are not
read: there would be a choice to make, and a reader of registers makes none. Days outside
1900 to 2199 are taken for misprints.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from supportfirst.attendance.registers.damage import find_damage
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.vocabulary.sessions import Half

_MIDNIGHT = r"(?:[T ]+0?0:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"  # what a spreadsheet adds to a date
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_MIDNIGHT}", re.ASCII)
_ISO_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_BRITISH = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_MIDNIGHT}", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:ST|ND|RD|TH)?[- /]*([A-Z]{3,9})[- /,]*(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}|\d{1,2}[- /]*[A-Z]{3,9}[- /]*\d{2}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_WEEKDAY = re.compile(
    r"(MON|TUE|WED|THU|FRI|SAT|SUN)(?:S|NES|RS|UR)?(?:DAY)?\b[\s,.:-]*(?=\d)|"
    r"(TUES|THURS)\b[\s,.:-]*(?=\d)"
)
_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST = 60  # no date is as long; the patterns below are not meant for a page of text
_REMEDY = "write it as 2025-09-03 or 03/09/2025"

_HALVES = {
    "AM": Half.AM,
    "A.M.": Half.AM,
    "A.M": Half.AM,
    "MORNING": Half.AM,
    "PM": Half.PM,
    "P.M.": Half.PM,
    "P.M": Half.PM,
    "AFTERNOON": Half.PM,
}
_HALF_LAST = re.compile(r"(.*?)[\s:;,_|()\[\]T-]*(AM|PM|A\.M\.?|P\.M\.?|MORNING|AFTERNOON)[)\]]?", re.DOTALL)
_HALF_FIRST = re.compile(r"[(\[]?(AM|PM|A\.M\.?|P\.M\.?|MORNING|AFTERNOON)[\s:;,_|()\[\]-]*(.*)", re.DOTALL)


_WEEK = re.compile(r"(W/?[CEB]|WK|WEEK)(?![A-Z])")
_HAS_NO_YEAR = re.compile(
    r"\d{1,2}(ST|ND|RD|TH)?[- /.]*([A-Z]{3,9}|\d{1,2})|[A-Z]{3,9}[- /.]*\d{1,2}", re.ASCII
)
_HALF_WORD = re.compile(r"(?<![A-Z])(AM|PM|A\.M\.?|P\.M\.?|MORNING|AFTERNOON)(?![A-Z])")


class SessionHeading(NamedTuple):
    """What a grid's heading says; either part may be missing where two rows of headings share it."""

    day: date | None
    half: Half | None


def read_day(text: str) -> date | Fault:
    """The day that a cell names, or what is wrong with it. Never raises."""
    trimmed = " ".join(text.upper().split())
    if not trimmed:
        return Fault("missing-date", text, "there is no date", _REMEDY)
    if len(trimmed) > _LONGEST:
        return _why_unreadable("", text)
    weekday, rest = _split_weekday(trimmed)
    day = _read_parts(rest, text)
    if isinstance(day, date) and weekday and _WEEKDAYS[day.weekday()] != weekday:
        return Fault(
            "weekday-disagrees",
            text,
            f"{day.isoformat()} is a {day:%A}, so the weekday and the date disagree",
            "correct whichever is wrong",
        )
    return day


def _split_weekday(text: str) -> tuple[str, str]:
    found = _WEEKDAY.match(text)
    return (found[0][:3], text[found.end() :]) if found else ("", text)


def _read_parts(text: str, original: str) -> date | Fault:
    if found := _ISO.fullmatch(text):
        return _day_of(found[1], found[3], found[4], original)
    if found := _BRITISH.fullmatch(text):
        return _day_of(found[4], found[3], found[1], original)
    if found := _ISO_BASIC.fullmatch(text):
        return _day_of(found[1], found[2], found[3], original)
    if (found := _IN_WORDS.fullmatch(text)) and found[2][:3] in _MONTHS:
        return _day_of(found[3], str(_MONTHS.index(found[2][:3]) + 1), found[1], original)
    return _why_unreadable(text, original)


def _day_of(year: str, month: str, day: str, original: str) -> date | Fault:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        american = int(month) > 12 >= int(day)
        return Fault(
            "no-such-date",
            original,
            "there is no such date" + (": the month and the day look exchanged" if american else ""),
            _REMEDY,
        )
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return Fault("no-such-date", original, f"no register has the year {found.year}", "check the year")
    return found


def _why_unreadable(text: str, original: str) -> Fault:
    if _SHORT_YEAR.fullmatch(text):
        return Fault("short-year", original, "the year has two digits", "write the year in full: 03/09/2025")
    if _SERIAL.fullmatch(text):
        return Fault(
            "spreadsheet-serial",
            original,
            "a spreadsheet changed the date to its own day number",
            "format the column as a date, and export again",
        )
    damage = find_damage(text or original.strip())
    if damage:
        return Fault(damage.kind, original, damage.problem, damage.remedy)
    return Fault("unreadable-date", original, "it is not a date", _REMEDY)


def read_half(text: str) -> Half | Fault:
    """AM or PM from a session cell, or what is wrong with it. Never raises."""
    trimmed = text.strip().upper()
    half = _HALVES.get(trimmed)
    if half is not None:
        return half
    damage = find_damage(trimmed)
    if damage:
        return Fault(damage.kind, text, damage.problem, damage.remedy)
    if not trimmed:
        return Fault("missing-session", text, "there is no session", "write AM or PM")
    return Fault("unreadable-session", text, "the session is neither AM nor PM", "write AM or PM")


def read_session_heading(text: str) -> SessionHeading:
    """The day and half in a grid's heading, in whatever order and with whatever between them."""
    if len(text) > _LONGEST:
        return SessionHeading(None, None)
    trimmed = " ".join(text.upper().split())
    for pattern, half_group, day_group in ((_HALF_LAST, 2, 1), (_HALF_FIRST, 1, 2)):
        found = pattern.fullmatch(trimmed)
        if found:
            half = _HALVES[found[half_group]]
            rest = found[day_group].strip(" :;,_|()[]-")
            day = read_day(rest) if rest else None
            if rest and not isinstance(day, date):
                continue
            return SessionHeading(day if isinstance(day, date) else None, half)
    day_alone = read_day(trimmed)
    return SessionHeading(day_alone if isinstance(day_alone, date) else None, None)


def why_no_session(heading: str) -> Fault:
    """What is wrong with a grid's heading that was meant as a session and cannot be read."""
    trimmed = " ".join(heading[:_LONGEST].upper().split())
    halves = _HALF_WORD.findall(trimmed)
    rest = _HALF_WORD.sub("", trimmed).strip(" :;,_|()[]-")
    return Fault(
        "unreadable-heading",
        heading,
        f"the heading of this column is not a session: {_what_is_wrong(rest, len(halves))}",
        "head the column with a date and AM or PM, as in 2025-09-03 AM",
    )


def _what_is_wrong(rest: str, halves: int) -> str:
    """Of a heading's text without its AM or PM, of which it had so many."""
    if _WEEK.match(rest):
        return "it names a week, not one day"
    if halves > 1:
        return "AM or PM stands in it more than once"
    day = read_day(rest)
    if isinstance(day, date):
        return "it does not say AM or PM" if not halves else "the date and AM or PM cannot be told apart"
    _, without_weekday = _split_weekday(rest)
    if _HAS_NO_YEAR.fullmatch(without_weekday):
        return "the date has no year"
    return "there is no date in it" if not any(map(str.isdigit, rest)) else day.problem
