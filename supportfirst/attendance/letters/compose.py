"""One letter of a wording, the records' values and a head. What is missing stops it, and is named."""

from __future__ import annotations

from supportfirst.attendance.letters.content import Block, Content
from supportfirst.attendance.letters.shape import Frame, Head, Lack, WordedBlock, Wording
from supportfirst.attendance.letters.slots import Values, slot_named
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.vocabulary.errors import AttendanceError

CHILD = "child"  # the slot that the head fills: how the text names the child
ON_CONTACT = "on the parent's contact page"
ON_CHILD = "on the child's page"
IN_SET_UP = "in the school's set-up"


class LettersLack(AttendanceError):
    """A letter can't be made: something that it needs is missing."""

    def __init__(self, lacks: list[Lack]) -> None:
        told = "; ".join(f"{lack.what} ({lack.where})" for lack in lacks)
        super().__init__(
            what=f"the letter lacks {told}",
            where="letter",
            remedy="supply what is missing, and make it again",
        )
        self.lacks = lacks


def lacking(wording: Wording, values: Values, head: Head) -> list[Lack]:
    """Everything that the letter needs and has not, with where to supply it; empty where it can be made."""
    held = _with_child(values, head)
    found = _lacking_in_head(wording, head)
    asked: dict[str, None] = dict.fromkeys(SLOT.findall(wording.heading))
    for block in wording.blocks:
        if _stands(block, held):
            asked.update(dict.fromkeys(_needed(block)))
    for name in asked:
        if not _filled(held, name) and name != CHILD:
            slot = slot_named(name)
            found.append(Lack(name, slot.words, slot.where))
    return found


def compose(wording: Wording, values: Values, head: Head, frame: Frame) -> Content:
    """The letter. Raises LettersLack where something that it needs is missing."""
    lacks = lacking(wording, values, head)
    if lacks:
        raise LettersLack(lacks)
    held = _with_child(values, head)
    addressee = f"{head.addressee.title} {head.addressee.name}"
    return Content(
        letter=wording.letter,
        wording=wording.fingerprint,
        language=wording.language,
        right_to_left=frame.is_right_to_left(wording.language),
        sender=head.sender,
        addressee=(addressee, *head.addressee.address),
        dated=head.dated,
        reference=head.reference,
        heading=_fill(wording.heading, held),
        about=tuple((label, getattr(head.child, key)) for key, label in frame.about),
        salutation=_fill(frame.salutation, {"addressee": addressee}),
        blocks=tuple(_block(block, held) for block in wording.blocks if _stands(block, held)),
        closing=frame.closing,
        signatory=head.signatory,
        copies=head.copies,
        reference_label=frame.labels["reference"],
        copies_label=frame.labels["copies"],
    )


def _lacking_in_head(wording: Wording, head: Head) -> list[Lack]:
    who = head.addressee.name or "the parent"
    child = head.child
    parts = {part for held in wording.head_says.values() for part in held}
    wanted: list[tuple[str | tuple[str, ...], str, str, str]] = [
        (head.addressee.title, "addressee.title", f"the title of {who}", ON_CONTACT),
        (head.addressee.name, "addressee.name", "the full legal name of the parent", ON_CONTACT),
        (child.name, "child.name", "the full legal name of the child", ON_CHILD),
        (child.year_group, "child.year_group", "the child's year group", ON_CHILD),
        (child.born, "child.born", "the child's date of birth", ON_CHILD),
        (head.dated, "dated", "the day of the letter", "on the letter's form"),
        (head.reference, "reference", "the letter's reference", "it is given when the letter is prepared"),
        (head.sender, "sender", "the school's name and address", IN_SET_UP),
        (head.signatory, "signatory", "who signs the letter", "on the letter's form"),
    ]
    if "address" in parts:
        wanted.append((head.addressee.address, "addressee.address", f"the full address of {who}", ON_CONTACT))
    return [Lack(slot, what, where) for held, slot, what, where in wanted if not _there(held)]


def _there(held: str | tuple[str, ...]) -> bool:
    return bool(held.strip() if isinstance(held, str) else [line for line in held if line.strip()])


def _with_child(values: Values, head: Head) -> dict[str, str | tuple[str, ...]]:
    return {**values, CHILD: head.child.known_as or head.child.name}


def _needed(block: WordedBlock) -> list[str]:
    return [*SLOT.findall(block.text), *([block.items] if block.items else [])]


def _filled(values: Values, name: str) -> bool:
    return _there(values.get(name, ""))


def _stands(block: WordedBlock, values: Values) -> bool:
    if block.unless:
        return not _filled(values, block.unless)
    return not block.only_if or _filled(values, block.only_if)


def _block(block: WordedBlock, values: Values) -> Block:
    held = values.get(block.items, ()) if block.items else ()
    items = (held,) if isinstance(held, str) else held
    return Block(
        id=block.id,
        text=_fill(block.text, values),
        items=tuple(item for item in items if item.strip()),
        says=block.says,
        answers=block.answers,
        fixed=block.fixed,
    )


def _fill(text: str, values: Values) -> str:
    """Each slot of a text replaced once; what a value says is never looked at for slots again."""
    return SLOT.sub(lambda found: _in_sentence(values[found.group(1)]), text)


def _in_sentence(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value
    *most, last = value
    return f"{', '.join(most)} and {last}" if most else last
