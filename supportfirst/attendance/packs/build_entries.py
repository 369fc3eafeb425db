"""The catalogue of a pack: roles, statements, letters, meetings, contracts, forms, services and the rest.

A section's keys say what each holds, so that a name (of a role, a statement, a rule) can be looked
up when the whole layer is there; everything else is text for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_sentences import span_at
from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, Table, place


class Holds(StrEnum):
    """What a key of the catalogue holds; all but TEXT, CHOICE and the single names are lists."""

    TEXT = "text"
    TEXTS = "texts"
    CHOICE = "choice"
    CHOICES = "choices"
    ROLES = "roles"
    STATEMENTS = "statements"
    MEETINGS = "meetings"
    RULES = "rules"
    VALUE = "value"
    VALUES = "values"
    RECORD = "record"
    FACT = "fact"
    FIGURES = "figures"  # a list of texts, or a table of them
    DAY = "day"  # kept as it is written, 2024-08-19


class Key(NamedTuple):
    holds: Holds
    choices: tuple[str, ...] = ()


TEXT, TEXTS, ROLES, RECORD = Key(Holds.TEXT), Key(Holds.TEXTS), Key(Holds.ROLES), Key(Holds.RECORD)
STATEMENTS, RULES = Key(Holds.STATEMENTS), Key(Holds.RULES)
VALUE, VALUES = Key(Holds.VALUE), Key(Holds.VALUES)
BODIES = ("school", "authority", "other")
NAMED_BY = ("school", "school_may", "authority")
OPENS = ("cases",)
PARENT_ABSENT = ("stop", "rearrange_then_letter", "proceed_and_deliver", "proceed_and_plan")
ACTIONS_FOR = ("present",)
PURPOSES = ("preventive", "pre_prosecution")
WAYS = ("post", "hand", "email", "text", "call", "meeting", "visit")  # how a letter's news may reach somebody
PLAIN = frozenset({Holds.TEXT, Holds.CHOICE, Holds.VALUE, Holds.RECORD, Holds.FACT})  # one text, no list

SECTIONS: Mapping[str, Mapping[str, Key]] = {
    "roles": {
        "body": Key(Holds.CHOICE, BODIES),
        "named_by": Key(Holds.CHOICE, NAMED_BY),  # every school has, or may have, somebody named for it
        "fills": ROLES,  # the role further down that whoever is named for this one fills
        "opens": Key(Holds.CHOICE, OPENS),  # what being named at a school opens to an officer
        "contact_for": TEXT,
    },
    "statements": {},
    "letters": {
        "to": ROLES,
        "must_say": STATEMENTS,
        "must_not_say": TEXTS,
        "sent_when": RULES,
        "sent_by": ROLES,
        "only_after": Key(Holds.FACT),  # what must be on record before it is written
        "about_meetings": Key(Holds.MEETINGS),  # the meetings of which it tells the day
        "below_target_at": RULES,  # stages on which a school's own target proposes it
        "goes_with": RULES,  # steps that are asked for with it, where they concern the child
        "delivery": Key(Holds.CHOICES, WAYS),
        "record": RECORD,
        "also_records": RECORD,  # a follow-up that its going out is as well
        "also_says": TEXTS,  # what that follow-up says, as “result: cover_letter_left”
        "record_says": TEXTS,  # yes-or-no fields of its record that what it must say makes true
        "plain_type": TEXT,
    },
    "meetings": {
        "chair": ROLES,
        "required": ROLES,
        "optional": ROLES,
        "invited_if": TEXTS,
        "agenda": TEXTS,
        "asks_parent": TEXTS,
        "settles": TEXTS,
        "explains": TEXTS,
        "tells_pupil": TEXTS,  # what is made clear to a pupil who is old enough
        "weighs": TEXTS,  # whether a pupil is old enough: yes or no, each with what shows it
        "absent_asks": TEXT,  # what is written down of a parent who stayed away, before it is closed
        "actions_for": Key(Holds.CHOICE, ACTIONS_FOR),  # who can be given something to do
        "gives": TEXTS,  # papers that each who comes is given at the start
        "chair_if_traded": ROLES,
        "invite_if_traded": ROLES,
        "papers_due": VALUE,
        "parent_absent": Key(Holds.CHOICE, PARENT_ABSENT),
        "aliases": TEXTS,
        "copies_to": ROLES,
        "format": TEXTS,
        "frequency": TEXTS,
        "actions": TEXTS,
        "record": RECORD,
    },
    "contracts": {
        "legal_basis": TEXT,
        "lead": ROLES,
        "written_by": ROLES,
        "length": VALUES,
        "signature": TEXT,
        "purpose": Key(Holds.CHOICE, PURPOSES),
        "absent_party": TEXT,
        "must_say": STATEMENTS,
        "outcomes": TEXTS,
        "record": RECORD,
    },
    "forms": {"asks": TEXTS, "sent_by": ROLES, "feeds": TEXTS, "record": RECORD},
    "services": {"offer": TEXTS, "hours": TEXT, "end_uncertain": TEXT},
    "returns": {"to": TEXTS, "deadline": VALUE, "content": TEXTS},
    "visibility": {"seen_by": ROLES},
    "decisions": {"decided_by": ROLES, "outcomes": TEXTS, "record": RECORD},
    "features": {"fact": Key(Holds.FACT)},
    "benchmarks": {"figures": Key(Holds.FIGURES), "as_printed": TEXT},
    "duties": {"who": ROLES},
    "expectations": {"who": ROLES},  # what parents and pupils are asked for, as they are told it
    "policy_sections": {},  # what a school's published attendance policy has to contain
    "policies": {  # an attendance policy itself, as its school wrote it
        "academic_year": TEXT,
        "ratified_by": TEXT,
        "ratified_on": Key(Holds.DAY),
        "review_on": Key(Holds.DAY),
    },
    "agreements": {"signed_by": ROLES},  # what parents sign once for a child, such as a home-school agreement
    "banners": {},
}
ROLE_SECTION, STATEMENT_SECTION, MEETING_SECTION = "roles", "statements", "meetings"
PAPERS = (
    "letters",
    "meetings",
    "contracts",
    "forms",
    "services",
    "returns",
    "decisions",
)  # what a step brings


def build_entries(document: Node, bench: Bench, *, first_day: date) -> dict[str, Entry]:
    """The entries of one file. `first_day`: of one that does not say its own. Faults go to the bench."""
    fields = Fields(document, bench.faults, "entries file")
    bench.checked_if_written(fields)
    found: dict[str, Entry] = {}
    for section in SECTIONS:
        for name, node in fields.named(section).items():
            if name in found:
                told = f"“{name}” is written in two sections"
                bench.faults.add("repeated-id", node, told, "give it a name of its own", column=name)
                continue
            found[name] = _entry(name, section, node, bench, first_day)
    fields.finish()
    return found


def _entry(name: str, section: str, node: Node, bench: Bench, first_day: date) -> Entry:
    fields = Fields(node, bench.faults, f"{section} {name}")
    title = fields.text("title", required=True)
    text = fields.text("text", required=section != ROLE_SECTION)
    span = span_at(fields, otherwise=first_day)
    assert span is not None  # it has a first day whatever is written
    entry = Entry(
        id=name,
        section=section,
        title=title,
        text=text,
        source=bench.source(fields),
        span=span,
        stated=fields.yes_no("stated", default=True),
        details={
            key: held for key in SECTIONS[section] if (held := _held(fields, key, SECTIONS[section][key]))
        },
        where=place(node),
    )
    fields.finish()
    return entry


def _held(fields: Fields, key: str, kind: Key) -> str | tuple[str, ...]:
    if kind.holds is Holds.CHOICE:
        return fields.choice(key, kind.choices)
    if kind.holds in PLAIN:
        return fields.text(key)
    if kind.holds is Holds.DAY:
        day = fields.day(key)
        return "" if day is None else day.isoformat()
    if kind.holds is Holds.FIGURES:
        return _figures(fields, key)
    if kind.holds is Holds.CHOICES:
        return fields.choices(key, kind.choices)
    return fields.several(key)


def _figures(fields: Fields, key: str) -> tuple[str, ...]:
    """A list of texts, or a table, each line of which is one."""
    held = fields.table.entries.get(key)
    if not isinstance(held, Table):
        return fields.several(key)
    fields.take(key)
    return tuple(f"{name}: {_told(each)}" for name, each in held.entries.items())


def _told(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text
    items = node.items if isinstance(node, Listing) else node.entries.values()
    return ", ".join(map(_told, items))
