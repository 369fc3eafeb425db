"""Which record a letter's going out follows up, and which letter a record leads to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.letter_kinds import letter_kinds
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.store.models import CaseEvent, Letter, School


def newest_about(letter: Letter, kinds: Sequence[str]) -> CaseEvent | None:
    """The newest about the child, of the first of these kinds, that names the letter's adult or nobody."""
    school = letter.enrolment.school
    held = CaseEvent.objects.filter(
        school=school, pupil__in=same_child([letter.enrolment.pupil_id]), kind__in=list(kinds)
    ).exclude(event__in=struck_out(school))
    theirs = str(letter.adult_id)
    able = [each for each in held.order_by("-happened_on", "-serial") if theirs in (each.adults or [theirs])]
    return min(able, key=lambda each: kinds.index(each.kind), default=None)


def letter_that_is(school: School, record: str, on: date) -> str:
    """The kind of letter that a record of a kind is made by; "" where the pack has none."""
    kinds = letter_kinds(pack_of(school, on), on)
    return next((name for name, kind in kinds.items() if kind.entry.listed("also_records") == (record,)), "")
