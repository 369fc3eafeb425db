"""Which column is which: the names that the contract, SIMS, Arbor and Bromcom give them.

A heading counts by its letters and digits alone, in any case. `Adno` is a school's own
number and `Reg` a class, so neither stands in for anything here. A heading that is one
character away from a wanted one is taken, with a warning, only when nothing else could be
meant; anything wider apart is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

UPN, DATE, SESSION, CODE = "upn", "date", "session", "code"
START_DATE, MARKS = "start_date", "marks"
AM, PM = "am", "pm"  # of the layout of days alone: the codes of each half
MINUTES, COMMENT, REASON = "minutes_late", "comment", "reason"
RECORDED_AT, RECORDED_BY, RECORDED_BY_TITLE = "recorded_at", "recorded_by", "recorded_by_title"

# The contract's own name first; where two columns would do, the earlier name is taken.
ALIASES: Mapping[str, tuple[str, ...]] = {
    UPN: ("upn", "uniquepupilnumber", "pupilupn", "studentupn", "upnnumber", "upnno", "currentupn"),
    DATE: (
        "date",
        "sessiondate",
        "markdate",
        "attendancedate",
        "registerdate",
        "registrationdate",
        "dateofsession",
    ),
    SESSION: (
        "session",
        "ampm",
        "sessionname",
        "sessiontype",
        "attendancesession",
        "registersession",
        "registrationsession",
        "halfday",
        "ampmsession",
    ),
    CODE: (
        "code",
        "mark",
        "attendancemark",
        "attendancecode",
        "markcode",
        "registermark",
        "registercode",
        "registrationmark",
        "sessionmark",
        "rollcallmark",
        "exportmark",
    ),
    START_DATE: ("startdate", "attendancestartdate", "marksstartdate", "firstdate", "marksfrom"),
    MARKS: ("marks", "attendancemarks", "markstring", "marksstring", "attendancestring"),
    MINUTES: ("minuteslate", "minslate", "lateminutes", "minutes", "late"),
    COMMENT: ("comment", "comments", "note", "notes", "attendancecomment", "markcomment"),
    REASON: (
        "reason",
        "reasonforchange",
        "reasonforcorrection",
        "reasonforamendment",
        "changereason",
        "amendmentreason",
    ),
    RECORDED_AT: (
        "recordedat",
        "recordedon",
        "takenat",
        "enteredat",
        "markedat",
        "lastupdated",
        "lastmodified",
        "modifiedat",
        "datetimerecorded",
    ),
    RECORDED_BY: ("recordedby", "takenby", "enteredby", "markedby", "modifiedby", "lastupdatedby"),
    RECORDED_BY_TITLE: ("recordedbytitle", "recordedbyrole", "takenbytitle", "jobtitle", "roleofrecorder"),
}
_ROLES = {alias: (role, rank) for role, aliases in ALIASES.items() for rank, alias in enumerate(aliases)}
# Headings of exports that are close to a wanted name and are something else.
_OTHERS = frozenset(
    {"uln", "uci", "urn", "adno", "reg", "name", "class", "house", "tutor", "year", "dob", "sex", "gender"}
    | {"title", "state", "node", "mode", "lea", "estab", "total", "dates"}
)
LAYOUT_ROLES: Mapping[str, tuple[str, ...]] = {
    "strings": (UPN, START_DATE, MARKS),
    "long": (UPN, DATE, SESSION, CODE),
}
HALF_NAMES: Mapping[str, tuple[str, ...]] = {
    AM: ("am", "ammark", "amcode", "markam", "codeam", "morning", "morningmark", "morningcode"),
    PM: ("pm", "pmmark", "pmcode", "markpm", "codepm", "afternoon", "afternoonmark", "afternooncode"),
}
# Roles that change a figure: two columns of one such name are refused, of any other the first is taken.
DECISIVE: Mapping[str, tuple[str, ...]] = {
    **LAYOUT_ROLES,
    "long": (*LAYOUT_ROLES["long"], RECORDED_AT),
    "days": (UPN, DATE, AM, PM, RECORDED_AT),
    "grid": (UPN,),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each role's column is, and what is odd about the headings."""

    headings: Sequence[str]
    places: Mapping[str, int]  # role to column
    taken_for: Mapping[str, str] = field(default_factory=dict)  # role to the misprinted heading
    doubled: Sequence[str] = ()  # roles that two headings of the same name claim
    passed_over: Mapping[str, str] = field(default_factory=dict)  # heading left out to the one taken

    def has(self, roles: Sequence[str]) -> bool:
        return all(role in self.places for role in roles)

    def missing(self, roles: Sequence[str]) -> list[str]:
        return [role for role in roles if role not in self.places]

    def heading(self, role: str) -> str:
        """The heading as the file writes it; the contract's own name where there is none."""
        place = self.places.get(role)
        return self.headings[place].strip() if place is not None and self.headings[place].strip() else role

    def extras(self) -> Iterator[tuple[int, str]]:
        """Columns with a heading that no role has taken."""
        used = set(self.places.values())
        for place, heading in enumerate(self.headings):
            if place not in used and heading.strip():
                yield place, heading.strip()


def plain(heading: str) -> str:
    """A heading's letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9]", "", heading[:80].lower())


def assign(headings: Sequence[str]) -> Columns:
    """Give each known heading its role."""
    best: dict[str, tuple[int, int]] = {}  # role to (rank, place)
    doubled: list[str] = []
    passed_over: dict[str, str] = {}
    for place, heading in enumerate(headings):
        found = _ROLES.get(plain(heading))
        if not found:
            continue
        role, rank = found
        if role in best and best[role][0] == rank:
            doubled.append(role)
        elif role not in best or rank < best[role][0]:
            if role in best:
                passed_over[headings[best[role][1]]] = heading
            best[role] = (rank, place)
        else:
            passed_over[heading] = headings[best[role][1]]
    return Columns(
        headings=headings,
        places={role: place for role, (_, place) in best.items()},
        doubled=doubled,
        passed_over=passed_over,
    )


def as_days(columns: Columns) -> Columns | None:
    """The columns of the layout of days; None where UPN, date, AM or PM is not among them."""
    halves = {
        role: [place for place, heading in enumerate(columns.headings) if plain(heading) in names]
        for role, names in HALF_NAMES.items()
    }
    if not columns.has((UPN, DATE)) or not all(halves.values()):
        return None
    beside = (UPN, DATE, RECORDED_AT, RECORDED_BY, RECORDED_BY_TITLE)
    places = {role: columns.places[role] for role in beside if role in columns.places}
    return Columns(
        headings=columns.headings,
        places={**places, **{role: found[0] for role, found in halves.items()}},
        taken_for={role: heading for role, heading in columns.taken_for.items() if role in places},
        doubled=[*columns.doubled, *(role for role, found in halves.items() if len(found) > 1)],
        passed_over=columns.passed_over,
    )


def assign_nearly(headings: Sequence[str], roles: Sequence[str]) -> Columns | None:
    """The same when one of `roles` is missing and one heading is a single character away from it."""
    exact = assign(headings)
    missing = exact.missing(roles)
    if len(missing) != 1:
        return None
    [role] = missing
    candidates = [
        place
        for place, heading in exact.extras()
        if plain(heading) not in _OTHERS
        and any(_one_character_apart(plain(heading), alias) for alias in ALIASES[role] if len(alias) > 2)
    ]
    if len(candidates) != 1:
        return None
    [place] = candidates
    return Columns(
        headings=headings,
        places={**exact.places, role: place},
        taken_for={role: headings[place]},
        doubled=exact.doubled,
        passed_over=exact.passed_over,
    )


def _one_character_apart(one: str, two: str) -> bool:
    """One letter changed, left out or put in."""
    if abs(len(one) - len(two)) > 1:
        return False
    short, long = sorted((one, two), key=len)
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    rest = short[same + 1 :] if len(short) == len(long) else short[same:]
    return rest == long[same + 1 :]
