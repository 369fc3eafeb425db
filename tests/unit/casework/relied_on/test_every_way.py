"""Every other way by which a figure that was told may move: desk, contact, merge, roll, calendar, pack."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.actions.change_calendar import remove_span, write_span
from supportfirst.casework.actions.merge_pupils import merge_pupils
from supportfirst.casework.actions.relying import register_reliance
from supportfirst.casework.actions.sign_in_late import AtTheDoor, sign_in_late
from supportfirst.casework.actions.undo_merge import undo_merge
from supportfirst.casework.store.models import (
    CalendarSpan,
    Enrolment,
    Job,
    JobState,
    Merge,
    Reliance,
    Retest,
    SpanKind,
    Standing,
)
from tests.factories.register_files import work
from tests.factories.site import a_pupil, a_user
from tests.factories.site_registers import FRIDAY, amend, submit, words_of
from tests.unit.casework.relied_on.conftest import AFTER, MONDAY, WEEK

pytestmark = pytest.mark.django_db
LATER, EVENING = AFTER + timedelta(hours=1), AFTER + timedelta(hours=2)
OCTOBER = date(2026, 10, 12)


def of(held, stay):
    """The same school with this stay alone in the class."""
    return replace(held, pupils=[stay])


def waits() -> bool:
    return Reliance.objects.get(thing="one").standing == Standing.WAITING


def test_nothing_but_one_file_writes_marks_into_years():
    """Whoever wrote bytes of their own would pass everybody who relied on them."""
    allowed = {"pupil_years.py", "written_marks.py", "sample_rows.py", "models", "migrations"}
    found = []
    for path in Path("supportfirst/casework").rglob("*.py"):
        if path.name in allowed or allowed & {part.name for part in path.parents}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.ImportFrom) else []
            of_years = isinstance(node, ast.ImportFrom) and str(node.module).endswith(".pupil_years")
            if of_years and {"write", "write_many"} & set(names):
                found.append(str(path))
    assert found == []


def test_the_late_desk_changes_a_mark_and_raises_the_alarm(held, relied):
    submit(held, "", "N", day=FRIDAY)
    moment = AFTER - timedelta(hours=7)
    with transaction.atomic():
        actor = held.acting(held.officer, moment)
        register_reliance(actor, "certificate", "one", "x", held.pupils[1], (MONDAY, FRIDAY), moment)

    told = AtTheDoor(0, time(9, 12), "the bus was late")
    sign_in_late(held.acting(held.officer, moment), held.pupils[1], told, submission=uuid4())

    assert waits()
    assert Retest.objects.get().changes[0]["before"] == "N"


def test_two_rows_of_one_child_move_what_was_relied_on_and_back(held, relied):
    kept, gone = held.pupils[0], a_pupil(held.school, held.group, forename="Ada", surname="Byron")
    Enrolment.objects.filter(pk=kept.pk).update(first_day=MONDAY)
    submit(of(held, gone), "/", day=OCTOBER)
    with transaction.atomic():
        actor = held.acting(held.officer, AFTER)
        span = (OCTOBER, OCTOBER)
        register_reliance(actor, "certificate", "of the gone", "x", gone, span, AFTER)
    relied(span=(OCTOBER, FRIDAY))

    actor = held.acting(held.officer, LATER)
    merge_pupils(actor, held.school.pk, kept.pupil_id, gone.pupil.upn, "One child", submission=uuid4())
    work(LATER)

    assert set(Reliance.objects.values_list("pupil", flat=True)) == {kept.pupil_id}
    assert waits()
    alarm = Retest.objects.get(reliance__thing="one")
    assert "calendar, the days on roll or the policy pack" in alarm.changes[0]["reason"]
    assert alarm.counts_after["unmarked"] > alarm.counts_before["unmarked"]
    undo_merge(actor, held.school.pk, Merge.objects.get().pk)
    assert Reliance.objects.get(thing="of the gone").pupil_id == gone.pupil_id


def test_a_mark_of_a_stay_that_a_merge_brought_is_a_change(held, relied):
    kept, gone = held.pupils[0], a_pupil(held.school, held.group, forename="Ada", surname="Byron")
    Enrolment.objects.filter(pk=kept.pk).update(first_day=MONDAY)
    submit(of(held, gone), "/", day=OCTOBER)
    relied(span=(OCTOBER, FRIDAY))
    actor = held.acting(held.officer, LATER)
    merge_pupils(actor, held.school.pk, kept.pupil_id, gone.pupil.upn, "One child", submission=uuid4())

    submit(of(held, Enrolment.objects.get(pk=gone.pk)), "O", day=OCTOBER, half=1, at=EVENING)

    assert waits()
    assert Retest.objects.get().changes[0]["day"] == OCTOBER.isoformat()


def calendar_writer(held):
    return held.acting(a_user("head", held.school), LATER)


def test_a_calendar_that_makes_a_day_a_holiday_moves_what_was_told(held, relied, browser):
    Enrolment.objects.filter(pk=held.pupils[0].pk).update(first_day=OCTOBER)
    relied(span=(OCTOBER, FRIDAY))
    free = date(2026, 10, 13)

    write_span(
        calendar_writer(held),
        held.school.pk,
        None,
        submission=uuid4(),
        kind=SpanKind.CLOSED,
        first_day=free,
        last_day=free,
    )
    assert not waits()
    work(LATER)

    assert waits()
    alarm = Retest.objects.get()
    assert alarm.counts_after["unmarked"] == alarm.counts_before["unmarked"] - 2
    page = reverse("relied-on-alarm", args=[held.school.pk, alarm.pk])
    told = words_of(browser(held.officer, EVENING).get(page))
    assert "The calendar, the days on roll or the policy pack changed." in told


def test_a_change_of_rows_is_told_once_and_not_again_after_the_decision(held, relied):
    Enrolment.objects.filter(pk=held.pupils[0].pk).update(first_day=OCTOBER)
    relied(span=(OCTOBER, FRIDAY))
    free = date(2026, 10, 13)
    kept = {"submission": uuid4(), "kind": SpanKind.CLOSED, "first_day": free, "last_day": free}
    write_span(calendar_writer(held), held.school.pk, None, **kept)
    work(LATER)
    Retest.objects.update(decision="confirmed")
    Reliance.objects.update(standing=Standing.STANDS)

    span = CalendarSpan.objects.get(school=held.school, first_day=free)
    elsewhere = date(2027, 5, 4)
    write_span(
        calendar_writer(held),
        held.school.pk,
        None,
        submission=uuid4(),
        kind=SpanKind.CLOSED,
        first_day=elsewhere,
        last_day=elsewhere,
    )
    work(LATER)
    assert not waits()
    remove_span(calendar_writer(held), held.school.pk, span.pk)
    work(LATER)
    assert waits()


def test_a_calendar_that_moves_nothing_raises_nothing_however_marks_of_the_day_came_since(held, relied):
    moment = AFTER - timedelta(hours=8)
    relied(known_at=moment, at=moment, span=(MONDAY, FRIDAY))
    submit(held, "", "/", day=FRIDAY)
    other = date(2027, 5, 4)

    kept = {"submission": uuid4(), "kind": SpanKind.CLOSED, "first_day": other, "last_day": other}
    write_span(calendar_writer(held), held.school.pk, None, **kept)
    work(LATER)

    assert not Retest.objects.filter(changes__0__reason__startswith="The calendar").exists()


def test_nobody_relies_no_job_is_asked_for(held):
    kept = {"submission": uuid4(), "kind": SpanKind.CLOSED}
    day = date(2026, 10, 13)
    write_span(calendar_writer(held), held.school.pk, None, first_day=day, last_day=day, **kept)
    amend(held, 0, original="O", new="I", day=WEEK[3], at=LATER)

    assert not Job.objects.filter(kind="retest_reliances").exists()


def test_of_many_papers_the_worker_counts_those_that_the_change_left(held, relied):
    for number in range(45):
        relied(f"paper {number}")

    amend(held, 0, original="O", new="I", day=WEEK[3], at=LATER)
    uncounted = Retest.objects.filter(retested_at=None).count()
    work(LATER)

    assert (Retest.objects.count(), uncounted) == (45, 5)
    assert not Retest.objects.filter(retested_at=None).exists()
    assert {each.counts_after["unauthorised"] for each in Retest.objects.all()} == {3}
    assert Reliance.objects.filter(standing=Standing.WAITING).count() == 45
    assert not Job.objects.filter(kind="retest_reliances", state=JobState.WAITING).exists()


def test_the_rule_behind_it_is_judged_again_by_the_worker(held, relied, browser):
    relied(rule="england.persistent_absence", outcome="met")

    amend(held, 0, original="O", new="/", day=WEEK[3], at=LATER)
    alarm = Retest.objects.get()
    page = reverse("relied-on-alarm", args=[held.school.pk, alarm.pk])
    assert "it is being judged again" in words_of(browser(held.officer, EVENING).get(page))
    work(LATER)

    alarm.refresh_from_db()
    assert (alarm.outcome_before, alarm.outcome_after) == ("met", "met")
    for day, half in ((WEEK[3], 1), (WEEK[2], 0), (WEEK[2], 1), (FRIDAY, 0), (FRIDAY, 1)):
        stands = {WEEK[3]: "O", WEEK[2]: "I"}.get(day) or ("N", "U")[half]
        amend(held, 0, original=stands, new="/", day=day, half=half, at=LATER)
    work(LATER)
    alarm.refresh_from_db()
    assert alarm.outcome_after == "not_met"
    told = words_of(browser(held.officer, EVENING).get(page))
    assert "it was met; now it is not met (changed)" in told
