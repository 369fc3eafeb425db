"""Apply for a penalty notice for leave that was not granted: who is meant, and whether every paper is there.

Whether the papers are there, the records say and never the form. What is missing is told at once, since the
authority does not come back to ask. The application decides nothing: the authority does.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.leave_application import ApplicationPage, judged_now, without_address
from supportfirst.casework.store.models import Adult, CaseEvent

CHOSEN, LEFT_OUT, SENT = "recipients_chosen", "recipient_left_out", "referral"
ROUTE = "leave_penalty_notice"
OF_PARENT = uuid.UUID("0f6f2f0e-4f5e-4f53-8f0a-6a1f4f0c9b77")  # under which each choice has its number


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whether a parent is to get a notice, and why."""

    included: bool
    because: str


@transaction.atomic
def apply_for_leave_notice(
    actor: Actor, page: ApplicationPage, choices: Mapping[uuid.UUID, Chosen], *, submission: uuid.UUID
) -> CaseEvent:
    """The application as it went; the same submission again changes nothing. Raises Refused."""
    take_turn(page.school.pk)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    _check_parents(actor, page, choices)
    for adult, choice in choices.items():
        record_event(
            actor,
            page.school,
            page.enrolment.pupil,
            CHOSEN if choice.included else LEFT_OUT,
            submission=uuid.uuid5(OF_PARENT, f"{submission}:{adult}"),
            adults=[adult],
            data={
                "reason": choice.because,
                **({"names_and_addresses": True} if choice.included else {}),
            },
        )
    _check_papers(actor, page)
    return record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        SENT,
        submission=submission,
        adults=[adult for adult, choice in choices.items() if choice.included],
        data={"route": ROUTE},
    )


def _check_parents(actor: Actor, page: ApplicationPage, choices: Mapping[uuid.UUID, Chosen]) -> None:
    if set(choices) != {each.adult for each in page.parents}:
        raise Refused("Say of each parent of this child whether they are meant, and why.")
    if any(not each.because.strip() for each in choices.values()):
        raise Refused("Give the reason for each parent, whether they are included or left out.")
    meant = [adult for adult, each in choices.items() if each.included]
    if not meant:
        raise Refused("Include at least one parent, or don't apply.")
    names = {each.pk: each for each in Adult.objects.filter(pk__in=meant)}
    if any(not (each.legal_forename.strip() and each.legal_surname.strip()) for each in names.values()):
        raise Refused("The full name of a parent who is included is missing. Enter it on the family's page.")
    homeless = without_address(meant, actor.today)
    if homeless:
        told = ", ".join(sorted(names[each].name for each in homeless))
        raise Refused(f"No address is held for {told}. Enter it on the family's page, then apply.")


def _check_papers(actor: Actor, page: ApplicationPage) -> None:
    """By the records of this moment, those of the parents chosen just now among them."""
    judged = judged_now(actor, page.enrolment)
    if not judged.in_view:
        raise Refused(
            f"There is no leave case: {judged.of_leave} sessions of leave that was not granted, of "
            f"{judged.unauthorised} unauthorised in all, in the window."
        )
    if judged.missing:
        raise Refused(f"The application can't be sent. Missing: {'; '.join(judged.missing)}.")
    if not judged.is_open:
        raise Refused("The way to a notice for leave is shut for now. The page of a referral says why.")
