"""Terms and closed days, the traded service, and the packs: kept, checked, and asked by the rules."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.actions.ask_job import Asked
from supportfirst.casework.actions.assess_school import assess_school
from supportfirst.casework.store.models import AuditEvent, CalendarSpan, PackAdoption, TradedSpan
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import an_event, put_weeks
from tests.factories.site_registers import a_register_school, submit, words_of
from tests.unit.casework.set_up.conftest import day_parts, form_of

pytestmark = pytest.mark.django_db


class Watching:
    """What a job is given, with a clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def progress(self, done: int, total: int | None) -> None: ...


def days(first, last):
    return {**day_parts("first_day", first), **day_parts("last_day", last)}


def added(browser, school, kind, first, last, **more):
    client = browser(a_user("head", school))
    address = reverse("school-calendar", args=[school.pk])
    return client.post(address, form_of(client.get(address), kind=kind, **days(first, last), **more))


def test_a_closed_day_is_added_once_and_the_school_does_not_meet_then(browser):
    held = a_register_school()
    client = browser(a_user("head", held.school))
    address = reverse("school-calendar", args=[held.school.pk])
    day = date(2026, 11, 23)
    sent = form_of(client.get(address), kind="closed", note="INSET", **days(day, day))

    for _ in range(2):
        assert client.post(address, sent).status_code == 302

    assert CalendarSpan.objects.filter(kind="closed", first_day=day, note="INSET").count() == 1
    assert AuditEvent.objects.filter(verb="write_calendar_span").count() == 1
    registers = reverse("registers-of-day", args=[held.school.pk, "2026-11-23"])
    assert "the school is closed on 23 November 2026 (INSET)" in words_of(client.get(registers))


@pytest.mark.parametrize(
    ("kind", "first", "last", "told"),
    [
        ("term", date(2026, 12, 1), date(2027, 1, 15), "is there already"),
        ("closed", date(2026, 8, 10), date(2026, 8, 11), "would not lie within one term"),
        ("closed", date(2027, 5, 3), date(2027, 5, 4), "A closed span from 3 May 2027 to 3 May 2027"),
        ("term", date(2027, 9, 2), date(2027, 9, 1), "The last day is before the first"),
    ],
)
def test_days_that_contradict_the_calendar_are_refused(browser, kind, first, last, told):
    school = a_school()
    before = CalendarSpan.objects.count()

    answer = added(browser, school, kind, first, last)

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert CalendarSpan.objects.count() == before


def test_a_day_with_a_register_stays_a_school_day(browser):
    held = a_register_school()
    submit(held, "/")

    answer = added(browser, held.school, "closed", date(2026, 11, 20), date(2026, 11, 20))

    assert answer.status_code == 422
    assert "Registers were taken on 20 November 2026" in words_of(answer)
    head = browser(a_user("head", held.school))
    term = CalendarSpan.objects.get(first_day__lte="2026-11-20", last_day__gte="2026-11-20")
    remove = reverse("school-calendar-remove", args=[held.school.pk, term.pk])
    assert "Registers were taken" in words_of(head.post(remove, follow=True))
    assert CalendarSpan.objects.filter(pk=term.pk).exists()


def test_a_term_is_changed_and_a_closed_day_taken_out(browser):
    school = a_school()
    head = browser(a_user("head", school))
    closed = CalendarSpan.objects.get(first_day="2027-05-03")
    address = reverse("school-calendar-span", args=[school.pk, closed.pk])
    day = date(2027, 5, 5)

    assert head.post(address, form_of(head.get(address), **days(day, day))).status_code == 302
    assert CalendarSpan.objects.get(pk=closed.pk).first_day == day

    assert head.post(reverse("school-calendar-remove", args=[school.pk, closed.pk])).status_code == 302
    assert not CalendarSpan.objects.filter(pk=closed.pk).exists()


def traded(browser, school, buys, first, last=None):
    client = browser(a_user("head", school))
    address = reverse("school-traded", args=[school.pk])
    more = {} if last is None else day_parts("last_day", last)
    return client.post(
        address, form_of(client.get(address), buys=buys, **day_parts("first_day", first), **more)
    )


@pytest.mark.requirement("HAL-53")
def test_a_case_is_judged_by_whether_the_school_buys_the_service_on_its_day(browser):
    school = a_school(pack="halton", phase="secondary")
    ada = a_pupil(school, a_class(school), date_of_birth=date(2014, 10, 4))
    put_weeks(ada, date(2026, 9, 7), "OO", 10)
    lead = a_user("attendance_lead", school)
    an_event(
        ada,
        "stage_move",
        by=lead,
        on=date(2026, 11, 2),
        at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        track="halton stages",
        to="halton.stage_2",
        reason="no improvement",
    )
    assert traded(browser, school, "no", date(2026, 9, 1)).status_code == 302
    assert traded(browser, school, "yes", date(2026, 11, 18)).status_code == 302

    def told_on(day):
        at = datetime(2026, 11, day, 8, tzinfo=UTC)
        assess_school(Asked("assess_school", {}, school, None, at), Watching(at))()
        return words_of(browser(lead, at).get(reverse("worklist-row", args=[ada.pupil_id])))

    by_service = "Ask the traded officer to hold a School Attendance Meeting"
    by_school = "Hold a School Attendance Meeting"
    assert by_service not in told_on(17)
    assert by_school in told_on(17)
    assert by_service in told_on(18)
    spans = TradedSpan.objects.order_by("first_day").values_list("buys", "first_day", "last_day")
    assert list(spans) == [
        (False, date(2026, 9, 1), date(2026, 11, 17)),
        (True, date(2026, 11, 18), None),
    ]


def test_what_was_said_of_a_day_is_not_said_twice(browser):
    school = a_school()
    traded(browser, school, "yes", date(2026, 9, 1), date(2026, 12, 18))

    answer = traded(browser, school, "no", date(2026, 12, 1))

    assert answer.status_code == 422
    assert "It is said already from 1 September 2026" in words_of(answer)
    head = browser(a_user("head", school))
    span = TradedSpan.objects.get()
    assert head.post(reverse("school-traded-remove", args=[school.pk, span.pk])).status_code == 302
    assert "Nobody has said whether" in words_of(head.get(reverse("school-traded", args=[school.pk])))


def test_a_pack_is_followed_only_after_what_changes_was_shown(browser):
    school = a_school(pack="halton")
    head = browser(a_user("head", school))
    address = reverse("school-packs", args=[school.pk])
    sent = form_of(head.get(address), pack="coventry", **day_parts("first_day", date(2026, 12, 1)))

    shown = words_of(head.post(address, sent))

    assert "Follow this pack" in shown
    assert "To be named: Senior attendance champion; Local Authority Attendance Officer (LAAO)" in shown
    assert PackAdoption.objects.count() == 1
    assert head.post(address, {**sent, "follow": "yes"}).status_code == 302
    assert "Coventry" in words_of(head.get(address))
    adopted = PackAdoption.objects.order_by("first_day").values_list("pack", "first_day")
    assert list(adopted) == [("halton", date(2025, 9, 1)), ("coventry", date(2026, 12, 1))]


def test_a_pack_for_a_day_that_is_over_is_refused(browser):
    school = a_school(pack="halton")
    head = browser(a_user("head", school))
    address = reverse("school-packs", args=[school.pk])
    sent = form_of(head.get(address), pack="coventry", **day_parts("first_day", date(2026, 11, 2)))

    answer = head.post(address, {**sent, "follow": "yes"})

    assert answer.status_code == 422
    assert "Choose today or a later day" in words_of(answer)
