"""Percentages as people read them: one number reads alike everywhere, and none is rounded onto a line."""

from __future__ import annotations

from fractions import Fraction

LINES = Fraction(1, 2)  # lines of law and policy are at whole or half percentages


def exact_percentage(part: int | Fraction, whole: int | Fraction, places: int = 1) -> str:
    """With so many decimals; with more where rounding would set it on a line beside which it stands.

    269 of 299 is 89.97%, and never 90.0%: who is told the one is not told the other.
    """
    return f"{exact_number(Fraction(100 * part) / whole, places)}%"


def exact_number(exact: Fraction, places: int = 1) -> str:
    """The same of any number that is held against such a line: percentage points too."""
    shown = round(exact, places)
    while shown != exact and (shown / LINES).denominator == 1:
        places += 1
        shown = round(exact, places)
    return f"{float(shown):.{places}f}"
