"""Requests by a fixed schedule, whatever became of those before: an open loop, as teachers are one.

Every time is counted from the moment at which the schedule said that a request begins, so that a site which
keeps people waiting is not spared the next of them.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from benchmarks.load.browsing import Answer, Browser, NoAnswer, RegisterForm
from benchmarks.load.land import Plan

THINKING = 2.0  # seconds between a register's page and its form
AWAY = 2  # pupils of each class
AGAIN_AFTER, TRIES = 0.4, 150  # where requests are sent again: for a minute
OFFICE_EVERY = 1.0  # seconds between two pages of the office
Outcome = TypeVar("Outcome")


class Failed(Exception):
    """An answer that is none of those hoped for."""


@dataclass(slots=True)
class Told:
    """What came of it all."""

    reads: list[float] = field(default_factory=list)  # seconds each
    submissions: list[float] = field(default_factory=list)
    office: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    again: int = 0  # requests sent once more
    acknowledged: dict[str, int] = field(default_factory=dict)  # marks by submission


@dataclass(slots=True)
class Load:
    """People signed in, and the registers that they are about to take."""

    plan: Plan
    teachers: list[Browser]
    officers: list[Browser]
    patient: bool  # whether a request that got no answer is sent again
    told: Told = field(default_factory=Told)
    draw: random.Random = field(default_factory=lambda: random.Random(4))  # noqa: S311

    async def run(self, rate: float, seconds: float) -> Told:
        """So many registers a second: each page read by the schedule, each form sent THINKING later."""
        begins = asyncio.get_running_loop().time() + 0.5
        async with asyncio.TaskGroup() as tasks:
            for number in range(int(rate * seconds)):
                tasks.create_task(self._one_register(number, begins + number / rate))
            for number in range(int(seconds / OFFICE_EVERY)):
                tasks.create_task(self._one_office_page(number, begins + number * OFFICE_EVERY))
        return self.told

    async def _one_register(self, number: int, at: float) -> None:
        browser, path = self._register_of(number)
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

    async def _timed(
        self, into: list[float], what: str, at: float, do: Callable[[], Awaitable[Outcome]]
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
            into.append(loop.time() - at)
            return came
        return None
