"""The first page: what somebody can do, at each of their schools."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.views.decorators.http import require_safe

from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.home import schools_and_rights
from supportfirst.casework.web.middleware import Request

# What opens a page (any of these sets of rights, whole), its name, the words of the link.
OF_SCHOOL = (
    ([{Right.TAKE_REGISTER}, {Right.SEE_REGISTERS}], "registers", "Registers"),
    ([{Right.EXPORT}], "register-weeks", "Registers of a class and week, to print"),
    ([{Right.IMPORT}], "register-files", "Registers from a file, or compared with one"),
    ([{Right.SEE_CONTACTS, Right.LOG_CONTACT}], "morning", "This morning: who is not accounted for"),
    ([{Right.SEE_CONTACTS, Right.LOG_CONTACT, Right.SEND_MESSAGE}], "messages", "Messages and replies"),
    ([{Right.SEE_CONTACTS, Right.LOG_CONTACT}], "absence-reports", "Absence reports from parents"),
    ([{Right.CORRECT_MARK}], "plans", "Planned absence and education elsewhere"),
    ([{Right.SEE_CONTACTS, Right.LOG_CONTACT}], "exceptions", "Not followed up: absences and lateness"),
    ([{Right.LOG_CONTACT}], "tasks", "Tasks: what is to be done, and by whom"),
    ([{Right.RECORD_LATE}], "door", "Late desk, signing out and back in"),
    ([{Right.ACT_ON_CASE}], "liaisons", "Contacts with other agencies"),
    ([{Right.SEE_WORKLIST}], "alerts", "Alerts: absence that goes on, patterns, falls"),
    ([{Right.SEE_WORKLIST}], "patterns", "Patterns of absence and lateness, over any period"),
    ([{Right.SEE_NUMBERS}], "numbers", "Attendance in numbers, without names"),
    ([{Right.SEE_PUPIL}], "procedures", "Attendance procedures: read and confirm"),
    ([{Right.SEE_WORKLIST}], "punctuality", "Punctuality: who comes late"),
    ([{Right.MANAGE_SCHOOL}], "school-setup", "Set up the school: times, calendar, people, classes"),
    ([{Right.SEE_WORKLIST}], "worklist", "Worklist: who needs something, and why"),
    ([{Right.EDIT_PEOPLE}], "old-contacts", "Contacts of parents to confirm"),
    ([{Right.EDIT_PEOPLE}], "merges", "Merged rows: children who were here twice"),
)
OF_ALL = (
    ([{Right.IMPORT}], "imports", "Import pupils and parents"),
    (
        [{Right.SEE_NUMBERS}, {Right.MANAGE_SCHOOL}],
        "named-people",
        "People named at schools, and who is missing",
    ),
    ([{Right.MANAGE_USERS}], "users", "People and their access"),
    ([{Right.SEE_AUDIT}], "audit", "Audit trail"),
)


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    address: str


@require_safe
def home(request: Request) -> HttpResponse:
    rows = schools_and_rights(request.actor)
    schools = [
        (
            row.name,
            [
                link
                for ways, name, text in OF_SCHOOL
                if any(rights <= row.rights for rights in ways)
                for link in found(name, text, row.id)
            ],
        )
        for row in rows
    ]
    held = frozenset(right for row in rows for right in row.rights)
    over_all = [
        link
        for ways, name, text in OF_ALL
        if any(rights <= held for rights in ways)
        for link in found(name, text)
    ]
    told = {"schools": schools, "over_all": over_all, "may_find": Right.SEE_PUPIL in held}
    return render(request, "pages/home.html", told)


def found(name: str, text: str, school_id: UUID | None = None) -> list[Link]:
    """The page for the school where it takes one, else the page for all; nothing where there is neither."""
    for arguments in ({"school_id": school_id}, None):
        try:
            return [Link(text, reverse(name, kwargs=arguments))]
        except NoReverseMatch:
            continue
    return []


urlpatterns = [path("", home, name="home")]
