"""Setting up and ending schemes, with the switch as the pack has it; and targets of a child's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import PupilTarget, RewardScheme
from tests.factories.site import a_user
from tests.factories.site_registers import words_of
from tests.factories.site_rewards import a_scheme, attend

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 6, 10)
TODAY = {"first_day-day": "20", "first_day-month": "11", "first_day-year": "2026"}
ENTERED = {
    "title": "Stars of the week",
    "measure": "full_attendance",
    "scope": "individual",
    "year_groups": ["5"],
    "interval": "weekly",
    "type": "privilege",
    "cost": "0",
    "leaves_out": ["I", "M"],
    "spares_marked": "yes",
    "most_named": "10",
    **TODAY,
}


def new(held):
    return reverse("reward-new", args=[held.school.pk])


def set_up(browser, held, **over):
    sent = {"submission": str(uuid4()), **ENTERED, **over}
    return browser(held.officer).post(new(held), sent, follow=True)


@pytest.mark.requirement("HAL-20")
def test_a_scheme_keeps_scope_age_type_and_what_it_costs_which_may_be_nothing(browser, held):
    page = set_up(browser, held)

    scheme = RewardScheme.objects.get()
    assert (scheme.scope, scheme.year_groups, scheme.type, scheme.cost) == (
        "individual",
        ["5"],
        "privilege",
        0,
    )
    told = words_of(page)
    assert "Individual pupils, year 5" in told
    assert "A privilege, such as the front of the queue at lunch" in told
    assert "Costs Nothing" in told


@pytest.mark.requirement("HAL-20")
def test_a_scheme_may_be_of_the_whole_school_and_cost_money(browser, held):
    page = set_up(browser, held, scope="school", year_groups=[], cost="12.50", type="event")

    told = words_of(page)
    assert "The whole school, all year groups" in told
    assert "£12.50 each time" in told


def test_the_form_is_ticked_as_the_pack_has_it(browser, held, halton):
    strict = browser(held.officer).get(new(held))
    mild = browser(halton.officer).get(new(halton))

    assert strict.context["form"]["leaves_out"].value() == []
    assert mild.context["form"]["leaves_out"].value() == ["I", "M", "C2", "R"]
    assert "The policy rewards full attendance without exception" in words_of(strict)
    assert "The framework warns that rewards can penalise" in words_of(mild)


def test_sent_twice_a_scheme_is_set_up_once(browser, held):
    submission = str(uuid4())

    for _ in range(2):
        page = set_up(browser, held, submission=submission)

    assert page.status_code == 200
    assert RewardScheme.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"title": ""}, "Fill in “What is it called?”"),
        ({"cost": "-1"}, "must be 0 or more"),
        ({"type": "gold"}, "is not offered, or no longer"),
        ({"leaves_out": ["/"]}, "is not offered, or no longer"),
        ({"first_day-day": "31"}, "must be a real date"),
    ],
)
def test_what_is_missing_is_said(browser, held, over, told):
    page = set_up(browser, held, **over)

    assert page.status_code == 422
    assert told in words_of(page)
    assert not RewardScheme.objects.exists()


def test_the_office_sees_schemes_and_sets_none_up(browser, held):
    office = a_user("attendance_officer", held.school)
    a_scheme(held)

    page = browser(office).get(reverse("rewards", args=[held.school.pk]))

    assert "Termly award" in words_of(page)
    assert "Set up a scheme" not in words_of(page)
    assert browser(office).get(new(held)).status_code == 404


def test_a_scheme_is_ended_and_stays(browser, held):
    scheme = a_scheme(held)
    last = {"last_day-day": "20", "last_day-month": "11", "last_day-year": "2026"}
    address = reverse("reward", args=[held.school.pk, scheme.pk])

    for _ in range(2):
        page = browser(held.officer).post(address, {"submission": str(uuid4()), **last}, follow=True)

    scheme.refresh_from_db()
    assert page.status_code == 200
    assert (scheme.last_day, scheme.ended_by) == (date(2026, 11, 20), held.officer)
    shown = browser(held.officer).get(address)
    assert "The autumn term 2026" in words_of(shown)
    assert "End the scheme" not in words_of(shown)


def test_a_scheme_makes_no_list_of_a_time_before_it_began_or_after_it_ended(browser, held):
    scheme = a_scheme(held, first_day=date(2026, 4, 20), last_day=date(2026, 7, 31))

    found = {
        day: browser(held.officer).get(reverse("reward-of-day", args=[held.school.pk, scheme.pk, day]))
        for day in (date(2026, 3, 10), SUMMER, date(2026, 9, 10))
    }
    page = words_of(browser(held.officer).get(reverse("reward", args=[held.school.pk, scheme.pk])))

    assert [answer.status_code for answer in found.values()] == [404, 200, 404]
    assert "The summer term 2026" in page
    assert "The autumn term 2026" not in page
    assert "The spring term 2026" not in page


def test_a_scheme_is_not_ended_before_it_began(browser, held):
    scheme = a_scheme(held, first_day=date(2026, 11, 1))
    last = {"last_day-day": "20", "last_day-month": "10", "last_day-year": "2026"}
    address = reverse("reward", args=[held.school.pk, scheme.pk])

    page = browser(held.officer).post(address, {"submission": str(uuid4()), **last})

    assert page.status_code == 422
    assert "That is before the scheme began" in words_of(page)


# --- targets of a child's own --------------------------------------------------------------


def target_of(held, place=1, name="pupil-target"):
    return reverse(name, args=[held.school.pk, held.pupils[place].pupil_id])


def set_target(browser, held, **over):
    began = {"first_day-day": "1", "first_day-month": "6", "first_day-year": "2026"}
    sent = {
        "submission": str(uuid4()),
        "percent": "80",
        "reason": "Comes back by steps after an operation.",
        **began,
        **over,
    }
    return browser(held.officer).post(target_of(held), sent, follow=True)


@pytest.mark.requirement("HAL-23")
def test_a_target_of_a_childs_own_stands_in_the_place_of_the_schools(browser, halton):
    halton.school.attendance_target = 96
    halton.school.save()
    for pupil in halton.pupils[1:3]:
        attend(pupil, date(2026, 6, 1), date(2026, 6, 12), "II")  # 112 of 132 sessions
    scheme = a_scheme(halton, measure="target_reached")
    address = reverse("reward-of-day", args=[halton.school.pk, scheme.pk, SUMMER])
    before = browser(halton.officer).get(address)

    set_target(browser, halton)
    page = browser(halton.officer).get(address)

    assert [row.name for row in before.context["parts"]["listed"]] == ["Ada Byron", "Dara Franklin"]
    assert [row.name for row in page.context["parts"]["listed"]] == [
        "Ada Byron",
        "Bela Turing",
        "Dara Franklin",
    ]
    told = words_of(page)
    assert "own target 80%. Own target because: Comes back by steps after an operation." in told
    assert "The school’s target is 96%. A child’s own target stands in its place." in told
    assert "1 child has a target of their own." in told


def test_the_reason_of_a_target_is_on_no_paper_and_on_the_screen_of_whoever_gives_alone(browser, halton):
    halton.school.attendance_target = 96
    halton.school.save()
    set_target(browser, halton)
    scheme = a_scheme(halton, measure="target_reached")
    address = reverse("reward-of-day", args=[halton.school.pk, scheme.pk, SUMMER])

    lead = browser(halton.officer).get(address)
    other = browser(a_user("senco", halton.school)).get(address)

    hidden = '<span class="sf-not-on-paper"> Own target because: Comes back by steps'
    assert lead.content.decode().count("Comes back by steps") == lead.content.decode().count(hidden) == 1
    assert not any("1 child" in each for each in lead.context["page"].basis)
    assert "own target 80%" in words_of(other)
    assert "because" not in words_of(other)
    assert "a target of their own" not in words_of(other)


@pytest.mark.parametrize(("percent", "listed"), [("84.9", False), ("84.8", True), ("80", True)])
def test_a_target_is_reached_on_its_line(browser, halton, percent, listed):
    attend(halton.pupils[1], date(2026, 6, 1), date(2026, 6, 12), "II")  # 112 of 132 sessions, 84.85%
    set_target(browser, halton, percent=percent)
    scheme = a_scheme(halton, measure="target_reached")

    page = browser(halton.officer).get(reverse("reward-of-day", args=[halton.school.pk, scheme.pk, SUMMER]))

    assert ("Bela Turing" in [row.name for row in page.context["parts"]["listed"]]) is listed


def test_without_any_target_nobody_can_tell(browser, held):
    scheme = a_scheme(held, measure="target_reached")

    page = browser(held.officer).get(reverse("reward-of-day", args=[held.school.pk, scheme.pk, SUMMER]))

    assert len(page.context["parts"]["cannot_tell"]) == 4
    assert "There is no target: neither the school’s nor the child’s own" in words_of(page)


def test_a_new_target_ends_the_one_before_and_both_stay(browser, held):
    set_target(browser, held)
    later = {"first_day-day": "2", "first_day-month": "11"}

    set_target(browser, held, percent="85", **later)

    first, second = PupilTarget.objects.order_by("first_day")
    assert (first.percent, first.last_day, first.ended_by) == (80, date(2026, 11, 1), held.officer)
    assert (second.percent, second.last_day) == (Decimal(85), None)


def test_a_target_is_ended_and_the_schools_holds_again(browser, held):
    set_target(browser, held)

    browser(held.officer).post(target_of(held, name="pupil-target-end"))

    row = PupilTarget.objects.get()
    assert (row.last_day, row.ended_by) == (date(2026, 11, 19), held.officer)


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"reason": ""}, "Fill in “Why has this child a target of their own?”"),
        ({"percent": "101"}, "must be 100 or less"),
        ({"last_day-day": "1", "last_day-month": "5", "last_day-year": "2026"}, "comes before the first"),
    ],
)
def test_what_is_wrong_with_a_target_is_said(browser, held, over, told):
    page = set_target(browser, held, **over)

    assert page.status_code == 422
    assert told in words_of(page)
    assert not PupilTarget.objects.exists()


def test_sent_twice_a_target_is_set_once(browser, held):
    submission = str(uuid4())

    for _ in range(2):
        set_target(browser, held, submission=submission)

    assert PupilTarget.objects.count() == 1


def test_the_markers_of_whom_is_not_compared_can_be_set_on_the_childs_own_page(browser, held):
    office = a_user("attendance_officer", held.school)
    address = reverse("pupil-flags", args=[held.school.pk, held.pupils[0].pupil_id])

    page = words_of(browser(office).get(address))

    assert "Medical condition" in page
    assert "Disability" in page
