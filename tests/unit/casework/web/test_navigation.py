"""The frame of every page of somebody signed in: where they may go from there, and a box to find children."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from lxml import html

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.rights import OF_AUTHORITY, OF_SERVICE, RIGHTS, Right
from supportfirst.casework.store.models import Role
from supportfirst.casework.web import middleware
from supportfirst.casework.web.navigation import MOST, may_find, navigation
from tests.factories.site_accounts import (
    NINE,
    Land,
    create_authority,
    create_member,
    demo_client,
    join,
    signed_in,
)
from tests.factories.site_rights import FurnishedLand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: NINE)


def frame(client, address="/"):
    return html.document_fromstring(client.get(address).content).find(".//header")


def links(header):
    found = header.xpath(".//nav//a")
    return {each.text_content().strip(): each.get("href") for each in found}


def marked(header):
    return {each.text_content().strip(): each.get("aria-current") for each in header.xpath(".//nav//a")}


AT_SCHOOL = {
    Role.TEACHER: ["Home", "Registers", "Tasks", "Procedures"],
    Role.ATTENDANCE_OFFICER: ["Home", "This morning", "Registers", "Worklist", "Messages", "Tasks"],
    Role.SENCO: ["Home", "This morning", "Registers", "Worklist", "Tasks", "Numbers"],
    Role.GOVERNOR: ["Home", "Numbers", "Named people"],
    Role.ADMINISTRATOR: ["Home", "Registers", "Set up", "People", "Imports", "Named people"],
    Role.HEALTH: ["Home", "Children you work with"],
}
OVER_ALL = {
    Role.ATTENDANCE_OFFICER: ["Home", "Registers", "Worklist", "Imports", "Named people"],
    Role.AUTHORITY_OFFICER: ["Home", "Registers", "Worklist", "Named people"],
    Role.GOVERNOR: ["Home", "Named people"],
    Role.ADMINISTRATOR: ["Home", "Registers", "Schools", "People", "Imports", "Named people"],
}


@pytest.mark.parametrize("role", list(AT_SCHOOL))
def test_at_one_school_the_links_are_what_the_role_opens_most_often(role):
    assert list(links(frame(demo_client(create_member(role, Land().hill))))) == AT_SCHOOL[role]


@pytest.mark.parametrize("role", list(OVER_ALL))
def test_over_several_schools_the_links_lead_to_lists_over_all(role):
    shown = links(frame(demo_client(create_member(role, Land().authority))))

    assert list(shown) == OVER_ALL[role]
    assert not any("schools/" in address.removeprefix("/schools/") for address in shown.values())


def test_somebody_of_two_schools_is_sent_to_neither_unasked():
    land = Land()
    user = create_member(Role.ATTENDANCE_OFFICER, land.hill)
    join(user, Role.TEACHER, land.dale)

    shown = links(frame(demo_client(user)))

    assert shown["Registers"] == reverse("my-registers")
    assert "This morning" not in shown


def test_rights_of_different_schools_are_not_put_together():
    land = Land()
    user = create_member(Role.LEGAL_PANEL, land.hill)
    join(user, Role.TEACHER, land.hill)
    here = links(frame(demo_client(user)))
    join(user, Role.GOVERNOR, land.dale)

    assert here["This morning"] == reverse("morning", args=[land.hill.pk])  # sees contacts, logs them
    assert "This morning" not in links(frame(demo_client(user)))


@pytest.mark.parametrize("where", ["school", "authority", "authority of no school yet"])
@pytest.mark.parametrize("role", list(Role))
def test_every_link_of_every_role_opens(role, where):
    hill = FurnishedLand().hill
    place = {"school": hill, "authority": hill.authority}.get(where) or create_authority("Newshire")
    client = demo_client(create_member(role, place))

    shown = links(frame(client))

    assert 2 <= len(shown) <= MOST + 1
    for text, address in shown.items():
        assert client.get(address, follow=True).status_code == 200, text


def test_the_page_one_is_on_and_the_list_that_it_belongs_to_are_marked():
    land = FurnishedLand()
    client = demo_client(land.member(Role.ATTENDANCE_OFFICER))
    head = demo_client(create_member(Role.HEAD, land.hill.authority))

    assert marked(frame(client))["Home"] == "page"
    assert marked(frame(client, land.address("registers")))["Registers"] == "page"
    below = marked(frame(client, land.address("registers-of-day")))
    assert {text for text, mark in below.items() if mark} == {"Registers"}
    assert below["Registers"] == "true"
    assert marked(frame(head, land.address("registers")))["Registers"] == "true"  # the list over all schools
    assert not any(marked(frame(client, land.address("pupil"))).values())


def test_a_page_that_is_not_there_still_leads_elsewhere():
    client = demo_client(create_member(Role.TEACHER, Land().hill))

    answer = client.get("/nothing/here/")

    assert answer.status_code == 404
    assert "Registers" in links(html.document_fromstring(answer.content).find(".//header"))


@pytest.mark.parametrize("name", ["sign-in", "sign-in-code", "demo"])
def test_pages_of_signing_in_lead_nowhere_else(name):
    client = demo_client(create_member(Role.HEAD, Land().hill))

    answer = client.get(reverse(name))

    assert b"sf-menu" not in answer.content
    assert b"find-words" not in answer.content


def test_whoever_must_set_up_a_second_step_first_is_shown_no_door_that_is_shut():
    user = create_member(Role.ADMINISTRATOR, Land().hill)

    shown = signed_in(user).get(reverse("totp-setup")).content
    assert b"sf-menu" not in shown
    assert b"find-words" not in shown
    assert b"sf-menu" in demo_client(user).get(reverse("totp-setup")).content


def test_whoever_has_no_role_today_has_no_links():
    user = create_member(Role.HEAD, Land().hill)
    user.memberships.update(last_day=NINE.date().replace(day=1))

    assert b"sf-menu" not in demo_client(user).get("/").content


@pytest.mark.parametrize("role", list(Role))
def test_the_box_stands_on_the_pages_of_whoever_may_find_children(role):
    [*found] = frame(demo_client(create_member(role, Land().hill))).xpath(".//input[@id='find-words']")

    assert bool(found) is (Right.SEE_PUPIL in RIGHTS[role])


def test_the_box_sends_what_is_typed_in_the_body_and_never_in_an_address():
    land = FurnishedLand()
    client = demo_client(land.member(Role.ATTENDANCE_OFFICER))
    [form] = frame(client, land.address("worklist")).xpath(".//form[@role='search']")
    [box] = form.xpath(".//input[@type='text']")

    answer = client.post(form.get("action"), {box.get("name"): "Quillfeather"}, follow=True)

    assert form.get("method") == "post"
    assert form.xpath(".//input[@name='csrfmiddlewaretoken']")
    assert form.xpath(f".//label[@for='{box.get('id')}']/text()") == ["Find a child"]
    assert answer.redirect_chain == []
    assert "Zebulon Quillfeather" in answer.content.decode()
    assert "Quillfeather" not in answer.wsgi_request.get_full_path()


def test_a_word_too_short_is_refused_where_it_is_put_right():
    client = demo_client(create_member(Role.ATTENDANCE_OFFICER, Land().hill))

    answer = client.post(reverse("find"), {"words": "x"})

    assert answer.status_code == 422
    page = html.document_fromstring(answer.content)
    assert len(page.xpath("//input[@name='words']")) == 1  # of the page itself, and no box beside it


def test_an_authority_without_a_school_has_a_box_that_answers():
    authority = create_authority("Of no school yet")
    client = demo_client(create_member(Role.ADMINISTRATOR, authority))

    assert client.get("/").status_code == 200
    assert client.post(reverse("find"), {"words": "Ada"}).status_code == 200


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ATTENDANCE_OFFICER, Role.AUTHORITY_OFFICER])
def test_the_frame_asks_the_database_nothing(role):
    land = Land()
    user = create_member(role, land.authority if role in OF_AUTHORITY else land.hill)
    request = RequestFactory().get("/worklist/")
    request.resolver_match, request.session = resolve("/worklist/"), {"demo": True}
    request.actor, request.user = actor_of(user, NINE), user

    with CaptureQueriesContext(connection) as asked:
        shown = navigation(request)
        finds = may_find(request)

    assert len(asked) == 0
    assert shown
    assert finds is (role not in OF_SERVICE)
