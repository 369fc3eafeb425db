"""Write an entry of the authority's support directory, change it, or take it out.

Each is a writing of its own. Whoever changes an entry that somebody else has changed meanwhile is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.support_directory import FIELDS, EntryPage, entries_of, entry_page
from supportfirst.casework.store.models import DirectoryEntry


@transaction.atomic
def write_entry(
    actor: Actor,
    school_id: UUID,
    entry_id: UUID | None,
    values: Mapping[str, str],
    *,
    submission: UUID,
    seen: int | None = None,
    removed: bool = False,
) -> DirectoryEntry:
    """The same submission again gives the first writing back. `seen`: the writing that the form showed.

    Raises NotThere, Refused.
    """
    take_turn(school_id)
    known = DirectoryEntry.objects.filter(submission=submission).first()
    if known is not None:
        return known
    page = entry_page(actor, school_id, entry_id)
    _check(page, values["name"], seen)
    row = DirectoryEntry.objects.create(
        submission=submission,
        authority=page.school.authority,
        entry=entry_id or uuid4(),
        removed=removed,
        made_by=actor.user,
        made_at=actor.at,
        **{name: values[name] for name in FIELDS},
    )
    audit(actor, "write_directory", school=page.school, thing=str(row.entry), removed=removed)
    return row


def _check(page: EntryPage, name: str, seen: int | None) -> None:
    if page.stands is not None and page.stands.pk != seen:
        raise Refused("Somebody changed this entry while you had it open. Open it again and repeat this.")
    others = [each for each in entries_of(page.school.authority_id) if page.stands != each]
    if any(each.name.casefold() == name.casefold() for each in others):
        raise Refused(f"“{name}” stands in the directory already. Change that entry, or give another name.")
