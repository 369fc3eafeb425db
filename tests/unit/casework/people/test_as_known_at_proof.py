"""A child's page as it stood equals the command line's `--known-at` on the exported ledger, at any moment.

The world is a class over two school years (`amended_world`): marks amended and struck out, children who left
and came back or were elsewhere between, calls and flags that were written and taken back. The page is opened
at its address, and its figures are those that it was made from and that stand on it. A file of the command
line can't hold that a mark was struck out: of a child who has such a mark, the ledger is exported for each
moment by itself (`--known-at`); of all others it is exported once.
"""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from supportfirst.attendance.cli.assessing import Asked, run_assessment
from supportfirst.attendance.cli.inputs import Told
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.keeping_stood import keeping
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.store.models import Amendment, AuditEvent, CalendarSpan, Enrolment
from tests.factories.amended_world import AUTUMN, FLAG_ENDED, SUMMER, AmendedWorld, an_amended_world
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import (
    QUARTER_TO_NINE,
    RegisterSchool,
    a_register_school,
    amend,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db

NOW = QUARTER_TO_NINE + timedelta(days=30)


@pytest.fixture(autouse=True)
def a_month_later(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NOW)


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
        on=moment.astimezone(LONDON).date().isoformat(),
        pupils=str(folder / "pupils.csv"),
        known_at=moment.isoformat(),
    )
    told = Told()
    assessment = run_assessment(asked, everything=False, told=told, only=only)
    assert told.problems == []
    assert assessment.known_at_complete
    return {pupil.upn: json.loads(json.dumps(pupil.measures)) for pupil in assessment.pupils}


def by_the_page(client: Client, stay: Enrolment, moment: datetime) -> tuple[AsSeen, str]:
    """What the page was made from, and its words."""
    answer = client.get(reverse("pupil-then", args=[stay.school_id, stay.pupil_id, moment]))
    assert answer.status_code == 200, answer.content.decode()
    return answer.context["page"].seen, words_of(answer)


def figures(measures: Mapping[str, Any]) -> Mapping[str, Any]:
    """All but the account of marks that a file holds and the moment leaves out: the page has none such."""
    return {name: value for name, value in measures.items() if name != "left_out"}


def known_of(seen: AsSeen) -> tuple[list[str], list[Any]]:
    """The kinds of record of the chronology, and each flag with its end, that the page was made from."""
    assert seen.then is not None
    kinds = [event.kind for event in seen.then.files.history]
    return kinds, [(flag.name, flag.last) for flag in seen.then.pupil.flags]


def known_by_the_world(world: AmendedWorld, child: int, moment: datetime) -> tuple[list[str], list[Any]]:
    call, flag = world.calls.get(child), world.flags.get(child)
    calls = [call.what] if call and call.known(moment) else []
    if flag is None or flag.since > moment:
        return calls, []
    return calls, [(flag.what, None if flag.known(moment) else FLAG_ENDED)]


def differences(world: AmendedWorld, folder: Path, chance: random.Random, moments: int) -> list[str]:
    """At so many moments, each time of one child who had come by then. The folder: to be made."""
    client = demo_client(world.held.officer)
    whole, _ = exported(world.held, folder)
    found = []
    for number in range(moments):
        moment, child = world.moment(chance), chance.randrange(len(world.stays))
        while not world.came(child, moment):
            child = chance.randrange(len(world.stays))
        files = whole
        if child in world.struck:
            files, _ = exported(world.held, folder / f"at-{number}", known_at=moment.isoformat())
        stay = world.stays[child][-1]
        [told] = by_the_command_line(files, moment, "widnes-academy", stay.pupil.upn).values()
        seen, words = by_the_page(client, stay, moment)
        measures, expected = figures(seen.measures), figures(told)
        if measures != expected:
            found.append(f"{stay.pk} at {moment}: {measures} {expected}")
        line = f"{expected['sessions_attended']} of {expected['sessions_possible']} sessions"
        if expected["sessions_possible"] and not re.search(rf"\b{line}", words):
            found.append(f"{stay.pk} at {moment}: the page does not say {line}")
        known, expected_known = known_of(seen), known_by_the_world(world, child, moment)
        if known != expected_known:
            found.append(f"{stay.pk} at {moment}: {known} {expected_known}")
    return found


@pytest.fixture(autouse=True)
def packs_read_once(monkeypatch):
    """The command line reads its pack anew at each start; here it starts hundreds of times."""
    monkeypatch.setattr("supportfirst.attendance.cli.assessing.load_pack", loaded)


def test_at_random_moments_the_page_equals_the_command_line(tmp_path):
    chance = random.Random(20261122)  # noqa: S311  a world, not a secret
    world = an_amended_world(chance, children=10, amendments=120)

    assert differences(world, tmp_path / "ledger", chance, moments=30) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_at_fifty_moments_of_fifty_children_the_page_equals_the_command_line(tmp_path, seed):
    """Ten times over: five hundred moments in all."""
    chance = random.Random(seed)  # noqa: S311  a world, not a secret
    world = an_amended_world(chance, children=50, amendments=250)

    assert differences(world, tmp_path / "ledger", chance, moments=50) == []


def test_the_moments_of_the_world_make_a_difference(tmp_path):
    """Before and after each of its acts; and each kind of act is there."""
    chance = random.Random(7)  # noqa: S311  a world, not a secret
    world = an_amended_world(chance, children=10, amendments=120)
    stays, struck = world.stays, Amendment.objects.filter(new="")
    folder, _ = exported(world.held, tmp_path / "ledger")
    moments = [_begun(day) for day in (SUMMER[-1], AUTUMN[0], AUTUMN[-1])] + [NOW - timedelta(days=9)]

    told = [by_the_command_line(folder, moment, "widnes-academy") for moment in moments]
    upn = stays[0][0].pupil.upn
    assert len({json.dumps(each[upn], sort_keys=True) for each in told}) == len(moments)
    assert {len(each) for each in stays} == {1, 2}
    assert struck.exists()
    assert struck.exclude(enrolment__in=[each.pk for held in stays for each in held]).count() == 0
    assert {row.day.month for row in Amendment.objects.all()} == {7, 11}
    assert {each.until is None for each in world.calls.values()} == {True, False}
    assert {each.until is None for each in world.flags.values()} == {True, False}


def test_late_on_a_summer_evening_both_ask_about_the_day_that_it_is_here(tmp_path):
    chance = random.Random(3)  # noqa: S311  a world, not a secret
    world = an_amended_world(chance, children=2, amendments=20)
    folder, _ = exported(world.held, tmp_path / "ledger")
    late = datetime(2026, 7, 8, 23, 56, tzinfo=UTC)  # the 9th in London

    seen, _ = by_the_page(demo_client(world.held.officer), world.stays[0][0], late)
    [told] = by_the_command_line(folder, late, "widnes-academy", world.stays[0][0].pupil.upn).values()

    assert told["measured_to"] == "2026-07-09"
    assert figures(seen.measures) == figures(told)


def _begun(day: date) -> datetime:
    return datetime.combine(day, QUARTER_TO_NINE.timetz())


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
        measures = by_the_page(client, ada, moment)[0].measures
        assert figures(measures) == figures(told[ada.pupil.upn])
    assert measures["sessions_possible"] == 1
    assert "1 marks were struck out" in said


def test_where_roll_and_calendar_changed_between_both_read_them_as_they_stood(tmp_path):
    held = a_register_school(names=(("Ada", "Example"), ("Bela", "Example")))
    for day in (QUARTER_TO_NINE.date() - timedelta(days=1), QUARTER_TO_NINE.date()):
        for half in (0, 1):
            submit(held, "O", "/", day=day, half=half)
    changed = QUARTER_TO_NINE + timedelta(hours=6)
    ada, yesterday = held.pupils[0], QUARTER_TO_NINE.date() - timedelta(days=1)
    with keeping(changed):
        Enrolment.objects.filter(pk=ada.pk).update(last_day=QUARTER_TO_NINE.date() - timedelta(days=1))
        CalendarSpan.objects.create(
            school=held.school, kind="closed", first_day=yesterday, last_day=yesterday
        )
    client, possible = demo_client(held.officer), []

    for moment in (changed - timedelta(microseconds=1), changed):
        folder, _ = exported(held, tmp_path / f"at-{moment.microsecond}", known_at=moment.isoformat())
        told = by_the_command_line(folder, moment, "widnes-academy")
        measures = by_the_page(client, ada, moment)[0].measures
        assert figures(measures) == figures(told[ada.pupil.upn])
        possible.append(measures["sessions_possible"])
    assert possible == [4, 0]


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
