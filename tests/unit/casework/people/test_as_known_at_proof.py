"""A child's page as it stood equals the command line's `--known-at` on the exported ledger, at any moment.

The world is a class whose marks were amended at many moments; the page is opened at its address, and its
figures are those that it was made from and that stand on it. A file of the command line can't hold that a
mark was struck out: where one was, the ledger is exported for each moment by itself (`--known-at`), and the
long test's world, which is exported once, has none.
"""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from supportfirst.attendance.cli.assessing import Asked, run_assessment
from supportfirst.attendance.cli.inputs import Told
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.store.models import AuditEvent, Enrolment
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import (
    FRIDAY,
    QUARTER_TO_NINE,
    RegisterSchool,
    a_register_school,
    amend,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db

NOW = QUARTER_TO_NINE + timedelta(days=30)
MONDAY = FRIDAY - timedelta(days=18)
DAYS = [MONDAY + timedelta(days=7 * week + day) for week in range(3) for day in range(5)]
SYMBOLS = ("/", "/", "/", "L", "I", "N", "O", "U")
AMENDED = timedelta(days=40)  # from the first day on marks are put right, some long after their day


@pytest.fixture(autouse=True)
def a_month_later(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NOW)


def a_world(chance: random.Random, children: int, amendments: int) -> RegisterSchool:
    """Three weeks of registers, some given late, and many amendments in the order of their moments."""
    held = a_register_school(names=[(f"Child{number}", "Example") for number in range(children)])
    stands: dict[tuple[int, int, int], str] = {}
    acts: list[tuple[datetime, int, int, int]] = []  # moment, child (-1: the register), day, half
    for number, day in enumerate(DAYS):
        for half in (0, 1):
            taken = datetime.combine(day, QUARTER_TO_NINE.timetz()) + timedelta(hours=5 * half)
            late = timedelta(days=chance.choice((0, 0, 0, 0, 3)), microseconds=chance.randrange(10**6))
            acts.append((taken + late, -1, number, half))
    begun = QUARTER_TO_NINE - timedelta(days=18)
    for _ in range(amendments):
        moment = begun + AMENDED * chance.random()
        acts.append((moment, chance.randrange(children), chance.randrange(len(DAYS)), chance.randrange(2)))
    for moment, child, number, half in sorted(acts):
        if child < 0:
            marks = [chance.choice(SYMBOLS) for _ in range(children)]
            submit(held, *marks, day=DAYS[number], half=half, at=moment)
            stands |= {(place, number, half): symbol for place, symbol in enumerate(marks)}
            continue
        original = stands.get((child, number, half))
        new = chance.choice([symbol for symbol in SYMBOLS if symbol not in (original, "L")])
        if original is None:
            continue  # no register yet
        amend(held, child, original=original, new=new, day=DAYS[number], half=half, at=moment)
        stands[child, number, half] = new
    return held


def exported(held: RegisterSchool, folder: Path, **given: str) -> tuple[Path, str]:
    """The folder, and what the command said."""
    said = io.StringIO()
    call_command("export_ledger", held.school.urn, folder, stdout=said, **given)
    return folder, said.getvalue()


def by_the_command_line(
    folder: Path, moment: datetime, pack: str, only: str | None = None
) -> Mapping[str, Mapping[str, Any]]:
    """Figures by UPN, of all or of one, as `supportfirst assess --known-at` gives them."""
    asked = Asked(
        register=[str(folder / "register.csv")],
        calendar=str(folder / "calendar.csv"),
        pack=pack,
        on=moment.date().isoformat(),
        pupils=str(folder / "pupils.csv"),
        known_at=moment.isoformat(),
    )
    told = Told()
    assessment = run_assessment(asked, everything=False, told=told, only=only)
    assert told.problems == []
    assert assessment.known_at_complete
    return {pupil.upn: json.loads(json.dumps(pupil.measures)) for pupil in assessment.pupils}


def by_the_page(client: Client, stay: Enrolment, moment: datetime) -> tuple[Mapping[str, Any], str]:
    """The figures that the page was made from, and its words."""
    answer = client.get(reverse("pupil-then", args=[stay.school_id, stay.pupil_id, moment]))
    assert answer.status_code == 200, answer.content.decode()
    return answer.context["page"].seen.measures, words_of(answer)


def figures(measures: Mapping[str, Any]) -> Mapping[str, Any]:
    """All but the account of marks that a file holds and the moment leaves out: the page has none such."""
    return {name: value for name, value in measures.items() if name != "left_out"}


def differences(held: RegisterSchool, folder: Path, chance: random.Random, moments: int) -> list[str]:
    """At so many moments, each time of one child."""
    client = demo_client(held.officer)
    found = []
    for _ in range(moments):
        moment = QUARTER_TO_NINE - timedelta(days=18) + AMENDED * chance.random()
        stay = chance.choice(held.pupils)
        [told] = by_the_command_line(folder, moment, "widnes-academy", stay.pupil.upn).values()
        shown, words = by_the_page(client, stay, moment)
        measures, expected = figures(shown), figures(told)
        if measures != expected:
            found.append(f"{stay.pk} at {moment}: {measures} {expected}")
        line = f"{expected['sessions_attended']} of {expected['sessions_possible']} sessions"
        if expected["sessions_possible"] and not re.search(rf"\b{line}", words):
            found.append(f"{stay.pk} at {moment}: the page does not say {line}")
    return found


@pytest.fixture(autouse=True)
def packs_read_once(monkeypatch):
    """The command line reads its pack anew at each start; here it starts hundreds of times."""
    monkeypatch.setattr("supportfirst.attendance.cli.assessing.load_pack", loaded)


def test_at_random_moments_the_page_equals_the_command_line(tmp_path):
    chance = random.Random(20261122)  # noqa: S311  a world, not a secret
    held = a_world(chance, children=6, amendments=90)
    folder, _ = exported(held, tmp_path / "ledger")

    assert differences(held, folder, chance, moments=30) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_at_fifty_moments_of_fifty_children_the_page_equals_the_command_line(tmp_path, seed):
    """Ten times over: five hundred moments in all."""
    chance = random.Random(seed)  # noqa: S311  a world, not a secret
    held = a_world(chance, children=50, amendments=250)
    folder, _ = exported(held, tmp_path / "ledger")

    assert differences(held, folder, chance, moments=50) == []


def test_the_moments_of_the_world_make_a_difference(tmp_path):
    chance = random.Random(7)  # noqa: S311  a world, not a secret
    held = a_world(chance, children=4, amendments=60)
    folder, _ = exported(held, tmp_path / "ledger")

    early = by_the_command_line(folder, QUARTER_TO_NINE, "widnes-academy")
    late = by_the_command_line(folder, NOW - timedelta(days=9), "widnes-academy")

    assert all(early[upn] != late[upn] for upn in early)


def test_a_mark_that_was_struck_out_is_none_from_then_on(tmp_path):
    held = a_register_school(names=(("Ada", "Example"), ("Bela", "Example")))
    for half in (0, 1):
        submit(held, "O", "/", half=half)
    struck = QUARTER_TO_NINE + timedelta(hours=6)
    amend(held, 0, original="O", new="", at=struck)
    client = demo_client(held.officer)
    ada = held.pupils[0]

    for moment in (struck - timedelta(microseconds=1), struck):
        folder, said = exported(held, tmp_path / f"at-{moment.microsecond}", known_at=moment.isoformat())
        told = by_the_command_line(folder, moment, "widnes-academy")
        measures, _ = by_the_page(client, ada, moment)
        assert figures(measures) == figures(told[ada.pupil.upn])
    assert measures["sessions_possible"] == 1
    assert "1 marks were struck out" in said


def test_the_export_overwrites_nothing_and_the_trail_keeps_it(tmp_path):
    held = a_register_school()
    submit(held, "/")

    folder, _ = exported(held, tmp_path / "ledger")
    line = AuditEvent.objects.get(verb="export_ledger")

    assert line.school == held.school
    assert line.detail == {"on_the_server": True, "rows": 1}
    assert (folder / "register.csv").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="There is something in this folder already"):
        exported(held, folder)
    with pytest.raises(CommandError, match="No school here has this URN"):
        call_command("export_ledger", "000000", tmp_path / "other")
