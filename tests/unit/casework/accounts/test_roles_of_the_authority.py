"""A school neither gives, lends nor ends the authority's roles, nor opens the account of who has one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import OF_AUTHORITY
from supportfirst.casework.actions.end_membership import end_membership
from supportfirst.casework.actions.invite_user import invite_user
from supportfirst.casework.actions.reset_password import reset_password
from supportfirst.casework.actions.reset_totp import reset_totp
from supportfirst.casework.actions.stand_in import stand_in
from supportfirst.casework.store.models import AuditEvent, Membership, Role
from tests.factories.site_accounts import (
    TODAY,
    Land,
    acting,
    create_member,
    create_user,
    demo_client,
    join,
)

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
OF_THE_AUTHORITY = sorted(OF_AUTHORITY)
THEIRS = "role of the authority"


def an_administrator(place):
    return create_member(Role.ADMINISTRATOR, place, "Administrator")


def lend(actor, held, to, *, days=1):
    last_day = TODAY + timedelta(days=days - 1)
    return stand_in(actor, held.pk, user_id=to.pk, first_day=TODAY, last_day=last_day)


def link_to(user_id, token):
    return f"{user_id} {token}"


def as_days(**days):
    return {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in days.items()
        for part in ("day", "month", "year")
    }


@pytest.mark.parametrize("role", OF_THE_AUTHORITY)
def test_a_school_lends_no_role_that_it_could_not_give(role):
    land = Land()
    leo = create_user("Leo")
    held = join(leo, role, land.hill)
    tess = create_member(Role.TEACHER, land.hill, "Tess")
    days = as_days(first_day=TODAY, last_day=TODAY + 30 * A_DAY)

    answer = demo_client(an_administrator(land.hill)).post(
        f"/users/{leo.pk}/{held.pk}/stand-in", {"user": str(tess.pk), **days}
    )

    assert answer.status_code == 422
    assert THEIRS in answer.content.decode()
    assert not Membership.objects.filter(user=tess, role=role).exists()
    assert not AuditEvent.objects.filter(verb="stand_in").exists()


@pytest.mark.parametrize("place", ["school", "trust"])
def test_inviting_lending_and_ending_are_refused_by_one_rule(place):
    land = Land()
    actor = acting(an_administrator(land.place(place)))
    held = join(create_user(), Role.LEGAL_PANEL, land.hill)
    tess = create_member(Role.TEACHER, land.hill)
    told = {"email": "new@example.org", "name": "New", "title": "new", "first_day": TODAY}

    for attempt in (
        lambda: invite_user(actor, role=Role.LEGAL_PANEL, place_id=land.hill.pk, link_to=link_to, **told),
        lambda: lend(actor, held, tess),
        lambda: end_membership(actor, held.pk),
    ):
        with pytest.raises(Refused, match=THEIRS):
            attempt()

    held.refresh_from_db()
    assert held.last_day is None


def test_the_authoritys_own_administrator_lends_and_ends_them():
    land = Land()
    actor = acting(an_administrator(land.authority))
    held = join(create_user(), Role.LEGAL_PANEL, land.hill)
    stands_in = create_member(Role.CME_OFFICER, land.authority)

    made = lend(actor, held, stands_in)
    end_membership(actor, held.pk, TODAY)

    assert (made.role, made.school) == (Role.LEGAL_PANEL, land.hill)
    held.refresh_from_db()
    assert held.last_day == TODAY


@pytest.mark.parametrize("first", [0, 30], ids=["today", "later"])
def test_a_school_cannot_take_over_the_account_of_who_has_an_authoritys_role(first):
    """A teacher of the school's own who also sits on the panel there: all of it is at the school."""
    land = Land()
    leo = create_member(Role.TEACHER, land.hill, "Leo")
    join(leo, Role.LEGAL_PANEL, land.hill, first_day=TODAY + first * A_DAY)
    leo.totp_secret = "JBSWY3DPEHPK3PXP"  # noqa: S105
    leo.save()
    administrator = an_administrator(land.hill)
    client = demo_client(administrator)

    page = client.get(f"/users/{leo.pk}/").content.decode()
    client.post(f"/users/{leo.pk}/password")
    client.post(f"/users/{leo.pk}/second-step")

    assert "Make a link to set a password" not in page
    assert "Take the second step away" not in page
    for attempt in (
        lambda: reset_password(acting(administrator), leo.pk, link_to),
        lambda: reset_totp(acting(administrator), leo.pk),
    ):
        with pytest.raises(Refused, match="role that you could not give"):
            attempt()
    leo.refresh_from_db()
    assert leo.totp_secret
    assert not AuditEvent.objects.filter(verb__in=["reset_password", "reset_totp"]).exists()


def test_an_invitation_to_a_role_of_the_schools_makes_no_link_for_such_an_account():
    """Invited by the authority and without a password yet: whoever has a link would be that person."""
    land = Land()
    leo = create_member(Role.LEGAL_PANEL, land.hill, "Leo")
    leo.set_unusable_password()
    leo.save()

    given = invite_user(
        acting(an_administrator(land.hill)),
        email=leo.email,
        name="Leo",
        title="teacher",
        role=Role.TEACHER,
        place_id=land.hill.pk,
        first_day=TODAY,
        link_to=link_to,
    )

    assert given.link == ""


def test_whose_role_of_the_authority_has_ended_is_the_schools_to_help_again():
    land = Land()
    leo = create_member(Role.TEACHER, land.hill, "Leo")
    join(leo, Role.LEGAL_PANEL, land.hill, last_day=TODAY - A_DAY)

    assert reset_password(acting(an_administrator(land.hill)), leo.pk, link_to)


def test_the_page_offers_a_school_nothing_that_it_would_refuse():
    land = Land()
    leo = create_member(Role.TEACHER, land.hill, "Leo")
    panel = join(leo, Role.LEGAL_PANEL, land.hill)
    taught = leo.memberships.get(role=Role.TEACHER)

    pages = {
        place: demo_client(an_administrator(where)).get(f"/users/{leo.pk}/").content.decode()
        for place, where in (("school", land.hill), ("authority", land.authority))
    }

    for what in ("end", "stand-in"):
        assert f"/users/{leo.pk}/{panel.pk}/{what}" not in pages["school"]
        assert f"/users/{leo.pk}/{taught.pk}/{what}" in pages["school"]
        assert f"/users/{leo.pk}/{panel.pk}/{what}" in pages["authority"]
    assert "The authority’s administrators give this role" in pages["school"]


@pytest.mark.parametrize(("days", "made"), [(364, True), (365, True), (366, False)])
def test_nobody_stands_in_for_longer_than_a_school_year(days, made):
    land = Land()
    head = create_user("Head")
    held = join(head, Role.HEAD, land.hill)
    deputy = create_member(Role.TEACHER, land.hill, "Deputy")
    told = as_days(first_day=TODAY, last_day=TODAY + timedelta(days=days - 1))

    answer = demo_client(an_administrator(land.hill)).post(
        f"/users/{head.pk}/{held.pk}/stand-in", {"user": str(deputy.pk), **told}
    )

    assert (answer.status_code == 302) is made
    assert Membership.objects.filter(stands_in_for=held).exists() is made
    if not made:
        words = answer.content.decode()
        assert "longer than a school year" in words
        assert "19 November 2027 or earlier" in words


@pytest.mark.parametrize(("ends", "made"), [(-1, False), (0, True), (1, True)])
def test_nobody_stands_in_for_a_role_that_is_over(ends, made):
    land = Land()
    held = join(create_user("Head"), Role.HEAD, land.hill, last_day=TODAY + ends * A_DAY)
    deputy = create_member(Role.TEACHER, land.hill, "Deputy")
    actor = acting(an_administrator(land.hill))

    if made:
        assert lend(actor, held, deputy, days=7)
    else:
        with pytest.raises(Refused, match="has this role until 19 November 2026"):
            lend(actor, held, deputy, days=7)
