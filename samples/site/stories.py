"""What was done for some children: calls, letters, meetings, early help, contracts, a notice to improve.

The stories are those of `samples.casework`, told to each school in the kinds of record that its own pack
knows, with a few that only that pack has. The children who missed most without permission come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import cycle
from typing import Any

from samples import casework
from samples.casework import HEAD, LEAD, OFFICER, STORIES, WITHOUT_PERMISSION, Event
from samples.days import LAST_MARKED
from samples.people import Child
from samples.schools import School
from samples.site.morning import reports_of
from samples.site.places import SiteSchool
from samples.site.registers import first_day_contacts

WITH_A_CASE = {"primary": 14, "secondary": 36}
CALLED_SINCE = LAST_MARKED - timedelta(days=18)
RESTRICTED = frozenset({"agency_liaison"})
BY = {
    LEAD["title"]: "attendance_lead",
    HEAD["title"]: "head",
    OFFICER["title"]: "authority_officer",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a child, of a kind of `history/1`; `about` in the data is the key of another one."""

    key: str
    upn: str
    kind: str
    on: date
    role: str  # who wrote it
    names_parent: bool
    data: dict[str, Any]
    at: time = time(15, 30)  # when it was written down

    @property
    def restricted(self) -> bool:
        return self.kind in RESTRICTED


def _on(days: int) -> date:
    day = LAST_MARKED + timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _move(days: int, track: str, to: str) -> Event:
    data = {"track": track, "to": to, "reason": "Agreed at the weekly meeting", "role": "attendance_lead"}
    return _on(days), "stage_move", LEAD, False, data


LETTER: Event = (
    _on(-46),
    "letter_sent",
    LEAD,
    True,
    {"letter": "attendance concern", "posted_on": _on(-46).isoformat(), "how": "post", "full_address": True},
)
LIAISON: Event = (
    _on(-26),
    "agency_liaison",
    LEAD,
    False,
    {"agency": "Children's social care", "advice": "A social worker visits weekly", "actioned": True},
)
# What each pack's own way of working adds to a case.
OF_PACK: dict[str, tuple[Event, ...]] = {
    "essex": (
        _move(-45, "essex support first", "essex.support.early"),
        _move(-25, "essex support first", "essex.support.formal"),
        (_on(-48), "essex_informal_talk", LEAD, False, {"place": "drop_off", "by_role": "Class teacher"}),
    ),
    "cambridgeshire": (
        _move(-20, "cambridgeshire pathway", "cambridgeshire.pathway.attendance_contract"),
        (_on(-35), "cambridgeshire_iaep", LEAD, False, {"agreed_with": "The mother and the head of year"}),
    ),
    "widnes-academy": (
        _move(-45, "halton stages", "halton.stage_1"),
        _move(-25, "halton stages", "halton.stage_2"),
    ),
    "coventry": (
        (_on(-34), "family_hub", LEAD, False, {"registered_on": _on(-34).isoformat()}),
        (
            _on(-18),
            "attendance_intervention",
            LEAD,
            False,
            {"early_help": "taken", "interventions": ["mentoring", "letters"], "attachments": True},
        ),
    ),
}


def happenings(place: SiteSchool, school: School) -> Iterator[Happening]:
    """Every event of a school, child by child."""
    for number, (child, story) in enumerate(zip(children_with_a_case(school), cycle(STORIES), strict=False)):
        own = OF_PACK[place.pack][: 1 + len(story) // 2]
        more = (LIAISON,) if number % 7 == 0 or "social_worker" in child.flags else ()
        yield from _told(child, (*story, *own, *more, *((LETTER,) if number % 2 else ())))
    for child, marks in zip(school.children, school.marks, strict=True):
        for day in first_day_contacts(marks, CALLED_SINCE):
            if (day.toordinal() + int(child.upn[-3:])) % 3:  # two in three were called
                data = {"channel": "phone", "outcome": "no_answer", "by_role": "Attendance officer"}
                key = f"{child.upn}/call/{day}"
                yield Happening(
                    key, child.upn, "contact", day, "attendance_officer", names_parent=True, data=data
                )
    yield from _reports(school)


def _reports(school: School) -> Iterator[Happening]:
    for child, data in reports_of(school):
        key = f"{child.upn}/report/{LAST_MARKED}"
        role, at = "attendance_officer", time.fromisoformat(data["reported_at"])
        yield Happening(
            key, child.upn, "absence_reported", LAST_MARKED, role, names_parent=True, data=data, at=at
        )


def children_with_a_case(school: School) -> list[Child]:
    """The children on roll who missed most without permission this autumn, the most first."""
    missed = []
    for child, marks in zip(school.children, school.marks, strict=True):
        if child.leaving is None:
            count = sum(
                code in WITHOUT_PERMISSION for (day, _), code in marks.items() if day >= casework.SINCE
            )
            missed.append((-count, child.upn, child))
    most = sorted(missed, key=lambda each: each[:2])[: WITH_A_CASE[school.plan.kind]]
    return [child for _, _, child in most]


def _told(child: Child, story: tuple[Event, ...]) -> Iterator[Happening]:
    """The events in the order of their days. `about` names a kind; it becomes the key of that event."""
    keys: dict[str, str] = {}
    for place, (day, kind, by, names_parent, data) in enumerate(sorted(story, key=lambda each: each[0])):
        key = f"{child.upn}/{place + 1}"
        told = {name: keys[value] if name == "about" else value for name, value in data.items()}
        keys[kind] = key
        yield Happening(key, child.upn, kind, day, BY[by["title"]], names_parent, told)
