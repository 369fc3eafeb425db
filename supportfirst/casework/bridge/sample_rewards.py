"""A reward scheme at each school of the sample site, so that its lists can be looked at at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.reward_values import reward_reading
from supportfirst.casework.bridge.sample_rows import id_of
from supportfirst.casework.store.models import (
    RewardInterval,
    RewardMeasure,
    RewardScheme,
    RewardScope,
)

if TYPE_CHECKING:
    from samples.site.world import World

HEAD, USUALLY_NAMED = "head", 10


def reward_rows(world: World) -> Iterator[RewardScheme]:
    """A termly certificate of full attendance; what it leaves out is as the school's pack has it."""
    heads = {one.place: one.key for one in world.staff if one.role == HEAD}
    for roll in world.rolls:
        school = roll.place.key
        pack, first_day = roll.place.adoptions[-1]
        reading = reward_reading(loaded(pack), first_day)
        yield RewardScheme(
            pk=id_of(school, "rewards"),
            submission=id_of(school, "rewards", "submission"),
            school_id=id_of(school),
            title="Termly award",
            scope=RewardScope.INDIVIDUAL,
            type=next(iter(reading.types)),
            cost=Decimal(0),
            interval=RewardInterval.TERMLY,
            measure=RewardMeasure.FULL_ATTENDANCE,
            leaves_out=list(reading.left_out),
            spares_marked=reading.leaves_health_out,
            most_named=USUALLY_NAMED,
            first_day=first_day,
            made_by_id=id_of(heads[school]),
            made_at=datetime.combine(first_day, time(9), tzinfo=LONDON),
        )
