"""Who may read what is recorded about a child's safety. Everybody else learns no more than that it is there.

The safeguarding lead and the head of the school read all of it; whoever one of them named reads that one
record, for as long as they work at the school in such a role. To have raised a concern opens nothing:
whoever did is told that it was received.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right, holds
from supportfirst.casework.access.scope import places_of
from supportfirst.casework.store.models import AuditEvent, SafeguardingRecord, School

# How the trail knows what is about a child's safety: its verbs, and the parts and lists that are read.
RECORDED, CONFIDED = "record_safeguarding", "confide_record"
THING, WATCH_LIST = "safeguarding", "safeguarding watch list"
OF_READERS = frozenset({Right.SEE_PUPIL, Right.SEE_CONTACTS})  # what somebody holds who can be named


def sees_safeguarding(actor: Actor, school: School) -> bool:
    """Whether everything that is recorded at the school is this person's to read."""
    return places_of(actor, Right.SEE_RESTRICTED).hold(school)


def readable_records(actor: Actor) -> QuerySet[SafeguardingRecord]:
    """With a record goes what follows it up."""
    works_at = {each.school_id for each in actor.memberships if all(holds(each, one) for one in OF_READERS)}
    named = Q(readers__user=actor.user) | Q(about__readers__user=actor.user)
    named &= Q(school__in=works_at - {None})
    places = places_of(actor, Right.SEE_RESTRICTED).as_query("school__")
    held = SafeguardingRecord.objects.filter(places | named)
    return SafeguardingRecord.objects.filter(pk__in=held.order_by().values("pk"))


def may_read_record(actor: Actor, record: UUID) -> bool:
    return readable_records(actor).filter(pk=record).exists()


def lines_to_read(actor: Actor, lines: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Lines of the trail without those from which a reader could tell that something is recorded.

    Who reads the record reads these too; to everybody else they would be the hint that the record is not.
    """
    of_safety = Q(verb__in=(RECORDED, CONFIDED)) | Q(thing__in=(THING, WATCH_LIST))
    return lines.filter(~of_safety | places_of(actor, Right.SEE_RESTRICTED).as_query("school__"))
