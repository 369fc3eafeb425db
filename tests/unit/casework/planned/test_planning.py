"""Planning an absence, and what becomes of the plan, as the office does it."""

from __future__ import annotations

from datetime import date, time
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.actions.plan_absence import Plan, plan_absence
from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.store.models import AuditEvent, Marker, MarkerKind, PlannedAbsence
from tests.factories.site import a_user
from tests.factories.site_cases import a_plan
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, words_of

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)


@pytest.fixture
def held():
    return a_register_school()


def head_of(held):
    return a_user("head", held.school, name="Hilda Thorne", title="Head of School")


def plans_of(held):
    return reverse("plans", args=[held.school.pk])


def new(held, kind, pupil=0):
    return reverse("plan-new", args=[held.school.pk, held.pupils[pupil].pupil_id, kind])


def day_of(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def plan(client, held, kind, *, first=FRIDAY, last=None, **typed):
    sent = {**form_of(client.get(new(held, kind))), **day_of("first_day", first), **typed}
    return client.post(new(held, kind), {**sent, **day_of("last_day", last or first)})


DENTIST = {
    "notified_how": "letter",
    "notified_at": "8.50",
    "notified_by": "Mrs Byron",
    "place": "Dental clinic",
    "leaves_at": "9.40",
    "back_at": "11.10",
}


@pytest.mark.requirement("WID-36")
def test_an_appointment_has_the_day_it_was_notified_how_and_when(browser, held):
    client = browser(held.officer)

    answer = plan(client, held, "appointment", first=MONDAY, **DENTIST)

    assert answer.status_code == 302
    words = words_of(client.get(answer["Location"]))
    assert "When 23 November 2026, morning" in words
    assert "Notified 20 November 2026 at 8:50am by letter from Mrs Byron" in words
    assert "Leaves at 9:40am, back at 11:10am" in words
    assert "M leave for a medical or dental appointment" in words
    [kept] = PlannedAbsence.objects.all()
    assert (kept.notified_on, kept.notified_how, kept.notified_at) == (FRIDAY, "letter", time(8, 50))


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"notified_how": ""}, "Choose how the school was told"),
        (
            {"notified_on-day": "", "notified_on-month": "", "notified_on-year": ""},
            "Enter the day on which the school was told",
        ),
        ({"leaves_at": "soon"}, "Leaves at must be a time of day, such as 9:12am"),
    ],
)
def test_what_is_missing_of_an_appointment_is_told_and_nothing_is_kept(browser, held, missing, says):
    answer = plan(browser(held.officer), held, "appointment", **{**DENTIST, **missing})

    assert answer.status_code == 422
    assert says in words_of(answer)
    assert PlannedAbsence.objects.count() == 0


@pytest.mark.requirement("HAL-153")
def test_an_exclusion_shows_its_dates_and_the_education_offered(browser, held):
    client = browser(head_of(held))
    offered = "work on paper, marked each day; the pupil referral unit from 30 November"

    answer = plan(
        client,
        held,
        "exclusion",
        first=MONDAY,
        last=date(2026, 12, 2),
        last_half="1",
        education_offered=offered,
    )

    for page in (answer["Location"], plans_of(held)):
        words = words_of(client.get(page))
        assert "23 November 2026 to 2 December 2026" in words
        assert offered in words
        assert "E suspended or excluded" in words


def test_an_exclusion_without_the_education_offered_is_asked_for_it(browser, held):
    answer = plan(browser(head_of(held)), held, "exclusion", last_half="1")

    assert answer.status_code == 422
    assert "Enter which education is offered" in words_of(answer)


def test_the_codes_on_offer_are_the_packs_for_the_kind(browser, held):
    page = browser(held.officer).get(new(held, "provider")).content.decode()

    assert [each for each in ("K", "B", "D", "M", "C", "E") if f'value="{each}"' in page] == ["K", "B", "D"]


def test_leave_waits_for_whoever_may_authorise_it(browser, held):
    office = browser(held.officer)
    address = plan(office, held, "leave", last_half="1", reason="a family wedding")["Location"]
    assert "Asked for, and not authorised" in words_of(office.get(address))
    authorise = reverse("plan-settle", args=[held.school.pk, PlannedAbsence.objects.get().pk, "authorise"])
    assert office.post(authorise, {"authorise-words": "yes"}).status_code == 404

    answer = browser(head_of(held)).post(authorise, {"authorise-words": "exceptional: a sister marries"})

    assert answer.status_code == 302
    words = words_of(browser(held.officer).get(address))
    assert "Authorised by Hilda Thorne, Head of School: exceptional: a sister marries" in words
    assert "not authorised" not in words


def test_a_plan_is_withdrawn_with_a_reason_and_kept(browser, held):
    kept = a_plan(held.pupils[0], by=held.officer)
    client = browser(held.officer)
    withdraw = reverse("plan-settle", args=[held.school.pk, kept.pk, "withdraw"])
    assert "Ada Byron" in words_of(client.get(plans_of(held)))

    refused = client.post(withdraw, {"withdraw-words": " "})
    answer = client.post(withdraw, {"withdraw-words": "the dentist cancelled"})

    assert refused.status_code == 422
    assert "Answer “Why does the plan no longer hold?”" in words_of(refused)
    assert "Withdrawn by Otis Grant, Attendance officer: the dentist cancelled" in words_of(
        client.get(answer["Location"])
    )
    assert "Ada Byron" not in words_of(client.get(plans_of(held)))


def test_the_list_is_narrowed_by_kind_and_class(browser, held):
    a_plan(held.pupils[0], by=held.officer)
    a_plan(held.pupils[1], "off_site", "V", by=held.officer)
    client = browser(held.officer)

    only = words_of(client.get(plans_of(held), {"kind": "off_site", "group": str(held.group.pk)}))

    assert "Bela Turing" in only
    assert "Ada Byron" not in only


def test_a_plan_of_yesterday_or_of_a_child_who_died_is_not_listed(browser, held):
    a_plan(held.pupils[0], by=held.officer, day=date(2026, 11, 19))
    a_plan(held.pupils[1], by=held.officer)
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[1].pupil, first_day=FRIDAY)

    assert "Nothing is planned" in words_of(browser(held.officer).get(plans_of(held)))


def test_a_child_is_found_by_name_and_leads_to_the_kinds(browser, held):
    client = browser(held.officer)

    page = client.post(plans_of(held), {"name": "byr"})

    kinds = reverse("plan-kinds", args=[held.school.pk, held.pupils[0].pupil_id])
    assert kinds in page.content.decode()
    assert new(held, "leave") in client.get(kinds).content.decode()


def test_the_same_form_twice_is_one_plan(held):
    asked, submission = Plan("appointment", "M", FRIDAY, FRIDAY), uuid4()
    actor = held.acting(held.officer)

    first = plan_absence(actor, held.pupils[0], asked, submission=submission)

    assert plan_absence(actor, held.pupils[0], asked, submission=submission) == first
    assert AuditEvent.objects.filter(verb="plan_absence").count() == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Plan("appointment", "C", FRIDAY, FRIDAY), "“C” is no code for it on that day"),
        (Plan("appointment", "M", FRIDAY, FRIDAY, 1, 0), "it ends before it begins"),
        (Plan("appointment", "M", date(2020, 1, 6), FRIDAY), "not on roll"),
        (Plan("holiday", "M", FRIDAY, FRIDAY), "no kind of plan"),
        (Plan("appointment", "M", FRIDAY, FRIDAY, notified_on=MONDAY), "has not come yet"),
        (
            Plan("appointment", "M", FRIDAY, FRIDAY, leaves_at=time(11), back_at=time(10)),
            "back before leaving",
        ),
    ],
)
def test_what_can_not_be_planned_is_refused(held, asked, says):
    with pytest.raises(RegisterRefused, match=says):
        plan_absence(held.acting(held.officer), held.pupils[0], asked, submission=uuid4())


def test_two_plans_never_speak_of_one_session(held):
    a_plan(held.pupils[0], by=held.officer, last_half=0)
    actor = held.acting(held.officer)

    afternoon = Plan("off_site", "V", FRIDAY, FRIDAY, 1, 1)
    plan_absence(actor, held.pupils[0], afternoon, submission=uuid4())

    with pytest.raises(RegisterRefused, match="another plan covers some of it: 20 November 2026, morning"):
        plan_absence(actor, held.pupils[0], Plan("off_site", "V", FRIDAY, FRIDAY), submission=uuid4())


def test_a_teacher_opens_no_list_of_plans(browser, held):
    assert browser(held.teacher).get(plans_of(held)).status_code == 404
