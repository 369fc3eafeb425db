"""A slow reading of the packs' letters and meetings, straight from their files, to hold the site to.

It shares nothing with the product but the files: no loader, no query, no rule of the product is asked. What
it says of who may do what is written here again, from what the packs and the table of roles promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import supportfirst

POLICY = Path(supportfirst.__file__).parent / "policy"
NATIONAL = "england"
SLOT = re.compile(r"\{([a-z_]+)\}")
ACTS = {"attendance_lead", "head", "attendance_officer", "pastoral", "authority_officer", "principal_officer"}
OFFICERS = {"authority_officer", "principal_officer"}
# Whom a role of the national layer means among the people of the walk.
MEANS: Mapping[str, set[str]] = {
    "school": ACTS - OFFICERS,
    "head_teacher": {"head"},
    "senior_attendance_champion": set(),
    "attendance_lead": {"attendance_lead"},
    "attendance_officer": {"attendance_officer"},
    "pastoral_lead": {"pastoral"},
    "authority_attendance_officer": OFFICERS,
    "local_authority": OFFICERS,
}
TOLD_BY_LETTER = {"letter", "posted_on", "how", "full_address", "about_this_child"}
WAYS = {"posted": "post", "handed": "hand", "emailed": "email"}


class SlowPack:
    """One pack over the national layer, as its files stand."""

    def __init__(self, name: str) -> None:
        layers = [NATIONAL, *(["halton"] if name == "widnes-academy" else []), name]
        self.entries: dict[str, dict[str, Any]] = {}
        self.wordings: dict[str, dict[str, Any]] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        self.values: dict[str, dict[str, Any]] = {}
        for layer in dict.fromkeys(layers):
            for section, entry, held in _entries(layer):
                self.entries[entry] = {**held, "section": section}
            for file in sorted((POLICY / layer / "records").glob("*.yaml")):
                self.records |= _read(file).get("records", {})
            for file in sorted((POLICY / layer).glob("[fv]a*/*.yaml")):
                self.facts |= _read(file).get("facts", {})
                self.values |= _read(file).get("values", {})
            for held in _wordings(layer):
                self.wordings[held["letter"]] = held

    def letters(self, on: date) -> list[str]:
        """Those to parents that can be made from a form: worded, begun, and kept as a plain letter."""
        return [
            name
            for name, each in self.entries.items()
            if each["section"] == "letters"
            and "parent" in _listed(each.get("to"))
            and name in self.wordings
            and self._is_plain(each)
            and _begun(each, on)
            and _begun(self.wordings[name], on)
        ]

    def _is_plain(self, letter: Mapping[str, Any]) -> bool:
        """Whether its record asks for nothing but what a letter itself tells."""
        fields = self.records.get(letter.get("record", ""), {}).get("fields", {})
        asked = {name for name, each in fields.items() if each.get("required") == "yes"}
        return "letter" in fields and asked <= TOLD_BY_LETTER

    def meetings(self, on: date) -> dict[str, dict[str, Any]]:
        """By the last part of the name, those that are kept as a meeting."""
        return {
            name.rpartition(".")[2]: each
            for name, each in self.entries.items()
            if each["section"] == "meetings" and each.get("record") == "meeting" and _begun(each, on)
        }

    def full_name(self, meeting: str) -> str:
        """The name in the catalogue of a kind of meeting, by its last part: a body's own goes before."""
        *_, found = [
            name
            for name, each in self.entries.items()
            if each["section"] == "meetings" and name.rpartition(".")[2] == meeting
        ]
        return found

    def may_send(self, role: str, letter: str) -> bool:
        """Whether somebody of a role of the site has one of the roles by which the letter is sent."""
        asked = _listed(self.entries[letter].get("sent_by")) or ["school"]
        return any(role in self._means(each) for each in asked)

    def sent_by(self, letter: str) -> list[str]:
        """The titles of those by whom it is sent."""
        return [self.title(each) for each in _listed(self.entries[letter].get("sent_by"))]

    def waits_for(self, letter: str, recorded: Sequence[Mapping[str, str]]) -> str:
        """In words, what must be on record before the letter and is not; "" where it may be written.

        recorded: of the child, each with its `kind` and what it says, in the order of their days.
        """
        fact = self.entries[letter].get("only_after", "")
        if not fact or self._holds(self.facts[fact], recorded):
            return ""
        return str(self.facts[fact]["words"])

    def _holds(self, fact: Mapping[str, Any], recorded: Sequence[Mapping[str, str]]) -> bool:
        if "holds" in fact:
            return self._holds(self.facts[fact["holds"]], recorded)
        if "all" in fact.get("when", {}):
            return all(self._holds(self._leaf(each), recorded) for each in fact["when"]["all"])
        if "when" in fact:
            step = self.values[fact["when"]["value"]]["steps"][-1]
            assert step["operator"] == ">="
            return len(self._passing(self.facts[fact["when"]["fact"]], "count", recorded)) >= step["value"]
        return bool(self._passing(fact, "any", recorded))

    @staticmethod
    def _leaf(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return asked if "holds" in asked else {"when": asked}

    def _passing(
        self, fact: Mapping[str, Any], ask: str, recorded: Sequence[Mapping[str, str]]
    ) -> list[Mapping[str, str]]:
        held = [each for each in recorded if each["kind"] in fact[ask]]
        for asked in fact.get("where", ()):
            if "since" in asked:  # the walk writes nothing that is older than what it counts from
                began = self._passing(self.facts[asked["since"]], "latest", recorded)
                held = held if began else []
            else:
                held = [each for each in held if each.get(asked["field"]) in map(_as_text, asked["is"])]
        return held

    def goes_by(self, letter: str, what: str) -> bool:
        ways = _listed(self.entries[letter].get("delivery"))
        return not ways or WAYS[what] in ways

    def also_writes(self, letter: str, recorded: Sequence[Mapping[str, str]]) -> int:
        """How many records more its going out is: one, where there is something for it to be about."""
        entry = self.entries[letter]
        also = self.records.get(entry.get("also_records", ""), {})
        known = {entry["record"], *(each["kind"] for each in recorded)}
        return int(bool(known & set(_listed(also.get("about")))))

    def always_named(self, letter: str) -> set[str]:
        """The gaps of paragraphs that stand in every such letter."""
        blocks = [
            each
            for each in self.wordings[letter]["blocks"]
            if not (each.get("only_if") or each.get("unless"))
        ]
        named = {name for each in blocks for name in SLOT.findall(each.get("text", ""))}
        return named | {each["items"] for each in blocks if each.get("items")}

    def title(self, role: str) -> str:
        return str(self.entries[role]["title"])

    def _means(self, role: str) -> set[str]:
        if role in MEANS:
            return MEANS[role]
        held = self.entries[role]
        fills = _listed(held.get("fills"))
        if fills:
            return set().union(*(self._means(each) for each in fills))
        return MEANS["school"] if held.get("body") == "school" else {"principal_officer"}


@lru_cache(maxsize=8)
def slow_pack(name: str) -> SlowPack:
    return SlowPack(name)


@lru_cache(maxsize=1)
def unwelcome() -> list[str]:
    held = _read(POLICY / NATIONAL / "letters" / "words.yaml")
    return [each["word"][0] for each in held["words"] if not each.get("explained_by")]


def _entries(layer: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file in sorted((POLICY / layer / "entries").glob("*.yaml")):
        for section, held in _read(file).items():
            if section != "checked":
                for name, each in held.items():
                    yield section, name, each


def _wordings(layer: str) -> Iterator[dict[str, Any]]:
    for file in sorted((POLICY / layer / "letters").rglob("*.yaml")):
        held = _read(file)
        if "letter" in held and held.get("language", "en-GB") == "en-GB":
            yield held


@cache  # the packs lie over one layer, and nothing changes a file while tests run
def _read(file: Path) -> dict[str, Any]:
    held = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    assert isinstance(held, dict)
    return held


def _as_text(held: object) -> str:
    return {True: "yes", False: "no"}.get(held, str(held)) if isinstance(held, bool) else str(held)


def _listed(held: object) -> list[str]:
    if held is None:
        return []
    return [held] if isinstance(held, str) else [str(each) for each in held]  # type: ignore[attr-defined]


def _begun(held: Mapping[str, Any], on: date) -> bool:
    first, last = held.get("first_day"), held.get("last_day")
    return (first is None or first <= on) and (last is None or on <= last)
