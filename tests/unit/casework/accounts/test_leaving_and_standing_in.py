"""Access ends and is lent: leavers, last days, stand-ins between two days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.end_membership import end_membership
from supportfirst.casework.actions.invite_user import invite_user
from supportfirst.casework.actions.stand_in import stand_in
from supportfirst.casework.store.models import AuditEvent, Membership, Role
from supportfirst.casework.web import middleware
from tests.factories.site_accounts import (
    NINE,
    PASSWORD,
    TODAY,
    Land,
    acting,
    create_member,
    create_user,
    demo_client,
    join,
    signed_in,
)

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


def an_administrator(place):
    return create_member(Role.ADMINISTRATOR, place, "Administrator")


def test_a_leaver_is_signed_out_at_once_and_cannot_come_back():
    land = Land()
    teacher = create_user()
    held = join(teacher, Role.TEACHER, land.hill)
    open_session = signed_in(teacher)
    assert open_session.get("/").status_code == 200
    administrator = demo_client(an_administrator(land.hill))

    for _ in range(2):
        administrator.post(f"/users/{teacher.pk}/{held.pk}/end", {})

    assert open_session.get("/")["Location"] == "/sign-in"
    teacher.refresh_from_db()
    assert (teacher.is_active, teacher.left_at) == (False, NINE)
    assert AuditEvent.objects.get(verb="end_membership").detail["last_day"] == "2026-11-19"
    back = Client(headers={"host": "localhost"}).post(
        "/sign-in", {"email": teacher.email, "password": PASSWORD}
    )
    assert back.status_code == 422
    assert "Left on 20 November 2026" in administrator.get(f"/users/{teacher.pk}/").content.decode()


def test_a_leaver_who_is_invited_again_begins_with_a_new_password():
    land = Land()
    administrator = acting(an_administrator(land.hill))
    held = join(create_user(email="new@example.org"), Role.TEACHER, land.hill)
    end_membership(administrator, held.pk)

    given = invite_user(
        administrator,
        email="new@example.org",
        name="New Person",
        title="teacher",
        role=Role.TEACHER,
        place_id=land.hill.pk,
        first_day=TODAY,
        link_to=lambda user_id, token: f"{user_id} {token}",
    )

    assert given.link
    assert (given.user.is_active, given.user.left_at) == (True, None)
    assert given.user.memberships.count() == 2


def test_a_last_day_to_come_is_worked_in_full(monkeypatch):
    land = Land()
    teacher = create_user()
    held = join(teacher, Role.TEACHER, land.hill)
    client = signed_in(teacher)
    end_membership(acting(an_administrator(land.hill)), held.pk, TODAY + A_DAY)

    monkeypatch.setattr(middleware, "now", lambda: NINE + A_DAY)
    assert client.get("/").status_code == 200
    monkeypatch.setattr(middleware, "now", lambda: NINE + 2 * A_DAY)
    assert client.get("/").status_code == 403


def test_whoever_works_elsewhere_too_loses_the_one_role_alone():
    land = Land()
    teacher = create_user()
    held = join(teacher, Role.TEACHER, land.hill)
    join(teacher, Role.TEACHER, land.far)
    client = signed_in(teacher)

    end_membership(acting(an_administrator(land.hill)), held.pk)

    page = client.get("/")
    assert page.status_code == 200
    assert [name for name, _ in page.context["schools"]] == ["Far School"]


def test_nobody_ends_their_own_access_or_in_the_past():
    land = Land()
    administrator = create_user()
    own = join(administrator, Role.ADMINISTRATOR, land.hill)
    other = join(create_user(), Role.TEACHER, land.hill)

    with pytest.raises(Refused, match="Nobody ends their own"):
        end_membership(acting(administrator), own.pk)
    with pytest.raises(Refused, match="has passed"):
        end_membership(acting(administrator), other.pk, TODAY - A_DAY)


def test_another_schools_membership_cannot_be_ended():
    land = Land()
    held = join(create_user(), Role.TEACHER, land.far)

    with pytest.raises(NotThere):
        end_membership(acting(an_administrator(land.hill)), held.pk)


def test_a_stand_in_is_added_once_and_may_do_the_same_between_the_days(monkeypatch):
    land = Land()
    head = create_user("Head")
    held = join(head, Role.HEAD, land.hill)
    deputy = create_member(Role.TEACHER, land.hill, "Deputy")
    client = demo_client(an_administrator(land.hill))
    days = {
        "first_day-day": "23",
        "first_day-month": "11",
        "first_day-year": "2026",
        "last_day-day": "24",
        "last_day-month": "11",
        "last_day-year": "2026",
    }

    for _ in range(2):
        answer = client.post(f"/users/{head.pk}/{held.pk}/stand-in", {"user": str(deputy.pk), **days})
        assert answer["Location"] == f"/users/{deputy.pk}/"

    made = Membership.objects.get(stands_in_for=held)
    assert (made.user, made.role, made.school) == (deputy, "head", land.hill)
    event = AuditEvent.objects.get(verb="stand_in")
    assert (event.thing, event.detail["stands_in_for"]) == (str(deputy.pk), str(head.pk))
    page = signed_in(deputy)
    for day, status in ((2, 404), (3, 200), (4, 200), (5, 404)):
        monkeypatch.setattr(middleware, "now", lambda day=day: NINE + day * A_DAY)
        assert page.get("/audit/").status_code == status, day


@pytest.mark.parametrize(("first", "last", "words"), [(1, 0, "before the first"), (-3, -1, "has passed")])
def test_days_of_a_stand_in_that_make_no_sense_are_refused(first, last, words):
    land = Land()
    held = join(create_user(), Role.HEAD, land.hill)
    deputy = create_member(Role.TEACHER, land.hill)

    with pytest.raises(Refused, match=words):
        stand_in(
            acting(an_administrator(land.hill)),
            held.pk,
            user_id=deputy.pk,
            first_day=TODAY + first * A_DAY,
            last_day=TODAY + last * A_DAY,
        )


def test_somebody_of_another_school_cannot_be_made_a_stand_in():
    land = Land()
    held = join(create_user(), Role.HEAD, land.hill)
    stranger = create_member(Role.HEAD, land.far)

    with pytest.raises(NotThere):
        stand_in(
            acting(an_administrator(land.hill)),
            held.pk,
            user_id=stranger.pk,
            first_day=TODAY,
            last_day=TODAY,
        )
