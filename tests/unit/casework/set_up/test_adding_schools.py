"""Administrators of an authority or a trust add schools and trusts; nobody else does, and nothing twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.actions.adding_places import NewSchool, create_school
from supportfirst.casework.store.models import AuditEvent, School, Trust
from tests.factories.site import a_school, a_trust, a_user, an_authority
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db
SEPTEMBER = {"first_day-day": "1", "first_day-month": "9", "first_day-year": "2026"}


@pytest.fixture
def authority():
    return an_authority(name="Northshire", pack="essex")


@pytest.fixture
def client(browser, authority):
    return browser(a_user("administrator", authority=authority))


def filled(client, **instead):
    told = {
        "name": "Hill School",
        "urn": "199001",
        "establishment_number": "4001",
        "phase": "secondary",
        "type": "academy",
        **SEPTEMBER,
        **instead,
    }
    page = client.get(reverse("school-new"))
    offered = dict(page.context["form"].fields["authority"].choices)
    return form_of(page, **{"authority": next(iter(each for each in offered if each), ""), **told})


def add(client, **instead):
    return client.post(reverse("school-new"), filled(client, **instead))


def test_before_the_first_school_home_leads_to_adding_it(client):
    page = client.get("/")

    assert reverse("school-new") in page.content.decode()
    assert reverse("schools") in page.content.decode()
    assert reverse("users") in page.content.decode()
    assert reverse("imports") not in page.content.decode().partition("<main")[2]
    assert "There is no school yet" in words_of(client.get(reverse("schools")))


def test_a_school_is_added_with_its_numbers_and_pack_and_leads_to_its_set_up(client, authority):
    answer = add(client)

    school = School.objects.get()
    assert answer["Location"] == reverse("school-setup", args=[school.pk])
    assert (school.name, school.urn, school.establishment_number) == ("Hill School", "199001", "4001")
    assert (school.authority, school.trust, school.phase) == (authority, None, "secondary")
    assert [(each.pack, str(each.first_day)) for each in school.adoptions.all()] == [("essex", "2026-09-01")]
    line = AuditEvent.objects.get(verb="add_school")
    assert (line.school, line.detail) == (school, {"pack": "essex", "first_day": "2026-09-01"})
    assert "The set-up is not finished" in words_of(client.get(answer["Location"]))
    listed = words_of(client.get(reverse("schools")))
    missing = "the times of the day; terms; classes; pupils; people to name: Senior attendance champion"
    assert f"Hill School Northshire. Still missing: {missing}" in listed


def test_sent_twice_it_is_added_once(client):
    sent = filled(client)

    answers = {client.post(reverse("school-new"), sent)["Location"] for _ in range(2)}

    assert len(answers) == 1
    assert School.objects.count() == 1
    assert AuditEvent.objects.filter(verb="add_school").count() == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"urn": "12345"}, "“URN” must be six digits"),
        ({"urn": "１９９００１"}, "“URN” must be six digits"),
        ({"establishment_number": "40"}, "“Establishment number” must be four digits"),
        ({"urn": "199777"}, "Another school has this URN"),
        ({"establishment_number": "7777"}, "Another school of the authority has this establishment number"),
        ({"first_day-year": "1990"}, "can be followed from"),
        ({"name": ""}, "name of the school"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, authority, said, why):
    a_school(authority=authority, urn="199777", establishment_number="7777")

    answer = add(client, **said)

    assert answer.status_code == 422
    assert why.lower() in words_of(answer).lower()
    assert School.objects.count() == 1


@pytest.mark.parametrize("name", ["authority", "pack", "phase", "trust"])
def test_what_is_not_offered_can_not_be_chosen(client, name):
    answer = add(client, **{name: str(an_authority().pk)})

    assert list(answer.context["form"].errors) == [name]
    assert not School.objects.exists()


def test_a_trust_is_added_and_can_be_chosen_for_a_school(client):
    page = client.get(reverse("trust-new"))
    sent = form_of(page, name="Two Rivers Trust")

    for _ in range(2):
        assert client.post(reverse("trust-new"), sent)["Location"] == reverse("school-new")

    trust = Trust.objects.get()
    assert AuditEvent.objects.get(verb="add_trust").thing == str(trust.pk)
    add(client, trust=str(trust.pk))
    assert School.objects.get().trust == trust


def test_a_trust_of_the_same_name_is_refused(client):
    a_trust(name="Two Rivers Trust")

    answer = client.post(
        reverse("trust-new"), form_of(client.get(reverse("trust-new")), name="Two Rivers Trust")
    )

    assert answer.status_code == 422
    assert "There is a trust of this name already" in words_of(answer)


def test_an_administrator_of_a_trust_adds_schools_of_that_trust_alone(browser, authority):
    trust, other = a_trust(), a_trust()
    client = browser(a_user("administrator", trust=trust))

    assert "Choose the trust" in words_of(add(client, trust="", pack="essex"))
    assert add(client, trust=str(other.pk), pack="essex").status_code == 422
    assert add(client, trust=str(trust.pk), pack="essex").status_code == 302
    assert (School.objects.get().trust, School.objects.get().authority) == (trust, authority)
    answer = client.post(reverse("trust-new"), form_of(client.get(reverse("trust-new")), name="Taken"))
    assert answer.status_code == 422
    assert "Trusts are added by administrators of an authority" in words_of(answer)


def test_an_administrator_of_one_school_is_told_who_adds_schools(browser, authority):
    client = browser(a_user("administrator", a_school(authority=authority)))

    page = words_of(client.get(reverse("school-new")))

    assert "Administrators of an authority or a trust do this" in page
    assert "Northshire" not in page.split("Administrators of")[1]
    assert add(client, authority=str(authority.pk)).status_code == 422
    assert "Add a school" not in words_of(client.get(reverse("schools")))
    assert School.objects.count() == 1


@pytest.mark.parametrize("role", ["head", "champion", "principal_officer", "analyst"])
@pytest.mark.parametrize("name", ["schools", "school-new", "trust-new"])
def test_for_everybody_else_there_is_no_such_page(browser, authority, role, name):
    client = browser(a_user(role, authority=authority))

    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name)).status_code in (404, 405)


def test_another_authoritys_administrator_does_not_get_a_school_by_sending_its_id(client, browser):
    theirs = a_school()

    answer = add(client, submission=str(theirs.pk))

    assert answer.status_code == 404
    assert str(theirs.pk) not in words_of(client.get(reverse("schools")))


def test_a_real_site_adds_schools_that_are_not_invented(client, authority, settings):
    add(client)
    assert School.objects.get().invented  # the tests' site is the sample's

    settings.DEMO = False
    told = NewSchool("Dale School", "199002", "4002", "primary", "academy", "essex", date(2026, 9, 1))
    assert not create_school(told, authority, None).invented
