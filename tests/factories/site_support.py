"""The pages of a child's support for tests: record one thing as somebody would, and read what is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent
from tests.factories.site_registers import a_register_school, form_of, words_of

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
HELD = {"review_on": date(2026, 12, 4)}


def at(pack):
    return a_register_school(pack=pack)


def day_of(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def page(client, held) -> str:
    return words_of(client.get(reverse("pupil-support", args=[held.school.pk, held.pupils[0].pupil_id])))


def record(client, held, kind, **typed):
    here = reverse("pupil-support-record", args=[held.school.pk, held.pupils[0].pupil_id, kind])
    own = {name: typed.pop(name) for name in ("about",) if name in typed}
    sent = {}
    for name, value in typed.items():
        sent |= day_of(f"field_{name}", value) if isinstance(value, date) else {f"field_{name}": value}
    return client.post(here, {**form_of(client.get(here)), **own, **sent})


def kept(kind) -> CaseEvent:
    return CaseEvent.objects.get(kind=kind)
