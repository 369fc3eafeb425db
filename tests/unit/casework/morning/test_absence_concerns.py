"""Which flags make an absence without a reason graver is the pack's to say, and a body's to say otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supportfirst.attendance.packs.load import pack_names
from supportfirst.attendance.registers.pupil_headings import FLAGS
from supportfirst.casework.bridge.absence_concerns import absence_concerns
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.queries import unaccounted
from supportfirst.casework.queries.unaccounted import morning
from supportfirst.casework.store.models import PupilFlag
from tests.factories.site_registers import FRIDAY, a_register_school, submit

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("body", pack_names())
def test_every_pack_names_flags_that_a_pupils_file_has_and_workers_stand_behind_some(body):
    concerns = absence_concerns(loaded(body), TODAY)

    assert [each.place for each in concerns] == list(range(len(concerns)))
    assert {each.flag for each in concerns} <= set(FLAGS)
    assert [each.flag for each in concerns if each.has_worker] == [
        "child_protection",
        "looked_after",
        "child_in_need",
        "social_worker",
    ]
    assert concerns[-1].words == "young carer"


def test_nobody_is_owed_a_call_before_the_guidance_asks_for_it():
    before = absence_concerns(loaded("england"), date(2024, 8, 18))

    assert before
    assert not any(each.has_worker for each in before)


@pytest.fixture
def of_a_body(monkeypatch):
    """A body that puts young carers first, says it otherwise, and adds a flag."""
    pack = loaded("england")
    name = "absence_concerns"
    told = {"young_carer": "cares for somebody at home", "fsm": "free meals", "social_worker": "has a worker"}
    [step] = pack.values[name].steps
    values = {**pack.values, name: replace(pack.values[name], steps=(replace(step, value=told),))}
    changed = replace(pack, values=values)
    monkeypatch.setattr(unaccounted, "pack_of", lambda _school, _day: changed)


@pytest.mark.django_db
@pytest.mark.usefixtures("of_a_body")
def test_order_words_and_workers_of_the_morning_are_the_pack_s():
    held = a_register_school()
    submit(held, "N", "N", "N", "N")
    flags = ("looked_after", "social_worker", "fsm", "young_carer")
    for child, flag in zip(held.pupils, flags, strict=True):
        PupilFlag.objects.create(pupil=child.pupil, name=flag, first_day=date(2026, 9, 1))
    PupilFlag.objects.create(pupil=held.pupils[1].pupil, name="fsm", first_day=date(2026, 9, 1))

    rows = morning(held.school, FRIDAY).to_call

    assert [(row.concerns, row.owes_worker) for row in rows] == [
        (("cares for somebody at home",), False),
        (("free meals", "has a worker"), True),
        (("free meals",), False),
        ((), False),
    ]
