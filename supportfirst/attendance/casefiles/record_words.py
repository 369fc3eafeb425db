"""What reading a history must know of each kind of record, whoever states it.

The kinds live in the packs, which this room may not import; a pack's `records` fit these
shapes as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

TEXT, DATE, YES_NO, NUMBER, CHOICE, LIST = "text", "date", "yes or no", "number", "choice", "list"
ABOUT = "about"  # the id of the record that a follow-up is about
NOTE = "note"  # a text that every kind may carry; nothing is judged by it
ANY_KIND = "any"


class FieldWords(Protocol):
    """One field: what it holds (a text of those above), and the choices where it is one of some texts."""

    @property
    def kind(self) -> str: ...
    @property
    def choices(self) -> tuple[str, ...]: ...
    @property
    def required(self) -> bool: ...


class RecordWords(Protocol):
    """One kind: its fields by name, the kinds it follows up (or “any”), and whether it must name a parent."""

    @property
    def fields(self) -> Mapping[str, FieldWords]: ...
    @property
    def about(self) -> tuple[str, ...]: ...
    @property
    def for_parent(self) -> bool: ...
