"""The first page: what somebody can do, at each of their schools."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.views.decorators.http import require_safe

from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.home import schools_and_rights
from supportfirst.casework.web.middleware import Request

# What each right opens: the page's name, and the words of the link. A page that is not there is left out.
OF_SCHOOL = (
    (Right.TAKE_REGISTER, "registers-today", "Take and see today’s registers"),
    (Right.SEE_WORKLIST, "worklist", "Worklist: who needs something, and why"),
)
OF_ALL = (
    (Right.MANAGE_USERS, "users", "People and their access"),
    (Right.SEE_AUDIT, "audit", "Audit trail"),
)


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    address: str


@require_safe
def home(request: Request) -> HttpResponse:
    schools = schools_and_rights(request.actor)
    cards = [
        (
            row.name,
            [link for right, name, text in OF_SCHOOL if right in row.rights for link in found(name, text)],
        )
        for row in schools
    ]
    held = frozenset(right for row in schools for right in row.rights)
    over_all = [link for right, name, text in OF_ALL if right in held for link in found(name, text)]
    return render(request, "pages/home.html", {"schools": cards, "over_all": over_all})


def found(name: str, text: str) -> list[Link]:
    try:
        return [Link(text, reverse(name))]
    except NoReverseMatch:
        return []


urlpatterns = [path("", home, name="home")]
