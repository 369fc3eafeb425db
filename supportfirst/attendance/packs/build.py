"""A folder's text, laid over the pack beneath it, to a Pack.

Reading never stops at a fault: every one is noted, and what could be read is built, so that
`lint` names them all in one run. `load` refuses a pack with any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.packs.bench import CONFIDENCE, Bench, Review
from supportfirst.attendance.packs.build_casework import (
    Casework,
    add_named,
    build_casework,
    documents_in,
)
from supportfirst.attendance.packs.build_codes import build_bank_holidays, build_codes
from supportfirst.attendance.packs.build_rules import AddedNotes, build_rules
from supportfirst.attendance.packs.build_values import build_values
from supportfirst.attendance.packs.cache import FolderText
from supportfirst.attendance.packs.digest import fingerprint
from supportfirst.attendance.packs.fields import Faults, Fields
from supportfirst.attendance.packs.naming import needs_case
from supportfirst.attendance.packs.narrow import Narrowing, narrowed
from supportfirst.attendance.packs.overlay import lay_values
from supportfirst.attendance.packs.shape import DatedValue, Layer, Note, Pack, Rule, Window
from supportfirst.attendance.packs.text_form import Scalar, Table
from supportfirst.attendance.packs.whole import UNREADABLE, causes_first, judge_whole
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan

PACK_FILES = (
    "pack.yaml",
    "sources.yaml",
    "bank_holidays.yaml",
    "codes/*.yaml",
    "values/*.yaml",
    "records/*.yaml",
    "facts/*.yaml",
    "tracks/*.yaml",
    "entries/*.yaml",
    "rules/*.yaml",
)
FIRST_DAY_OF_ALL = date(1, 1, 1)  # stands in for a first day that could not be read
DEPTH = {Layer.NATIONAL: 0, Layer.AUTHORITY: 1, Layer.SCHOOL: 2}


@dataclass(frozen=True, slots=True)
class Built:
    """A pack as far as it could be built, its faults, and the review days met on the way."""

    pack: Pack
    problems: list[Problem]
    reviews: list[Review]


@dataclass(frozen=True, slots=True)
class _Header:
    id: str
    title: str
    layer: Layer
    span: DateSpan
    day_steps: str


def name_beneath(text: FolderText) -> str:
    """The pack that this one says it lies over; empty for a national one."""
    header = text.documents.get("pack.yaml")
    over = header.entries.get("over") if isinstance(header, Table) else None
    return over.text.strip() if isinstance(over, Scalar) else ""


def build_pack(text: FolderText, beneath: Pack | None, *, facts: Collection[str] | None = None) -> Built:
    """Build one layer. `facts`: the names that conditions and texts may use, where they are known."""
    faults = Faults(list(text.problems))
    bench = Bench(text.name, faults, dict(beneath.sources) if beneath else {}, facts)
    header = _header(text, beneath, bench)
    bench.sources = _sources(text, bench)
    bench.values = _values(text, beneath, bench)
    casework = build_casework(text, beneath, bench, first_day=header.span.first)
    rules, notes, windows, narrows = _rules(text, beneath, bench)
    day_steps = header.day_steps or (beneath.day_steps if beneath else "")
    pack = Pack(
        id=header.id,
        title=header.title,
        layer=header.layer,
        over=(*beneath.over, beneath.id) if beneath else (),
        span=header.span,
        fingerprint=fingerprint(text.documents, beneath=beneath.fingerprint if beneath else ""),
        codes=_codes(text, beneath, bench),
        values=bench.values,
        rules=tuple(_marked(rule, casework, notes) for rule in rules.values()),
        notes=notes,
        windows=tuple(windows.values()),
        sources=bench.sources,
        bank_holidays=_bank_holidays(text, beneath, bench),
        day_steps=day_steps,
        facts=casework.facts,
        records=casework.records,
        tracks=casework.tracks,
        moves=casework.moves,
        entries=casework.entries,
    )
    broken = unread_files(text)
    if not broken:
        judge_whole(pack, text.name, bench, narrows)
    return Built(pack, causes_first(faults.found, broken), bench.reviews)


def unread_files(text: FolderText) -> set[str]:
    """Files that nothing, or nothing in the form of a pack, could be read from."""
    read = {node.file for node in text.documents.values() if not isinstance(node, Table)}
    return read | {problem.file for problem in text.problems if problem.kind in UNREADABLE}


def _header(text: FolderText, beneath: Pack | None, bench: Bench) -> _Header:
    document = text.documents.get("pack.yaml")
    if document is None:
        document = Table({}, {}, f"{text.name}/pack.yaml", 0)
        if not any(problem.file == document.file for problem in text.problems):
            bench.faults.add(
                "missing-file", document, "there is no pack.yaml", "add one; policy/README.md shows it"
            )
        return _Header(text.name, text.name, Layer.AUTHORITY, DateSpan(FIRST_DAY_OF_ALL), "")
    fields = Fields(document, bench.faults, "pack")
    pack_id = fields.text("id", required=True)
    if pack_id and pack_id != text.name:
        fields.fault(
            "wrong-id", f"“{pack_id}” is not the folder's name, {text.name}", "use one name", key="id"
        )
    title = fields.text("title", required=True)
    layer = Layer(fields.choice("layer", list(Layer), required=True) or Layer.AUTHORITY)
    over = fields.text("over", required=layer is not Layer.NATIONAL)
    if beneath is not None and DEPTH[layer] <= DEPTH[beneath.layer]:
        told = f"a {layer} layer cannot lie over {over}, a {beneath.layer} layer"
        fields.fault(
            "layers-crossed",
            told,
            "national lies beneath authority, and authority beneath school",
            key="layer",
        )
    first, last = fields.day("first_day", required=beneath is None), fields.day("last_day")
    first = first or (beneath.span.first if beneath else FIRST_DAY_OF_ALL)
    if last is not None and last < first:
        fields.fault(
            "span-backwards", f"it ends on {last}, before {first}", "swap the two days", key="last_day"
        )
        last = None
    for key in ("maintainer", "about"):
        fields.text(key, required=True)
    bench.checked(fields)
    day_steps = fields.text("day_steps")
    fields.finish()
    return _Header(pack_id or text.name, title, layer, DateSpan(first, last), day_steps)


def _sources(text: FolderText, bench: Bench) -> dict[str, Source]:
    sources = dict(bench.sources)
    document = text.documents.get("sources.yaml")
    if document is None:
        return sources
    for source_id, node in Fields(document, bench.faults, "sources").table.entries.items():
        fields = Fields(node, bench.faults, f"source {source_id}")
        title, address = fields.text("title", required=True), fields.text("address")
        confidence = fields.choice("confidence", CONFIDENCE, required=True)
        fields.day("read_on")
        fields.finish()
        if source_id in sources:
            fields.fault(
                "repeated-source", "a layer beneath has this source", "cite it as it is, or rename this one"
            )
        sources[source_id] = Source(source_id, title, "", address, confidence)
    return sources


def _values(text: FolderText, beneath: Pack | None, bench: Bench) -> dict[str, DatedValue]:
    own: dict[str, DatedValue] = {}
    for document in documents_in(text, "values"):
        for value in build_values(document, bench):
            if value.id in own:
                told = f"value {value.id} is written in two files"
                bench.faults.add("repeated-key", document, told, "keep one of them", column=value.id)
            own[value.id] = value
    return lay_values(beneath.values if beneath else {}, own.values(), bench.faults)


def _rules(
    text: FolderText, beneath: Pack | None, bench: Bench
) -> tuple[dict[str, Rule], dict[str, Note], dict[str, Window], list[Narrowing]]:
    rules = {rule.id: rule for rule in beneath.rules} if beneath else {}
    notes = dict(beneath.notes) if beneath else {}
    windows = {window.id: window for window in beneath.windows} if beneath else {}
    lower = frozenset(rules)
    beside: list[AddedNotes] = []
    narrows: list[Narrowing] = []
    for document in documents_in(text, "rules"):
        found = build_rules(document, bench)
        add_named(rules, found.rules, document, bench)
        add_named(notes, found.notes, document, bench)
        add_named(windows, found.windows, document, bench)
        beside += found.notes_on
        narrows += found.narrows
    for added in beside:
        _put_notes_beside(added, rules, notes, bench)
    for each in narrows:
        narrowed(each, rules, lower, bench)
    return rules, notes, windows, narrows


def _marked(rule: Rule, casework: Casework, notes: Mapping[str, Note]) -> Rule:
    """The rule, told whether it needs a case; a note that this layer puts beside it may be the reason."""
    asked = needs_case(rule, casework.facts, notes)
    return rule if asked == rule.needs_case else replace(rule, needs_case=asked)


def _put_notes_beside(
    added: AddedNotes, rules: dict[str, Rule], notes: Mapping[str, Note], bench: Bench
) -> None:
    for name in added.notes:
        if name not in notes:
            told = f"notes_on {added.rule} names the note “{name}”, which does not exist"
            bench.faults.add(
                "unknown-note", added.at, told, "add the note, or correct its name", column="notes_on"
            )
    if added.rule in rules:
        rule = rules[added.rule]
        rules[added.rule] = replace(rule, notes=(*rule.notes, *added.notes))
    else:
        told = f"notes_on names the rule “{added.rule}”, which does not exist"
        bench.faults.add("unknown-rule", added.at, told, "correct the name of the rule", column="notes_on")


def _codes(text: FolderText, beneath: Pack | None, bench: Bench) -> CodeBook:
    documents = documents_in(text, "codes")
    if beneath is None:
        return build_codes(documents, bench)
    for document in documents:
        told = "register codes are the law's, and belong to the national layer alone"
        bench.faults.add("codes-below-national", document, told, "take the file out")
    return beneath.codes


def _bank_holidays(text: FolderText, beneath: Pack | None, bench: Bench) -> Mapping[date, str]:
    document = text.documents.get("bank_holidays.yaml")
    if document is not None and beneath is not None:
        told = "bank holidays are the law's, and belong to the national layer alone"
        bench.faults.add("holidays-below-national", document, told, "take the file out")
    elif document is not None:
        return build_bank_holidays(document, bench)
    return beneath.bank_holidays if beneath else {}
