"""The home-school agreement: who signed, who has not, and who is not asked."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import HomeSchoolAgreement, Marker, MarkerKind
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult
from tests.factories.site_agreements import an_agreement
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import day_parts, form_of

pytestmark = pytest.mark.django_db


class OneClass:
    """A class of the academy with a child and two parents."""

    def __init__(self, browser) -> None:
        self.school = a_school(pack="widnes-academy")
        self.group = a_class(self.school)
        self.ada = a_pupil(self.school, self.group, forename="Ada", surname="Larkspur")
        self.mother = an_adult(self.ada, legal_forename="Mabel", legal_surname="Larkspur")
        self.father = an_adult(
            self.ada, legal_forename="Fergus", legal_surname="Larkspur", relationship="father"
        )
        self.office = a_user("attendance_officer", self.school)
        self.client = browser(self.office)
        self.address = f"{reverse('agreements', args=[self.school.pk])}?group={self.group.pk}"

    def page(self):
        return self.client.get(self.address)

    def sign(self, *adults, on=date(2026, 9, 7), of=None, **fields):
        held = form_of(self.page(), **day_parts("signed_on", on), **fields)
        held["pairs"] = [f"{(of or self.ada).pupil_id}.{adult.pk}" for adult in adults]
        return self.client.post(self.address, held)

    def missing(self) -> list[str]:
        return [each.parent for each in self.page().context["page"].of_class.missing]

    def mark(self, kind, **held) -> None:
        Marker.objects.create(kind=kind, first_day=date(2026, 9, 1), **held)


@pytest.mark.requirement("WID-28")
def test_the_day_on_which_each_parent_signed_is_recorded_and_those_who_have_not_are_listed(browser):
    land = OneClass(browser)
    assert land.missing() == ["Mabel Larkspur", "Fergus Larkspur"]

    assert land.sign(land.mother).status_code == 302

    assert land.missing() == ["Fergus Larkspur"]
    assert "Mabel Larkspur (mother) 7 September 2026" in words_of(land.page())
    whole = land.client.get(reverse("compliance", args=[land.school.pk]))
    assert "Home-School Agreement: 1 of 2 signatures recorded" in words_of(whole)


def test_a_whole_class_is_recorded_at_once(browser):
    land = OneClass(browser)

    land.sign(land.mother, land.father)

    assert land.missing() == []
    assert HomeSchoolAgreement.objects.filter(signed_on=date(2026, 9, 7)).count() == 2


def test_the_same_form_sent_twice_records_once(browser):
    land = OneClass(browser)
    submission = str(uuid.uuid4())
    held = form_of(land.page(), **day_parts("signed_on", date(2026, 9, 7)), submission=submission)
    held["pairs"] = [f"{land.ada.pupil_id}.{land.mother.pk}"]

    for _ in range(2):
        land.client.post(land.address, held)

    assert HomeSchoolAgreement.objects.count() == 1


def test_a_day_in_the_future_is_refused(browser):
    land = OneClass(browser)

    page = land.sign(land.mother, on=date(2026, 11, 21))

    assert page.status_code == 422
    assert "must not be in the future" in words_of(page)
    assert not HomeSchoolAgreement.objects.exists()


def test_a_parent_who_died_or_is_kept_away_by_an_order_is_not_asked_and_not_named(browser):
    land = OneClass(browser)
    third = an_adult(land.ada, legal_forename="Third", relationship="stepmother")
    land.mark(MarkerKind.DECEASED, adult=third)
    land.mark(MarkerKind.NO_CONTACT, pupil=land.ada.pupil, against=land.father)

    assert land.missing() == ["Mabel Larkspur"]
    said = words_of(land.page()) + words_of(land.client.get(reverse("agreements", args=[land.school.pk])))
    assert "Fergus" not in said
    assert "2 adults are not asked" in said
    assert land.sign(land.father).status_code == 422


def test_a_child_who_died_is_on_no_list(browser):
    land = OneClass(browser)
    land.mark(MarkerKind.DECEASED, pupil=land.ada.pupil)

    page = land.client.get(reverse("agreements", args=[land.school.pk]))

    assert page.context["page"].whole.pairs == []


def test_a_bereaved_family_is_asked_with_care(browser):
    land = OneClass(browser)
    land.mark(MarkerKind.BEREAVED, pupil=land.ada.pupil)

    assert "Ada Larkspur: Mabel Larkspur (mother). Bereaved: ask with care" in words_of(land.page())


def test_an_adult_of_whom_nobody_said_whether_they_are_a_parent_is_asked_and_one_who_is_none_is_not(browser):
    land = OneClass(browser)
    said = ("natural_parent", "parental_responsibility", "day_to_day_care")
    an_adult(land.ada, legal_forename="Unsaid", legal_surname="X", **dict.fromkeys(said))
    an_adult(land.ada, legal_forename="Aunt", legal_surname="Y", **dict.fromkeys(said, False))

    assert "Unsaid X" in land.missing()
    assert "Aunt Y" not in land.missing()


def test_a_signature_recorded_by_mistake_is_taken_back_with_its_reason_and_stays(browser):
    land = OneClass(browser)
    row = an_agreement(land.ada, land.mother, by=land.office)
    address = reverse("agreement-take-back", args=[land.school.pk, row.pk])

    land.client.post(address, form_of(land.client.get(address), because="The wrong parent"))

    row.refresh_from_db()
    assert (row.taken_back_by, row.taken_back_because) == (land.office, "The wrong parent")
    assert "Mabel Larkspur" in land.missing()
    assert land.client.get(address).status_code == 404


def test_who_may_see_parents_but_not_change_them_reads_the_list_and_cannot_record(browser):
    land = OneClass(browser)
    reader = browser(a_user("senco", land.school))

    page = reader.get(land.address)

    assert "Not signed (2)" in words_of(page)
    assert reader.post(land.address, {"pairs": []}).status_code == 404


def test_a_signature_at_another_school_is_none_here(browser):
    land = OneClass(browser)
    elsewhere = a_school()
    an_agreement(land.ada, land.mother, by=land.office, school=elsewhere)

    assert land.missing() == ["Mabel Larkspur", "Fergus Larkspur"]
