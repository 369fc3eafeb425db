"""The pages of an import: send, look, confirm; each says what to do next, and none is another school's."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samples.people import upn
from supportfirst.casework.store.models import Adult, Job, Membership, Pupil, Upload
from tests.factories.people_files import adults_csv, pupils_csv, work
from tests.factories.site import NINE, a_pupil, a_school, a_user
from tests.factories.site_accounts import demo_client

pytestmark = pytest.mark.django_db
IDA = {"upn": upn(79, 20, 1), "forename": "Ida", "surname": "Larkspur", "start_date": "2026-09-02"}


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def client(school):
    return demo_client(a_user("attendance_officer", school))


def sent(client, school, data: bytes, name: str = "pupils.csv", **more: str):
    held = {"file": SimpleUploadedFile(name, data), "submission": uuid4(), **more}
    return client.post(f"/imports/{school.pk}/", held)


def preview_of(client, school, data: bytes) -> tuple[str, str]:
    """The address of a preview and its fingerprint."""
    address = sent(client, school, data)["Location"]
    return address, client.get(address).context["preview"].fingerprint


def confirmed(client, address: str, fingerprint: str):
    """The page after the worker has taken the file in."""
    assert client.post(address, {"fingerprint": fingerprint})["Location"] == address
    work()
    return client.get(address, follow=True)


def test_whoever_has_one_school_goes_straight_there(client, school):
    assert client.get("/imports/")["Location"] == f"/imports/{school.pk}/"


def test_whoever_has_several_chooses(school):
    other = a_school(authority=school.authority)
    client = demo_client(a_user("administrator", authority=school.authority))

    page = client.get("/imports/").content.decode()

    assert f"/imports/{school.pk}/" in page
    assert other.name in page


def test_a_file_is_sent_looked_at_and_stored(client, school):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))
    assert not Pupil.objects.exists()

    answer = confirmed(client, address, fingerprint)

    assert answer.redirect_chain == [(f"{address}done", 302)]
    assert "1 added, 0 changed" in answer.content.decode()
    assert Pupil.objects.get().upn == IDA["upn"]


def test_the_preview_shows_before_and_after_and_what_can_not_be_used(client, school):
    child = a_pupil(school, surname="Mossop")
    rows = ({"upn": child.pupil.upn, "surname": "Quarmby"}, IDA, {**IDA, "upn": "nobody"})

    page = client.get(sent(client, school, pupils_csv(*rows))["Location"]).content.decode()

    assert "Legal surname: Mossop → Quarmby" in page
    assert "Ida Larkspur" in page
    assert "1 would be added, 1 changed, 0 stay as they are; 1 can’t be used" in page
    assert "Put the UPN right" in page


def test_a_file_with_nothing_new_has_nothing_to_confirm(client, school):
    child = a_pupil(school)

    page = client.get(sent(client, school, pupils_csv({"upn": child.pupil.upn}))["Location"])

    assert "There is nothing in the file to store" in page.content.decode()
    assert "Confirm and store" not in page.content.decode()


def test_a_double_click_is_answered_as_the_first_was(client, school):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))

    answers = [client.post(address, {"fingerprint": fingerprint}) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {address}
    assert Job.objects.count() == 1
    work()
    assert client.post(address, {"fingerprint": fingerprint})["Location"] == address
    assert client.get(address)["Location"] == f"{address}done"
    assert Job.objects.filter(kind="import_people").count() == 1


def test_a_file_sent_by_a_double_click_is_kept_once(client, school):
    once = str(uuid4())

    places = {sent(client, school, pupils_csv(IDA), submission=once)["Location"] for _ in range(2)}

    assert len(places) == 1
    assert Upload.objects.count() == 1


def test_until_the_worker_came_the_page_says_so_and_nothing_is_stored(client, school):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))

    page = client.post(address, {"fingerprint": fingerprint}, follow=True).content.decode()

    assert "being taken in" in page
    assert "It waits for its turn" in page
    assert "Confirm and store" not in page
    assert not Pupil.objects.exists()
    assert "Being taken in" in client.get(f"/imports/{school.pk}/").content.decode()


def test_whoever_asked_may_end_it_before_its_turn_and_nothing_is_stored(client, school):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))
    client.post(address, {"fingerprint": fingerprint})
    job = Job.objects.get()
    assert f"/jobs/{job.pk}/" in client.get(address).content.decode()

    client.post(f"/jobs/{job.pk}/cancel/")
    work()

    assert not Pupil.objects.exists()
    page = client.get(address).content.decode()
    assert "somebody cancelled it" in page
    assert "Confirm and store" in page
    assert "1 added" in confirmed(client, address, fingerprint).content.decode()


def test_whoever_lost_the_right_before_its_turn_imports_nothing(client, school):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))
    client.post(address, {"fingerprint": fingerprint})
    Membership.objects.update(last_day=date(2026, 11, 19))

    work()

    assert not Pupil.objects.exists()
    head = demo_client(a_user("head", school))
    assert "may import nothing here any more" in head.get(address).content.decode()


def test_the_list_of_files_says_what_became_of_each(client, school):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))
    assert "Waits for you to confirm" in client.get(f"/imports/{school.pk}/").content.decode()

    confirmed(client, address, fingerprint)

    page = client.get(f"/imports/{school.pk}/").content.decode()
    assert "Taken in" in page
    assert address in page


def test_a_file_that_was_deleted_unconfirmed_can_not_be_taken_in(client, school):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))
    Upload.objects.update(removed_at=NINE)

    answer = client.post(address, {"fingerprint": fingerprint})

    assert "was deleted when its time was over" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_stale_preview_says_so_and_shows_how_it_is_now(client, school):
    child = a_pupil(school, surname="Mossop")
    address, fingerprint = preview_of(
        client, school, pupils_csv({"upn": child.pupil.upn, "surname": "Quarmby"})
    )
    Pupil.objects.update(legal_surname="Yarwood")

    answer = confirmed(client, address, fingerprint)

    assert "Records changed since you looked" in answer.content.decode()
    assert "Yarwood → Quarmby" in answer.content.decode()
    now = answer.context["preview"].fingerprint
    assert "0 added, 1 changed" in confirmed(client, address, now).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("pupils.pdf", b"%PDF-1.7", "must be a CSV"),
        ("pupils.csv", b"\x89PNG\r\n\x1a\n" + b"x" * 60, "something else"),
        ("pupils.csv", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_wrong_file_is_told_at_its_field(client, school, name, data, why):
    answer = sent(client, school, data, name)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert 'href="#id_file"' in answer.content.decode()


def test_no_file_at_all_is_told_too(client, school):
    answer = client.post(f"/imports/{school.pk}/", {})

    assert answer.status_code == 422
    assert "Choose a file" in answer.content.decode()


def test_what_a_file_holds_is_text_and_never_markup(client, school):
    row = IDA | {"surname": "<script>alert(1)</script>"}

    page = client.get(sent(client, school, pupils_csv(row))["Location"]).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_adult_without_an_address_is_flagged_on_both_pages(client, school):
    child = a_pupil(school, forename="Ada", surname="Larkspur")
    row = {"parent_id": "p", "upn": child.pupil.upn, "legal_name": "Sam Larkspur", "day_to_day_care": "yes"}
    address, fingerprint = preview_of(client, school, adults_csv(row))
    assert "would have no address" in client.get(address).content.decode()

    page = confirmed(client, address, fingerprint).content.decode()

    assert "Adults without an address" in page
    assert "Sam Larkspur" in page
    assert "birth" not in page


@pytest.mark.requirement("HAL-182")
@pytest.mark.parametrize("mark", ["parental_responsibility", "day_to_day_care"])
def test_each_adult_has_address_contacts_and_birth_date_of_which_only_the_address_is_missed(
    client, school, mark
):
    child = a_pupil(school, forename="Ada", surname="Larkspur")
    row = {"upn": child.pupil.upn, mark: "yes", "telephone": "07700 900123", "email": "one@example.org"}
    whole = {"parent_id": "1", "legal_name": "Rosa Larkspur", "address": "4 Mill Race", **row}
    unborn = {"parent_id": "2", "legal_name": "Kit Larkspur", "address": "4 Mill Race", **row}
    homeless = {"parent_id": "3", "legal_name": "Sam Larkspur", "date_of_birth": "1985-03-09", **row}
    data = adults_csv(
        whole | {"date_of_birth": "1984-02-29"},
        unborn,
        homeless,
        more="address,telephone,email,date_of_birth",
    )
    address, fingerprint = preview_of(client, school, data)

    answer = confirmed(client, address, fingerprint)

    rosa = Adult.objects.get(legal_forename="Rosa")
    assert rosa.date_of_birth == date(1984, 2, 29)
    assert {(each.kind, each.value) for each in rosa.contacts.all()} == {
        ("address", "4 Mill Race"),
        ("telephone", "07700 900123"),
        ("email", "one@example.org"),
    }
    for page in (answer, client.get(f"/imports/{school.pk}/")):
        assert [each.adult for each in page.context["missing"]] == ["Sam Larkspur"]
        assert "Sam Larkspur" in page.content.decode()
        assert "Kit Larkspur" not in page.content.decode()


@pytest.mark.parametrize("role", ["teacher", "pastoral", "governor", "dsl"])
def test_whoever_may_not_import_finds_no_page(client, school, role):
    address, fingerprint = preview_of(client, school, pupils_csv(IDA))
    other = demo_client(a_user(role, school))

    assert other.get("/imports/").status_code == 404
    assert other.get(f"/imports/{school.pk}/").status_code == 404
    assert other.get(address).status_code == 404
    assert other.post(address, {"fingerprint": fingerprint}).status_code == 404
    assert not Pupil.objects.exists()


def test_the_head_of_another_school_finds_no_page(client, school):
    address, _ = preview_of(client, school, pupils_csv(IDA))
    other = demo_client(a_user("head", a_school()))

    assert other.get(address).status_code == 404
    assert sent(other, school, pupils_csv(IDA)).status_code == 404
