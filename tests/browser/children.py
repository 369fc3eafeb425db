"""A site of one school, and children each in a situation that the page of a child must tell the truth of."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from samples.people import upn
from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.ask_job import ask_job
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.actions.submit_register import submit_register
from supportfirst.casework.bridge.unsettled import days_met
from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
from supportfirst.casework.store.models import (
    Adult,
    ClassGroup,
    Enrolment,
    Marker,
    MarkerKind,
    Pupil,
    PupilFlag,
    Role,
    User,
)
from tests.factories.reliances import an_alarm
from tests.factories.safeguarding import a_concern
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult
from tests.factories.site_cases import a_message, an_event, put_marks

SCHOOL = uuid.uuid5(uuid.NAMESPACE_OID, "the school of ten situations")
TODAY = date(2026, 11, 20)
BEGAN = date(2025, 9, 2)
# Each with what the page is looked at for, and the role that looks.
SITUATIONS = {
    "new": Role.ATTENDANCE_OFFICER,
    "full": Role.ATTENDANCE_OFFICER,
    "persistent": Role.ATTENDANCE_OFFICER,
    "severe": Role.ATTENDANCE_OFFICER,
    "left": Role.ATTENDANCE_OFFICER,
    "two-rolls": Role.ATTENDANCE_OFFICER,
    "restricted": Role.DSL,
    "bereaved": Role.ATTENDANCE_OFFICER,
    "no-contact": Role.ATTENDANCE_OFFICER,
    "past": Role.ATTENDANCE_OFFICER,
    "part-time": Role.ATTENDANCE_OFFICER,
    "concern": Role.DSL,
    "alarm": Role.ATTENDANCE_OFFICER,
}
People = dict[Role, User]


def build_children(at: datetime) -> None:
    with transaction.atomic():
        school = a_school(id=SCHOOL, name="Hill School", attendance_target=96)
        people = {role: a_user(role, school, name=f"{role.label} Marlow", title=role.label) for role in Role}
        group = a_class(school, teacher=people[Role.TEACHER], name="5A")
        for name in SITUATIONS:
            child = _child(name, group)
            _SITUATION_OF[name](child, people)
        ask_job(ASSESS_SCHOOL, {}, at=at, school=school)
    worker = Worker(now=lambda: at)
    while worker.run_next() is not None:
        pass


def child_id(name: str) -> uuid.UUID:
    return uuid.uuid5(SCHOOL, name)


def _child(name: str, group: ClassGroup) -> Enrolment:
    pupil = Pupil.objects.create(
        id=child_id(name),
        upn=upn(7, 0, list(SITUATIONS).index(name)),
        legal_forename=name.title(),
        legal_surname="Larkspur",
        date_of_birth=date(2016, 10, 4),
    )
    return a_pupil(group.school, group, pupil=pupil, first_day=BEGAN)


def _marked(child: Enrolment, pattern: str, first: date = BEGAN, last: date = TODAY) -> None:
    """The marks of each school day in turn from a pattern, two a day."""
    pairs = [pattern[place : place + 2] for place in range(0, len(pattern), 2)]
    days = days_met(child.school, first, last)
    put_marks(child, {day: pairs[place % len(pairs)] for place, day in enumerate(days)})


def _supported(child: Enrolment, people: People) -> Adult:
    by, adult = people[Role.ATTENDANCE_OFFICER], an_adult(child)
    for number in range(8):
        on = date(2026, 9, 14) + timedelta(days=7 * number)
        an_event(child, "contact", by=by, on=on, adults=(adult,), channel="phone", outcome="no_answer")
    an_event(child, "meeting", by=by, on=date(2026, 10, 6))
    an_event(child, "late_to_lesson", by=by, on=date(2026, 11, 3), lesson="Period 3", minutes=6)
    a_message(child, adult=adult)
    return adult


def _new(child: Enrolment, people: People) -> None:
    child.first_day = TODAY
    child.save()


def _full(child: Enrolment, people: People) -> None:
    _marked(child, "//")
    an_adult(child)


def _persistent(child: Enrolment, people: People) -> None:
    _marked(child, "////II//O///L/////")
    parent = _supported(child, people)
    PupilFlag.objects.create(pupil=child.pupil, name="social_worker", first_day=date(2026, 9, 1))
    PupilFlag.objects.create(pupil=child.pupil, name="ehcp", holds=True, first_day=date(2026, 9, 1))
    by = people[Role.ATTENDANCE_OFFICER]
    an_event(
        child,
        "notice_to_improve",
        by=by,
        on=date(2026, 10, 30),
        adults=(parent,),
        issued_on="2026-10-30",
        period_from="2026-11-02",
        period_to="2026-12-11",
    )


def _severe(child: Enrolment, people: People) -> None:
    _marked(child, "OOOOOOII//UB")
    _supported(child, people)


def _left(child: Enrolment, people: People) -> None:
    _marked(child, "////O/", last=date(2026, 10, 9))
    an_adult(child)
    child.last_day = date(2026, 10, 9)
    child.save()


def _two_rolls(child: Enrolment, people: People) -> None:
    _marked(child, "//DD")
    an_adult(child)
    a_pupil(a_school(name="Valley School", authority=child.school.authority), pupil=child.pupil)


def _restricted(child: Enrolment, people: People) -> None:
    _marked(child, "//////I/")
    _supported(child, people)
    for kind in ("contact", "home_visit"):
        an_event(child, kind, by=people[Role.DSL], on=date(2026, 11, 10), restricted=True)


def _bereaved(child: Enrolment, people: People) -> None:
    _marked(child, "//////CC")
    Marker.objects.create(kind=MarkerKind.BEREAVED, pupil=child.pupil, first_day=date(2026, 11, 1))
    mother = an_adult(child)
    Marker.objects.create(kind=MarkerKind.DECEASED, adult=mother, first_day=date(2026, 10, 30))


def _no_contact(child: Enrolment, people: People) -> None:
    _marked(child, "//////M/")
    an_adult(child)
    father = an_adult(child, relationship="father")
    Marker.objects.create(
        kind=MarkerKind.NO_CONTACT, pupil=child.pupil, against=father, first_day=date(2026, 9, 1)
    )


def _past(child: Enrolment, people: People) -> None:
    """Registers that were taken, so that the ledger knows when."""
    an_adult(child)
    group = a_class(child.school, teacher=people[Role.TEACHER], name="5B")
    child.group = group
    child.save()
    for day in (date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 17)):
        at = datetime.combine(day, time(8, 50), tzinfo=UTC)
        teacher = actor_of(people[Role.TEACHER], at)
        submit_register(teacher, child.school, group, day, 0, {child.pk: "O"}, {}, uuid.uuid4())


def _part_time(child: Enrolment, people: People) -> None:
    """Afternoons at home by a timetable that nobody has reviewed for seven weeks."""
    _marked(child, "//")
    put_marks(child, dict.fromkeys(days_met(child.school, date(2026, 10, 5), TODAY), ("/", "C2")))
    _supported(child, people)


def _concern(child: Enrolment, people: People) -> None:
    _marked(child, "////O///")
    a_concern(child, by=people[Role.TEACHER])
    an_adult(child)


def _alarm(child: Enrolment, people: People) -> None:
    _marked(child, "/////O//")
    _supported(child, people)
    an_alarm(child, people[Role.ATTENDANCE_OFFICER])


_SITUATION_OF = {
    "new": _new,
    "full": _full,
    "persistent": _persistent,
    "severe": _severe,
    "left": _left,
    "two-rolls": _two_rolls,
    "restricted": _restricted,
    "bereaved": _bereaved,
    "no-contact": _no_contact,
    "past": _past,
    "part-time": _part_time,
    "concern": _concern,
    "alarm": _alarm,
}
