"""Take out the certificates of a batch as one PDF, or one child's; the trail keeps whose."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.outside.paper_files import paper
from supportfirst.casework.queries.issuing import refuse_if_waiting
from supportfirst.casework.queries.reward_batches import RECOGNITION, batch_page


@transaction.atomic
def export_rewards(actor: Actor, school_id: UUID, batch_id: UUID, pupil_id: UUID | None = None) -> bytes:
    """Byte for byte the same for the same rows. Raises NotThere, also where there is nobody to print.

    Of the whole batch those are left out who are shown for care; asked for by themselves they are printed.
    Whose marks were changed since waits for a decision: left out as well, and IssueBlocked by itself.
    """
    page = batch_page(actor, school_id, batch_id)
    one = [each for each in page.given if each.pupil == pupil_id]
    chosen = page.to_print if pupil_id is None else one
    if not page.may_print or not chosen:
        raise NotThere
    for each in one:
        refuse_if_waiting(RECOGNITION, each.thing)
    whom = {each.pupil for each in chosen}
    audit(actor, "export_rewards", school=page.school, thing=str(batch_id), **naming(whom))
    return paper("reward", page.content(whom))
