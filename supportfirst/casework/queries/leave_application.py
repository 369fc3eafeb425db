"""What an authority asks for before a penalty notice for leave: the marks, the papers, and who is meant.

A leave case has a list of its own, by the pack; the lists for irregular attendance are shown for that cause
alone. Where a pack holds no list for leave, a general one is offered and marked as not local.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, Status
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.child_assessment import child_then
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pack_lists import held_by, table_by
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.unaccounted import Caller, callers_shown
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import AdultContact, ContactKind, Enrolment

MISSING, CANNOT_TELL, NOT_ASKED = "missing", "cannot tell", "not asked"
LEAVE, IRREGULAR = "leave", "irregular"
CAUSES = {LEAVE: "Leave in term time", IRREGULAR: "Irregular attendance"}
STANDS = {
    "met": "there",
    "missing": "missing",
    "answered": "answered by a reason",
    "cannot_tell": "cannot tell",
}
COUNTS = ("leave_10_school_weeks", "unauthorised_10_school_weeks")


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    stands: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the pack says of the child's leave today."""

    route: str  # its title; "" where the pack has none for leave
    in_view: bool  # whether there is a leave case at all
    text: Sequence[str]
    is_open: bool
    papers: Sequence[Paper]
    irregular: Sequence[Paper]
    notes: Sequence[str]
    of_leave: int  # sessions of leave that was not granted, in the window
    unauthorised: int

    @property
    def missing(self) -> list[str]:
        return [each.title for each in self.papers if each.stands in (MISSING, CANNOT_TELL)]


@dataclass(frozen=True, slots=True)
class ApplicationPage(OfChild):
    cause: str
    judged: Judged | None
    why_not: str  # why nothing can be judged
    parents: Sequence[Caller]
    local_title: str  # under which the authority publishes its own list
    school_year: str
    general: Sequence[str]  # a list that is not local, where the pack has none

    @property
    def may_apply(self) -> bool:
        return self.cause == LEAVE and self.judged is not None and bool(self.judged.route)


def application_page(
    actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, cause: str = LEAVE
) -> ApplicationPage:
    """Raises NotThere for a child out of reach."""
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    pack, day = pack_of(enrolment.school, actor.today), actor.today
    judged, why_not = None, ""
    try:
        judged = judged_now(actor, enrolment)
    except AttendanceError as error:
        why_not = str(error)
    general = [str(each) for each in held_by(pack, "leave.general_list", day)]
    year = first_day_of_year(day).year
    return ApplicationPage(
        enrolment,
        cause if cause in CAUSES else LEAVE,
        judged,
        why_not,
        callers_shown(actor, enrolment.school, enrolment.pupil_id),
        next((str(each) for each in held_by(pack, ".leave_list_title", day)), ""),
        f"{year}/{(year + 1) % 100:02d}",
        [part.strip() for each in general for part in each.split(";")],
    )


def judged_now(actor: Actor, enrolment: Enrolment) -> Judged:
    """Raises AttendanceError for a calendar that can't be used."""
    then = child_then(enrolment, actor.at)
    terms = table_by(then.pack, "leave_route.application", then.on)
    [pupil] = then.assessed(everything=True).pupils
    case = pupil.case
    route = next((each for each in case.routes if each.finding.rule.id == terms.get("route")), None)
    track = route.finding.rule.track if route is not None else None
    own = [each for each in case.evidence if terms.get("papers") in _groups(each)]
    others = [each for each in case.evidence if terms.get("papers") not in _groups(each)]
    lines = [each for each in pupil.prompts if each.rule.track == track and each.outcome is Outcome.MET]
    papers = [_paper(each) for each in others]
    return Judged(
        route=then.pack.tracks[track].title if track is not None else "",
        in_view=route is not None and route.status not in (Status.NOT_IN_VIEW, Status.CANNOT_TELL),
        text=[each.sentence for each in lines],
        is_open=route is not None and route.status is Status.OPEN,
        papers=[_paper(each) for each in own],
        irregular=list({each.title: each for each in papers}.values()),
        notes=list(dict.fromkeys(note for each in (route, *own) if each for note in each.finding.notes)),
        of_leave=_count(pupil.measures, COUNTS[0]),
        unauthorised=_count(pupil.measures, COUNTS[1]),
    )


def without_address(adults: Sequence[uuid.UUID], on: date) -> frozenset[uuid.UUID]:
    """Those of some adults for whom no address is held that holds on a day."""
    held = AdultContact.objects.filter(adult__in=adults, kind=ContactKind.ADDRESS)
    known = {each.adult_id for each in held.filter(in_force(on)) if each.value.strip()}
    return frozenset(adults) - known


def _groups(item: CaseItem) -> Sequence[str]:
    held: Sequence[str] = item.more.get("groups", ())
    return held


def _paper(item: CaseItem) -> Paper:
    return Paper(item.finding.rule.title, STANDS.get(item.status, NOT_ASKED), item.finding.sentence)


def _count(measures: Mapping[str, Any], name: str) -> int:
    held = measures.get(name) or {}
    return int(held.get("current") or 0)
