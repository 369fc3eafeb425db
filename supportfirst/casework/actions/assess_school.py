"""Assessing a school again: asked for by whatever changes its rows, done by the worker.

The worker's part loads the compiled kernel only when it runs; the rest is for pages and actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
from supportfirst.casework.store.models import Assessed, Enrolment, Job, School, User

STORED = tuple(
    field.name for field in Assessed._meta.concrete_fields if field.name not in ("enrolment", "stale_since")
)


def ask_reassessment(
    school: School,
    enrolments: Iterable[Enrolment | int] | None,
    at: datetime,
    *,
    asked_by: User | None = None,
) -> Job:
    """Have some pupils of a school, or all (None), assessed again; call it in the transaction of a change.

    One job a school waits at a time; those of whom it hears meanwhile are added to it.
    """
    changed = None if enrolments is None else {_number(each) for each in enrolments}
    held = Assessed.objects.filter(school=school)
    if changed is not None:
        held = held.filter(enrolment__in=changed)
    held.update(stale_since=at)
    about = {} if changed is None else {"enrolments": sorted(changed)}
    name = f"{ASSESS_SCHOOL}:{school.pk}"
    job = ask_job(ASSESS_SCHOOL, about, at=at, school=school, asked_by=asked_by, once=name)
    waiting = job.about.get("enrolments")
    if waiting is not None and changed is None:
        job.about = {}
    elif waiting is not None and changed is not None:
        job.about = {"enrolments": sorted(changed.union(waiting))}
    job.save(update_fields=["about"])
    return job


def _number(of: Enrolment | int) -> int:
    return of if isinstance(of, int) else of.pk


def assess_school(asked: Asked, watch: Watch) -> Write:
    """Assess a school, or `about.enrolments` of it, and store what came of it."""
    from supportfirst.casework.bridge.assessing import assess_rows  # loads the kernel: the worker's alone

    school = asked.school
    if school is None:
        raise JobRefused("No school was named to be assessed.")
    only = asked.about.get("enrolments")
    rows = Assessed.objects.filter(school=school)
    seen = dict(rows.values_list("pk", "stale_since"))
    read_at = watch.now()
    found = assess_rows(
        school,
        read_at.astimezone(LONDON).date(),
        known_at=read_at,
        only=only,
        progress=watch.progress,
    )

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        told_before = rows.select_for_update().only("pk", "stale_since", "known_at", "reasons")
        held = {row.pk: row for row in told_before}
        kept = []
        for row in found.rows:
            before = held.get(row.pk)
            if before is not None and before.known_at > read_at:
                continue  # another worker has read the rows later than we did
            changed_since = before is not None and before.stale_since != seen.get(row.pk)
            row.stale_since = before.stale_since if before is not None and changed_since else None
            row.reasons = with_days_first_seen(row.reasons, before.reasons if before is not None else [])
            kept.append(row)
        Assessed.objects.bulk_create(
            kept,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["enrolment"],
            update_fields=[*STORED, "stale_since"],
        )
        told = {row.pk for row in found.rows}
        gone = found.left if only is not None else [pk for pk in held if pk not in told]
        rows.filter(pk__in=gone, known_at__lte=read_at).delete()
        return {"assessed": len(kept), "listed": sum(row.listed for row in kept)}

    return write


def with_days_first_seen(
    reasons: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The lines of a row, each with the day since which it has stood there without a break (`since`)."""
    since = {_same(reason): reason["since"] for reason in before if "since" in reason}
    return [{**reason, "since": since.get(_same(reason), reason["on"])} for reason in reasons]


def _same(reason: Mapping[str, Any]) -> tuple[Any, ...]:
    return reason["kind"], reason["rule"], reason.get("adult"), reason.get("record")
