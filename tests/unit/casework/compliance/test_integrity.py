"""The integrity watch: what each check asks about, and how a question ends."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from supportfirst.casework.actions.watch_integrity import keep_findings
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.integrity import asked_about
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.store.models import AuditEvent, IntegrityFinding, Marker, MarkerKind
from tests.factories.site import NINE, a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import a_plan, an_assessment, an_event, put_marks, put_weeks
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 20)  # nine on the Friday is now
SUNDAY = date(2026, 11, 15)


def asked(school, check=None):
    """Check, day and half of what is asked about now."""
    found = asked_about(school, pack_of(school, FRIDAY), NINE)
    return [(each.check, each.day, each.half, each.code) for each in found if check in (None, each.check)]


@pytest.mark.parametrize(("days_before", "is_over"), [(5, False), (6, True), (7, True)])
def test_an_unexplained_mark_is_asked_about_once_its_time_is_over(days_before, is_over):
    school = a_school()
    met = [date(2026, 11, day) for day in (11, 12, 13, 16, 17, 18, 19)]
    day = met[-days_before]
    put_marks(a_pupil(school, a_class(school)), {day: "N/"})

    assert asked(school, "unexplained") == ([("unexplained", day, 0, "N")] if is_over else [])


def test_education_elsewhere_is_asked_about_until_a_plan_bears_what_the_provider_showed():
    school = a_school()
    office = a_user("attendance_officer", school)
    pupil = a_pupil(school, a_class(school))
    put_marks(pupil, {MONDAY: "B/", MONDAY + timedelta(days=1): "/D"})
    assert {each[3] for each in asked(school, "confirmed")} == {"B", "D"}

    plan = a_plan(pupil, "provider", "B", by=office, day=MONDAY)
    assert len(asked(school, "confirmed")) == 2

    plan.evidence = "The provider's register"
    plan.save()
    assert asked(school, "confirmed") == [("confirmed", MONDAY + timedelta(days=1), 1, "D")]


def test_leave_is_asked_about_until_a_reason_stands_beside_it():
    school = a_school()
    office = a_user("attendance_officer", school)
    pupil = a_pupil(school, a_class(school))
    put_marks(pupil, {MONDAY: "CC"})

    an_event(pupil, "absence_reason", by=office, on=MONDAY, session="morning", code="C", reason="A funeral")

    assert asked(school, "reasoned") == [("reasoned", MONDAY, 1, "C")]


def test_a_part_time_timetable_is_asked_about_until_a_plan_with_its_last_day_covers_it():
    school = a_school()
    pupil = a_pupil(school, a_class(school))
    put_marks(pupil, {MONDAY: "/ ", MONDAY + timedelta(days=1): "/ "})
    put_mark(pupil, MONDAY, 1, "C2")
    assert asked(school, "part_time") == [("part_time", MONDAY, 1, "C2")]

    a_plan(pupil, "leave", "C2", by=a_user("head", school), day=MONDAY)

    assert asked(school, "part_time") == []


def put_mark(pupil, day, half, code):
    """One mark of two letters."""
    row = pupil.years.get(school_year=2026)
    marks = bytearray(row.marks)
    marks[place_of(day, half).offset] = number_of(code)
    row.marks = bytes(marks)
    row.save()


def test_a_mark_on_a_day_on_which_the_school_did_not_meet_is_asked_about():
    school = a_school()
    put_marks(a_pupil(school, a_class(school)), {MONDAY: "//", SUNDAY: "/ "})

    assert asked(school, "closed") == [("closed", SUNDAY, 0, "/")]


def test_marks_after_the_last_day_on_roll_are_asked_about():
    school = a_school()
    put_marks(a_pupil(school, a_class(school), last_day=MONDAY), {MONDAY: "//", date(2026, 11, 10): "O "})

    assert asked(school, "left") == [("left", date(2026, 11, 10), 0, "O")]


@pytest.mark.parametrize(("weeks", "is_asked"), [(2, False), (3, True)])
def test_a_child_on_roll_without_a_mark_over_ten_days_of_registers_is_asked_about(weeks, is_asked):
    school = a_school()
    group = a_class(school)
    put_weeks(a_pupil(school, group), FRIDAY - timedelta(days=4 + 7 * (weeks - 1)), "//", weeks)
    silent = a_pupil(school, group)
    put_marks(silent, {date(2026, 9, 7): "//"})

    found = asked_about(school, pack_of(school, FRIDAY), NINE)

    # Friday has not ended: two weeks are nine days, and the tenth is the one in September, with a mark
    assert [each.enrolment for each in found if each.check == "unmarked"] == ([silent.pk] if is_asked else [])


@pytest.mark.parametrize(("children", "is_asked"), [(4, False), (5, True), (6, True)])
def test_a_whole_class_with_one_absence_mark_is_asked_about(children, is_asked):
    school = a_school()
    group = a_class(school)
    for _ in range(children):
        put_marks(a_pupil(school, group), {MONDAY: "I/"})

    assert len(asked(school, "alike")) == (children if is_asked else 0)


def test_a_class_in_which_one_child_was_there_is_not_asked_about():
    school = a_school()
    group = a_class(school)
    for _ in range(6):
        put_marks(a_pupil(school, group), {MONDAY: "I/"})
    put_marks(a_pupil(school, group), {MONDAY: "//"})

    assert asked(school, "alike") == []


def test_a_child_who_died_is_asked_about_by_no_check():
    school = a_school()
    pupil = a_pupil(school, a_class(school))
    put_marks(pupil, {MONDAY: "BC", SUNDAY: "//"})
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=pupil.pupil, first_day=MONDAY)

    assert asked(school) == []


class Watched:
    """A child with a mark on a Sunday, and the office that looks at it."""

    def __init__(self, browser) -> None:
        self.school = a_school()
        self.pupil = a_pupil(self.school, a_class(self.school), forename="Ada", surname="Larkspur")
        put_marks(self.pupil, {MONDAY: "//", SUNDAY: "/ "})
        self.office = a_user("attendance_officer", self.school, name="Kim Sorrel")
        self.client = browser(self.office)
        self.page_address = reverse("integrity", args=[self.school.pk])
        self.answer_address = reverse(
            "integrity-justify", args=[self.school.pk, "closed", self.pupil.pupil_id]
        )

    def night(self) -> None:
        with transaction.atomic():
            keep_findings(self.school, NINE)

    def answer(self, because="Saturday school, agreed with the governors", **fields):
        sent = form_of(self.client.get(self.answer_address), because=because, **fields)
        return self.client.post(self.answer_address, sent)

    def page(self):
        return self.client.get(self.page_address)


def test_what_is_open_is_listed_with_a_link_to_the_history_of_the_mark(browser):
    watched = Watched(browser)

    page = watched.page()

    link = reverse("mark", args=[watched.school.pk, watched.pupil.pupil_id, "2026-11-15", "morning"])
    assert f'href="{link}"' in page.content.decode()
    assert "Marks on days on which the school did not meet (1)" in words_of(page)


def test_what_is_put_right_leaves_the_list_by_itself_and_is_kept_with_its_day(browser):
    watched = Watched(browser)
    watched.night()

    put_marks(watched.pupil, {SUNDAY: "  "})

    assert "Put right since the last night" in words_of(watched.page())
    assert watched.page().context["page"].open_sessions == 0
    watched.night()
    assert IntegrityFinding.objects.get().gone_at == NINE
    assert "Seen to be put right on 20 November 2026" in words_of(watched.page())


def test_a_named_person_answers_for_a_mark_and_is_asked_anew_when_it_changes(browser):
    watched = Watched(browser)

    assert watched.answer().status_code == 302

    page = watched.page()
    assert page.context["page"].open_sessions == 0
    assert "“Saturday school, agreed with the governors”, Kim Sorrel" in words_of(page)
    put_marks(watched.pupil, {SUNDAY: "O "})
    assert watched.page().context["page"].open_sessions == 1
    assert AuditEvent.objects.get(verb="justify_marks").detail["sessions"] == 1


def test_an_answer_without_a_reason_is_refused_and_one_sent_twice_is_kept_once(browser):
    watched = Watched(browser)
    assert watched.answer(because="").status_code == 422
    sent = form_of(watched.client.get(watched.answer_address), because="A Saturday school")
    sent["submission"] = str(uuid.uuid4())

    assert [watched.client.post(watched.answer_address, sent).status_code for _ in range(2)] == [302, 302]

    assert IntegrityFinding.objects.filter(justified_by=watched.office).count() == 1
    assert AuditEvent.objects.filter(verb="justify_marks").count() == 1


def test_a_night_that_looks_twice_keeps_nothing_twice(browser):
    watched = Watched(browser)

    for _ in range(2):
        watched.night()

    assert IntegrityFinding.objects.count() == 1


def test_the_childs_page_and_the_schools_numbers_say_that_a_figure_could_move_until_somebody_answers(browser):
    watched = Watched(browser)
    an_assessment(watched.pupil)
    child = reverse("pupil", args=[watched.school.pk, watched.pupil.pupil_id])
    numbers = reverse("numbers", args=[watched.school.pk])
    banner = "1 session of this school year could still move"
    assert f"{banner} the figures of this page" in words_of(watched.client.get(child))
    assert f"{banner} these figures" in words_of(watched.client.get(numbers))

    watched.answer()

    assert banner not in words_of(watched.client.get(child))
    assert banner not in words_of(watched.client.get(numbers))


@pytest.mark.parametrize(("children", "is_told"), [(4, False), (5, True)])
def test_a_whole_class_with_one_absence_mark_stands_in_the_banner_of_each_child_of_it(
    browser, children, is_told
):
    school = a_school()
    group = a_class(school)
    alike = [a_pupil(school, group) for _ in range(children)]
    for pupil in alike:
        put_marks(pupil, {MONDAY: "I/"})
    elsewhere = a_pupil(school, a_class(school))
    put_marks(elsewhere, {MONDAY: "I/"})
    client = browser(a_user("attendance_officer", school))

    def checks_of(pupil):
        an_assessment(pupil)
        shown = client.get(reverse("pupil", args=[school.pk, pupil.pupil_id])).context["page"].integrity
        return [(check.id, check.sessions) for check in shown.checks] if shown else []

    assert checks_of(alike[0]) == ([("alike", 1)] if is_told else [])
    assert checks_of(elsewhere) == []


def test_a_parent_reads_that_marks_are_being_checked_until_somebody_answers_and_not_which(browser):
    watched = Watched(browser)
    settled = a_pupil(watched.school, a_class(watched.school))
    put_marks(settled, {MONDAY: "//"})
    told = "Some marks are being checked; figures on this page may change."

    def seen(pupil):
        """The page, and the paper."""
        of = [watched.school.pk, pupil.pupil_id]
        paper = watched.client.get(reverse("pupil-parents-pdf", args=of))
        assert paper.status_code == 200
        pages = PdfReader(io.BytesIO(paper.content)).pages
        read = " ".join(" ".join(page.extract_text() for page in pages).split())
        return words_of(watched.client.get(reverse("pupil-parents-see", args=of))), read

    assert all(told in words for words in seen(watched.pupil))
    assert not any("closed" in words or "did not meet" in words for words in seen(watched.pupil))
    assert not any(told in words for words in seen(settled))

    watched.answer()

    assert not any(told in words for words in seen(watched.pupil))


def test_who_may_not_correct_marks_reads_the_list_and_cannot_answer(browser):
    watched = Watched(browser)
    reader = browser(a_user("senco", watched.school))

    assert reader.get(watched.answer_address).status_code == 200
    assert reader.post(watched.answer_address, {"because": "x"}).status_code == 404
    assert browser(a_user("governor", watched.school)).get(watched.page_address).status_code == 404


def test_a_governor_reads_how_much_is_open_without_a_name(browser):
    watched = Watched(browser)

    address = reverse("compliance", args=[watched.school.pk])
    said = words_of(browser(a_user("governor", watched.school)).get(address))

    assert "Integrity of the registers: marks on days on which the school did not meet: 1" in said
    assert "Larkspur" not in said


def test_the_list_asks_the_database_as_often_for_thirty_children_as_for_three(browser):
    found = []
    for number in (3, 30):
        school = a_school()
        group = a_class(school)
        for _ in range(number):
            put_marks(a_pupil(school, group), {MONDAY: "BC", SUNDAY: "//"})
        put_marks(a_pupil(school, group), {MONDAY: "//"})  # so that no whole class is alike
        client = browser(a_user("head", school))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("integrity", args=[school.pk]))
        assert page.context["page"].open_sessions == 4 * number
        found.append(len(captured))

    assert found[0] == found[1]
