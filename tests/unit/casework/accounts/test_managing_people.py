"""Administrators invite people and make links to set passwords; each change leaves a line."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.invite_user import invite_user
from supportfirst.casework.actions.reset_password import reset_password, whose_link
from supportfirst.casework.actions.stand_in import stand_in
from supportfirst.casework.store.models import AuditEvent, Membership, Role, User
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
NEW_PASSWORD = "seven green kettles"  # noqa: S105  of invented people


def link_to(user_id, token):
    return f"{user_id} {token}"


def an_administrator(place):
    return create_member(Role.ADMINISTRATOR, place, "Administrator")


def invitation(land, **instead):
    return {
        "email": "New.Person@example.org",
        "name": "New Person",
        "title": "teacher",
        "place": str(land.hill.pk),
        "role": "teacher",
        "first_day-day": "20",
        "first_day-month": "11",
        "first_day-year": "2026",
        **instead,
    }


def invited(land, actor, role=Role.TEACHER, email="new@example.org", place=None):
    return invite_user(
        actor,
        email=email,
        name="New Person",
        title="teacher",
        role=role,
        place_id=(place or land.hill).pk,
        first_day=TODAY,
        link_to=link_to,
    )


def test_an_invitation_makes_an_account_and_shows_and_mails_its_link_once(django_capture_on_commit_callbacks):
    land = Land()
    client = demo_client(an_administrator(land.hill))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/users/invite", invitation(land))

    user = User.objects.get(email="new.person@example.org")
    assert answer["Location"] == f"/users/{user.pk}/"
    assert not user.has_usable_password()
    link = client.get(answer["Location"]).context["link"]
    assert link.startswith(f"http://localhost/set-password/{user.pk}/")
    assert client.get(answer["Location"]).context["link"] == ""
    [letter] = mail.outbox
    assert letter.to == ["new.person@example.org"]
    assert link in letter.body
    event = AuditEvent.objects.get(verb="invite_user")
    assert (event.thing, event.school, event.detail["role"]) == (str(user.pk), land.hill, "teacher")


def test_where_mail_leaves_the_link_goes_to_its_owner_and_is_shown_to_nobody(
    settings, django_capture_on_commit_callbacks
):
    """An administrator with the link to the head's password is the head."""
    settings.MESSAGES_LEAVE = True
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    client = demo_client(an_administrator(land.hill))

    with django_capture_on_commit_callbacks(execute=True):
        reset = client.post(f"/users/{head.pk}/password", follow=True)
        invited_one = client.post("/users/invite", invitation(land), follow=True)

    for page, told in ((reset, head.name), (invited_one, "New")):
        assert "set-password" not in page.content.decode()
        assert f"A link to set a password is on its way to {told}" in page.content.decode()
    assert [letter.to for letter in mail.outbox] == [[head.email], ["new.person@example.org"]]
    assert all("/set-password/" in letter.body for letter in mail.outbox)


def test_without_a_mail_server_the_page_shows_the_link_and_says_why():
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    client = demo_client(an_administrator(land.hill))

    page = client.post(f"/users/{head.pk}/password", follow=True).content.decode()

    assert f"/set-password/{head.pk}/" in page
    assert "This site has no mail server, so hand it to them yourself" in page


@pytest.mark.parametrize("leaves", [True, False])
def test_the_page_of_inviting_says_beforehand_who_will_see_the_link(settings, leaves):
    settings.MESSAGES_LEAVE = leaves

    page = demo_client(an_administrator(Land().hill)).get("/users/invite").content.decode()

    assert ("You will not see the link" in page) is leaves
    assert ("hand it to them yourself, and to nobody else" in page) is not leaves
    assert "keep their name, job title and password" in page


def test_an_invitation_sent_twice_invites_once():
    land = Land()
    client = demo_client(an_administrator(land.hill))

    for _ in range(2):
        assert client.post("/users/invite", invitation(land)).status_code == 302

    assert Membership.objects.filter(user__email="new.person@example.org").count() == 1
    assert AuditEvent.objects.filter(verb="invite_user").count() == 1


def test_a_form_with_errors_says_what_to_do_and_invites_nobody():
    land = Land()
    client = demo_client(an_administrator(land.hill))

    answer = client.post("/users/invite", invitation(land, email="no address", role=""))

    assert answer.status_code == 422
    assert "Choose an answer for “Role”" in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="invite_user").exists()


def test_the_invited_person_sets_a_password_once_and_signs_in():
    land = Land()
    administrator = acting(an_administrator(land.hill))
    user_id, token = invited(land, administrator).link.split()
    client = Client(headers={"host": "localhost"})
    link, address = f"/set-password/{user_id}/{token}", "/set-password"

    assert client.get(link)["Location"] == address
    assert "For New Person" in client.get(address).content.decode()
    assert client.post(address, {"password": "short"}).status_code == 422
    assert client.post(address, {"password": NEW_PASSWORD})["Location"] == "/sign-in"

    assert client.get(link, follow=True).status_code == 410
    assert client.post(address, {"password": "another long password"}).status_code == 410
    answer = client.post("/sign-in", {"email": "new@example.org", "password": NEW_PASSWORD})
    assert answer["Location"] == "/"
    assert AuditEvent.objects.get(verb="set_password").actor.email == "new@example.org"


@pytest.mark.parametrize(("later", "is_good"), [(3 * A_DAY, True), (3 * A_DAY + timedelta(seconds=1), False)])
def test_a_link_is_good_for_three_days(later, is_good, monkeypatch):
    land = Land()
    user_id, token = invited(land, acting(an_administrator(land.hill))).link.split()
    monkeypatch.setattr(middleware, "now", lambda: NINE + later)

    answer = Client(headers={"host": "localhost"}).get(f"/set-password/{user_id}/{token}", follow=True)

    assert answer.status_code == (200 if is_good else 410)


@pytest.mark.parametrize("after", ["/", ".", ")", ">"])
def test_a_link_that_a_reader_of_mail_wrote_something_behind_still_works(after):
    land = Land()
    user_id, token = invited(land, acting(an_administrator(land.hill))).link.split()

    answer = Client(headers={"host": "localhost"}).get(f"/set-password/{user_id}/{token}{after}", follow=True)

    assert answer.status_code == 200


def over(link, client=None):
    """The words of the page that a link leads to, of a browser that has not been here before."""
    answer = (client or Client(headers={"host": "localhost"})).get(link, follow=True)
    assert answer.status_code == 410, link
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_a_link_that_is_over_says_so_and_whom_to_ask_and_not_who_has_an_account(monkeypatch):
    land = Land()
    administrator = acting(an_administrator(land.hill))
    user_id, token = invited(land, administrator).link.split()
    late_id, late = invited(land, administrator, email="late@example.org").link.split()
    left = create_user(is_active=False)
    browser = Client(headers={"host": "localhost"})
    browser.get(f"/set-password/{user_id}/{token}")
    browser.post("/set-password", {"password": NEW_PASSWORD})

    used = over(f"/set-password/{user_id}/{token}", browser)
    found = {
        used,
        over("/set-password"),
        over(f"/set-password/{uuid4()}/{token}"),
        over(f"/set-password/{left.pk}/{token}"),
        over(f"/set-password/{late_id}/{late[:-1]}"),
    }
    monkeypatch.setattr(middleware, "now", lambda: NINE + 4 * A_DAY)
    found.add(over(f"/set-password/{late_id}/{late}"))

    assert found == {used}
    assert "works once, and for 3 days" in used
    assert "ask whoever administers Supportfirst at your school, authority or trust" in used
    assert "New Person" not in used


def test_a_link_used_while_its_form_is_open_sets_no_second_password():
    land = Land()
    user_id, token = invited(land, acting(an_administrator(land.hill))).link.split()
    first, second = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    for each in (first, second):
        each.get(f"/set-password/{user_id}/{token}")
    first.post("/set-password", {"password": NEW_PASSWORD})

    answer = second.post("/set-password", {"password": "another long password"})

    assert answer.status_code == 410
    assert User.objects.get(pk=user_id).check_password(NEW_PASSWORD)


def test_a_link_opens_nobody_elses_account():
    land = Land()
    _, token = invited(land, acting(an_administrator(land.hill))).link.split()

    with pytest.raises(NotThere):
        whose_link(create_user().pk, token, NINE)


def test_a_new_password_ends_the_sessions_of_the_old_one():
    land = Land()
    teacher = create_member(Role.TEACHER, land.hill)
    client = signed_in(teacher)
    link = reset_password(acting(an_administrator(land.hill)), teacher.pk, link_to)
    user_id, token = link.split()
    assert client.get("/").status_code == 200  # the old one works until then

    browser = Client(headers={"host": "localhost"})
    browser.get(f"/set-password/{user_id}/{token}")
    browser.post("/set-password", {"password": NEW_PASSWORD})

    assert client.get("/")["Location"] == "/sign-in"
    assert AuditEvent.objects.get(verb="reset_password").thing == str(teacher.pk)


@pytest.mark.parametrize("place", ["authority", "trust", "far"])
def test_a_schools_administrator_gives_roles_at_that_school_alone(place):
    land = Land()
    where = land.far if place == "far" else land.place(place)

    with pytest.raises(NotThere):
        invited(land, acting(an_administrator(land.hill)), place=where)

    assert not User.objects.filter(email="new@example.org").exists()


def test_an_authoritys_administrator_gives_its_roles_over_all_schools_or_at_one():
    land = Land()
    administrator = acting(an_administrator(land.authority))

    invited(land, administrator, Role.PRINCIPAL_OFFICER, "one@example.org", land.authority)
    invited(land, administrator, Role.AUTHORITY_OFFICER, "two@example.org", land.dale)

    assert Membership.objects.get(user__email="one@example.org").authority == land.authority
    assert Membership.objects.get(user__email="two@example.org").school == land.dale
    with pytest.raises(Refused, match="is a role at a school"):
        invited(land, administrator, Role.TEACHER, "three@example.org", land.authority)


def test_a_school_gives_nobody_a_role_of_the_authority():
    land = Land()

    with pytest.raises(Refused, match="a role of the authority"):
        invited(land, acting(an_administrator(land.hill)), Role.LEGAL_PANEL)


def test_nobody_gives_themselves_a_role():
    land = Land()
    administrator = an_administrator(land.hill)
    head = join(create_user(), Role.HEAD, land.hill)

    with pytest.raises(Refused, match="Nobody gives themselves"):
        invited(land, acting(administrator), Role.HEAD, administrator.email.upper())
    with pytest.raises(Refused, match="Nobody gives themselves"):
        stand_in(acting(administrator), head.pk, user_id=administrator.pk, first_day=TODAY, last_day=TODAY)


def test_whoever_has_an_account_gets_the_role_and_no_link_to_it():
    land = Land()
    known = create_member(Role.HEAD, land.far, "Known Already")

    given = invited(land, acting(an_administrator(land.hill)), Role.GOVERNOR, known.email)

    assert given.link == ""
    known.refresh_from_db()
    assert known.name == "Known Already"
    assert known.check_password(PASSWORD)
    assert set(known.memberships.values_list("role", flat=True)) == {"head", "governor"}


def test_a_colleague_who_has_a_password_gets_another_role_and_no_link():
    land = Land()
    known = create_member(Role.TEACHER, land.hill)

    given = invited(land, acting(an_administrator(land.hill)), Role.SENCO, known.email)

    assert (given.user, given.link) == (known, "")


def test_an_account_invited_elsewhere_and_not_yet_opened_gets_no_link_here():
    land = Land()
    invited(land, acting(an_administrator(land.far)), Role.HEAD, place=land.far)

    assert invited(land, acting(an_administrator(land.hill)), Role.GOVERNOR).link == ""


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_but_administrators_finds_the_pages_of_people(role):
    land = Land()
    colleague = create_user()
    held = join(colleague, Role.TEACHER, land.hill)
    client = demo_client(create_member(role, land.hill))

    for address in ("/users/", "/users/invite", f"/users/{colleague.pk}/"):
        assert client.get(address).status_code == 404, address
    for address in (
        "/users/invite",
        f"/users/{colleague.pk}/password",
        f"/users/{colleague.pk}/{held.pk}/end",
    ):
        assert client.post(address).status_code == 404, address


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_people_asks_as_often_however_long_it_is(number, django_assert_num_queries):
    land = Land()
    client = demo_client(an_administrator(land.hill))
    for _ in range(number):
        create_member(Role.TEACHER, land.hill)

    with django_assert_num_queries(4):  # the session, the person, the roles, the people
        page = client.get("/users/")

    assert len(page.context["people"]) == number + 1


def test_forms_need_their_secret():
    land = Land()
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    administrator = an_administrator(land.hill)
    administrator.totp_secret = "A" * 32
    administrator.save()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post("/users/invite", invitation(land)).status_code == 403
    assert not User.objects.filter(email="new.person@example.org").exists()
