"""Draft a letter to each adult of a child to whom it goes: to all, or to none where something is missing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from supportfirst.attendance.letters.shape import Lack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.pack_roles import site_roles
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.follow_up_rules import school_day_after
from supportfirst.casework.bridge.letter_prerequisites import goes_with
from supportfirst.casework.bridge.letter_rows import as_kept
from supportfirst.casework.outside.message_words import reference_of
from supportfirst.casework.queries.letter_addressees import DIED, WrittenTo
from supportfirst.casework.queries.letter_making import Filled, Making, letter_making
from supportfirst.casework.queries.meeting_letters import meetings_told
from supportfirst.casework.store.models import Letter, Message

LONGEST_WHY = 300
NOBODY = (
    "There is nobody to write to: no adult of this child is known to have parental responsibility or "
    "day-to-day care, and may be written to. Say on the child’s page who has them."
)
APART = (
    "These adults are not all asked to the same meeting, so one day cannot stand in all their letters. "
    "Choose to whom you write, and write to each by themselves."
)


class LettersStopped(Refused):
    """Nothing was drafted, since something is missing; `lacks` says what, and where it is supplied."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        told = "; ".join(f"{each.what} ({each.where})" for each in lacks)
        super().__init__(f"No letter was drafted. Missing: {told}. Supply it, and draft the letters again.")
        self.lacks = tuple(lacks)


@transaction.atomic
def draft_letters(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    kind: str,
    filled: Filled,
    *,
    batch: UUID,
    to: UUID | None = None,
) -> list[Letter]:
    """One letter an adult. The same batch again gives the first ones back.

    batch: the id of the form or the job that asks. filled: what a person supplied, by slot. to: one adult
    alone. Raises NotThere, Refused for a child about whom nobody is written to, for a letter that waits for
    something else first and for one to parents who are asked to different meetings, and LettersStopped.
    """
    take_turn(school_id)
    asked = Letter.objects.filter(batch=batch, school=school_id, enrolment__pupil=pupil_id, kind=kind)
    known = list(asked.order_by("pk"))
    if known:
        return known
    making = letter_making(actor, school_id, pupil_id, kind)
    if making.addressees.died:
        raise Refused(DIED)
    if not making.addressees.written_to:
        raise Refused(NOBODY)
    if making.not_yet is not None:
        raise Refused(making.not_yet.told)
    if to is not None:
        making = making.to(to)
    elif meetings_told(actor, making).differ:
        raise Refused(APART)
    signatory = signatory_of(actor, making)
    lacks = making.lacks(filled, signatory)
    if lacks:
        raise LettersStopped(lacks)
    made = [_draft(actor, making, to, filled, signatory, batch) for to in making.addressees.written_to]
    _tell_others(actor, making, batch)
    audit(
        actor,
        "draft_letters",
        school=making.school,
        pupil=making.enrolment.pupil,
        thing=kind,
        letters=[str(each.pk) for each in made],
        due=making.is_due,
    )
    return made


def _tell_others(actor: Actor, making: Making, batch: UUID) -> None:
    """Ask that a social worker or the Virtual School is told of it too, where the pack says so."""
    for step in goes_with(making.kind, making.stays, making.pack, making.today):
        roles = sorted(role for who in step.who for role in site_roles(making.pack, who))
        ask_task(
            actor,
            making.school,
            making.enrolment.pupil,
            "tell_of_letter",
            step.told[:LONGEST_WHY],
            school_day_after(making.school, making.today),
            for_role=roles[0] if roles else "",
            once=f"tell_of_letter:{batch}:{making.enrolment.pk}:{step.rule}",
        )


def signatory_of(actor: Actor, making: Making) -> Sequence[str]:
    """Whoever may send it; until one of them approves it, the role stands where the name will."""
    return (actor.user.name, actor.user.title) if making.may_send else (making.kind.role_titles,)


def _draft(
    actor: Actor, making: Making, to: WrittenTo, filled: Filled, signatory: Sequence[str], batch: UUID
) -> Letter:
    reference = _free_reference(f"{batch}:{making.enrolment.pk}:{to.adult}:{making.kind.id}")
    content = making.content(to, filled, reference, signatory)
    kept = as_kept(content)
    return Letter.objects.create(
        reference=reference,
        school=making.school,
        enrolment=making.enrolment,
        adult_id=to.adult,
        kind=making.kind.id,
        pack=making.pack.id,
        wording=content.wording,
        composed=kept,
        content=kept,
        known_at=actor.at,
        first_day=making.span[0],
        last_day=making.span[1],
        batch=batch,
        made_by=actor.user,
        made_at=actor.at,
    )


def _free_reference(once: str) -> str:
    attempt = 0
    while True:
        reference = reference_of(once, attempt)
        borne = Letter.objects.filter(reference=reference).exists()
        if not (borne or Message.objects.filter(reference=reference).exists()):
            return reference
        attempt += 1
