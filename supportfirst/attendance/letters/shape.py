"""A letter's wording as values: blocks with slots, what each says, and the frame that all letters share.

Nothing is worded here. `build` makes these of `policy/<body>/letters/*.yaml`, and `compose`
fills them in for one addressee and one child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

QUESTIONS = ("what", "by_when", "who_helps")  # what is asked, by which day, who can help
PARTS = ("addressee", "address", "about", "dated", "signatory")  # of the frame, which may carry a statement
VALUE = "value:"  # begins the name of a slot that a value of the pack fills
ENGLISH = "en-GB"


class SlotKind(StrEnum):
    """How a slot is written: a list becomes one line each, everything else stands in a sentence."""

    TEXT = "text"
    LIST = "list"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap that records fill."""

    name: str
    words: str  # what it is: “the day of the meeting”
    where: str  # where a person supplies it: “on the meeting's form”
    kind: SlotKind
    sample: tuple[str, ...]  # an invented value, for looking at a wording and for its checks


@dataclass(frozen=True, slots=True)
class WordedBlock:
    """One paragraph of a wording, with the list slot that stands beneath it, if any."""

    id: str
    text: str
    items: str = ""  # the name of a list slot
    says: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    fixed: bool = True
    only_if: str = ""  # left out where this slot is empty
    unless: str = ""  # left out where this slot is filled
    where: str = ""  # file:line


@dataclass(frozen=True, slots=True)
class Wording:
    """How one letter of the catalogue is worded in one language."""

    letter: str
    language: str
    fingerprint: str  # of its content and of the frame it is set in
    first_day: date | None
    tone_reviewed: date | None
    tone_reviewed_by: str
    heading: str
    blocks: tuple[WordedBlock, ...]
    slots: tuple[str, ...]  # every slot that it names, in the order of the text
    head_says: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # statement: parts of the frame
    translated_by: str = ""
    where: str = ""

    @property
    def says(self) -> frozenset[str]:
        """Every statement that it carries whatever its slots hold: in a block always there, or the head."""
        held = {said for block in self.blocks if not (block.only_if or block.unless) for said in block.says}
        return frozenset(held | self._said_either_way() | set(self.head_says))

    def _said_either_way(self) -> set[str]:
        """Statements that stand both in a block for a filled slot and in one for the same slot empty."""
        filled = {(said, block.only_if) for block in self.blocks if block.only_if for said in block.says}
        empty = {(said, block.unless) for block in self.blocks if block.unless for said in block.says}
        return {said for said, _ in filled & empty}


@dataclass(frozen=True, slots=True)
class Question:
    """One of the three questions, and how its answer shows in the text."""

    id: str
    title: str
    phrases: tuple[str, ...]  # one of these stands in a block that answers it, or …
    slots: tuple[str, ...]  # … one of these slots does


@dataclass(frozen=True, slots=True)
class Frame:
    """What every letter has around its wording."""

    salutation: str
    closing: str
    about: tuple[tuple[str, str], ...]  # key of the child's detail, its label
    labels: Mapping[str, str]  # of the reference, the day, the copies
    questions: tuple[Question, ...]
    right_to_left: frozenset[str]  # languages, by their first part: ar, ur, …
    own_most: int  # paragraphs that a person may add
    own_longest: int  # characters of one

    def is_right_to_left(self, language: str) -> bool:
        """Whether a language is written from right to left."""
        return language.partition("-")[0].lower() in self.right_to_left


@dataclass(frozen=True, slots=True)
class UnwelcomeWord:
    """A word that no letter uses, why, and what to say instead."""

    forms: tuple[str, ...]
    why: str
    instead: str
    explained_by: tuple[str, ...] = ()  # it may stand in a letter that also has one of these


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a text that may not be there."""

    word: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """One adult: never two on one letter."""

    title: str
    name: str  # full legal name
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """The child whom the letter is about, each detail as it is shown."""

    name: str  # full legal name
    year_group: str
    born: str
    known_as: str = ""  # how the text names the child; the full name where it is empty


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the text of one letter."""

    sender: tuple[str, ...]  # lines
    addressee: Addressee
    child: Child
    dated: str
    reference: str
    signatory: tuple[str, ...]  # name, role; then how to reach them
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a letter can't be made without, and where a person supplies it."""

    slot: str
    what: str
    where: str
