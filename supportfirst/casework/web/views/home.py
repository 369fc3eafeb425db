"""The first page: what somebody can do, at each of their schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.views.decorators.http import require_safe

from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.home import SchoolRow, may_add_schools, rights_anywhere, schools_and_rights
from supportfirst.casework.queries.waiting_now import COUNTED, DAY_AT, Waiting, waiting_now
from supportfirst.casework.web.middleware import Request

Pages = tuple[tuple[list[set[Right]], str, str], ...]
Groups = tuple[tuple[str, Pages], ...]

# What one comes to do, the most used first: each page with what opens it (any of these sets of rights,
# whole), its name, and the words of the link.
OF_SCHOOL: Groups = (
    (
        "Today",
        (
            ([{Right.SEE_CONTACTS, Right.LOG_CONTACT}], "morning", "This morning: who is not accounted for"),
            ([{Right.SEE_CONTACTS, Right.LOG_CONTACT}], "absence-reports", "Absence reports from parents"),
            ([{Right.RECORD_LATE}], "door", "Late desk, signing out and back in"),
            ([{Right.LOG_CONTACT}], "tasks", "Tasks: what is to be done, and by whom"),
            (
                [{Right.SEE_CONTACTS, Right.LOG_CONTACT}],
                "exceptions",
                "Not followed up: absences and lateness",
            ),
        ),
    ),
    (
        "Registers",
        (
            ([{Right.TAKE_REGISTER}, {Right.SEE_REGISTERS}], "registers", "Registers"),
            ([{Right.CORRECT_MARK}], "plans", "Planned absence and education elsewhere"),
            ([{Right.EXPORT}], "register-weeks", "Registers of a class and week, to print"),
        ),
    ),
    (
        "Children",
        (
            ([{Right.SEE_WORKLIST}], "worklist", "Worklist: who needs something, and why"),
            ([{Right.SEE_OWN_SERVICE}], "service", "Children you work with"),
            ([{Right.SEE_WORKLIST}], "alerts", "Alerts: absence that goes on, patterns, falls"),
            ([{Right.SEE_WORKLIST}], "patterns", "Patterns of absence and lateness, over any period"),
            ([{Right.SEE_WORKLIST}], "punctuality", "Punctuality: who comes late"),
            ([{Right.SEE_WORKLIST}], "relied-on", "Relied on, and changed since: papers to decide about"),
            ([{Right.SEE_WORKLIST}], "rewards", "Rewards: who is recognised for attendance"),
            ([{Right.SEE_WATCH_LIST}], "safeguarding-watch", "Safeguarding: children to watch closely"),
        ),
    ),
    (
        "Families and messages",
        (
            (
                [{Right.SEE_CONTACTS, Right.LOG_CONTACT, Right.SEND_MESSAGE}],
                "messages",
                "Messages and replies",
            ),
            (
                [{Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.ACT_ON_CASE}],
                "letters",
                "Letters to families: due, drafted and sent",
            ),
            ([{Right.ACT_ON_CASE}], "meetings", "Meetings with families: to come, over or missed"),
            ([{Right.EDIT_PEOPLE}], "old-contacts", "Contacts of parents to confirm"),
            ([{Right.ACT_ON_CASE}], "liaisons", "Contacts with other agencies"),
            ([{Right.SEE_PUPIL}], "directory", "Support directory: services that help families"),
            ([{Right.ACT_ON_CASE}], "events", "Events about attendance, for parents and schools"),
            ([{Right.ACT_ON_CASE}], "social-workers", "Children with a social worker, and their plans"),
            ([{Right.ACT_ON_CASE}], "waiting", "Waiting for support: services, and answers of families"),
        ),
    ),
    (
        "The school",
        (
            ([{Right.SEE_NUMBERS}], "numbers", "Attendance in numbers, without names"),
            ([{Right.SEE_PUPIL}], "procedures", "Attendance procedures: read and confirm"),
            (
                [{Right.SEE_NUMBERS}, {Right.MANAGE_SCHOOL}],
                "compliance",
                "Compliance: policy, people, agreements, returns",
            ),
            (
                [{Right.SEE_PUPIL}, {Right.SEE_NUMBERS}],
                "expectations",
                "What parents and pupils are asked for",
            ),
            ([{Right.MANAGE_SCHOOL}], "school-setup", "Set up the school: times, calendar, people, classes"),
        ),
    ),
    (
        "Files and tidying up",
        (
            ([{Right.IMPORT}], "register-files", "Registers from a file, or compared with one"),
            ([{Right.EDIT_PEOPLE}], "merges", "Children who were entered twice, and were put together"),
        ),
    ),
)
OF_ALL: Pages = (
    (
        [{Right.MANAGE_SCHOOL, Right.MANAGE_USERS}],
        "schools",
        "Schools: what each still lacks, and adding one",
    ),
    (
        [{Right.SEE_WORKLIST}],
        "relied-on-all",
        "Relied on, and changed since: papers of all your schools to decide about",
    ),
    ([{Right.ACT_ON_CASE}], "events-all", "Calendar of events about attendance, by term"),
    ([{Right.IMPORT}], "imports", "Import pupils and parents"),
    (
        [{Right.SEE_NUMBERS}, {Right.MANAGE_SCHOOL}],
        "named-people",
        "People named at schools, and who is missing",
    ),
    (
        [{Right.SEE_NUMBERS}, {Right.MANAGE_SCHOOL}],
        "compliance-list",
        "Compliance of schools: what each lacks",
    ),
    ([{Right.MANAGE_USERS}], "users", "People and their access"),
    ([{Right.SEE_AUDIT}], "audit", "Audit trail"),
)
# Those of `OF_ALL` that make sense before there is a school.
WITHOUT_SCHOOLS = frozenset({"schools", "users", "audit"})
MANY_SCHOOLS = 3  # more than these are folded, each under its name
MOST_PRESSING = 6  # of the schools at which something waits, so that the list stays short


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Now:
    """What waits: at each school, by name; and at how many more there is something."""

    schools: Sequence[tuple[str, Sequence[Link]]]
    more: int
    without_today: int  # of more schools than this the day is not counted; 0 where it is


@require_safe
def home(request: Request) -> HttpResponse:
    rows = schools_and_rights(request.actor)
    held = frozenset(right for row in rows for right in row.rights)
    over_all = OF_ALL if rows else tuple(each for each in OF_ALL if each[1] in WITHOUT_SCHOOLS)
    counts = bool(COUNTED & held)
    told = {
        "schools": [(row.name, _of_school(row)) for row in rows],
        "unfinished": [_unfinished(row) for row in rows if not row.is_set_up],
        "now": _now(request, [row.school for row in rows]) if counts else None,
        "over_all": _opened(over_all, held or rights_anywhere(request.actor)),
        "may_add": may_add_schools(request.actor),
        "folded": len(rows) > MANY_SCHOOLS,
    }
    return render(request, "pages/home.html", told)


def _unfinished(row: SchoolRow) -> Link:
    """A school that is not set up, with the page of its set-up for whoever may do something about it."""
    pages = found("school-setup", row.name, row.id) if Right.MANAGE_SCHOOL in row.rights else []
    return next(iter(pages), Link(row.name, ""))


def _of_school(row: SchoolRow) -> list[tuple[str, list[Link]]]:
    """The groups of which somebody has a page at a school, with these pages."""
    groups = ((words, _opened(pages, row.rights, row.id)) for words, pages in OF_SCHOOL)
    return [(words, links) for words, links in groups if links]


def _now(request: Request, schools: Sequence[Any]) -> Now:
    """What waits, each with its page; of many schools the most pressing, unless all are asked for."""
    waiting = waiting_now(request.actor, schools)
    shown = waiting if "all" in request.GET else waiting[:MOST_PRESSING]
    return Now(
        [
            (each.school.name, [link for one in each.waiting for link in _of_one(one, each.school)])
            for each in shown
        ],
        len(waiting) - len(shown),
        DAY_AT if len(schools) > DAY_AT else 0,
    )


def _of_one(waiting: Waiting, school: Any) -> list[Link]:
    """The worklist is over all schools of somebody's: it is narrowed to the one that is meant."""
    links = found(waiting.page, waiting.words, school.pk)
    if waiting.page != "worklist":
        return links
    narrowed = urlencode({"school": school.pk, "standing": waiting.kind.standing})
    return [Link(each.text, f"{each.address}?{narrowed}") for each in links]


def _opened(pages: Pages, held: frozenset[Right], school_id: UUID | None = None) -> list[Link]:
    return [
        link
        for ways, name, text in pages
        if any(rights <= held for rights in ways)
        for link in found(name, text, school_id)
    ]


def found(name: str, text: str, school_id: UUID | None = None) -> list[Link]:
    """The page for the school where it takes one, else the page for all; nothing where there is neither."""
    for arguments in ({"school_id": school_id}, None):
        try:
            return [Link(text, reverse(name, kwargs=arguments))]
        except NoReverseMatch:
            continue
    return []


urlpatterns = [path("", home, name="home")]
