"""Many papers that rely on marks, registered in one go: three hundred certificates take a second, not ten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.relying import OF_MARKS, register_reliance
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.relied_on import counts_now, nothing_since, stays_of
from supportfirst.casework.queries.reliance_kinds import KINDS
from supportfirst.casework.store.chaining import nothing_more_by
from supportfirst.casework.store.models import Reliance, School


def register_reliances(
    actor: Actor,
    kind: str,
    school: School,
    things: Mapping[str, UUID],
    title: str,
    span: tuple[date, date],
    known_at: datetime,
    *,
    link: str = "",
) -> None:
    """As `register_reliance` for each of the `things`, which are new and by whose ids their pupils stand.

    They told the same days as known at the same moment. What was changed after it raises its alarms at once.
    """
    assert transaction.get_connection().in_atomic_block, "a reliance is kept in the transaction of its paper"
    assert kind in KINDS, f"no line of queries.reliance_kinds says what “{kind}” is"
    take_turn(school.pk)
    stays = stays_of(school.pk, set(things.values()))
    if not nothing_since(school, known_at):
        for thing, pupil in things.items():
            newest = stays[pupil][-1]
            register_reliance(actor, kind, thing, title, newest, span, known_at, link=link)
        return
    for chain in OF_MARKS:
        nothing_more_by(chain, school.pk, known_at)
    rows = [
        Reliance(
            kind=kind,
            thing=thing,
            title=title,
            link=link,
            school=school,
            pupil_id=pupil,
            enrolments=[each.pk for each in stays[pupil]],
            first_day=span[0],
            last_day=span[1],
            known_at=known_at,
            made_at=actor.at,
            made_by=actor.user,
        )
        for thing, pupil in things.items()
    ]
    for row, counted in zip(rows, counts_now(rows), strict=True):
        row.counts = row.counted = counted
    Reliance.objects.bulk_create(rows)
