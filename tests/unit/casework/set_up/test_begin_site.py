"""The console begins a site: an authority, a trust or a school, and whoever invites all others."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from supportfirst.casework.access.totp import new_secret
from supportfirst.casework.console.management.commands import begin_site
from supportfirst.casework.store.models import (
    AuditEvent,
    Authority,
    Membership,
    PackAdoption,
    School,
    Trust,
    User,
)
from tests.factories.site import NINE, a_user
from tests.factories.site_accounts import PASSWORD, signed_in
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
NORTHSHIRE = {
    "authority": "Northshire",
    "number": "991",
    "pack": "england",
    "email": "Ruth.Orchard@example.org",
    "name": "Ruth Orchard",
    "title": "Head of inclusion",
}
HILL = {
    "school": "Hill School",
    "urn": "199001",
    "establishment": "4001",
    "phase": "secondary",
    "type": "academy",
    "pack_from": "2026-09-01",
}


@pytest.fixture(autouse=True)
def real(settings, monkeypatch):
    """A real site, at nine on a Friday, from which no mail leaves."""
    settings.DEMO, settings.MESSAGES_LEAVE = False, False
    settings.ALLOWED_HOSTS = ["attendance.example.org", "localhost"]
    monkeypatch.setattr(begin_site, "now", lambda: NINE)
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)


def begun(**said) -> str:
    told = io.StringIO()
    call_command("begin_site", *words({**NORTHSHIRE, **said}), stdout=told)
    return told.getvalue()


def words(said) -> list[str]:
    return [f"--{name.replace('_', '-')}={value}" for name, value in said.items() if value is not True] + [
        f"--{name.replace('_', '-')}" for name, value in said.items() if value is True
    ]


def trail_of(user) -> str:
    user.totp_secret = new_secret()
    user.save()
    return words_of(signed_in(user).get("/audit/?verb=begin_site"))


def counted() -> list[int]:
    rows = (Authority, Trust, School, PackAdoption, User, Membership, AuditEvent)
    return [each.objects.count() for each in rows]


def test_it_makes_an_authority_and_invites_its_administrator_by_a_link():
    told = begun()

    authority = Authority.objects.get()
    assert (authority.name, authority.number, authority.pack) == ("Northshire", "991", "england")
    membership = Membership.objects.get()
    assert (membership.role, membership.authority) == ("administrator", authority)
    assert membership.user.email == "ruth.orchard@example.org"
    assert not membership.user.has_usable_password()
    assert "has been invited as the first administrator of Northshire" in told
    link = re.search(r"https://attendance\.example\.org(/set-password/\S+)", told)
    assert "For Ruth Orchard" in words_of(Client(headers={"host": "localhost"}).get(link[1], follow=True))


def test_told_twice_it_changes_nothing_and_makes_another_link():
    begun(**HILL)
    before = counted()

    told = begun(**HILL)

    assert counted() == before
    assert "is already the first administrator of Hill School" in told
    assert "/set-password/" in told


def test_whoever_has_a_password_gets_no_link():
    begun()
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()

    told = begun()

    assert "/set-password/" not in told
    assert "sign in with it" in told


def test_where_mail_leaves_the_link_goes_to_its_owner_alone(
    settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.MESSAGES_LEAVE = True

    with django_capture_on_commit_callbacks(execute=True):
        told = begun()

    assert "/set-password/" not in told
    assert mailoutbox[0].to == ["ruth.orchard@example.org"]
    assert "https://attendance.example.org/set-password/" in mailoutbox[0].body
    assert "/set-password/" in begun(show_link=True)


def test_a_school_alone_begins_with_its_own_administrator_and_none_for_its_authority():
    begun(**HILL)

    school = School.objects.get()
    assert (school.urn, school.establishment_number, school.phase) == ("199001", "4001", "secondary")
    assert not school.invented
    assert [(each.pack, str(each.first_day)) for each in school.adoptions.all()] == [
        ("england", "2026-09-01")
    ]
    assert [each.school for each in Membership.objects.all()] == [school]


def test_a_trust_alone_begins_with_its_own_administrator():
    begun(trust="Two Rivers Trust")

    assert [each.trust.name for each in Membership.objects.all()] == ["Two Rivers Trust"]


def test_its_line_in_the_trail_names_nobody_as_who_did_it_and_the_administrator_reads_it():
    begun()
    user = User.objects.get()

    line = AuditEvent.objects.get(verb="begin_site")

    assert (line.actor, line.detail) == (None, {"administrator": str(user.pk)})
    assert "The site itself Began the site" in trail_of(user)
    assert f"For {user.name}" in trail_of(user)


def test_an_authority_elsewhere_does_not_read_that_line():
    begun()
    stranger = a_user(
        "administrator", authority=Authority.objects.create(name="Far", number="992", pack="essex")
    )

    assert "No line fits" in trail_of(stranger)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"pack": "atlantis"}, "no policy pack “atlantis”. Choose one of these: england,"),
        ({"pack": "../essex"}, "no policy pack"),
        ({"number": "99"}, "LA number, which has three digits"),
        ({"email": "ruth"}, "no e-mail address"),
        ({"name": " "}, "administrator has no name"),
        ({**HILL, "urn": "12345"}, "no URN, which has six digits"),
        ({**HILL, "establishment": "12"}, "it has four digits"),
        ({**HILL, "phase": "lower"}, "invalid choice"),
        ({**HILL, "pack_from": "1990-01-01"}, "can be followed from"),
        ({"school": "Hill School"}, "A school also needs --urn, --establishment"),
        ({"urn": "199001"}, "Of which school is that?"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(said, why):
    with pytest.raises(CommandError, match=re.escape(why)):
        begun(**said)

    assert counted() == [0] * 7


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"authority": "Southshire"}, "There is an authority “Northshire” with the number 991"),
        ({"number": "992"}, "There is an authority “Northshire” with the number 991"),
        ({"pack": "essex"}, "the pack “england”"),
        ({"email": "another@example.org"}, "Northshire has an administrator already"),
    ],
)
def test_what_stands_otherwise_is_refused_and_stays(said, why):
    begun()
    before = counted()

    with pytest.raises(CommandError, match=re.escape(why)):
        begun(**said)

    assert counted() == before


def test_once_the_last_administrator_has_left_another_may_be_invited():
    begun()
    Membership.objects.update(last_day="2026-11-19")

    begun(email="another@example.org", name="Ann Other")

    assert Membership.objects.filter(last_day=None).get().user.email == "another@example.org"


def test_another_school_with_the_same_establishment_number_is_refused():
    begun(**HILL)

    with pytest.raises(CommandError, match="has this establishment number"):
        begun(**{**HILL, "school": "Dale School", "urn": "199002"})

    assert School.objects.count() == 1


def test_the_sample_site_is_left_alone(settings):
    settings.DEMO = True

    with pytest.raises(CommandError, match="This is the sample site"):
        begun()

    assert counted() == [0] * 7


def test_without_a_host_name_it_asks_where_the_site_is(settings):
    settings.ALLOWED_HOSTS = [".example.org"]

    with pytest.raises(CommandError, match="Where is the site"):
        begun()

    assert "https://there.example.org/set-password/" in begun(address="https://there.example.org/")


@pytest.mark.parametrize("more", [[], ["--noinput", "--email=a@example.org"]])
def test_whoever_asks_for_a_superuser_is_told_what_to_do_instead(more):
    with pytest.raises(CommandError, match="begin_site"):
        call_command("createsuperuser", *more)

    assert not User.objects.exists()
