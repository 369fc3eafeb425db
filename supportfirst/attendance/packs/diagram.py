"""Tracks and ladders drawn from their tables, as plain text and as Mermaid; nothing is drawn by hand.

A track is its stages and the moves between them; a ladder is a pack's legal routes in their
order. Both are of one day: a move or route that is not in force then is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from supportfirst.attendance.packs.build_tracks import ANY_STAGE
from supportfirst.attendance.packs.shape import Move, Pack, RouteTerms, Rule, RuleKind

OFF, ANY = "not on the track", "any stage"
TOWARDS = "towards a sanction"


def track_ids(pack: Pack) -> list[str]:
    """Tracks with a table of moves or with stages, in the pack's order."""
    staged = (rule.track for rule in pack.rules if rule.kind is RuleKind.STAGE)
    return list(dict.fromkeys([*pack.tracks, *(move.track for move in pack.moves.values()), *staged]))


def stages_of(pack: Pack, track: str, on: date) -> list[Rule]:
    """The stages in force on a day, lowest first."""
    found = [rule for rule in pack.rules if rule.kind is RuleKind.STAGE and rule.track == track]
    return sorted((rule for rule in found if on in rule.span), key=lambda rule: rule.order)


def moves_of(pack: Pack, track: str, on: date) -> list[Move]:
    return [move for move in pack.moves.values() if move.track == track and on in move.span]


def track_text(pack: Pack, track: str, on: date) -> list[str]:
    """The stages in order, and under each the moves that start there, with who may make them."""
    stages, moves = stages_of(pack, track, on), moves_of(pack, track, on)
    titles = {stage.id: stage.title for stage in stages}
    lines: list[str] = []
    known = {"": OFF, **titles, ANY_STAGE: ANY}
    strangers = {move.start: move.start for move in moves if move.start not in known}  # stages not in force
    for start, title in {**known, **strangers}.items():
        mine = [move for move in moves if move.start == start]
        if start in titles or mine:
            lines.append(f"[{title}]")
        lines += [f"  ── {_label(pack, move)} ──▶ [{_end(move, titles)}]" for move in mine]
    if stages and not moves:
        lines.append("  The numbers decide the stage; no move is recorded.")
    return lines


def track_mermaid(pack: Pack, track: str, on: date) -> str:
    """The same as a Mermaid state diagram; "" where there is nothing to draw."""
    stages, moves = stages_of(pack, track, on), moves_of(pack, track, on)
    if not stages and not moves:
        return ""
    names = {stage.id: f"s{place}" for place, stage in enumerate(stages, start=1)}
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{_quoted(stage.title)}" as {names[stage.id]}' for stage in stages]
    if any(move.start == ANY_STAGE for move in moves):
        lines.append(f'  state "{ANY}" as any')
    for move in moves:
        start = "any" if move.start == ANY_STAGE else names.get(move.start, "[*]")
        lines.append(f"  {start} --> {names.get(move.end, '[*]')}: {_quoted(_label(pack, move))}")
    return "\n".join(lines)


def _label(pack: Pack, move: Move) -> str:
    by = ", ".join(_role(pack, role) for role in move.who)
    return f"{move.title} ({by})" + (f", {TOWARDS}" if move.towards_sanction else "")


def _role(pack: Pack, role: str) -> str:
    return pack.entries[role].title if role in pack.entries else role.replace("_", " ")


def _end(move: Move, titles: dict[str, str]) -> str:
    return titles.get(move.end, move.end) if move.end else OFF


def routes_of(pack: Pack, on: date) -> list[Rule]:
    """The legal routes in force on a day, in their order on the ladder."""
    routes = [rule for rule in pack.rules if rule.kind is RuleKind.ROUTE and on in rule.span]
    return sorted(routes, key=_place)


def _place(rule: Rule) -> int:
    return rule.terms.order if isinstance(rule.terms, RouteTerms) else 0


def ladders_of(pack: Pack, on: date) -> dict[str, list[Rule]]:
    """The routes of each track, in order."""
    found: dict[str, list[Rule]] = {}
    for rule in routes_of(pack, on):
        found.setdefault(rule.track, []).append(rule)
    return found


def ladder_text(routes: Sequence[Rule]) -> list[str]:
    """One path from the first route to the last; routes of one order stand beside each other."""
    lines: list[str] = []
    for order, rung in _rungs(routes):
        titles = " · ".join(rule.title for rule in rung)
        lines.append(f"{'   └▶ ' if lines else ''}{order}. {titles}")
    return lines


def ladder_mermaid(routes: Sequence[Rule]) -> str:
    lines, before = ["flowchart LR"], list[str]()
    for number, (order, rung) in enumerate(_rungs(routes)):
        names = [f"r{number}_{place}" for place in range(len(rung))]
        for name, rule in zip(names, rung, strict=True):
            lines.append(f'  {name}["{order}. {_quoted(rule.title)}"]')
        lines += [f"  {old} --> {new}" for old in before for new in names]
        before = names
    return "\n".join(lines)


def _rungs(routes: Sequence[Rule]) -> Iterator[tuple[int, list[Rule]]]:
    by_order: dict[int, list[Rule]] = {}
    for rule in routes:
        by_order.setdefault(_place(rule), []).append(rule)
    yield from sorted(by_order.items())


def _quoted(text: str) -> str:
    """Without what Mermaid would read as its own: quotation marks, colons, semicolons and hashes."""
    return text.replace('"', "'").replace(":", " –").replace(";", ",").replace("#", "no. ")
