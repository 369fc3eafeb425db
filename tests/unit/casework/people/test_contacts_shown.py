"""Attempts to reach a family on the child's page: told by their variety, with the next different one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from supportfirst.casework.store.models import Marker, MarkerKind
from tests.factories.site import an_adult
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_cases import a_message, an_event

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 9)


def six_texts(family, adult) -> None:
    for number in range(6):
        at = datetime(2026, 11, 9 + number, 9, 5, tzinfo=UTC)
        a_message(family.enrolment, asked_at=at, adult=adult, asked_by=family.officer)


def call(family, adult, on: date = MONDAY, **data) -> None:
    held = {"channel": "phone", "outcome": "no_answer", "made_at": "09:10", **data}
    an_event(family.enrolment, "contact", by=family.officer, on=on, adults=(adult,), **held)


def test_six_texts_at_nine_are_told_as_what_they_are_and_something_different_is_proposed(family):
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    an_adult(family.enrolment, legal_forename="Ivo", telephone="01632 960778", contact_order=2)
    six_texts(family, rosa)

    shown = family.page()

    assert "0 of 6 attempts answered since 1 August 2026. 6 since anybody last answered." in shown
    assert "All 6 were made in one way: a text message." in shown
    assert "All 6 were made at one time of the day: in the morning." in shown
    assert f"All 6 were to one adult, {rosa.name}, and there is another." in shown
    assert f"All 6 were made by one person: {family.officer.name}." in shown
    different = shown[shown.index("Next, something different:") :].partition(" How ")[0]
    assert "a telephone call, after the school day, to " in different
    assert "Ivo" in different
    assert f"by somebody other than {family.officer.name}" in different


def test_most_that_are_alike_are_told_to_be_and_fewer_are_not(family):
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    six_texts(family, rosa)
    call(family, rosa, made_at="16:30")

    shown = family.page()

    assert "6 of 7 were made in one way: a text message." in shown
    assert "6 of 7 were made at one time of the day: in the morning." in shown
    assert "All 7 were made by one person" in shown

    call(family, rosa, on=date(2026, 11, 17), made_at="16:30")

    shown = family.page()
    assert "made in one way" not in shown  # six of eight are fewer than four in five
    assert "at one time of the day" not in shown


def test_a_call_that_was_answered_begins_the_count_anew(family):
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    six_texts(family, rosa)
    call(family, rosa, on=date(2026, 11, 17), outcome="reached")

    shown = family.page()

    assert "1 of 7 attempts answered" in shown
    assert "since anybody last answered" not in shown
    assert "alike" not in shown
    assert "something different" not in shown


def test_a_text_that_was_replied_to_is_answered(family):
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    sent = a_message(family.enrolment, adult=rosa, asked_at=NINE - timedelta(days=1))
    reply = {"direction": "in", "answers": sent, "asked_at": NINE - timedelta(hours=20)}
    a_message(family.enrolment, adult=rosa, **reply)

    assert "1 of 1 attempt answered" in family.page()


def test_what_was_struck_out_and_what_may_not_be_read_is_not_counted(family):
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    mistaken = an_event(family.enrolment, "contact", by=family.officer, adults=(rosa,), channel="phone")
    an_event(
        family.enrolment, "struck_out", by=family.officer, strikes_out=mistaken.event, reason="wrong child"
    )
    an_event(family.enrolment, "contact", by=family.teacher, restricted=True, channel="phone")
    call(family, rosa)

    shown = family.page()

    assert "0 of 1 attempt answered" in shown
    assert "1 restricted record is not counted here." in shown


def test_nobody_is_proposed_who_is_not_to_be_contacted_and_needs_are_minded(family):
    gone = an_adult(family.enrolment, legal_forename="Ivo", telephone="01632 960778")
    Marker.objects.create(kind=MarkerKind.DECEASED, adult=gone, first_day=date(2026, 9, 1))
    needs = {"telephone": None, "language": "Polish", "access_needs": "large print"}
    kind = an_adult(family.enrolment, legal_forename="Rosa", **needs)
    for day in (9, 10, 11):
        call(family, kind, on=date(2026, 11, day), channel="email")

    shown = family.page()

    different = shown[shown.index("Next, something different:") :].partition(" How ")[0]
    assert gone.legal_forename not in different
    assert f"to {kind.name} (in Polish, minding: large print)" in different
    assert "telephone call" not in different  # no number is held for her


def test_somebody_who_is_no_parent_is_never_the_next_to_try(family):
    marks = dict.fromkeys(("natural_parent", "parental_responsibility", "day_to_day_care"), False)
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    an_adult(
        family.enrolment, legal_forename="Bertha", telephone="01632 960779", relationship="neighbour", **marks
    )
    six_texts(family, rosa)

    shown = family.page()

    different = shown[shown.index("Next, something different:") :].partition(" How ")[0]
    assert "Bertha" not in different
    assert "and there is another" not in shown


def test_nothing_tried_is_said_to_be_nothing(family):
    assert "No call, message, letter or visit has been written down since 1 August 2026." in family.page()


def test_a_teacher_is_not_shown_how_home_was_tried(family):
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    six_texts(family, rosa)

    shown = family.page(demo_client(family.teacher))

    assert "attempts" not in shown
    assert "How the family was reached" not in shown
