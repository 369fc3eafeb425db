"""The list narrowed by year group, class and name, each with its “not”; no name stands in an address."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.actions.export_worklist import export_worklist
from supportfirst.casework.queries.worklist import worklist
from supportfirst.casework.queries.worklist_filters import Filters
from supportfirst.casework.store.models import AuditEvent, ClassGroup, Pupil, School
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_actor
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    """Four children on the list: two of 5B, one of 10A, and one without class or year."""
    school = a_school(name="Oak School")
    five, ten = a_class(school, name="5B"), a_class(school, name="10A", year_group="10")
    for forename, surname, group in (
        ("Ada", "O'Rourke", five),
        ("Bea", "Quill", five),
        ("Cal", "Quill", ten),
    ):
        an_assessment(a_pupil(school, group, forename=forename, surname=surname))
    an_assessment(a_pupil(school, forename="Dot", surname="Vane", year_group=""))
    return school


def class_of(name: object) -> object:
    return ClassGroup.objects.get(name=name).pk


def names(school: School, **asked: object) -> str:
    actor = an_actor("attendance_officer", school)
    if "group" in asked:
        asked["group"] = class_of(asked["group"])
    found = worklist(actor, replace(Filters(), **asked))  # type: ignore[arg-type]
    assert found.fitting == len(found.rows)
    return " ".join(sorted(row.name.split()[0] for row in found.rows))


@pytest.mark.parametrize(
    ("asked", "fit", "others"),
    [
        ({"year": "5"}, "Ada Bea", "Cal Dot"),
        ({"group": "10A"}, "Cal", "Ada Bea Dot"),
        ({"called": "quill"}, "Bea Cal", "Ada Dot"),
        ({"called": "orourke ada"}, "Ada", "Bea Cal Dot"),
        ({"called": "o rourke"}, "Ada", "Bea Cal Dot"),
        ({"called": "uill"}, "", "Ada Bea Cal Dot"),
    ],
)
def test_it_is_narrowed_by_year_class_and_name_and_by_not_each(school, asked, fit, others):
    [name] = asked

    assert names(school, **asked) == fit
    assert names(school, **asked, **{f"not_{name}": True}) == others


def test_filters_narrow_together(school):
    assert names(school, year="5", called="quill") == "Bea"
    assert names(school, year="5", not_year=True, group="10A", not_group=True) == "Dot"


def test_what_is_offered_stands_on_the_list_and_numbers_are_in_their_order(school):
    found = worklist(an_actor("attendance_officer", school), Filters())

    assert found.years == ["5", "10"]
    assert found.classes == [(class_of(name), name) for name in ("5B", "10A")]


def test_over_several_schools_a_class_bears_the_name_of_its_own(school):
    other = a_school(authority=school.authority, name="Elm School")
    an_assessment(a_pupil(other, a_class(other, name="5B")))

    found = worklist(an_actor("authority_officer", authority=school.authority), Filters())

    assert {name for _, name in found.classes} == {"5B, Oak School", "5B, Elm School", "10A, Oak School"}


def test_the_filters_of_the_address_narrow_the_page_and_its_links(school):
    client = demo_client(a_user("attendance_officer", school))

    group = class_of("5B")
    page = client.get(reverse("worklist"), {"group": str(group), "year": "10", "not_year": "on"})

    shown = unescape(page.content.decode())
    assert sorted(row.name for row in page.context["worklist"].rows) == ["Ada O'Rourke", "Bea Quill"]
    assert f"/worklist/export/?year=10&group={group}&not_year=on" in shown
    assert '<option value="10" selected>Year 10</option>' in shown
    assert "The list is narrowed." in shown


def test_a_name_narrows_what_the_address_asks_for_and_stands_in_no_address(school):
    client = demo_client(a_user("attendance_officer", school))

    page = client.post(f"{reverse('worklist')}?year=5", {"called": "quill"})

    assert page.status_code == 200
    assert [row.name for row in page.context["worklist"].rows] == ["Bea Quill"]
    shown = page.content.decode()
    assert 'value="quill"' in shown
    assert 'action="/worklist/?year=5"' in shown
    assert "The list is narrowed." in shown
    for link in shown.split('href="')[1:]:
        assert "quill" not in link.split('"')[0].lower()
    assert reverse("worklist-export") not in shown


def test_a_name_stands_in_no_trail_and_whom_it_showed_does(school):
    client = demo_client(a_user("attendance_officer", school))

    client.post(reverse("worklist"), {"called": "vane"})

    details = [each.detail for each in AuditEvent.objects.all()]
    shown = str(Pupil.objects.get(legal_forename="Dot").pk)
    assert [each["pupils"] for each in details if "pupils" in each] == [[shown]]
    assert "vane" not in str(details).lower()


def test_a_name_given_to_an_export_stays_out_of_its_trail(school):
    export_worklist(an_actor("attendance_officer", school), Filters(called="vane", not_called=True))

    assert AuditEvent.objects.get(verb="worklist.export").detail["asked"] == {}


def test_an_empty_name_narrows_nothing_and_signs_alone_are_told_of(school):
    client = demo_client(a_user("attendance_officer", school))

    assert len(client.post(reverse("worklist"), {"called": ""}).context["worklist"].rows) == 4
    answer = client.post(reverse("worklist"), {"called": "-"})
    assert answer.status_code == 422
    assert "Enter letters of the name" in answer.content.decode()


def test_more_of_one_name_than_are_shown_ask_for_more_of_it(school, monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.views.worklist.MOST_CALLED", 1)
    client = demo_client(a_user("attendance_officer", school))

    shown = client.post(reverse("worklist"), {"called": "quill"}).content.decode()

    assert "Showing 1 to 1 of 2 children. Type more of the name to see the others" in shown
    assert "from=" not in shown


def test_whoever_sees_no_worklist_narrows_none(school):
    assert (
        demo_client(a_user("governor", school)).post(reverse("worklist"), {"called": "x"}).status_code == 404
    )


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(year="5"), Filters(group=uuid4(), not_group=True), Filters(called="a b")],
)
def test_narrowing_costs_as_many_queries_for_many_classes_as_for_one(filters):
    def queries(classes: int) -> int:
        school = a_school()
        for number in range(classes):
            group = a_class(school, name=f"{number + 1}B", year_group=str(number + 1))
            an_assessment(a_pupil(school, group))
        actor = an_actor("attendance_officer", school)
        with CaptureQueriesContext(connection) as captured:
            worklist(actor, filters)
        return len(captured)

    assert queries(6) == queries(9) <= 8
