"""What pupils alike share is never told of one who differs in a single thing that it rests on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.pack_day import pack_on
from supportfirst.attendance.assessment.ranks import ranks_on
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.casebook.ground import Ground
from supportfirst.attendance.casebook.remembered import MOST, PlainFacts, Remembered
from supportfirst.attendance.packs.fact_shape import OfFlag
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.casework import School
from supportfirst.attendance.vocabulary.people import Flag, Pupil
from tests.factories.histories import build_parents
from tests.factories.register_cases import build_case

BORN = date(2012, 5, 5)
NO_LONGER = date(2006, 5, 5)


class Known:
    """Bare values of facts, and nothing else."""

    def __init__(self, **known):
        self.known = known


class OneChild:
    """The marks of one child, whatever else is known of it: only that can make a difference."""

    def __init__(self, pack: Pack, seed: int) -> None:
        random = Random(seed)  # noqa: S311  (a case, not a secret)
        self.pack, self.case = pack, build_case(random, pack.codes, pupils=1)
        self.on = max(self.case.on, date(2024, 9, 9))
        self.child = replace(self.case.as_pupils()[0], date_of_birth=BORN, flags=())
        self.flags = sorted({fact.ask.flag for fact in pack.facts.values() if isinstance(fact.ask, OfFlag)})
        self.files = CaseFiles(
            school=School(type="academy", phase="secondary"),
            parents=build_parents(random, [self.child.upn]),
            history=[],
            flags_known=frozenset(self.flags),
        )

    def caseworker(self) -> Caseworker:
        return Caseworker(self.pack, self.on, None, self.case.calendar, self.files)

    def told(self, child: Pupil, caseworker: Caseworker, *, everything: bool) -> dict[str, object]:
        found: PupilAssessment = assess_pupils(
            marks=self.case.as_marks(),
            calendar=self.case.calendar,
            pupils=[child],
            pack=self.pack,
            on=self.on,
            known_at=None,
            known_at_text=None,
            everything=everything,
            only=child.upn,
            caseworker=caseworker,
        ).pupils[0]
        return found.as_json(everything=everything)

    def each_in_one_thing_other(self) -> Iterator[Pupil]:
        """The child as it is; then with each flag; with each flag neither said nor denied; of other ages."""
        yield self.child
        for name in self.flags:
            yield replace(self.child, flags=(Flag(name),))
            yield replace(self.child, unclear_flags=frozenset({name}))
        yield replace(self.child, date_of_birth=NO_LONGER)
        yield replace(self.child, date_of_birth=None)
        yield self.child


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("name", ["essex", "halton"])
def test_children_who_differ_in_one_fact_are_told_apart(name, everything):
    one = OneChild(load_pack(name), seed=4)
    shared = one.caseworker()
    different = set()

    for child in one.each_in_one_thing_other():
        alone = one.told(child, one.caseworker(), everything=everything)
        assert one.told(child, shared, everything=everything) == alone, child
        different.add(str(alone))

    assert len(different) > 2, "flags and ages make a difference to what is told"


def test_schools_under_one_pack_are_told_as_each_alone():
    pack = load_pack("coventry")
    for seed in (4, 6, 8):
        shared, alone = OneChild(pack, seed), OneChild(load_pack("coventry"), seed)

        assert pack_on(pack, shared.on) is not pack_on(alone.pack, shared.on)
        for child in shared.each_in_one_thing_other():
            told = shared.told(child, shared.caseworker(), everything=False)
            assert told == alone.told(child, alone.caseworker(), everything=False), (seed, child)


def test_a_pack_on_a_day_stands_ready_for_the_next_school_and_for_no_other_day():
    pack, on, earlier = load_pack("coventry"), date(2026, 3, 2), date(2025, 3, 3)
    found = pack_on(pack, on)

    assert pack_on(pack, on) is found
    assert ranks_on(found) is ranks_on(found)
    assert pack_on(pack, earlier, on) is not pack_on(pack, earlier)
    assert (pack_on(pack, earlier, on).on, pack_on(pack, earlier, on).today) == (earlier, on)
    assert pack_on(load_pack("coventry"), on) is not found, "a pack that was read again may be another"


def test_nothing_of_a_school_stays_when_it_is_done_with():
    one = OneChild(load_pack("coventry"), seed=4)
    gc.collect()
    before = [id(held) for held in gc.get_objects() if isinstance(held, Ground)]

    one.told(one.child, one.caseworker(), everything=False)
    gc.collect()

    assert [id(held) for held in gc.get_objects() if isinstance(held, Ground)] == before


def test_it_is_found_again_only_where_every_fact_is_the_same():
    remembered: Remembered[str] = Remembered(["a", "b"])
    remembered.keep(remembered.key(Known(a=True, b=False)), "made")

    assert remembered.get(remembered.key(Known(a=True, b=False))) == "made"
    assert remembered.get(remembered.key(Known(a=True, b=True))) is None
    assert remembered.get(remembered.key(Known(a=False, b=False))) is None
    assert remembered.get(remembered.key(Known(a=True, b=False), "done")) is None


def test_what_rests_on_something_unknown_is_never_remembered():
    remembered: Remembered[str] = Remembered(["a"])
    key = remembered.key(Known(a=None))

    assert remembered.keep(key, "made") == "made"
    assert remembered.get(key) is None


def test_it_remembers_no_more_than_it_may():
    remembered: Remembered[int] = Remembered(["a"])
    keys = [remembered.key(Known(a=number)) for number in range(MOST + 1)]
    for number, key in enumerate(keys):
        remembered.keep(key, number)

    assert [remembered.get(key) for key in keys[-2:]] == [MOST - 1, None]


def test_a_fact_with_marks_or_records_behind_it_is_not_plain():
    plain = PlainFacts(load_pack("halton"), same=frozenset())

    assert plain.beneath(["child.social_worker", "compulsory_school_age"]) == (
        "child.social_worker",
        "compulsory_school_age",
    )
    assert plain.beneath(["sessions_absent"]) is None
    assert plain.beneath(["concern.open"]) is None
    assert plain.beneath(["child.social_worker", "unexplained.sessions"]) is None
    assert plain.beneath(["threshold.met"]) is None, "marks stand behind the threshold it is made of"


def test_a_rule_whose_sentence_counts_sessions_is_not_plain():
    pack = load_pack("halton")
    plain = PlainFacts(pack, same=frozenset(pack.facts))
    rules = {rule.id: rule for rule in pack.rules}

    assert plain.beneath_rule(rules["halton.step.find_barriers"]) == ()
    counted = replace(rules["halton.step.find_barriers"], text="{days_absent} days")
    assert plain.beneath_rule(counted) is None
