"""The slots of wordings: what each is, where a person supplies it, and those that the pack itself fills."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from supportfirst.attendance.letters.shape import VALUE, Slot, SlotKind, Wording
from supportfirst.attendance.letters.wordings import letters_in
from supportfirst.attendance.packs.load import POLICY
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.value_words import content_in_words

Values = Mapping[str, str | tuple[str, ...]]

SLOTS: Mapping[str, Slot] = letters_in(POLICY / "england").slots


def slot_named(name: str) -> Slot:
    """The slot of a name; a value of the pack is one too. Raises KeyError for a name that there is not."""
    if name.startswith(VALUE):
        told = f"the value {name.removeprefix(VALUE)} of the policy pack"
        return Slot(name, told, "in the policy pack", SlotKind.NUMBER, ("1",))
    return SLOTS[name]


def pack_values(wording: Wording, pack: Pack, day: date) -> dict[str, str]:
    """What the pack fills in by itself: each `{value:…}` as it is in force on the letter's day."""
    found: dict[str, str] = {}
    for name in wording.slots:
        value = pack.values.get(name.removeprefix(VALUE)) if name.startswith(VALUE) else None
        step = value.on_or_none(day) if value is not None else None
        if step is not None:
            found[name] = content_in_words(step.value)
    return found


def sample_values(wording: Wording) -> dict[str, str | tuple[str, ...]]:
    """An invented value for each slot of a wording, for looking at it and for checking how it reads."""
    slots = [slot_named(name) for name in wording.slots]
    return {slot.name: slot.sample if slot.kind is SlotKind.LIST else slot.sample[0] for slot in slots}
