"""What a body's path with a family is walked by: two children of one school, and the words on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from supportfirst.casework.actions.ask_job import ask_job
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
from supportfirst.casework.store.models import Role
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult
from tests.factories.site_cases import put_marks

IMPROVED, NOT_ENGAGED = "Iris Bell", "Jude Cole"


@dataclass(frozen=True, slots=True)
class BodyPath:
    """`begins`, `goes_on`, `ends`: moves of the pack's table; blank where a concern or nobody makes one."""

    pack: str
    letter: str
    meeting: str
    begins: str = ""
    goes_on: str = ""
    ends: str = ""


PATHS: Sequence[BodyPath] = (
    BodyPath(
        "cambridgeshire",
        letter="Letter about improved attendance",
        meeting="Meeting about an attendance contract",
        begins="Choose the attendance contract",
        ends="Leave the pathways",
    ),
    BodyPath(
        "coventry",
        letter="Letter about attendance below the school's target",
        meeting="Meeting with the parent in school",
    ),
    BodyPath(
        "essex",
        letter="Invitation to an attendance meeting",
        meeting="Attendance meeting",
        begins="Begin early support",
        goes_on="Go on to formal support",
        ends="Support is over",
    ),
    BodyPath(
        "halton",
        letter="Halton Stage 1 letter, S1L1",
        meeting="School Attendance Meeting",
        goes_on="Move to Halton Stage 2",
        ends="End Halton Stage 1",
    ),
    BodyPath(
        "widnes-academy",
        letter="Widnes 4-day step (Stage 1 letter)",
        meeting="Meeting with the Attendance Leader",
        goes_on="Move to Halton Stage 2",
        ends="End Halton Stage 1",
    ),
)


def build_path(at: datetime, pack: str) -> None:
    """A school of the pack, where two children were away every Monday without a reason that was accepted."""
    with transaction.atomic():
        school = a_school(
            name="Hill School", pack=pack, telephone="01632 960123", address="Hill Road", attendance_target=95
        )
        for role in Role:
            a_user(role, school, name=f"{role.label} Marlow", title=role.label)
        group = a_class(school, name="5A")
        for name in (IMPROVED, NOT_ENGAGED):
            first, last = name.split()
            child = a_pupil(school, group, forename=first, surname=last)
            an_adult(child, title="Ms", legal_forename="Nell")
            put_marks(child, _term(at.date()))
        ask_job(ASSESS_SCHOOL, {}, at=at, school=school)
    worker = Worker(now=lambda: at)
    while worker.run_next() is not None:
        pass


def _term(today: date) -> dict[date, str]:
    day, found = date(2026, 9, 7), {}
    while day < today:
        if day.weekday() < 5 and not date(2026, 10, 26) <= day <= date(2026, 10, 30):
            found[day] = "OO" if day.weekday() == 0 else "//"
        day += timedelta(days=1)
    return found
