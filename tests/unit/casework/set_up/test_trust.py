"""A trust is set up by its own administrators alone; its schools read it, its people reach its schools."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, Trust
from tests.factories.site import a_class, a_pupil, a_school, a_trust, a_user
from tests.factories.site_cases import an_assessment
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db
HELPLINE = "01632 960124"
SENT = {"submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a12", "name": "Taken over"}


@pytest.fixture
def school():
    return a_school(name="Hazel School", trust=a_trust())


def page_of(school):
    return reverse("school-trust", args=[school.pk])


def test_all_but_its_name_begins_blank(browser, school):
    page = words_of(browser(a_user("head", school)).get(page_of(school)))

    assert school.trust.name in page
    assert "Mailbox: not entered Helpline: not entered Hours: not entered" in page
    assert "Administrators of the trust change this." in page


def test_an_administrator_of_the_trust_writes_its_name_and_how_it_is_reached(browser, school):
    client = browser(a_user("administrator", trust=school.trust))
    sent = form_of(client.get(page_of(school)), name="Two Rivers Trust", helpline=HELPLINE, colour="#1D4F6B")

    for _ in range(2):
        assert client.post(page_of(school), sent).status_code == 302

    school.trust.refresh_from_db()
    assert (school.trust.name, school.trust.helpline) == ("Two Rivers Trust", HELPLINE)
    assert AuditEvent.objects.get(verb="change_trust").detail["fields"] == ["colour", "helpline", "name"]
    assert f"Helpline: {HELPLINE}" in words_of(browser(a_user("head", school)).get(page_of(school)))
    own = client.get("/")
    assert "Two Rivers Trust" in words_of(own)
    assert "1d4f6b" in own.content.decode()


@pytest.mark.parametrize("of", ["school", "authority"])
def test_a_school_and_its_authority_read_it_and_are_refused_to_change_it(browser, school, of):
    place = {"school": {"school": school}, "authority": {"authority": school.authority}}[of]
    client = browser(a_user("administrator", **place))

    answer = client.post(page_of(school), SENT)

    assert answer.status_code == 422
    assert "Only administrators of the trust change this" in words_of(answer)
    assert not Trust.objects.filter(name="Taken over").exists()


def test_the_name_of_another_trust_is_refused(browser, school):
    a_trust(name="Taken over")
    client = browser(a_user("administrator", trust=school.trust))

    answer = client.post(page_of(school), form_of(client.get(page_of(school)), name="Taken over"))

    assert answer.status_code == 422
    assert "Another trust bears this name" in words_of(answer)


def test_it_lists_its_schools_and_leads_to_those_of_the_reader(browser, school):
    sister = a_school(name="Willow School", trust=school.trust)
    a_school(name="Elsewhere School", trust=a_trust())
    of_school = browser(a_user("head", school)).get(page_of(school))
    of_trust = browser(a_user("administrator", trust=school.trust)).get(page_of(school))

    for page in (of_school, of_trust):
        assert "Hazel School Willow School" in words_of(page)
        assert "Elsewhere" not in words_of(page)
    there = reverse("school-setup", args=[sister.pk])
    assert there in of_trust.content.decode()
    assert there not in of_school.content.decode()


def test_a_school_of_no_trust_has_no_such_page(browser):
    alone = a_school()
    client = browser(a_user("head", alone))

    assert client.get(page_of(alone)).status_code == 404
    assert "The trust" not in words_of(client.get(reverse("school-setup", args=[alone.pk])))


def test_an_officer_of_a_trust_works_in_its_schools_and_in_no_others(browser, school):
    sister, stranger = a_school(name="Willow School", trust=school.trust), a_school(trust=a_trust())
    for place, name in ((school, "Ashdown"), (sister, "Birchall"), (stranger, "Cedarwood")):
        an_assessment(a_pupil(place, a_class(place), surname=name))
    client = browser(a_user("attendance_officer", trust=school.trust))

    listed = words_of(client.get(reverse("worklist")))

    assert {name: name in listed for name in ("Ashdown", "Birchall", "Cedarwood")} == {
        "Ashdown": True,
        "Birchall": True,
        "Cedarwood": False,
    }
    for name in ("morning", "registers", "exceptions", "messages"):
        assert client.get(reverse(name, args=[sister.pk])).status_code == 200, name
        assert client.get(reverse(name, args=[stranger.pk])).status_code == 404, name
