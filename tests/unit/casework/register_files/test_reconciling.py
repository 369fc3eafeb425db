"""Registers taken in from an export of SIMS, and compared with one; a comparison stores nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import Amendment, AuditEvent, RegisterDocument, Upload, UploadKind
from tests.factories.register_files import send, work
from tests.factories.site_registers import FRIDAY, form_of, submit, words_of

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)


def sims_csv(*rows) -> bytes:
    """As a report of SIMS writes it: its own headings, surnames first, days with slashes."""
    lines = ["Legal Surname,Legal Forename,UPN,Reg Group,Mark Date,Session,Mark"]
    for stay, day, half, code in rows:
        child = stay.pupil
        named = f"{child.legal_surname},{child.legal_forename},{child.upn},5A"
        lines.append(f"{named},{day:%d/%m/%Y},{half},{code}")
    return "\r\n".join(lines).encode()


def sims_xml(*rows) -> bytes:
    records = "".join(
        f"<Record><UPN>{stay.pupil.upn}</UPN><Mark_x0020_Date>{day}</Mark_x0020_Date>"
        f"<Session>{half}</Session><Mark>{code}</Mark></Record>\n"
        for stay, day, half, code in rows
    )
    return f"<?xml version='1.0'?>\n<SuperStarReport>\n{records}</SuperStarReport>".encode()


@pytest.mark.requirement("WID-61")
@pytest.mark.parametrize(("name", "written"), [("sims.csv", sims_csv), ("sims.xml", sims_xml)])
def test_an_export_of_sims_is_taken_in_and_then_agrees_with_the_registers(
    client, held, school, name, written
):
    ada, bela, *_ = held.pupils
    submit(held, "N", day=THURSDAY)
    data = written((ada, THURSDAY, "AM", "I"), (bela, THURSDAY, "AM", "/"), (ada, THURSDAY, "PM", "\\"))

    address = send(client, school, data, name)["Location"]
    work()
    client.post(address, form_of(client.get(address)))
    work()
    compared = send(client, school, data, name, purpose="compare")["Location"]
    work()

    found = standing(school, THURSDAY, 0, [ada.pk, bela.pk])
    assert (found[ada.pk].new, found[bela.pk].new) == ("I", "/")
    page = words_of(client.get(compared))
    assert "The same 3 Different 0 Only in the file 0 Only here 0" in page
    assert "The two agree in every mark that can be read. There is nothing to do." in page


@pytest.mark.requirement("WID-61")
def test_an_export_is_compared_mark_by_mark_and_nothing_is_stored(client, held, school):
    ada, bela, cleo, _ = held.pupils
    submit(held, "/", "N", "L", day=THURSDAY)
    before = (RegisterDocument.objects.count(), Amendment.objects.count())
    data = sims_csv((ada, THURSDAY, "AM", "/"), (bela, THURSDAY, "AM", "I"), (ada, THURSDAY, "PM", "\\"))

    address = send(client, school, data, "sims.csv", purpose="compare")["Location"]
    work()
    page = client.get(address)

    told = words_of(page)
    assert "The same 1 Different 1 Only in the file 1 Only here 1" in told
    file = page.context["file"]
    assert [(each.pupil, each.here, each.file) for each in file.corrections] == [("Bela Turing", "N", "I")]
    assert "“N”, set by Tess Marlow" in file.corrections[0].told
    assert [(each.pupil, each.session) for each in file.only_file] == [("Ada Byron", "afternoon")]
    assert [(each.pupil, each.here) for each in file.only_here] == [("Cleo Noether", "L")]
    assert cleo.pupil.name == "Cleo Noether"
    assert (RegisterDocument.objects.count(), Amendment.objects.count()) == before
    assert Upload.objects.get().kind == UploadKind.RECONCILE


def test_a_file_sent_to_compare_is_never_taken_in(client, held, school):
    data = sims_csv((held.pupils[0], THURSDAY, "AM", "/"))
    address = send(client, school, data, purpose="compare")["Location"]
    work()
    seen = client.get(address).context["file"].outcome["fingerprint"]

    answer = client.post(address, {"take": "all", "fingerprint": seen})

    assert answer.status_code == 422
    assert "nothing in this file that could be taken in" in words_of(answer)
    work()
    assert not RegisterDocument.objects.exists()


def test_the_differences_are_a_file_for_a_spreadsheet_that_runs_nothing(client, held, school):
    ada = held.pupils[0]
    ada.pupil.legal_forename = "=HYPERLINK(1)"
    ada.pupil.save()
    submit(held, "N", day=THURSDAY)
    data = sims_csv((ada, THURSDAY, "AM", "I"), (held.pupils[1], THURSDAY, "AM", "=1+1"))
    address = send(client, school, data, purpose="compare")["Location"]
    work()

    client.get(address)
    answer = client.get(address + "differences.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(each["What"], each["Here"], each["In the file"]) for each in rows[:1]] == [
        ("Different", "N", "I")
    ]
    assert rows[0]["Pupil"].startswith("'=HYPERLINK")
    assert rows[-1]["What"] == "Can’t be read"
    both = sorted(str(each.pupil_id) for each in (ada, held.pupils[1]))
    for verb in ("preview_registers", "export_differences"):
        line = AuditEvent.objects.filter(verb=verb, school=school).latest("serial")
        assert set(line.detail["pupils"]) <= set(both), verb
        assert str(ada.pupil_id) in line.detail["pupils"], verb
