"""The wordings of a pack: its own and those of the layers beneath it, by letter of the catalogue.

A layer may word a letter of a layer beneath in its own way: the nearest wording stands. Text
is read again when a file has changed, and only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from supportfirst.attendance.letters.build import (
    FILES,
    FRAME,
    SHARED,
    SLOTS,
    WORDS,
    build_frame,
    build_slots,
    build_wording,
    build_words,
)
from supportfirst.attendance.letters.shape import ENGLISH, Frame, Slot, UnwelcomeWord, Wording
from supportfirst.attendance.packs.cache import read_folder
from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.fields import Faults
from supportfirst.attendance.packs.load import POLICY
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.text_form import Node
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.problems import Problem

Stamp = tuple[tuple[str, int, int], ...]  # each file's path, length and time of change
NO_FRAME = Frame("", "", (), {}, (), frozenset(), 0, 0)
KEPT = 32


class WordingsUnusable(AttendanceError):
    """A wording, or what all of them share, has faults; no letter may be made of it."""


@dataclass(frozen=True, slots=True)
class FolderLetters:
    """What the `letters/` folder of one layer holds, and what is wrong with it."""

    wordings: tuple[Wording, ...]
    slots: Mapping[str, Slot] = field(default_factory=dict)
    words: tuple[UnwelcomeWord, ...] = ()
    frame: Frame | None = None
    problems: tuple[Problem, ...] = ()


def wordings_of(pack: Pack) -> Mapping[str, Wording]:
    """The English wording of each letter of the catalogue that has one. Raises WordingsUnusable."""
    return _in_language(pack, ENGLISH)


def wordings_in(pack: Pack, language: str) -> Mapping[str, Wording]:
    """The wordings in one language, such as “ur”, by letter. Raises WordingsUnusable."""
    return _in_language(pack, language)


def languages_of(pack: Pack, letter: str) -> tuple[str, ...]:
    """The languages in which a letter is worded, English first. Raises WordingsUnusable."""
    found = {each.language for layer in layers_of(pack) for each in layer.wordings if each.letter == letter}
    return tuple(sorted(found, key=lambda language: (language != ENGLISH, language)))


def frame_of(pack: Pack) -> Frame:
    """What stands around every letter. Raises WordingsUnusable."""
    return next((layer.frame for layer in layers_of(pack) if layer.frame is not None), NO_FRAME)


def unwelcome_words(pack: Pack) -> tuple[UnwelcomeWord, ...]:
    """The words that no letter uses, of every layer. Raises WordingsUnusable."""
    return tuple(word for layer in layers_of(pack) for word in layer.words)


def statements_due(pack: Pack, letter: Entry, day: date) -> tuple[Entry, ...]:
    """What a letter must say on a day: its statements that are in force then."""
    return tuple(
        pack.entries[name]
        for name in letter.listed("must_say")
        if name in pack.entries and day in pack.entries[name].span
    )


def uncarried(wording: Wording, pack: Pack, day: date) -> tuple[Entry, ...]:
    """Statements that the letter must make on a day and that its wording does not."""
    due = statements_due(pack, pack.entries[wording.letter], day)
    return tuple(statement for statement in due if statement.id not in wording.says)


def layers_of(pack: Pack) -> list[FolderLetters]:
    """The shipped letters of a pack's layers, the national one first. Raises WordingsUnusable."""
    return usable(POLICY / name for name in (*pack.over, pack.id))


def usable(folders: Iterator[Path] | Sequence[Path]) -> list[FolderLetters]:
    """The letters of these folders, each over those before it. Raises WordingsUnusable."""
    found = [letters_in(folder) for folder in folders]
    problems = [problem for layer in found for problem in layer.problems]
    if problems:
        first = problems[0]
        raise WordingsUnusable(
            what=f"the wordings have faults ({len(problems)}); the first: {first.problem}",
            where=f"{first.file}:{first.line}",
            remedy="run “supportfirst check-pack” on the policy pack to see every fault",
        )
    return found


def letters_in(folder: Path) -> FolderLetters:
    """What a pack's own `letters/` folder holds; faults are told, never raised."""
    return _read(folder, _stamp(folder))


def _in_language(pack: Pack, language: str) -> Mapping[str, Wording]:
    found: dict[str, Wording] = {}
    for layer in layers_of(pack):
        for wording in layer.wordings:
            entry = pack.entries.get(wording.letter)
            if wording.language == language and entry is not None and entry.section == "letters":
                found[wording.letter] = wording
    return found


def _stamp(folder: Path) -> Stamp:
    """Changes with any file of the folder, and with the frame that ships for all."""
    files = sorted({*folder.glob(FILES[0]), POLICY / "england" / FRAME})
    return tuple(
        (str(path), held.st_size, held.st_mtime_ns)
        for path in files
        if path.is_file() and (held := path.stat())
    )


@lru_cache(maxsize=KEPT)
def _read(folder: Path, stamp: Stamp) -> FolderLetters:
    text = read_folder(folder, FILES)
    faults = Faults(list(text.problems))
    documents = text.documents
    frame_text = documents.get(FRAME) or _shipped_frame()
    wordings = tuple(
        build_wording(node, frame_text, faults) for path, node in documents.items() if path not in SHARED
    )
    return FolderLetters(
        wordings=wordings,
        slots=build_slots(documents[SLOTS], faults) if SLOTS in documents else {},
        words=build_words(documents[WORDS], faults) if WORDS in documents else (),
        frame=build_frame(documents[FRAME], faults) if FRAME in documents else None,
        problems=tuple(faults.found),
    )


def _shipped_frame() -> Node | None:
    return read_folder(POLICY / "england", FILES).documents.get(FRAME)
