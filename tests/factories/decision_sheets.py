"""A prompt that can be decided on, and one that was."""

from __future__ import annotations

from uuid import UUID, uuid4

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.decide_prompt import decide_prompt
from supportfirst.casework.queries.decision_sheets import prompt_page
from supportfirst.casework.store.models import Assessed, Enrolment, User
from tests.factories.site_accounts import NINE
from tests.factories.site_cases import a_reason, an_assessment

PROMPT = "england.persistent_absence"


def a_prompt(enrolment: Enrolment) -> str:
    """The key of a line that the child's stored assessment asks about; without a mark nobody can tell it."""
    Assessed.objects.filter(enrolment=enrolment).delete()
    stored = an_assessment(enrolment, reasons=[a_reason("stage", rule=PROMPT)])
    [line] = stored.document["stages"]
    stored.document = {**stored.document, "stages": [{**line, "outcome": "cannot_tell"}]}
    stored.save()
    return PROMPT


def a_decision_sheet(enrolment: Enrolment, by: User) -> UUID:
    """A prompt that somebody declined at nine."""
    actor = actor_of(by, NINE)
    page = prompt_page(actor, enrolment.school_id, enrolment.pupil_id, a_prompt(enrolment))
    return decide_prompt(actor, page, "declined", "Seen today.", submission=uuid4(), seen=page.newest).pk
