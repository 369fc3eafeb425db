"""What a record said before a change is kept, and shown to whoever may change it at that school alone."""

from __future__ import annotations

import pytest

from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.queries.import_preview import import_preview, import_upload
from supportfirst.casework.store.models import AuditEvent, FormerValue, Link
from tests.factories.people_files import adults_csv, pupils_csv, take_in
from tests.factories.site import a_pupil, a_school, an_actor, an_adult
from tests.unit.casework.people.test_editing import answers, post

pytestmark = pytest.mark.django_db


def import_file(family, data: bytes, school=None) -> None:
    school = school or family.school
    actor = an_actor("attendance_officer", school)
    upload = keep_people_file(actor, school.pk, "people.csv", data, None)
    take_in(
        actor, school, upload, import_preview(school, import_upload(school, upload), actor.today).fingerprint
    )


def test_a_name_that_was_typed_over_stands_where_it_is_changed(family):
    assert "What it said before" not in family.page(name="pupil-change")
    post(family, "pupil-change", legal_forename="Adeline", legal_surname="Quill")

    told = family.page(name="pupil-change")

    assert f"Legal forename Ada 20 November 2026, 9am {family.officer}" in told
    assert FormerValue.objects.filter(field="legal_surname").count() == 0


def test_a_name_that_an_import_wrote_over_is_kept(family):
    import_file(family, pupils_csv({"upn": family.pupil.upn, "forename": "Adeline", "surname": "Quill"}))

    family.pupil.refresh_from_db()
    assert family.pupil.legal_forename == "Adeline"
    assert "Legal forename Ada" in family.page(name="pupil-change")
    line = AuditEvent.objects.get(verb="import_pupil")
    assert line.detail == {"fields": ["legal forename"]}


def test_what_an_adult_was_called_and_how_they_stood_to_the_child_is_kept(family):
    adult = an_adult(family.pupil, legal_forename="Rosa", legal_surname="Larch", email=None)

    sent = answers(legal_surname="Quill", parental_responsibility="no")
    assert post(family, "pupil-adult", adult.pk, **sent).status_code == 302

    told = dict(FormerValue.objects.filter(adult=adult).values_list("field", "value"))
    assert (told["legal_surname"], told["parental_responsibility"]) == ("Larch", "yes")
    page = family.client.get(family.address("pupil-adult", adult.pk)).content.decode()
    assert "Larch" in page
    assert "What it said before" not in family.page(name="pupil-change")


def test_how_an_adult_stood_to_another_child_is_not_shown_beside_this_one(family):
    adult = an_adult(family.pupil, legal_forename="Rosa", legal_surname="Larch", email=None)
    other = a_pupil(family.school).pupil
    Link.objects.create(pupil=other, adult=adult)
    post(family, "pupil-adult", adult.pk, **answers(legal_surname="Quill", parental_responsibility="no"))

    family.pupil = other
    page = family.client.get(family.address("pupil-adult", adult.pk)).context["former"]

    assert "Legal surname" in [each.what for each in page]
    assert "Parental responsibility" not in [each.what for each in page]


def test_what_an_import_changed_of_an_adult_is_kept(family):
    row = {"parent_id": "P1", "upn": family.pupil.upn, "legal_name": "Rosa Larch", "relationship": "Aunt"}
    import_file(family, adults_csv(row))
    assert not FormerValue.objects.exists()

    import_file(family, adults_csv(row | {"relationship": "Mother"}))

    assert [(each.field, each.value) for each in FormerValue.objects.all()] == [("relationship", "Aunt")]


def test_another_school_of_the_child_is_not_shown_what_this_one_changed(family):
    post(family, "pupil-change", legal_forename="Adeline", legal_surname="Quill")
    elsewhere = a_school()
    a_pupil(elsewhere, pupil=family.pupil)

    family.school, there = elsewhere, family.as_("attendance_officer", elsewhere)

    assert "What it said before" not in family.page(there, "pupil-change")


def test_the_childs_own_page_shows_no_former_name(family):
    post(family, "pupil-change", legal_forename="Belinda", legal_surname="Quill")

    assert "Ada" not in family.page()
