"""The first page: each school with what may be done there, and whose name and colour it bears."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from lxml import html

from supportfirst.casework.store.models import Role
from tests.factories.site_accounts import Land, create_member, create_school, create_user, demo_client, join

pytestmark = pytest.mark.django_db


def nothing(_request, **_held):
    return HttpResponse()


@pytest.fixture
def with_pages(monkeypatch):
    """The site with a page of registers for each school, and one worklist, whatever else it has."""
    module = ModuleType("site_with_pages")
    module.urlpatterns = [
        path("here/<uuid:school_id>/registers", nothing, name="registers"),
        path("here/worklist", nothing, name="worklist"),
        path("", include("supportfirst.casework.web.views.home")),
        path("", include("supportfirst.casework.web.views.users")),
        path("", include("supportfirst.casework.web.views.totp")),
    ]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with override_settings(ROOT_URLCONF=module.__name__):
        yield


def links(user):
    page = demo_client(user).get("/")
    schools = {
        name: [link.address for _, links in groups for link in links]
        for name, groups in page.context["schools"]
    }
    return schools, [link.address for link in page.context["over_all"]]


def test_each_school_has_the_pages_that_the_role_opens(with_pages):
    land = Land()
    user = create_member(Role.TEACHER, land.hill)
    join(user, Role.SENCO, land.dale)
    join(user, Role.GOVERNOR, land.far)

    schools, over_all = links(user)

    assert schools == {
        "Dale School": [f"/here/{land.dale.pk}/registers", "/here/worklist"],
        "Far School": [],
        "Hill School": [f"/here/{land.hill.pk}/registers"],
    }
    assert over_all == []


def test_a_page_that_is_not_there_has_no_link(with_pages):
    _, over_all = links(create_member(Role.ADMINISTRATOR, Land().hill))

    assert over_all == ["/users/"]  # and no audit trail, which these addresses leave out


@pytest.mark.parametrize(("place", "name"), [("school", "Hill School"), ("authority", "Northshire")])
def test_the_page_bears_the_name_of_the_school_or_of_the_authority(place, name):
    land = Land()

    answer = demo_client(create_member(Role.PASTORAL, land.place(place))).get("/")

    assert answer.wsgi_request.organisation.name == name
    assert name in answer.content.decode()
    assert ("/colours/1d4f6b.css" in answer.content.decode()) is (place == "school")


def test_of_a_school_and_an_authority_the_page_bears_the_authoritys_name():
    land = Land()
    user = create_user()
    join(user, Role.GOVERNOR, land.hill)
    join(user, Role.GOVERNOR, land.trust)

    assert demo_client(user).get("/").wsgi_request.organisation.name == "Two Schools Trust"
    join(user, Role.GOVERNOR, land.authority)
    assert demo_client(user).get("/").wsgi_request.organisation.name == "Northshire"


def test_links_stand_under_what_one_comes_to_do_and_the_morning_first():
    page = demo_client(create_member(Role.ATTENDANCE_OFFICER, Land().hill)).get("/")

    [(_, groups)] = page.context["schools"]
    assert [words for words, _ in groups] == [
        "Today",
        "Registers",
        "Children",
        "Families and messages",
        "The school",
        "Files and tidying up",
    ]
    assert groups[0][1][0].text == "This morning: who is not accounted for"


def test_a_group_of_which_somebody_opens_nothing_is_not_named():
    page = demo_client(create_member(Role.TEACHER, Land().hill)).get("/")

    assert "Files and tidying up" not in page.content.decode()
    assert "Registers" in page.content.decode()


@pytest.mark.parametrize(("more", "folded"), [(1, False), (2, True)])
def test_many_schools_are_folded_under_their_names_which_all_stand_at_the_top(more, folded):
    land = Land()
    for place in range(more):
        create_school(land.authority, f"School {place}")

    text = demo_client(create_member(Role.PRINCIPAL_OFFICER, land.authority)).get("/").content.decode()

    assert ("What you can do at School 0" in text) is folded
    assert '<a class="govuk-link" href="#school-1">' in text


@pytest.mark.parametrize(
    ("role", "number", "asks"),
    [
        (Role.GOVERNOR, 1, 4),  # the session, the person, the roles, the schools
        (Role.GOVERNOR, 30, 4),
        (Role.PRINCIPAL_OFFICER, 1, 15),  # and what waits: of the day, tasks, papers, steps
        (Role.PRINCIPAL_OFFICER, 28, 15),
        (Role.PRINCIPAL_OFFICER, 29, 7),  # and, of so many, tasks, papers and steps alone
    ],
)
def test_the_first_page_asks_as_often_however_many_schools(role, number, asks, django_assert_num_queries):
    land = Land()
    for place in range(number):
        create_school(land.authority, f"School {place}")
    client = demo_client(create_member(role, land.authority))

    with django_assert_num_queries(asks):
        page = client.get("/")

    assert len(page.context["schools"]) == number + 2


@pytest.mark.parametrize(
    "address", ["/", "/sign-in", "/demo", "/second-step", "/users/", "/users/invite", "/audit/"]
)
def test_nothing_on_the_pages_is_inline(address):
    land = Land()
    answer = demo_client(create_member(Role.ADMINISTRATOR, land.hill)).get(address, follow=True)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "style=" not in text
    assert "<style" not in text
    assert "<script>" not in text
    assert " on" + "click=" not in text
    assert "'unsafe" not in answer["Content-Security-Policy"]


def test_the_first_page_is_one_link_away_from_every_other():
    client = demo_client(create_member(Role.ADMINISTRATOR, Land().hill))

    page = html.document_fromstring(client.get("/users/").content)
    assert page.xpath("//header//nav//a[@href='/']")[0].text_content() == "Home"
    assert not page.xpath("//*[@class='govuk-back-link']")  # it would lead to the same
