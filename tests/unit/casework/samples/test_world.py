"""The sample's world: the size that was promised, plainly invented, sound in what every page relies on."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from samples.days import LAST_MARKED
from samples.site.morning import MOMENT
from samples.site.world import make_world
from supportfirst.attendance.casefiles.history_file import parse_history
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.registers.upn import upn_doubt
from supportfirst.casework.bridge.code_numbers import NUMBERS
from supportfirst.casework.store.models import Role
from tests.factories.sample_world import small_world, whole_world

DRAMA_NUMBER = re.compile(r"(07700 900|01632 960)\d{3}")
BODIES = {"essex", "cambridgeshire", "halton", "widnes-academy", "coventry"}


def test_it_has_two_authorities_a_trust_and_four_schools_with_1_800_pupils():
    world = whole_world()

    on_roll = [child for roll in world.rolls for child in roll.school.children if child.leaving is None]

    assert (len(world.areas), len(world.rolls)) == (2, 4)
    assert {roll.place.trust for roll in world.rolls} == {"", world.trust[0]}
    assert {roll.place.plan.kind for roll in world.rolls} == {"primary", "secondary"}
    assert 1750 <= len(on_roll) <= 1850


def test_all_five_packs_are_in_use_and_one_school_moved_to_another():
    packs = [load_pack(roll.place.pack) for roll in whole_world().rolls]

    assert {body for pack in packs for body in (pack.id, *pack.over)} >= BODIES
    assert [len(roll.place.adoptions) for roll in whole_world().rolls].count(2) == 1


def test_every_role_is_somebodys():
    world = whole_world()

    held = {one.role for one in world.staff} | {each.teacher.role for r in world.rolls for each in r.classes}

    assert held == set(Role.values)


def test_the_same_seed_makes_the_same_world():
    once = small_world()
    again = make_world(places=tuple(roll.place for roll in once.rolls))

    assert again == once


def test_every_upn_has_its_check_letter_and_is_one_childs():
    upns = [child.upn for roll in whole_world().rolls for child in roll.school.children]

    assert len(set(upns)) == len(upns)
    assert [upn for upn in upns if upn_doubt(upn)] == []


def test_no_telephone_address_or_e_mail_can_be_anybodys():
    contacts = [
        contact for family in whole_world().families for tie in family.ties for contact in tie.adult.contacts
    ]

    for contact in contacts:
        if contact.kind == "telephone":
            assert DRAMA_NUMBER.fullmatch(contact.value)
        elif contact.kind == "email":
            assert contact.value.endswith("@example.org")
        else:
            assert contact.postcode.startswith("ZZ")
    assert Counter(contact.kind for contact in contacts).keys() == {"telephone", "email", "address"}


def test_brothers_and_sisters_go_to_different_schools_and_bear_one_name():
    school_of = {child.upn: r.place.key for r in whole_world().rolls for child in r.school.children}

    apart = [
        family
        for family in whole_world().families
        if len({school_of[child.upn] for child in family.children}) > 1
    ]

    assert len(apart) >= 50
    assert all(len({child.surname for child in family.children}) == 1 for family in apart)


def test_two_parents_in_conflict_have_children_at_two_schools():
    school_of = {child.upn: r.place.key for r in whole_world().rolls for child in r.school.children}

    family = next(each for each in whole_world().families if "no_contact" in kinds_of(each))

    mother, father = (tie.adult for tie in family.ties)
    assert {school_of[child.upn] for child in family.children} == {"larkspur-primary", "brackenhurst-high"}
    assert [(mark.adult, mark.against) for mark in family.marks if mark.kind == "no_contact"] == [
        (mother, father),
        (None, father),
    ]


@pytest.mark.parametrize("kind", ["confidential_address", "bereaved", "deceased"])
def test_there_is_a_family_to_be_minded(kind):
    assert [family for family in whole_world().families if kind in kinds_of(family)]


def kinds_of(family):
    return {mark.kind for mark in family.marks}


def test_the_three_ways_to_be_a_parent_are_said_apart():
    ways = {
        (tie.natural, tie.responsibility, tie.care)
        for family in whole_world().families
        for tie in family.ties
    }

    assert {(True, True, True), (True, True, False), (True, None, False), (False, False, True)} <= ways


def test_children_miss_school_as_children_do():
    codes = Counter(code for r in whole_world().rolls for marks in r.school.marks for code in marks.values())
    attended = sum(codes[code] for code in ("/", "\\", "L", "V")) / sum(codes.values())

    assert 0.90 < attended < 0.96
    assert all(codes[code] for code in "IGOULNMC")


def test_registers_end_on_the_last_marked_day_and_hold_only_known_codes():
    for roll in whole_world().rolls:
        assert max(sheet.day for sheet in roll.sheets) == LAST_MARKED
        assert {code for sheet in roll.sheets for code in sheet.codes} - {"\\"} <= NUMBERS.keys()


def test_it_stops_in_the_middle_of_a_morning_with_somebody_to_call_at_each_school():
    for roll in whole_world().rolls:
        today = [sheet for sheet in roll.sheets if sheet.day == LAST_MARKED]
        this_year = {each.name for each in roll.classes if each.school_year == 2026}

        assert this_year - {sheet.class_name for sheet in today}  # a register is still missing
        assert {sheet.half for sheet in today} == {0}
        assert all(sheet.recorded_at < MOMENT for sheet in today)
        assert any("N" in sheet.codes for sheet in today)
        reported = [told for told in roll.happenings if told.kind == "absence_reported"]
        assert reported
        assert all(told.at < MOMENT.time() for told in reported)
        assert not any(each.day == LAST_MARKED for each in roll.corrections)


def test_the_teacher_whom_the_sample_offers_has_a_register_to_take_that_morning():
    taught = {each.teacher.email: (roll, each.name) for roll in whole_world().rolls for each in roll.classes}
    roll, name = taught[min(taught)]

    days = {sheet.day for sheet in roll.sheets if sheet.class_name == name}
    assert LAST_MARKED not in days
    assert max(days) < LAST_MARKED


def test_whoever_came_late_has_minutes_and_nobody_else_has():
    for roll in whole_world().rolls:
        for sheet in roll.sheets:
            for code, minutes in zip(sheet.codes, sheet.minutes, strict=True):
                assert (minutes > 0) is (code in ("L", "U"))


def test_every_event_is_one_that_the_schools_pack_knows():
    for roll in whole_world().rolls:
        records = load_pack(roll.place.pack).records

        read = parse_history(history_of(roll), name="history.json", records=records)

        assert (read.problems, read.warnings) == ([], [])
        assert len(read.events) == len(roll.happenings)
        assert {event.kind for event in read.events} >= {"contact", "meeting", "early_help_offer"}


def test_a_notice_to_improve_was_given_under_every_pack():
    for roll in whole_world().rolls:
        assert "notice_to_improve" in {told.kind for told in roll.happenings}


def history_of(roll) -> bytes:
    """The school's events as a `history/1` file."""
    events = [
        {
            "id": told.key,
            "upn": told.upn,
            "kind": told.kind,
            "on": told.on.isoformat(),
            "data": told.data,
            "parents": ["a parent"] if told.names_parent else [],
        }
        for told in roll.happenings
    ]
    return json.dumps({"schema": "history/1", "events": events}).encode()
