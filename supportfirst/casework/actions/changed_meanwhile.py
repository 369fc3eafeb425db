"""Two people with one form open: what one of them kept, the other's older form does not undo unknowingly.

A form that edits a row carries what its fields held when it was shown, as one keyed hash a field: nothing
can be read from it. Only fields that hold something else than was shown were touched, and only they are
written. Where somebody else changed such a field since, nothing is written, and the person is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from supportfirst.casework.store.models import AuditEvent

SALT = "supportfirst.shown_values"
MARK = 32  # letters of a field's hash
LOOKED_AT = 100  # lines of the trail, the latest, in which who changed a field is looked for


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One field that somebody else changed since the form was shown."""

    name: str
    value: Any  # what it holds now
    is_touched: bool  # whether the person entered something else there
    is_against: bool  # whether it stands against what the person entered, here or in another field
    by: str  # "" where nobody's line of the trail tells
    at: datetime | None


class ChangedMeanwhile(Exception):
    """Nothing was written. `shown`: the hashes of what holds now, for the form to be sent again knowingly."""

    def __init__(
        self, fields: Sequence[Meanwhile], stands: Mapping[str, Any], touched: Collection[str], shown: str
    ) -> None:
        super().__init__("somebody else changed this meanwhile")
        self.fields, self.stands, self.touched, self.shown = fields, stands, touched, shown


def fingerprint(values: Mapping[str, Any], at: datetime, *of: object) -> str:
    """What a form carries of the values that it shows at a moment. `of`: the ids of whose they are."""
    return " ".join([at.isoformat(), *(f"{name}={_mark(name, value, of)}" for name, value in values.items())])


def only_touched(
    values: Mapping[str, Any],
    stands: Mapping[str, Any],
    shown: str,
    at: datetime,
    *of: object,
    trail: QuerySet[AuditEvent],
    order: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Of what was sent, what is to be written over what stands. Raises ChangedMeanwhile.

    To be asked with the lock taken. `trail`: lines that may tell who changed it; `order`: pairs of fields of
    which the first must not come after the second, also when two people wrote one each.
    """
    since, was = _read(shown)
    touched = {name for name in stands if not _same(name, values[name], of, was)}
    changed = {name for name in stands if not _same(name, stands[name], of, was)}
    found = {name: values[name] for name in touched if values[name] != stands[name]}
    against = (changed & set(found)) | _out_of_order({**stands, **found}, order, changed, set(found))
    if not against:
        return found
    tellers = _tellers(trail, changed, since)
    fields = []
    for name in stands:
        if name in changed:
            by, when = tellers.get(name, ("", None))
            fields.append(Meanwhile(name, stands[name], name in touched, name in against, by, when))
    raise ChangedMeanwhile(fields, stands, touched, fingerprint(stands, at, *of))


def still_as_shown(
    stands: Mapping[str, Any], shown: str, at: datetime, *of: object, trail: QuerySet[AuditEvent]
) -> None:
    """For what is replaced whole, whatever is entered. Raises ChangedMeanwhile where it is not as shown.

    Every line of `trail` tells of such a change.
    """
    since, was = _read(shown)
    changed = {name for name in stands if not _same(name, stands[name], of, was)}
    if changed:
        event = _latest(trail, since).first()
        by, when = (_who(event), event.recorded_at) if event is not None else ("", None)
        found = [
            Meanwhile(name, stands[name], is_touched=True, is_against=True, by=by, at=when)
            for name in stands
            if name in changed
        ]
        raise ChangedMeanwhile(found, stands, stands.keys(), fingerprint(stands, at, *of))


def _mark(name: str, value: Any, of: tuple[object, ...]) -> str:
    held = "\x1f".join([*(str(each) for each in of), name, _plain(value)])
    return salted_hmac(SALT, held, algorithm="sha256").hexdigest()[:MARK]


def _plain(value: Any) -> str:
    """A value as text, the same whether it comes from the database or from a form."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return "" if value is None else str(value)


def _same(name: str, value: Any, of: tuple[object, ...], was: Mapping[str, str]) -> bool:
    return constant_time_compare(was.get(name, ""), _mark(name, value, of))


def _read(shown: str) -> tuple[datetime | None, dict[str, str]]:
    """When the form was shown, and its hashes. What can't be read is no hash of what stands."""
    first, *marks = shown.split(" ")
    try:
        since: datetime | None = datetime.fromisoformat(first)
    except ValueError:
        since = None
    if since is not None and since.tzinfo is None:
        since = None
    return since, {name: mark for name, _, mark in (each.partition("=") for each in marks)}


def _out_of_order(
    merged: Mapping[str, Any],
    order: Sequence[tuple[str, str]],
    changed: Collection[str],
    written: Collection[str],
) -> set[str]:
    """Fields changed by somebody else that would come before or after what the person enters."""
    found = set()
    for first, last in order:
        before, after = merged[first], merged[last]
        if {first, last} & set(written) and before is not None and after is not None and after < before:
            found |= {first, last} & set(changed)
    return found


def _tellers(
    trail: QuerySet[AuditEvent], names: Collection[str], since: datetime | None
) -> dict[str, tuple[str, datetime]]:
    """Who changed these fields last since the form was shown, as far as the trail tells."""
    found: dict[str, tuple[str, datetime]] = {}
    for event in _latest(trail, since)[:LOOKED_AT]:
        named = event.detail.get("fields", event.detail.get("times", ()))
        for name in names:
            if name in named:
                found.setdefault(name, (_who(event), event.recorded_at))
    return found


def _latest(trail: QuerySet[AuditEvent], since: datetime | None) -> QuerySet[AuditEvent]:
    """Somebody's lines since the form was shown, the latest first; none where that moment is not known."""
    if since is None:
        return trail.none()
    held = trail.filter(recorded_at__gte=since, actor__isnull=False)
    return held.select_related("actor").order_by("-recorded_at", "-pk")


def _who(event: AuditEvent) -> str:
    return ", ".join(filter(None, (event.actor.name, event.actor.title))) if event.actor is not None else ""
