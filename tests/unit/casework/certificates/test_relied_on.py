"""A certificate that was given out, and a mark of it that is changed afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, Reliance, Retest
from tests.factories.register_files import long_csv, read_file, take_in
from tests.factories.site import a_user
from tests.factories.site_registers import amend, form_of, words_of
from tests.unit.casework.relied_on.conftest import AFTER, MONDAY, WEEK, browser, held

__all__ = ["browser", "held"]
pytestmark = pytest.mark.django_db
LATER, EVENING = AFTER + timedelta(hours=1), AFTER + timedelta(hours=2)
MOMENT = AFTER.isoformat()


def address(held, name="certificate"):
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil_id])


def asked(**more):
    return {"first": MONDAY, "known_at": MOMENT, **more}


@pytest.fixture
def given_out(held, browser):
    """The PDF, as it was taken that evening; one mark of it is changed an hour later."""
    data = browser(held.officer, AFTER).get(address(held, "certificate-pdf"), asked()).content
    amend(held, 0, original="O", new="I", day=WEEK[3], at=LATER)
    return data


def decide(client, held, decision="confirmed"):
    page = reverse("relied-on-alarm", args=[held.school.pk, Retest.objects.get(decision="").pk])
    sent = {**form_of(client.get(page)), "decision": decision, "because": "It was right then."}
    return client.post(page, sent)


def test_to_read_it_gives_nothing_out(held, browser):
    page = browser(held.officer, AFTER).get(address(held), asked())

    assert "prints no certificate" in words_of(page)
    assert not Reliance.objects.exists()


@pytest.mark.parametrize(("name", "more"), [("certificate", {"print": "1"}), ("certificate-pdf", {})])
def test_to_print_it_or_take_the_pdf_is_kept_once(held, browser, name, more):
    client = browser(held.officer, AFTER)

    for _ in range(2):
        assert client.get(address(held, name), asked(**more)).status_code == 200

    row = Reliance.objects.get()
    assert row.title == "Certificate of attendance, 16 November 2026 to 20 November 2026"
    assert (row.counts["unauthorised"], row.pupil) == (4, held.pupils[0].pupil)
    assert client.get(row.link).context["made"].thing == row.thing


def test_neither_paper_nor_pdf_is_given_out_until_somebody_decides(held, given_out, browser):
    client = browser(held.officer, EVENING)

    for answer in (
        client.get(address(held, "certificate-pdf"), asked()),
        client.get(address(held), asked(print="1")),
    ):
        assert answer.status_code == 409
        told = words_of(answer)
        assert "19 November 2026, morning: O became I" in told
        assert "See what changed, and decide" in told
        assert "prints no certificate" in told
    assert AuditEvent.objects.filter(verb="export_certificate", detail__form="pdf").count() == 1
    page = client.get(address(held), asked())
    assert page.status_code == 200
    assert "The certificate as PDF" not in words_of(page)


def test_confirmed_it_is_the_same_paper_and_says_so(held, given_out, browser):
    client = browser(held.officer, EVENING)

    decide(client, held)

    assert client.get(address(held, "certificate-pdf"), asked()).content == given_out
    told = words_of(client.get(address(held), asked()))
    assert "the same, word for word" in told
    assert "Since then 1 change was made" in told
    assert "19 November 2026, morning: O became I" in told


def test_the_certificate_as_known_now_is_another_and_can_be_taken(held, given_out, browser):
    client = browser(held.officer, EVENING)

    assert client.get(address(held, "certificate-pdf"), {"first": MONDAY}).status_code == 200
    assert Reliance.objects.count() == 2
    assert Retest.objects.count() == 1


def test_it_takes_the_place_of_the_one_that_is_corrected(held, given_out, browser):
    client = browser(held.officer, EVENING)
    client.get(address(held, "certificate-pdf"), {"first": MONDAY})
    new = Reliance.objects.order_by("made_at").last()
    page = reverse("relied-on-alarm", args=[held.school.pk, Retest.objects.get().pk])
    sent = {**form_of(client.get(page)), "decision": "corrected", "because": "Ill.", "replaced_by": new.pk}
    client.post(page, sent)

    told = words_of(client.get(address(held, "certificate-pdf"), asked()))

    assert "This certificate of attendance was replaced" in told
    assert "Give out that one" in told


def test_withdrawn_it_is_given_out_no_more(held, given_out, browser):
    client = browser(held.officer, EVENING)
    decide(client, held, "withdrawn")

    answer = client.get(address(held, "certificate-pdf"), asked())

    assert answer.status_code == 409
    assert "was withdrawn by Otis Grant, and can’t be issued any more: It was right then." in words_of(answer)


def test_a_new_name_does_not_get_round_the_block(held, given_out, browser):
    child = held.pupils[0].pupil
    child.legal_surname = "Lovelace"
    child.save()

    assert browser(held.officer, EVENING).get(address(held, "certificate-pdf"), asked()).status_code == 409


def test_a_paper_as_known_before_a_change_waits_from_the_start(held, browser):
    amend(held, 0, original="O", new="I", day=WEEK[3], at=LATER)
    client = browser(held.officer, EVENING)

    assert client.get(address(held, "certificate-pdf"), asked()).status_code == 409
    decide(client, held)
    assert client.get(address(held, "certificate-pdf"), asked()).status_code == 200


@pytest.mark.parametrize("code", ["/", "L"])
def test_a_file_that_corrects_a_mark_flags_it_within_the_import(held, browser, code):
    browser(held.officer, AFTER).get(address(held, "certificate-pdf"), asked())
    lead = held.acting(a_user("attendance_lead", held.school), EVENING)

    take_in(lead, read_file(lead, held.school, long_csv((held.pupils[0], WEEK[3], "AM", code))))

    [alarm] = Retest.objects.all()
    assert (alarm.counts_before["unauthorised"], alarm.counts_after["unauthorised"]) == (4, 3)
    assert alarm.changes[0]["source"] == "file"
    assert "File “week.csv”, line 2" in alarm.changes[0]["reason"]
    client = browser(held.officer, EVENING)
    assert client.get(address(held, "certificate-pdf"), asked()).status_code == 409
    assert "Unauthorised absence 4 3 (changed)" in words_of(
        client.get(reverse("relied-on-alarm", args=[held.school.pk, alarm.pk]))
    )
