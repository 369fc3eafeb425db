"""Adopting a pack: from a day on, never over days that were judged, and only a pack that ships."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.adopt_pack import adopt_pack
from supportfirst.casework.actions.changed_meanwhile import fingerprint
from supportfirst.casework.bridge.packs_known import packs_known
from supportfirst.casework.queries.school_calendar import packs_page
from supportfirst.casework.store.models import AuditEvent, Job, PackAdoption
from tests.factories.site import NINE, a_school, an_actor

pytestmark = pytest.mark.django_db
TODAY = NINE.date()


def adopt(actor, school, pack, first_day):
    """As from a form opened now."""
    shown = fingerprint({"pack": packs_page(actor, school.pk).told}, actor.at, school.pk)
    return adopt_pack(actor, school.pk, pack, first_day, shown=shown)


def held(school) -> list[tuple[str, date]]:
    rows = PackAdoption.objects.filter(school=school).order_by("first_day")
    return [(row.pack, row.first_day) for row in rows]


def test_a_school_follows_another_pack_from_a_day_on():
    school = a_school(pack="halton")

    adopt(an_actor("head", school), school, "coventry", date(2027, 1, 4))

    assert held(school) == [("halton", date(2025, 9, 1)), ("coventry", date(2027, 1, 4))]
    assert AuditEvent.objects.get().thing == "coventry"
    assert Job.objects.get().school == school


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True)])
def test_days_that_are_over_keep_their_pack(days, may):
    school = a_school(pack="halton")
    actor = an_actor("head", school)

    if may:
        adopt(actor, school, "coventry", TODAY + timedelta(days=days))
        assert len(held(school)) == 2
    else:
        with pytest.raises(Refused, match="follows a pack already"):
            adopt(actor, school, "coventry", TODAY + timedelta(days=days))
        assert len(held(school)) == 1


def test_a_schools_first_pack_may_begin_where_its_records_do():
    school = a_school(pack=None)

    adopt(an_actor("administrator", school), school, "essex", date(2025, 9, 1))

    assert held(school) == [("essex", date(2025, 9, 1))]


def test_the_same_adoption_twice_is_kept_once():
    school = a_school(pack="halton")
    actor = an_actor("head", school)

    for _ in range(2):
        adopt(actor, school, "coventry", date(2027, 1, 4))

    assert len(held(school)) == 2
    assert AuditEvent.objects.count() == 1


def test_a_day_yet_to_come_can_be_given_another_pack():
    school = a_school(pack="halton")
    actor = an_actor("head", school)

    for pack in ("coventry", "essex"):
        adopt(actor, school, pack, date(2027, 1, 4))

    assert held(school)[-1] == ("essex", date(2027, 1, 4))


@pytest.mark.parametrize("pack", ["nobody", "supportfirst/policy/essex", "../essex", ""])
def test_only_a_pack_that_ships_is_adopted(pack):
    school = a_school()

    with pytest.raises(Refused, match="no policy pack"):
        adopt(an_actor("head", school), school, pack, TODAY)


def test_a_pack_is_not_followed_before_it_begins():
    school = a_school(pack=None)

    with pytest.raises(Refused, match="can be followed from"):
        adopt(an_actor("head", school), school, "coventry", date(2024, 8, 18))


def test_somebody_elses_school_is_not_there():
    school = a_school()

    for actor in (an_actor("head", a_school()), an_actor("attendance_officer", school)):
        with pytest.raises(NotThere):
            adopt(actor, school, "essex", TODAY)


def test_all_that_ship_can_be_chosen():
    names = [pack.name for pack in packs_known()]

    assert names[0] == "england"
    assert {"essex", "cambridgeshire", "halton", "widnes-academy", "coventry"} <= set(names)
