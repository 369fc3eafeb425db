"""The forms of letters: what no record fills, what is changed in one, what became of it on its way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from supportfirst.attendance.letters.content import Content
from supportfirst.attendance.letters.edits import OWN, START, Edits
from supportfirst.attendance.letters.shape import Slot, SlotKind
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.pupil_forms import OnceForm

Filled = dict[str, str | tuple[str, ...]]
FIELD = "slot_"  # begins the name of the field of a slot
FIRST_WORDS = 60


class SlotsForm(OnceForm):
    """A field for each slot that no record fills."""

    def __init__(self, *args: Any, slots: Sequence[Slot], needed: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = slots
        for slot in slots:
            field = self.fields[FIELD + slot.name] = _field(slot)
            field.required = slot.name in needed
            field.error_messages["required"] = f"Enter {slot.words}"
        self.speak_for_itself()

    def filled(self) -> Filled:
        """What was supplied, by slot, as the letter will say it."""
        held = {slot.name: _said(slot, self.cleaned_data.get(FIELD + slot.name)) for slot in self.slots}
        return {name: value for name, value in held.items() if value}

    def lacks(self, slot: str, what: str, where: str) -> None:
        """Say beside the field that supplies it what is missing, or above where no field does."""
        name = FIELD + slot
        told = f"{what[:1].upper()}{what[1:]} is missing: supply it {where}."
        if name in self.fields:
            told = f"Enter {what}"
        self.add_error(name if name in self.fields else None, told)


def _field(slot: Slot) -> forms.Field:
    label = slot.words[:1].upper() + slot.words[1:]
    if slot.kind is SlotKind.DAY:
        return DayField(label=label, required=False, help_text="For example, 27 3 2027")
    if slot.kind is SlotKind.LIST:
        box = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(
            label=label, max_length=1000, required=False, widget=box, help_text="One a line"
        )
    return forms.CharField(label=label, max_length=200, required=False)


def _said(slot: Slot, value: Any) -> str | tuple[str, ...]:
    if not value:
        return ""
    if isinstance(value, date):
        return f"{value:%A} {show_day(value)}"
    if slot.kind is SlotKind.LIST:
        return tuple(line.strip() for line in str(value).splitlines() if line.strip())
    return " ".join(str(value).split())


class EditForm(GovukForm):
    """The paragraphs that may be changed, and a person's own after any of them."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, content: Content, edits: Edits, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.most = content, most
        for place, block in enumerate(content.blocks):
            if not block.fixed:
                self._paragraph(place, block.text, edits.replaced.get(block.id, block.text))
                if not block.says:
                    self._leave_out(place, left_out=block.id in edits.left_out)
        own = [(after, text) for after, texts in edits.after.items() for text in texts]
        for place in range(most):
            after, text = own[place] if place < len(own) else ("", "")
            self._own(place, after, text)
        self.speak_for_itself()

    def _paragraph(self, place: int, before: str, now: str) -> None:
        self.fields[f"text_{place}"] = forms.CharField(
            label=f"Paragraph {place + 1}",
            help_text=f"As it was drafted: {before}" if before != now else "",
            initial=now,
            widget=forms.Textarea(attrs={"rows": 3}),
            strip=True,
        )

    def _leave_out(self, place: int, *, left_out: bool) -> None:
        self.fields[f"out_{place}"] = forms.BooleanField(
            label=f"Leave out paragraph {place + 1}", required=False, initial=left_out
        )

    def _own(self, place: int, after: str, text: str) -> None:
        box = forms.Textarea(attrs={"rows": 3})
        label = f"Your own paragraph {place + 1}"
        self.fields[f"own_{place}"] = forms.CharField(label=label, required=False, initial=text, widget=box)
        choices = [("", "Before the first paragraph"), *_choices(self.content)]
        self.fields[f"after_{place}"] = forms.ChoiceField(
            label=f"Where does your own paragraph {place + 1} stand?",
            choices=choices,
            required=False,
            initial=after or (choices[-1][0] if not text else ""),
        )

    def edits(self) -> Edits:
        """What the form asks for, as the core applies it."""
        held = self.cleaned_data
        after: dict[str, tuple[str, ...]] = {}
        for place in range(self.most):
            if held.get(f"own_{place}"):
                name = held.get(f"after_{place}") or START
                after[name] = (*after.get(name, ()), held[f"own_{place}"])
        blocks = list(enumerate(self.content.blocks))
        left_out = frozenset(block.id for place, block in blocks if held.get(f"out_{place}"))
        return Edits(
            after=after,
            left_out=left_out,
            replaced={
                block.id: held[f"text_{place}"]
                for place, block in blocks
                if f"text_{place}" in held
                and held[f"text_{place}"] != block.text
                and block.id not in left_out
            },
        )

    def add_refusal(self, block: str, told: str) -> None:
        """Beside the paragraph that it is about, where there is one."""
        names = {each.id: f"text_{place}" for place, each in enumerate(self.content.blocks)}
        name = names.get(block, "")
        if block.startswith(OWN):
            name = f"own_{self._own_in_order()[int(block.removeprefix(OWN)) - 1]}"
        self.add_error(name if name in self.fields else None, told)

    def _own_in_order(self) -> list[int]:
        """The boxes that hold something, in the order in which the letter has them."""
        places = {START: -1} | {block.id: place for place, block in enumerate(self.content.blocks)}
        held = self.cleaned_data
        filled = [place for place in range(self.most) if held.get(f"own_{place}")]
        return sorted(filled, key=lambda place: places.get(held.get(f"after_{place}") or START, 0))


def _short(text: str) -> str:
    return text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS].rsplit(' ', 1)[0]}…"


def _choices(content: Content) -> list[tuple[str, str]]:
    return [
        (block.id, f"After paragraph {place + 1}: {_short(block.text)}")
        for place, block in enumerate(content.blocks)
    ]


class WithdrawForm(GovukForm):
    because = forms.CharField(label="Why is it withdrawn?", max_length=300)


class DeliveryForm(OnceForm):
    what = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    on = DayField(label="On which day?", help_text="For example, 27 3 2027")
    by = forms.CharField(label="Who posted it or handed it over?", max_length=200, required=False)
    note = forms.CharField(label="Note", max_length=300, required=False)

    def __init__(self, *args: Any, happenings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(happenings)

    def offer(self, happenings: Sequence[tuple[str, str]]) -> None:
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(happenings)


def begins(slots: Sequence[Slot], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What a form of slots holds when it is first shown."""
    return {FIELD + slot.name: usual[slot.name] for slot in slots if slot.name in usual}
