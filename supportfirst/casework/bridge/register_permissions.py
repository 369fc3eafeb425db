"""Which marks take a permission, and which of these have it by a plan that was authorised.

Typed marks and those of a file are judged alike. A file tells what another system holds, and nobody grants
leave by writing it into a file: whoever may not authorise absences takes in no such mark. One look at the
plans of the school is enough for the whole file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.day_values import needs_permission
from supportfirst.casework.bridge.planned import covers
from supportfirst.casework.store.models import PackAdoption, PlannedAbsence, School

Key = tuple[int, date, int]  # enrolment, day, half


def asking(school: School, marks: Iterable[tuple[Key, str]]) -> Mapping[Key, str]:
    """Of some marks, by their symbols, those whose code needs a permission on their day."""
    packs = Packs(school)
    known: dict[tuple[date, str], bool] = {}
    found = {}
    for key, symbol in marks:
        about = (key[1], symbol)
        if about not in known:
            known[about] = needs_permission(packs.on(key[1]), symbol, key[1])
        if known[about]:
            found[key] = symbol
    return found


def without_permission(school: School, marks: Mapping[Key, str]) -> Collection[Key]:
    """Of marks that need one, those for which no plan with the same code was authorised."""
    if not marks:
        return frozenset()
    days = {day for _, day, _ in marks}
    held = PlannedAbsence.objects.filter(
        school=school,
        first_day__lte=max(days),
        last_day__gte=min(days),
        withdrawn_at__isnull=True,
    )
    plans: dict[int, list[PlannedAbsence]] = defaultdict(list)
    for plan in held.order_by("recorded_at", "pk"):
        plans[plan.enrolment_id].append(plan)
    return frozenset(key for key, symbol in marks.items() if not _is_granted(plans, key, symbol))


def _is_granted(plans: Mapping[int, list[PlannedAbsence]], key: Key, symbol: str) -> bool:
    """By the latest plan that covers the session."""
    enrolment, day, half = key
    covering = [plan for plan in plans.get(enrolment, ()) if covers(plan, day, half)]
    return bool(covering) and covering[-1].code == symbol and covering[-1].authorised_at is not None


class Packs:
    """The packs that a school followed, by the day, from one look at what it adopted."""

    def __init__(self, school: School) -> None:
        adopted = PackAdoption.objects.filter(school=school).order_by("-first_day")
        self._adopted = list(adopted.values_list("first_day", "pack"))
        self._usual = school.authority.pack

    def on(self, day: date) -> Pack:
        return loaded(next((pack for first, pack in self._adopted if first <= day), self._usual))
