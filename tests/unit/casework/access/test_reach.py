"""A page asks each right once for all the ways in which it is held: it hears what `reaches` would say."""

from __future__ import annotations

import pytest

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.taken_over import ANOTHER_ROLL
from supportfirst.casework.queries.child import Reach, reaches
from supportfirst.casework.store.models import Membership, Role, Task
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_accounts import NINE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("asked_elsewhere", [False, True])
def test_every_right_is_answered_as_if_it_were_asked_alone(role: Role, asked_elsewhere: bool) -> None:
    """Of a teacher who is something else at another school too, and of a child whose family is kept back."""
    school, other = a_school(), a_school()
    child = a_pupil(school, a_class(school))
    user = a_user(role, school)
    Membership.objects.create(user=user, role=Role.HEAD, school=other, first_day=NINE.date())
    if asked_elsewhere:
        a_pupil(other, pupil=child.pupil)
        Task.objects.create(
            kind=ANOTHER_ROLL,
            once=f"a:{child.pk}",
            school=other,
            pupil=child.pupil,
            due_on=NINE.date(),
            asked_at=NINE,
        )
    actor = actor_of(user, NINE)
    reach = Reach(actor, child)

    assert {right: reach.has(right) for right in Right} == {
        right: reaches(actor, child, right) for right in Right
    }


def test_rights_that_are_held_alike_are_one_question(django_assert_max_num_queries) -> None:
    school = a_school()
    child = a_pupil(school)
    reach = Reach(actor_of(a_user(Role.ATTENDANCE_OFFICER, school), NINE), child)

    with django_assert_max_num_queries(4):
        assert reach.has(Right.SEE_PUPIL)
        for right in (*Right, *Right):
            reach.has(right)
