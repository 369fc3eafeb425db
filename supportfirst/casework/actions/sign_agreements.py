"""Record that parents signed the home-school agreement, one or a whole class at once; or take one back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.actions.setting_up import sent_before
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.agreements import agreement_to_take_back, agreements_page
from supportfirst.casework.store.models import HomeSchoolAgreement

SIGNED, TAKEN_BACK = "sign_agreements", "take_back_agreement"


@transaction.atomic
def sign_agreements(
    actor: Actor, school_id: UUID, group: str, pairs: Collection[str], *, signed_on: date, submission: UUID
) -> int:
    """How many were recorded: of the parents chosen, by the keys of their pairs, those who had not signed.

    Raises NotThere, and Refused for a day to come, or a parent who is not asked any more.
    """
    page = agreements_page(actor, school_id, group)
    if not page.may_record:
        raise NotThere
    take_turn(school_id)
    if sent_before(page.school, SIGNED, submission):
        return 0
    if signed_on > actor.today:
        raise Refused("The day of the signature must not be in the future.")
    page = agreements_page(actor, school_id, group)  # as it stands now that the turn is ours
    known = {each.key: each for each in page.of_class.pairs}
    if not set(pairs) <= known.keys():
        raise Refused("One of these parents is not asked any more. Open the page again and choose anew.")
    new = [known[key] for key in sorted(set(pairs)) if known[key].signed is None]
    HomeSchoolAgreement.objects.bulk_create(
        HomeSchoolAgreement(
            school=page.school,
            pupil_id=each.pupil,
            adult_id=each.adult,
            signed_on=signed_on,
            recorded_by=actor.user,
            recorded_at=actor.at,
        )
        for each in new
    )
    told = naming(each.pupil for each in new)
    day = signed_on.isoformat()
    audit(
        actor, SIGNED, school=page.school, thing=str(submission), signed_on=day, agreements=len(new), **told
    )
    return len(new)


@transaction.atomic
def take_back_agreement(
    actor: Actor, school_id: UUID, agreement_id: UUID, because: str, *, submission: UUID
) -> None:
    """It was recorded by mistake; the row stays, with the reason. Raises NotThere."""
    row = agreement_to_take_back(actor, school_id, agreement_id)
    take_turn(school_id)
    if sent_before(row.school, TAKEN_BACK, submission):
        return
    row = agreement_to_take_back(actor, school_id, agreement_id)
    row.taken_back_by, row.taken_back_at, row.taken_back_because = actor.user, actor.at, because
    row.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
    audit(actor, TAKEN_BACK, school=row.school, pupil=row.pupil, thing=str(submission))
