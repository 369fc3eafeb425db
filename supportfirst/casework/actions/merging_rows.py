"""Changing the rows of a merge so that it can be taken back: what each held before and after is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from supportfirst.casework.queries.merging import Step

WORDS = {
    "Adult": "the row of the adult",
    "AdultContact": "a way to reach an adult",
    "Enrolment": "a stay at a school",
    "ExternalReference": "a reference number",
    "HomeSchoolAgreement": "a signed agreement",
    "Link": "how an adult stands to the child",
    "Marker": "a marker",
    "Message": "a message",
    "PlannedAbsence": "a planned absence",
    "Pupil": "the row of the child",
    "PupilFlag": "what holds of the child",
    "Reliance": "a paper that told the child’s marks",
    "Task": "a task",
}


def move(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Change the rows, and say what each held before and holds now."""
    return [_changed(step.kind, step.id, step.values) for step in steps]


def changed_since(rows: Sequence[dict[str, Any]]) -> list[str]:
    """In words, the kinds of rows that no longer hold what the merge gave them.

    A row that the merge changed twice holds what it was given last.
    """
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        last.setdefault((row["kind"], str(row["id"])), {}).update(row["after"])
    return [
        WORDS[kind]
        for kind in sorted({kind for (kind, pk), after in last.items() if not _holds(kind, pk, after)})
    ]


def put_back(rows: Sequence[dict[str, Any]]) -> None:
    """The last change first. Fields read text as days and ids by themselves."""
    for row in reversed(rows):
        _model(row["kind"]).filter(pk=row["id"]).update(**row["before"])


def _model(kind: str) -> models.Manager[Any]:
    manager: models.Manager[Any] = apps.get_model("store", kind)._default_manager
    return manager


def _changed(kind: str, pk: Any, values: dict[str, Any]) -> dict[str, Any]:
    held = _model(kind).filter(pk=pk)
    before = held.values(*values).get()
    held.update(**values)
    return {"kind": kind, "id": _plain(pk), "before": _written(before), "after": _written(values)}


def _holds(kind: str, pk: str, after: dict[str, Any]) -> bool:
    found = _model(kind).filter(pk=pk).values(*after).first()
    return found is not None and _written(found) == after


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value
