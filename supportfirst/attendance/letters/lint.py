"""Every fault of a layer's wordings, with its file and line: what `check-pack` adds to the pack's own.

`build` tells what can't be read. This holds a wording against the catalogue: that the letter is
there, that every statement it must make is carried, that each slot exists, that no word stands
in it that may not, and that the three questions are answered in the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from supportfirst.attendance.letters.build import FRAME, SLOTS
from supportfirst.attendance.letters.shape import (
    ENGLISH,
    VALUE,
    Question,
    Slot,
    SlotKind,
    UnwelcomeWord,
    WordedBlock,
    Wording,
)
from supportfirst.attendance.letters.wordings import FolderLetters, letters_in
from supportfirst.attendance.letters.words import banned_in
from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.load import layer_folders
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.packs.shape import Layer, Pack
from supportfirst.attendance.vocabulary.problems import Problem

LETTERS, STATEMENTS = "letters", "statements"
A_YEAR = re.compile(r"\bAct \d{4}\b")  # the name of an Act is no number of its
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a layer's wordings are held against."""

    pack: Pack
    slots: Mapping[str, Slot]
    words: tuple[UnwelcomeWord, ...]
    questions: tuple[Question, ...]
    english: Mapping[str, Wording]


def check_letters(folder: Path | str, pack: Pack | None) -> list[Problem]:
    """Every fault of the wordings in a pack's folder, in the order of its files. Never raises.

    pack: the pack of that folder; None, where it could not be built, leaves only what needs no catalogue.
    """
    path = Path(folder).resolve()
    own = letters_in(path)
    found = list(own.problems)
    if pack is not None and not found:
        layers = [letters_in(each) for each in layer_folders(path)]
        found += _misplaced(path, pack)
        found += _repeated(own)
        desk = _desk(pack, layers)
        for wording in own.wordings:
            found += _judge(wording, desk)
    return sorted(found, key=lambda each: (each.file, each.line))


def _desk(pack: Pack, layers: list[FolderLetters]) -> _Desk:
    frame = next((layer.frame for layer in layers if layer.frame is not None), None)
    return _Desk(
        pack=pack,
        slots={name: slot for layer in layers for name, slot in layer.slots.items()},
        words=tuple(word for layer in layers for word in layer.words),
        questions=frame.questions if frame is not None else (),
        english={
            each.letter: each for layer in layers for each in layer.wordings if each.language == ENGLISH
        },
    )


def _problem(kind: str, where: str, column: str, value: str, told: str, remedy: str) -> Problem:
    file, _, line = where.rpartition(":")
    return Problem(kind, file, int(line or 0), column, value, told, remedy)


def _misplaced(folder: Path, pack: Pack) -> Iterator[Problem]:
    """The frame and the slots are the same for every letter of every body."""
    for name in (FRAME, SLOTS):
        if pack.layer is not Layer.NATIONAL and (folder / name).exists():
            told = f"{name} belongs to the national layer alone"
            remedy = "add what you need to the national file, and take this one out"
            yield Problem("shared-below-national", f"{folder.name}/{name}", 0, "", "", told, remedy)


def _repeated(own: FolderLetters) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Wording] = {}
    for wording in own.wordings:
        first = seen.setdefault((wording.letter, wording.language), wording)
        if first is not wording:
            told = f"{wording.letter} is worded in {first.where} too, in the same language"
            yield _problem(
                "repeated-wording", wording.where, "letter", wording.letter, told, "keep one of them"
            )


def _judge(wording: Wording, desk: _Desk) -> Iterator[Problem]:
    entry = desk.pack.entries.get(wording.letter)
    if entry is None or entry.section != LETTERS:
        told = f"“{wording.letter}” is not a letter of the catalogue, here or beneath"
        remedy = "correct the name, or add the letter to entries/"
        yield _problem("unknown-letter", wording.where, "letter", wording.letter, told, remedy)
        return
    yield from _uncarried(wording, entry, desk)
    yield from _unknown_slots(wording, desk)
    yield from _unwelcome(wording, entry, desk)
    yield from _numbers(wording)
    yield from _unanswered(wording, desk)
    yield from _translated(wording, desk)


def _uncarried(wording: Wording, entry: Entry, desk: _Desk) -> Iterator[Problem]:
    for name in entry.listed("must_say"):
        statement = desk.pack.entries.get(name)
        if statement is None or name in wording.says:
            continue
        if wording.first_day and statement.span.last and statement.span.last < wording.first_day:
            continue
        told = f"{wording.letter} must say “{statement.text}”, and no block that is always there does"
        remedy = f"word it, and write says: [{name}] at its block"
        yield _problem("statement-not-carried", wording.where, "says", name, told, remedy)
    for block in wording.blocks:
        for name in block.says:
            found = desk.pack.entries.get(name)
            if found is None or found.section != STATEMENTS:
                told = f"block {block.id} says “{name}”, which is no statement of the catalogue"
                yield _problem("unknown-statement", block.where, "says", name, told, "correct its name")


def _unknown_slots(wording: Wording, desk: _Desk) -> Iterator[Problem]:
    for name, where in _named(wording):
        if name.startswith(VALUE):
            known: Collection[str] = desk.pack.values
            remedy = "name a value of the pack, as {value:unpaid.parent_days}"
        else:
            known, remedy = desk.slots, "use a slot of england/letters/slots.yaml, or add one there"
        if name.removeprefix(VALUE) not in known:
            told = f"{wording.letter} names the slot “{name}”, which there is not"
            yield _problem("unknown-slot", where, "text", name, told, remedy)
    for block in wording.blocks:
        yield from _misused(block, desk)


def _misused(block: WordedBlock, desk: _Desk) -> Iterator[Problem]:
    """A list stands beneath its paragraph, a line each; everything else stands in a sentence."""
    inside = [name for name in SLOT.findall(block.text) if _is_list(name, desk)]
    for name in inside:
        told = f"block {block.id} has the list “{name}” in a sentence"
        yield _problem("list-in-sentence", block.where, "text", name, told, f"write items: {name}")
    if block.items in desk.slots and not _is_list(block.items, desk):
        told = f"block {block.id} has “{block.items}” as its items, which is no list"
        yield _problem("not-a-list", block.where, "items", block.items, told, "write it into the text")


def _is_list(name: str, desk: _Desk) -> bool:
    slot = desk.slots.get(name)
    return slot is not None and slot.kind is SlotKind.LIST


def _named(wording: Wording) -> Iterator[tuple[str, str]]:
    for name in SLOT.findall(wording.heading):
        yield name, wording.where
    for block in wording.blocks:
        also = [name for name in (block.items, block.only_if, block.unless) if name]
        for name in dict.fromkeys([*SLOT.findall(block.text), *also]):
            yield name, block.where


def _unwelcome(wording: Wording, entry: Entry, desk: _Desk) -> Iterator[Problem]:
    whole = " ".join([wording.heading, *(block.text for block in wording.blocks)])
    for text, where in _texts(wording):
        for found in banned_in(text, entry, desk.words, whole=whole):
            told = f"{wording.letter} says “{found.word}”: {found.why}"
            yield _problem("unwelcome-word", where, "text", found.word, told, found.instead)


def _numbers(wording: Wording) -> Iterator[Problem]:
    for text, where in _texts(wording):
        for number in DIGITS.findall(A_YEAR.sub("", text)):
            told = f"{wording.letter} has the number {number} in its words"
            remedy = "let a slot give it: {value:…} for a value of the pack"
            yield _problem("number-in-wording", where, "text", number, told, remedy)


def _texts(wording: Wording) -> Iterator[tuple[str, str]]:
    """The words of a wording without its slots, and where each text is written."""
    yield SLOT.sub(" ", wording.heading), wording.where
    for block in wording.blocks:
        yield SLOT.sub(" ", block.text), block.where


def _unanswered(wording: Wording, desk: _Desk) -> Iterator[Problem]:
    for question in desk.questions:
        blocks = [block for block in wording.blocks if question.id in block.answers and _always(block)]
        if not any(_shows(block, question, wording.language) for block in blocks):
            told = f"{wording.letter} does not answer “{question.title}” in a block that is always there"
            remedy = f"write answers: [{question.id}] at a block that has {_ways(question)}"
            yield _problem("question-not-answered", wording.where, "answers", question.id, told, remedy)


def _always(block: WordedBlock) -> bool:
    return not (block.only_if or block.unless)


def _shows(block: WordedBlock, question: Question, language: str) -> bool:
    """Whether the answer can be found in the text: by a slot, or in English by a phrase."""
    if any(name in question.slots for name in SLOT.findall(block.text)):
        return True
    if language != ENGLISH:
        return bool(question.phrases)
    text = " ".join(block.text.casefold().split())
    return any(phrase.casefold() in text for phrase in question.phrases)


def _ways(question: Question) -> str:
    slots = ", ".join(f"{{{name}}}" for name in question.slots)
    phrases = ", ".join(f"“{phrase}”" for phrase in question.phrases)
    return " or ".join(
        filter(None, (f"one of {slots}" if slots else "", f"one of {phrases}" if phrases else ""))
    )


def _translated(wording: Wording, desk: _Desk) -> Iterator[Problem]:
    """A translation says, asks and leaves out what the English does, and names who made it."""
    if wording.language == ENGLISH:
        return
    if not wording.translated_by:
        told = f"{wording.letter} in {wording.language} does not say who translated it"
        remedy = "add a “translated_by:” line"
        yield _problem("missing-translator", wording.where, "translated_by", "", told, remedy)
    english = desk.english.get(wording.letter)
    if english is None or _outline(english) != _outline(wording):
        told = f"{wording.letter} in {wording.language} has other blocks or slots than the English wording"
        remedy = "give it the same blocks, conditions, statements, answers and slots"
        yield _problem("translation-differs", wording.where, "blocks", wording.language, told, remedy)


def _outline(wording: Wording) -> list[tuple[object, ...]]:
    return [
        (
            *(block.id, block.items, block.says, block.answers, block.fixed, block.only_if, block.unless),
            frozenset(SLOT.findall(block.text)),
        )
        for block in wording.blocks
    ]
