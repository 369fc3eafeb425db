"""What a letter says, block by block, before it takes any form. Text only, never markup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, with a list beneath it where it has one."""

    id: str  # its name in the wording; "own:1", "own:2" … for what a person added
    text: str
    items: tuple[str, ...] = ()
    says: tuple[str, ...] = ()  # the statements of the catalogue that it carries
    answers: tuple[str, ...] = ()  # of a parent's questions: what, by_when, who_helps
    fixed: bool = True  # its text may not be edited; nobody may take it out where it says something


@dataclass(frozen=True, slots=True)
class Content:
    """One letter to one addressee about one child."""

    letter: str  # its type in the catalogue, such as halton.s1l1
    wording: str  # fingerprint of the wording that it was composed of
    language: str  # BCP 47, such as en-GB
    right_to_left: bool
    sender: tuple[str, ...]  # lines
    addressee: tuple[str, ...]  # title and full legal name, then the address, a line each
    dated: str  # 3 March 2026
    reference: str
    heading: str
    about: tuple[tuple[str, str], ...]  # the child's details: label, value
    salutation: str
    blocks: tuple[Block, ...]
    closing: str
    signatory: tuple[str, ...]  # name, role; then how to reach them
    copies: tuple[str, ...] = ()  # who else gets it
    reference_label: str = ""  # what stands before the reference: "Our reference"
    copies_label: str = ""

    @property
    def told_reference(self) -> str:
        return _labelled(self.reference_label, self.reference)

    @property
    def told_copies(self) -> str:
        """One line; empty where nobody else gets it."""
        return _labelled(self.copies_label, "; ".join(self.copies)) if self.copies else ""


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if label else text
