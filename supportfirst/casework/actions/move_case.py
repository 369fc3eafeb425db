"""Move a child's case on a track of the pack, as a named person with a reason, or refuse with the rule."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.child_stages import StagesPage, stages_page
from supportfirst.casework.store.models import CaseEvent

MOVE = "stage_move"
LONGEST = 1000
ELSEWHERE = (
    "The case stands elsewhere since this page was shown ({told}). Nothing was moved. Look at where it "
    "stands now, and decide again."
)


@transaction.atomic
def move_case(
    actor: Actor,
    school_id: uuid.UUID,
    pupil_id: uuid.UUID,
    move: str,
    reason: str,
    *,
    submission: uuid.UUID,
    seen: str,
) -> CaseEvent:
    """The same submission again changes nothing. seen: the stage on which the case was shown to stand.

    What the move asks for is judged here, within the school's turn, and not as it was when the page was
    made. Raises NotThere for a child out of reach, and Refused.
    """
    take_turn(school_id)
    page = stages_page(actor, school_id, pupil_id)
    known = CaseEvent.objects.filter(submission=submission, school=school_id, kind=MOVE).first()
    if known is not None:
        return known
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise Refused("Say why the case moves, in your own words. Whoever looks later is shown your reason.")
    if page.untold:
        raise Refused(f"Nobody can tell where the case stands, so nothing was moved: {page.untold}")
    now = page.of_move(move)
    if now is None:
        told = "; ".join(f"{each.stands.title}: {each.stands.told}" for each in page.tracks)
        raise Refused(ELSEWHERE.format(told=told))
    return _made(actor, now, reason, submission, seen)


def _made(actor: Actor, page: StagesPage, reason: str, submission: uuid.UUID, seen: str) -> CaseEvent:
    track, line = page.track, page.line
    assert track is not None
    assert line is not None
    if track.stage != seen:
        raise Refused(ELSEWHERE.format(told=f"{track.title}: {track.told}"))
    if line.why_not:
        raise Refused(f"“{line.move.title}” ({line.move.source}). {line.why_not}")
    return record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        MOVE,
        submission=submission,
        data={"track": track.track, "to": line.move.to, "reason": reason, "role": actor.user.title},
    )
