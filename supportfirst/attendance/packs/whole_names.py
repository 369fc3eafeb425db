"""Whether the names of casework lead somewhere: records and their fields, roles, papers, stages, groups.

Only what the layer itself writes is looked at; what it names may be its own or lie beneath.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_entries import (
    MEETING_SECTION,
    PAPERS,
    ROLE_SECTION,
    SECTIONS,
    STATEMENT_SECTION,
    Holds,
)
from supportfirst.attendance.packs.build_records import ANY_KIND
from supportfirst.attendance.packs.build_rules import OF_AGE
from supportfirst.attendance.packs.build_tracks import ANY_STAGE
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL, Entry, RecordKind
from supportfirst.attendance.packs.naming import certain_facts
from supportfirst.attendance.packs.narrow import Narrowing
from supportfirst.attendance.packs.shape import (
    EvidenceTerms,
    HoldTerms,
    Move,
    Pack,
    RouteTerms,
    Rule,
    RuleKind,
    StepTerms,
)
from supportfirst.attendance.packs.text_form import Scalar


class Named(NamedTuple):
    """A name, what it should be (a role, a route, …), and the key under which it is written."""

    name: str
    kind: str
    key: str


def judge_names(pack: Pack, folder: str, bench: Bench, narrows: Iterable[Narrowing]) -> None:
    """Note each name of the layer in `folder` that leads nowhere."""
    look = _Names(pack, bench)
    here = f"{folder}/"
    for record in pack.records.values():
        if record.where.startswith(here):
            look.up(f"record {record.id}", record.where, _of_record(record))
    for rule in pack.rules:
        if rule.where.startswith(here):
            look.up(f"rule {rule.id}", rule.where, _of_rule(rule))
            _stage_of_pupil(rule, bench)
    for move in pack.moves.values():
        if move.where.startswith(here):
            look.up(f"move {move.id}", move.where, _of_move(move))
            look.stages_of_move(move)
            _age_of_move(move, bench)
    for entry in pack.entries.values():
        if entry.where.startswith(here):
            look.up(f"{entry.section} {entry.id}", entry.where, _of_entry(entry))
    for each in narrows:
        place = f"{each.at.file}:{each.at.line}"
        look.up(f"narrows {each.rule}", place, (Named(name, "group", "needs") for name in each.needs))


class _Names:
    """What may be named, gathered once."""

    def __init__(self, pack: Pack, bench: Bench) -> None:
        self.pack, self.bench = pack, bench
        terms = [rule.terms for rule in pack.rules]
        self.stages = {rule.id: rule.track for rule in pack.rules if rule.kind is RuleKind.STAGE}
        routes = {rule.id for rule in pack.rules if rule.kind is RuleKind.ROUTE}
        routes |= {group for held in terms if isinstance(held, RouteTerms) for group in held.groups}
        groups = {group for held in terms if isinstance(held, EvidenceTerms) for group in held.groups}
        sections: dict[str, set[str]] = {}
        for entry in pack.entries.values():
            sections.setdefault(entry.section, set()).add(entry.id)
        papers = set[str]().union(*(sections.get(section, set()) for section in PAPERS))
        self.known: Mapping[str, Collection[str]] = {
            "role": sections.get(ROLE_SECTION, set()),
            "statement": sections.get(STATEMENT_SECTION, set()),
            "meeting": sections.get(MEETING_SECTION, set()),
            "paper": papers,
            "route": routes,
            "group": groups,
            "rule": {rule.id for rule in pack.rules},
            "value": pack.values,
            "record": pack.records,
            "record to follow": {*pack.records, ANY_KIND},
            "each": {*pack.records, PUPIL, PARENT},
            "note": pack.notes,
            "track": pack.tracks,
            "stage": self.stages,
        }

    def up(self, what: str, where: str, names: Iterable[Named]) -> None:
        """Look each name up; a fault where there is no such thing."""
        for name, kind, key in names:
            if self._is_known(name, kind):
                continue
            told = f"{what}: “{name}” is not a {WORDS.get(kind, kind)} of this pack or of those beneath"
            remedy = "add it, or correct its name"
            self.bench.faults.add(
                f"unknown-{SLUGS.get(kind, kind)}", _at(where, name), told, remedy, column=key
            )

    def _is_known(self, name: str, kind: str) -> bool:
        if kind == "value" and self.bench.is_lost(name):
            return True
        if kind == "fact":
            return self.bench.facts is None or name in self.bench.facts or name in self.bench.pack_facts
        return name in self.known[kind]

    def stages_of_move(self, move: Move) -> None:
        """Both ends of a move lie on its own track."""
        for name in (move.start, move.end):
            if name and name != ANY_STAGE and self.stages.get(name, move.track) != move.track:
                told = f"move {move.id}: stage “{name}” is on the track “{self.stages[name]}”"
                remedy = f"name a stage of “{move.track}”"
                self.bench.faults.add(
                    "stage-of-another-track", _at(move.where, name), told, remedy, column="to"
                )


WORDS = {
    "each": "kind of record, nor pupil, nor parent",
    "record": "kind of record",
    "record to follow": "kind of record",
    "paper": "letter, meeting, form or other paper",
    "route": "route, nor a group of routes,",
    "group": "group of evidence",
}
SLUGS = {"each": "record", "record to follow": "record", "paper": "entry"}


def _at(where: str, text: str) -> Scalar:
    file, _, line = where.rpartition(":")
    return Scalar(text, file, int(line))


def _of_record(record: RecordKind) -> Iterator[Named]:
    return (Named(name, "record to follow", "about") for name in record.about)


def _of_rule(rule: Rule) -> Iterator[Named]:
    yield Named(rule.each, "each", "each")
    match rule.terms:
        case StepTerms():
            yield from (Named(name, "role", "who") for name in rule.terms.who)
            yield from (Named(name, "paper", "brings") for name in rule.terms.brings)
        case HoldTerms():
            yield Named(rule.terms.owner, "role", "owner")
            yield from (Named(name, "route", "stops") for name in rule.terms.stops)
        case EvidenceTerms():
            if rule.terms.supplied_by:
                yield Named(rule.terms.supplied_by, "role", "supplied_by")
        case RouteTerms():
            if rule.terms.decided_by:
                yield Named(rule.terms.decided_by, "role", "decided_by")
            yield from (Named(name, "group", "needs") for name in rule.terms.needs)


def _of_move(move: Move) -> Iterator[Named]:
    yield Named(move.track, "track", "track")
    yield from (Named(name, "role", "who") for name in move.who)
    yield from (Named(name, "note", "notes") for name in move.notes)
    for name, key in ((move.start, "from"), (move.end, "to")):
        if name and (name != ANY_STAGE or key == "to"):
            yield Named(name, "stage", key)


KIND_OF: Mapping[Holds, str] = {
    Holds.ROLES: "role",
    Holds.STATEMENTS: "statement",
    Holds.MEETINGS: "meeting",
    Holds.RULES: "rule",
    Holds.VALUE: "value",
    Holds.VALUES: "value",
    Holds.RECORD: "record",
    Holds.FACT: "fact",
}


def _of_entry(entry: Entry) -> Iterator[Named]:
    for key in entry.details:
        kind = KIND_OF.get(SECTIONS[entry.section][key].holds)
        if kind is not None:
            yield from (Named(name, kind, key) for name in entry.listed(key))


def _stage_of_pupil(rule: Rule, bench: Bench) -> None:
    if rule.kind is RuleKind.STAGE and rule.each != PUPIL:
        told = f"rule {rule.id} is a stage, and a stage is the pupil's"
        bench.faults.add("wrong-each", _at(rule.where, rule.each), told, "take “each” out", column="each")


def _age_of_move(move: Move, bench: Bench) -> None:
    if move.towards_sanction and OF_AGE not in certain_facts(move.when):
        told = f"move {move.id}: a move towards a sanction must ask for compulsory school age"
        remedy = f"add “holds: {OF_AGE}” to “when”, under “all”"
        bench.faults.add("age-not-asked", _at(move.where, move.id), told, remedy, column="when")
