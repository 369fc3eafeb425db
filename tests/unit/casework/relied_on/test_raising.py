"""A mark that somebody relied on changes: whoever changes it raises the alarm, in the same transaction."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from supportfirst.casework.actions.relying import (
    IssueBlocked,
    refuse_if_waiting,
    register_reliance,
    standing_of,
)
from supportfirst.casework.store.models import Reliance, Retest, Standing
from tests.factories.site import NINE
from tests.factories.site_registers import FRIDAY, a_register_school, amend, submit
from tests.unit.casework.relied_on.conftest import AFTER, MONDAY, WEEK

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)


def test_what_it_counts_is_counted_when_it_is_registered(held, relied):
    row = relied()

    assert (row.counts["possible"], row.counts["attended"], row.counts["unauthorised"]) == (10, 4, 4)
    assert row.standing == Standing.STANDS
    assert standing_of("certificate", "one").blocked is False


def test_the_same_thing_is_registered_once(held, relied):
    assert relied().pk == relied(at=AFTER + timedelta(days=1)).pk
    assert Reliance.objects.count() == 1


def test_an_amendment_is_flagged_with_the_counts_before_and_after(held, relied):
    row = relied()

    amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER + timedelta(hours=1))

    [alarm] = Retest.objects.all()
    assert alarm.reliance_id == row.pk
    assert (alarm.counts_before["unauthorised"], alarm.counts_after["unauthorised"]) == (4, 3)
    assert (alarm.counts_before["authorised"], alarm.counts_after["authorised"]) == (2, 3)
    [change] = alarm.changes
    assert (change["day"], change["before"], change["after"]) == (WEEK[3].isoformat(), "O", "I")
    assert (change["by"], change["reason"]) == ("Otis Grant", "The parent telephoned.")
    assert alarm.retested_at is not None
    with pytest.raises(IssueBlocked, match=r"19 November 2026, morning: O became I"):
        refuse_if_waiting("certificate", "one")


def test_what_lies_outside_the_days_or_is_another_childs_raises_nothing(held, relied):
    relied(span=(MONDAY, WEEK[2]))
    submit(held, "", "O", day=MONDAY, at=AFTER)

    amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER + timedelta(hours=1))
    amend(held, 1, original="O", new="I", day=MONDAY, at=AFTER + timedelta(hours=1))

    assert not Retest.objects.exists()
    refuse_if_waiting("certificate", "one")


def test_a_first_mark_of_a_day_that_was_over_is_a_change(held, relied):
    relied(span=(SEPTEMBER, FRIDAY))

    submit(held, "O", day=MONDAY - timedelta(days=3), at=AFTER + timedelta(hours=1))

    [alarm] = Retest.objects.all()
    assert (alarm.changes[0]["before"], alarm.changes[0]["after"]) == ("", "O")
    assert alarm.counts_after["possible"] == alarm.counts_before["possible"] + 1


def test_a_register_that_is_taken_on_its_day_raises_nothing(held, relied):
    relied(known_at=NINE + timedelta(hours=1), at=NINE + timedelta(hours=1))

    submit(held, "", "O", half=1)
    submit(held, "", "O", day=MONDAY, at=NINE + timedelta(hours=2))

    assert not Retest.objects.exists()


def test_the_afternoon_of_the_day_on_which_it_was_made_is_no_change():
    school = a_register_school()
    submit(school, "/")
    moment = NINE + timedelta(hours=1)
    with transaction.atomic():
        actor = school.acting(school.officer, moment)
        register_reliance(actor, "certificate", "x", "x", school.pupils[0], (MONDAY, FRIDAY), moment)

    submit(school, "O", half=1)

    assert not Retest.objects.exists()


def test_further_changes_are_added_to_the_alarm_that_waits(held, relied):
    relied()

    amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER + timedelta(hours=1))
    amend(held, 0, original="O", new="I", day=WEEK[3], half=1, at=AFTER + timedelta(hours=2))

    [alarm] = Retest.objects.all()
    assert (len(alarm.changes), alarm.version) == (2, 2)
    assert alarm.counts_after["unauthorised"] == 2


def test_what_is_made_as_known_before_a_change_waits_from_the_start(held, relied):
    amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER + timedelta(hours=1))

    row = relied(at=AFTER + timedelta(hours=2))

    assert row.standing == Standing.WAITING
    assert row.counts["unauthorised"] == 4
    [alarm] = Retest.objects.all()
    assert alarm.changes[0]["before"] == "O"
    assert alarm.counts_after["unauthorised"] == 3


def test_a_struck_out_mark_is_a_change(held, relied):
    relied()

    amend(held, 0, original="O", new="", day=WEEK[3], at=AFTER + timedelta(hours=1))

    assert Retest.objects.get().counts_after["unmarked"] == 1


def test_a_submission_that_is_refused_raises_nothing(held, relied):
    relied()

    again = uuid4()
    amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER + timedelta(hours=1), submission=again)
    amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER + timedelta(hours=1), submission=again)

    assert len(Retest.objects.get().changes) == 1
