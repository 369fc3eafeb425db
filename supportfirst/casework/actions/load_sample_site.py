"""Fill an empty site with the sample's invented authorities, schools, people and registers, once.

A second run finds the schools and does nothing. Beside schools that are not invented it refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.bridge import sample_rows
from supportfirst.casework.bridge.pupil_years import rebuilt
from supportfirst.casework.bridge.sample_rewards import reward_rows
from supportfirst.casework.store.chaining import append_many
from supportfirst.casework.store.models import Enrolment, PupilYear, School, User

if TYPE_CHECKING:
    from samples.site.world import SiteRoll, World

ADMINISTRATOR = "administrator"


def sample_is_loaded() -> bool:
    """Whether the sample's schools are there. Raises Refused beside real ones."""
    if School.objects.filter(invented=False).exists():
        raise Refused(
            "There are real schools in this database, so the sample was not loaded. "
            "Give the sample a database of its own."
        )
    return School.objects.exists()


@transaction.atomic
def load_sample_site(make_world: Callable[[], World], at: datetime, say: Callable[[str], None]) -> bool:
    """Load the world that `make_world` makes, in one transaction; False where it was there already.

    `say` is told each step as it begins. The first administrator is recorded as having done it. Every school
    is to be assessed as soon as there is a worker, so that its worklist fills.
    """
    if sample_is_loaded():
        return False
    say("Inventing two authorities, four schools and their families")
    world = make_world()
    say("Writing schools, staff, pupils and parents")
    for rows in (sample_rows.place_rows, sample_rows.staff_rows, sample_rows.pupil_rows):
        for kind in rows(world):
            sample_rows.add(kind)
    for kind in sample_rows.family_rows(world):
        sample_rows.add(kind)
    sample_rows.add(reward_rows(world))
    for roll in world.rolls:
        say(f"Writing two years of registers of {roll.place.plan.name}")
        _load_records(roll, world)
    administrator = next(one for one in world.staff if one.role == ADMINISTRATOR)
    actor = actor_of(User.objects.get(pk=sample_rows.id_of(administrator.key)), at)
    for school in School.objects.all():
        ask_reassessment(school, None, at)
    audit(actor, "load_sample_site", schools=len(world.rolls), families=len(world.families))
    return True


def _load_records(roll: SiteRoll, world: World) -> None:
    """One school's registers, amendments and events, and each pupil's years made from them."""
    school = School.objects.get(pk=sample_rows.id_of(roll.place.key))
    enrolments = dict(Enrolment.objects.filter(school=school).values_list("pupil_id", "pk"))
    office = next(
        one for one in world.staff if one.role == "attendance_officer" and one.place == roll.place.key
    )
    append_many(sample_rows.register_rows(roll, enrolments), school.pk)
    append_many(sample_rows.amendment_rows(roll, enrolments, office), school.pk)
    append_many(sample_rows.event_rows(roll, world), school.pk)
    sample_rows.add(
        PupilYear(enrolment_id=enrolment, school_year=school_year, marks=marks, version=1)
        for (enrolment, school_year), marks in rebuilt(school).items()
    )
