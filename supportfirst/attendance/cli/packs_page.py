"""A pack as a page that somebody who knows the law can review: each thing, its source, its dates.

Names are shown with what they stand for, conditions as their questions with the numbers of
one day, and what was read into a text or left open is said where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.cli.blocks import Block, Drawing, Field, Heading, Paragraph
from supportfirst.attendance.packs.case_shape import PUPIL
from supportfirst.attendance.packs.condition_words import Words
from supportfirst.attendance.packs.described import BANNERS, Described
from supportfirst.attendance.packs.head import Head
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.packs.value_words import content_in_words, with_unit
from supportfirst.attendance.vocabulary.spans import DateSpan

CONFIDENCE = {
    "V": "read in the document itself",
    "S": "read in another that restates it",
    "D": "worked out",
    "K": "not confirmed",
}
TITLES = ("title", "question", "words")  # the first that is there heads a thing
IN_HEADING = {"id", *TITLES}
APART = {"written", "first_day", "last_day", "source", "steps", "checked", "diagram", "mermaid", "fields"}
SENTENCES = ("text", "text_parent", "show", "lift")


@dataclass(frozen=True, slots=True)
class Page:
    head: Head
    words: Words
    parts: Mapping[str, list[Described]]
    banners: list[Described]
    today: date
    on: date | None

    def blocks(self) -> Iterator[Block]:
        yield from self._top()
        for part, things in self.parts.items():
            if not things:
                continue
            yield Heading(2, f"{part.replace('_', ' ').capitalize()} ({len(things)})")
            for thing in things:
                yield from self.thing(thing)

    def _top(self) -> Iterator[Block]:
        head, pack = self.head, self.head.pack
        yield Heading(1, pack.title)
        over = f", over {' and '.join(pack.over)}" if pack.over else ""
        yield Paragraph(f"{pack.id}: {pack.layer.value} layer{over}. {answers_for(pack.span)}")
        if head.about:
            yield Paragraph(head.about)
        by, checked_on, following = head.checked
        yield Paragraph(f"Kept by: {head.maintainer}. Checked by {by} on {checked_on}, next by {following}.")
        for review in head.overdue(self.today)[:1]:
            yield Paragraph(f"OVERDUE: {review.what} was to be checked again by {review.next}.")
        for banner in self.banners:
            days = days_in_words(banner["first_day"], banner["last_day"])
            yield Paragraph(f"Banner, {days}: {self.sentence(banner['text'])}")
            yield Field("source", source_in_words(banner["source"]))
        shown = f"What is in force on {self.on}." if self.on else "Everything, whenever it is in force."
        yield Paragraph(f"{shown} Numbers inside conditions are those of {self.words.on}.")
        yield Paragraph(f"Fingerprint: {pack.fingerprint}")

    def thing(self, thing: Described) -> Iterator[Block]:
        title = next((str(thing[key]) for key in TITLES if thing.get(key)), "")
        yield Heading(3, f"{title} [{thing['id']}]" if title else f"[{thing['id']}]")
        if thing.get("diagram"):
            yield Drawing(tuple(thing["diagram"]), thing["mermaid"])
        for key, held in thing.items():
            if key not in IN_HEADING and key not in APART:
                yield from self._field(key, held)
        for step in thing.get("steps", ()):
            days = days_in_words(step["first_day"], step["last_day"])
            yield Field(with_unit(step["says"], thing["unit"]), f"{days}; {source_in_words(step['source'])}")
        for field in thing.get("fields", ()):
            yield Field(f"field {field['field']}", _field_in_words(field))
        yield from self._last_of(thing)

    def _last_of(self, thing: Described) -> Iterator[Block]:
        """Dates, who checked it and until when, its source, and where it is written."""
        if "first_day" in thing:
            yield Field("in force", days_in_words(thing["first_day"], thing["last_day"]))
        of_file = self.head.files.get(str(thing.get("written", "")).rpartition(":")[0], ("", "", ""))
        own = thing.get("checked") or dict(zip(("by", "on", "next"), of_file, strict=True))
        if own["by"]:
            yield Field("checked", f"by {own['by']} on {own['on']}, next by {own['next']}")
        if thing.get("source"):
            yield Field("source", source_in_words(thing["source"]))
        if thing.get("written"):
            yield Field("written", str(thing["written"]))

    def _field(self, key: str, held: Any, depth: int = 0) -> Iterator[Block]:
        label = key.replace("_", " ")
        if self._goes_without_saying(key, held):
            return
        if isinstance(held, Mapping) and "asks" in held:
            yield from self._condition(label, held, depth)
        elif isinstance(held, list) and held and isinstance(held[0], Mapping):
            yield Field(label, "; ".join(source_in_words(inner) for inner in held), depth)
        elif isinstance(held, Mapping):
            yield Field(
                label, "; ".join(f"{name}: {self.named(inner)}" for name, inner in held.items()), depth
            )
        elif key in SENTENCES:
            yield Field(label, self.sentence(str(held)), depth)
        else:
            yield Field(label, self.named(held), depth)

    def _goes_without_saying(self, key: str, held: Any) -> bool:
        if held in (None, "", [], {}):
            return True
        usual = {"layer": self.head.pack.id, "for_each": PUPIL, "order": 0, "towards_sanction": False}
        return key in usual and held == usual[key]

    def _condition(self, label: str, tree: Mapping[str, Any], depth: int) -> Iterator[Block]:
        yield Field(label, f"{tree['asks']} – {tree['how']}", depth)
        for part in tree["parts"]:
            yield from self._condition("", part, depth + 1)

    def named(self, held: Any) -> str:
        """A name with what it stands for: “Attendance lead [attendance_lead]”."""
        if isinstance(held, bool):
            return "yes" if held else "no"
        if isinstance(held, list):
            return "; ".join(self.named(inner) for inner in held)
        title = self._titles.get(str(held))
        if title:
            return f"{title} [{held}]"
        return self.words.value(held) if held in self.words.pack.values else str(held)

    @property
    def _titles(self) -> Mapping[str, str]:
        pack = self.words.pack
        rules = {rule.id: rule.title for rule in pack.rules}
        notes = {note.id: self.sentence(note.text) for note in pack.notes.values()}
        entries = {entry.id: entry.title for entry in pack.entries.values()}
        return {**notes, **rules, **entries}

    def sentence(self, text: str) -> str:
        """The pack's values in their places; what comes from a pupil is left as ‹its name›."""

        def slot(match: re.Match[str]) -> str:
            name = match.group(1).removeprefix("value:")
            value = self.words.pack.values.get(name)
            step = value.on_or_none(self.words.on) if value else None
            return content_in_words(step.value) if step else f"‹{name}›"

        return SLOT.sub(slot, " ".join(text.split()))


def answers_for(span: DateSpan) -> str:
    return f"It answers for days from {span.first}" + (f" to {span.last}." if span.last else "; no last day.")


def days_in_words(first: str, last: str | None) -> str:
    return f"{first} to {last}" if last else f"from {first}"


def source_in_words(source: Mapping[str, Any]) -> str:
    passage = f", {source['passage']}" if source.get("passage") else ""
    sure = CONFIDENCE.get(source.get("confidence", ""), "")
    inferred = "; inferred, not stated there" if source.get("stated") is False else ""
    address = f" <{source['address']}>" if source.get("address") else ""
    return f"{source['title']}{passage} ({sure or 'not said how sure'}{inferred}){address}"


def _field_in_words(field: Mapping[str, Any]) -> str:
    choices = f": {', '.join(field['choices'])}" if field["choices"] else ""
    return f"{field['words']} ({field['holds']}{choices}{'; required' if field['required'] else ''})"


def own_parts(
    parts: Mapping[str, list[Described]], pack_id: str, *, beneath: bool
) -> dict[str, list[Described]]:
    """What the pack's own layer says; with `beneath`, also what it stands on."""
    return {
        part: [thing for thing in things if beneath or thing.get("layer", pack_id) in ("", pack_id)]
        for part, things in parts.items()
    }


def banners_of(parts: Mapping[str, list[Described]]) -> list[Described]:
    return list(parts.get(BANNERS, ()))
