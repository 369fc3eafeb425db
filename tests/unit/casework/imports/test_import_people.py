"""Importing people: a preview first, written once and whole, and never over what somebody has not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from samples.people import upn
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.import_people import confirm_import
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.queries.import_preview import (
    Preview,
    import_preview,
    import_upload,
    missing_addresses,
)
from supportfirst.casework.queries.import_pupils import Change, Kind
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    AuditEvent,
    Enrolment,
    Job,
    Link,
    Marker,
    Pupil,
    PupilFlag,
    School,
)
from tests.factories.people_files import (
    CONTACT,
    addressed_to,
    adults_csv,
    pupils_csv,
    take_in,
    transfer_file,
    work,
)
from tests.factories.site import NINE, a_class, a_pupil, a_school, an_actor, an_adult

pytestmark = pytest.mark.django_db
IDA = {"upn": upn(77, 20, 1), "forename": "Ida", "surname": "Larkspur", "start_date": "2026-09-02"}


class Office:
    """Somebody at a school who sends files, looks and confirms."""

    def __init__(self, role: str = "attendance_officer") -> None:
        self.school: School = a_school()
        self.actor: Actor = an_actor(role, self.school)

    def send(self, data: bytes, name: str = "people.csv", starts_on: date | None = None):
        return keep_people_file(self.actor, self.school.pk, name, data, starts_on)

    def look(self, upload) -> Preview:
        return import_preview(self.school, import_upload(self.school, upload), self.actor.today)

    def confirm(self, upload, fingerprint: str = ""):
        seen = fingerprint or self.look(upload).fingerprint
        return take_in(self.actor, self.school, upload, seen)

    def take(self, data: bytes, name: str = "people.csv", starts_on: date | None = None):
        return self.confirm(self.send(data, name, starts_on))


@pytest.fixture
def office(settings, tmp_path) -> Office:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path, "base_url": None}},
    }
    return Office()


def test_a_preview_writes_nothing(office):
    preview = office.look(office.send(pupils_csv(IDA)))

    assert preview.counts == {"added": 1, "changed": 0, "unchanged": 0, "refused": 0}
    assert not Pupil.objects.exists()


def test_a_new_pupil_comes_with_enrolment_class_and_flags(office):
    row = IDA | {"class": "5A", "year_group": "5", "date_of_birth": "2016-10-04", "fsm": "yes"}

    counts = office.take(pupils_csv(row | {"fsm_from": "2025-09-01"}, more="fsm,fsm_from,fsm_to"))

    assert counts["added"] == 1
    stay = Enrolment.objects.get()
    assert (stay.pupil.name, stay.pupil.date_of_birth) == ("Ida Larkspur", date(2016, 10, 4))
    assert (stay.school, stay.first_day, stay.year_group) == (office.school, date(2026, 9, 2), "5")
    assert (stay.group.name, stay.group.school_year) == ("5A", 2026)
    assert [(flag.name, flag.first_day) for flag in PupilFlag.objects.all()] == [("fsm", date(2025, 9, 1))]


def test_what_a_file_says_again_or_ends_keeps_the_moment_from_which_it_was_known(office):
    row = IDA | {"fsm": "yes", "fsm_from": "2025-09-01"}
    office.take(pupils_csv(row, more="fsm,fsm_from,fsm_to"))
    first = office.actor.at
    office.actor = replace(office.actor, at=first + timedelta(minutes=5))

    office.take(pupils_csv(row | {"forename": "Idabel"}, more="fsm,fsm_from,fsm_to"))
    again = PupilFlag.objects.get()
    office.take(pupils_csv(row | {"fsm_to": "2026-07-20"}, more="fsm,fsm_from,fsm_to"))
    ended = PupilFlag.objects.get()

    assert (again.recorded_at, again.ended_at) == (first, None)
    assert (ended.recorded_at, ended.ended_at) == (first, office.actor.at)
    assert ended.last_day == date(2026, 7, 20)


def test_a_change_shows_before_and_after(office):
    child = a_pupil(office.school, a_class(office.school, name="5A"), forename="Ada", surname="Larkspur")
    row = {"upn": child.pupil.upn, "forename": "Ada", "surname": "Winterbottom", "class": "5B"}

    preview = office.look(office.send(pupils_csv(row)))

    (line,) = preview.of_kind(Kind.CHANGED)
    assert line.changes == (
        Change("legal surname", "Larkspur", "Winterbottom"),
        Change("class", "5A", "5B"),
    )


def test_what_the_file_leaves_blank_stays_as_it_is(office):
    child = a_pupil(office.school, a_class(office.school, name="5A"), forename="Ada", surname="Larkspur")

    preview = office.look(office.send(pupils_csv({"upn": child.pupil.upn})))

    assert preview.counts["unchanged"] == 1


def test_the_same_file_again_changes_nothing(office):
    data = pupils_csv(IDA | {"class": "5A"}, {**IDA, "upn": upn(77, 20, 2), "class": "5a"})
    office.take(data)

    assert office.look(office.send(data)).counts == {"added": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_a_leaving_date_ends_the_enrolment_that_is_there(office):
    child = a_pupil(office.school, first_day=date(2025, 9, 2))
    row = {"upn": child.pupil.upn, "start_date": "2025-09-02", "leaving_date": "2026-12-18"}

    office.take(pupils_csv(row))

    assert Enrolment.objects.get().last_day == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"start_date": ""}, "nothing says when"),
        ({"surname": ""}, "forename and a surname"),
        ({"upn": "ADA"}, "letter, eleven digits"),
        ({"surname": "x" * 101}, "longer than 100"),
        ({"class": "x" * 41}, "too long"),
    ],
)
def test_a_pupil_who_can_not_be_used_is_refused_with_what_to_do(office, change, what):
    preview = office.look(office.send(pupils_csv(IDA | change)))

    (problem,) = preview.refused
    assert what in problem.problem
    assert problem.remedy
    assert not preview.lines


def test_the_sample_site_refuses_a_pupil_who_could_be_real(office, settings):
    data = pupils_csv(IDA | {"upn": "A801200001001"})

    assert "sample site" in office.look(office.send(data)).refused[0].problem
    settings.DEMO = False
    assert office.look(office.send(data)).counts["added"] == 1


def test_a_refused_row_has_its_line(office):
    preview = office.look(office.send(pupils_csv(IDA, {**IDA, "upn": upn(77, 20, 2), "start_date": ""})))

    assert [problem.line for problem in preview.refused] == [3]


def test_the_names_of_another_schools_pupil_are_neither_shown_nor_changed(office):
    child = a_pupil(a_school(), forename="Hidden", surname="Elsewhere").pupil
    upload = office.send(pupils_csv(IDA | {"upn": child.upn}))

    (line,) = office.look(upload).lines
    office.confirm(upload)

    assert "Hidden" not in repr(line)
    child.refresh_from_db()
    assert child.legal_forename == "Hidden"
    assert child.enrolments.filter(school=office.school).exists()


def test_a_second_confirmation_writes_nothing_more(office):
    upload = office.send(pupils_csv(IDA))
    seen = office.look(upload).fingerprint

    first = office.confirm(upload, seen)
    trail = AuditEvent.objects.count()

    assert office.confirm(upload, seen) == first
    assert (Pupil.objects.count(), AuditEvent.objects.count()) == (1, trail)


def test_a_stale_preview_writes_nothing_and_brings_a_new_one(office):
    child = a_pupil(office.school, surname="Larkspur")
    upload = office.send(pupils_csv({"upn": child.pupil.upn, "surname": "Winterbottom"}, IDA))
    seen = office.look(upload).fingerprint
    Pupil.objects.filter(pk=child.pupil_id).update(legal_surname="Mossop")

    answer = office.confirm(upload, seen)

    assert answer == {"changed": True}
    assert office.look(upload).of_kind(Kind.CHANGED)[0].changes[0].before == "Mossop"
    assert Pupil.objects.count() == 1


def test_an_import_is_whole_or_not_at_all(office, monkeypatch):
    upload = office.send(pupils_csv(IDA))
    seen = office.look(upload).fingerprint

    def full(*_args, **_more):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("supportfirst.casework.actions.import_people.ask_reassessment", full)
        assert office.confirm(upload, seen) == {}
    assert not Pupil.objects.exists()
    assert not AuditEvent.objects.filter(verb="import_pupil").exists()

    work(NINE + timedelta(hours=1))
    assert Pupil.objects.count() == 1


def test_the_trail_tells_of_each_child_and_names_none(office):
    office.take(pupils_csv(IDA))

    events = {event.verb: event for event in AuditEvent.objects.all()}
    assert events["import_people"].detail["counts"]["added"] == 1
    assert events["import_pupil"].pupil == Pupil.objects.get()
    assert "Ida" not in repr([event.detail for event in events.values()])


def test_whom_it_changed_is_assessed_again(office):
    office.take(pupils_csv(IDA))

    assert Job.objects.get(kind="assess_school").about == {"enrolments": [Enrolment.objects.get().pk]}


@pytest.mark.parametrize("role", ["attendance_officer", "attendance_lead", "administrator", "head"])
def test_those_who_run_the_office_may_import(office, role):
    office.actor = an_actor(role, office.school)

    assert office.take(pupils_csv(IDA))["added"] == 1


@pytest.mark.parametrize("role", ["teacher", "pastoral", "governor", "analyst", "senco", "dsl"])
def test_nobody_else_may(office, role):
    upload = office.send(pupils_csv(IDA))
    office.actor = an_actor(role, office.school)

    with pytest.raises(NotThere):
        office.send(pupils_csv(IDA))
    with pytest.raises(NotThere):
        office.confirm(upload, "whatever")


def test_another_schools_file_is_not_there(office):
    upload = office.send(pupils_csv(IDA))
    other = Office()

    with pytest.raises(NotThere):
        confirm_import(other.actor, other.school.pk, upload, "whatever")
    with pytest.raises(NotThere):
        confirm_import(office.actor, office.school.pk, uuid4(), "whatever")


def an_adults_row(child: Enrolment, **more: str) -> dict[str, str]:
    return {"parent_id": "p1", "upn": child.pupil.upn, "legal_name": "Rosa Larkspur", **more}


def test_natural_parent_responsibility_and_care_are_separate_marks_of_each_child(office):
    one, two = a_pupil(office.school), a_pupil(office.school)
    rows = (
        an_adults_row(one, natural_parent="yes", parental_responsibility="no", day_to_day_care="yes"),
        an_adults_row(two, natural_parent="no", parental_responsibility="yes"),
    )

    office.take(adults_csv(*rows, more="natural_parent"))

    assert Adult.objects.count() == 1
    marks = {
        link.pupil_id: (link.natural_parent, link.parental_responsibility, link.day_to_day_care)
        for link in Link.objects.all()
    }
    assert marks == {one.pupil_id: (True, False, True), two.pupil_id: (False, True, None)}


def test_a_new_address_closes_the_old_one_and_keeps_it(office):
    child = a_pupil(office.school)
    mother = an_adult(child, legal_forename="Rosa", legal_surname="Larkspur", address="1 Quarry Bank")
    upload = office.send(adults_csv(an_adults_row(child, address="4 Mill Race"), more="address"))

    assert Change("address", "1 Quarry Bank", "4 Mill Race") in office.look(upload).lines[0].changes
    office.confirm(upload)

    held = {each.value: each.last_day for each in AdultContact.objects.filter(adult=mother, kind="address")}
    assert held == {"1 Quarry Bank": date(2026, 11, 19), "4 Mill Race": None}


def test_an_adult_of_that_name_is_not_doubled(office):
    child = a_pupil(office.school)
    an_adult(child, legal_forename="Rosa", legal_surname="LARKSPUR")

    office.take(adults_csv(an_adults_row(child, language="Polish")))

    assert Adult.objects.get().language == "Polish"


def test_a_confidential_address_is_not_shown_and_the_marker_is_never_lifted(office):
    child = a_pupil(office.school)
    an_adult(child, legal_forename="Rosa", legal_surname="Larkspur", address="1 Quarry Bank")
    office.take(adults_csv(an_adults_row(child, address_confidential="yes")))
    assert Marker.objects.get().kind == "confidential_address"

    row = an_adults_row(child, address="4 Mill Race", address_confidential="no")
    upload = office.send(adults_csv(row, more="address"))
    preview = office.look(upload)
    office.confirm(upload)

    assert "Quarry" not in repr(preview)
    assert Marker.objects.get().last_day is None


def test_an_adult_of_a_child_who_left_is_refused(office):
    child = a_pupil(office.school, last_day=date(2026, 7, 21))
    an_adult(child, legal_forename="Rosa", legal_surname="Larkspur", address="1 Quarry Bank")

    preview = office.look(
        office.send(adults_csv(an_adults_row(child, address="2 Mill Race"), more="address"))
    )

    assert not preview.lines
    assert "roll" in preview.refused[0].problem
    assert "Quarry" not in repr(preview)


@pytest.mark.parametrize("mark", ["parental_responsibility", "day_to_day_care"])
def test_a_missing_address_is_flagged_and_a_missing_birth_date_is_not(office, mark):
    child = a_pupil(office.school)
    with_one = an_adults_row(child, **{mark: "yes"}, address="4 Mill Race")
    without = an_adults_row(child, **{mark: "yes"}, parent_id="p2", legal_name="Sam Larkspur")
    neither = an_adults_row(child, parent_id="p3", legal_name="Kit Larkspur")
    upload = office.send(adults_csv(with_one, without, neither, more="address,date_of_birth"))

    lacking = office.look(upload).lacking
    office.confirm(upload)

    assert [line.who for line in lacking] == ["Sam Larkspur"]
    missing = missing_addresses(office.school, office.actor.today)
    assert [each.adult for each in missing] == ["Sam Larkspur"]
    assert not Adult.objects.exclude(date_of_birth=None).exists()


def test_a_former_address_is_no_address(office):
    child = a_pupil(office.school)
    adult = an_adult(child)
    assert missing_addresses(office.school, office.actor.today) == []

    AdultContact.objects.filter(adult=adult, kind="address").update(last_day=date(2026, 11, 19))

    assert len(missing_addresses(office.school, office.actor.today)) == 1


def test_a_transfer_file_brings_a_child_with_their_mother(office):
    sent = transfer_file(IDA["upn"], contact=CONTACT, header=addressed_to(office.school))

    counts = office.take(sent, name="ctf.xml", starts_on=date(2026, 11, 23))

    assert counts == {"added": 2, "changed": 0, "unchanged": 0, "refused": 0}
    link = Link.objects.get()
    assert (link.adult.name, link.parental_responsibility) == ("Ms Rosa Larkspur", True)
    assert Enrolment.objects.get().first_day == date(2026, 11, 23)


def test_a_preview_asks_few_questions_however_long_the_file(office, django_assert_max_num_queries):
    def ask(count: int) -> int:
        rows = [IDA | {"upn": upn(78, 20, number)} for number in range(count)]
        upload = office.send(pupils_csv(*rows))
        with django_assert_max_num_queries(8) as asked:
            office.look(upload)
        return len(asked)

    assert ask(2) == ask(40)
