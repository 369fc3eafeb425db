"""Letters for tests: every shipped wording, an invented head, and a letter made of the slots' samples."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from supportfirst.attendance.letters.compose import compose
from supportfirst.attendance.letters.content import Content
from supportfirst.attendance.letters.shape import Addressee, Child, Head, Wording
from supportfirst.attendance.letters.slots import pack_values, sample_values
from supportfirst.attendance.letters.wordings import frame_of, wordings_of
from supportfirst.attendance.packs.load import load_pack, pack_names
from supportfirst.attendance.packs.shape import Pack

HEAD = Head(
    sender=("Larkspur School", "Telephone 01632 960123"),
    addressee=Addressee("Mrs", "Amina Rahman", ("2 Sample Street", "Example Town", "ZZ99 3VZ")),
    child=Child("Samuel Rahman", "Year 8", "3 May 2014", "Sam"),
    dated="9 March 2026",
    reference="SF-7K2M-9QX4",
    signatory=("Jo Lee", "Attendance lead", "Telephone 01632 960123"),
)


class Worded(NamedTuple):
    """A shipped wording, and the pack that brings it."""

    pack: str
    wording: Wording


@cache
def pack_of(name: str) -> Pack:
    """A shipped pack, read once."""
    return load_pack(name)


@lru_cache(maxsize=1)
def every_wording() -> dict[str, Worded]:
    """The English wording of each letter of every body, by letter."""
    found: dict[str, Worded] = {}
    for name in pack_names():
        for letter, wording in wordings_of(pack_of(name)).items():
            found.setdefault(letter, Worded(name, wording))
    return found


def values_for(wording: Wording, pack: Pack) -> dict[str, str | tuple[str, ...]]:
    """An invented value for every slot; those of the pack as they are in force when the wording begins."""
    assert wording.first_day is not None
    return {**sample_values(wording), **pack_values(wording, pack, wording.first_day)}


def composed(letter: str, *, head: Head = HEAD, **changed: str | tuple[str, ...]) -> Content:
    """A shipped letter of the slots' samples, some of them changed; an empty text leaves a slot empty."""
    name, wording = every_wording()[letter]
    pack = pack_of(name)
    return compose(wording, {**values_for(wording, pack), **changed}, head, frame_of(pack))


def barest(letter: str) -> Content:
    """The same letter where every slot that a block depends on is empty: its shortest form."""
    wording = every_wording()[letter].wording
    return composed(letter, **{block.only_if: "" for block in wording.blocks if block.only_if})


def worded_text(content: Content) -> str:
    """What the wording says, a paragraph a line; lists are the records' words and are left out."""
    return "\n".join([content.heading, *(block.text for block in content.blocks)])
