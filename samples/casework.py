"""What was done for some children of the sample schools, by invented people, and who their parents are.

The children who missed most without permission this autumn each get the next story in turn, from a first
telephone call to a notice; the days lie where a worklist of the last marked day has something to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from samples.days import LAST_MARKED
from samples.people import Child
from samples.schools import School

WITHOUT_PERMISSION = frozenset("GOU")
SINCE = date(2026, 9, 14)  # the ten school weeks before the last marked day
WITH_A_CASE = {"primary": 10, "secondary": 30, "special": 8}
LEAD = {"name": "R. Hartley", "title": "attendance lead"}
HEAD = {"name": "M. Osei", "title": "head teacher"}
OFFICER = {"name": "T. Lindqvist", "title": "attendance officer of the authority"}
PARENT_HEADINGS = (
    *("parent_id", "upn", "title", "legal_name", "relationship"),
    *("parental_responsibility", "day_to_day_care", "language", "address_confidential"),
)
# The day, the kind, who wrote it, whether it names a parent, and its data.
Event = tuple[date, str, dict[str, str], bool, dict[str, Any]]
SECTIONS = [
    *("record", "benefits", "support_so_far", "further_support"),
    *("warning", "period", "success", "early_grounds"),
]


def history_of(school: School) -> dict[str, Any]:
    """The school's `history/1`."""
    events: list[dict[str, Any]] = []
    for child, story in zip(children_with_a_case(school), cycle(STORIES), strict=False):
        events += _events(child, story, school.plan.kind)
    return {"schema": "history/1", "events": events}


def parents_of(school: School) -> Iterator[list[str]]:
    """Rows of the school's `parents/1`: two parents for every third child, one address kept confidential."""
    for place, child in enumerate(school.children):
        for number in range(1, 3 if place % 3 == 0 else 2):
            name, relationship = ("Alex", "mother") if number == 1 else ("Sam", "father")
            care = "yes" if number == 1 else ("" if place % 9 == 0 else "no")
            yield [
                parent_id(child, number),
                child.upn,
                "",
                f"{name} {child.surname}",
                relationship,
                "yes",
                care,
                "English",
                "yes" if number == 2 and place % 9 == 0 else "no",
            ]


def parent_id(child: Child, number: int) -> str:
    return f"{child.upn[-6:]}-{number}"


def children_with_a_case(school: School) -> list[Child]:
    """The children on roll who missed most without permission since September, the most first."""
    missed = []
    for child, marks in zip(school.children, school.marks, strict=True):
        if child.leaving is None or child.leaving > LAST_MARKED:
            count = sum(code in WITHOUT_PERMISSION for (day, _), code in marks.items() if day >= SINCE)
            missed.append((-count, child.upn, child))
    return [
        child for _, _, child in sorted(missed, key=lambda each: each[:2])[: WITH_A_CASE[school.plan.kind]]
    ]


def _events(child: Child, story: tuple[Event, ...], kind: str) -> Iterator[dict[str, Any]]:
    names: dict[str, str] = {}
    events = [*story, *_moves(kind, len(story))]
    for place, (day, what, by, names_parent, data) in enumerate(sorted(events, key=lambda each: each[0])):
        id_ = f"{child.upn[-6:]}-e{place + 1}"
        told = {key: names.get(value, value) if key == "about" else value for key, value in data.items()}
        names[what] = id_
        event = {
            "id": id_,
            "upn": child.upn,
            "kind": what,
            "on": day.isoformat(),
            "recorded_at": f"{day.isoformat()}T15:30:00",
            "by": by,
            "data": told,
        }
        yield event | ({"parents": [parent_id(child, 1)]} if names_parent else {})


def _moves(kind: str, length: int) -> Iterator[Event]:
    """Moves on the tracks of the school's own authority; a story of many events has come further."""
    tracks = {
        "primary": [("halton stages", "halton.stage_1"), ("halton stages", "halton.stage_2")],
        "secondary": [
            ("essex support first", "essex.support.early"),
            ("essex support first", "essex.support.formal"),
        ],
        "special": [("cambridgeshire pathway", "cambridgeshire.pathway.attendance_contract")],
    }
    for place, (track, stage) in enumerate(tracks[kind][: 1 if length < 4 else 2]):
        data = {
            "track": track,
            "to": stage,
            "reason": "agreed at the weekly meeting",
            "role": "attendance_lead",
        }
        yield _on(-45 + 20 * place), "stage_move", LEAD, False, data


def _on(days: int) -> date:
    """A weekday so many days from the last marked day."""
    day = LAST_MARKED + timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _day(days: int) -> str:
    return _on(days).isoformat()


CONCERN: Event = (
    _on(-50),
    "contact",
    LEAD,
    True,
    {"channel": "phone", "outcome": "reached", "reason_found": "sleep"},
)
OFFER: Event = (
    _on(-40),
    "early_help_offer",
    LEAD,
    False,
    {"how": "letter", "in_writing": True, "answer": "declined"},
)
TAKEN: Event = (_on(-40), "early_help_offer", LEAD, False, {"how": "meeting", "answer": "accepted"})
ASSESSED: Event = (_on(-30), "early_help_assessment", LEAD, False, {"submitted_on": _day(-30)})
SUPPORT: Event = (
    _on(-44),
    "support_offered",
    LEAD,
    False,
    {"service": "mentoring in school", "answer": "accepted"},
)
MEETING: Event = (_on(-36), "meeting", LEAD, False, {"meeting": "support meeting", "planned_on": _day(-22)})
HELD: Event = (
    _on(-22),
    "meeting_outcome",
    LEAD,
    False,
    {"about": "meeting", "result": "held", "plan_made": True, "child_heard": True},
)
PLAN: Event = (_on(-22), "improvement_plan", LEAD, False, {"agreed": True, "review_on": _day(-3)})
LAST_CHANCE: Event = (
    _on(-12),
    "notice_to_improve",
    OFFICER,
    True,
    {"issued_on": _day(-12), "period_from": _day(-12), "period_to": _day(9), "sections": SECTIONS},
)
EARLIER_CHANCE: Event = (
    _on(-60),
    "notice_to_improve",
    OFFICER,
    True,
    {"issued_on": _day(-60), "period_from": _day(-60), "period_to": _day(-39), "sections": SECTIONS},
)
NOT_ENOUGH: Event = (
    _on(-38),
    "notice_to_improve_outcome",
    OFFICER,
    False,
    {"about": "notice_to_improve", "result": "not_improved"},
)
NOTICE: Event = (
    _on(-10),
    "penalty_notice",
    OFFICER,
    True,
    {
        "ground": "irregular",
        "issued_on": _day(-10),
        "posted_on": _day(-10),
        "covers_from": "2026-09-14",
        "covers_to": _day(-39),
        "issued_by": "authority_officer",
    },
)
CONTRACT: Event = (
    _on(-28),
    "attendance_contract",
    HEAD,
    True,
    {
        "signed_on": _day(-28),
        "from": _day(-28),
        "to": _day(28),
        "review_on": _day(-2),
        "parent_present": True,
    },
)
STORIES: tuple[tuple[Event, ...], ...] = (
    (CONCERN, SUPPORT, OFFER, EARLIER_CHANCE, NOT_ENOUGH, NOTICE),
    (CONCERN, SUPPORT, TAKEN, ASSESSED, MEETING),
    (CONCERN, OFFER, MEETING, HELD, PLAN, LAST_CHANCE),
    (CONCERN, TAKEN, MEETING, HELD, CONTRACT),
    (CONCERN, OFFER),
    (CONCERN,),
)
