"""Two people with one child's or one adult's form open: neither undoes unknowingly what the other kept."""

from __future__ import annotations

import pytest

from supportfirst.casework.store.models import Adult, AdultContact, AuditEvent, Link
from tests.factories.site import a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import form_of
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db


class OneMother:
    """Her form, open before the officer and before the head."""

    def __init__(self, family) -> None:
        self.adult = an_adult(family.enrolment, legal_forename="Rosa", language="English")
        self.address = family.address("pupil-adult", self.adult.pk)
        self.officer = demo_client(
            a_user("attendance_officer", family.school, name="Ines Vale", title="Attendance Officer")
        )
        self.head = demo_client(a_user("head", family.school, name="Otto Reed", title="Head"))
        self.officers, self.heads = (form_of(each.get(self.address)) for each in (self.officer, self.head))

    def officer_saves(self, **typed):
        assert self.officer.post(self.address, self.officers | typed).status_code == 302

    def head_saves(self, **typed):
        return self.head.post(self.address, self.heads | typed)

    def held(self, *names):
        adult, link = Adult.objects.get(), Link.objects.get()
        return tuple(getattr(adult if hasattr(adult, name) else link, name) for name in names)


@pytest.fixture
def mother(family):
    return OneMother(family)


def test_what_one_wrote_stays_when_the_other_changes_something_else(mother):
    mother.officer_saves(language="Polish", parental_responsibility="no")

    assert mother.head_saves(access_needs="large print", day_to_day_care="no").status_code == 302

    names = ("language", "access_needs", "parental_responsibility", "day_to_day_care")
    assert mother.held(*names) == ("Polish", "large print", False, False)
    lines = AuditEvent.objects.filter(verb="change_adult").order_by("serial")
    assert [each.detail["fields"] for each in lines] == [
        ["language", "parental_responsibility"],
        ["access_needs", "day_to_day_care"],
    ]


def test_what_both_changed_is_told_and_overwritten_only_knowingly(mother):
    mother.officer_saves(language="Polish", parental_responsibility="no", access_needs="large print")

    answer = mother.head_saves(language="Welsh", parental_responsibility="", title="Dr")

    assert answer.status_code == 422
    told = words(answer)
    by = "was changed by Ines Vale, Attendance Officer on 20 November 2026, 9am"
    assert f"“Language” {by}: it is now “Polish”. What you entered is still here." in told
    assert f"“Parental responsibility?” {by}: it is now “No”." in told
    assert f"“Access needs” {by}: it is now “large print”." in told
    assert mother.held("language", "parental_responsibility", "title") == ("Polish", False, "")
    sent = form_of(answer)
    assert (sent["language"], sent["parental_responsibility"], sent["title"]) == ("Welsh", "", "Dr")
    assert sent["access_needs"] == "large print"

    assert mother.head.post(mother.address, sent).status_code == 302

    names = ("language", "parental_responsibility", "title", "access_needs")
    assert mother.held(*names) == ("Welsh", None, "Dr", "large print")


def test_what_no_line_of_the_trail_tells_is_told_without_a_name(mother):
    Adult.objects.update(language="Polish")

    answer = mother.head_saves(language="Welsh")

    assert answer.status_code == 422
    assert "“Language” was changed by somebody else: it is now “Polish”." in words(answer)


def test_the_same_form_twice_changes_nothing(mother):
    for _ in range(2):
        assert mother.head_saves(language="Welsh").status_code == 302

    assert AuditEvent.objects.filter(verb="change_adult").count() == 1


def test_a_childs_name_changed_meanwhile_is_told(family):
    address = family.address("pupil-change")
    head = family.as_("head")
    stale = form_of(head.get(address))
    assert family.client.post(address, stale | {"legal_forename": "Adeline"}).status_code == 302

    assert head.post(address, stale | {"preferred_surname": "Pen"}).status_code == 302
    answer = head.post(address, stale | {"legal_forename": "Adela", "date_of_birth-day": "9"})

    assert answer.status_code == 422
    assert "it is now “Adeline”" in words(answer)
    family.pupil.refresh_from_db()
    assert (family.pupil.legal_forename, family.pupil.preferred_surname) == ("Adeline", "Pen")
    assert form_of(answer)["preferred_surname"] == "Pen"


def test_the_forms_show_nothing_to_read_in_what_they_carry(mother):
    assert "English" not in mother.heads["shown"]
    assert "Rosa" not in mother.heads["shown"]


def test_an_address_does_not_close_one_that_was_entered_meanwhile(family, mother):
    address = family.address("pupil-contact-new", mother.adult.pk)
    stale = form_of(mother.head.get(address))
    typed = {"kind": "address", "postcode": "ZZ1 1AA"}
    sent = form_of(mother.officer.get(address)) | typed | {"value": "2 New Street"}
    for _ in range(2):
        assert mother.officer.post(address, sent).status_code == 302

    answer = mother.head.post(address, stale | typed | {"value": "3 Old Lane"})

    assert answer.status_code == 422
    assert "was changed by Ines Vale, Attendance Officer on 20 November 2026, 9am" in words(answer)
    assert "2 New Street" not in words(answer)
    assert AdultContact.objects.get(kind="address", last_day=None).value == "2 New Street"
    assert mother.head.post(address, form_of(answer) | typed).status_code == 302
    assert AdultContact.objects.get(kind="address", last_day=None).value == "3 Old Lane"


def test_a_contact_that_was_ended_meanwhile_is_not_said_to_be_confirmed(family, mother):
    contact = AdultContact.objects.filter(adult=mother.adult).first()
    address = family.address("pupil-contact", mother.adult.pk)
    mother.officer.post(address, {"contact": contact.pk, "what": "end"})

    answer = mother.head.post(address, {"contact": contact.pk, "what": "confirm"}, follow=True)

    told = answer.content.decode()
    assert "Somebody ended it meanwhile, and nothing was changed" in told
    assert "Confirmed today." not in told
