"""What can be recorded for several children of the worklist at once, and what each kind asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.bridge.record_kinds import FieldAsked, KindAsked, record_kinds
from supportfirst.casework.queries.worklist import Row
from supportfirst.casework.store.models import School

# Kinds that may be the same for many children; what concerns one parent or decides a case is not among them.
KINDS = ("contact", "letter_sent", "meeting", "home_visit", "advice", "review", "barriers_found")


def kinds_for(rows: Sequence[Row], on: date) -> list[KindAsked]:
    """What the packs of all the rows' schools know; the fields are as in that of the first."""
    ids = list(dict.fromkeys(row.school_id for row in rows))
    schools = School.objects.select_related("authority").in_bulk(ids)
    known = [record_kinds(schools[school], on) for school in ids]
    return [known[0][kind] for kind in KINDS if known and all(kind in each for each in known)]


def kind_asked(rows: Sequence[Row], kind: str, on: date) -> KindAsked:
    """Raises Refused for a kind that can't be recorded for several children."""
    found = next((each for each in kinds_for(rows, on) if each.kind == kind), None)
    if found is None:
        raise Refused("Choose what was done from the list.")
    return found


__all__ = ["KINDS", "FieldAsked", "KindAsked", "kind_asked", "kinds_for"]
