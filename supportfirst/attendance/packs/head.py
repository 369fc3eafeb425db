"""What a pack says of itself, and the state of its review: the top of every page about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.packs.bench import Review
from supportfirst.attendance.packs.build import PACK_FILES
from supportfirst.attendance.packs.cache import read_folder
from supportfirst.attendance.packs.described import is_place_of_list
from supportfirst.attendance.packs.load import built_layers, folder_of
from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.attendance.packs.text_form import Scalar, Table

Checked = tuple[str, str, str]  # by, on, next; as written


@dataclass(frozen=True, slots=True)
class Head:
    """A pack with the header of its own layer. `reviews`: of its own layer, and of what they are."""

    layers: tuple[Pack, ...]  # the national one first
    about: str
    maintainer: str
    checked: Checked
    reviews: Sequence[Review]
    files: Mapping[str, Checked]  # of its own files, by path: who checked all that the file says

    @property
    def pack(self) -> Pack:
        return self.layers[-1]

    def overdue(self, today: date) -> list[Review]:
        return sorted((each for each in self.reviews if each.next < today), key=lambda each: each.next)

    @property
    def next_review(self) -> date | None:
        return min((each.next for each in self.reviews), default=None)

    def as_json(self, today: date) -> dict[str, Any]:
        pack = self.pack
        return {
            "id": pack.id,
            "title": pack.title,
            "layer": pack.layer.value,
            "over": list(pack.over),
            "first_day": pack.span.first.isoformat(),
            "last_day": pack.span.last.isoformat() if pack.span.last else None,
            "fingerprint": pack.fingerprint,
            "about": self.about,
            "maintainer": self.maintainer,
            "checked": dict(zip(("by", "on", "next"), self.checked, strict=True)),
            "review": {
                "next": self.next_review.isoformat() if self.next_review else None,
                "overdue": [
                    {"what": each.what, "next": each.next.isoformat()} for each in self.overdue(today)
                ],
            },
            "counts": counts(pack),
        }


def read_head(name_or_dir: str) -> Head:
    """Raises UnknownPack or PackUnusable."""
    built = built_layers(name_or_dir)
    text = read_folder(folder_of(name_or_dir), PACK_FILES)
    header = text.documents.get("pack.yaml")
    return Head(
        layers=tuple(each.pack for each in built),
        about=_text(header, "about"),
        maintainer=_text(header, "maintainer"),
        checked=_checked(header),
        reviews=built[-1].reviews,
        files={f"{text.name}/{path}": _checked(document) for path, document in text.documents.items()},
    )


def _checked(document: object) -> Checked:
    held = document.entries.get("checked") if isinstance(document, Table) else None
    return _text(held, "by"), _text(held, "on"), _text(held, "next")


def _text(node: object, key: str) -> str:
    held = node.entries.get(key) if isinstance(node, Table) else None
    return " ".join(held.text.split()) if isinstance(held, Scalar) else ""


def counts(pack: Pack) -> dict[str, int]:
    """How much the pack holds in all, the layers beneath included, and how much of it is its own."""
    own = f"{pack.id}/"
    values = [value for name, value in pack.values.items() if not is_place_of_list(pack, name)]
    of_kind = {f"rules_{kind.value}": sum(rule.kind is kind for rule in pack.rules) for kind in RuleKind}
    return {
        "values": len(values),
        "values_own": sum(any(step.where.startswith(own) for step in value.steps) for value in values),
        "rules": len(pack.rules),
        "rules_own": sum(rule.where.startswith(own) for rule in pack.rules),
        **of_kind,
        "tracks": len(pack.tracks),
        "moves": len(pack.moves),
        "facts": len(pack.facts),
        "records": len(pack.records),
        "records_own": sum(record.where.startswith(own) for record in pack.records.values()),
        "entries": len(pack.entries),
        "entries_own": sum(entry.where.startswith(own) for entry in pack.entries.values()),
    }
