"""Every address of the site, asked by every role in every state: what was answered, and a page of each kind.

The states are those of `states.py`, and `error`: each form of each page sent empty and then filled with what
can't be, and requests that fail. Links are followed to what the list of addresses does not hold, such as the
second page of a list. What an answer changed is taken back, so that every role is asked about the same rows.
Of all pages of one skeleton the broadest is kept, and looked at in a browser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urljoin, urlsplit

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from lxml.html import document_fromstring

from supportfirst.casework.web.views.errors import not_available
from tests.browser.forms import forms_of
from tests.browser.skeleton import breadth, skeleton
from tests.browser.states import NO_ROLE, Place
from tests.factories.site_accounts import demo_client

ERROR = "error"
NOBODY = "nobody signed in"
FAILURES = (SuspiciousOperation, PermissionDenied, Http404, RuntimeError)
QUERY_OF_HOME = "supportfirst.casework.web.views.home.schools_and_rights"
RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
SECRET = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # a day is as good as another


@dataclass(slots=True)
class Kind:
    """The pages of one skeleton: how many there are, and the one that is looked at."""

    said: str  # who asked for what, in which state
    session: str
    address: str
    opens: bool  # whether a browser that asks for the address gets it; if not, the answer is handed to it
    status: int
    headers: dict[str, str]
    content: str
    breadth: tuple[int, int]
    answers: int = 0


@dataclass(slots=True)
class Walk:
    kinds: dict[str, Kind] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    known: dict[str, tuple[str, tuple[int, int]]] = field(default_factory=dict)

    def of_places(self, places: list[Place]) -> None:
        for place in places:
            for role, user in place.members.items():
                _Visitor(self, place, role, demo_client(user)).asks_for_everything()
            _Visitor(self, place, NOBODY, Client(headers={"host": "localhost"})).asks_for_everything()
            if place.forms:
                self._failures(place)

    def _failures(self, place: Place) -> None:
        for role, user in place.members.items():
            _Visitor(self, place, role, demo_client(user)).meets_failures()
        self.keep(not_available(RequestFactory().get("/")), ERROR, "not available", "", "/")

    def keep(
        self, answer: Any, state: str, said: str, session: str, address: str, opens: bool = False
    ) -> str:
        """What was answered, once counted; a page of a skeleton that was not met before is kept."""
        what = what_is(answer)
        self.counts[f"{state} {what}"] += 1
        if what not in ("opened", "refused"):
            return what
        content = answer.content.decode()
        rough = SECRET.sub("", RANDOM.sub("", content))
        if rough not in self.known:
            self.known[rough] = skeleton(content), breadth(content)
        key, broad = self.known[rough]
        kind = self.kinds.get(key)
        if kind is None or broad > kind.breadth:
            kept = (answer.status_code, dict(answer.items()), content, broad)
            kind = Kind(said, session, address, opens, *kept, answers=kind.answers if kind else 0)
            self.kinds[key] = kind
        kind.answers += 1
        return what


@dataclass(slots=True)
class _Visitor:
    """Somebody of a role, at the addresses of a place."""

    walk: Walk
    place: Place
    role: str
    client: Client
    asked_for: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)  # where each stood, by where it leads

    @property
    def session(self) -> str:
        return self.client.cookies["sessionid"].value if "sessionid" in self.client.cookies else ""

    def asks_for_everything(self) -> None:
        for name, address in self.place.addresses.items():
            self._asks(address, name)
        while self.links:
            address, name = self.links.popitem()
            status = self._asks(address, f"a link of {name}")
            if status >= 400 and self.role != NO_ROLE:  # to whom every page says that they have none
                self.walk.faults.append(f"{name}, {self.role}: a link leads to {address}: {status}")

    def _asks(self, address: str, name: str) -> int:
        self.asked_for.add(kind_of(address))
        answer = asked(self.client, "get", address)
        said = f"{name}, {self.place.state}, {self.role}"
        if answer.status_code >= 500:
            self.walk.faults.append(f"{said}: {answer.status_code}")
        if self.walk.keep(answer, self.place.state, said, self.session, address, opens=True) == "opened":
            page = answer.content.decode()
            for link in links_of(page, address):
                if kind_of(link) not in self.asked_for:
                    self.asked_for.add(kind_of(link))
                    self.links[link] = name
            if self.place.forms:
                self._sends_forms(page, address, said)
        return int(answer.status_code)

    def _sends_forms(self, page: str, address: str, said: str) -> None:
        for sent in forms_of(page, address):
            answer = asked(self.client, sent.method, sent.address, sent.fields)
            if answer.status_code >= 500:
                self.walk.faults.append(f"{said}, sent {sent.how}: {answer.status_code}")
            self.walk.keep(answer, ERROR, f"{said}, sent {sent.how}", self.session, sent.address)

    def meets_failures(self) -> None:
        self.client.raise_request_exception = False
        for failure in FAILURES:
            with mock.patch(QUERY_OF_HOME, side_effect=failure):
                answer = asked(self.client, "get", "/")
            self.walk.keep(answer, ERROR, f"{failure.__name__}, {self.role}", self.session, "/")
        self.client.handler.enforce_csrf_checks = True
        answer = asked(self.client, "post", self.place.addresses["find"], {})
        self.walk.keep(answer, ERROR, f"form out of date, {self.role}", self.session, "/")


def asked(client: Client, method: str, address: str, fields: Any = None) -> Any:
    """The answer, and after what was sent the page it leads to; what it changed is taken back."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method)(address, fields, follow=method == "post")
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def what_is(answer: Any) -> str:
    if not answer.content:
        return "sent on" if answer.status_code in (301, 302) else "not known by that method"
    if "attachment" in answer.get("Content-Disposition", "") or "text/html" not in answer["Content-Type"]:
        return "file"
    return "opened" if answer.status_code < 400 else "refused"


def links_of(page: str, address: str) -> Iterator[str]:
    for link in document_fromstring(page).iter("a"):
        target = urlsplit(urljoin(address, link.get("href", "")))
        if not target.netloc and not target.scheme and target.path.startswith("/"):
            yield target._replace(fragment="").geturl()


def kind_of(address: str) -> str:
    """Links that differ only in whose page they lead to, or on which day, lead to pages of one kind."""
    target = urlsplit(address)
    asked_for = "&".join(sorted(parse_qs(target.query)))
    return f"{DAY.sub('*', RANDOM.sub('*', target.path))}?{asked_for}"
