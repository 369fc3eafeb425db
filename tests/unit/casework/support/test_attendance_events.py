"""Events about attendance: of a school, for several schools, and the calendar that warns of empty terms."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AttendanceEvent, CalendarSpan, Role, SpanKind
from tests.factories.site import a_school
from tests.factories.site_accounts import create_member, demo_client
from tests.factories.site_registers import form_of, words_of
from tests.factories.site_support import TEN, at, day_of

pytestmark = pytest.mark.django_db


def typed(kind, on=date(2026, 11, 19), **more):
    return {"kind": kind, "topic": "Mornings that work", **day_of("happens_on", on), **more}


def add(client, school, values):
    here = reverse("event-new", args=[school.pk])
    return client.post(here, {**form_of(client.get(here)), **values})


def shown(client, school):
    return words_of(client.get(reverse("events", args=[school.pk])))


def calendar(client):
    return words_of(client.get(reverse("events-all")))


@pytest.fixture
def halton(browser):
    held = at("halton")
    return held.school, browser(held.officer, TEN)


@pytest.mark.requirement("HAL-19")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("parents_evening", "Talk at a parents' evening"),
        ("coffee_morning", "Coffee morning"),
        ("drop_in", "Drop-in"),
        ("workshop", "Workshop"),
    ],
)
def test_an_event_is_recorded_with_its_type_its_date_and_the_parents_who_attended(halton, kind, words):
    school, client = halton

    answer = add(client, school, typed(kind, parents="14", joined_by="The school nurse"))

    assert answer.status_code == 302
    told = shown(client, school)
    assert f"{words}: Mornings that work 19 November 2026 With: The school nurse" in told
    assert "Parents attending: 14" in told


@pytest.mark.requirement("HAL-19")
def test_the_parents_of_an_event_to_come_are_counted_once_it_took_place(halton, browser):
    school, client = halton
    answer = add(client, school, typed("workshop", date(2026, 11, 27), parents="3"))
    assert answer.status_code == 422
    assert "Nobody has come yet" in words_of(answer)

    add(client, school, typed("workshop"))
    assert "Parents attending: not counted" in shown(client, school)
    here = reverse("event", args=[school.pk, AttendanceEvent.objects.get().pk])
    assert client.post(here, form_of(client.get(here))).status_code == 422
    assert client.post(here, {**form_of(client.get(here)), "parents": "9"}).status_code == 302
    assert "Parents attending: 9" in shown(client, school)


def test_an_event_is_taken_back_with_a_reason_and_one_sent_twice_is_one(halton):
    school, client = halton
    here = reverse("event-new", args=[school.pk])
    sent = {**form_of(client.get(here)), **typed("drop_in")}
    assert [client.post(here, sent).status_code for _ in range(2)] == [302, 302]
    row = AttendanceEvent.objects.get()

    here = reverse("event", args=[school.pk, row.pk])
    assert client.post(here, {"because": "It did not take place."}).status_code == 302

    assert "No event is recorded this school year." in shown(client, school)
    assert AttendanceEvent.objects.get().taken_back_because == "It did not take place."


@pytest.fixture
def cambridgeshire(browser):
    held = at("cambridgeshire")
    authority = held.school.authority
    authority.pack = "cambridgeshire"
    authority.save()
    others = [
        a_school(authority=authority, name=name, pack=None, calendar=False)
        for name in ("Fen School", "Mere School")
    ]
    officer = create_member(Role.AUTHORITY_OFFICER, authority, "Ola Reed")
    return held, others, demo_client(officer), browser(held.officer, TEN)


@pytest.mark.requirement("CAM-09")
def test_a_cluster_meeting_is_scheduled_for_several_schools_with_topic_and_materials(cambridgeshire):
    held, others, officer, school_office = cambridgeshire
    fen, mere = others

    answer = add(
        officer,
        held.school,
        typed(
            "cluster_meeting",
            date(2026, 12, 3),
            schools=[str(fen.pk)],
            materials="Slides on codes\nA list of questions",
            place="Online",
        ),
    )

    assert answer.status_code == 302
    for school in (held.school, fen):
        told = shown(officer, school)
        assert "Cluster meeting held virtually: Mornings that work 3 December 2026, Online" in told
        assert "Materials: Slides on codes; A list of questions" in told
        assert f"For: Fen School, {held.school.name}" in told
    assert "Mornings that work" not in shown(officer, mere)
    told = shown(school_office, held.school)
    assert "Cluster meeting" in told
    assert f"For: {held.school.name}, 1 more" in told
    assert "Fen School" not in told
    assert "take it back" not in told


def test_a_school_schedules_for_itself_alone(cambridgeshire):
    held, others, _, school_office = cambridgeshire

    add(school_office, held.school, typed("cluster_meeting", schools=[str(others[0].pk)]))

    assert list(AttendanceEvent.objects.get().schools.all()) == [held.school]


@pytest.mark.requirement("CAM-10")
def test_the_calendar_warns_of_each_term_without_a_webinar(cambridgeshire):
    held, _, officer, _ = cambridgeshire
    warning = "No event of this kind in this term: Training webinar"
    CalendarSpan.objects.filter(school=held.school).delete()
    assert "Cannot tell which terms lack an event" in calendar(officer)
    for first, last in (
        (date(2026, 9, 2), date(2026, 12, 18)),
        (date(2027, 1, 5), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 7, 21)),
    ):
        CalendarSpan.objects.create(school=held.school, kind=SpanKind.TERM, first_day=first, last_day=last)

    assert calendar(officer).count(warning) == 3
    add(officer, held.school, typed("cluster_meeting"))
    assert calendar(officer).count(warning) == 3
    add(officer, held.school, typed("training_webinar"))
    told = calendar(officer)
    assert told.count(warning) == 2
    assert told.index("Training webinar: Mornings that work") < told.index(warning)
    add(officer, held.school, typed("training_webinar", date(2027, 2, 3)))
    add(officer, held.school, typed("training_webinar", date(2027, 6, 3)))
    assert warning not in calendar(officer)
