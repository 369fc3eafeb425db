"""What is recorded about one child from day to day, through its pages, and what follows from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.store.models import CaseEvent, Confided, PupilYear, Task
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult
from tests.factories.site_cases import an_assessment, an_event
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
THURSDAY_TEN = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


@pytest.fixture
def held():
    return a_register_school()


def address(held, what, pupil=0) -> str:
    return reverse("pupil-record", args=[held.school.pk, held.pupils[pupil].pupil_id, what])


def record(client, held, what, *, extra=None, **typed):
    """`extra`: boxes that are ticked, which stand unticked on the page."""
    here = address(held, what)
    boxes = ("passes_on", "named")
    usual = {name: value for name, value in form_of(client.get(here)).items() if name not in boxes}
    sent = {**usual, **{f"field_{name}": value for name, value in typed.items()}}
    return client.post(here, {**sent, **(extra or {})})


def tasks(client, held, whose="") -> str:
    return words_of(client.get(reverse("tasks", args=[held.school.pk]), {"whose": whose}))


# --- discussions and concerns ------------------------------------------------------------


@pytest.mark.requirement("WID-54")
def test_a_teacher_logs_a_discussion_and_passes_the_concern_to_the_head_and_the_pastoral_lead(browser, held):
    head, pastoral = a_user("head", held.school), a_user("pastoral", held.school)
    client = browser(held.teacher, TEN)

    answer = record(
        client,
        held,
        "discussion",
        extra={"passes_on": "on"},
        **{"with": "pupil"},
        topic="punctuality",
        said="Late bus.",
        concern_raised="Third late bus this week",
    )

    assert answer.status_code == 302
    told = words_of(client.get(address(held, "discussion")))
    assert "The head teacher and the pastoral lead have a task about it." in told
    assert "Late bus." in told
    for user in (head, pastoral):
        shown = tasks(browser(user, TEN), held, "role")
        assert "Tess Marlow passes on a concern about punctuality: Third late bus this week" in shown


def test_a_discussion_without_a_concern_asks_nobody(browser, held):
    record(browser(held.teacher, TEN), held, "discussion", **{"with": "parent"}, topic="attendance")

    assert CaseEvent.objects.get().kind == "discussion"
    assert not Task.objects.exists()


def test_a_concern_that_says_nothing_is_refused_with_what_to_do(browser, held):
    extra = {"passes_on": "on"}
    answer = record(
        browser(held.teacher, TEN), held, "discussion", extra=extra, **{"with": "pupil"}, topic="both"
    )

    assert answer.status_code == 422
    assert "Say what the concern is, since it is passed on" in answer.content.decode()
    assert not CaseEvent.objects.exists()


def test_a_form_sent_twice_records_and_asks_once(browser, held):
    client, here = browser(held.teacher, TEN), address(held, "discussion")
    sent = {
        **form_of(client.get(here)),
        "field_with": "pupil",
        "field_topic": "both",
        "field_concern_raised": "Tired",
        "passes_on": "on",
    }

    client.post(here, sent)
    client.post(here, sent)

    assert CaseEvent.objects.count() == 1
    assert Task.objects.count() == 2


@pytest.mark.requirement("SC-F6")
def test_a_talk_with_the_child_is_labelled_informal_and_letters_formal(browser, held):
    told = words_of(browser(held.teacher, TEN).get(address(held, "discussion")))
    assert "Informal A talk with the child is informal. Letters and formal steps go to the parents." in told

    an_assessment(held.pupils[0])
    worklist = words_of(browser(held.officer, TEN).get(reverse("worklist")))
    assert "A letter or notice was sent (Formal: to parents)" in worklist
    assert "Contact with a parent or carer (" not in worklist


# --- lateness to a lesson ----------------------------------------------------------------


@pytest.mark.requirement("WID-31")
def test_lateness_to_a_lesson_leaves_the_mark_alone_and_is_in_the_report(browser, held):
    submit(held, "/", "/", "/", "/")

    record(browser(held.teacher, TEN), held, "late_to_lesson", lesson="Maths", minutes="7")

    client = browser(held.officer, TEN)
    told = words_of(client.get(reverse("punctuality", args=[held.school.pk])))
    assert "Ada Byron" in told
    assert "1 late, 7 minutes" in told
    assert "0 late 0 minutes 1 late, 7 minutes" in told
    assert PupilYear.objects.get(enrolment=held.pupils[0]).marks[place_of(FRIDAY, 0).offset] == number_of("/")


def test_lateness_to_a_lesson_that_was_struck_out_is_in_no_report(browser, held):
    wrong = an_event(held.pupils[0], "late_to_lesson", by=held.teacher, lesson="Maths", minutes=7)
    an_event(held.pupils[0], "struck_out", by=held.officer, strikes_out=wrong.event)

    told = words_of(browser(held.officer, TEN).get(reverse("punctuality", args=[held.school.pk])))

    assert "Nobody was late to school or to a lesson in this period." in told


def test_a_teacher_records_nothing_about_another_class(browser, held):
    other = a_pupil(held.school, a_class(held.school, name="9Z"))
    here = reverse("pupil-record", args=[held.school.pk, other.pupil_id, "late_to_lesson"])

    assert browser(held.teacher, TEN).get(here).status_code == 404


# --- truancy -----------------------------------------------------------------------------


@pytest.mark.requirement("WID-21")
def test_marking_truancy_asks_for_a_telephone_call_which_a_letter_does_not_close(browser, held):
    an_adult(held.pupils[0])
    client = browser(held.officer, TEN)
    record(client, held, "truancy", when="period 3", found="Seen in the park.")
    told = tasks(client, held)
    assert "Truancy was found (period 3). Tell the parents by telephone." in told
    assert "By phone only." in told

    task = Task.objects.get()
    here = reverse("task", args=[held.school.pk, task.pk])
    client.post(here, {**form_of(client.get(here)), "field_channel": "letter", "field_outcome": "reached"})
    assert "1 to do" in tasks(client, held)

    client.post(here, {**form_of(client.get(here)), "field_channel": "phone", "field_outcome": "reached"})
    assert "Nothing is to be done here." in tasks(client, held)


def test_where_the_pack_names_no_channel_any_contact_tells_of_truancy(browser):
    held = a_register_school(pack="england")
    record(browser(held.officer, TEN), held, "truancy", when="period 3", found="Seen in the park.")

    assert Task.objects.get().by_channel == ""


# --- engagement and agencies -------------------------------------------------------------


@pytest.mark.requirement("WID-30")
def test_engagement_is_kept_with_its_day_and_shown_with_what_stood_before(browser, held):
    record(browser(held.officer, THURSDAY_TEN), held, "engagement", status="not_engaging", seen="No answer.")
    client = browser(held.officer, TEN)
    record(client, held, "engagement", status="engaging", seen="Came to the meeting.")

    told = words_of(client.get(address(held, "engagement")))

    newer, older = told.index("20 November 2026, 10am, by"), told.index("19 November 2026, 10am, by")
    assert newer < older
    assert "Whether the family engages: engaging" in told[newer:older]
    assert "Whether the family engages: not engaging" in told[older:]
    assert [event.happened_on for event in CaseEvent.objects.order_by("serial")] == [
        date(2026, 11, 19),
        date(2026, 11, 20),
    ]


def test_a_teacher_does_not_act_on_the_case(browser, held):
    client = browser(held.teacher, TEN)
    assert client.get(address(held, "engagement")).status_code == 404
    assert client.get(address(held, "liaison")).status_code == 404


@pytest.mark.requirement("WID-57")
def test_contacts_with_agencies_are_logged_and_listed_by_agency_and_person(browser, held):
    client = browser(held.officer, TEN)
    record(client, held, "liaison", agency="School Health", person="Nurse Whitlow", advice="See the GP.")
    record(client, held, "liaison", agency="Attendance Service", person="Mo Teal", advice="Refer.")

    told = words_of(client.get(reverse("liaisons", args=[held.school.pk])))

    assert told.index("Attendance Service Mo Teal Ada Byron") < told.index("School Health Nurse Whitlow")
    assert "See the GP." in told


def test_an_agency_without_a_person_is_asked_for(browser, held):
    answer = record(browser(held.officer, TEN), held, "liaison", agency="School Health")

    assert answer.status_code == 422
    assert "Whom did you speak to there?" in answer.content.decode()


# --- talks by phase ----------------------------------------------------------------------


@pytest.mark.requirement("ESX-R-20")
def test_a_primary_school_logs_a_talk_at_drop_off_with_the_member_of_staff_chosen(browser):
    held = a_register_school(pack="essex", phase="primary")
    client = browser(held.officer, TEN)
    page = words_of(client.get(reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])))
    assert "Drop-off / pick-up conversation" in page
    assert "Event introduction" not in page

    record(client, held, "informal-talk", place="drop_off", staff_chosen="Class teacher, whom she trusts")

    assert CaseEvent.objects.get().data["staff_chosen"] == "Class teacher, whom she trusts"
    assert not Task.objects.exists()


def test_a_talk_asks_which_member_of_staff_was_chosen(browser):
    held = a_register_school(pack="essex", phase="primary")
    answer = record(browser(held.officer, TEN), held, "informal-talk", place="pick_up")

    assert answer.status_code == 422
    assert "Which member of staff was chosen for it?" in answer.content.decode()


@pytest.mark.requirement("ESX-R-21")
@pytest.mark.parametrize(("at", "due"), [(THURSDAY_TEN, date(2026, 11, 20)), (TEN, date(2026, 11, 23))])
def test_an_introduction_at_an_event_asks_for_a_call_on_the_next_school_day(browser, at, due):
    held = a_register_school(pack="essex", phase="secondary")
    client = browser(held.officer, at)
    page = words_of(client.get(reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])))
    assert "Event introduction" in page
    assert "Drop-off" not in page

    record(client, held, "informal-talk", place="event", staff_chosen="Coach")

    task = Task.objects.get()
    assert (task.due_on, task.by_channel) == (due, "phone")
    assert f"By {due:%A} {due.day} November 2026." in tasks(client, held)


def test_a_school_whose_pack_knows_no_such_talk_is_offered_none(browser, held):
    assert browser(held.officer, TEN).get(address(held, "informal-talk")).status_code == 404


# --- in confidence -----------------------------------------------------------------------


def tell(browser, held, named):
    return record(
        browser(held.officer, TEN),
        held,
        "problem",
        extra={"named": [str(named.pk)]},
        reporter="The mother",
        problem="Afraid to come home.",
    )


@pytest.mark.requirement("WID-64")
def test_a_problem_told_in_confidence_is_read_by_named_staff_and_seen_to_be_there_by_others(browser, held):
    named, other = a_user("pastoral", held.school), a_user("attendance_lead", held.school)
    tell(browser, held, named)

    event = CaseEvent.objects.get()
    page = reverse("problem", args=[held.school.pk, event.event])
    assert "Afraid to come home." in words_of(browser(named, TEN).get(page))
    assert browser(other, TEN).get(page).status_code == 404
    shown = words_of(browser(other, TEN).get(address(held, "problem")))
    assert "Afraid" not in shown
    assert "A restricted note is here." in shown
    assert "Afraid" not in tasks(browser(other, TEN), held)
    for user in (held.officer, a_user("head", held.school), a_user("dsl", held.school)):
        assert "Afraid to come home." in words_of(browser(user, TEN).get(page))


@pytest.mark.requirement("WID-64")
def test_the_time_to_the_first_action_is_shown(browser, held):
    named = a_user("pastoral", held.school)
    tell(browser, held, named)
    page = reverse("problem", args=[held.school.pk, CaseEvent.objects.get().event])
    later = TEN + timedelta(hours=2, minutes=5)
    client = browser(named, later)
    assert "No action yet: 2 hours 5 minutes since it was told." in words_of(client.get(page))

    client.post(page, {**form_of(client.get(page)), "field_done": "Met the mother."})
    much_later = browser(named, later + timedelta(days=1))
    much_later.post(page, {**form_of(much_later.get(page)), "field_done": "Rang again."})

    told = words_of(much_later.get(page))
    assert "First action after 2 hours 5 minutes." in told
    assert "Met the mother." in told


def test_what_is_done_closes_the_task_of_those_named_and_is_as_restricted(browser, held):
    named = a_user("pastoral", held.school)
    tell(browser, held, named)
    assert "A parent told of a problem in confidence." in tasks(browser(named, TEN), held, "me")
    client = browser(named, TEN)
    page = reverse("problem", args=[held.school.pk, CaseEvent.objects.get().event])
    sent = {**form_of(client.get(page)), "field_done": "Met the mother."}

    client.post(page, sent)
    client.post(page, sent)

    done = CaseEvent.objects.get(kind="problem_acted_on")
    assert done.restricted
    assert list(Confided.objects.filter(event=done).values_list("user", flat=True)) == [held.officer.pk]
    assert Task.objects.get().done_event == done


def test_a_problem_that_names_nobody_is_refused(browser, held):
    a_user("pastoral", held.school)
    answer = record(browser(held.officer, TEN), held, "problem", reporter="The mother", problem="Afraid.")

    assert answer.status_code == 422
    assert "Name at least one colleague who is to read it and act" in answer.content.decode()
    assert not CaseEvent.objects.exists()


def test_somebody_of_another_school_cannot_be_named(browser, held):
    a_user("pastoral", held.school)
    answer = tell(browser, held, a_user("head", a_school()))

    assert answer.status_code == 422
    assert not CaseEvent.objects.exists()


def test_the_worklists_row_leads_to_the_records(browser, held):
    an_assessment(held.pupils[0])
    page = browser(held.officer, TEN).get(reverse("worklist-row", args=[held.pupils[0].pupil_id]))
    assert address(held, "discussion") in page.content.decode()
