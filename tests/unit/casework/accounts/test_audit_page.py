"""The audit trail's page: what readings and changes leave, who sees which lines, filters and pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessFailureLog
from django.db import transaction
from django.test import Client

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import RIGHTS, Right
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.audit_trail import Asked, trail
from supportfirst.casework.store.chaining import breaks
from supportfirst.casework.store.models import AuditEvent, Role
from tests.factories.site_accounts import NINE, Land, acting, create_member, create_pupil, demo_client, join

pytestmark = pytest.mark.django_db

A_MINUTE = timedelta(minutes=1)


def done(user, verb="export", school=None, at=NINE, **held):
    with transaction.atomic():
        return audit(acting(user, at), verb, school=school, **held)


def shown(client, address="/audit/"):
    """The lines of the page but the one that opening it adds."""
    lines = client.get(address).context["page"].lines
    return [line for line in lines if line.what != "Looked at the audit trail"]


def test_reading_a_childs_record_leaves_a_line():
    land = Land()
    officer = create_member(Role.ATTENDANCE_OFFICER, land.hill, "Robin Hartley")
    ada = create_pupil(land.hill)

    read_record(acting(officer), ada, "attendance")

    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.pupil, event.school, event.thing, event.recorded_at) == (
        "read_record",
        officer,
        ada,
        land.hill,
        "attendance",
        NINE,
    )
    assert list(breaks(AuditEvent)) == []


def test_of_somebody_with_many_roles_the_line_tells_each_whole():
    land = Land()
    officer = create_member(Role.ATTENDANCE_OFFICER, land.hill)
    for role in (Role.ATTENDANCE_LEAD, Role.PASTORAL, Role.TEACHER):
        join(officer, role, land.hill)

    done(officer, school=land.hill)

    [line] = shown(demo_client(create_member(Role.HEAD, land.hill)))
    assert line.role == "Attendance lead, Attendance officer, Pastoral lead, Teacher"
    assert line.detail == ()
    assert AuditEvent.objects.get(verb="export").role == "attendance_lead"
    assert list(breaks(AuditEvent)) == []


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.ANALYST, Role.TEACHER])
def test_a_record_out_of_reach_is_not_read_and_leaves_no_line(role):
    land = Land()
    ada = create_pupil(land.hill)

    with pytest.raises(NotThere):
        read_record(acting(create_member(role, land.hill)), ada, "attendance")
    with pytest.raises(NotThere):
        read_record(acting(create_member(Role.HEAD, land.far)), ada, "attendance")

    assert not AuditEvent.objects.exists()


def test_a_reading_stands_in_the_trail_of_the_school_where_the_reader_works():
    land = Land()
    ada = create_pupil(land.hill)
    ada.enrolments.create(school=land.far, first_day=NINE.date())

    read_record(acting(create_member(Role.HEAD, land.far)), ada, "attendance")

    assert AuditEvent.objects.get().school == land.far


@pytest.mark.parametrize("role", list(Role))
def test_the_page_exists_for_those_who_may_read_the_trail(role):
    client = demo_client(create_member(role, Land().hill))

    assert client.get("/audit/").status_code == (200 if Right.SEE_AUDIT in RIGHTS[role] else 404)


def test_one_sees_the_lines_of_ones_schools_and_people_alone():
    land = Land()
    head = create_member(Role.HEAD, land.hill, "Own Head")
    far = create_member(Role.HEAD, land.far, "Far Head")
    done(head, "export", land.hill)
    done(head, "sign_in")
    done(far, "export", land.far)
    done(far, "sign_in")

    assert {(line.who.split(",")[0], line.what) for line in shown(demo_client(head))} == {
        ("Own Head", "Export"),
        ("Own Head", "Signed in"),
    }
    principal = create_member(Role.PRINCIPAL_OFFICER, land.elsewhere)
    assert {line.who.split(",")[0] for line in shown(demo_client(principal))} == {"Far Head"}


def test_lines_are_narrowed_by_person_pupil_verb_and_days():
    land = Land()
    head, officer = (create_member(role, land.hill) for role in (Role.HEAD, Role.ATTENDANCE_OFFICER))
    ada, ben = create_pupil(land.hill, "Ada"), create_pupil(land.hill, "Ben")
    done(head, "export", land.hill, at=NINE - timedelta(days=2))
    read_record(acting(officer, NINE - timedelta(days=1)), ada, "attendance")
    read_record(acting(officer, NINE - A_MINUTE), ben, "attendance")
    client = demo_client(head)

    def found(query):
        lines = shown(client, f"/audit/?{query}")
        return [(line.what, ", ".join(each.name for each in line.children)) for line in lines]

    assert found(f"person={officer.pk}") == [
        ("Read a record", "Ben Example"),
        ("Read a record", "Ada Example"),
    ]
    assert found(f"pupil={ada.pk}") == [("Read a record", "Ada Example")]
    assert found("verb=export") == [("Export", "")]
    assert found("first_day=2026-11-19&last_day=2026-11-19") == [("Read a record", "Ada Example")]
    assert found("last_day=2026-11-18") == [("Export", "")]
    assert found(f"verb=export&pupil={ada.pk}") == []


def test_a_day_is_one_of_london():
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    in_summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July
    join(head, Role.HEAD, land.hill, first_day=in_summer.date())
    done(head, "export", land.hill, at=in_summer)
    client = demo_client(head)

    assert len(shown(client, "/audit/?first_day=2026-07-01&last_day=2026-07-01")) == 1
    assert shown(client, "/audit/?first_day=2026-06-30&last_day=2026-06-30") == []


def test_a_pupil_is_picked_from_the_lines_and_named_only_where_the_trail_knows_them():
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    ada, stranger = create_pupil(land.hill, "Ada"), create_pupil(land.far, "Zoe")
    read_record(acting(head), ada, "attendance")
    client = demo_client(head)

    assert f"?pupil={ada.pk}" in client.get("/audit/").content.decode()
    assert client.get(f"/audit/?pupil={ada.pk}").context["pupil"].name == "Ada Example"
    answer = client.get(f"/audit/?pupil={stranger.pk}")
    assert (answer.status_code, answer.context["pupil"], shown(client, f"/audit/?pupil={stranger.pk}")) == (
        200,
        None,
        [],
    )


@pytest.mark.parametrize("query", ["person=x", "pupil=x", "verb=%3Cb%3E", "first_day=32.13.2026"])
def test_a_question_that_makes_no_sense_is_answered_with_what_to_do(query):
    client = demo_client(create_member(Role.HEAD, Land().hill))

    assert client.get(f"/audit/?{query}").status_code == 422


def test_pages_of_fifty_go_on_where_the_last_one_ended_newest_first():
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    for number in reversed(range(120)):  # a chain takes no line from before its last
        done(head, "export", land.hill, at=NINE - A_MINUTE * (number // 3), thing=str(number))
    actor, seen, before = acting(head), [], ""

    for size in (50, 50, 20):
        page = trail(actor, Asked(before=before))
        assert len(page.lines) == size
        seen += [line.thing for line in page.lines]
        before = page.next
        done(head, "export", land.hill, at=NINE + A_MINUTE, thing="added meanwhile")

    assert before == ""
    assert sorted(seen, key=int) == [str(number) for number in range(120)]
    moments = [int(thing) // 3 for thing in seen]
    assert moments == sorted(moments)


@pytest.mark.parametrize("before", ["x", "1-", "-1", "9" * 40 + "-1", "٣-1"])
def test_a_place_that_is_none_begins_at_the_newest(before):
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    done(head, "export", land.hill)

    assert len(trail(acting(head), Asked(before=before)).lines) == 1


def test_the_link_to_earlier_lines_keeps_the_filters():
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    for number in range(51):
        done(head, "export", land.hill, at=NINE - A_MINUTE * number)
    client = demo_client(head)

    following = client.get("/audit/?verb=export").context["next"]

    assert following.startswith("?verb=export&before=")
    assert len(client.get(f"/audit/{following}").context["page"].lines) == 1


def test_each_question_to_the_trail_is_kept_and_further_pages_are_not():
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    client = demo_client(head)

    client.get("/audit/?verb=export")
    client.get("/audit/?verb=export&before=1-1")

    event = AuditEvent.objects.get(verb="read_audit_trail")
    detail = {"asked": {"verb": "export"}, "children": 0, "pupils": []}
    assert (event.actor, event.school, event.detail) == (head, land.hill, detail)


def test_a_line_about_a_colleague_names_them_and_the_questions_of_others_are_readable():
    land = Land()
    head, teacher = create_member(Role.HEAD, land.hill), create_member(Role.TEACHER, land.hill, "Sam Ash")
    done(head, "reset_password", land.hill, thing=str(teacher.pk))
    client = demo_client(head)
    client.get("/audit/?verb=export&last_day=2026-11-20")

    lines = {line.what: line for line in client.get("/audit/").context["page"].lines}

    assert lines["Made a link to set a password"].thing == "Sam Ash, colleague"
    texts = [line.detail for line in client.get("/audit/").context["page"].lines]
    assert ("Only done until 20 November 2026, what was done: Export",) in texts
    assert () in texts  # a question without filters has no detail


def test_failed_sign_ins_are_counted_by_day_beside_the_trail():
    land = Land()
    head, teacher = create_member(Role.HEAD, land.hill), create_member(Role.TEACHER, land.hill)
    stranger = create_member(Role.HEAD, land.far)
    for email in [head.email] * 3 + [teacher.email] + [stranger.email, "nobody@example.org"]:
        Client(headers={"host": "localhost"}).post("/sign-in", {"email": email, "password": "wrong"})
    newest = AccessFailureLog.objects.filter(username=teacher.email)
    newest.update(attempt_time=datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    AccessFailureLog.objects.exclude(username=teacher.email).update(
        attempt_time=datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
    )

    answer = demo_client(head).get("/audit/")

    days = [(str(each.day), each.failures, each.names) for each in answer.context["days"]]
    assert days == [("2026-11-19", 3, 1), ("2026-11-18", 1, 1)]
    assert not AuditEvent.objects.exclude(verb="read_audit_trail").exists()


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_asks_as_often_however_many_lines_and_schools(number, django_assert_num_queries):
    land = Land()
    principal = create_member(Role.PRINCIPAL_OFFICER, land.authority)
    ada = create_pupil(land.hill)
    for minute in reversed(range(number)):
        user = create_member(Role.HEAD, land.hill)
        done(user, "export", land.hill, at=NINE - A_MINUTE * minute, pupil=ada)
    client = demo_client(principal)

    # session, person, roles; names, verbs, failures, lines, the children whom they name; and the line that
    # reading adds, the first of its chain
    with django_assert_num_queries(20):
        page = client.get("/audit/")

    assert len(page.context["page"].lines) == number
