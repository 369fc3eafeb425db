"""A class over two school years whose record was put right at many moments: the world of the as-of proof.

    world = an_amended_world(random.Random(1), children=50, amendments=250)
    world.moment(chance)        # one of all that happened, mostly in November
    world.calls, world.flags    # its own book of what was known of a child, from when and until when

Among every ten children one left and came back, one was for a time at another school, one came from there,
and one or two have marks that were struck out. Some have a call that was struck out of the chronology, and a
flag that was set and ended.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.amend_mark import amend_mark
from supportfirst.casework.actions.set_flag import Says, set_flag
from supportfirst.casework.actions.submit_register import submit_register
from supportfirst.casework.store.models import Enrolment
from tests.factories.site import a_pupil
from tests.factories.site_cases import an_event
from tests.factories.site_registers import RegisterSchool, a_register_school

SYMBOLS = ("/", "/", "/", "L", "I", "N", "O", "U")
SOCIAL_WORKER, FLAG_ENDED = "social_worker", date(2026, 6, 30)
SUMMER = [date(2026, 7, 6) + timedelta(days=day) for day in range(5)]  # of the school year before
AUTUMN = [date(2026, 11, 2) + timedelta(days=7 * week + day) for week in range(2) for day in range(5)]
DAYS = [*SUMMER, *AUTUMN]
LEFT, CAME_BACK = date(2026, 7, 8), date(2026, 11, 5)  # the last day of one stay, the first of the next
# Marks are put right from the first day of each span on, some of them long after their day.
SPANS = tuple((datetime(each.year, each.month, each.day, 8, 45, tzinfo=UTC), days) for each, days in (
    (SUMMER[0], 15), (AUTUMN[0], 40), (AUTUMN[0], 40), (AUTUMN[0], 40)
))  # fmt: skip
RETURNED, ELSEWHERE, ARRIVED, STRUCK = 3, 6, 8, 1  # which of every ten children

Key = tuple[int, int, int]  # child, place of the day, half


@dataclass(frozen=True, slots=True)
class Known:
    """What was written of a child, from when, and until when it was known."""

    what: str
    since: datetime
    until: datetime | None = None  # a call: when it was struck out; a flag: when its end was written

    def known(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(slots=True)
class AmendedWorld:
    held: RegisterSchool
    stays: Sequence[Sequence[Enrolment]]  # at the school, by child, the first of them first
    struck: set[int] = field(default_factory=set)  # children of whom a mark was struck out
    calls: dict[int, Known] = field(default_factory=dict)
    flags: dict[int, Known] = field(default_factory=dict)
    stands: dict[Key, str] = field(default_factory=dict)

    def moment(self, chance: Random) -> datetime:
        begun, days = chance.choice(SPANS)
        return begun + timedelta(days=days) * chance.random()

    def came(self, child: int, moment: datetime) -> bool:
        return self.stays[child][0].first_day <= moment.astimezone(LONDON).date()

    def stay_on(self, child: int, day: date) -> Enrolment | None:
        on_roll = [
            each
            for each in self.stays[child]
            if each.first_day <= day and (each.last_day is None or day <= each.last_day)
        ]
        return on_roll[0] if on_roll else None


def an_amended_world(chance: Random, children: int, amendments: int) -> AmendedWorld:
    """Three weeks of registers, some given late, and all the rest in the order of its moments."""
    held = a_register_school(names=[(f"Child{number}", "Example") for number in range(children)])
    world = AmendedWorld(held, [_stays(held, stay, place) for place, stay in enumerate(held.pupils)])
    _register_elsewhere(world, a_register_school(names=()))
    acts: list[tuple[datetime, Callable[[], None]]] = [
        *_registers(world, chance),
        *_amendments(world, chance, amendments),
        *_records(world, chance),
    ]
    for _, act in sorted(acts, key=lambda each: each[0]):
        act()
    return world


def _stays(held: RegisterSchool, first: Enrolment, place: int) -> list[Enrolment]:
    kind = place % 10
    if kind == ARRIVED:
        first.first_day = CAME_BACK
        first.save(update_fields=["first_day"])
    if kind not in (RETURNED, ELSEWHERE):
        return [first]
    first.last_day = LEFT
    first.save(update_fields=["last_day"])
    return [first, a_pupil(held.school, held.group, pupil=first.pupil, first_day=CAME_BACK)]


def _register_elsewhere(world: AmendedWorld, other: RegisterSchool) -> None:
    """Absences at another school, of those who were there between: none of them is a figure here."""
    away = [
        a_pupil(
            other.school,
            other.group,
            pupil=stays[0].pupil,
            first_day=date(2026, 9, 2),
            last_day=CAME_BACK - timedelta(days=1),
        )
        for place, stays in enumerate(world.stays)
        if place % 10 in (ELSEWHERE, ARRIVED)
    ]
    if away:
        _submit(other, AUTUMN[0], 0, {each.pk: "O" for each in away}, _at(AUTUMN[0], 0))


def _at(day: date, half: int) -> datetime:
    return datetime(day.year, day.month, day.day, 8, 45, tzinfo=UTC) + timedelta(hours=5 * half)


def _submit(held: RegisterSchool, day: date, half: int, marks: dict[int, str], at: datetime) -> None:
    actor = actor_of(held.officer, at)
    submit_register(actor, held.school, held.group, day, half, marks, {}, uuid.uuid4())


def _registers(world: AmendedWorld, chance: Random) -> Iterator[tuple[datetime, Callable[[], None]]]:
    for number, day in enumerate(DAYS):
        for half in (0, 1):
            late = timedelta(days=chance.choice((0, 0, 0, 0, 3)), microseconds=chance.randrange(10**6))
            moment = _at(day, half) + late

            def act(number: int = number, half: int = half, moment: datetime = moment) -> None:
                marks = {}
                for child in range(len(world.stays)):
                    if (stay := world.stay_on(child, DAYS[number])) is not None:
                        marks[stay.pk] = world.stands[child, number, half] = chance.choice(SYMBOLS)
                _submit(world.held, DAYS[number], half, marks, moment)

            yield moment, act


def _amendments(
    world: AmendedWorld, chance: Random, amendments: int
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    for _ in range(amendments):
        moment = world.moment(chance)
        key = chance.randrange(len(world.stays)), chance.randrange(len(DAYS)), chance.randrange(2)

        def act(key: Key = key, moment: datetime = moment) -> None:
            _amend(world, chance, key, moment)

        yield moment, act


def _amend(world: AmendedWorld, chance: Random, key: Key, moment: datetime) -> None:
    """Nothing where there is no register yet; of some children, every third time the mark is struck out."""
    child, number, half = key
    original, stay = world.stands.get(key), world.stay_on(child, DAYS[number])
    if original is None or stay is None:
        return
    new = chance.choice([symbol for symbol in SYMBOLS if symbol not in (original, "L")])
    if original and child % 10 in (STRUCK, RETURNED) and not chance.randrange(3):
        new = ""
        world.struck.add(child)
    actor, why = actor_of(world.held.officer, moment), "The parent telephoned."
    amend_mark(actor, stay, DAYS[number], half, original, new, None, why, uuid.uuid4())
    world.stands[key] = new


def _records(world: AmendedWorld, chance: Random) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """A call of every third child, mostly struck out again; a flag of every fourth, mostly ended again."""
    for child in range(0, len(world.stays), 3):
        first, last = sorted(_late(world, child, chance) for _ in range(2))
        world.calls[child] = Known("contact", first, last if child % 2 else None)
        yield from _call(world, child, world.calls[child])
    for child in range(0, len(world.stays), 4):
        first, last = sorted(_late(world, child, chance) for _ in range(2))
        world.flags[child] = Known(SOCIAL_WORKER, first, last if child % 8 else None)
        yield from _flag(world, child, world.flags[child])


def _late(world: AmendedWorld, child: int, chance: Random) -> datetime:
    """A moment at which the child is on the roll, so that something can be written of them."""
    while world.stay_on(child, _day(moment := world.moment(chance))) is None:
        pass
    return moment


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _call(world: AmendedWorld, child: int, call: Known) -> Iterator[tuple[datetime, Callable[[], None]]]:
    stay, by = world.stays[child][-1], world.held.officer
    written: list[uuid.UUID] = []

    def write() -> None:
        on = _day(call.since)
        written.append(an_event(stay, "contact", by=by, on=on, at=call.since, channel="phone").event)

    def strike() -> None:
        assert call.until is not None
        on, of = _day(call.since), written[0]
        an_event(stay, "contact", by=by, on=on, at=call.until, strikes_out=of, reason="wrong child")

    yield call.since, write
    if call.until is not None:
        yield call.until, strike


def _flag(world: AmendedWorld, child: int, flag: Known) -> Iterator[tuple[datetime, Callable[[], None]]]:
    pupil = world.stays[child][0].pupil_id

    def say(says: Says, at: datetime, **days: date) -> None:
        set_flag(actor_of(world.held.officer, at), world.held.school.pk, pupil, flag.what, says, **days)

    yield flag.since, lambda: say(Says.YES, flag.since, first_day=date(2026, 6, 1))
    until = flag.until
    if until is not None:
        yield until, lambda: say(Says.NO_LONGER, until, last_day=FLAG_ENDED)
