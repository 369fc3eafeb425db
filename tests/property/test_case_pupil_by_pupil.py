"""A pupil's casework is the same alone as among others, and what is listed unasked is part of everything."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.casework import School
from tests.factories.histories import build_history, build_parents
from tests.factories.packs import shipped_pack
from tests.factories.register_cases import RandomCase, build_case

PUPILS, EVENTS = 5, 12
FLAGS = (None, frozenset({"sen_support", "ehcp"}))
LISTS = ("steps_due", "holds", "evidence", "routes", "prompts")


class InventedSchool:
    """Registers, parents and histories from one seed, under one pack; every file may also be missing."""

    def __init__(self, seed: int, pack: Pack) -> None:
        random = Random(seed)  # noqa: S311  (a case, not a secret)
        self.pack = pack
        self.case: RandomCase = build_case(random, pack.codes, pupils=PUPILS)
        self.on = max(self.case.on, date(2024, 9, 9))
        self.pupils = self.case.as_pupils()
        upns = [pupil.upn for pupil in self.pupils]
        kinds = sorted(pack.records)
        self.files = CaseFiles(
            school=random.choice((None, School(type="academy", phase="secondary"))),
            parents=random.choice((None, build_parents(random, upns))),
            history=random.choice(
                (None, [], *[build_history(random, pack, upns, self.on, most=EVENTS) for _ in range(3)])
            ),
            flags_known=random.choice(FLAGS),
            unread={upn: frozenset(random.sample(kinds, 2)) for upn in upns if random.random() < 0.2},
        )

    def assess(self, *, everything: bool, only: str | None = None) -> dict[str, PupilAssessment]:
        found = assess_pupils(
            marks=self.case.as_marks(),
            calendar=self.case.calendar,
            pupils=self.pupils,
            pack=self.pack,
            on=self.on,
            known_at=None,
            known_at_text=None,
            everything=everything,
            only=only,
            caseworker=Caseworker(self.pack, self.on, None, self.case.calendar, self.files),
        )
        return {pupil.upn: pupil for pupil in found.pupils}


def stood_on(pupil: PupilAssessment) -> list[str]:
    return [stage.key for stage in pupil.stages if stage.outcome is Outcome.MET]


@pytest.mark.parametrize("name", ["essex", "halton"])
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_pupil_alone_is_as_among_others(name: str, seed: int) -> None:
    school = InventedSchool(seed, shipped_pack(name))

    together = school.assess(everything=False)

    for upn, pupil in together.items():
        alone = school.assess(everything=False, only=upn)[upn]
        assert alone.as_json(everything=False) == pupil.as_json(everything=False)


@pytest.mark.parametrize("name", ["cambridgeshire", "coventry"])
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_what_is_listed_unasked_stands_so_among_everything(name: str, seed: int) -> None:
    school = InventedSchool(seed, shipped_pack(name))

    whole = school.assess(everything=True)

    for upn, pupil in school.assess(everything=False).items():
        listed, everything = pupil.as_json(everything=False), whole[upn].as_json(everything=True)
        for part in LISTS:
            of_all = {item["id"]: item for item in everything[part]}
            assert [of_all[item["id"]] for item in listed[part]] == listed[part]
        due = {item.finding.key for item in pupil.due}
        assert due == {item.finding.key for item in whole[upn].due}
        assert {found.key for found in pupil.crossed} == {found.key for found in whole[upn].crossed}
        assert stood_on(pupil) == stood_on(whole[upn])
