"""What a paper or a decision does that relies on marks: it registers itself, once, and asks before issue.

    relied = register_reliance(actor, "certificate", thing, title, enrolment, (first, last), known_at)
    refuse_if_waiting("certificate", thing)  # before it is printed, exported or sent

When one of those marks changes afterwards, an alarm is raised in the transaction of the change, and issue is
blocked until a named person has decided (`decide_alarm`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.retest_reliances import ask_to_count
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.relied_on import (
    changes_since,
    counts_known,
    counts_now,
    nothing_since,
    raise_alarms,
    stays_of,
)
from supportfirst.casework.queries.issuing import Issue, IssueBlocked, refuse_if_waiting, standing_of
from supportfirst.casework.queries.reliance_kinds import KINDS
from supportfirst.casework.store.chaining import nothing_more_by
from supportfirst.casework.store.models import Amendment, Chained, Enrolment, RegisterDocument, Reliance

OF_MARKS: tuple[type[Chained], ...] = (RegisterDocument, Amendment)


def register_reliance(
    actor: Actor,
    kind: str,
    thing: str,
    title: str,
    enrolment: Enrolment,
    span: tuple[date, date],
    known_at: datetime,
    *,
    counts: Mapping[str, Any] | None = None,
    rule: str = "",
    outcome: str = "",
    content: str = "",
    link: str = "",
) -> Reliance:
    """Keep that a thing told the marks of these days as known at this moment; must be in a transaction.

    The same kind and thing again gives the first row back. `kind` stands in `queries.reliance_kinds`;
    `thing` is its own id; `title` names no child. `counts`: what it told, by name; by default what is
    counted here. `rule` and `outcome`: the rule behind it, and what it said. `content`: a digest of all that
    it says. What was changed after `known_at` already raises an alarm at once: ask `refuse_if_waiting` after
    this transaction, so that a refusal does not undo it.
    """
    _check(kind, rule)
    school = enrolment.school
    take_turn(school.pk)
    known = Reliance.objects.filter(kind=kind, thing=thing).first()
    if known is not None:
        return known
    first, last = span
    stays = stays_of(school.pk, [enrolment.pupil_id])[enrolment.pupil_id]
    unchanged = nothing_since(school, known_at)
    for chain in OF_MARKS:
        nothing_more_by(chain, school.pk, known_at)
    reliance = Reliance(
        kind=kind,
        thing=thing,
        title=title,
        link=link,
        school=school,
        pupil_id=enrolment.pupil_id,
        enrolments=[each.pk for each in stays],
        first_day=first,
        last_day=last,
        known_at=known_at,
        made_at=actor.at,
        made_by=actor.user,
        content=content,
        rule=rule,
        outcome=outcome,
    )
    reliance.counted = counts_now([reliance])[0] if unchanged else counts_known(reliance)
    reliance.counts = reliance.counted if counts is None else dict(counts)
    reliance.save(force_insert=True)
    changes = [] if unchanged else changes_since(school, stays, first, last, known_at)
    if changes:
        ask_to_count(school, raise_alarms({reliance: changes}, actor.at, actor.user), actor.at)
        reliance.refresh_from_db()
    return reliance


def _check(kind: str, rule: str) -> None:
    """What only a fault of the program gets wrong."""
    assert transaction.get_connection().in_atomic_block, "a reliance is kept in the transaction of its paper"
    assert kind in KINDS, f"no line of queries.reliance_kinds says what “{kind}” is"
    longest = Reliance._meta.get_field("rule").max_length or 0
    assert len(rule) <= longest, f"a key cut short would be no rule's any more: {len(rule)} letters"


__all__ = ["Issue", "IssueBlocked", "refuse_if_waiting", "register_reliance", "standing_of"]
