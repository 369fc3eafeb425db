"""A child who has left: whose record can still be read, by whom, and what of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, ClassPlace, Enrolment
from tests.factories.site import a_pupil, a_school, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event, put_marks
from tests.unit.casework.people.conftest import Family, words

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 13)


class Gone(Family):
    """Ada was in 5B until a week ago, and her mother can be rung."""

    def __init__(self) -> None:
        super().__init__()
        put_marks(self.enrolment, {LAST: "/\\"})
        Enrolment.objects.filter(pk=self.enrolment.pk).update(last_day=LAST)
        self.mother = an_adult(self.enrolment, legal_forename="Rosa", telephone="01632 960321")


@pytest.fixture
def gone() -> Gone:
    return Gone()


def found(client, typed: str) -> str:
    return words(client.post(reverse("find"), {"words": typed}))


@pytest.mark.parametrize("typed", ["ada quill", "UPN"])
def test_a_child_who_has_left_is_found_by_name_or_upn_and_said_to_have_left(gone, typed):
    shown = found(gone.client, gone.pupil.upn if typed == "UPN" else typed)

    assert "1 found" in shown
    assert "left on 13 November 2026" in shown
    assert "Nobody whom you may see" in found(gone.client, "rosa")


def test_their_page_says_when_they_left_and_offers_the_certificate_and_no_change(gone):
    an_event(gone.enrolment, "contact", by=gone.officer, reason_found="Moved house")

    answer = gone.client.get(gone.address())
    shown = words(answer)

    for each in ("Left Oak School on 13 November 2026", "Rosa Quill", "01632 960321", "Moved house"):
        assert each in shown
    offered = [link.text for link in answer.context["links"]]
    assert offered == ["Certificate of attendance"]
    line = AuditEvent.objects.get(verb="read_record")
    assert (line.pupil, line.school, line.thing) == (gone.pupil, gone.school, "whole record")


@pytest.mark.parametrize(
    "name",
    [
        "pupil-change",
        "pupil-flags",
        "pupil-markers",
        "pupil-adult-new",
        "pupil-note",
        "first-contact",
        "pupil-parents-see",
    ],
)
def test_nothing_of_theirs_can_be_changed(gone, name):
    assert gone.client.get(gone.address(name)).status_code == 404


def test_the_certificate_ends_with_their_last_day(gone):
    answer = gone.client.get(gone.address("certificate"))

    assert answer.status_code == 200
    assert answer.context["made"].last == LAST
    assert gone.client.get(gone.address("certificate-pdf")).content.startswith(b"%PDF")


def test_a_teacher_reaches_no_child_who_left_their_class(gone):
    ClassPlace.objects.create(enrolment=gone.enrolment, group=gone.group, first_day=date(2025, 9, 1))
    teacher = demo_client(gone.teacher)

    assert teacher.get(gone.address()).status_code == 404
    assert "Nobody whom you may see" in found(teacher, "ada quill")


def test_who_may_not_export_or_is_of_another_school_gets_neither(gone):
    senco = gone.as_("senco")
    assert senco.get(gone.address()).status_code == 200
    assert senco.get(gone.address("certificate")).status_code == 404
    stranger = gone.as_("head", a_school())
    assert stranger.get(gone.address()).status_code == 404
    assert "Nobody whom you may see" in found(stranger, gone.pupil.upn)
    assert gone.as_("governor").get(gone.address()).status_code == 404


@pytest.mark.parametrize("still_there", [True, False])
def test_where_another_school_has_had_the_child_since_the_family_is_not_shown(gone, still_there):
    last = None if still_there else date(2026, 11, 18)
    a_pupil(a_school(name="Elm School"), pupil=gone.pupil, first_day=date(2026, 11, 16), last_day=last)

    shown = gone.page()

    assert "unless the child has been at another school since" in shown
    for each in ("Rosa", "01632 960321", "Elm School", gone.pupil.upn):
        assert each not in shown


def test_an_officer_of_both_schools_finds_the_child_where_they_are_and_reads_the_page_they_left(gone):
    new = a_school(name="Elm School", authority=gone.school.authority)
    a_pupil(new, pupil=gone.pupil, first_day=date(2026, 11, 16))
    officer = demo_client(a_user("authority_officer", authority=gone.school.authority))

    shown = found(officer, "ada quill")

    assert "1 found" in shown
    assert "Elm School" in shown
    page = gone.page(officer)
    assert "Also on the roll of Elm School" in page
    assert "01632 960321" in page


def test_a_stay_that_a_merge_left_behind_is_no_stay(gone):
    Enrolment.objects.filter(pk=gone.enrolment.pk).update(first_day=date(2026, 11, 14))

    assert gone.client.get(gone.address()).status_code == 404
