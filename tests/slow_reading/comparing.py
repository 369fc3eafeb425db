"""How a mark, a number or a text is held against what a pack asks for, said as plainly as can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode


@dataclass
class SlowMark:
    day: date
    symbol: str
    code: RegisterCode


def compared(held: Any, operator: str, line: Any) -> bool:
    return bool({">=": held >= line, ">": held > line, "<=": held <= line, "<": held < line}[operator])


def is_among(held: Any, texts: list[str]) -> bool:
    """A list is one of the texts where it holds one of them; yes or no are looked at as words."""
    if isinstance(held, tuple | list):
        return any(is_among(item, texts) for item in held)
    if isinstance(held, bool):
        return ("yes" if held else "no") in texts
    return (str(float(held)) if isinstance(held, Fraction) else str(held)) in texts


def counts(mark: SlowMark, what: str) -> bool:
    """Whether a mark is one of the sessions counted: a kind of session, or one of some symbols."""
    kind = mark.code.statistical_class
    kinds = {
        "threshold": mark.code.counts_to_threshold,
        "unauthorised": kind is StatisticalClass.UNAUTHORISED,
        "authorised": kind.is_absence and kind is not StatisticalClass.UNAUTHORISED,
        "absence": kind.is_absence,
        "late": mark.code.late,
    }
    return kinds[what] if what in kinds else mark.symbol in what.split()
