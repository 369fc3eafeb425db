"""A Common Transfer File says for which school it is: another's is refused, and where it is silent we ask."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from samples.people import upn
from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.import_people import DestinationNotChecked, confirm_import
from supportfirst.casework.store.models import AuditEvent, Enrolment, Job, Pupil, School, Upload
from tests.factories.people_files import addressed_to, destination, pupils_csv, transfer_file, work
from tests.factories.site import NINE, a_school, a_user
from tests.factories.site_accounts import demo_client
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db
IDA = upn(76, 20, 1)
SOURCE = "<SourceSchool><LEA>321</LEA><Estab>4321</Estab><SchoolName>Elm School</SchoolName></SourceSchool>"
TICK = "I have checked that this file is meant for Oak School"


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)


class Desk:
    """The office of Oak School, with a browser."""

    def __init__(self) -> None:
        self.school: School = a_school(name="Oak School", establishment_number="0417")
        self.officer = a_user("attendance_officer", self.school)
        self.client = demo_client(self.officer)
        self.authority = self.school.authority.number

    def send(self, header: str):
        file = SimpleUploadedFile("ctf.xml", transfer_file(IDA, header=header))
        days = {"starts_on-day": "23", "starts_on-month": "11", "starts_on-year": "2026"}
        return self.client.post(
            f"/imports/{self.school.pk}/", {"file": file, "submission": str(uuid4()), **days}
        )

    def confirm(self, address: str, **sent: str):
        seen = self.client.get(address).context["preview"].fingerprint
        answer = self.client.post(address, {"fingerprint": seen, **sent})
        work()
        return answer


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("authority", "establishment", "says"),
    [
        ("123", "9999", "LA 123, establishment 9999"),
        ("", "9999", "LA not given, establishment 9999"),
        ("123", "", "LA 123, establishment not given"),
        ("ours", "9999", "establishment 9999"),
        ("123", "0417", "LA 123, establishment 0417"),
        ("MMM", "MMMM", "LA MMM, establishment MMMM"),
    ],
)
def test_a_file_for_another_school_is_refused_and_not_kept(desk, authority, establishment, says):
    answer = desk.send(destination(desk.authority if authority == "ours" else authority, establishment))

    assert answer.status_code == 422
    told = words(answer)
    assert f"{says}; this school is Oak School, LA {desk.authority}, establishment 0417." in told
    assert "Send it to the school that it names" in told
    assert not Upload.objects.exists()
    assert not Pupil.objects.exists()


def test_a_file_for_this_school_is_taken_in_without_a_question(desk):
    address = desk.send(addressed_to(desk.school))["Location"]
    assert TICK not in words(desk.client.get(address))

    desk.confirm(address)

    assert Enrolment.objects.get().pupil.upn == IDA


def test_a_leading_nought_more_or_less_is_the_same_school(desk):
    assert desk.send(destination(desk.authority, "417")).status_code == 302


@pytest.mark.parametrize(
    "header",
    [
        "",
        "<DestSchool/>",
        destination("", ""),
        destination("XXX", "XXXX"),
        SOURCE,
        "ours without establishment",
    ],
)
def test_where_the_file_does_not_say_somebody_has_to(desk, header):
    said = destination(desk.authority, "") if header.startswith("ours") else header
    address = desk.send(said)["Location"]
    page = words(desk.client.get(address))
    assert "We cannot tell whether the file is meant for Oak School" in page
    assert TICK in page
    assert ("It says that it comes from Elm School, LA 321, establishment 4321." in page) == (said == SOURCE)

    refused = desk.confirm(address)

    assert refused.status_code == 422
    assert "Ask whoever sent it, and tick that it is for this one" in words(refused)
    assert TICK in words(refused)
    assert not Job.objects.filter(kind="import_people").exists()

    assert desk.confirm(address, ours="on")["Location"] == address
    assert Enrolment.objects.get().pupil.upn == IDA
    assert AuditEvent.objects.get(verb="confirm_import").detail == {"meant_for_us": True}


def test_the_action_itself_asks(desk):
    address = desk.send("")["Location"]
    seen = desk.client.get(address).context["preview"].fingerprint

    with pytest.raises(DestinationNotChecked):
        confirm_import(actor_of(desk.officer, NINE), desk.school.pk, Upload.objects.get().pk, seen)


def test_a_file_that_was_kept_before_is_refused_by_its_preview(desk):
    address = desk.send(addressed_to(desk.school))["Location"]
    seen = desk.client.get(address).context["preview"].fingerprint
    kept = f"people/{desk.school.pk}/{Upload.objects.get().pk}.data"
    default_storage.delete(kept)
    default_storage.save(kept, ContentFile(transfer_file(IDA, header=destination("123", "9999"))))

    page = words(desk.client.get(address))
    assert "The file is addressed to LA 123, establishment 9999" in page
    assert "There is nothing in the file to store" in page
    assert "Larkspur" not in page

    desk.client.post(address, {"fingerprint": seen, "ours": "on"})
    work()
    assert not Pupil.objects.exists()


def test_a_csv_names_no_school_and_nobody_is_asked(desk):
    row = {"upn": IDA, "forename": "Ida", "surname": "Larkspur", "start_date": "2026-09-02"}
    file = SimpleUploadedFile("pupils.csv", pupils_csv(row))
    address = desk.client.post(f"/imports/{desk.school.pk}/", {"file": file, "submission": str(uuid4())})

    page = words(desk.client.get(address["Location"]))

    assert "I have checked" not in page
    assert "cannot tell whether" not in page
