"""`supportfirst compare-packs A B`: what two policies share, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import typer
from rich.text import Text

from supportfirst.attendance.assessment.pupil_by_pupil import check_day
from supportfirst.attendance.cli.options import read_day
from supportfirst.attendance.cli.output import Format, console, show_table, write_csv, write_json
from supportfirst.attendance.cli.pack_words import day_of_numbers, words_on
from supportfirst.attendance.cli.running import DONE
from supportfirst.attendance.packs.compare import Status, compare_parts, counts_of
from supportfirst.attendance.packs.described import describe
from supportfirst.attendance.packs.load import layers_of
from supportfirst.attendance.packs.shape import Pack

SCHEMA = "comparison/1"
NOT_SAID = "(not said)"
BENEATH = ", from beneath"
CSV_COLUMNS = ("part", "id", "title", "status", "layer_a", "layer_b", "field", "a", "b")


def compare_packs(
    a: Annotated[str, typer.Argument(metavar="A", help="A pack: a name or a folder.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The pack to hold beside it.")],
    on: Annotated[
        str | None, typer.Option("--on", help="Only what is in force on this day; every day if left out.")
    ] = None,
    part: Annotated[
        str, typer.Option("--part", help="Only these parts, separated by commas: values, rules, letters, …")
    ] = "",
    *,
    everything: Annotated[bool, typer.Option("--all", help="Also list what both say alike.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How to show it.")] = Format.TABLE,
) -> int:
    """Compare two policies in full: every value, rule, record and paper, with dates and sources."""
    day = read_day(on) if on else None
    layers = (layers_of(a), layers_of(b))
    packs = (layers[0][-1], layers[1][-1])
    compared = compared_on(layers, day, {name.strip() for name in part.split(",") if name.strip()})
    if form is Format.JSON:
        write_json(_document(packs, day, compared))
    elif form is Format.CSV:
        write_csv(CSV_COLUMNS, _csv_rows(compared, everything=everything))
    else:
        _show(packs, day, compared, everything=everything)
    return DONE


Compared = Mapping[str, Sequence[Mapping[str, Any]]]


def compared_on(layers: tuple[Sequence[Pack], Sequence[Pack]], on: date | None, only: set[str]) -> Compared:
    """Both packs, each last of its layers, as on one day. An unknown part is a wrong command line."""
    sides = []
    for *beneath, pack in layers:
        if on is not None:
            check_day(pack, on)
        words = words_on(pack, day_of_numbers(pack, on))
        sides.append(describe(pack, words, on=on, beneath=beneath))
    known = list(dict.fromkeys([*sides[0], *sides[1]]))
    for name in only:
        if name not in known:
            raise typer.BadParameter(f"“{name}” is no part of these packs; use {', '.join(known)}")
    compared = compare_parts(sides[0], sides[1], ids=(layers[0][-1].id, layers[1][-1].id))
    return {name: things for name, things in compared.items() if not only or name in only}


def _document(packs: tuple[Pack, Pack], on: date | None, compared: Compared) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "on": on.isoformat() if on else None,
        **{side: _head(pack) for side, pack in zip(("a", "b"), packs, strict=True)},
        "counts": counts_of(compared),
        "parts": compared,
    }


def _head(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "over": list(pack.over),
        "first_day": pack.span.first.isoformat(),
        "last_day": pack.span.last.isoformat() if pack.span.last else None,
        "fingerprint": pack.fingerprint,
    }


# --- for reading -------------------------------------------------------------------------


def _show(packs: tuple[Pack, Pack], on: date | None, compared: Compared, *, everything: bool) -> None:
    out = console()
    out.print(Text(f"A: {packs[0].title} ({packs[0].id})", style="bold"))
    out.print(Text(f"B: {packs[1].title} ({packs[1].id})", style="bold"))
    out.print(f"What is in force on {on}." if on else "All that they say, whenever it is in force.")
    counts = counts_of(compared)
    columns = ("part", *(status.value for status in Status))
    show_table("", columns, ((part, *count.values()) for part, count in counts.items()))
    for part, things in compared.items():
        shown = [each for each in things if everything or each["status"] != Status.SAME]
        if shown:
            out.print()
            out.print(Text(part.replace("_", " ").capitalize(), style="bold"))
        for each in shown:
            for line in _lines(each):
                out.print(line, soft_wrap=True)


def _lines(each: Mapping[str, Any]) -> Iterator[str]:
    layers = " / ".join(
        f"{each[f'layer_{side}']}{BENEATH if each[f'beneath_{side}'] else ''}"
        for side in ("a", "b")
        if each[f"layer_{side}"]
    )
    yield f"  {each['status']}: {each['title']} [{each['id']}]" + (f" ({layers})" if layers else "")
    for difference in each["differences"]:
        yield f"      {difference['field'].replace('_', ' ')}"
        yield f"        A: {in_words(difference['a'])}"
        yield f"        B: {in_words(difference['b'])}"
    if each["status"] in (Status.ONLY_A, Status.ONLY_B):
        said = each["a"] or each["b"]
        for key in ("steps", "text", "source"):
            if said.get(key) and said[key] != each["title"]:
                yield f"      {in_words(said[key])}"


def in_words(held: Any) -> str:
    """A described thing on one line: steps with operator, dates and source; trees by their questions."""
    if held is None or held in ("", []):
        return NOT_SAID
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, list):
        return "; ".join(in_words(inner) for inner in held)
    if isinstance(held, Mapping):
        return _of_mapping(held)
    return str(held)


def _of_mapping(held: Mapping[str, Any]) -> str:
    if "says" in held:
        until = f" to {held['last_day']}" if held["last_day"] else ""
        return f"{held['says']} from {held['first_day']}{until} [{in_words(held['source'])}]"
    if "passage" in held and "confidence" in held:
        inferred = "; inferred" if held.get("stated") is False else ""
        return f"{held['title']}, {held['passage']} ({held['confidence']}{inferred})"
    if "asks" in held:
        parts = f" ({'; '.join(in_words(part) for part in held['parts'])})" if held["parts"] else ""
        return f"{held['asks']} – {held['how']}{parts}"
    return ", ".join(f"{key.replace('_', ' ')}: {in_words(inner)}" for key, inner in held.items())


def _csv_rows(compared: Compared, *, everything: bool) -> Iterator[Sequence[object]]:
    """A row for each field that differs, and one for each thing that only one pack says."""
    for part, things in compared.items():
        for each in things:
            head = (part, each["id"], each["title"], each["status"], each["layer_a"], each["layer_b"])
            for difference in each["differences"]:
                yield (*head, difference["field"], _cell(difference["a"]), _cell(difference["b"]))
            if not each["differences"] and (everything or each["status"] != Status.SAME):
                yield (*head, "", "", "")


def _cell(held: Any) -> object:
    return held if isinstance(held, str | int | float) else json.dumps(held, ensure_ascii=False)
