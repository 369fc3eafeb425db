"""A preferred name in a file of pupils is kept as one; a legal name that would change can't be missed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.people_files import read_people
from supportfirst.casework.queries.import_pupils import Change, Kind
from supportfirst.casework.store.models import Pupil
from tests.factories.people_files import pupils_csv
from tests.factories.site import a_pupil
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import words_of
from tests.unit.casework.imports.test_import_people import IDA, Office

pytestmark = pytest.mark.django_db
PREFERRED = "preferred_forename,preferred_surname"


@pytest.fixture
def office(settings, tmp_path) -> Office:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path, "base_url": None}},
    }
    return Office()


def names_of(child):
    child.refresh_from_db()
    return child.legal_forename, child.legal_surname, child.preferred_forename, child.preferred_surname


def page(office, upload):
    client = demo_client(office.actor.user)
    return words_of(client.get(reverse("import-preview", args=[office.school.pk, upload])))


@pytest.mark.parametrize("heading", ["preferred_forename", "Preferred Forename", "Known as"])
def test_a_column_of_preferred_names_leaves_the_legal_names_as_they_are(office, heading):
    child = a_pupil(office.school, forename="Adeline", surname="Quill").pupil

    upload = office.send(pupils_csv({"upn": child.upn, heading: "Addie"}, more=heading))
    [line] = office.look(upload).pupils
    assert line.changes == (Change("preferred forename", "nothing", "Addie"),)
    assert "another legal name" not in page(office, upload)
    office.confirm(upload)

    assert names_of(child) == ("Adeline", "Quill", "Addie", "")


def test_legal_and_preferred_names_of_one_row_go_to_their_own_places(office):
    row = IDA | {"preferred_forename": "Idie", "preferred_surname": "Lark"}

    office.take(pupils_csv(row, more=PREFERRED))

    assert names_of(Pupil.objects.get()) == ("Ida", "Larkspur", "Idie", "Lark")


def test_a_new_pupil_with_a_preferred_name_alone_is_refused(office):
    row = {"upn": IDA["upn"], "preferred_forename": "Idie", "preferred_surname": "Lark"}

    [problem] = office.look(
        office.send(pupils_csv(row | {"start_date": "2026-09-02"}, more=PREFERRED))
    ).refused

    assert problem.problem == "a new pupil needs a legal forename and a surname"


def test_a_preferred_name_that_repeats_the_legal_one_says_nothing(office):
    child = a_pupil(office.school, forename="Adeline", surname="Quill").pupil

    [line] = office.look(
        office.send(pupils_csv({"upn": child.upn, "preferred_forename": "Adeline"}, more=PREFERRED))
    ).pupils

    assert line.kind == Kind.UNCHANGED


def test_a_blank_preferred_name_takes_none_away(office):
    child = a_pupil(office.school, forename="Adeline", surname="Quill", preferred_forename="Addie").pupil

    office.take(pupils_csv({"upn": child.upn, "preferred_forename": "", "surname": "Quill"}, more=PREFERRED))

    assert names_of(child) == ("Adeline", "Quill", "Addie", "")


def test_a_legal_name_that_would_change_stands_in_a_list_of_its_own_before_the_button(office):
    child = a_pupil(office.school, forename="Adeline", surname="Quill").pupil

    told = page(
        office, office.send(pupils_csv({"upn": child.upn, "forename": "Adelina", "surname": "Quill"}))
    )

    assert "1 pupil would have another legal name. Confirm only what a document shows." in told
    listed = f"{child.upn} Legal forename Adeline Adelina"
    assert told.index(listed) < told.index("Confirm and store")


def test_a_name_that_is_too_long_is_refused_in_the_preferred_column_too(office):
    child = a_pupil(office.school).pupil

    [problem] = office.look(
        office.send(pupils_csv({"upn": child.upn, "preferred_forename": "A" * 101}, more=PREFERRED))
    ).refused

    assert "longer than 100 letters" in problem.problem


def test_a_workbooks_and_a_files_preferred_columns_are_read_alike():
    read = read_people(b"upn;Preferred surname\nA999000000001;Lark\n", name="pupils.csv")

    assert [(each.surname, each.preferred_surname) for each in read.pupils] == [("", "Lark")]
