"""What spreadsheets do to register cells, recognised and named.

A damaged cell is never repaired: `01-Jan` was once a code, but which one nobody can
tell. `#` alone is a real code (planned closure), and `/` and `\\` alone are present marks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ERRORS = re.compile(r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)")
_TOO_NARROW = re.compile(r"#{2,}")
_SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?E[+-]\d+")
_DATES = re.compile(
    r"\d{1,2}[- ](JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*([- ]\d{2,4})?"
    r"|(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[- ]\d{2,4}"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_LONGEST = 64  # no code, UPN, date or session is as long


class Damage(NamedTuple):
    kind: str
    problem: str
    remedy: str


def find_damage(text: str) -> Damage | None:
    """What happened to a trimmed, upper-case cell, or None where it shows no damage.

    Dates are not damage here: they are wanted in some columns. See `find_code_damage`.
    """
    if _ERRORS.fullmatch(text):
        return Damage(
            "spreadsheet-error",
            "a spreadsheet put its own error in place of the value",
            "open the original export and copy the value as text",
        )
    if _TOO_NARROW.fullmatch(text):
        return Damage(
            "spreadsheet-narrow",
            "a spreadsheet column too narrow to show its value was exported as hashes",
            "widen the column and export again",
        )
    if text[:1] in ("=", "+", "@") and len(text) > 1:
        return Damage(
            "spreadsheet-formula",
            "a spreadsheet took the value for a formula",
            "format the column as text, and enter the value again",
        )
    if text[:1] in ("'", "\u2019"):
        return Damage(
            "spreadsheet-apostrophe",
            "there is an apostrophe before the value, which a spreadsheet uses to mark text",
            "take the apostrophe out",
        )
    return _find_damaged_characters(text)


def _find_damaged_characters(text: str) -> Damage | None:
    if _SCIENTIFIC.fullmatch(text):
        return Damage(
            "spreadsheet-number",
            "a spreadsheet changed the value to a number in scientific notation, and digits are lost",
            "format the column as text, and export again from the original",
        )
    if any(character < " " or character in "\x7f\ufeff\ufffd\u200b" for character in text):
        return Damage(
            "control-character",
            "there is a character in it that cannot be seen or was damaged on the way",
            "type the value again",
        )
    if len(text) > _LONGEST:
        return Damage(
            "too-long",
            f"the cell holds {len(text):,} characters",
            "check that the row has the right number of cells, and no quotation mark is left open",
        )
    return None


def find_code_damage(text: str) -> Damage | None:
    """The same for a cell that should hold a code, where dates and yes/no are damage too."""
    if _DATES.fullmatch(text):
        return Damage(
            "spreadsheet-date",
            "a spreadsheet changed the code to a date",
            "format the column as text, and enter the code again",
        )
    if text in ("TRUE", "FALSE"):
        return Damage(
            "spreadsheet-truth",
            "a spreadsheet changed the code to true or false",
            "format the column as text, and enter the code again",
        )
    if text and all(character in _DASHES for character in text):
        return Damage(
            "dash",
            "a long dash stands where a code or a hyphen should",
            "use - or leave the cell empty for no mark",
        )
    return find_damage(text)
