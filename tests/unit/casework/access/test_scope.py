"""Where rights reach: every role and right at the own school, another of the authority, and a stranger's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from supportfirst.casework.access.rights import OF_OWN_CLASSES, OF_SERVICE, RIGHTS, Right
from supportfirst.casework.access.scope import (
    classes_for,
    enrolments_for,
    may,
    may_manage,
    pupils_for,
    schools_for,
    users_for,
)
from supportfirst.casework.store.models import ClassTeacher, Role
from tests.factories.site_accounts import (
    NINE,
    TODAY,
    Land,
    acting,
    create_class,
    create_member,
    create_pupil,
    create_user,
    join,
)

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


@pytest.mark.parametrize("place", ["school", "authority", "trust"])
@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_its_rights_where_it_is_and_nowhere_else(role, place):
    land = Land()
    reached = {"Hill School"} if place == "school" else {"Hill School", "Dale School"}
    pupils = {school.name: create_pupil(school) for school in (land.hill, land.dale, land.far)}
    actor = acting(create_member(role, land.place(place)))

    for right in Right:
        expected = reached if right in RIGHTS[role] else set()
        listed = {school.name for school in schools_for(actor, right)}
        single = {school.name for school in (land.hill, land.dale, land.far) if may(actor, right, school)}
        named = {name for name, pupil in pupils.items() if pupil in pupils_for(actor, right)}

        assert listed == expected, right
        assert single == expected, right
        assert named == (set() if role in OF_OWN_CLASSES or role in OF_SERVICE else expected), right


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.ANALYST])
def test_who_sees_numbers_reaches_no_named_pupil_by_any_right_of_names(role):
    land = Land()
    create_pupil(land.hill)
    actor = acting(create_member(role, land.hill))

    assert may(actor, Right.SEE_NUMBERS, land.hill)
    for right in set(Right) - {Right.SEE_NUMBERS}:
        assert not pupils_for(actor, right).exists(), right


def test_a_teacher_reaches_the_pupils_of_the_own_classes_alone():
    land = Land()
    teacher = create_member(Role.TEACHER, land.hill)
    own, other = create_class(land.hill, "7A", taught_by=teacher), create_class(land.hill, "7B")
    ada = create_pupil(land.hill, "Ada", own)
    create_pupil(land.hill, "Ben", other)
    create_pupil(land.hill, "Cleo")
    actor = acting(teacher)

    assert list(pupils_for(actor, Right.SEE_PUPIL)) == [ada]
    assert list(classes_for(actor, Right.TAKE_REGISTER)) == [own]
    assert [each.pupil for each in enrolments_for(actor, Right.LOG_CONTACT)] == [ada]


def test_cover_ends_with_its_last_day():
    land = Land()
    teacher = create_member(Role.TEACHER, land.hill)
    group = create_class(land.hill)
    create_pupil(land.hill, "Ada", group)
    ClassTeacher.objects.create(group=group, user=teacher, is_cover=True, first_day=TODAY, last_day=TODAY)

    assert pupils_for(acting(teacher), Right.SEE_PUPIL).count() == 1
    assert pupils_for(acting(teacher, NINE - A_DAY), Right.SEE_PUPIL).count() == 0
    assert pupils_for(acting(teacher, NINE + A_DAY), Right.SEE_PUPIL).count() == 0


def test_a_class_taught_at_a_school_that_was_left_is_no_longer_reached():
    land = Land()
    teacher = create_member(Role.TEACHER, land.dale)
    create_pupil(land.hill, "Ada", create_class(land.hill, taught_by=teacher))

    assert not pupils_for(acting(teacher), Right.SEE_PUPIL).exists()


def test_a_teacher_who_is_also_pastoral_lead_reaches_the_whole_school():
    land = Land()
    user = create_member(Role.TEACHER, land.hill)
    join(user, Role.PASTORAL, land.hill)
    create_pupil(land.hill, "Ada", create_class(land.hill, taught_by=user))
    create_pupil(land.hill, "Ben")

    assert pupils_for(acting(user), Right.SEE_PUPIL).count() == 2


def test_a_pupil_who_left_or_has_not_come_yet_is_not_reached():
    land = Land()
    create_pupil(land.hill, "Left", last_day=TODAY - A_DAY)
    create_pupil(land.hill, "Later", first_day=TODAY + A_DAY)
    leaving = create_pupil(land.hill, "Leaving", last_day=TODAY)

    assert list(pupils_for(acting(create_member(Role.HEAD, land.hill)), Right.SEE_PUPIL)) == [leaving]


def test_a_pupil_with_two_enrolments_is_listed_once():
    land = Land()
    ada = create_pupil(land.hill)
    ada.enrolments.create(school=land.dale, first_day=date(2026, 9, 2))

    officer = acting(create_member(Role.AUTHORITY_OFFICER, land.authority))

    assert list(pupils_for(officer, Right.SEE_PUPIL)) == [ada]


@pytest.mark.parametrize(("days", "reaches"), [(-1, False), (0, True), (2, True), (3, False)])
def test_a_stand_in_has_the_rights_between_its_days_alone(days, reaches):
    land = Land()
    head = join(create_user(), Role.HEAD, land.hill)
    deputy = create_user()
    join(deputy, Role.HEAD, land.hill, stands_in_for=head, first_day=TODAY, last_day=TODAY + 2 * A_DAY)

    assert may(acting(deputy, NINE + days * A_DAY), Right.AUTHORISE_ABSENCE, land.hill) is reaches


def test_a_stand_in_for_a_teacher_reaches_that_teachers_classes():
    land = Land()
    teacher = create_user()
    held = join(teacher, Role.TEACHER, land.hill)
    ada = create_pupil(land.hill, "Ada", create_class(land.hill, taught_by=teacher))
    supply = create_user()
    join(supply, Role.TEACHER, land.hill, stands_in_for=held, first_day=TODAY, last_day=TODAY)

    assert list(pupils_for(acting(supply), Right.SEE_PUPIL)) == [ada]


def test_who_manages_people_at_a_school_does_not_manage_who_reaches_further():
    land = Land()
    administrator = acting(create_member(Role.ADMINISTRATOR, land.hill))
    teacher = create_member(Role.TEACHER, land.hill)
    principal = create_member(Role.PRINCIPAL_OFFICER, land.authority)
    join(principal, Role.GOVERNOR, land.hill)
    stranger = create_member(Role.TEACHER, land.far)

    assert set(users_for(administrator, Right.MANAGE_USERS)) == {administrator.user, teacher, principal}
    assert may_manage(administrator, teacher)
    assert not may_manage(administrator, principal)
    assert not may_manage(administrator, stranger)


def test_an_administrator_of_an_authority_manages_its_schools_people():
    land = Land()
    administrator = acting(create_member(Role.ADMINISTRATOR, land.authority))

    assert may_manage(administrator, create_member(Role.HEAD, land.dale))
    assert may_manage(administrator, create_member(Role.PRINCIPAL_OFFICER, land.authority))
    assert not may_manage(administrator, create_member(Role.HEAD, land.far))


def test_a_place_that_somebody_left_does_not_keep_them_out_of_a_schools_hands():
    land = Land()
    teacher = create_member(Role.TEACHER, land.hill)
    join(teacher, Role.TEACHER, land.far, last_day=TODAY - A_DAY)

    assert may_manage(acting(create_member(Role.ADMINISTRATOR, land.hill)), teacher)
