"""The sentences on which a list of rewards rests: what was counted and left out, and whose reading it is.

They stand over the list on the screen and on paper, and are kept with each batch of certificates.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.days import show_day, show_time
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.reward_values import code_words
from supportfirst.casework.store.models import RewardMeasure, RewardScheme, RewardScope

if TYPE_CHECKING:
    from supportfirst.casework.queries.reward_list import RewardList


def basis_of(page: RewardList, pack: Pack, at: datetime) -> list[str]:
    """Without a number of children whom health or a disability singles out: it is printed, and kept."""
    scheme, reading, told = page.scheme, page.reading, [_counted(page, at)]
    told.append(_left_out(page, pack))
    chosen = set(scheme.leaves_out) != set(reading.left_out)
    if not chosen and reading.left_out and reading.codes_show:
        told.append(reading.codes_show)
    whose = "The scheme’s own choice; " if chosen else "As the pack has it; "
    told.append(f"{whose}“{reading.pack}” says: {reading.show} Source: {reading.source}.")
    told.append(_compared(page))
    if scheme.measure == RewardMeasure.TARGET_REACHED:
        told.append(_targets(page))
    told.append("Sessions without a mark are taken neither for attended nor for missed.")
    return told


def _counted(page: RewardList, at: datetime) -> str:
    wall = at.astimezone(LONDON)
    so_far = (
        ""
        if page.is_over
        else f" {page.period.words.capitalize()} is not over: it ends on {show_day(page.period.last)}."
    )
    against = ""
    if page.earlier is not None:
        before = page.earlier
        against = f", compared with {before.words} ({show_day(before.first)} to {show_day(before.last)})"
    return (
        f"Counted: the sessions from {show_day(page.period.first)} to {show_day(page.counted_to)}{against}, "
        f"with the marks as they stood on {show_day(wall.date())} at {show_time(wall)}.{so_far}"
    )


def _left_out(page: RewardList, pack: Pack) -> str:
    codes = [code_words(pack, each, page.counted_to) for each in page.scheme.leaves_out]
    if not codes:
        return "No kind of absence is left out: one absence, authorised or not, is a session missed."
    return f"Left out, so that they count neither for nor against a child: {', '.join(codes)}."


def numbers_of(page: RewardList, *, marked: int, own_targets: int) -> list[str]:
    """How many children those sentences are about: for the screen of whoever gives certificates alone."""
    told = []
    if page.scheme.spares_marked:
        told.append(f"{marked} {'child has' if marked == 1 else 'children have'} such a marker.")
    if page.scheme.measure == RewardMeasure.TARGET_REACHED and page.reading.own_targets:
        told.append(
            f"{own_targets} {'child has' if own_targets == 1 else 'children have'} a target of their own."
        )
    return told


def _compared(page: RewardList) -> str:
    scheme: RewardScheme = page.scheme
    if not scheme.spares_marked:
        return "Every child is compared with every other."
    kinds = " or ".join(page.reading.markers.values())
    single = scheme.scope == RewardScope.INDIVIDUAL
    where = "none is ranked below others" if single else "their sessions are in no sum"
    return f"Children with a marker for {kinds} are not compared with others: {where}."


def _targets(page: RewardList) -> str:
    whole = page.school.attendance_target
    said = "The school has set no target" if whole is None else f"The school’s target is {float(whole):g}%"
    if not page.reading.own_targets:
        return f"{said}. The pack has no targets of a child’s own."
    return f"{said}. A child’s own target stands in its place."
