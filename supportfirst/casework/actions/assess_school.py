"""Assessing a school again: asked for by whatever changes its rows, done by the worker.

The worker's part loads the compiled kernel only when it runs; the rest is for pages and actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.retest_reliances import ask_retest
from supportfirst.casework.bridge.reasons import with_days_first_seen
from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
from supportfirst.casework.store.models import Assessed, CalendarSpan, Enrolment, Job, School, SpanKind, User

STORED = tuple(
    field.name for field in Assessed._meta.concrete_fields if field.name not in ("enrolment", "stale_since")
)
MOST_AT_ONCE = 60  # pupils who are stored in one transaction: some classes, in less than a tenth of a second
BATCH = 100


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
    if changed is None:  # the calendar, the roll, the pack: whatever a figure that was told rests on
        ask_retest(school, None, at, asked_by=asked_by)
    held = Assessed.objects.filter(school=school)
    if changed is not None:
        held = held.filter(enrolment__in=changed)
    held.update(stale_since=at)
    about = {} if changed is None else {"enrolments": sorted(changed)}
    name = f"{ASSESS_SCHOOL}:{school.pk}"
    job = ask_job(ASSESS_SCHOOL, about, at=at, school=school, asked_by=asked_by, once=name)
    if job.about == about:
        return job
    waiting = job.about.get("enrolments")
    if waiting is not None:
        job.about = {} if changed is None else {"enrolments": sorted(changed.union(waiting))}
        job.save(update_fields=["about"])
    return job


def _number(of: Enrolment | int) -> int:
    return of if isinstance(of, int) else of.pk


def assess_school(asked: Asked, watch: Watch) -> Write:
    """Assess a school, or `about.enrolments` of it, and store what came of it.

    Of many enrolments the first are done now, and the rest by a job that goes behind those of other schools:
    no write is so long that whoever takes a register would feel it.
    """
    from supportfirst.casework.bridge.assessing import assess_rows  # loads the kernel: the worker's alone
    from supportfirst.casework.bridge.first_held import tell_since

    school = asked.school
    if school is None:
        raise JobRefused("No school was named to be assessed.")
    about = asked.about.get("enrolments")
    only, later = (None, set()) if about is None else (about[:MOST_AT_ONCE], set(about[MOST_AT_ONCE:]))
    rows = Assessed.objects.filter(school=school)
    if only is not None:
        rows = rows.filter(pk__in=only)
    seen = dict(rows.values_list("pk", "stale_since"))
    read_at = watch.now()
    if not CalendarSpan.objects.filter(school=school, kind=SpanKind.TERM).exists():
        return _nothing  # it is being set up; its terms ask again
    try:
        found = assess_rows(
            school,
            read_at.astimezone(LONDON).date(),
            known_at=read_at,
            only=only,
            progress=watch.progress,
        )
    except CalendarUnusable as error:  # as often as it is tried
        raise JobRefused(error.what) from error
    fresh = [row for row in found.rows if row.listed and row.pk not in seen]
    if fresh:
        tell_since(school, fresh, read_at.astimezone(LONDON).date())

    def write() -> Mapping[str, Any]:
        held = _take_free(rows)
        kept = list(_to_keep(found.rows, seen, held, read_at))
        told = {row.pk for row in found.rows}
        gone = found.left if only is not None else [pk for pk in seen if pk not in told]
        _store(kept, held)
        rows.filter(pk__in=[pk for pk in gone if pk in held], known_at__lte=read_at).delete()
        again = later | {pk for pk in seen if pk not in held and (pk in told or pk in gone)}
        if again:  # not under the school's name: whoever holds the job of that name may wait for these rows
            about = {"enrolments": sorted(again)}
            ask_job(ASSESS_SCHOOL, about, at=watch.now(), school=school, asked_by=asked.asked_by)
        return {"assessed": len(kept), "listed": sum(row.listed for row in kept)}

    return write


def _nothing() -> Mapping[str, Any]:
    return {"assessed": 0, "listed": 0}


def _take_free(rows: QuerySet[Assessed]) -> dict[int, Assessed]:
    """The stored rows, but those of whom somebody is just writing that they changed.

    A worker waits for nobody's row, and so needs no turn: it can stand in no ring of people who wait for each
    other, and nobody who takes a register waits until a worker's turn is over. Who is left out is asked for
    again.
    """
    free = rows.select_for_update(skip_locked=True).only(
        "pk", "stale_since", "known_at", "reasons", "acted_at", "acted_event"
    )
    return {row.pk: row for row in free.order_by("pk")}


def _to_keep(
    found: Iterable[Assessed],
    seen: Mapping[int, datetime | None],
    held: Mapping[int, Assessed],
    read_at: datetime,
) -> Iterator[Assessed]:
    for row in found:
        before = held.get(row.pk)
        if before is None and row.pk in seen:
            continue  # somebody writes of it just now, or it was taken off
        if before is not None and before.known_at > read_at:
            continue  # another worker has read the rows later than we did
        changed_since = before is not None and before.stale_since != seen.get(row.pk)
        row.stale_since = before.stale_since if before is not None and changed_since else None
        row.reasons = with_days_first_seen(row.reasons, before.reasons if before is not None else [])
        if before is not None and not _asks_again(row, before):
            row.acted_at, row.acted_event = before.acted_at, before.acted_event
        yield row


def _asks_again(row: Assessed, before: Assessed) -> bool:
    """Whether something came about after the day on which somebody acted on the row."""
    if before.acted_at is None:
        return False
    day = before.acted_at.astimezone(LONDON).date().isoformat()
    return any(reason.get("since", "") > day for reason in row.reasons)


def _store(kept: Sequence[Assessed], held: Mapping[int, Assessed]) -> None:
    """What was there is replaced. What was not is added, unless another worker did so meanwhile."""
    Assessed.objects.bulk_create(
        [row for row in kept if row.pk in held],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["enrolment"],
        update_fields=[*STORED, "stale_since"],
    )
    new = sorted((row for row in kept if row.pk not in held), key=lambda row: row.pk)
    Assessed.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
