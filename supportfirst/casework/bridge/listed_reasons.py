"""The reasons that a pack lists, each with the code that it comes to; and which of them a text names.

Only what the pack itself says is looked for in a text: the reason, and the first words of its code's meaning.
What is found is proposed to a person, and settles nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import choices_of
from supportfirst.casework.bridge.day_values import REASONS, needs_permission, reasons_of

DENIED = r"(?:\bnot|n['’]t|\bnever|\bno longer|\bno)\s+(?:\w+\s+)?"  # “is not really ill” names no illness


@dataclass(frozen=True, slots=True)
class ListedReason:
    """A reason as it is offered."""

    reason: str
    code: str
    phrases: tuple[str, ...]  # that name it in a text
    needs_permission: bool  # no reason is enough for the code

    @property
    def text(self) -> str:
        return f"{self.reason[:1].upper()}{self.reason[1:]}"

    @property
    def text_with_code(self) -> str:
        return f"{self.text}: {self.code}"


def listed_reasons(pack: Pack, day: date) -> Sequence[ListedReason]:
    """In the pack's order."""
    meanings = {choice.symbol: choice.meaning for choice in choices_of(pack.codes, day)}
    return [
        ListedReason(
            reason,
            code,
            tuple({reason, meanings.get(code, reason).split(",")[0].strip()}),
            needs_permission(pack, code, day),
        )
        for reason, code in reasons_of(pack, day).items()
    ]


def source_of_reasons(pack: Pack, day: date) -> str:
    """Who says which code a reason comes to; "" where the pack lists none."""
    held = pack.values.get(REASONS)
    step = held.on_or_none(day) if held is not None else None
    return (
        "" if step is None else ", ".join(part for part in (step.source.title, step.source.passage) if part)
    )


def reason_named(text: str, reasons: Sequence[ListedReason]) -> ListedReason | None:
    """The one reason that a text names; None where it names none, or several: nobody can tell which."""
    found = [each for each in reasons if any(_names(text, phrase) for phrase in each.phrases)]
    return found[0] if len(found) == 1 else None


def _names(text: str, phrase: str) -> bool:
    words = rf"\b{re.escape(phrase)}\b"
    return bool(re.search(words, text, re.IGNORECASE)) and not re.search(DENIED + words, text, re.IGNORECASE)
