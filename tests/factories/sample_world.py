"""The sample site's world, made once, and the same with schools so small that they load in a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from samples.site.places import SCHOOLS
from samples.site.world import World, make_world


@cache
def whole_world() -> World:
    return make_world()


@cache
def small_world() -> World:
    """The four schools with a class a year and some thirty children each."""
    return make_world(
        places=tuple(replace(each, plan=replace(each.plan, on_roll=28, classes=1)) for each in SCHOOLS)
    )


@cache
def brief_world() -> World:
    """The small one with the registers of its last week alone, for what is not about marks."""
    world, since = small_world(), date(2026, 11, 16)
    return replace(
        world,
        rolls=[
            replace(
                roll,
                sheets=[each for each in roll.sheets if each.day >= since],
                corrections=[each for each in roll.corrections if each.day >= since],
            )
            for roll in world.rolls
        ],
    )
