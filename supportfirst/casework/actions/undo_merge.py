"""Take a merge of two children or of two adults back: every row as it was, or nothing and a refusal.

What was changed since would be lost or wrong; then nothing is taken back, and the refusal names it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.editing_people import ChangeRefused
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.merge_adults import tell_of_adults
from supportfirst.casework.actions.merge_pupils import tell_of_pupils
from supportfirst.casework.actions.merging_rows import changed_since, put_back
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.merging import merges_page, schools_of
from supportfirst.casework.queries.merging_adults import children_of
from supportfirst.casework.store.models import Merge


@transaction.atomic
@keeps_what_stood
def undo_merge(actor: Actor, school_id: UUID, merge_id: UUID) -> Merge:
    """Taken back again, it changes nothing. Raises NotThere, ChangeRefused."""
    page = merges_page(actor, school_id)
    merge = next((each for each in page.merges if each.pk == merge_id), None)
    if merge is None:
        raise NotThere
    take_turn(school_id, *schools_of(*_children(merge)))
    merge.refresh_from_db()
    if merge.undone_at is not None:
        return merge
    merged_on = Q(kept_pupil__merged_into__isnull=False) | Q(kept_adult__merged_into__isnull=False)
    if Merge.objects.filter(merged_on, pk=merge.pk).exists():
        raise ChangeRefused(
            what="the row that was kept was itself merged into another since",
            where="undo",
            remedy="take back the later merge first",
        )
    unfit = changed_since(merge.moved["rows"])
    if unfit:
        raise ChangeRefused(
            what=f"this was changed since the merge: {', '.join(unfit)}",
            where="undo",
            remedy="put it back as the merge left it, or correct the two rows by hand",
        )
    put_back(merge.moved["rows"])
    merge.undone_by, merge.undone_at = actor.user, actor.at
    merge.save(update_fields=["undone_by", "undone_at"])
    tell = tell_of_pupils if merge.kept_pupil_id is not None else tell_of_adults
    tell(actor, "undo_merge", merge)
    return merge


def _children(merge: Merge) -> set[UUID]:
    if merge.kept_adult_id is not None and merge.gone_adult_id is not None:
        return children_of(merge.kept_adult_id, merge.gone_adult_id)
    return {each for each in (merge.kept_pupil_id, merge.gone_pupil_id) if each is not None}
