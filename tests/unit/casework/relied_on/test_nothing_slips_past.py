"""Random days of registers, amendments, papers and decisions, against a slow reading of the whole ledger.

The slow reading knows nothing of alarms as they are raised: it walks every entry of the ledger after the
moment of each paper, and says which papers tell a mark that is not what it was.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.decide_alarm import Decision, decide_alarm
from supportfirst.casework.actions.relying import register_reliance
from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import Amendment, RegisterDocument, Reliance, Retest, Standing
from tests.factories.register_files import long_csv, read_file, take_in
from tests.factories.site import NINE, a_user
from tests.factories.site_registers import FRIDAY, a_register_school, amend, submit

pytestmark = pytest.mark.django_db
DAYS = [FRIDAY - timedelta(days=back) for back in (11, 10, 9, 8, 7, 4, 3, 2, 1, 0)]
CODES = "/LIOMNU"
STEPS = 40


class Fortnight:
    """A school to which random things happen, one after the other, on the evening of its last day."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  drawn the same every time, and no secret
        self.held = a_register_school()
        self.lead = a_user("attendance_lead", self.held.school)
        self.at = NINE + timedelta(hours=9)

    def step(self) -> None:
        self.at += timedelta(minutes=self.chance.choice((0, 1, 5)))
        self.chance.choice(
            (self.mark, self.mark, self.correct, self.correct, self.file, self.paper, self.decide)
        )()

    def place(self) -> tuple[int, Any, int]:
        return self.chance.randrange(2), self.chance.choice(DAYS), self.chance.randrange(2)

    def stands(self, pupil: int, day: Any, half: int) -> str | None:
        stay = self.held.pupils[pupil]
        found = standing(self.held.school, day, half, [stay.pk]).get(stay.pk)
        return None if found is None else found.new

    def mark(self) -> None:
        pupil, day, half = self.place()
        if self.stands(pupil, day, half) is None:
            symbols = [self.chance.choice(CODES) if each == pupil else "" for each in range(2)]
            submit(self.held, *symbols, day=day, half=half, at=self.at)

    def correct(self) -> None:
        pupil, day, half = self.place()
        original = self.stands(pupil, day, half) or ""
        new = self.chance.choice([code for code in (*CODES, "") if code != original])
        amend(self.held, pupil, original=original, new=new, day=day, half=half, by=self.lead, at=self.at)

    def file(self) -> None:
        pupil, day, half = self.place()
        row = (self.held.pupils[pupil], day, ("AM", "PM")[half], self.chance.choice(CODES))
        actor = self.held.acting(self.lead, self.at)
        found = read_file(actor, self.held.school, long_csv(row))
        if found.outcome["counts"]["added"] or found.outcome["counts"]["corrected"]:
            take_in(actor, found)

    def paper(self) -> None:
        first, last = sorted(self.chance.choices(DAYS, k=2))
        known_at = self.at - timedelta(minutes=self.chance.choice((0, 0, 7, 30)))
        with transaction.atomic():
            register_reliance(
                self.held.acting(self.lead, self.at),
                "certificate",
                str(uuid4()),
                "A paper",
                self.held.pupils[self.chance.randrange(2)],
                (first, last),
                known_at,
            )

    def decide(self) -> None:
        alarm = Retest.objects.filter(decision="").order_by("raised_at", "pk").first()
        if alarm is not None:
            decision = self.chance.choice((Decision.CONFIRMED, Decision.CONFIRMED, Decision.WITHDRAWN))
            shown = {"shown": alarm.version, "submission": uuid4()}
            actor = self.held.acting(self.lead, self.at)
            decide_alarm(actor, self.held.school.pk, alarm.pk, decision, "Looked at.", **shown)


def changed_since(paper: Reliance) -> list[tuple[str, int]]:
    """Every entry after the moment of a paper that made one of its marks another, in its order: slowly."""
    found = []
    for document in RegisterDocument.objects.filter(recorded_at__gt=paper.known_at):
        late = document.recorded_at.astimezone(LONDON).date() > document.day
        for entry in entries_of(document.pupils, document.marks):
            if late and entry.enrolment in paper.enrolments:
                found.append((document.recorded_at, document.day, document.half))
    for amendment in Amendment.objects.filter(recorded_at__gt=paper.known_at):
        if amendment.enrolment_id in paper.enrolments:
            found.append((amendment.recorded_at, amendment.day, amendment.half))
    return sorted(
        (day.isoformat(), half) for _, day, half in found if paper.first_day <= day <= paper.last_day
    )


def look() -> None:
    for paper in Reliance.objects.all():
        alarms = list(paper.retests.order_by("raised_at"))
        told = sorted((each["day"], each["half"]) for alarm in alarms for each in alarm.changes)
        waiting = [alarm for alarm in alarms if not alarm.decision]
        if paper.standing in (Standing.STANDS, Standing.WAITING):
            assert told == changed_since(paper)
        assert (paper.standing == Standing.WAITING) is (len(waiting) == 1)
        assert all(alarm.decided_by_id and alarm.because for alarm in alarms if alarm.decision)
        if not alarms:
            assert changed_since(paper) == []


@pytest.mark.parametrize("seed", range(3))
def test_no_paper_with_a_changed_session_stands_without_an_alarm(seed):
    fortnight, waited = Fortnight(seed), 0
    for _ in range(STEPS):
        fortnight.step()
        look()
        waited += Reliance.objects.filter(standing=Standing.WAITING).exists()

    assert waited  # the draw reached what it was to test
    assert Retest.objects.exclude(decision="").exists()
