"""To whom letters about a child go, who else is told of them, and by what a school's letter is proposed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import Letter, PupilFlag, Role, Task
from tests.factories.site import a_pupil
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import put_marks
from tests.factories.site_letters import (
    WEEK,
    a_parent,
    at_halton_stage_2,
    draft,
    letter_school,
    of_letter,
)
from tests.factories.site_registers import FRIDAY, words_of

pytestmark = pytest.mark.django_db
ELSEWHERE = {"day_to_day_care": False, "lives_with_child": False, "title": "Mr", "legal_forename": "Rufus"}
BELOW = "coventry.letter.below_target"
STEP = {"parental_responsibility": False, "natural_parent": False, "relationship": "step-parent"}


def school_days(count):
    """So many days of school that end on the Friday, without the half-term."""
    days = (FRIDAY - timedelta(days=number) for number in range(3 * count))
    return [day for day in days if day.weekday() < 5 and not (day.month == 10 and day.day >= 24)][:count]


def shown(held, letter):
    return words_of(demo_client(held.officer).get(of_letter("letter", letter)))


@pytest.mark.requirement("HAL-77")
def test_a_parent_elsewhere_and_a_step_parent_at_home_each_get_a_letter_and_a_social_worker_is_told():
    held = letter_school()
    [child] = held.pupils
    at_halton_stage_2(child, by=held.officer)
    father = a_parent(held, relationship="father", address="4 Far Road, Example Town", **ELSEWHERE)
    step = a_parent(held, title="Ms", legal_forename="Sina", address="1 Hill Road, Example Town", **STEP)
    a_parent(held, legal_forename="Nan", parental_responsibility=False, day_to_day_care=False)

    assert draft(held).status_code == 302
    letters = {each.adult: shown(held, each) for each in Letter.objects.all()}
    assert set(letters) == {father, step}
    assert "Mr Rufus Byron" in letters[father]
    assert "4 Far Road" in letters[father]
    assert "Ms Sina Byron" in letters[step]
    assert "1 Hill Road" in letters[step]
    assert not Task.objects.exists()

    PupilFlag.objects.create(pupil=child.pupil, name="social_worker", first_day=date(2026, 9, 1))
    assert draft(held).status_code == 302
    [task] = Task.objects.all()
    assert (task.pupil, task.for_role) == (child.pupil, Role.DSL)
    assert "Tell the social worker" in task.why


@pytest.mark.requirement("WID-50")
def test_a_letter_about_lateness_goes_to_the_parents_and_never_to_the_child():
    held = letter_school("widnes-academy")
    mother = a_parent(held)
    client = demo_client(held.officer)
    address = reverse(
        "child-letter-new", args=[held.school.pk, held.pupils[0].pupil_id, "widnes.late_letter"]
    )
    form = {
        "submission": "0d5e1b1e-8d1f-4a43-9a53-8c2ffb3a4d11",
        "slot_helper": "Lea Grant",
        "slot_helper_contact": "01632 960100",
        "slot_reply_by": "2026-11-27",
        "slot_support_ready": "Breakfast club",
    }
    assert client.post(address, form).status_code == 302
    [letter] = Letter.objects.all()
    assert letter.adult == mother
    told = shown(held, letter)
    assert "Dear Ms Mina Byron" in told
    assert "We will not ask Ada to answer for it" in told
    assert "Dear Ada" not in told


@pytest.mark.requirement("COV-19")
def test_the_letter_is_proposed_below_the_school_s_own_target_whatever_another_school_s_is(assess):
    held = letter_school("coventry", attendance_target=95)
    other = letter_school("coventry", attendance_target=90)
    for each in (held, other):
        child = a_pupil(each.school, each.group, forename="Bela", surname="Turing")
        a_parent(child)
        put_marks(child, {day: "OO" if day > WEEK[2] else "//" for day in school_days(30)})
        assess(each)
        address = reverse("child-letters", args=[each.school.pk, child.pupil_id])
        client = demo_client(each.officer)
        due = [kind.id for kind in client.get(address).context["page"].due]
        listed = client.get(reverse("letters-due", args=[each.school.pk, BELOW])).context["page"].pupils
        assert (BELOW in due, child.pupil_id in listed) == ((True, True) if each is held else (False, False))
