"""What a file of people would lose or muddle is said before anything is stored: columns that nothing reads, a
file of parents sent as pupils, likely doubles, and first days that can't be meant."""

from __future__ import annotations

from datetime import date

import pytest

from samples.people import upn
from supportfirst.casework.store.models import Pupil
from tests.factories.people_files import adults_csv, pupils_csv
from tests.factories.site import NINE, a_pupil, a_school, a_user
from tests.factories.site_accounts import demo_client
from tests.unit.casework.imports.test_import_pages import IDA, confirmed, sent

pytestmark = pytest.mark.django_db
BORN = "2016-10-04"
FAR = {"starts_on-day": "1", "starts_on-month": "9", "starts_on-year": "2030"}
SIGNED = {"upn": upn(79, 20, 2), "forename": "Ida", "surname": "Larkspur", "date_of_birth": BORN}


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def client(school):
    return demo_client(a_user("attendance_officer", school))


def previewed(client, school, data: bytes):
    return client.get(sent(client, school, data)["Location"])


def warned(answer) -> list[str]:
    return [problem.problem for problem in answer.context["preview"].warnings]


def test_every_column_of_pupils_that_is_not_used_is_named_before_anything_is_stored(client, school):
    row = IDA | {"medical notes": "asthma", "telephone": "07700 900123", "gender": "F"}

    answer = previewed(client, school, pupils_csv(row, more="medical notes,telephone,gender,fsm"))

    assert answer.context["preview"].unread == ("medical notes", "telephone", "gender")
    page = answer.content.decode()
    assert "<strong>Not read:</strong> medical notes, telephone, gender." in page
    assert page.index("Not read:") < page.index("Confirm and store")


def test_a_column_without_a_heading_is_told_by_its_number_where_it_holds_something(client, school):
    data = f"upn,,forename,surname,start_date,\n{IDA['upn']},asthma,Ida,Larkspur,2026-09-02,\n".encode()

    answer = previewed(client, school, data)

    assert answer.context["preview"].unread == ("column 2, which has no heading",)


def test_of_a_file_of_parents_unread_and_doubled_columns_are_named_too(client, school):
    child = a_pupil(school)
    row = {"parent_id": "p", "upn": child.pupil.upn, "legal_name": "Rosa Larkspur", "telephone": "1"}
    data = adults_csv(row, more="telephone,shoe size,Telephone")

    answer = previewed(client, school, data)

    assert "<strong>Not read:</strong> shoe size, Telephone." in answer.content.decode()
    assert len(answer.context["preview"].adults) == 1


def test_a_file_whose_columns_are_all_used_says_nothing_of_unread_ones(client, school):
    assert "Not read:" not in previewed(client, school, pupils_csv(IDA)).content.decode()


@pytest.mark.parametrize("heading", ["relationship", "Parental Responsibility", "Relationship to pupil"])
def test_a_file_of_parents_sent_as_pupils_renames_no_child(client, school, heading):
    child = a_pupil(school, forename="Perpetua", surname="Larkspur")
    data = f"pupil upn,{heading},title,surname,forename,telephone\n{child.pupil.upn},x,Ms,Larkspur,Quilla,1\n"

    answer = previewed(client, school, data.encode())

    page = answer.content.decode()
    assert not answer.context["preview"].lines
    assert f"seems to be a file of parents, since it has “{heading}”" in page
    assert "parent_id" in page
    assert "Quilla" not in page
    assert "Confirm and store" not in page
    assert Pupil.objects.get().legal_forename == "Perpetua"


def test_one_child_under_two_upns_in_a_file_is_named_as_a_likely_double(client, school):
    file = pupils_csv(
        IDA | {"date_of_birth": BORN}, SIGNED | {"surname": "LARKSPUR", "start_date": "2026-09-02"}
    )

    answer = previewed(client, school, file)

    (warning,) = answer.context["preview"].warnings
    assert (warning.line, warning.value) == (3, SIGNED["upn"])
    page = answer.content.decode()
    assert f"the name and the birth date of {IDA['upn']}, further up in this file" in page
    assert page.index("one child with two UPNs") < page.index("Confirm and store")


def test_a_child_whom_the_school_has_under_another_upn_is_named_as_a_likely_double(client, school):
    child = a_pupil(school, forename="Ida", surname="Larkspur", date_of_birth=date.fromisoformat(BORN))

    answer = previewed(client, school, pupils_csv(SIGNED | {"start_date": "2026-09-02"}))

    assert f"{child.pupil.upn}, who is in the records of this school" in " ".join(warned(answer))


@pytest.mark.parametrize("other", [{"date_of_birth": "2016-10-05"}, {"forename": "Ivy"}])
def test_another_name_or_birth_date_is_no_double(client, school, other):
    a_pupil(school, forename="Ida", surname="Larkspur", date_of_birth=date.fromisoformat(BORN))

    assert not warned(previewed(client, school, pupils_csv(SIGNED | {"start_date": "2026-09-02"} | other)))


def test_of_another_schools_child_no_likeness_is_told(client, school):
    a_pupil(a_school(), forename="Ida", surname="Larkspur", date_of_birth=date.fromisoformat(BORN))

    assert not warned(previewed(client, school, pupils_csv(SIGNED | {"start_date": "2026-09-02"})))


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2030-09-02", "the first day, 2 September 2030, is later than the next school year"),
        ("2016-09-02", "the first day, 2 September 2016, is before the birth date, 4 October 2016"),
    ],
)
def test_a_first_day_that_can_not_be_meant_is_warned_of(client, school, start, why):
    answer = previewed(client, school, pupils_csv(SIGNED | {"start_date": start}))

    assert warned(answer) == [why]
    assert why in answer.content.decode()


@pytest.mark.parametrize("start", ["2026-09-02", "2027-09-01"])
def test_a_first_day_of_this_school_year_or_the_next_is_not(client, school, start):
    assert not warned(previewed(client, school, pupils_csv(SIGNED | {"start_date": start})))


def test_the_first_day_of_the_form_is_looked_at_too(client, school):
    address = sent(client, school, pupils_csv(SIGNED), **FAR)

    assert "later than the next school year" in " ".join(warned(client.get(address["Location"])))


def test_a_double_that_appeared_since_is_shown_before_anything_is_stored(client, school):
    child = a_pupil(school, forename="Ida", surname="Larkspur", date_of_birth=date(2016, 1, 1))
    address = sent(client, school, pupils_csv(SIGNED | {"start_date": "2026-09-02"}))["Location"]
    fingerprint = client.get(address).context["preview"].fingerprint
    Pupil.objects.update(date_of_birth=BORN)

    page = confirmed(client, address, fingerprint).content.decode()

    assert "Records changed since you looked" in page
    assert child.pupil.upn in page
