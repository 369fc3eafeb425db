"""One row of the worklist explained: each line with its tree of reasons, its source, the marks behind it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, places_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.record_kinds import pack_title
from supportfirst.casework.bridge.school_age import age_words
from supportfirst.casework.queries.letter_making import RIGHTS
from supportfirst.casework.queries.named_people import contacts_of
from supportfirst.casework.queries.reasons_shown import SectionShown, teller_of
from supportfirst.casework.queries.worklist import Row, as_rows, on_roll_today
from supportfirst.casework.store.models import Assessed, NamedPerson


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    row: Row
    listed: bool
    pack: str
    age: str  # "" for a child of compulsory school age
    sections: Sequence[SectionShown]
    faults: Sequence[str]  # records that could not be followed
    contacts: Mapping[str, NamedPerson]  # who is the contact for what at the school, such as early help
    writes: bool  # whether the reader may write to the family


def assessed_pupil(actor: Actor, pupil_id: uuid.UUID) -> Assessed:
    """The stored row of a child on roll today, the most pressing of several. Raises NotThere."""
    reached = places_of(actor, Right.SEE_WORKLIST).as_query("school__")
    rows = on_roll_today(Assessed.objects.filter(reached, enrolment__pupil=pupil_id), actor)
    found = rows.select_related("enrolment__pupil", "enrolment__group", "school__authority")
    row = found.order_by("-listed", "urgency").first()
    if row is None:
        raise NotThere
    return row


def worklist_row(actor: Actor, stored: Assessed) -> ExplainedRow:
    """The row explained. Whoever shows it has the reading audited (`actions.read_worklist_row`)."""
    told = teller_of(actor, stored.enrolment, actor.at)
    return ExplainedRow(
        row=as_rows(actor, [stored])[0],
        listed=stored.listed,
        pack=pack_title(stored.school, stored.on),
        age=age_words(stored.enrolment.pupil.date_of_birth, pack_of(stored.school, actor.today), actor.today),
        sections=told.sections(stored.document),
        faults=stored.document.get("record_faults", ()),
        contacts=contacts_of(stored.school, actor.today),
        writes=all(may(actor, right, stored.school) for right in RIGHTS),
    )
