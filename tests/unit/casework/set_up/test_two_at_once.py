"""Two people with one form of the set-up open: neither undoes unknowingly what the other kept."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import (
    AuditEvent,
    CalendarSpan,
    ClassGroup,
    NamedPerson,
    PackAdoption,
    School,
    TradedSpan,
)
from tests.factories.site import NINE, a_class, a_school, a_trust, a_user
from tests.factories.site_registers import form_of, words_of
from tests.unit.casework.set_up.conftest import day_parts

pytestmark = pytest.mark.django_db
LATER = NINE + timedelta(minutes=5)


class TwoPeople:
    """The first has kept a change while the second's form was open."""

    def __init__(self, browser, address, **place) -> None:
        self.browser, self.address = browser, address
        self.first = a_user("administrator", name="Ines Vale", title="Office Manager", **place)
        self.second = a_user("administrator", name="Otto Reed", title="Deputy", **place)
        self.theirs = form_of(browser(self.first).get(address))
        self.mine = form_of(browser(self.second).get(address))

    def first_keeps(self, **typed):
        assert self.browser(self.first, LATER).post(self.address, self.theirs | typed).status_code == 302

    def second_sends(self, **typed):
        return self.browser(self.second, LATER).post(self.address, self.mine | typed)

    def again(self, answer, **pressed):
        return self.browser(self.second, LATER).post(self.address, form_of(answer) | pressed)


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def times(browser, school):
    return TwoPeople(browser, reverse("school-times", args=[school.pk]), school=school)


def test_a_close_set_meanwhile_outlives_an_older_form_that_changes_another_time(times):
    times.first_keeps(morning_closes="9.10")

    assert times.second_sends(doors_open="8.25").status_code == 302

    school = School.objects.get()
    assert (school.morning_closes, school.doors_open) == (time(9, 10), time(8, 25))


def test_a_time_that_both_changed_is_refused_told_and_kept_only_knowingly(times):
    times.first_keeps(morning_closes="9.10", first_contact_by="10.30")

    answer = times.second_sends(morning_closes="9.05", doors_open="8.25")

    assert answer.status_code == 422
    told = words_of(answer)
    assert (
        "“The morning register closes” was changed by Ines Vale, Office Manager on 20 November 2026, 9:05am: "
        "it is now “9:10am”. What you entered is still here."
    ) in told
    assert "“First contact is made by” was changed by Ines Vale" in told
    assert "send the form again" in told
    school = School.objects.get()
    assert (school.morning_closes, school.doors_open) == (time(9, 10), time(8, 40))
    sent = form_of(answer)
    assert (sent["morning_closes"], sent["doors_open"], sent["first_contact_by"]) == (
        "9.05",
        "8.25",
        "10:30am",
    )

    assert times.again(answer).status_code == 302

    school.refresh_from_db()
    assert (school.morning_closes, school.doors_open) == (time(9, 5), time(8, 25))
    assert school.first_contact_by == time(10, 30)


def test_two_changes_that_do_not_fit_together_are_told_and_not_merged(times):
    times.first_keeps(day_starts="8.50")

    answer = times.second_sends(late_after="8.46")

    assert answer.status_code == 422
    assert "“The day starts” was changed by Ines Vale" in words_of(answer)
    assert (School.objects.get().day_starts, School.objects.get().late_after) == (time(8, 50), time(8, 55))
    assert form_of(answer)["day_starts"] == "8:50am"


def test_the_same_form_twice_is_harmless(times):
    for _ in range(2):
        assert times.second_sends(morning_closes="9.10").status_code == 302

    assert AuditEvent.objects.filter(verb="set_times").count() == 1


def test_both_changing_a_time_to_the_same_is_no_quarrel(times):
    times.first_keeps(morning_closes="9.10")

    assert times.second_sends(morning_closes="9.10").status_code == 302
    assert AuditEvent.objects.filter(verb="set_times").count() == 1


@pytest.mark.parametrize("shown", ["", "none at all", "2026-11-20 morning_closes"])
def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(times, shown):
    answer = times.second_sends(morning_closes="9.10", shown=shown)

    assert answer.status_code == 422
    assert School.objects.get().morning_closes == time(9, 15)


def test_nothing_can_be_read_from_what_the_form_carries(times):
    carried = times.mine["shown"]

    assert "morning_closes=" in carried
    assert "9:1" not in carried
    assert "09:15" not in carried


WHOSE = {"school-details": "school", "school-authority": "authority", "school-trust": "trust"}


@pytest.mark.parametrize(
    ("name", "field", "theirs", "mine"),
    [
        ("school-details", "telephone", "01632 960123", "01632 960124"),
        ("school-details", "address", "1 Sample Lane", "2 Sample Lane"),
        ("school-details", "attendance_target", "96.5", "97.0"),
        ("school-details", "phase", "secondary", "special"),
        ("school-authority", "helpline", "01632 960123", "01632 960124"),
        ("school-trust", "hours", "9 to 12", "9 to 15"),
    ],
)
def test_how_a_school_authority_or_trust_is_reached_is_not_undone(browser, name, field, theirs, mine):
    school = a_school(trust=a_trust())
    row = {"school": school, "authority": school.authority, "trust": school.trust}[WHOSE[name]]
    two = TwoPeople(browser, reverse(name, args=[school.pk]), **{WHOSE[name]: row})
    two.first_keeps(**{field: theirs})

    answer = two.second_sends(**{field: mine})

    assert answer.status_code == 422
    assert "was changed by Ines Vale, Office Manager" in words_of(answer)
    row.refresh_from_db()
    assert str(getattr(row, field)) == theirs
    assert two.again(answer).status_code == 302
    row.refresh_from_db()
    assert str(getattr(row, field)) == mine


def test_a_class_renamed_meanwhile_keeps_its_name_when_its_year_is_changed(browser, school):
    group = a_class(school, name="5B", year_group="5")
    address = reverse("school-class", args=[school.pk, group.pk])
    head = browser(a_user("head", school))
    shown = head.get(address).context["name_form"]["shown"].value()
    stale = {"form": "name", "name": "5B", "year_group": "5", "shown": shown}
    sent = {"submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a11"}
    assert head.post(address, {**stale, **sent, "name": "5 Cedar"}).status_code == 302

    assert head.post(address, {**stale, **sent, "year_group": "6"}).status_code == 302

    group = ClassGroup.objects.get()
    assert (group.name, group.year_group) == ("5 Cedar", "6")
    answer = head.post(address, {**stale, **sent, "name": "5 Oak"})
    assert answer.status_code == 422
    assert "it is now “5 Cedar”" in words_of(answer)
    assert ClassGroup.objects.get().name == "5 Cedar"


def test_a_span_of_the_calendar_is_not_moved_back(browser, school):
    closed = CalendarSpan.objects.get(first_day="2027-05-03")
    two = TwoPeople(browser, reverse("school-calendar-span", args=[school.pk, closed.pk]), school=school)
    two.first_keeps(**day_parts("first_day", date(2027, 5, 5)), **day_parts("last_day", date(2027, 5, 5)))

    assert (
        two.second_sends(note="May Day", submission="6f0c8f6f-6d0c-4b39-8a3d-0b2f0d9e1a11").status_code == 302
    )
    answer = two.second_sends(
        **day_parts("first_day", date(2027, 5, 4)), submission="7f0c8f6f-6d0c-4b39-8a3d-0b2f0d9e1a11"
    )

    closed.refresh_from_db()
    assert (closed.first_day, closed.last_day, closed.note) == (date(2027, 5, 5), date(2027, 5, 5), "May Day")
    assert answer.status_code == 422
    assert "“First day” was changed by Ines Vale, Office Manager on" in words_of(answer)
    assert "it is now “5 May 2027”" in words_of(answer)
    assert form_of(answer)["last_day-day"] == "5"


def test_a_person_named_meanwhile_is_not_replaced_unknowingly(browser):
    school = a_school(pack="halton")
    address = reverse("school-person", args=[school.pk, "halton.senior_leader"])
    two = TwoPeople(browser, address, school=school)
    two.first_keeps(name="Merle Ashdown", title="Deputy head")

    answer = two.second_sends(name="Ivor Penn", submission="6f0c8f6f-6d0c-4b39-8a3d-0b2f0d9e1a11")

    assert answer.status_code == 422
    assert "“Name” was changed by Ines Vale, Office Manager on 20 November 2026, 9:05am" in words_of(answer)
    assert "it is now “Merle Ashdown, Deputy head”" in words_of(answer)
    assert [each.name for each in NamedPerson.objects.all()] == ["Merle Ashdown"]
    assert form_of(answer)["name"] == "Ivor Penn"
    assert two.again(answer).status_code == 302
    assert [each.name for each in NamedPerson.objects.all()] == ["Ivor Penn"]


def test_a_pack_adopted_meanwhile_is_not_replaced_unknowingly(browser):
    school = a_school(pack="halton")
    two = TwoPeople(browser, reverse("school-packs", args=[school.pk]), school=school)
    day = {**day_parts("first_day", date(2027, 1, 4)), "follow": "yes"}
    two.first_keeps(pack="coventry", **day)

    answer = two.second_sends(pack="essex", **day)

    assert answer.status_code == 422
    assert "“Policy pack” was changed by Ines Vale" in words_of(answer)
    assert PackAdoption.objects.get(first_day="2027-01-04").pack == "coventry"
    assert two.again(answer, follow="yes").status_code == 302
    assert PackAdoption.objects.get(first_day="2027-01-04").pack == "essex"


def test_a_traded_service_said_meanwhile_is_not_ended_unknowingly(browser, school):
    two = TwoPeople(browser, reverse("school-traded", args=[school.pk]), school=school)
    two.first_keeps(buys="yes", **day_parts("first_day", date(2026, 9, 1)))
    said = {"buys": "no", **day_parts("first_day", date(2026, 11, 18))}
    sent = {"submission": "6f0c8f6f-6d0c-4b39-8a3d-0b2f0d9e1a11"}

    answer = two.second_sends(**said, **sent)

    assert answer.status_code == 422
    told = words_of(answer)
    assert "was changed by Ines Vale, Office Manager on 20 November 2026, 9:05am" in told
    assert "it is now “yes from 1 September 2026”" in told
    span = TradedSpan.objects.get()
    assert (span.buys, span.first_day, span.last_day) == (True, date(2026, 9, 1), None)
    assert two.again(answer).status_code == 302
    assert list(TradedSpan.objects.order_by("first_day").values_list("buys", "last_day")) == [
        (True, date(2026, 11, 17)),
        (False, None),
    ]


def test_a_line_of_the_traded_service_taken_out_meanwhile_is_told(browser, school):
    span = TradedSpan.objects.create(school=school, buys=True, first_day=date(2026, 9, 1))
    two = TwoPeople(browser, reverse("school-traded", args=[school.pk]), school=school)
    removal = reverse("school-traded-remove", args=[school.pk, span.pk])
    assert browser(two.first, LATER).post(removal).status_code == 302

    answer = two.second_sends(buys="no", **day_parts("first_day", date(2026, 11, 18)))

    assert answer.status_code == 422
    assert "was changed by Ines Vale, Office Manager" in words_of(answer)
    assert "it is blank now" in words_of(answer)
    assert not TradedSpan.objects.exists()
