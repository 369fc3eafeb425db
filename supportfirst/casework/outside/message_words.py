"""The words of every message that leaves the school, in one place. None names a child.

A text or an e-mail is read on locked screens and forwarded: it says “your child”, the school, its telephone
and a reference that a reply is known by, and no more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from supportfirst.attendance.vocabulary.days import show_time

# Consonants and digits that nobody takes for one another. Each reference has both: it is never a word that
# somebody writes, nor a number.
LETTERS, DIGITS = "CDFHJKMNPQRTVWX", "34679"
ALPHABET = LETTERS + DIGITS
LENGTH = 5

SUBJECT = "Your child is not at {school} today: please tell us why"
BODY = (
    "{school}: your child is not in school this {session} ({day}), and we do not know why. "
    "Please reply with the reason{telephone}. Reply quoting {reference}."
)
OR_RING = " or ring {telephone}"
SPACED = "\n\n"
REGISTER_SUBJECT = "The register of {group} has not been taken"
REGISTER_BODY = (
    "The register of {group} for this {session}{due} has not been taken. Please take it now.\n\n{school}\n"
)
REGISTER_PART_SUBJECT = "The register of {group} is not complete"
REGISTER_PART_BODY = (
    "The register of {group} for this {session}{due} is not complete: {without} of the class have no mark. "
    "Please complete it now.\n\n{school}\n"
)


@dataclass(frozen=True, slots=True)
class Words:
    subject: str  # "" for a text
    body: str


def absence_words(
    *, is_email: bool, school: str, telephone: str, session: str, day: str, reference: str
) -> Words:
    """What home is sent on a morning on which nobody knows where the child is."""
    ring = OR_RING.format(telephone=telephone) if telephone else ""
    body = BODY.format(school=school, session=session, day=day, telephone=ring, reference=reference)
    if not is_email:
        return Words("", body)
    return Words(SUBJECT.format(school=school), f"Dear parent or carer,{SPACED}{body}{SPACED}{school}\n")


def register_words(*, school: str, group: str, session: str, due: datetime | None, without: int = 0) -> Words:
    """What a teacher is sent whose register is missing; `without`: of a part, how many have no mark."""
    was_due = f", due by {show_time(due)}," if due is not None else ""
    subject, body = (
        (REGISTER_PART_SUBJECT, REGISTER_PART_BODY) if without else (REGISTER_SUBJECT, REGISTER_BODY)
    )
    told = body.format(group=group, session=session, due=was_due, school=school, without=without)
    return Words(subject.format(group=group), told)


def reference_of(once: str, attempt: int = 0) -> str:
    """The reference of a message: always the same for the same message, so that its preview can show it."""
    number = int.from_bytes(hashlib.sha256(f"{once} {attempt}".encode()).digest()[:8], "big")
    number, digit = divmod(number, LENGTH)
    letters = []
    for place in range(LENGTH):
        of = DIGITS if place == digit else LETTERS if place == (digit + 1) % LENGTH else ALPHABET
        number, chosen = divmod(number, len(of))
        letters.append(of[chosen])
    return "".join(letters)
