"""Make docs/reference/generated/ again from the code, the packs and the tests.

Every page is a function from what the project holds to text, in a settled order, so that
the same project gives the same bytes. A house test fails while a page is out of date.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import EnumType
from pathlib import Path
from typing import Any

import django
import typer

from scripts.traceability import ROOT, Proof, Requirement, catalogue, proofs, write_unproved
from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.schema import schema_text
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.packs.diagram import (
    OFF,
    ladder_mermaid,
    ladders_of,
    moves_of,
    stages_of,
    track_ids,
    track_mermaid,
)
from supportfirst.attendance.packs.load import load_pack, pack_names
from supportfirst.attendance.packs.shape import DatedValue, Pack, Rule, ValueFrom
from supportfirst.attendance.vocabulary.spans import DateSpan

FOLDER = ROOT / "docs" / "reference" / "generated"
MADE = "<!-- Made by `make docs`; never edited by hand. -->"

ABOUT_CODES = """\
What each code counts as, by date, from the `england` pack. Possible sessions are attendance plus both
absences; codes that are “not a possible session” or “administrative” are in neither the top nor the
bottom of a percentage. “Counts” are the codes that count towards the penalty-notice threshold."""

ABOUT_MEASURES = """\
Every figure of a pupil in `assessment/1`: of the school year to date, unless it says otherwise. Numbers
in names are names; the value that was used stands in the pack and beside the result.
`supportfirst schema assessment` prints the whole contract."""

ABOUT_RULES = """\
What each body's pack adds to the layers beneath it. “Inferred” marks our reading where the source does
not say it in so many words. A number reached opens a prompt; only a named person moves a case towards a
sanction."""

ABOUT_TRACKS = """\
Drawn from the pack's tables of moves and its legal routes. A number may open a stage of support; only a
named person moves a case towards a sanction. A route is open only if everything that it asks for is met and
nothing holds it. `supportfirst packs show` says all of it, with the questions behind each."""

ABOUT_ROLES = """\
Who may do what on the site. A right holds at the places of the membership that bears it: one school, or all
schools of an authority or a trust; then a second step at sign-in is asked for whatever the role. What
lies elsewhere answers as if it did not exist. A partner service sees the children who have one of the flags
that stand under “only for”, on the days on which it holds."""

ABOUT_PROOFS = "`make prove ID` breaks the rule behind one and shows that its test goes red."

EXIT_CODES = (
    (0, "done; warnings are allowed"),
    (1, "nothing usable: file missing, unreadable or without a usable mark, unknown pack, bad calendar"),
    (2, "wrong command line"),
    (3, "done, and problems exist: unreadable cells, faults in a pack, differences found"),
    (70, "our own fault, with the id of a report"),
    (130, "stopped by the user"),
)


def pages() -> dict[str, str]:
    """Each page's text by file name."""
    packs = [load_pack(name) for name in pack_names()]
    return {
        "cli.md": cli_page(),
        "codes.md": codes_page(packs[0]),
        "measures.md": measures_page(),
        "requirements.md": requirements_page(),
        "roles.md": roles_page(),
        "rules.md": rules_page(packs),
        **{f"{pack.id}-tracks.md": tracks_page(pack) for pack in packs},
    }


def page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", MADE, *(part for part in parts if part)]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")


def span_in_words(span: DateSpan) -> str:
    return f"{span.first} to {span.last}" if span.last else f"from {span.first}"


# --- register codes ----------------------------------------------------------------------


def codes_page(england: Pack) -> str:
    spans = sorted({code.span for code in england.codes.codes}, key=lambda span: span.first, reverse=True)
    latest = [code for code in england.codes.codes if code.span.last is None]
    earlier = [span for span in spans if span.last is not None]
    return page(
        "Register codes",
        ABOUT_CODES,
        "## In force",
        code_table(latest),
        *(
            f"## {span_in_words(span)}\n\n{code_table([c for c in england.codes.codes if c.span == span])}"
            for span in earlier
        ),
    )


def code_table(codes: Sequence[RegisterCode]) -> str:
    rows = (
        (
            f"`{code.symbol}`",
            code.meaning,
            code.statistical_class.value,
            "yes" if code.late else "",
            "yes" if code.counts_to_threshold else "",
            span_in_words(code.span),
            code.source or "",
        )
        for code in codes
    )
    return table(("code", "meaning", "class", "late", "counts", "in force", "source"), rows)


# --- measures ----------------------------------------------------------------------------


def measures_page() -> str:
    schema = json.loads(schema_text("assessment"))
    measures = schema["properties"]["pupils"]["items"]["properties"]["measures"]["properties"]
    rows = ((f"`{key}`", shape_in_words(part, schema), part["description"]) for key, part in measures.items())
    return page(
        "Measures",
        ABOUT_MEASURES,
        table(("measure", "holds", "what it is"), rows),
    )


def shape_in_words(part: dict[str, object], schema: dict[str, object]) -> str:
    """What JSON a measure is: its type, or the names of its parts."""
    if "$ref" in part:
        definitions = schema["$defs"]
        assert isinstance(definitions, dict)
        part = definitions[str(part["$ref"]).rpartition("/")[2]]
    properties = part.get("properties")
    if isinstance(properties, dict):
        return ", ".join(f"`{name}`" for name in properties)
    kinds = part.get("type", "")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


# --- packs -------------------------------------------------------------------------------


def rules_page(packs: Sequence[Pack]) -> str:
    return page(
        "Policy packs: values and rules",
        ABOUT_RULES,
        *(pack_section(pack, packs) for pack in packs),
    )


def pack_section(pack: Pack, packs: Sequence[Pack]) -> str:
    beneath = [other for other in packs if other.id in pack.over]
    values = [
        value
        for id_, value in pack.values.items()
        if all(other.values.get(id_) != value for other in beneath)
    ]
    known = {rule.id for other in beneath for rule in other.rules}
    rules = [rule for rule in pack.rules if rule.id not in known]
    over = f", over {' and '.join(f'`{name}`' for name in pack.over)}" if pack.over else ""
    parts = [f"## {pack.title}", f"`{pack.id}`: {pack.layer.value} layer{over}."]
    if rules:
        parts += ["### Rules", table(("rule", "kind", "track", "says", "source"), map(rule_row, rules))]
    if values:
        parts += ["### Values", table(("value", "asks", "is", "source"), list(value_rows(values)))]
    return "\n\n".join(parts)


def rule_row(rule: Rule) -> tuple[str, ...]:
    says = f"**{rule.title}.** {rule.text}"
    return (f"`{rule.id}`", rule.kind.value, rule.track, says, sourced(str(rule.source), stated=rule.stated))


def value_rows(values: Sequence[DatedValue]) -> Iterator[tuple[str, ...]]:
    for value in sorted(values, key=lambda value: value.id):
        for step in value.steps:
            held = f"{value_in_words(step)} {value.unit}, {span_in_words(step.span)}"
            yield (f"`{value.id}`", value.question, held, sourced(str(step.source), stated=step.stated))


def value_in_words(step: ValueFrom) -> str:
    operator = f"{step.operator.value} " if step.operator else ""
    value = step.value
    if isinstance(value, tuple):
        return operator + ", ".join(str(part) for part in value)
    return f"{operator}{value}"


def sourced(source: str, *, stated: bool) -> str:
    return source if stated else f"{source} (inferred)"


# --- tracks and ladders ------------------------------------------------------------------


def tracks_page(pack: Pack) -> str:
    """A pack's tracks and its ladders of legal routes, as on the last day that it speaks of."""
    on = pack.span.last or date.max
    tracks = (track_section(pack, track, on) for track in track_ids(pack))
    ladders = (ladder_section(track, routes) for track, routes in ladders_of(pack, on).items())
    return page(f"Tracks and ladders: {pack.title}", ABOUT_TRACKS, *tracks, *ladders)


def track_section(pack: Pack, track: str, on: date) -> str:
    """The diagram, and the table that it is drawn from; nothing for a track without stages and moves."""
    drawing = track_mermaid(pack, track, on)
    if not drawing:
        return ""
    known = pack.tracks.get(track)
    titles = {stage.id: stage.title for stage in stages_of(pack, track, on)}
    rows = [
        (
            move.title,
            titles.get(move.start, move.start or OFF),
            titles.get(move.end, move.end or OFF),
            ", ".join(pack.entries[role].title if role in pack.entries else role for role in move.who),
            "yes" if move.towards_sanction else "",
            sourced(str(move.source), stated=move.stated),
        )
        for move in moves_of(pack, track, on)
    ]
    parts = [f"## {known.title if known else track}", known.text if known else "", mermaid(drawing)]
    if rows:
        parts.append(table(("move", "from", "to", "who", "towards a sanction", "source"), rows))
    return "\n\n".join(part for part in parts if part)


def ladder_section(track: str, routes: Sequence[Rule]) -> str:
    rows = ((rule.title, cell(rule.text), sourced(str(rule.source), stated=rule.stated)) for rule in routes)
    return "\n\n".join(
        [f"## Ladder: {track}", mermaid(ladder_mermaid(routes)), table(("route", "says", "source"), rows)]
    )


def mermaid(drawing: str) -> str:
    return f"```mermaid\n{drawing}\n```"


# --- commands ----------------------------------------------------------------------------


def cli_page() -> str:
    root = typer.main.get_command(app)
    return page(
        "The supportfirst command",
        "Results go to standard output, everything else to standard error.",
        *commands(root, "supportfirst"),
        "## Exit codes",
        table(
            ("code", "means"),
            EXIT_CODES,
        ),
    )


def commands(command: Any, name: str) -> Iterator[str]:
    """A section for each command that does something; groups of commands are only walked through."""
    children = getattr(command, "commands", {})
    for child, inner in children.items():
        yield from commands(inner, f"{name} {child}")
    if children:
        return
    rows = [option_row(given) for given in command.params if "--help" not in given.opts and not given.hidden]
    parts = [f"## {name}", (command.help or "").strip()]
    if rows:
        parts.append(table(("option", "needed", "is"), rows))
    yield "\n\n".join(parts)


def option_row(given: Any) -> tuple[str, str, str]:
    is_option = given.opts[0].startswith("-")
    name = (
        ", ".join(f"`{option}`" for option in given.opts) if is_option else f"`{given.metavar or given.name}`"
    )
    kind = getattr(getattr(given, "type_descriptor", None), "annotation", None)
    choices = [f"`{choice.value}`" for choice in kind] if isinstance(kind, EnumType) else []
    one_of = f" One of {', '.join(choices)}." if choices else ""
    return name, "yes" if given.required else "", f"{given.help or ''}{one_of}"


# --- requirements ------------------------------------------------------------------------


def requirements_page() -> str:
    found, rows = proofs(), catalogue()
    bodies: dict[str, list[Requirement]] = {}
    for row in rows.values():
        bodies.setdefault(row.body, []).append(row)
    counted = ((body, len(listed), sum(row.id in found for row in listed)) for body, listed in bodies.items())
    proved = sum(id_ in found for id_ in rows)
    return page(
        "Requirements, and what proves them",
        f"{len(rows)} requirements, {proved} proved. {ABOUT_PROOFS}",
        table(("from", "requirements", "proved"), counted),
        *(requirements_of(body, listed, found) for body, listed in bodies.items()),
    )


def requirements_of(body: str, listed: Sequence[Requirement], found: dict[str, list[Proof]]) -> str:
    rows = (
        (
            row.id,
            row.requirement,
            row.test,
            f"{row.source_document}: {row.source_section}",
            proved_by(row, found),
        )
        for row in listed
    )
    return f"## {body}\n\n" + table(("id", "requirement", "shown by", "source", "proved by"), rows)


def proved_by(row: Requirement, found: dict[str, list[Proof]]) -> str:
    proving = found.get(row.id)
    return ", ".join(f"`{proof}`" for proof in proving) if proving else f"not yet ({row.issue})"


def roles_page() -> str:
    """Roles and rights, from the one table that every page of the site asks."""
    from supportfirst.casework.access.rights import rights_table  # rows: Django must be set up

    rows = [
        (
            row.role,
            "; ".join(row.rights),
            "own classes" if row.own_classes_only else " or ".join(f"`{flag}`" for flag in row.flags),
            "yes" if row.second_step else "",
        )
        for row in rights_table()
    ]
    return page("Roles and rights", ABOUT_ROLES, table(("role", "may", "only for", "second step"), rows))


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()


def main() -> int:
    set_up_django()
    lost = write_unproved()
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for name, text in made.items():
        Path(FOLDER / name).write_text(text, encoding="utf-8")
    print(f"Made {len(made)} pages in {FOLDER.relative_to(ROOT)}.")
    if lost:
        print(lost, file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
