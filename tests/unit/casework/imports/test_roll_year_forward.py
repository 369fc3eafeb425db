"""Rolling the school year forward: once, after its last day, with nobody lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.roll_year_forward import roll_year_forward
from supportfirst.casework.queries.year_forward import year_forward
from supportfirst.casework.store.models import AuditEvent, ClassGroup, ClassTeacher, Enrolment
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 7, 22)
AFTER = datetime(2027, 7, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def school():
    return a_school()


def rolled(school, at: datetime = AFTER):
    return roll_year_forward(an_actor("administrator", school, at=at), school.pk, 2026)


def class_of(enrolment: Enrolment) -> tuple[str, str, int]:
    enrolment.refresh_from_db()
    return enrolment.group.name, enrolment.year_group, enrolment.group.school_year


@pytest.mark.parametrize(
    ("year_group", "name", "after"),
    [
        ("R", "RB", ("1B", "1")),
        ("5", "5A", ("6A", "6")),
        ("9", "9X", ("10X", "10")),
        ("4", "Owls", ("Owls", "5")),
    ],
)
def test_each_class_becomes_the_one_above(school, year_group, name, after):
    child = a_pupil(school, a_class(school, name=name, year_group=year_group))
    a_pupil(school, a_class(school, name="13Z", year_group="13"))

    plan = rolled(school)

    assert class_of(child) == (*after, 2027)
    assert (plan.moving, plan.leaving) == (1, 1)


def test_the_oldest_leave_on_the_last_day_of_term(school):
    a_pupil(school, a_class(school, name="5A", year_group="5"))
    oldest = a_class(school, name="6A", year_group="6")
    leaver, gone = a_pupil(school, oldest), a_pupil(school, oldest, last_day=date(2027, 2, 12))

    rolled(school)

    for child, last_day in ((leaver, LAST_DAY), (gone, date(2027, 2, 12))):
        child.refresh_from_db()
        assert child.last_day == last_day
        assert child.group == oldest


def test_a_preview_changes_nothing(school):
    child = a_pupil(school, a_class(school, name="5A", year_group="5"))
    a_pupil(school, a_class(school, name="6A", year_group="6"))

    plan = year_forward(school, 2026)

    assert [(each.group.name, each.name, each.leaves) for each in plan.classes] == [
        ("5A", "6A", False),
        ("6A", "", True),
    ]
    assert class_of(child) == ("5A", "5", 2026)


def test_a_second_time_changes_nothing(school):
    child = a_pupil(school, a_class(school, name="5A", year_group="5"))
    a_pupil(school, a_class(school, name="6A", year_group="6"))

    plans = [rolled(school), rolled(school)]

    assert [(plan.moving, plan.leaving) for plan in plans] == [(1, 1), (0, 0)]
    assert class_of(child) == ("6A", "6", 2027)
    assert AuditEvent.objects.filter(verb="roll_year_forward").count() == 1


@pytest.mark.parametrize(("day", "may"), [(21, False), (22, False), (23, True)])
def test_a_year_that_is_not_over_is_not_rolled_forward(school, day, may):
    a_pupil(school, a_class(school, name="5A", year_group="5"))
    at = datetime(2027, 7, day, 9, 0, tzinfo=UTC)

    if may:
        assert rolled(school, at).classes
    else:
        with pytest.raises(Refused, match="22 July 2027"):
            rolled(school, at)


def test_a_school_without_a_calendar_is_told_what_is_missing():
    school = a_school(calendar=False)

    with pytest.raises(Refused, match="Add them first"):
        rolled(school)


def test_teachers_of_the_old_classes_keep_them_until_september(school):
    group = a_class(school, name="5A", year_group="5", teacher=a_user("teacher", school))
    a_pupil(school, group)

    rolled(school)

    assert ClassTeacher.objects.get().last_day == date(2027, 8, 31)


def test_a_class_that_is_there_is_used(school):
    ready = a_class(school, name="6A", year_group="6", school_year=2027)
    child = a_pupil(school, a_class(school, name="5A", year_group="5"))
    a_pupil(school, a_class(school, name="6A", year_group="6"))

    rolled(school)

    child.refresh_from_db()
    assert child.group == ready
    assert ClassGroup.objects.filter(school_year=2027).count() == 1


def test_only_whoever_manages_the_school_may(school):
    for actor in (an_actor("head", a_school(), at=AFTER), an_actor("attendance_officer", school, at=AFTER)):
        with pytest.raises(NotThere):
            roll_year_forward(actor, school.pk, 2026)
