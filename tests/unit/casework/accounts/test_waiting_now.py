"""The first page says what waits now, and counts for nobody what they may not see."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.bridge.class_places import put_in_class
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.unaccounted import missing_on
from supportfirst.casework.queries.home import schools_and_rights
from supportfirst.casework.queries.registers_today import registers_of_day
from supportfirst.casework.queries.waiting_now import DAY_AT, waiting_now
from supportfirst.casework.store.models import (
    Assessed,
    CalendarSpan,
    ClassTeacher,
    Marker,
    Message,
    MessageState,
    RegisterDocument,
    Role,
    School,
)
from supportfirst.casework.web import middleware
from supportfirst.casework.web.views.home import MOST_PRESSING
from tests.factories.register_files import long_csv, read_file, take_in
from tests.factories.site import a_pupil, a_school, add_terms
from tests.factories.site_accounts import (
    create_authority,
    create_member,
    demo_client,
    join,
)
from tests.factories.site_cases import a_reason, an_assessment, put_marks
from tests.factories.site_registers import FRIDAY, QUARTER_TO_NINE, a_register_school, add_class, submit

pytestmark = pytest.mark.django_db
LATER = QUARTER_TO_NINE + timedelta(minutes=55)


@pytest.fixture(autouse=True)
def later(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: LATER)


def words_of(page):
    return " ".join(html.fromstring(page.content).text_content().split())


def a_busy_morning():
    """Two of four away without a reason, another class's register missing, a step overdue, a task too."""
    held = a_register_school()
    submit(held, "/", "N", "N", "/")
    add_class(held, name="8B")
    put_marks(held.pupils[0], {})
    an_assessment(held.pupils[0], overdue=True, due_on=FRIDAY - timedelta(days=1))
    an_assessment(held.pupils[1], due_on=FRIDAY + timedelta(days=3))
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, held.school), QUARTER_TO_NINE)
    ask_task(
        officer, held.school, held.pupils[0].pupil, "parent_contact", "Ring.", FRIDAY - timedelta(days=2)
    )
    return held


def words_for(role, held):
    actor = actor_of(create_member(role, held.school), LATER)
    return [one.words for each in waiting_now(actor, [held.school]) for one in each.waiting]


def test_an_officer_is_told_what_waits_in_the_order_of_a_morning():
    held = a_busy_morning()

    words = words_for(Role.ATTENDANCE_OFFICER, held)

    assert words == [
        "1 register is missing",
        "2 children are away, and why is not known",
        "1 task is overdue",
        "1 child has a step overdue",
        "2 children have something due",
    ]


def test_nobody_is_told_a_number_of_what_they_may_not_see():
    held = a_busy_morning()

    assert words_for(Role.GOVERNOR, held) == []
    assert not any("step" in each or "task" in each for each in words_for(Role.TEACHER, held))


def test_each_number_leads_to_its_page_and_none_says_so():
    held = a_busy_morning()
    user = create_member(Role.ATTENDANCE_OFFICER, held.school)

    page = demo_client(user).get("/")
    assert "something due" in page.content.decode()
    Assessed.objects.all().delete()

    assert "something due" not in demo_client(user).get("/").content.decode()
    [(_, links)] = page.context["now"].schools
    for link in links:
        assert demo_client(user).get(link.address).status_code == 200


def test_a_number_of_the_worklist_leads_to_as_many_rows():
    held = a_busy_morning()  # one overdue, one due with a day
    an_assessment(held.pupils[2], reasons=[a_reason(kind="due")])
    an_assessment(held.pupils[3])
    client = demo_client(create_member(Role.ATTENDANCE_OFFICER, held.school))

    [(_, links)] = client.get("/").context["now"].schools
    told = {link.text: client.get(link.address).context["worklist"] for link in links if "step" in link.text}
    told |= {
        link.text: client.get(link.address).context["worklist"] for link in links if "thing" in link.text
    }

    assert {words: shown.fitting for words, shown in told.items()} == {
        "1 child has a step overdue": 1,
        "3 children have something due": 3,
    }
    assert {shown.counts.due for shown in told.values()} == {3}


@pytest.mark.parametrize(
    ("role", "says"), [("administrator", "Finish"), ("attendance_officer", "An administrator can")]
)
def test_a_school_that_is_not_set_up_is_never_said_to_have_nothing_waiting(role, says):
    school = a_school(calendar=False, name="Hill School")
    client = demo_client(create_member(Role(role), school))

    told = words_of(client.get("/"))

    assert "Hill School is not set up yet." in told
    assert says in told
    assert "Nothing waits" not in told

    add_terms(school)
    a_pupil(school)
    assert "not set up" not in words_of(client.get("/"))


def test_more_children_are_counted_with_as_many_questions():
    asked = []
    for many in (2, 20):
        held = a_register_school(names=[("Sam", f"Adeyemi-{place}") for place in range(many)])
        submit(held, *["N"] * many)
        actor = actor_of(create_member(Role.ATTENDANCE_OFFICER, held.school), LATER)
        with CaptureQueriesContext(connection) as counted:
            waiting_now(actor, [held.school])
        asked.append(len(counted))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("role", list(Role))
def test_whatever_is_counted_for_a_role_is_a_page_that_the_role_opens(role):
    held = a_busy_morning()
    said = {"direction": "in", "channel": "email", "state": MessageState.UNMATCHED, "body": "Ill"}
    Message.objects.create(school=held.school, asked_at=LATER, **said)
    client = demo_client(create_member(role, held.school))

    now = client.get("/").context["now"]
    for link in [link for _, links in (now.schools if now else ()) for link in links]:
        assert client.get(link.address).status_code == 200, link.text


def over(user):
    """What waits for somebody over all their schools: the school's name, and how many of what."""
    actor = actor_of(user, LATER)
    schools = [row.school for row in schools_and_rights(actor)]
    return {
        each.school.name: {one.kind.what: one.number for one in each.waiting}
        for each in waiting_now(actor, schools)
    }


def some_schools(authority, number, **over):
    """Schools of one authority, each with a class whose register is missing."""
    return [
        a_register_school(authority=authority, name=f"School {place:02}", **over) for place in range(number)
    ]


def test_over_several_schools_the_one_with_children_unaccounted_for_comes_first():
    first, second, third, quiet = some_schools(create_authority(), 4)
    for held in (second, third, quiet):
        submit(held, "N" if held is third else "/", "/", "/", "/")
    an_assessment(second.pupils[0], overdue=True, due_on=FRIDAY - timedelta(days=1))

    found = over(create_member(Role.AUTHORITY_OFFICER, first.school.authority))

    assert found == {
        "School 02": {"away": 1},
        "School 00": {"registers": 1},
        "School 01": {"overdue": 1, "due": 1},
    }
    assert list(found) == ["School 02", "School 00", "School 01"]


def test_what_is_counted_at_a_school_is_what_somebody_may_see_there():
    here, there = some_schools(create_authority(), 2)
    for held in (here, there):
        an_assessment(held.pupils[0], due_on=FRIDAY)
    user = create_member(Role.ATTENDANCE_OFFICER, here.school)
    join(user, Role.TEACHER, there.school)

    assert over(user) == {"School 00": {"registers": 1, "due": 1}}  # and of no class there is theirs
    ClassTeacher.objects.create(group=there.group, user=user, first_day=FRIDAY)
    assert over(user) == {"School 00": {"registers": 1, "due": 1}, "School 01": {"registers": 1}}


def test_nothing_of_another_authority_is_counted():
    [held] = some_schools(create_authority(), 1)
    submit(held, "N", "/", "/", "/")
    [stranger] = some_schools(create_authority("Elsewhere"), 1)

    assert list(over(create_member(Role.PRINCIPAL_OFFICER, held.school.authority))) == ["School 00"]
    assert over(create_member(Role.PRINCIPAL_OFFICER, stranger.school.authority)) == {
        "School 00": {"registers": 1}
    }


def test_a_closed_school_and_one_that_is_not_late_yet_wait_for_no_register():
    late, early, closed = some_schools(create_authority(), 3)
    School.objects.filter(pk=early.school.pk).update(day_starts=time(10), morning_closes=time(10, 30))
    CalendarSpan.objects.create(school=closed.school, kind="closed", first_day=FRIDAY, last_day=FRIDAY)

    assert over(create_member(Role.HEAD, late.school.authority)) == {"School 00": {"registers": 1}}


@pytest.mark.parametrize("by", ["nobody", "its teacher", "a file"])
def test_the_counts_are_those_of_each_schools_own_pages(by):
    """Also of a child of no class, one who moved, one who died, and of registers that came as a file."""
    held = a_busy_morning()
    afternoon = LATER + timedelta(hours=4, minutes=30)
    if by == "its teacher":
        submit(held, "/", "N", "", "N", half=1, at=afternoon)
    if by == "a file":
        marks = zip(held.pupils, ("/", "N", "N", "/"), strict=True)
        data = long_csv(*((pupil, FRIDAY, "PM", symbol) for pupil, symbol in marks))
        officer = held.acting(held.officer, afternoon)
        take_in(officer, read_file(officer, held.school, data))
        assert RegisterDocument.objects.filter(group=None).exists()
    a_pupil(held.school, None, forename="Nora", surname="Ofnoclass")
    put_marks(a_pupil(held.school, None), {FRIDAY: "N "})
    put_in_class(held.pupils[2], add_class(held, name="9C"), FRIDAY)
    Marker.objects.create(pupil=held.pupils[3].pupil, kind="deceased", first_day=FRIDAY)
    user = create_member(Role.HEAD, held.school)
    for moment in (LATER, afternoon):
        actor = actor_of(user, moment)

        [counted] = waiting_now(actor, [held.school])
        numbers = {each.kind.what: each.number for each in counted.waiting}

        day = registers_of_day(actor, held.school.pk, FRIDAY)
        missing = list(missing_on(held.school, pack_of(held.school, FRIDAY), FRIDAY))
        assert numbers.get("registers", 0) == len(day.missing) > 0
        assert numbers.get("away", 0) == len(missing) > 0


def test_more_schools_are_counted_with_as_many_questions():
    asked = []
    for many in (2, 12):
        authority = create_authority(f"Of {many}")
        for held in some_schools(authority, many):
            submit(held, "N", "/", "/", "/")
            add_class(held)
            an_assessment(held.pupils[0], due_on=FRIDAY)
        client = demo_client(create_member(Role.HEAD, authority))
        with CaptureQueriesContext(connection) as counted:
            page = client.get("/?all=1")
        assert len(page.context["now"].schools) == many
        asked.append(len(counted))

    assert asked[0] == asked[1] <= 19


def test_the_most_pressing_schools_stand_on_the_page_and_the_rest_behind_a_link():
    authority = create_authority()
    some_schools(authority, MOST_PRESSING + 2)
    client = demo_client(create_member(Role.HEAD, authority))

    page = words_of(client.get("/"))
    everything = words_of(client.get("/?all=1"))

    assert "and 2 more schools where something waits" in page
    assert page.count("1 register is missing") == MOST_PRESSING
    assert everything.count("1 register is missing") == MOST_PRESSING + 2
    assert "more schools where" not in everything


def test_each_link_leads_to_the_page_of_its_school():
    here, there = some_schools(create_authority(), 2)
    for held in (here, there):
        submit(held, "N", "/", "/", "/")
        an_assessment(held.pupils[1], due_on=FRIDAY)
    client = demo_client(create_member(Role.AUTHORITY_OFFICER, here.school.authority))

    for name, links in client.get("/").context["now"].schools:
        school = School.objects.get(name=name)
        for link in links:
            assert str(school.pk) in link.address
            assert client.get(link.address).status_code == 200
    [_, (_, [*links])] = client.get("/").context["now"].schools
    rows = client.get(links[-1].address).context["worklist"].rows
    assert {row.school for row in rows} == {"School 01"}


def test_of_very_many_schools_the_day_is_each_schools_own_and_the_page_says_so():
    authority = create_authority()
    held, *_ = some_schools(authority, DAY_AT + 1)
    an_assessment(held.pupils[0], due_on=FRIDAY)
    client = demo_client(create_member(Role.HEAD, authority))

    page = words_of(client.get("/"))

    assert "1 child has something due" in page
    assert "register is missing" not in page
    assert f"not counted here for more than {DAY_AT} schools" in page


@pytest.mark.parametrize(("role", "shown"), [(Role.GOVERNOR, False), (Role.HEAD, True)])
def test_that_nothing_waits_is_said_to_whom_something_may(role, shown):
    authority = create_authority()
    for held in some_schools(authority, 2):
        submit(held, "/", "/", "/", "/")
    page = words_of(demo_client(create_member(role, authority)).get("/"))

    assert ("Nothing waits for you at your schools now." in page) is shown


def test_the_first_page_reads_its_schools_once():
    held = a_busy_morning()
    client = demo_client(create_member(Role.ATTENDANCE_OFFICER, held.school))

    with CaptureQueriesContext(connection) as asked:
        client.get("/")

    assert sum('FROM "store_school"' in each["sql"] for each in asked.captured_queries) == 1
