"""A school's marks as the core's values: now from bytes, and as they were known at a moment."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import LONDON, as_microseconds
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.attendance.vocabulary.spans import DateSpan
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.marks import MarkUnreadable, marks_known_at, marks_now
from supportfirst.casework.bridge.pupil_years import length_of, place_of
from supportfirst.casework.store.models import Enrolment, Pupil, PupilYear
from tests.factories.site import a_pupil, a_school
from tests.factories.site_registers import FRIDAY, QUARTER_TO_NINE, a_register_school, amend, submit

pytestmark = pytest.mark.django_db
CODES = loaded("widnes-academy").codes
ORDINARY_LOAD = 1000, 2


def read(marks):
    """Each mark as pupil, session, symbol."""
    return [(mark.upn, str(mark.session), CODES.code(mark.code).symbol) for mark in marks.each()]


def test_marks_stand_in_the_order_of_pupils_and_sessions():
    held = a_register_school()
    submit(held, "L", "I", half=1, minutes={0: 3})
    submit(held, "/", "N")

    ada, bela = (pupil.pupil.upn for pupil in held.pupils[:2])
    assert read(marks_now(held.school, CODES)) == sorted(
        [
            (ada, "2026-11-20 AM", "/"),
            (ada, "2026-11-20 PM", "L"),
            (bela, "2026-11-20 AM", "N"),
            (bela, "2026-11-20 PM", "I"),
        ]
    )


def test_a_symbol_whose_meaning_changed_has_the_number_of_its_day():
    held = a_register_school()
    before, after = date(2026, 6, 30), date(2026, 7, 1)
    absent, present = StatisticalClass.UNAUTHORISED, StatisticalClass.PRESENT
    changed = CodeBook(
        [
            RegisterCode("N", "not known", absent, DateSpan(date(2020, 9, 1), before)),
            RegisterCode("N", "nearly there", present, DateSpan(after)),
        ]
    )
    for day in (before, after):
        submit(held, "N", day=day)

    marks = marks_now(held.school, changed)

    assert [changed.code(number).statistical_class for number in marks.code] == [absent, present]


def test_a_mark_that_was_struck_out_is_not_there():
    held = a_register_school()
    submit(held, "/")
    amend(held, 0, original="/", new="")

    assert len(marks_now(held.school, CODES)) == 0


def test_years_that_were_not_asked_for_are_left_out():
    held = a_register_school()
    submit(held, "/", day=date(2026, 6, 30))
    submit(held, "/")

    assert [str(mark.session) for mark in marks_now(held.school, CODES, [2026]).each()] == ["2026-11-20 AM"]


def test_another_schools_marks_are_left_out():
    held, other = a_register_school(), a_register_school()
    submit(other, "/")

    assert len(marks_now(held.school, CODES)) == 0


def test_a_mark_of_now_counts_from_the_first_instant_of_its_day():
    held = a_register_school()
    submit(held, "/")

    mark = marks_now(held.school, CODES).at(0)

    assert mark.recorded_at == as_microseconds(datetime(2026, 11, 20, tzinfo=LONDON))


def test_what_was_known_before_an_amendment_is_the_first_mark_with_who_recorded_it():
    held = a_register_school()
    submit(held, "N")
    amended = QUARTER_TO_NINE + timedelta(hours=6)
    amend(held, 0, original="N", new="I", at=amended)

    before = marks_known_at(held.school, CODES, amended - timedelta(microseconds=1))
    after = marks_known_at(held.school, CODES, amended)

    assert [symbol for _, _, symbol in read(before)] == ["N"]
    assert [symbol for _, _, symbol in read(after)] == ["I"]
    assert before.at(0).recorder == Recorder("Tess Marlow", "Class teacher")
    assert before.at(0).recorded_at == as_microseconds(QUARTER_TO_NINE)
    assert after.at(0).recorder == Recorder("Otis Grant", "Attendance officer")
    assert after.at(0).recorded_at == as_microseconds(amended)


def test_nothing_was_known_before_the_register():
    held = a_register_school()
    submit(held, "N")

    assert len(marks_known_at(held.school, CODES, QUARTER_TO_NINE - timedelta(microseconds=1))) == 0


def test_a_pupil_who_left_and_came_back_is_one_pupil():
    held = a_register_school()
    first = held.pupils[0]
    submit(held, "/", day=date(2026, 6, 30))
    first.last_day = date(2026, 7, 1)
    first.save()
    again = a_pupil(held.school, held.group, pupil=first.pupil, first_day=date(2026, 9, 1))
    again_held = type(held)(held.school, held.group, held.teacher, held.officer, [again])
    submit(again_held, "I")

    marks = marks_now(held.school, CODES)

    assert (len(marks.upns), len(marks)) == (1, 2)


def test_a_code_that_the_pack_does_not_know_on_that_day_is_named_and_not_lost():
    held = a_register_school()
    year, offset = place_of(FRIDAY, 1)
    marks = bytearray(length_of(year))
    marks[offset] = number_of("Y1")
    PupilYear.objects.create(enrolment=held.pupils[0], school_year=2010, marks=bytes(marks))

    with pytest.raises(MarkUnreadable, match="“Y1” has no meaning in the pack on 20 November 2010"):
        marks_now(held.school, CODES)


def test_two_years_of_a_thousand_pupils_take_well_under_a_second():
    school = a_school(pack="widnes-academy")
    pupils, years = ORDINARY_LOAD
    children = [
        Pupil(upn=f"X{number:012}", legal_forename="Ada", legal_surname="Load") for number in range(pupils)
    ]
    Pupil.objects.bulk_create(children)
    enrolments = [Enrolment(pupil=child, school=school, first_day=date(2024, 9, 1)) for child in children]
    Enrolment.objects.bulk_create(enrolments)
    rows = Enrolment.objects.filter(school=school)
    week = bytes([1, 1] * 5 + [0, 0] * 2)
    for year in (2025, 2026)[:years]:
        full = (week * 53)[: length_of(year)]
        PupilYear.objects.bulk_create(PupilYear(enrolment=row, school_year=year, marks=full) for row in rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself once rows stay; else its plan is chance
    marks_now(school, CODES, [1999])  # what is kept between calls is made before the clock starts

    began = time.process_time()
    marks = marks_now(school, CODES)
    took = time.process_time() - began

    assert len(marks) == pupils * 2 * 522
    assert marks.at(0).session == Session(date(2025, 8, 1), Half.AM)
    assert took < 0.8  # a fifth of that on an idle machine
