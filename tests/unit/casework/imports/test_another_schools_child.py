"""A file that brings another school's child adds a stay; what that school wrote stays as it is."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.casework.actions.import_people import import_people
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.queries.import_preview import Preview, import_preview, import_upload
from supportfirst.casework.queries.import_pupils import Change
from supportfirst.casework.store.models import Enrolment, Link, PupilFlag
from tests.factories.people_files import adults_csv, pupils_csv
from tests.factories.site import a_pupil, a_school, an_actor, an_adult

pytestmark = pytest.mark.django_db
KEPT = "not taken: it stays as the other school has it"


class Office:
    """A school that sends files about a child of another school."""

    def __init__(self) -> None:
        self.school, self.other = a_school(), a_school()
        self.actor = an_actor("attendance_officer", self.school)
        self.child = a_pupil(self.other, forename="Ada", surname="Larkspur")
        self.pupil = self.child.pupil
        PupilFlag.objects.create(pupil=self.pupil, name="ehcp")

    def look(self, data: bytes) -> Preview:
        self.upload = keep_people_file(self.actor, self.school.pk, "people.csv", data, date(2026, 11, 20))
        return import_preview(self.school, import_upload(self.school, self.upload), self.actor.today)

    def take(self, data: bytes) -> None:
        seen = self.look(data)
        import_people(self.actor, self.school.pk, self.upload, seen.fingerprint)
        self.pupil.refresh_from_db()

    def left_here(self) -> None:
        days = {"first_day": date(2024, 9, 2), "last_day": date(2025, 7, 22)}
        a_pupil(self.school, pupil=self.pupil, **days)

    def row(self, **more: str) -> dict[str, str]:
        return {"upn": self.pupil.upn, "forename": "Adeline", "surname": "Larkspur", **more}


@pytest.fixture
def office(settings, tmp_path) -> Office:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path, "base_url": None}},
    }
    return Office()


def flags(pupil) -> list[tuple[str, bool]]:
    return list(PupilFlag.objects.filter(pupil=pupil).values_list("name", "holds"))


def test_a_mover_is_enrolled_and_keeps_name_and_flags(office):
    office.take(pupils_csv(office.row(ehcp="no", fsm="yes"), more="ehcp,fsm"))

    assert Enrolment.objects.filter(school=office.school, pupil=office.pupil).exists()
    assert office.pupil.legal_forename == "Ada"
    assert flags(office.pupil) == [("ehcp", True)]


def test_the_preview_says_what_it_does_not_take_and_shows_nothing_of_theirs(office):
    (line,) = office.look(pupils_csv(office.row(fsm="yes"), more="fsm")).pupils

    assert Change("legal forename", "Adeline", KEPT) in line.changes
    assert Change("flag fsm", "set in the file", KEPT) in line.changes
    assert "Ada" not in {word for change in line.changes for word in (change.before, change.after)}


def test_of_a_child_who_left_for_another_school_nothing_is_changed(office):
    office.left_here()

    office.take(pupils_csv(office.row(ehcp="no", leaving_date="2025-07-22"), more="ehcp"))

    assert office.pupil.legal_forename == "Ada"
    assert flags(office.pupil) == [("ehcp", True)]


@pytest.mark.parametrize("once_here", [False, True])
def test_the_parents_of_another_schools_child_are_refused(office, once_here):
    mother = an_adult(office.child, legal_forename="Rosa")
    if once_here:
        office.left_here()
    row = {"parent_id": "p1", "upn": office.pupil.upn, "legal_name": "Rosalind Larkspur", "title": "Ms"}

    preview = office.look(adults_csv(row))

    assert [each.upn for each in preview.adults] == []
    assert "another school's roll" in preview.refused[0].problem
    assert list(Link.objects.values_list("adult", flat=True)) == [mother.pk]


def test_once_the_child_is_on_this_roll_the_file_is_taken(office):
    a_pupil(office.school, pupil=office.pupil)

    office.take(pupils_csv(office.row(ehcp="no"), more="ehcp"))

    assert office.pupil.legal_forename == "Adeline"
    assert flags(office.pupil) == [("ehcp", False)]


def test_a_column_that_sets_no_flag_says_no_of_this_child(office):
    child = a_pupil(office.school)
    data = pupils_csv({"upn": child.pupil.upn}, more="ehcp")

    (line,) = office.look(data).pupils
    office.take(data)

    assert line.changes == (Change("flag ehcp", "not known", "not set"),)
    assert flags(child.pupil) == [("ehcp", False)]
    assert office.look(data).counts["unchanged"] == 1


def test_the_upn_of_a_row_that_was_merged_is_refused_with_the_one_it_has_now(office):
    kept = a_pupil(office.school).pupil
    office.pupil.merged_into = kept
    office.pupil.save()

    preview = office.look(pupils_csv(office.row()))

    assert preview.pupils == ()
    assert kept.upn in preview.refused[0].remedy
