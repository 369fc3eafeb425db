"""Words that may not stand in a letter: those of the catalogue for one letter, and those for all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from supportfirst.attendance.letters.shape import Found, UnwelcomeWord
from supportfirst.attendance.packs.case_shape import Entry

WHY = "the letter's entry in the policy pack says that it may not say this"
INSTEAD = "leave it out, or use the present name"
QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u00ad": None, "‐": "-", "‑": "-"}
)


def banned_in(
    text: str, entry: Entry | None, words: Iterable[UnwelcomeWord], *, whole: str = ""
) -> list[Found]:
    """What of a text may not be there. `whole`: the letter that it stands in, which may explain a word."""
    plain = _plain(text)
    letter = (_plain(whole) or plain).casefold()
    found = [
        Found(form, word.why, word.instead)
        for word in words
        for form in word.forms
        if _pattern(form).search(plain)
        and not any(_plain(told).casefold() in letter for told in word.explained_by)
    ]
    names = entry.listed("must_not_say") if entry is not None else ()
    return found + [Found(name, WHY, INSTEAD) for name in names if _pattern(name).search(plain)]


def _plain(text: str) -> str:
    """One kind of quotation mark, one space: a line break hides no word."""
    return " ".join(text.translate(QUOTES).split())


def _is_abbreviation(form: str) -> bool:
    """“SAM” is one, and “Sam” a child."""
    return " " not in form and sum(map(str.isupper, form)) > 1


@lru_cache(maxsize=512)
def _pattern(form: str) -> re.Pattern[str]:
    """The words of a form, with spaces or hyphens between them, in any case; an abbreviation as it is."""
    inner = r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", _plain(form))))
    return re.compile(rf"(?<!\w){inner}(?!\w)", 0 if _is_abbreviation(form) else re.IGNORECASE)
