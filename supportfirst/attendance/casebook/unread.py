"""What is not known because an event of the history could not be read.

Such an event is left out whole. To take it as not done would shut a family's way out, such as
a notice that was paid, so facts that could rest on it are not known until it is put right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from supportfirst.attendance.packs.case_shape import RecordKind

UNREAD = "put right the event of the history file that was left out"
ANY_KIND = "any"


def lost_among(kinds: Collection[str], unread: Collection[str]) -> bool:
    """Whether an event of one of these kinds was left out."""
    return any(kind in unread for kind in kinds)


def lost_after(kinds: Collection[str], unread: Collection[str], records: Mapping[str, RecordKind]) -> bool:
    """Whether an event that follows up, or strikes out, records of these kinds was left out."""
    return any(
        each == ANY_KIND or each in kinds
        for kind in unread
        for each in (records[kind].about if kind in records else ())
    )
