"""A file that brings another school's child adds a stay; what that school wrote stays as it is."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.queries.import_preview import Preview, import_preview, import_upload
from supportfirst.casework.queries.import_pupils import Change
from supportfirst.casework.store.models import AuditEvent, Enrolment, Job, Link, Marker, PupilFlag, Task
from supportfirst.casework.web import middleware
from tests.factories.people_files import adults_csv, pupils_csv, take_in
from tests.factories.site import NINE, a_pupil, a_school, a_user, an_actor, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import put_marks

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
        take_in(self.actor, self.school, self.upload, seen.fingerprint)
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


def told(school) -> list[tuple]:
    """The lines of a school's trail that came of another's file."""
    lines = AuditEvent.objects.filter(school=school, verb__in=("import_pupil", "import_adult"))
    return list(lines.values_list("verb", "pupil"))


def test_the_school_whose_child_is_taken_has_a_line_and_is_asked_whether_it_is_right(office):
    office.take(f"upn,start_date\n{office.pupil.upn},2026-11-20\n".encode())

    assert told(office.other) == [("import_pupil", office.pupil.pk)]
    (task,) = Task.objects.filter(school=office.other)
    assert (task.pupil, task.for_role, task.kind) == (office.pupil, "attendance_officer", "another_roll")
    assert "Another school has taken this child onto its roll" in task.why


class Taken:
    """The office took the child of the other school by a file of one line; away today, without a reason."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.mother = an_adult(office.child, legal_forename="Rosamund", telephone="01632 960777")
        office.take(f"upn,start_date\n{office.pupil.upn},2026-11-16\n".encode())
        self.stay = Enrolment.objects.get(school=office.school, pupil=office.pupil)
        put_marks(self.stay, {date(2026, 11, 20): "NN"})

    def shown(self, school=None) -> dict[str, str]:
        school = school or self.office.school
        client = demo_client(a_user("attendance_officer", school))
        of_child = ("pupil", "pupil-markers", "pupil-parents-see", "first-contact", "door-out")
        pages = {name: reverse(name, args=[school.pk, self.office.pupil.pk]) for name in of_child}
        pages |= {name: reverse(name, args=[school.pk]) for name in ("morning", "old-contacts")}
        answers = {name: client.get(place) for name, place in pages.items()}
        return {name: each.content.decode() for name, each in answers.items() if each.status_code == 200}

    def seen(self, school=None) -> set[str]:
        """The pages that name the mother or tell how to reach her."""
        return {name for name, text in self.shown(school).items() if "Rosamund" in text or "960777" in text}


@pytest.fixture
def taken(office, monkeypatch) -> Taken:
    monkeypatch.setattr(middleware, "now", lambda: NINE)
    return Taken(office)


def test_the_new_school_sees_the_child_and_nothing_of_the_family(taken):
    pages = taken.shown()

    assert "Ada" in pages["pupil"]
    assert "Ada" in pages["morning"]
    assert taken.seen() == set()


def test_the_school_that_had_the_child_sees_the_family_as_before(taken):
    assert {"pupil", "pupil-markers", "old-contacts", "door-out"} <= taken.seen(taken.office.other)


@pytest.mark.parametrize("how", ["the stay has ended", "the task is closed"])
def test_the_new_school_sees_the_family_once_the_child_is_theirs(taken, how):
    if how == "the task is closed":
        Task.objects.update(done_at=NINE)
    else:
        Enrolment.objects.filter(pk=taken.office.child.pk).update(last_day=date(2026, 11, 19))

    assert {"pupil", "pupil-markers", "morning", "first-contact"} <= taken.seen()


def test_a_file_of_parents_is_refused_until_then(taken):
    row = {
        "parent_id": "p1",
        "upn": taken.office.pupil.upn,
        "legal_name": f"Rosamund {taken.mother.legal_surname}",
    }

    preview = taken.office.look(adults_csv({**row, "telephone": "01632 960111"}, more="telephone"))

    assert preview.adults == ()
    assert "960777" not in str(preview)


def test_a_child_whom_no_other_school_has_any_more_is_a_task_of_nobody(office):
    office.child.last_day = date(2026, 11, 13)
    office.child.save()

    office.take(pupils_csv(office.row()))

    assert not Task.objects.exists()
    assert told(office.other) == []


def test_a_changed_parent_is_told_at_the_school_of_the_brother_who_is_assessed_again(office):
    here = a_pupil(office.school, forename="Bea", surname="Larkspur")
    mother = an_adult(office.child, legal_forename="Rosa", legal_surname="Larkspur")
    an_adult(here, adult=mother)
    row = {"parent_id": "p1", "upn": here.pupil.upn, "legal_name": "Rosa Larkspur", "title": "Ms"}

    office.take(adults_csv(row))

    assert told(office.other) == [("import_adult", office.pupil.pk)]
    again = {each for job in Job.objects.filter(kind="assess_school") for each in job.about["enrolments"]}
    assert again == {here.pk, office.child.pk}


def test_a_marker_that_a_file_sets_keeps_its_school(office):
    here = a_pupil(office.school)
    row = {"parent_id": "p1", "upn": here.pupil.upn, "legal_name": "Rosa Vane", "address_confidential": "yes"}

    office.take(adults_csv({**row, "address": "1 Elm Way"}, more="address"))

    assert Marker.objects.get().school == office.school
