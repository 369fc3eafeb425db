"""The children whom the lists of a register file name: whoever sees one of them has seen these."""

from __future__ import annotations

from uuid import UUID

from supportfirst.casework.queries.register_files import RegisterFile
from supportfirst.casework.store.models import Enrolment

OF_MARKS = ("corrected", "permission", "only_here", "only_file")  # their lines begin with the enrolment
PLACE_IN_ASIDE = 6


def children_in_file(found: RegisterFile, most: int) -> set[UUID]:
    """Of the first so many lines of each list, in one query."""
    lines = [line for name in OF_MARKS for line in found.outcome.get(name, [])[:most]]
    asides = [line[PLACE_IN_ASIDE] for line in found.outcome.get("asides", [])[:most]]
    stays = {line[0] for line in lines} | {stay for stay in asides if stay is not None}
    if not stays:
        return set()
    return set(Enrolment.objects.filter(pk__in=stays).values_list("pupil_id", flat=True))
