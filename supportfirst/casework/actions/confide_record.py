"""Let a colleague read one safeguarding record, by name."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.safeguarding import CONFIDED
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.child_concerns import confide_page
from supportfirst.casework.store.models import SafeguardingReader


@transaction.atomic
def confide_record(actor: Actor, school_id: UUID, record_id: UUID, colleague: UUID) -> SafeguardingReader:
    """Named twice, they read it once. Raises NotThere; Refused for somebody who does not see the child."""
    take_turn(school_id)
    page = confide_page(actor, school_id, record_id)
    if colleague not in {user.pk for user in page.staff}:
        raise Refused("Choose a colleague of this school who sees children’s records.")
    row, new = SafeguardingReader.objects.get_or_create(
        record=page.record,
        user_id=colleague,
        defaults={"named_by": actor.user, "named_at": actor.at},
    )
    if new:
        audit(
            actor,
            CONFIDED,
            school=page.record.school,
            pupil=page.record.pupil,
            thing=str(colleague),
            record=str(page.record.pk),
        )
    return row
