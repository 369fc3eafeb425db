"""Loading the sample: once, in one transaction, with sound chains and years that say what the world says."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from samples.site.world import World
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.load_sample_site import load_sample_site
from supportfirst.casework.bridge.code_numbers import symbol_of
from supportfirst.casework.bridge.pupil_years import place_of, rebuilt, stored
from supportfirst.casework.bridge.sample_rows import id_of
from supportfirst.casework.queries.sample_moment import sample_moment
from supportfirst.casework.store.chaining import breaks
from supportfirst.casework.store.models import (
    Amendment,
    AuditEvent,
    Authority,
    CaseEvent,
    Enrolment,
    Job,
    Link,
    Marker,
    Membership,
    PackAdoption,
    PupilYear,
    RegisterDocument,
    RewardScheme,
    Role,
    School,
    User,
)
from tests.factories.sample_world import brief_world, small_world, whole_world
from tests.factories.site import NINE, a_school

pytestmark = pytest.mark.django_db


def loaded(world: World) -> list[str]:
    said: list[str] = []
    assert load_sample_site(lambda: world, NINE, said.append)
    return said


def marks_of(year: PupilYear) -> bytes:
    return bytes(year.marks)


def test_the_whole_world_becomes_rows_whose_chains_hold():
    said = loaded(whole_world())

    assert len(said) == 2 + len(whole_world().rolls)
    assert RegisterDocument.objects.count() == sum(len(roll.sheets) for roll in whole_world().rolls)
    for kind in (RegisterDocument, Amendment, CaseEvent, AuditEvent):
        assert kind.objects.exists()
        assert list(breaks(kind)) == []
    for school in School.objects.all():
        assert stored(school) == rebuilt(school)


def test_every_childs_year_says_what_the_world_says():
    loaded(small_world())
    years = {
        (year.enrolment.pupil_id, year.school_year): marks_of(year)
        for year in PupilYear.objects.select_related("enrolment")
    }

    for roll in small_world().rolls:
        for child, marks in zip(roll.school.children, roll.school.marks, strict=True):
            for (day, half), code in marks.items():
                place = place_of(day, ("AM", "PM").index(half))
                number = years[id_of(child.upn), place.school_year][place.offset]
                assert symbol_of(number) == code.replace("\\", "/")


def test_each_school_has_a_reward_scheme_that_leaves_out_what_its_pack_has_it_leave_out():
    loaded(brief_world())

    schemes = {row.school.pk: row for row in RewardScheme.objects.select_related("school", "made_by")}
    assert set(schemes) == set(School.objects.values_list("pk", flat=True))
    for school, scheme in schemes.items():
        last = PackAdoption.objects.filter(school=school).latest("first_day")
        assert scheme.leaves_out == ([] if last.pack == "widnes-academy" else ["I", "M", "C2", "R"])
        assert scheme.made_by.memberships.get().role == Role.HEAD


def test_a_second_run_changes_nothing():
    loaded(brief_world())
    before = (User.objects.count(), AuditEvent.objects.count())

    assert not load_sample_site(lambda: pytest.fail("made again"), NINE, print)
    assert (User.objects.count(), AuditEvent.objects.count()) == before


def test_it_refuses_a_database_with_a_real_school():
    a_school(invented=False)

    with pytest.raises(Refused, match="real schools"):
        load_sample_site(brief_world, NINE, print)
    assert Authority.objects.count() == 1


def test_a_load_that_fails_leaves_nothing_behind():
    def spoilt() -> World:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        load_sample_site(spoilt, NINE, print)
    assert not School.objects.exists()


def test_it_says_who_loaded_it():
    loaded(brief_world())

    event = AuditEvent.objects.get()

    assert (event.verb, event.recorded_at) == ("load_sample_site", NINE)
    assert event.actor.memberships.get().role == "administrator"


def test_its_clock_goes_on_from_the_last_thing_that_was_done():
    assert sample_moment() is None
    loaded(brief_world())

    assert sample_moment() == NINE


def test_every_school_is_to_be_assessed_at_once():
    loaded(brief_world())

    jobs = Job.objects.filter(kind="assess_school", run_after__lte=NINE)
    assert {job.school for job in jobs} == set(School.objects.all())
    assert all(job.about == {} for job in jobs)


def test_everybody_has_a_role_and_nobody_a_password():
    loaded(brief_world())

    assert {each.role for each in Membership.objects.all()} == set(Role.values)
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_school_that_changed_its_pack_follows_each_from_its_day():
    loaded(brief_world())

    moved = PackAdoption.objects.filter(school__name="Kettlewell Park School").order_by("first_day")

    assert [(each.pack, each.first_day) for each in moved] == [
        ("halton", date(2025, 9, 1)),
        ("coventry", date(2026, 9, 1)),
    ]


def test_a_child_is_in_a_class_of_the_last_year_in_which_they_came():
    loaded(brief_world())

    for enrolment in Enrolment.objects.select_related("group"):
        gone = enrolment.last_day is not None and enrolment.last_day < date(2026, 9, 1)
        assert enrolment.group.school_year == (2025 if gone else 2026)
        assert enrolment.group.school_id == enrolment.school_id


def test_what_must_be_minded_comes_with_the_families():
    loaded(brief_world())

    assert set(Marker.objects.values_list("kind", flat=True)) == {
        "no_contact",
        "confidential_address",
        "deceased",
        "bereaved",
    }
    dead = Marker.objects.get(kind="deceased")
    assert all(link.last_day == dead.first_day for link in Link.objects.filter(adult=dead.adult))


def test_the_command_loads_on_the_sample_site_alone(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="not the sample site"):
        call_command("load_sample_site", stdout=StringIO())
    assert not School.objects.exists()


def test_the_command_says_that_the_sample_was_there():
    loaded(brief_world())
    out = StringIO()

    call_command("load_sample_site", stdout=out)

    assert "was there already" in out.getvalue()
