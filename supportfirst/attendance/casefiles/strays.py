"""What a case file says of pupils or parents whom no other file knows: most often a mistyped id.

Such a row changes nothing for anybody, so nobody would see that a notice or a parent was lost.
It is told as one warning a file, because a file may rightly hold more schools than were asked about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from supportfirst.attendance.casefiles.cells import shown
from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent
from supportfirst.attendance.vocabulary.problems import Problem

NAMED_AT_MOST = 5  # in one warning


def stray_events(
    events: Sequence[CaseEvent], upns: Collection[str], parents: Sequence[Parent] | None, *, file: str
) -> Iterator[Problem]:
    """Warnings of events of other pupils than `upns`, and of events that name a parent not in the file.

    parents: None where no parents file was given; then nothing is said of parents.
    """
    strays = [event for event in events if event.upn not in upns]
    if strays:
        yield _warning("stray-event", file, len(strays), "event", [event.id for event in strays], _NO_PUPIL)
    if parents is None:
        return
    known = {(parent.upn, parent.id) for parent in parents}
    lost = [
        event
        for event in events
        if event.upn in upns and any((event.upn, parent) not in known for parent in event.parents)
    ]
    if lost:
        yield _warning("stray-parent", file, len(lost), "event", [event.id for event in lost], _NO_PARENT)


def stray_parents(parents: Sequence[Parent], upns: Collection[str], *, file: str) -> Iterator[Problem]:
    """A warning of parents of other pupils than `upns`."""
    strays = [parent.id for parent in parents if parent.upn not in upns]
    if strays:
        yield _warning("stray-row", file, len(strays), "row", strays, _NO_PUPIL)


_NO_PUPIL = (
    "of a pupil who is in no register and no pupils file given here, so nothing is judged by it",
    "check the UPN, unless the file holds other schools too",
)
_NO_PARENT = (
    "names a parent whom the parents file does not give for that pupil",
    "check the parent's id in both files",
)


def _warning(kind: str, file: str, count: int, what: str, ids: list[str], said: tuple[str, str]) -> Problem:
    named = ", ".join(shown(id) for id in ids[:NAMED_AT_MOST])  # noqa: A001
    more = f" and {count - NAMED_AT_MOST:,} more" if count > NAMED_AT_MOST else ""
    problem = f"{count:,} {what}{'' if count == 1 else 's'} ({named}{more}): each {said[0]}"
    return Problem(
        kind, file, 0, "", "", problem if count > 1 else problem.replace(": each", ":"), said[1], warning=True
    )
