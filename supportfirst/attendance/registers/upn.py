"""Unique pupil numbers: their form and check letter.

A wrong check letter is a warning, never a refusal: schools do hold such numbers, and the
marks behind them are real. The rule is the Department for Education's: the digits in
places 2 to 13, each times its place, summed, modulo 23, index an alphabet without I, O
and S. A temporary number ends in a letter, which has the value of its own index.
"""

from __future__ import annotations

import re

_ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
_FORM = re.compile(rf"[{_ALPHABET}]\d{{11}}[\d{_ALPHABET}]", re.ASCII)


def has_upn_form(upn: str) -> bool:
    """A letter, eleven digits, and a digit or letter: upper case, nothing else."""
    return _FORM.fullmatch(upn) is not None


def check_letter(upn: str) -> str:
    """The letter that a number of the right form should begin with."""
    total = sum(
        place * (int(character) if character.isdigit() else _ALPHABET.index(character))
        for place, character in enumerate(upn[1:], start=2)
    )
    return _ALPHABET[total % len(_ALPHABET)]


def upn_doubt(upn: str) -> tuple[str, str, str] | None:
    """Kind, problem and remedy of a number that looks wrong; None for a sound one."""
    if not has_upn_form(upn):
        return (
            "upn-form",
            "it is not a letter, eleven digits and a digit or letter, as a UPN is",
            "check it against the admission register",
        )
    expected = check_letter(upn)
    if expected != upn[0]:
        return (
            "upn-check-letter",
            f"its check letter should be {expected}",
            "check it against the admission register for a mistyped digit",
        )
    return None
