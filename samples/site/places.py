"""The authorities, the trust and the four schools, with the times of their days and the packs they follow.

All five packs are in use: one school follows Essex, one Cambridgeshire, one the Widnes academy's policy over
Halton's, and one followed Halton until Coventry's model took its place on 1 September 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from samples.days import MAY_BANK_HOLIDAYS, SECOND_YEAR, Year
from samples.schools import SchoolPlan

FIRST_YEAR = date(2025, 9, 1)


@dataclass(frozen=True, slots=True)
class Area:
    """An authority. Its number is nobody's."""

    key: str
    name: str
    number: str
    pack: str
    colour: str


@dataclass(frozen=True, slots=True)
class SiteSchool:
    plan: SchoolPlan
    area: str
    trust: str  # "" for none
    establishment: str
    type: str
    adoptions: tuple[tuple[str, date], ...]  # the pack, and its first day at the school
    times: dict[str, time]
    traded: bool
    colour: str
    telephone: str
    address: str

    @property
    def key(self) -> str:
        return self.plan.folder

    @property
    def pack(self) -> str:
        """The pack that the school follows now."""
        return self.adoptions[-1][0]


def _times(*clock: str) -> dict[str, time]:
    names = (
        *("doors_open", "day_starts", "late_after", "morning_closes"),
        *("afternoon_starts", "afternoon_closes", "day_ends", "report_by"),
    )
    return {name: time.fromisoformat(at) for name, at in zip(names, clock, strict=True)}


def _plan(
    folder: str, name: str, kind: str, numbers: tuple[int, str], size: tuple[int, int, float], *closed: date
) -> SchoolPlan:
    number, urn = numbers
    on_roll, classes, target = size
    inset = tuple((day, day, "", "INSET") for day in closed)
    return SchoolPlan(
        folder, name, kind, number, urn, on_roll, classes, target, Year((*MAY_BANK_HOLIDAYS, *inset))
    )


AREAS = (
    Area("larkshire", "Larkshire County Council", "998", "essex", "#1d4f6b"),
    Area("weirbridge", "Weirbridge City Council", "999", "coventry", "#5b2a6e"),
)
TRUST = ("four-rivers", "Four Rivers Learning Trust")

SCHOOLS = (
    SiteSchool(
        _plan(
            *("larkspur-primary", "Larkspur Lane Primary School", "primary", (2001, "999001")),
            (210, 1, 96.0),
            date(2026, 2, 23),
        ),
        *("larkshire", "", "2001", "community school", (("essex", FIRST_YEAR),)),
        _times("08:35", "08:45", "08:50", "09:15", "13:05", "13:30", "15:15", "09:00"),
        traded=False,
        colour="#2f6b3a",
        telephone="01632 960101",
        address="1 Larkspur Lane\nExample Town\nZZ99 3AA",
    ),
    SiteSchool(
        _plan(
            *("brackenhurst-high", "Brackenhurst High School", "secondary", (4001, "999002")),
            (720, 5, 94.5),
            date(2026, 1, 5),
        ),
        *("larkshire", "four-rivers", "4001", "academy", (("cambridgeshire", FIRST_YEAR),)),
        _times("08:20", "08:30", "08:35", "09:00", "13:40", "14:05", "15:05", "08:30"),
        traded=False,
        colour="#7a1f2b",
        telephone="01632 960102",
        address="Brackenhurst Road\nExample Town\nZZ99 3BB",
    ),
    SiteSchool(
        _plan(
            *("kettlewell-park", "Kettlewell Park School", "secondary", (4002, "999004")),
            (450, 3, 94.0),
            date(2026, 9, 2),
        ),
        *("weirbridge", "", "4002", "community school"),
        (("halton", FIRST_YEAR), ("coventry", SECOND_YEAR)),
        _times("08:25", "08:40", "08:45", "09:10", "13:10", "13:40", "15:10", "08:45"),
        traded=True,
        colour="#1d4f6b",
        telephone="01632 960103",
        address="Kettlewell Park\nSample City\nZZ99 4CC",
    ),
    SiteSchool(
        _plan(
            *("mossop-road", "Mossop Road Academy", "primary", (2002, "999005")),
            (420, 2, 96.5),
            date(2026, 4, 13),
        ),
        *("weirbridge", "four-rivers", "2002", "academy", (("widnes-academy", FIRST_YEAR),)),
        _times("08:40", "08:45", "08:55", "09:30", "13:00", "13:30", "15:15", "09:30"),
        traded=True,
        colour="#8a4b08",
        telephone="01632 960104",
        address="50 Mossop Road\nSample City\nZZ99 4DD",
    ),
)
