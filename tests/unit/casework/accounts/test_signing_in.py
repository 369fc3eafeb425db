"""Signing in and out by password: rotation, the lock on one name from one address, and silent logs."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.test import Client
from django.utils import timezone

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.access.locks import client_address, unlocked_at
from supportfirst.casework.store.models import AuditEvent, Role
from tests.factories.site_accounts import PASSWORD, Land, create_member, create_user, signed_in

pytestmark = pytest.mark.django_db

WRONG = "wrong horse battery"


def browser(**held):
    return Client(headers={"host": "localhost"}, **held)


def attempt(client, email, password=PASSWORD, *, next_="", **held):
    return client.post("/sign-in", {"email": email, "password": password, "next": next_}, **held)


def a_teacher():
    return create_member(Role.TEACHER, Land().hill)


def test_the_right_password_opens_the_first_page_and_leaves_a_line():
    teacher = a_teacher()
    client = browser()

    answer = attempt(client, teacher.email.upper())

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.role, event.school.name) == (
        "sign_in",
        teacher,
        "teacher",
        "Hill School",
    )


@pytest.mark.parametrize(("email", "password"), [(None, WRONG), ("nobody@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(email, password):
    teacher = a_teacher()

    answer = attempt(browser(), email or teacher.email, password)

    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in answer.content.decode()
    assert not AuditEvent.objects.exists()


def test_signing_in_changes_the_sessions_key():
    teacher = a_teacher()
    client = browser()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    attempt(client, teacher.email)

    assert client.session.session_key != session.session_key
    assert "planted" not in client.session
    assert not type(session)().exists(session.session_key)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/users/", "/users/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_goes_back_to_a_page_of_this_site_and_to_no_other(asked, goes):
    assert attempt(browser(), a_teacher().email, next_=asked)["Location"] == goes


def test_whoever_is_sent_to_sign_in_comes_back_to_the_page_without_what_was_searched():
    answer = browser().get("/audit/?q=Example")

    assert answer["Location"] == "/sign-in?next=%2Faudit%2F"


def test_a_fragment_asked_for_without_a_session_loads_the_sign_in_page_whole():
    answer = browser().get("/users/", headers={"hx-request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in")


def test_signing_out_needs_a_post_and_ends_the_session():
    client = signed_in(a_teacher())

    assert client.get("/sign-out").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/")["Location"] == "/sign-in"
    assert AuditEvent.objects.get().verb == "sign_out"


def test_signing_out_and_in_need_the_forms_secret():
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    teacher = a_teacher()
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post("/sign-out").status_code == 403
    assert client.get("/").status_code == 200
    assert attempt(Client(headers={"host": "localhost"}, enforce_csrf_checks=True), "x").status_code == 403


def test_five_failures_lock_the_name_from_that_address_and_nobody_else_behind_it():
    land = Land()
    teacher, colleague = (create_member(Role.TEACHER, land.hill) for _ in range(2))
    client = browser(REMOTE_ADDR="192.0.2.1")

    told = [attempt(client, teacher.email, WRONG).status_code for _ in range(5)]

    assert told == [422, 422, 422, 422, 429]
    assert attempt(client, teacher.email).status_code == 429  # even with the right password
    assert attempt(browser(REMOTE_ADDR="192.0.2.1"), colleague.email).status_code == 302
    assert attempt(browser(REMOTE_ADDR="192.0.2.2"), teacher.email).status_code == 302


def test_the_addresses_of_one_ipv6_line_are_one_address():
    teacher = a_teacher()

    told = [
        attempt(browser(REMOTE_ADDR=f"2001:db8:0:1::{number}"), teacher.email, WRONG).status_code
        for number in range(1, 6)
    ]

    assert told == [422, 422, 422, 422, 429]
    assert attempt(browser(REMOTE_ADDR="2001:db8:0:1:ffff::9"), teacher.email).status_code == 429
    assert attempt(browser(REMOTE_ADDR="2001:db8:0:2::1"), teacher.email).status_code == 302


def test_an_ipv4_address_written_as_ipv6_is_itself(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="::ffff:192.0.2.1")) == "192.0.2.1"


def guess_from_everywhere(email, number):
    for place in range(number):
        attempt(browser(REMOTE_ADDR=f"192.0.2.{place}"), email, WRONG)


def test_guessing_from_ever_new_addresses_is_slowed_and_spares_the_owners_browser(settings):
    settings.NAME_FAILURES_BEFORE_PAUSES = 6
    land = Land()
    teacher, colleague = (create_member(Role.TEACHER, land.hill) for _ in range(2))
    own = browser(REMOTE_ADDR="198.51.100.1")
    assert attempt(own, teacher.email).status_code == 302
    own.post("/sign-out")

    guess_from_everywhere(teacher.email, 6)

    stranger = browser(REMOTE_ADDR="203.0.113.1")
    paused = attempt(stranger, teacher.email)  # even with the right password
    assert (paused.status_code, 1 <= int(paused["Retry-After"]) <= settings.NAME_PAUSE) == (429, True)
    assert "from several networks" in paused.content.decode()
    assert attempt(own, teacher.email).status_code == 302
    assert attempt(stranger, colleague.email).status_code == 302  # nobody else's name


def test_the_pause_of_a_name_ends_half_a_minute_after_the_last_failure(settings):
    settings.NAME_FAILURES_BEFORE_PAUSES = 6
    teacher = a_teacher()
    guess_from_everywhere(teacher.email, 6)
    AccessFailureLog.objects.update(attempt_time=timezone.now() - timedelta(seconds=31))

    assert attempt(browser(REMOTE_ADDR="203.0.113.1"), teacher.email).status_code == 302


def test_behind_a_proxy_the_lock_is_on_the_address_that_the_proxy_saw(settings):
    settings.BEHIND_PROXY = True
    teacher = a_teacher()

    def from_(told: str):
        return browser(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=told)

    # what the browser claims before the proxy's own word changes at every try, and changes nothing
    told = [
        attempt(from_(f"198.51.100.{claimed}, 192.0.2.1"), teacher.email, WRONG).status_code
        for claimed in range(5)
    ]

    assert told == [422, 422, 422, 422, 429]
    assert attempt(from_("192.0.2.1"), teacher.email).status_code == 429
    assert attempt(from_("192.0.2.1, 192.0.2.2"), teacher.email).status_code == 302
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) <= {"192.0.2.1"}


@pytest.mark.parametrize("told", ["192.0.2.9", "192.0.2.9, nonsense", ""])
def test_without_a_proxy_or_without_its_word_the_address_is_that_of_the_connection(told, settings):
    settings.BEHIND_PROXY = "nonsense" in told or not told
    teacher = a_teacher()

    attempt(browser(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=told), teacher.email, WRONG)

    assert AccessAttempt.objects.get().ip_address == "192.0.2.1"


def test_the_lock_counts_all_browsers_of_an_address_together():
    teacher = a_teacher()

    told = [
        attempt(browser(REMOTE_ADDR="192.0.2.1", HTTP_USER_AGENT=f"browser {number}"), teacher.email, WRONG)
        for number in range(5)
    ]

    assert told[-1].status_code == 429


def test_the_page_of_a_lock_says_when_to_try_again_and_trying_does_not_put_it_off():
    teacher = a_teacher()
    client = browser(REMOTE_ADDR="192.0.2.1")
    for _ in range(5):
        attempt(client, teacher.email, WRONG)
    last = AccessAttempt.objects.get().attempt_time

    answer = attempt(client, teacher.email)

    opens = last + timedelta(hours=settings.AXES_COOLOFF_TIME)
    shown = timezone.localtime(opens + timedelta(minutes=1))
    assert f"try again at <strong>{show_time(shown)}</strong>" in answer.content.decode()
    assert int(answer["Retry-After"]) >= 1
    assert AccessAttempt.objects.get().attempt_time == last


def test_a_lock_ends_by_itself():
    teacher = a_teacher()
    client = browser(REMOTE_ADDR="192.0.2.1")
    for _ in range(5):
        attempt(client, teacher.email, WRONG)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))

    assert attempt(client, teacher.email).status_code == 302


def test_the_lock_of_several_browsers_ends_when_enough_failures_are_old(rf):
    now = timezone.now()
    for number, minutes in enumerate((14, 8, 3)):
        row = AccessAttempt.objects.create(
            username="ada@example.org",
            ip_address="192.0.2.1",
            user_agent=str(number),
            failures_since_start=2,
        )
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=now - timedelta(minutes=minutes))

    ends = unlocked_at(rf.get("/", REMOTE_ADDR="192.0.2.1"), "ada@example.org")

    assert ends == now - timedelta(minutes=14) + timedelta(minutes=15)  # four are left then
    assert unlocked_at(rf.get("/", REMOTE_ADDR="192.0.2.2"), "ada@example.org") is None


def test_whoever_was_switched_off_cannot_sign_in():
    teacher = a_teacher()
    teacher.is_active = False
    teacher.save()

    assert attempt(browser(), teacher.email).status_code == 422


def test_a_session_ends_at_once_when_its_owner_is_switched_off():
    teacher = a_teacher()
    client = signed_in(teacher)
    assert client.get("/").status_code == 200

    teacher.is_active = False
    teacher.save()

    assert client.get("/")["Location"] == "/sign-in"


def test_whoever_has_no_role_today_is_told_so_and_sees_nothing_else():
    client = signed_in(create_user())

    for address in ("/", "/users/", "/audit/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "You have no role today" in answer.content.decode()
    assert client.post("/sign-out").status_code == 302


def test_pages_are_not_kept_by_browsers_but_the_colours_are():
    client = signed_in(a_teacher())

    assert client.get("/")["Cache-Control"] == "no-store"
    assert browser().get("/sign-in")["Cache-Control"] == "no-store"
    assert "max-age" in client.get("/colours/1d4f6b.css")["Cache-Control"]


def test_no_log_names_who_failed_to_sign_in(caplog):
    teacher = a_teacher()
    client = browser(REMOTE_ADDR="192.0.2.77")

    with caplog.at_level(logging.DEBUG):
        for _ in range(6):
            attempt(client, teacher.email, "a password in clear")
        attempt(browser(), teacher.email)

    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "Locking out somebody" in told  # the log was listened to
    for private in (teacher.email, teacher.name, "192.0.2.77", "a password in clear"):
        assert private not in told


def test_what_was_typed_is_not_kept_with_the_failures():
    teacher = a_teacher()

    attempt(browser(), teacher.email, "a password in clear")

    kept = AccessAttempt.objects.get().post_data
    assert "a password in clear" not in kept
    assert teacher.email not in kept


def test_passwords_are_kept_by_argon2():
    from supportfirst.casework.project import settings as of_the_site

    assert of_the_site.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
