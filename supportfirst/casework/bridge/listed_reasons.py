"""The reasons that a pack lists, each with the code that it comes to; and which of them a text names.

Only what the pack itself says is looked for in a text: the reason, the first words of its code's meaning, and
the words that it gathers for the code. What is found is proposed to a person, and settles nothing. Words of
which the code hangs on something else, such as leave, propose none, and the pack says on what it hangs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import choices_of
from supportfirst.casework.bridge.day_values import REASONS, needs_permission, reasons_of
from supportfirst.casework.bridge.record_kinds import table_of

WORDS, UNDECIDED = "absence_reasons.words", "absence_reasons.undecided"
CONFIRMED = "absence_reasons.confirmed"
# “is not really ill” and “hasn't got a temperature” name no illness.
_FILLERS = r"(?:(?:really|very|got|had|been|feeling|any|an?|the)\s+){0,3}"
DENIED = re.compile(
    rf"(?:\bnot|n't|\bnever|\bno longer|\bno|\bwithout)\s+(?:{_FILLERS}|\w+\s+)$", re.IGNORECASE
)
INFLECTED = 3  # letters; longer words may have a plural or a genitive


@dataclass(frozen=True, slots=True)
class ListedReason:
    """A reason as it is offered."""

    reason: str
    code: str
    phrases: tuple[str, ...]  # that name it in a text
    needs_permission: bool  # no reason is enough for the code
    confirms: str = ""  # what is asked once more before the code is written

    @property
    def text(self) -> str:
        return f"{self.reason[:1].upper()}{self.reason[1:]}"

    @property
    def text_with_code(self) -> str:
        return f"{self.text}: {self.code}"


@dataclass(frozen=True, slots=True)
class Undecided:
    """Words that propose no code, and on what the code hangs."""

    phrases: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: one reason, or words that leave the code open. Neither where nobody can tell."""

    reason: ListedReason | None
    undecided: Mapping[str, str]  # by the words, as the pack writes them: on what their code hangs


def listed_reasons(pack: Pack, day: date) -> Sequence[ListedReason]:
    """In the pack's order. The words of a code name its reason where one alone comes to it."""
    meanings = {choice.symbol: choice.meaning for choice in choices_of(pack.codes, day)}
    words = table_of(pack, WORDS, day)
    reasons, confirms = reasons_of(pack, day), confirmed_codes(pack, day)
    times = Counter(reasons.values())
    return [
        ListedReason(
            reason,
            code,
            tuple(
                {
                    reason: None,
                    meanings.get(code, reason).split(",")[0].strip(): None,
                    **dict.fromkeys(_phrases(words.get(code, "")) if times[code] == 1 else ()),
                }
            ),
            needs_permission(pack, code, day),
            confirms.get(code, ""),
        )
        for reason, code in reasons.items()
    ]


def confirmed_codes(pack: Pack, day: date) -> Mapping[str, str]:
    """Codes that no one choice from the list writes, each with what is asked once more."""
    return table_of(pack, CONFIRMED, day)


def undecided_words(pack: Pack, day: date) -> Sequence[Undecided]:
    return [Undecided(_phrases(words), told) for words, told in table_of(pack, UNDECIDED, day).items()]


def source_of_reasons(pack: Pack, day: date) -> str:
    """Who says which code a reason comes to; "" where the pack lists none."""
    held = pack.values.get(REASONS)
    step = held.on_or_none(day) if held is not None else None
    return (
        "" if step is None else ", ".join(part for part in (step.source.title, step.source.passage) if part)
    )


def named_in(text: str, reasons: Sequence[ListedReason], undecided: Sequence[Undecided] = ()) -> Named:
    """No reason where the text names several, denies what it names, or leaves a code open.

    Of words that stand in longer ones, as “holiday” in “religious holiday”, the longer ones count alone.
    """
    found = _longest(_matches(text.replace("’", "'"), (*reasons, *undecided)))
    denied = {each.of for each in found if each.denied}
    held = [each for each in found if each.of not in denied]
    left_open = {each.phrase: each.of.told for each in held if isinstance(each.of, Undecided)}
    named = {each.of for each in held if isinstance(each.of, ListedReason)}
    return Named(next(iter(named)) if len(named) == 1 and not left_open else None, left_open)


@dataclass(frozen=True, slots=True)
class _Match:
    """Words of the pack, as they stand in a text."""

    first: int
    last: int
    phrase: str
    of: ListedReason | Undecided
    denied: bool


def _matches(text: str, known: Sequence[ListedReason | Undecided]) -> list[_Match]:
    return [
        _Match(*found.span(), phrase, each, bool(DENIED.search(text[: found.start()])))
        for each in known
        for phrase in each.phrases
        for found in _pattern(phrase).finditer(text)
    ]


def _longest(found: Sequence[_Match]) -> list[_Match]:
    return [each for each in found if not any(_holds(other, each) for other in found)]


def _holds(longer: _Match, each: _Match) -> bool:
    inside = longer.first <= each.first and each.last <= longer.last
    return inside and longer.last - longer.first > each.last - each.first


@lru_cache(maxsize=1000)
def _pattern(phrase: str) -> re.Pattern[str]:
    """The whole words, however they are written large or small, spaced or hyphened, one or many."""
    words = [
        re.escape(word) + (r"(?:es|s'|'s|s)?" if len(word) > INFLECTED and word.isalpha() else "")
        for word in phrase.replace("’", "'").replace("-", " ").split()
    ]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)", re.IGNORECASE)


def _phrases(words: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in words.split(",") if each.strip())
