"""A test drive shown: tables for reading, all of it as JSON, or a row a figure as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from supportfirst.attendance.assessment.assess_words import left_out_lines
from supportfirst.attendance.assessment.slots import show_count
from supportfirst.attendance.assessment.test_drive import TestDrive
from supportfirst.attendance.cli.output import Format, console, show_table, write_csv, write_json
from supportfirst.attendance.cli.summary_document import HIDDEN

SHOWN_AT_MOST = 20
CSV_COLUMNS = ("after", "part", "track", "id", "by", "group", "before", "after_count", "newly", "no_longer")
DECIDES_NOTHING = "A line crossed is a prompt; a person decides. A test drive changes nothing for any child."


def show(drive: TestDrive, *, form: Format) -> None:
    document = drive.as_json()
    if form is Format.JSON:
        write_json(document)
    elif form is Format.CSV:
        write_csv(CSV_COLUMNS, (row for one in document["drives"] for row in _csv_rows(one)))
    else:
        _show_tables(document)


def number(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


# --- tables ------------------------------------------------------------------------------


def _show_tables(document: Mapping[str, Any]) -> None:
    out = console()
    for one in document["drives"]:
        title = f"{document['before']['title']} → {one['after']['title']}, {document['as_of']}"
        out.print(Text(title, style="bold"))
        for line in _opening(document, one):
            out.print(line, soft_wrap=True)
        _show_tracks(one)
        _show_lines(one)
        _show_casework(one)
        _show_groups(document, one)
        _show_moved(one)
        out.print()


def _opening(document: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[str]:
    yield f"{show_count(document['on_roll'], 'pupil')} on roll that day. {DECIDES_NOTHING}"
    yield from left_out_lines(document["left_out"], {})
    for change in one["after"]["changed"]:
        before, after = (_shown(change[side]) for side in ("before", "after"))
        yield f"Changed: {change['question']} {before} becomes {after} {change['unit']} ({change['value']})."
    for kind in one["kinds"]:
        sides = [
            f"{number(kind[side])} for {number(kind[f'pupils_{side}'])} pupils"
            for side in ("before", "after")
        ]
        yield f"Lines of the kind “{kind['kind']}” crossed: {sides[0]} before, {sides[1]} after."
    if one["casework"]["counted"]:
        due = [item for item in one["casework"]["items"] if (item["kind"], item["status"]) == ("step", "due")]
        yield f"Steps due: {_added(due, 'before')} before, {_added(due, 'after')} after."
    if one["casework"]["needs"]:
        yield one["casework"]["needs"]
    if one["casework"]["unknown_records"]:
        yield (
            f"{show_count(one['casework']['unknown_records'], 'record')} of the history cannot be used under "
            "this policy, mostly of a kind that it does not know; it is judged without them."
        )
    if document["suppress"]:
        yield (
            f"{HIDDEN}: hidden, so that no number of pupils below {document['suppress']} can be worked out; "
            "pupils are not named."
        )


def _added(items: Sequence[Mapping[str, Any]], side: str) -> str:
    counts = [item[side] for item in items]
    return HIDDEN if None in counts else f"{sum(counts):,}"


def _shown(side: Mapping[str, Any]) -> str:
    value = side["value"]
    told = (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else f"{value:g}"
        if isinstance(value, float)
        else value
    )
    return f"{side['operator']} {told}" if side["operator"] else str(told)


def _show_tracks(one: Mapping[str, Any]) -> None:
    for track in one["tracks"]:
        rows = [
            (stage["title"], number(stage["before"]), number(stage["after"])) for stage in track["stages"]
        ]
        show_table(
            f"Track: {track['track']}; moved: {number(track['moved'])}", ("stage", "before", "after"), rows
        )
        titles = {stage["stage"]: stage["title"] for stage in track["stages"]}
        moves = [
            (titles[move["from"]], titles[move["to"]], number(move["pupils"])) for move in track["moves"]
        ]
        if moves and track["in"] == "both":
            show_table("Moves", ("from", "to", "pupils"), moves)


def _show_lines(one: Mapping[str, Any]) -> None:
    rows = [
        (
            line["title"] + (" (towards a sanction)" if line["legal"] else ""),
            {"both": "", "before": "only before", "after": "only after"}[line["in"]],
            *(number(line[name]) for name in ("before", "after", "newly", "no_longer")),
            number(line["cannot_tell_after"]),
        )
        for line in one["lines"]
    ]
    columns = ("line", "policy", "before", "after", "newly", "no longer", "cannot tell")
    if rows:
        show_table("Lines", columns, rows)


def _show_casework(one: Mapping[str, Any]) -> None:
    rows = [
        (
            item["title"],
            item["kind"],
            item["status"].replace("_", " "),
            *(f"{number(item[side])} ({number(item[f'pupils_{side}'])})" for side in ("before", "after")),
        )
        for item in one["casework"]["items"]
    ]
    if rows:
        columns = ("casework", "kind", "stands", "before (pupils)", "after (pupils)")
        show_table("Casework, from the history", columns, rows)


def _show_groups(document: Mapping[str, Any], one: Mapping[str, Any]) -> None:
    """The stages and lines that come out otherwise, group by group."""
    titles = {line["rule"]: line["title"] for line in one["lines"]}
    titles |= {stage["stage"]: stage["title"] for track in one["tracks"] for stage in track["stages"]}
    for table in one["groups"]:
        for place, name in enumerate(line["rule"] for line in table["groups"][0]["lines"]):
            found = [(group, group["lines"][place]) for group in table["groups"]]
            if all(line["before"] == line["after"] for _, line in found):
                continue
            rows = [
                (
                    group["group"],
                    number(group["pupils"]),
                    *(_share(line, side) for side in ("before", "after")),
                    _times(line["after_times_all"]),
                )
                for group, line in found
            ]
            columns = (table["by"], "pupils", "before", "after", "share after, beside that of all")
            show_table(f"{titles.get(name, name)}, by {table['by']}", columns, rows)


def _share(line: Mapping[str, Any], side: str) -> str:
    if line[side] is None:
        return HIDDEN
    percent = line[f"{side}_percent"]
    return f"{line[side]:,}" if percent is None else f"{line[side]:,} ({percent:.1f}%)"


def _times(times: float | None) -> str:
    return "" if times is None else f"{times:.1f} times"


def _show_moved(one: Mapping[str, Any]) -> None:
    moved = one["moved"]
    if not moved:
        return
    titles = {line["rule"]: line["title"] for line in one["lines"]}
    titles |= {stage["stage"]: stage["title"] for track in one["tracks"] for stage in track["stages"]}
    rows = [
        (pupil["upn"], pupil["name"], "; ".join(_moves(pupil, titles))) for pupil in moved[:SHOWN_AT_MOST]
    ]
    title = f"Who would stand elsewhere: {show_count(len(moved), 'pupil')}"
    more = f", the first {SHOWN_AT_MOST}; --format json names them all" if len(moved) > SHOWN_AT_MOST else ""
    show_table(title + more, ("upn", "name", "what changes"), rows)


def _moves(pupil: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[str]:
    for move in pupil["tracks"]:
        yield f"{titles.get(move['before'], move['before'])} → {titles.get(move['after'], move['after'])}"
    for name, words in (("newly", "newly"), ("no_longer", "no longer")):
        for rule in pupil[name]:
            yield f"{words}: {titles.get(rule, rule)}"


# --- csv ---------------------------------------------------------------------------------


def _csv_rows(one: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    """A hidden number is HIDDEN, never empty; what does not apply is empty."""
    name = one["after"]["title"]
    for track in one["tracks"]:
        for stage in track["stages"]:
            counts = (_cell(stage["before"]), _cell(stage["after"]))
            yield (name, "stage", track["track"], stage["stage"], "total", "", *counts, "", "")
    for line in one["lines"]:
        counts4 = (_cell(line[key]) for key in ("before", "after", "newly", "no_longer"))
        yield (name, line["kind"], line["track"], line["rule"], "total", "", *counts4)
    for item in one["casework"]["items"]:
        case_counts = (_cell(item["before"]), _cell(item["after"]))
        yield (name, item["kind"], item["status"], item["rule"], "total", "", *case_counts, "", "")
    for table in one["groups"]:
        for group in table["groups"]:
            for line in group["lines"]:
                counts = (_cell(line["before"]), _cell(line["after"]))
                yield (name, line["kind"], "", line["rule"], table["by"], group["group"], *counts, "", "")


def _cell(count: int | None) -> object:
    return HIDDEN if count is None else count
