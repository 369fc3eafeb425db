"""Names of the catalogue that events give as plain text: letters, meetings, returns, papers and holds.

A name that this policy does not have is most often a slip, and may also be another authority's.
The event stands as it is; the name is told once, with the nearest one that there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.problems import Problem

SECTIONS = {
    "letter": "letters",
    "meeting": "meetings",
    "return": "returns",
}  # field: section of the catalogue
RULES = {"item": RuleKind.EVIDENCE, "hold": RuleKind.HOLD}  # field: kind of rule


def unknown_names(events: Sequence[CaseEvent], pack: Pack, *, file: str) -> Iterator[Problem]:
    """A warning for each name that the pack does not have, with how many events give it."""
    known = _known(pack)
    counted: dict[tuple[str, str], list[str]] = {}
    for event in events:
        for name, names in known.items():
            given = event.data.get(name)
            if isinstance(given, str) and given.partition("@")[0] not in names:
                counted.setdefault((name, given), []).append(event.id)
    for (name, given), ids in counted.items():
        near = get_close_matches(given, known[name], n=1)
        remedy = f"did you mean “{near[0]}”?" if near else "see “supportfirst packs show” for its names"
        what = f"the policy knows no {name} of this name, which {_events(len(ids))} ({ids[0]} first)"
        yield Problem("unknown-name", file, 0, name, given, what, remedy, warning=True)


def _known(pack: Pack) -> Mapping[str, Collection[str]]:
    listed = {
        name: [entry.id for entry in pack.entries.values() if entry.section == section]
        for name, section in SECTIONS.items()
    }
    return listed | {
        name: [rule.id for rule in pack.rules if rule.kind is kind] for name, kind in RULES.items()
    }


def _events(count: int) -> str:
    return "1 event gives" if count == 1 else f"{count:,} events give"
