"""The support directory: searched by everybody, written by administrators, attached to an offer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import DirectoryEntry
from tests.factories.site import a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import form_of, words_of
from tests.factories.site_support import TEN, at, kept, page, record

pytestmark = pytest.mark.django_db

CARERS = {
    "name": "Young Carers",
    "offers": "A group on Tuesdays.",
    "reach": "01632 960123",
    "topics": "caring",
}
SLEEP = {"name": "Better Nights", "offers": "Advice about sleep.", "reach": "01632 960124", "topics": ""}


@pytest.fixture
def essex(browser):
    held = at("essex")
    admin = a_user("administrator", held.school, name="Ines Ohm", title="Administrator")
    return held, browser(held.officer, TEN), demo_client(admin)


def write(client, held, values, entry=None):
    name = "directory-entry" if entry else "directory-new"
    here = reverse(name, args=[held.school.pk, *([entry] if entry else [])])
    return client.post(here, {**form_of(client.get(here)), **values})


def found(client, held, words=""):
    return words_of(client.get(reverse("directory", args=[held.school.pk]), {"words": words}))


@pytest.mark.requirement("ESX-C-62")
def test_an_administrator_writes_entries_and_everybody_finds_them_by_words(essex):
    held, client, admin = essex
    assert "The directory is empty." in found(client, held)

    for each in (CARERS, SLEEP):
        assert write(admin, held, each).status_code == 302

    told = found(client, held)
    assert told.index("Better Nights") < told.index("Young Carers")
    told = found(client, held, "CARING group")
    assert "1 of 2 entries." in told
    assert "How to reach it: 01632 960123" in told
    assert "Better Nights" not in told
    assert "Nothing fits." in found(client, held, "swimming")


@pytest.mark.requirement("ESX-C-62")
def test_an_entry_is_attached_to_an_offer_of_support(essex):
    held, client, admin = essex
    here = reverse("pupil-support-record", args=[held.school.pk, held.pupils[0].pupil_id, "support_offered"])
    assert "field_directory_entry" not in client.get(here).content.decode()
    write(admin, held, CARERS)

    answer = record(client, held, "support_offered", service="A group", directory_entry="Young Carers")

    assert answer.status_code == 302
    assert kept("support_offered").data["directory_entry"] == "Young Carers"
    assert "From the support directory: Young Carers" in page(client, held)
    refused = record(client, held, "support_offered", service="A group", directory_entry="Unknown")
    assert refused.status_code == 422


@pytest.mark.requirement("ESX-C-62")
def test_an_administrator_changes_an_entry_and_takes_it_out(essex):
    held, client, admin = essex
    write(admin, held, CARERS)
    entry = DirectoryEntry.objects.get().entry

    write(admin, held, {"reach": "01632 960199"}, entry)
    assert "01632 960199" in found(client, held)
    assert "01632 960123" not in found(client, held)

    write(admin, held, {"stays": "goes"}, entry)
    assert "Young Carers" not in found(client, held)
    assert DirectoryEntry.objects.filter(entry=entry).count() == 3
    assert admin.get(reverse("directory-entry", args=[held.school.pk, entry])).status_code == 404


def test_whoever_is_no_administrator_can_not_write(essex):
    held, client, _ = essex

    assert client.get(reverse("directory-new", args=[held.school.pk])).status_code == 404
    assert client.post(reverse("directory-new", args=[held.school.pk]), CARERS).status_code == 404
    assert "Add an entry" not in found(client, held)


def test_two_entries_of_one_name_and_a_change_over_a_change_are_refused(essex):
    held, _, admin = essex
    write(admin, held, CARERS)
    assert write(admin, held, {**SLEEP, "name": "young carers"}).status_code == 422
    here = reverse("directory-entry", args=[held.school.pk, DirectoryEntry.objects.get().entry])
    first, second = form_of(admin.get(here)), form_of(admin.get(here))

    assert admin.post(here, {**first, "reach": "01632 960111"}).status_code == 302
    answer = admin.post(here, {**second, "reach": "01632 960222"})

    assert answer.status_code == 422
    assert "Somebody changed this entry while you had it open." in words_of(answer)


def test_a_form_that_is_sent_twice_writes_one_entry(essex):
    held, _, admin = essex
    here = reverse("directory-new", args=[held.school.pk])
    typed = {**form_of(admin.get(here)), **CARERS}

    assert [admin.post(here, typed).status_code for _ in range(2)] == [302, 302]
    assert DirectoryEntry.objects.count() == 1
