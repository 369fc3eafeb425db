"""The rows of the small site: a class of thirty, one of no register yet, someone of each role, a worklist."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.ask_job import ask_job
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.actions.submit_register import submit_register
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.pupil_years import locked, place_of, write
from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
from supportfirst.casework.store.models import Enrolment, PupilFlag, Role, School
from tests.factories.site import USUAL_DAY, a_class, a_pupil, a_school, a_user, an_adult

SURNAMES = (
    *("Adeyemi", "Baker", "Chaudhry", "Dalton", "Evans", "Farouk", "Green", "Hughes", "Ivanov", "Jones"),
    *("Kaur", "Lewis", "Morgan", "Novak", "Owen", "Patel", "Quinn", "Roberts", "Singh", "Taylor"),
    *("Abbott", "Burton", "Carter", "Davies", "Underwood", "Vaughan", "Walker", "Xu", "Young", "Zielinski"),
)
TERM_BEGAN = date(2026, 9, 7)


def build_empty() -> School:
    """A school on its first day here: somebody of each role, and neither class, child, times nor calendar."""
    unset = dict.fromkeys(USUAL_DAY)
    school = a_school(name="New School", pack=None, calendar=False, **unset)
    for role in Role:
        a_user(role, school, name=f"{role.label} Marlow", title=role.label)
    return school


def build(at: datetime) -> School:
    """Everything, as the site stands at that moment."""
    with transaction.atomic():
        school = a_school(name="Hill School")
        people = {role: a_user(role, school, name=f"{role.label} Marlow", title=role.label) for role in Role}
        taken = a_class(school, teacher=people[Role.TEACHER], name="5A")
        waiting = a_class(school, teacher=people[Role.TEACHER], name="5B")
        pupils = [a_pupil(school, taken, forename="Ada", surname=name) for name in SURNAMES]
        for name in SURNAMES:
            a_pupil(school, waiting, forename="Bo", surname=name)
        for pupil in pupils[:4]:
            an_adult(pupil, title="Ms")
        PupilFlag.objects.create(pupil=pupils[0].pupil, name="social_worker", first_day=TERM_BEGAN)
        _past(pupils, at.date())
        ask_job(ASSESS_SCHOOL, {}, at=at, school=school)
        teacher = actor_of(people[Role.TEACHER], at.replace(hour=8, minute=50))
        marks = {each.pk: "/" for each in pupils}
        marks |= {pupils[0].pk: "N", pupils[1].pk: "N", pupils[3].pk: "I"}
        submit_register(teacher, school, taken, at.date(), 0, marks, {}, uuid4())
    worker = Worker(now=lambda: at)
    while worker.run_next() is not None:
        pass
    return school


def _past(pupils: list[Enrolment], today: date) -> None:
    """The term so far: all present, but for two who were away a fifth and all of the time."""
    school_year, _ = place_of(today, 0)
    rows = locked([each.pk for each in pupils], school_year)
    day = TERM_BEGAN
    while day < today:
        if day.weekday() < 5 and not date(2026, 10, 26) <= day <= date(2026, 10, 30):
            for half in (0, 1):
                _, offset = place_of(day, half)
                symbols = {each.pk: "/" for each in pupils}
                symbols[pupils[2].pk] = "O" if day.weekday() == 0 else "/"
                symbols[pupils[3].pk] = "I"
                write(rows, offset, {key: number_of(symbol) for key, symbol in symbols.items()})
        day += timedelta(days=1)
