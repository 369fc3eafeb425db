"""What a person may change in a letter, and what stays: statements, the three answers, allowed words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from supportfirst.attendance.letters.content import Block, Content
from supportfirst.attendance.letters.shape import Frame, UnwelcomeWord
from supportfirst.attendance.letters.words import banned_in
from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.vocabulary.errors import AttendanceError

OWN = "own:"  # begins the id of a paragraph that a person added
START = ""  # own paragraphs before the first block


class EditRefused(AttendanceError):
    """A change that a letter does not allow: the rule, why it is so, and what can be done instead."""

    def __init__(self, *, rule: str, why: str, way_forward: str, block: str = "") -> None:
        super().__init__(what=f"{rule}: {why}", where=block or "letter", remedy=way_forward)
        self.rule = rule
        self.why = why
        self.way_forward = way_forward
        self.block = block


@dataclass(frozen=True, slots=True)
class Edits:
    """A person's changes to one letter; they are kept beside it, so that it can be made again."""

    after: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # own paragraphs, by the block before
    left_out: frozenset[str] = frozenset()
    replaced: Mapping[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """For keeping: plain lists and texts."""
        after = {block: list(texts) for block, texts in sorted(self.after.items())}
        return {
            "after": after,
            "left_out": sorted(self.left_out),
            "replaced": dict(sorted(self.replaced.items())),
        }

    @staticmethod
    def from_data(held: Mapping[str, Any]) -> Edits:
        """What `as_data` wrote."""
        after = {block: tuple(texts) for block, texts in held.get("after", {}).items()}
        return Edits(after, frozenset(held.get("left_out", ())), dict(held.get("replaced", {})))


def edited(
    content: Content, edits: Edits, *, entry: Entry | None, words: Iterable[UnwelcomeWord], frame: Frame
) -> Content:
    """The letter with a person's changes. Raises EditRefused for the first that is not allowed."""
    known = {block.id: block for block in content.blocks}
    for name in (*edits.left_out, *edits.replaced, *(name for name in edits.after if name != START)):
        if name not in known:
            raise _unknown(name)
    for name in sorted(edits.left_out):
        _may_be_left_out(known[name])
    for name in sorted(edits.replaced):
        _may_be_replaced(known[name], edits.replaced[name], frame)
    _own_within_bounds(edits, frame)
    after = replace(content, blocks=tuple(_laid_out(content, edits)))
    _still_answers(content, after, frame)
    _words_allowed(after, edits, entry, tuple(words))
    return after


def text_of(content: Content) -> str:
    """The whole text of a letter's body, for looking words up in."""
    held = [content.heading]
    for block in content.blocks:
        held += [block.text, *block.items]
    return "\n".join(held)


def _laid_out(content: Content, edits: Edits) -> list[Block]:
    found: list[Block] = []
    count = 0
    for block in (None, *content.blocks):
        name = START if block is None else block.id
        if block is not None and name not in edits.left_out:
            text = edits.replaced.get(name)
            found.append(block if text is None else replace(block, text=_tidied(text)))
        for text in edits.after.get(name, ()):
            count += 1
            found.append(Block(id=f"{OWN}{count}", text=_tidied(text), fixed=False))
    return found


def _tidied(text: str) -> str:
    return " ".join(text.split())


def _unknown(name: str) -> EditRefused:
    return EditRefused(
        rule="a change names a paragraph of the letter",
        why="the letter has no such paragraph now; its wording may have been changed",
        way_forward="open the letter again, and make the change there",
        block=name,
    )


def _may_be_left_out(block: Block) -> None:
    if block.says:
        raise EditRefused(
            rule="what a letter must say stays in it",
            why="this paragraph carries a statement that the policy asks for",
            way_forward="leave it in; you may add a paragraph of your own after it",
            block=block.id,
        )
    if block.fixed:
        raise EditRefused(
            rule="a fixed paragraph stays in the letter",
            why="the policy lead worded this paragraph for every letter of this kind",
            way_forward="leave it in, or ask the policy lead to change the wording",
            block=block.id,
        )


def _may_be_replaced(block: Block, text: str, frame: Frame) -> None:
    if block.fixed:
        raise EditRefused(
            rule="a fixed paragraph keeps its words",
            why="it carries what the policy asks for, or the policy lead worded it for every such letter",
            way_forward="add a paragraph of your own after it",
            block=block.id,
        )
    _reasonable(text, block.id, frame)


def _own_within_bounds(edits: Edits, frame: Frame) -> None:
    own = [(name, text) for name, texts in edits.after.items() for text in texts]
    if len(own) > frame.own_most:
        raise EditRefused(
            rule=f"a letter has at most {frame.own_most} paragraphs of your own",
            why="a longer letter is read less",
            way_forward="join some of them, or say the rest when you talk",
        )
    for name, text in own:
        _reasonable(text, name, frame)


def _reasonable(text: str, block: str, frame: Frame) -> None:
    if not text.strip():
        raise EditRefused(
            rule="a paragraph has words",
            why="this one is empty",
            way_forward="write something, or take the paragraph out",
            block=block,
        )
    if len(text) > frame.own_longest:
        raise EditRefused(
            rule=f"a paragraph has at most {frame.own_longest} characters",
            why=f"this one has {len(text)}, and long paragraphs are hard to read",
            way_forward="shorten it, or make two of it",
            block=block,
        )


def _still_answers(before: Content, after: Content, frame: Frame) -> None:
    answered = {answer for block in after.blocks for answer in block.answers}
    for question in frame.questions:
        had = [block.id for block in before.blocks if question.id in block.answers]
        if had and question.id not in answered:
            raise EditRefused(
                rule="a letter says what is asked, by when, and who helps",
                why=f"without this paragraph it would not answer “{question.title}”",
                way_forward="leave it in; you may change its words where that is offered",
                block=had[0],
            )


def _words_allowed(
    after: Content, edits: Edits, entry: Entry | None, words: tuple[UnwelcomeWord, ...]
) -> None:
    whole = text_of(after)
    for block in after.blocks:
        if block.id in edits.replaced or block.id.startswith(OWN):
            for found in banned_in(block.text, entry, words, whole=whole):
                raise EditRefused(
                    rule=f"“{found.word}” is not said in a letter to a family",
                    why=found.why,
                    way_forward=found.instead,
                    block=block.id,
                )
