"""The pages of a file of registers: send, wait, look, confirm; broken files are told in words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from supportfirst.casework.actions.keep_register_file import MOST_BYTES
from supportfirst.casework.store.models import AuditEvent, Job, JobState, RegisterDocument, Upload
from tests.factories.register_files import address_of, long_csv, send, work, workbook
from tests.factories.site import NINE, a_pupil, a_school
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import FRIDAY, form_of, submit, words_of

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)


def test_a_file_is_sent_read_looked_at_confirmed_and_taken_in(client, held, school):
    submit(held, "N", day=THURSDAY)
    ada, bela, *_ = held.pupils
    data = long_csv((ada, THURSDAY, "AM", "I"), (bela, THURSDAY, "AM", "/"))

    address = send(client, school, data)["Location"]
    assert "It waits for its turn" in words_of(client.get(address))
    work()
    preview = client.get(address)
    told = words_of(preview)
    assert "Nothing is stored yet. 1 mark would be new, 1 corrected, 0 stand already" in told
    assert "Ada Byron" in told
    assert "“N”, set by Tess Marlow, Class teacher on 19 November 2026 at 8:45am" in told
    assert client.post(address, form_of(preview))["Location"] == address
    work()

    done = words_of(client.get(address))
    assert "1 new mark in 1 session, 1 corrected" in done
    assert client.post(address, form_of(preview)).status_code == 302
    work()
    assert RegisterDocument.objects.filter(source="file").count() == 1


def test_a_form_that_is_sent_twice_keeps_one_file(client, held, school):
    data, submission = long_csv((held.pupils[0], THURSDAY, "AM", "/")), uuid4()

    first = send(client, school, data, submission=submission)
    second = send(client, school, data, submission=submission)

    assert first["Location"] == second["Location"]
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("week.csv", b"", "empty"),
        ("week.csv", b"upn,date\n" + b"x" * MOST_BYTES, "larger than 25 MB"),
        ("week.pdf", b"%PDF-1.7\n", "must be a CSV"),
        ("week.csv", b"%PDF-1.7\n1 0 obj\n", "is something else"),
        ("week.csv", b"upn,date\x00\x00\x01", "is something else"),
        ("week.xlsx", b"upn,date,session,code\n", "is none"),
        ("week.xml", b"upn,date,session,code\n", "is not"),
    ],
    ids=[
        "empty",
        "huge",
        "other type",
        "pdf called csv",
        "binary",
        "text called workbook",
        "text called xml",
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_what_to_do(client, school, name, data, told):
    answer = send(client, school, data, name)

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("week.xlsx", workbook([("upn", "date")])[:900], "the workbook is damaged"),
        ("week.xml", b"<?xml version='1.0'?><CTfile><Pupil>", "the XML is damaged or cut short"),
        ("week.csv", b"name,colour\nAda,red\n", "no headings of a register"),
    ],
    ids=["truncated workbook", "truncated xml", "no register"],
)
def test_a_broken_file_is_told_in_words_when_it_was_read(client, school, only_file, name, data, told):
    send(client, school, data, name)
    work()

    page = words_of(client.get(address_of(only_file(), school)))

    assert told.lower() in page.lower()
    assert "What to do:" in page
    assert "Confirm and take in" not in page


def test_one_broken_line_in_a_thousand_is_named_and_the_rest_is_read(client, school, only_file):
    pupils = [a_pupil(school) for _ in range(50)]
    days = [THURSDAY - timedelta(days=place) for place in range(4)]
    rows = [(pupil, day, half, "/") for pupil in pupils for day in days for half in ("AM", "PM")]
    rows += [
        (pupil, THURSDAY - timedelta(days=7 * back), half, "/")
        for back in range(1, 6)
        for pupil in pupils
        for half in ("AM", "PM")
    ]
    rows = [*rows, *rows[:200]]
    lines = long_csv(*rows).split(b"\r\n")
    lines[500] = lines[500].replace(b",/,", b",?!,")
    send(client, school, b"\r\n".join(lines))
    work()

    file = client.get(address_of(only_file(), school)).context["file"]

    assert [(each.line, each.value) for each in file.refused] == [(501, "?!")]
    assert file.counts["added"] > 500


def test_a_file_in_an_old_encoding_is_read_with_a_warning(client, held, school, only_file):
    data = long_csv((held.pupils[0], THURSDAY, "AM", "I", "", "une fièvre")).decode().encode("cp1252")
    send(client, school, data)
    work()

    page = words_of(client.get(address_of(only_file(), school)))

    assert "save the file as UTF-8" in page


def test_a_workbook_is_read_like_a_csv(client, held, school, only_file):
    ada = held.pupils[0].pupil.upn
    data = workbook([("UPN", "Date", "AM", "PM"), (ada, THURSDAY.isoformat(), "/", "I")])
    send(client, school, data, "week.xlsx")
    work()

    assert client.get(address_of(only_file(), school)).context["file"].counts["added"] == 2


def test_unknown_pupils_and_pupils_not_on_roll_are_named_with_what_to_do(client, held, school, only_file):
    ada = held.pupils[0]
    ada.first_day = FRIDAY
    ada.save()
    other = a_pupil(a_school())
    send(client, school, long_csv((ada, THURSDAY, "AM", "/"), (other, THURSDAY, "AM", "/")))
    work()

    page = words_of(client.get(address_of(only_file(), school)))

    assert f"Not on roll Ada Byron ({ada.pupil.upn})" in page
    assert f"Not a pupil here {other.pupil.upn}" in page
    assert "Import the pupil first" in page
    assert other.pupil.legal_surname not in page  # who the child is at the other school is not said


def test_a_reading_that_failed_can_be_asked_for_again(client, held, school, only_file):
    send(client, school, long_csv((held.pupils[0], THURSDAY, "AM", "/")))
    Job.objects.update(state=JobState.FAILED, error="The worker stopped in the middle of it 5 times.")
    address = address_of(only_file(), school)
    assert "The worker stopped" in words_of(client.get(address))

    client.post(f"{address}again/")
    work()

    assert client.get(address).context["file"].counts["added"] == 1


def test_the_file_lies_under_no_address_and_is_never_given_out(client, held, school, only_file):
    data = long_csv((held.pupils[0], THURSDAY, "AM", "/"))
    send(client, school, data)
    work()
    row = only_file()

    for folder in ("registers", "uploads/registers", "media/registers", "static/registers"):
        assert client.get(f"/{folder}/{school.pk}/{row.pk}.data").status_code == 404
    assert default_storage.exists(f"registers/{school.pk}/{row.pk}.data")
    answer = client.get(address_of(row, school) + "differences.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"].startswith("text/csv")


def test_the_preview_and_the_file_of_differences_are_told_to_the_trail(client, held, school, only_file):
    submit(held, "N", day=THURSDAY)
    send(client, school, long_csv((held.pupils[0], THURSDAY, "AM", "I")))
    work()
    address = address_of(only_file(), school)

    client.get(address)
    client.get(address + "differences.csv")

    verbs = set(AuditEvent.objects.filter(school=school).values_list("verb", flat=True))
    assert verbs >= {"keep_register_file", "preview_registers", "export_differences"}


def test_another_schools_officer_finds_no_such_file(client, held, school, only_file):
    send(client, school, long_csv((held.pupils[0], THURSDAY, "AM", "/")))
    from tests.factories.site import a_user

    elsewhere = a_school()
    stranger = demo_client(a_user("attendance_officer", elsewhere))

    assert stranger.get(address_of(only_file(), school)).status_code == 404
    assert stranger.get(address_of(only_file(), elsewhere)).status_code == 404


def test_the_same_file_again_warns_before_setting_back_what_was_corrected_since(client, held, school):
    from tests.factories.site_registers import amend

    data = long_csv((held.pupils[0], THURSDAY, "AM", "N"))
    address = send(client, school, data)["Location"]
    work()
    client.post(address, form_of(client.get(address)))
    work()
    amend(held, 0, original="N", new="I", day=THURSDAY)

    again = send(client, school, data)["Location"]
    work()
    page = client.get(again)

    assert "The same file was taken in on 20 November 2026" in words_of(page)
    assert page.context["form"]["take"].value() == "new"
    assert NINE.date() == FRIDAY
