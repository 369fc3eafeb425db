"""One mother with children at two schools of two authorities: what one school changes, the other is told."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from supportfirst.casework.store.models import Job, Marker
from tests.factories.site import a_pupil, a_school, an_adult
from tests.unit.casework.people.conftest import Family

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
TODAY = {"first_day-day": "20", "first_day-month": "11", "first_day-year": "2026"}
SECRET = "17 Lanternfish Lane"


class TwoSchools(Family):
    """`school` has Ada and Bea; `other`, of another authority, has their brother Cyril."""

    def __init__(self) -> None:
        super().__init__()
        self.sister = a_pupil(self.school, self.group, forename="Bea", surname="Quill")
        self.other = a_school(name="Elm School")
        self.brother = a_pupil(self.other, forename="Cyril", surname="Quill")
        self.mother = an_adult(self.enrolment, address=SECRET)
        for child in (self.sister, self.brother):
            an_adult(child, adult=self.mother)
        self.father = an_adult(self.brother, legal_forename="Ignatius", relationship="father")
        an_adult(self.enrolment, adult=self.father, relationship="father")

    def post(self, name: str, *more, **sent):
        return self.client.post(self.address(name, *more), {"submission": str(uuid4()), **sent})

    def assessed_again(self) -> set[int]:
        jobs = Job.objects.filter(kind="assess_school")
        return {each for job in jobs for each in job.about["enrolments"]}

    @property
    def children(self) -> set[int]:
        return {self.enrolment.pk, self.sister.pk, self.brother.pk}


@pytest.fixture
def two() -> TwoSchools:
    return TwoSchools()


def test_a_mother_marked_as_dead_has_each_of_her_children_assessed_again(two):
    two.post("pupil-markers", kind="deceased", adult=str(two.mother.pk), against="", note="", **TODAY)

    assert Marker.objects.get().adult == two.mother
    assert two.assessed_again() == two.children


def test_a_changed_adult_has_each_of_their_children_assessed_again(two):
    sent = {"legal_forename": "Rosalind", "legal_surname": "Quill", "contact_order": "1"}
    marks = ("natural_parent", "parental_responsibility", "day_to_day_care", "lives_with_child")

    answer = two.post("pupil-adult", two.mother.pk, **sent, **dict.fromkeys(marks, "yes"))

    assert answer.status_code == 302
    assert two.assessed_again() == two.children


@pytest.mark.parametrize("what", ["end", "confirm"])
def test_a_settled_contact_has_each_child_of_the_adult_assessed_again(two, what):
    contact = two.mother.contacts.first()

    two.post("pupil-contact", two.mother.pk, contact=str(contact.pk), what=what)

    assert two.assessed_again() == two.children
