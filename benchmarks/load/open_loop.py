"""Requests by a fixed schedule, whatever became of those before: an open loop, as teachers are one.

Every time is counted from the moment at which the schedule said that a request begins, so that a site which
keeps people waiting is not spared the next of them.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple, TypeVar

from benchmarks.load.browsing import Answer, Browser, NoAnswer, RegisterForm
from benchmarks.load.land import Plan

THINKING = 2.0  # seconds between a register's page and its form
AWAY = 2  # pupils of each class
AGAIN_AFTER, TRIES = 0.4, 150  # where requests are sent again: for a minute
LEAD = 0.2  # seconds by which each is made ready before its moment
WRITE_EVERY = 2.0  # seconds between two messages, while processes are killed
OFFICE_EVERY = 1.0  # seconds between two pages of the office
Outcome = TypeVar("Outcome")


class Failed(Exception):
    """An answer that is none of those hoped for."""


class Timed(NamedTuple):
    at: float
    took: float


@dataclass(slots=True)
class Told:
    """What came of it all."""

    # each with the moment of the schedule, from the first, and the seconds that it took from then
    reads: list[Timed] = field(default_factory=list)
    submissions: list[Timed] = field(default_factory=list)
    office: list[Timed] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    again: int = 0  # requests sent once more
    acknowledged: dict[str, int] = field(default_factory=dict)  # marks by submission
    written_about: list[str] = field(default_factory=list)  # children about whom a message was acknowledged


@dataclass(slots=True)
class Load:
    """People signed in, and the registers that they are about to take."""

    plan: Plan
    teachers: list[Browser]
    officers: list[Browser]
    told: Told = field(default_factory=Told)
    patient: bool = False  # whether a request that got no answer is sent again
    taken: int = 0  # registers so far
    begins: float = 0.0
    chosen: set[str] = field(default_factory=set)  # children of whom somebody has begun to write
    draw: random.Random = field(default_factory=lambda: random.Random(4))  # noqa: S311

    async def run(self, rate: float, more: Callable[[float], bool]) -> Told:
        """So many registers a second: each page read by the schedule, each form sent THINKING later.

        It goes on for as long as `more` says so of the seconds since it began.
        """
        self.begins = asyncio.get_running_loop().time() + LEAD
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._paced(tasks, 1 / rate, more, self._one_register))
            tasks.create_task(self._paced(tasks, OFFICE_EVERY, more, self._one_office_page))
            if self.patient:
                tasks.create_task(self._paced(tasks, WRITE_EVERY, more, self._one_message))
        return self.told

    async def _paced(
        self,
        tasks: asyncio.TaskGroup,
        every: float,
        more: Callable[[float], bool],
        one: Callable[[int, float], Coroutine[object, object, None]],
    ) -> None:
        """Begin one after the other by the schedule; one that waits keeps none of the next waiting."""
        number = 0
        while more(number * every):
            at = self.begins + number * every
            await asyncio.sleep(max(0.0, at - LEAD - asyncio.get_running_loop().time()))
            tasks.create_task(one(number, at))
            number += 1

    async def _one_register(self, _number: int, at: float) -> None:
        browser, path = self._register_of(self.taken)
        self.taken += 1
        away = tuple(self.draw.sample(range(27), AWAY))
        form = await self._timed(self.told.reads, "read", at, lambda: browser.register(path))
        if form is None:
            return
        send = self._sending(browser, form, away)
        sent = await self._timed(self.told.submissions, "submission", at + THINKING, send)
        if sent is not None:
            self.told.acknowledged[form.submission] = len(form.names)

    def _register_of(self, number: int) -> tuple[Browser, str]:
        """Class after class of a session, then the next session: no two submissions are of one register."""
        classes = [
            (browser, school, group)
            for browser, (_, taken) in zip(self.teachers, self.plan.teachers, strict=True)
            for school, group in taken
        ]
        session, place = divmod(number, len(classes))
        browser, school, group = classes[place * 7 % len(classes)]  # from school to school
        day, half = self.plan.sessions[session]
        return browser, f"/schools/{school}/registers/{day}/{half}/{group}/"

    @staticmethod
    def _sending(
        browser: Browser, form: RegisterForm, away: tuple[int, ...]
    ) -> Callable[[], Awaitable[Answer]]:
        async def send() -> Answer:
            answer = await browser.take(form, away)
            if answer.status != 302 or not answer.header("location").endswith("/taken/"):
                raise Failed(f"{answer.status}")
            return answer

        return send

    async def _one_office_page(self, number: int, at: float) -> None:
        which = number % len(self.officers)
        school = self.plan.officers[which][1]
        pages = ("/worklist/", f"/schools/{school}/registers/", "/")
        path = pages[number // len(self.officers) % len(pages)]

        async def look() -> Answer:
            answer = await self.officers[which].get(path)
            if answer.status != 200:
                raise Failed(f"{answer.status}")
            return answer

        await self._timed(self.told.office, path.split("/")[1] or "home", at, look)

    async def _one_message(self, number: int, at: float) -> None:
        """Write to the family of somebody on the morning's list of whom nobody has written yet."""
        which = number % len(self.officers)
        browser, school = self.officers[which], self.plan.officers[which][1]
        path = f"/schools/{school}/morning/send/"
        form = await self._timed(self.told.office, "list", at, lambda: browser.families(path))
        pupil = next((each for each in form.pupils if each not in self.chosen), None) if form else None
        if form is None or pupil is None:
            return
        self.chosen.add(pupil)

        async def send() -> Answer:
            answer = await browser.write(form, pupil)
            if answer.status != 302:
                raise Failed(f"{answer.status}")
            return answer

        if await self._timed(self.told.office, "message", at, send) is not None:
            self.told.written_about.append(pupil)

    async def _timed(
        self, into: list[Timed], what: str, at: float, do: Callable[[], Awaitable[Outcome]]
    ) -> Outcome | None:
        """Do it at its moment; nothing where it failed, which is then counted."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, at - loop.time()))
        for tried in count(1):
            try:
                came = await do()
            except (NoAnswer, Failed, AssertionError) as error:
                if self.patient and tried < TRIES:
                    self.told.again += 1
                    await asyncio.sleep(AGAIN_AFTER)
                    continue
                self.told.errors[f"{what}: {type(error).__name__} {error}"[:200]] += 1
                return None
            into.append(Timed(at - self.begins, loop.time() - at))
            return came
        return None
