"""A real site from an empty database to its first register, by the console and the pages alone."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from samples.people import upn
from supportfirst.casework.access.totp import code_at, step_of
from supportfirst.casework.console.management.commands import begin_site
from supportfirst.casework.store.models import ClassGroup, RegisterDocument, School, User
from supportfirst.casework.web import middleware
from tests.factories.people_files import pupils_csv, work
from tests.factories.site import NINE
from tests.factories.site_registers import form_of, words_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet river"  # noqa: S105  of invented people
BEGIN = """begin_site --authority=Northshire --number=991 --pack=england --email=ruth@example.org
 --name=Ruth --title=Inclusion"""
HILL = {"name": "Hill School", "urn": "199001", "establishment_number": "4001", "phase": "primary"}
TIMES = {"day_starts": "8:45am", "morning_closes": "9:30am", "afternoon_starts": "1pm"}
CHILD = {"year_group": "5", "class": "5A", "start_date": "2026-09-02", "date_of_birth": "2016-10-04"}
CHILDREN = (
    {**CHILD, "upn": upn(79, 20, 1), "forename": "Ida", "surname": "Larkspur"},
    {**CHILD, "upn": upn(79, 20, 2), "forename": "Otto", "surname": "Mossop"},
)


@pytest.fixture(autouse=True)
def real(settings, monkeypatch):
    """No sample: sign-in asks for passwords and codes. It is nine on a Friday, and no mail leaves."""
    settings.DEMO, settings.MESSAGES_LEAVE = False, False
    for place in (middleware, begin_site):
        monkeypatch.setattr(place, "now", lambda: NINE)


def day(name, year, month, number):
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": str(year)}


def send(client, address, **typed):
    """Open the page, fill in its form, send it: it must be taken, and leads on."""
    page = client.get(address)
    assert page.status_code == 200, address
    answer = client.post(address, {**form_of(page), **typed})
    assert answer.status_code == 302, (address, words_of(answer))
    return answer["Location"]


def account_opened(link, email) -> Client:
    """A browser in which somebody set their password by the link, and signed in with it."""
    client = Client(headers={"host": "localhost"})
    assert client.get(link)["Location"] == "/set-password"
    assert send(client, "/set-password", password=PASSWORD) == "/sign-in"
    send(client, "/sign-in", email=email, password=PASSWORD)
    return client


def with_second_step(client, at=NINE) -> Client:
    """The same browser, after its owner did what it asks of an administrator."""
    assert client.get("/")["Location"] == "/second-step"
    secret = client.get("/second-step").context["secret"].replace(" ", "")
    send(client, "/second-step", code=code_at(secret, step_of(at)))
    return client


def test_from_an_empty_database_to_a_register(monkeypatch):
    # The console invites the first administrator, whose password and second step open the site.
    told = io.StringIO()
    call_command(*re.split(r"\s+(?=--)", BEGIN), stdout=told)
    link = re.search(r"/set-password/\S+", told.getvalue())[0]
    administrator = with_second_step(account_opened(link, "ruth@example.org"))
    assert "Add the first school" in words_of(administrator.get("/"))

    # The first school, with a trust, the times of its day and a term.
    send(administrator, reverse("trust-new"), name="Two Rivers Trust")
    offered = administrator.get(reverse("school-new")).context["form"]
    chosen = {name: offered.fields[name].choices[-1][0] for name in ("authority", "trust", "type")}
    set_up = send(administrator, reverse("school-new"), **HILL, **chosen, **day("first_day", 2026, 9, 1))
    school = School.objects.get()
    assert set_up == reverse("school-setup", args=[school.pk])
    assert "Registers can’t be taken until" in words_of(administrator.get(set_up))
    send(administrator, f"{set_up}times/", **TIMES, afternoon_closes="1:30pm", day_ends="3:15pm")
    term = {**day("first_day", 2026, 9, 2), **day("last_day", 2026, 12, 18)}
    send(administrator, f"{set_up}calendar/", kind="term", **term)
    assert "The set-up is not finished" not in words_of(administrator.get(set_up))

    # Its pupils come in a file, and their class with them.
    imports = reverse("import-upload", args=[school.pk])
    file = SimpleUploadedFile("pupils.csv", pupils_csv(*CHILDREN))
    preview = administrator.post(imports, {"file": file, "submission": uuid4()})["Location"]
    assert "2 would be added" in words_of(administrator.get(preview))
    send(administrator, preview)
    work()
    assert "2 added" in words_of(administrator.get(preview, follow=True))
    nobody = "a teacher of 1 class; an adult with a telephone number for 2 children; people to name"
    assert f"Still missing: {nobody}" in words_of(administrator.get(reverse("schools")))

    # A teacher is invited, is given the class, and takes its register.
    person = {"name": "Tess Marlow", "title": "Teacher", "email": "tess@example.org"}
    where = {"place": str(school.pk), "role": "teacher", **day("first_day", 2026, 9, 1)}
    invited = send(administrator, reverse("invite"), **person, **where)
    link = re.search(r"/set-password/[^\"<\s]+", administrator.get(invited).content.decode())[0]
    group = ClassGroup.objects.get()
    tess = User.objects.get(email="tess@example.org")
    giving = {"form": "teacher", "user": str(tess.pk), "submission": uuid4(), **day("first_day", 2026, 9, 2)}
    assert administrator.post(reverse("school-class", args=[school.pk, group.pk]), giving).status_code == 302
    teacher = account_opened(link, "tess@example.org")
    assert "Hill School" in words_of(teacher.get("/"))
    register = reverse("register", args=[school.pk, "2026-11-20", "morning", group.pk])
    taken = send(teacher, register, exceptions="mossop I")
    assert "Present 1" in words_of(teacher.get(taken))
    assert RegisterDocument.objects.get().recorded_by.name == "Tess Marlow"

    # The next day the administrator signs in with the password and a code of the second step.
    monkeypatch.setattr(middleware, "now", lambda: NINE + timedelta(days=1))
    later, ruth = Client(headers={"host": "localhost"}), User.objects.get(email="ruth@example.org")
    assert send(later, "/sign-in", email=ruth.email, password=PASSWORD) == "/sign-in/code"
    send(later, "/sign-in/code", code=code_at(ruth.totp_secret, step_of(NINE + timedelta(days=1))))
    assert "Hill School" in words_of(later.get("/"))
