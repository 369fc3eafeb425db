"""The letters to a family that a pack's catalogue has and that can be made here: who sends each, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.letters.shape import Wording
from supportfirst.attendance.letters.wordings import wordings_of
from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.shape import Pack, StepTerms

PARENT = "parent"
POST, HAND, EMAIL = "post", "hand", "email"  # as the packs name them
WAYS = (POST, HAND, EMAIL)
# What is recorded of a letter that was sent, by the fields of its kind of record.
RECORDED = frozenset({"letter", "posted_on", "how", "full_address", "about_this_child"})


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One letter of the catalogue, and how it is worded."""

    id: str
    title: str
    text: str
    source: str
    entry: Entry
    wording: Wording
    sent_when: Collection[str]  # the rules after which it is sent; empty: the pack names none
    sent_by: Sequence[str]  # roles; any one of them
    delivery: Sequence[str]  # ways that the pack allows; empty: it names none
    record: str  # the kind of record that says it was sent
    role_titles: str
    below_target_at: Collection[str]  # stages at which the school's own target proposes it
    only_after: str  # the fact that must hold before it is written; "" where the pack names none
    about_meetings: Collection[str]  # kinds of meeting of which it tells the day, as records name them

    @property
    def ways(self) -> Sequence[str]:
        """How it may go out."""
        return [each for each in WAYS if not self.delivery or each in self.delivery]


def letter_kinds(pack: Pack, on: date) -> Mapping[str, LetterKind]:
    """In the order of the catalogue: those to parents that are worded, and can be recorded as sent here."""
    worded = wordings_of(pack)
    return {
        entry.id: _kind(pack, entry, worded[entry.id])
        for entry in pack.entries.values()
        if entry.section == "letters"
        and on in entry.span
        and entry.id in worded
        and _begun(worded[entry.id], on)
        and PARENT in entry.listed("to")
        and _can_be_recorded(pack, entry)
    }


def due_kinds(
    kinds: Mapping[str, LetterKind],
    pack: Pack,
    document: Mapping[str, Any] | None,
    sent: Collection[str],
    *,
    below_target: bool,
) -> list[str]:
    """Those that a step of the child's assessment asks for now, in their order, then those of its numbers.

    sent: the kinds that went out about the child this school year. A step is done by its letter, while a
    number stays reached: it proposes its letter once a year. A person decides whether to write it.
    below_target: whether attendance is below the school's own target.
    """
    held = document or {}
    steps = [each["rule"] for each in held.get("steps_due", ()) if each["status"] == "due"]
    reached = [each["rule"] for each in held.get("prompts", ()) if each["outcome"] == "met"]
    stages = {each["rule"] for each in held.get("stages", ()) if each["outcome"] == "met"}
    of_target = [
        name for name, kind in kinds.items() if below_target and stages.intersection(kind.below_target_at)
    ]
    of_numbers = [each for each in (*asked_by(kinds, pack, reached), *of_target) if each not in sent]
    return list(dict.fromkeys([*asked_by(kinds, pack, steps), *of_numbers]))


def asked_by(kinds: Mapping[str, LetterKind], pack: Pack, asked: Sequence[str]) -> list[str]:
    """The letters that these rules ask for, in the order of the rules."""
    brings = {rule.id: rule.terms.brings for rule in pack.rules if isinstance(rule.terms, StepTerms)}
    found = [
        name
        for rule in asked
        for name, kind in kinds.items()
        if rule in kind.sent_when or name in brings.get(rule, ())
    ]
    return list(dict.fromkeys(found))


def _kind(pack: Pack, entry: Entry, wording: Wording) -> LetterKind:
    sent_by = entry.listed("sent_by")
    return LetterKind(
        id=entry.id,
        title=entry.title,
        text=entry.text,
        source=", ".join(part for part in (entry.source.title, entry.source.passage) if part),
        entry=entry,
        wording=wording,
        sent_when=entry.listed("sent_when"),
        sent_by=sent_by,
        delivery=entry.listed("delivery"),
        record=str(entry.details.get("record", "")),
        role_titles=" or ".join(pack.entries[role].title for role in sent_by if role in pack.entries),
        below_target_at=entry.listed("below_target_at"),
        only_after=str(entry.details.get("only_after", "")),
        about_meetings=[each.rpartition(".")[2] for each in entry.listed("about_meetings")],
    )


def _begun(wording: Wording, on: date) -> bool:
    return wording.first_day is None or wording.first_day <= on


def _can_be_recorded(pack: Pack, entry: Entry) -> bool:
    """A kind of record that asks for more than a letter tells has a page of its own."""
    record = pack.records.get(str(entry.details.get("record", "")))
    if record is None:
        return False
    asked = {name for name, field in record.fields.items() if field.required}
    return "letter" in record.fields and asked <= RECORDED
