"""`supportfirst packs list` and `packs show`: which policies there are, and everything that one says."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from supportfirst.attendance.assessment.pupil_by_pupil import check_day
from supportfirst.attendance.cli.blocks import as_html, as_markdown, as_text
from supportfirst.attendance.cli.options import read_day
from supportfirst.attendance.cli.output import show_table, write_json
from supportfirst.attendance.cli.pack_words import day_of_numbers, today, words_on
from supportfirst.attendance.cli.packs_page import Page, banners_of, own_parts
from supportfirst.attendance.cli.running import DONE
from supportfirst.attendance.packs.described import Described, describe
from supportfirst.attendance.packs.head import read_head
from supportfirst.attendance.packs.load import pack_names
from supportfirst.attendance.vocabulary.errors import AttendanceError

LIST_SCHEMA, SCHEMA = "packs/1", "pack/1"
LIST_COLUMNS = (
    "id",
    "title",
    "layer",
    "over",
    "days",
    "values",
    "rules",
    "records",
    "entries",
    "review",
    "fingerprint",
)

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class ListFormat(StrEnum):
    TABLE = "table"
    JSON = "json"


class PageFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class NotInPack(AttendanceError):
    """Nothing in a pack has the name that was asked for."""


@app.command("list")
def list_packs(
    on: Annotated[
        str | None, typer.Option("--on", help="Judge review days as on this day; today if left out.")
    ] = None,
    form: Annotated[ListFormat, typer.Option("--format", help="How to show it.")] = ListFormat.TABLE,
) -> int:
    """List the policies that ship: layer, days, how much each holds, and the state of its review."""
    day = read_day(on) if on else today()
    heads = [read_head(name) for name in pack_names()]
    if form is ListFormat.JSON:
        packs = [head.as_json(day) for head in heads]
        write_json({"schema": LIST_SCHEMA, "as_of": day.isoformat(), "packs": packs})
    else:
        show_table("", LIST_COLUMNS, (_row(head.as_json(day)) for head in heads))
    return DONE


def _row(head: Mapping[str, Any]) -> list[object]:
    """Counts are of all that the pack says, with its own layer's in brackets."""
    counts, review = head["counts"], head["review"]
    days = f"{head['first_day']} to {head['last_day']}" if head["last_day"] else f"from {head['first_day']}"
    overdue = f"{len(review['overdue'])} overdue" if review["overdue"] else f"due {review['next'] or 'never'}"
    held = [f"{counts[part]} ({counts[f'{part}_own']})" for part in ("values", "rules", "records", "entries")]
    over = " and ".join(head["over"])
    return [head["id"], head["title"], head["layer"], over, days, *held, overdue, head["fingerprint"][:12]]


@app.command("show")
def show_pack(
    name: Annotated[str, typer.Argument(metavar="PACK", help="A pack: a name or a folder.")],
    on: Annotated[
        str | None, typer.Option("--on", help="Only what is in force on this day; every day if left out.")
    ] = None,
    part: Annotated[
        str, typer.Option("--part", help="Only these parts, separated by commas: values, rules, letters, …")
    ] = "",
    only: Annotated[
        str | None, typer.Option("--id", help="Only the thing of this name, wherever it is.")
    ] = None,
    *,
    beneath: Annotated[bool, typer.Option("--beneath", help="Also what the layers beneath it say.")] = False,
    form: Annotated[PageFormat, typer.Option("--format", help="How to show it.")] = PageFormat.TABLE,
) -> int:
    """Show everything a policy says, each with its source, its dates and who checked it."""
    day = read_day(on) if on else None
    page = page_of(name, day, _names(part), only, beneath=beneath)
    if form is PageFormat.JSON:
        write_json(document(page))
    elif form is PageFormat.HTML:
        _write("\n".join(as_html(page.head.pack.title, page.blocks())))
    elif form is PageFormat.MARKDOWN:
        _write(as_markdown(page.blocks()))
    else:
        _write("\n".join(as_text(page.blocks())).strip())
    return DONE


def page_of(name: str, on: date | None, wanted: list[str], only: str | None, *, beneath: bool) -> Page:
    """What is to be shown. Raises DayOutsidePack or NotInPack; an unknown part is a wrong command line."""
    head = read_head(name)
    *beneath_it, pack = head.layers
    if on is not None:
        check_day(pack, on)
    words = words_on(pack, day_of_numbers(pack, on))
    parts = describe(pack, words, on=on, beneath=beneath_it)
    for each in wanted:
        if each not in parts:
            raise typer.BadParameter(f"“{each}” is no part of {pack.id}; use {', '.join(parts)}")
    shown = own_parts(parts, pack.id, beneath=beneath or only is not None or not pack.over)
    shown = {each: things for each, things in shown.items() if not wanted or each in wanted}
    if only is not None:
        shown = _of_id(shown, only, pack.id)
    return Page(head, words, shown, banners_of(parts), today(), on)


def _of_id(parts: Mapping[str, list[Described]], only: str, pack: str) -> dict[str, list[Described]]:
    found = {part: [thing for thing in things if thing["id"] == only] for part, things in parts.items()}
    if not any(found.values()):
        raise NotInPack(
            what=f"nothing in it is called “{only}”",
            where=f"pack {pack}",
            remedy=f"see “supportfirst packs show {pack}” for the names",
        )
    return {part: things for part, things in found.items() if things}


def _names(part: str) -> list[str]:
    return [name.strip().lower() for name in part.split(",") if name.strip()]


def document(page: Page) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "on": page.on.isoformat() if page.on else None,
        "numbers_on": page.words.on.isoformat(),
        "pack": page.head.as_json(page.today),
        "banners": page.banners,
        "parts": dict(page.parts),
    }


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
