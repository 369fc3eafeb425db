"""A page of the past holds nothing of later, and says all that has changed since."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.urls import reverse

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.change_details import DETAILS, change_details
from supportfirst.casework.actions.changed_meanwhile import fingerprint
from supportfirst.casework.actions.set_flag import Says, set_flag
from supportfirst.casework.bridge import school_target
from supportfirst.casework.bridge.assessing import assess_rows
from supportfirst.casework.bridge.child_assessment import child_then
from supportfirst.casework.queries.as_seen import MomentRefused, as_seen_at
from supportfirst.casework.store.models import (
    Assessed,
    AuditEvent,
    Enrolment,
    Marker,
    MarkerKind,
    Message,
    PupilFlag,
    School,
)
from tests.factories.site import a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import a_plan, an_event
from tests.factories.site_registers import (
    FRIDAY,
    RegisterSchool,
    a_register_school,
    submit,
    words_of,
)
from tests.unit.casework.people.conftest import LATER, NOW, THEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday_evening")]

NOTHING = "Nothing: the record of today says the same."
SOCIAL_WORKER = "social_worker"


@pytest.fixture
def held() -> RegisterSchool:
    """A week of absence of the first child."""
    school = a_register_school()
    for place in range(5):
        for half in range(2):
            submit(school, "O", day=FRIDAY - timedelta(days=4 - place), half=half, at=THEN)
    return school


def address(held: RegisterSchool) -> str:
    return reverse("pupil-then", args=[held.school.pk, held.pupils[0].pupil_id, THEN])


def page(held: RegisterSchool) -> str:
    answer = demo_client(held.officer).get(address(held))
    assert answer.status_code == 200
    return words_of(answer)


def shown_then(shown: str) -> str:
    return shown[shown.index("On this page") :]


def store_assessment(held: RegisterSchool) -> None:
    for row in assess_rows(held.school, FRIDAY, known_at=NOW).rows:
        row.save()


def say(held: RegisterSchool, says: Says, at=LATER, **days: date) -> None:
    child = held.pupils[0].pupil_id
    set_flag(actor_of(held.officer, at), held.school.pk, child, SOCIAL_WORKER, says, **days)


def flags_then(held: RegisterSchool) -> tuple[object, ...]:
    return child_then(held.pupils[0], THEN).pupil.flags


def test_what_is_said_of_a_child_later_makes_no_step_due_before(held):
    before = page(held)
    say(held, Says.YES, first_day=date(2026, 9, 1))
    store_assessment(held)
    after = page(held)

    assert not flags_then(held)
    assert shown_then(after) == shown_then(before)
    assert NOTHING not in after
    assert "Done to this record since: " in after
    assert "20 November 2026: Changed what holds of a child" in after


def test_said_again_and_ended_later_it_stands_as_it_did(held):
    say(held, Says.YES, at=THEN - timedelta(days=1), first_day=date(2026, 9, 1))
    [first] = flags_then(held)

    say(held, Says.YES, first_day=date(2026, 9, 1))
    say(held, Says.NO_LONGER, last_day=date(2026, 9, 30))

    assert PupilFlag.objects.get().last_day == date(2026, 9, 30)
    assert flags_then(held) == (first,)


def test_what_was_written_before_its_day_was_kept_counts(held):
    PupilFlag.objects.create(pupil=held.pupils[0].pupil, name=SOCIAL_WORKER)

    assert [each.name for each in flags_then(held)] == [SOCIAL_WORKER]


def test_stages_and_steps_of_now_stand_beside_those_of_then(held):
    store_assessment(held)
    told = page(held)
    assert "Stages, steps and lines then and now" not in told

    stored = Assessed.objects.get(enrolment=held.pupils[0])
    stages = stored.document["stages"]
    assert stages
    stages[0] |= {"title": "Stage of a later day", "outcome": "met"}
    stored.save()

    told = page(held)
    assert "Stages, steps and lines then and now" in told
    assert "Stage of a later day: Yes" in told


def test_figures_that_are_no_essentials_are_compared_too(held):
    submit(held, "O", day=FRIDAY - timedelta(days=7), half=0, at=LATER)
    store_assessment(held)

    assert "Longest absence" in page(held).split("On this page")[0]


def test_plans_and_messages_of_later_are_counted(held):
    store_assessment(held)
    a_plan(held.pupils[0], by=held.officer, day=date(2026, 11, 25), recorded_at=LATER)
    a_message(held, asked_at=LATER)

    told = page(held)

    assert "1 planned absence" in told
    assert "1 message" in told
    assert NOTHING not in told


def a_message(held: RegisterSchool, **given: object) -> Message:
    values = {
        "school": held.school,
        "pupil": held.pupils[0].pupil,
        "direction": "out",
        "channel": "sms",
        "address": "x",
        "body": "Where is Ada?",
        "subject": "About today",
        "state": "sent",
        "asked_at": THEN - timedelta(hours=2),
        "settled_at": THEN - timedelta(hours=2),
    }
    return Message.objects.create(**values | given)


def test_nobody_who_is_known_now_is_proposed_for_a_call_of_the_past(held):
    an_adult(held.pupils[0], legal_forename="Rosa", legal_surname="Byron")
    an_adult(held.pupils[0], legal_forename="Noel", legal_surname="Byron")
    for number in range(4):
        at = THEN - timedelta(hours=2 + number)
        an_event(
            held.pupils[0], "contact", by=held.officer, on=FRIDAY, at=at, channel="phone", outcome="no_answer"
        )

    now = reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])
    assert "Next, something different" in words_of(demo_client(held.officer).get(now))
    told = page(held)
    assert "4 of 4" in told or "0 of 4 attempts answered" in told
    assert "Next, something different" not in told
    assert "there is another" not in told
    reached = told[told.rindex("How the family was reached") : told.rindex("What was done")]
    assert "Byron" not in reached


def test_a_reply_is_the_childs_from_when_it_was_matched(held):
    sent = a_message(held)
    reply = a_message(
        held,
        direction="in",
        state="matched",
        subject="A reply of later",
        answers=sent,
        asked_at=THEN - timedelta(hours=1),
        settled_at=LATER,
    )
    assert "A reply of later" not in page(held)
    assert "0 of 1 attempt answered" in page(held)

    Message.objects.filter(pk=reply.pk).update(settled_at=THEN - timedelta(minutes=50))
    assert "1 of 1 attempt answered" in page(held)


def test_a_message_that_had_not_left_by_then_was_no_attempt(held):
    a_message(held, settled_at=LATER)

    assert "No call, message, letter or visit has been written down" in page(held)


def test_a_child_of_whom_every_stay_ended_before_it_began_is_told_of_and_not_lost(held):
    stay = held.pupils[0]
    stay.last_day = stay.first_day - timedelta(days=1)
    stay.save()

    with pytest.raises(MomentRefused, match=r"never on the roll of .*: every stay was taken back"):
        as_seen_at(actor_of(held.officer, NOW), stay, [stay], THEN)
    assert demo_client(held.officer).get(address(held)).status_code == 404  # nobody reaches such a child


def test_a_stay_that_was_taken_back_is_no_day_on_which_the_child_came(held):
    real = held.pupils[0]
    taken_back = real.first_day - timedelta(days=200)
    Enrolment.objects.create(
        pupil=real.pupil, school=held.school, first_day=taken_back, last_day=taken_back - timedelta(days=1)
    )
    before = datetime.combine(taken_back + timedelta(days=30), THEN.timetz())

    answer = demo_client(held.officer).get(
        reverse("pupil-then", args=[held.school.pk, real.pupil_id, before])
    )

    assert answer.status_code == 422
    assert f"The child came to {held.school.name} on {show_day(real.first_day)}." in words_of(answer)


def test_the_banner_of_an_order_leads_to_the_page_that_has_the_parents(held):
    Marker.objects.create(kind=MarkerKind.NO_CONTACT, pupil=held.pupils[0].pupil, first_day=FRIDAY)

    told = page(held)

    assert "Look at the parents below" not in told
    assert "Look at the parents on the page of today before you tell anybody" in told


def test_links_of_the_past_to_the_history_of_a_mark_say_that_it_is_of_today(held):
    assert "as recorded to today" in page(held)


def set_target(held: RegisterSchool, percent: Decimal | None, at=LATER) -> None:
    """By whoever sets the school up."""
    head = a_user("administrator", held.school)
    school = School.objects.get(pk=held.school.pk)
    stands = {name: getattr(school, name) for name in DETAILS}
    shown = fingerprint(stands, at, school.pk)
    values = stands | {"attendance_target": percent}
    assert change_details(actor_of(head, at), school.pk, values, shown=shown) == ["attendance_target"]


def test_the_schools_target_is_the_one_that_was_set_then(held):
    set_target(held, Decimal(97), at=THEN - timedelta(days=1))
    set_target(held, Decimal(91), at=LATER)
    set_target(held, None, at=LATER + timedelta(minutes=1))

    told = page(held)

    assert "97%, the school’s target" in told
    assert "91%" not in told


def test_a_target_that_was_first_set_later_was_none_then(held):
    set_target(held, Decimal(97), at=LATER)

    assert "the school has set no target" in page(held)


def test_of_a_target_that_stood_at_the_moment_and_still_does_the_line_is_drawn(held):
    set_target(held, Decimal(97), at=THEN)

    answer = demo_client(held.officer).get(address(held))

    assert "97%, the school’s target" in words_of(answer)
    assert b"sf-chart__target" in answer.content


def test_where_a_change_did_not_keep_what_stood_before_no_line_is_drawn(held):
    set_target(held, Decimal(97), at=LATER)
    change = AuditEvent.objects.get(verb="change_details")
    assert change.detail == {"fields": ["attendance_target"], "target_before": ""}
    with patch.object(school_target, "BEFORE", "kept of no change"):
        answer = demo_client(held.officer).get(address(held))

    told = words_of(answer)
    assert "No broken line: the school’s target was changed since, and what it was then was not kept." in told
    assert b"sf-chart__target" not in answer.content
    assert "97%, the school’s target" not in told


def test_a_past_page_says_that_its_warnings_are_of_today(held):
    assert (
        "A warning that the child has died, or that an order keeps somebody from them, is of today."
        in page(held)
    )


def test_a_figure_of_the_past_says_which_of_its_links_lead_to_today(held):
    rest = [held.school.pk, held.pupils[0].pupil_id]
    client = demo_client(held.officer)

    then = words_of(client.get(reverse("pupil-figure-then", args=[*rest, THEN, "days_absent"])))
    store_assessment(held)
    now = words_of(client.get(reverse("pupil-figure", args=[*rest, "days_absent"])))

    assert "Back to the page of the child as it stood then" in then
    assert "As it stood on 20 November 2026, 2:45pm, and not as it is today." in then
    assert "leads to the history of its mark as recorded to today" in then
    assert "Mon 16 Nov 2026, morning (as recorded to today)" in then
    assert "Mon 16 Nov 2026, morning" in now
    assert "as recorded to today" not in now
    assert "as it stood" not in now.lower()
