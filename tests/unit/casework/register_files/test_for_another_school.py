"""A Common Transfer File of attendance that is addressed to another school is refused, and not kept."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from supportfirst.casework.actions.watch_registers import watch_registers
from supportfirst.casework.store.models import RegisterDocument, Upload
from tests.factories.people_files import addressed_to, destination
from tests.factories.register_files import address_of, attendance_transfer, send, take_in, work
from tests.factories.site import NINE
from tests.factories.site_registers import FRIDAY, words_of

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)


@pytest.fixture
def transfer(held):
    """`transfer(header)`: a Thursday's attendance of one pupil."""
    return lambda header: attendance_transfer(held.pupils[0], THURSDAY, "/\\", header=header)


def test_a_file_that_names_another_school_is_refused_and_not_kept(client, school, transfer):
    answer = send(client, school, transfer(destination("123", "9999")), "week.xml")

    assert answer.status_code == 422
    told = words_of(answer)
    ours = f"LA {school.authority.number}, establishment {school.establishment_number}"
    expected = f"The file is addressed to LA 123, establishment 9999; this school is {school.name}, {ours}."
    assert expected in told
    assert "Send it to the school that it names, or ask its sender for one addressed to this school." in told
    assert not Upload.objects.exists()


def test_a_file_for_this_school_is_read_and_taken_in(client, school, transfer, officer):
    address = send(client, school, transfer(addressed_to(school)), "week.xml")["Location"]
    work()

    assert "2 marks would be new" in words_of(client.get(address))
    take_in(officer, Upload.objects.get())
    assert RegisterDocument.objects.count() == 2


@pytest.mark.parametrize("header", ["", "<DestSchool/>", destination("XXX", "XXXX"), "damaged"])
def test_a_file_that_names_nobody_is_read(client, school, transfer, header):
    data = transfer(header).removesuffix(b"</CTfile>") if header == "damaged" else transfer(header)

    assert send(client, school, data, "week.xml").status_code == 302

    work()
    told = words_of(client.get(address_of(Upload.objects.get(), school)))
    assert ("damaged or cut short" in told) == (header == "damaged")


def test_in_the_watched_folder_it_is_put_aside_with_the_reason(school, transfer, tmp_path):
    folder = tmp_path / school.urn
    folder.mkdir()
    path = folder / "week.xml"
    path.write_bytes(transfer(destination("123", "9999")))
    minute_ago = (NINE - timedelta(minutes=1)).timestamp()
    os.utime(path, (minute_ago, minute_ago))

    assert dict(watch_registers(tmp_path, NINE)) == {"refused": 1}

    assert "addressed to LA 123, establishment 9999" in (folder / "refused" / "week.xml.txt").read_text()
    assert not Upload.objects.exists()
