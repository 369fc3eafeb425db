"""The files of a `letters/` folder, from their text to values. A fault has its file and line; none raises.

Three files of the national layer belong to all letters: `frame.yaml`, `slots.yaml` and
`words.yaml`. Every other file words one letter in one language. What a wording must carry is
not judged here but in `lint`, which has the catalogue beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

from supportfirst.attendance.letters.shape import (
    ENGLISH,
    PARTS,
    QUESTIONS,
    Frame,
    Question,
    Slot,
    SlotKind,
    UnwelcomeWord,
    WordedBlock,
    Wording,
)
from supportfirst.attendance.packs.digest import fingerprint
from supportfirst.attendance.packs.fields import Faults, Fields
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, place

FILES = ("letters/*.yaml",)
FRAME, SLOTS, WORDS = "letters/frame.yaml", "letters/slots.yaml", "letters/words.yaml"
SHARED = frozenset({FRAME, SLOTS, WORDS})
LABELS = ("dated", "reference", "copies")


def build_slots(document: Node, faults: Faults) -> dict[str, Slot]:
    """Every slot that a wording may name, by name."""
    fields = Fields(document, faults, "slots file")
    _checked(fields)
    found: dict[str, Slot] = {}
    for name, node in fields.named("slots").items():
        inner = Fields(node, faults, f"slot {name}")
        found[name] = Slot(
            name=name,
            words=inner.text("words", required=True),
            where=inner.text("where", required=True),
            kind=SlotKind(inner.choice("kind", list(SlotKind)) or SlotKind.TEXT),
            sample=inner.several("sample", required=True),
        )
        inner.finish()
    fields.finish()
    return found


def build_words(document: Node, faults: Faults) -> tuple[UnwelcomeWord, ...]:
    """The words that no letter of this layer, or of those above it, may use."""
    fields = Fields(document, faults, "words file")
    _checked(fields)
    found: list[UnwelcomeWord] = []
    for node in fields.tables("words", required=True):
        inner = Fields(node, faults, "word")
        found.append(
            UnwelcomeWord(
                forms=inner.several("word", required=True),
                why=inner.text("why", required=True),
                instead=inner.text("instead", required=True),
                explained_by=inner.several("explained_by"),
            )
        )
        inner.finish()
    fields.finish()
    return tuple(found)


def build_frame(document: Node, faults: Faults) -> Frame:
    """What stands around every letter."""
    fields = Fields(document, faults, "frame")
    _checked(fields)
    frame = Frame(
        salutation=fields.text("salutation", required=True),
        closing=fields.text("closing", required=True),
        about=tuple(_texts_of(fields, "about", faults).items()),
        labels=_texts_of(fields, "labels", faults),
        questions=_questions(fields, faults),
        right_to_left=frozenset(fields.several("right_to_left")),
        own_most=int(fields.number("own_most", required=True) or 0),
        own_longest=int(fields.number("own_longest", required=True) or 0),
    )
    fields.finish()
    for name in LABELS:
        if name not in frame.labels:
            fields.fault("missing-label", f"there is no label for “{name}”", f"add a “{name}:” line")
    return frame


def build_wording(document: Node, frame: Node | None, faults: Faults) -> Wording:
    """One wording, as far as it could be read."""
    fields = Fields(document, faults, "wording")
    letter = fields.text("letter", required=True)
    fields.what = f"wording of {letter or '?'}"
    reviewed = fields.take("tone_reviewed", required=True)
    by, on = "", None
    if reviewed is not None:
        inner = Fields(reviewed, faults, f"{fields.what}, tone_reviewed")
        by, on = inner.text("by", required=True), inner.day("on", required=True)
        inner.finish()
    blocks = tuple(_blocks(fields, faults))
    heading = fields.text("heading", required=True)
    wording = Wording(
        letter=letter,
        language=fields.text("language") or ENGLISH,
        fingerprint=fingerprint({"wording": document, **({"frame": frame} if frame else {})}, beneath=""),
        first_day=fields.day("first_day", required=True),
        tone_reviewed=on,
        tone_reviewed_by=by,
        heading=heading,
        blocks=blocks,
        slots=_slots_in(heading, blocks),
        head_says=_head_says(fields, faults),
        translated_by=fields.text("translated_by"),
        where=place(document),
    )
    fields.finish()
    return wording


def _checked(fields: Fields) -> None:
    """Who checked a shared file, and when; `next` is a day for people and stops no letter."""
    held = fields.take("checked", required=True)
    if held is None:
        return
    inner = Fields(held, fields.faults, f"{fields.what}, checked")
    inner.text("by", required=True)
    inner.day("on", required=True)
    inner.day("next", required=True)
    inner.finish()


def _texts_of(fields: Fields, key: str, faults: Faults) -> dict[str, str]:
    held = fields.named(key)
    for name, node in held.items():
        if not isinstance(node, Scalar):
            faults.add("not-text", node, f"{fields.what}: “{name}” must be text", "write one line of text")
    return {name: node.text for name, node in held.items() if isinstance(node, Scalar)}


def _questions(fields: Fields, faults: Faults) -> tuple[Question, ...]:
    held = fields.named("questions")
    found: list[Question] = []
    for name in QUESTIONS:
        if name not in held:
            fields.fault("missing-question", f"the question “{name}” is missing", "add it", key="questions")
            continue
        inner = Fields(held[name], faults, f"question {name}")
        title = inner.text("title", required=True)
        found.append(Question(name, title, inner.several("phrases"), inner.several("slots")))
        inner.finish()
    return tuple(found)


def _blocks(fields: Fields, faults: Faults) -> list[WordedBlock]:
    found: list[WordedBlock] = []
    for node in fields.tables("blocks", required=True):
        inner = Fields(node, faults, f"{fields.what}, block")
        name = inner.text("id", required=True)
        inner.what = f"{fields.what}, block {name or '?'}"
        block = WordedBlock(
            id=name,
            text=inner.text("text", required=True),
            items=inner.text("items"),
            says=inner.several("says"),
            answers=inner.several("answers"),
            fixed=not inner.yes_no("may_be_edited", default=False),
            only_if=inner.text("only_if"),
            unless=inner.text("unless"),
            where=place(node),
        )
        inner.finish()
        _judge_block(block, inner)
        if any(block.id == other.id for other in found):
            inner.fault("repeated-id", "two blocks have this id", "give one of them another", key="id")
        found.append(block)
    return found


def _judge_block(block: WordedBlock, fields: Fields) -> None:
    if ":" in block.id:
        fields.fault("bad-id", f"“{block.id}” has a colon in it", "use letters, digits and _", key="id")
    if block.text.count("{") != len(SLOT.findall(block.text)) or block.text.count("{") != block.text.count(
        "}"
    ):
        fields.fault("braces", "a brace is open or empty", "write each slot as {name}", key="text")
    for answer in block.answers:
        if answer not in QUESTIONS:
            told = f"“{answer}” is not one of the three questions"
            fields.fault("unknown-question", told, f"use {', '.join(QUESTIONS)}", key="answers")
    if block.says and not block.fixed:
        told = "it carries a statement that the letter must make, and may be edited"
        fields.fault(
            "statement-open", told, "take “may_be_edited” out, or put the rest into a block of its own"
        )
    if block.only_if and block.unless:
        told = "it has both “only_if” and “unless”"
        fields.fault("two-conditions", told, "keep one of them", key="unless")


def _head_says(fields: Fields, faults: Faults) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for statement, node in fields.named("head_says").items():
        items = node.items if isinstance(node, Listing) else (node,)
        parts = tuple(item.text for item in items if isinstance(item, Scalar))
        if not parts or any(part not in PARTS for part in parts):
            told = f"{fields.what}: “{statement}” names a part of the letter that there is not"
            faults.add("unknown-part", node, told, f"use {', '.join(PARTS)}", column="head_says")
        found[statement] = parts
    return found


def _slots_in(heading: str, blocks: tuple[WordedBlock, ...]) -> tuple[str, ...]:
    named = SLOT.findall(heading)
    for block in blocks:
        named += SLOT.findall(block.text)
        named += [name for name in (block.items, block.only_if, block.unless) if name]
    return tuple(dict.fromkeys(named))
