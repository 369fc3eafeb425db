"""Reading files of people: each kind is known, blank says nothing, and nothing is guessed of a parent."""

from __future__ import annotations

from datetime import date

import pytest

from samples.people import upn
from supportfirst.casework.bridge.people_files import read_people
from tests.factories.people_files import CONTACT, adults_csv, pupils_csv, transfer_file

ADA = upn(1, 20, 1)


def test_a_pupils_file_brings_pupils():
    read = read_people(pupils_csv({"upn": ADA, "forename": "Ada", "surname": "Larkspur"}), name="pupils.csv")

    assert [(pupil.upn, pupil.forename) for pupil in read.pupils] == [(ADA, "Ada")]
    assert read.lines == {ADA: 2}
    assert not read.adults


def test_the_three_marks_of_a_parent_are_read_apart():
    row = {"parent_id": "p1", "upn": ADA, "legal_name": "Rosa May Larkspur", "natural_parent": "yes"}
    data = adults_csv(row | {"parental_responsibility": "no"}, more="natural_parent")

    (adult,) = read_people(data, name="parents.csv").adults

    assert (adult.natural_parent, adult.parental_responsibility, adult.day_to_day_care) == (True, False, None)
    assert (adult.forename, adult.surname, adult.line) == ("Rosa May", "Larkspur", 2)


def test_the_sites_own_columns_are_no_unknown_columns():
    row = {"parent_id": "p1", "upn": ADA, "legal_name": "Rosa Larkspur", "address": "4  Mill Race"}
    data = adults_csv(row | {"date_of_birth": "03/09/1985"}, more="address,date_of_birth,shoe_size")

    read = read_people(data, name="parents.csv")

    assert read.unread == ("shoe_size",)
    assert not read.warnings
    assert (read.adults[0].address, read.adults[0].date_of_birth) == ("4 Mill Race", date(1985, 9, 3))


@pytest.mark.parametrize(("column", "cell"), [("date_of_birth", "31/02/1985"), ("natural_parent", "perhaps")])
def test_a_cell_that_can_not_be_read_is_told_with_its_line(column, cell):
    rows = [
        {"parent_id": f"p{number}", "upn": ADA, "legal_name": "Rosa Larkspur", column: text}
        for number, text in enumerate(("", cell))
    ]

    read = read_people(adults_csv(*rows, more=column), name="parents.csv")

    assert [(problem.line, problem.column) for problem in read.problems] == [(3, column)]
    assert read.problems[0].remedy
    assert getattr(read.adults[1], column) is None


def test_a_transfer_file_brings_pupils_and_contacts():
    read = read_people(transfer_file(ADA, contact=CONTACT), name="ctf.xml")

    assert [(pupil.upn, pupil.date_of_birth) for pupil in read.pupils] == [(ADA, date(2016, 10, 4))]
    (adult,) = read.adults
    assert (adult.address, adult.postcode) == ("4 Mill Race, Weirbridge", "ZZ1 4AB")
    assert (adult.telephone, adult.email) == ("07700 900321", "rosa@example.org")
    assert (adult.relationship, adult.parental_responsibility) == ("mother", True)


def test_nobody_is_taken_for_a_natural_parent_by_a_relationship():
    (adult,) = read_people(transfer_file(ADA, contact=CONTACT), name="ctf.xml").adults

    assert (adult.natural_parent, adult.day_to_day_care) == (None, None)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (transfer_file(ADA, prologue='<!DOCTYPE x [<!ENTITY a "b">]>'), "xml-declares"),
        (transfer_file(ADA, prologue='<!DOCTYPE x [<!ENTITY a "b">]>')[:-20], "xml-declares"),
        (transfer_file(ADA)[:-20], "xml-unreadable"),
        (b"<CTfile><Header/></CTfile>", "not-a-transfer-file"),
        (b"one,two\n1,2\n", "heading-missing"),
    ],
)
def test_a_file_that_can_not_be_read_is_a_problem_and_no_error(data, kind):
    read = read_people(data, name="file")

    assert [problem.kind for problem in read.problems] == [kind]
    assert not read.pupils
    assert not read.adults
