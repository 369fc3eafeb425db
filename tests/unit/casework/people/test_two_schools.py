"""One mother with children at two schools of two authorities: what one school changes, the other is told."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from supportfirst.casework.store.models import AuditEvent, Job, Marker, Membership
from tests.factories.site import YEAR_2025, a_pupil, a_school, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.unit.casework.people.conftest import Family, shown_on, words

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
TODAY = {"first_day-day": "20", "first_day-month": "11", "first_day-year": "2026"}
SECRET, REASON = "17 Lanternfish Lane", "Refuge, by the panel"


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

    def post(self, name: str, /, *more, **sent):
        page = self.address(name, *more)
        return self.client.post(page, {"submission": str(uuid4()), **shown_on(self.client, page), **sent})

    def marked(self, kind: str, **held) -> Marker:
        """By the other school."""
        usual = {"adult": self.mother, "school": self.other, "first_day": MONDAY, "note": REASON}
        return Marker.objects.create(kind=kind, **{**usual, **held})

    def lift(self, marker: Marker):
        return self.post("pupil-markers", marker=str(marker.pk), because="A mistake")

    def told(self, verb: str) -> list[tuple]:
        """The lines that the other school has."""
        lines = AuditEvent.objects.filter(school=self.other, verb=verb)
        return list(lines.values_list("pupil", "actor"))

    @property
    def one_line(self) -> list[tuple]:
        return [(self.brother.pupil_id, self.officer.pk)]

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
    mother = str(two.mother.pk)
    two.post("pupil-markers", kind="deceased", about=mother, seen=mother, against="", note="", **TODAY)

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


@pytest.mark.parametrize("kind", ["confidential_address", "no_contact"])
@pytest.mark.parametrize("known", [True, False])
def test_no_school_lifts_alone_what_protects_a_mother_at_another_too(two, kind, known):
    held = {"against": two.father} if kind == "no_contact" else {}
    marker = two.marked(kind, **held, **({} if known else {"school": None}))

    answer = two.lift(marker)

    assert answer.status_code == 422
    assert "protects somebody at another school too" in words(answer)
    marker.refresh_from_db()
    assert marker.last_day is None
    theirs = demo_client(a_user("attendance_officer", two.other))
    shown = theirs.get(f"/schools/{two.other.pk}/pupils/{two.brother.pupil_id}/").content.decode()
    assert SECRET not in shown or kind == "no_contact"
    assert AuditEvent.objects.filter(verb="lift_marker").count() == 0


def test_whoever_may_change_the_records_of_both_schools_lifts_it_and_both_have_the_line(two):
    marker = two.marked("confidential_address")
    Membership.objects.create(
        user=two.officer, role="attendance_officer", school=two.other, first_day=YEAR_2025
    )

    assert two.lift(marker).status_code == 302

    marker.refresh_from_db()
    assert marker.last_day is not None
    assert two.told("lift_marker") == two.one_line
    assert AuditEvent.objects.filter(verb="lift_marker", school=two.school).count() == 1


def test_a_school_that_has_none_of_the_children_any_more_stands_in_nobodys_way(two):
    marker = two.marked("confidential_address")
    two.brother.last_day = MONDAY
    two.brother.save()

    assert two.lift(marker).status_code == 302


def test_the_note_of_another_schools_marker_is_its_own(two):
    two.marked("confidential_address")

    shown = two.page(name="pupil-markers")

    assert REASON not in shown
    assert "Confidential address: Rowan Quill" in shown
    assert "Set by another school" in shown
    assert "Lift this marker" not in shown


def test_a_marker_keeps_the_school_that_set_it_and_its_note_is_shown_there(two):
    sent = {"kind": "bereaved", "about": str(two.mother.pk), "against": "", "note": "Her father"}
    two.post("pupil-markers", **sent, **TODAY)

    assert Marker.objects.get().school == two.school
    assert "Her father" in two.page(name="pupil-markers")
    assert two.told("set_marker") == two.one_line


def test_the_other_school_has_a_line_of_a_changed_adult(two):
    sent = {"legal_forename": "Rosalind", "legal_surname": "Quill", "contact_order": "1"}
    two.post("pupil-adult", two.mother.pk, **sent)

    assert two.told("change_adult") == two.one_line


@pytest.mark.parametrize("what", ["end", "confirm"])
def test_the_other_school_has_a_line_of_a_settled_contact(two, what):
    two.post("pupil-contact", two.mother.pk, contact=str(two.mother.contacts.first().pk), what=what)

    assert two.told(f"{what}_contact") == two.one_line


def test_the_other_school_has_a_line_of_a_flag_of_a_child_on_both_rolls(two):
    both = a_pupil(two.other, pupil=two.pupil)
    two.post("pupil-flags", name="ehcp", says="yes", **TODAY)

    assert two.told("set_flag") == [(two.pupil.pk, two.officer.pk)]
    assert both.pk in two.assessed_again()


def test_a_changes_line_says_where_it_was_made_and_holds_no_name(two):
    two.post("pupil-contact", two.mother.pk, contact=str(two.mother.contacts.first().pk), what="end")

    line = AuditEvent.objects.get(school=two.other, verb="end_contact")
    assert line.detail["changed_at"] == str(two.school.pk)
    assert "Quill" not in str(line.detail)
