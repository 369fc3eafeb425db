"""The part of a child's page that says what they were recognised for, and their own target."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.set_pupil_target import end_pupil_target, set_pupil_target
from supportfirst.casework.queries.as_seen import as_seen
from supportfirst.casework.queries.audit_words import detail_in_words
from supportfirst.casework.queries.child_recognition import child_recognition
from supportfirst.casework.store.models import AuditEvent
from tests.factories.site import NINE, a_user
from tests.factories.site_registers import words_of
from tests.factories.site_rewards import a_batch

pytestmark = pytest.mark.django_db


def page_of(browser, held, user=None):
    address = reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])
    return browser(user or held.officer).get(address)


def part_of(browser, held, user=None):
    told = words_of(page_of(browser, held, user))
    return told[told.rindex("Recognition") :]


def a_target(held, at=NINE - timedelta(days=30), *, last_day=None, first_day=date(2026, 10, 1)):
    return set_pupil_target(
        actor_of(held.officer, at),
        held.school.pk,
        held.pupils[0].pupil_id,
        percent=Decimal("82.5"),
        reason="Small steps after a long illness.",
        first_day=first_day,
        last_day=last_day,
        submission=uuid4(),
    )


def seen_at(held, moment, *, past=True):
    ada = held.pupils[0]
    seen = as_seen(actor_of(held.officer, NINE), ada, [ada])
    fields = {name: getattr(seen, name) for name in type(seen).__dataclass_fields__}
    return type(seen)(**{**fields, "moment": moment, "past": past})


def test_it_says_each_certificate_with_its_assembly_and_who_gave_it(browser, held):
    a_batch(held.pupils[0], by=held.officer)

    told = part_of(browser, held)

    assert "Certificate of full attendance (Termly award), for 13 April 2026 to 21 July 2026" in told
    assert "at the assembly of 11 September 2026, given by Lea Grant" in told


def test_it_says_the_childs_own_target_and_why_beside_the_schools(browser, held):
    held.school.attendance_target = 96
    held.school.save()
    a_target(held)

    told = part_of(browser, held)

    assert "Own target: 82.5%, in the place of the school’s 96%, from 1 October 2026." in told
    assert "Small steps after a long illness. Set by Lea Grant." in told
    assert "Change the child’s own target" in told


def test_a_teacher_sees_the_target_without_its_reason_and_can_set_none(browser, held):
    a_target(held)

    told = part_of(browser, held, held.teacher)

    assert "Own target: 82.5%" in told
    assert "Small steps" not in told
    assert "target of the child’s own" not in told.split("Details")[0]


def test_of_a_child_without_any_it_says_so(browser, held):
    assert "No certificate has been given to this child here." in part_of(browser, held)


def test_of_a_past_moment_it_says_what_was_known_then(held):
    actor, before = actor_of(held.officer, NINE), NINE - timedelta(days=10)
    a_batch(held.pupils[0], by=held.officer)
    a_target(held)
    end_pupil_target(actor_of(held.officer, NINE), held.school.pk, held.pupils[0].pupil_id)

    then = child_recognition(actor, seen_at(held, before))
    earlier = child_recognition(actor, seen_at(held, NINE - timedelta(days=200)))
    now = child_recognition(actor, seen_at(held, NINE, past=False))

    assert then.target is not None
    assert (then.target.percent, then.target.last) == ("82.5%", None)
    assert (len(then.certificates), then.may_set) == (1, False)
    assert (earlier.target, list(earlier.certificates)) == (None, [])
    assert (now.target, now.may_set) == (None, True)


@pytest.mark.parametrize("by", ["ended", "followed"])
@pytest.mark.parametrize("planned", [date(2026, 12, 18), None])
def test_what_was_planned_of_a_target_is_known_after_it_ended_early(held, by, planned):
    actor, ada = actor_of(held.officer, NINE), held.pupils[0]
    a_target(held, last_day=planned)
    if by == "ended":
        end_pupil_target(actor, held.school.pk, ada.pupil_id)
    else:
        a_target(held, at=NINE, first_day=NINE.date())

    line = AuditEvent.objects.filter(verb__contains="pupil_target").order_by("serial").last()
    then = child_recognition(actor, seen_at(held, NINE - timedelta(days=10)))

    assert line is not None
    assert line.detail == ({"planned_last_day": "2026-12-18"} if planned else {})
    assert detail_in_words(line.detail, {}) == (("Planned last day: 18 December 2026",) if planned else ())
    assert then.target is not None
    assert then.target.last == planned


def test_another_schools_certificates_are_not_shown(browser, held, halton):
    ada = held.pupils[0].pupil
    elsewhere = halton.pupils[0]
    elsewhere.pupil = ada
    elsewhere.save()
    a_batch(elsewhere, by=halton.officer)

    assert "No certificate has been given" in part_of(browser, held)


def test_ten_certificates_are_read_as_often_as_one(held):
    actor, seen = actor_of(a_user("head", held.school), NINE), seen_at(held, NINE, past=False)
    found = []
    for number in (1, 9):
        for _ in range(number):
            a_batch(held.pupils[0], by=held.officer)
        with CaptureQueriesContext(connection) as captured:
            child_recognition(actor, seen)
        found.append(len(captured))

    assert found[0] == found[1]
