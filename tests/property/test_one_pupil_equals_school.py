"""One pupil, judged without the compiled kernel, comes out as among the school: the same JSON to the byte."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.one_pupil import assess_one
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.packs.load import pack_names
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.casework import School
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.moments import end_of_day
from supportfirst.attendance.vocabulary.people import Pupil
from tests.factories.histories import build_history, build_parents
from tests.factories.packs import shipped_pack
from tests.factories.register_cases import RandomCase, build_case

PUPILS, EVENTS = 4, 10
BIRTHDAYS = (None, date(2008, 9, 1), date(2014, 1, 15), date(2019, 12, 31), date(2020, 4, 1))


class InventedSchool:
    """Registers, pupils, parents and histories from one seed; any of them may be missing."""

    def __init__(self, seed: int, pack: Pack) -> None:
        random = Random(seed)  # noqa: S311  (a case, not a secret)
        self.pack = pack
        case = build_case(random, pack.codes, pupils=PUPILS)
        self.on = max(case.on, pack.span.first + timedelta(days=random.randrange(300)))
        self.case: RandomCase = replace(case, on=self.on)
        self.known_at = random.choice((None, case.known_at, end_of_day(self.on - timedelta(days=9))))
        self.pupils = [
            replace(pupil, date_of_birth=random.choice(BIRTHDAYS)) for pupil in self.case.as_pupils()
        ]
        upns = [pupil.upn for pupil in self.case.pupils]
        kinds = sorted(pack.records)
        self.files = CaseFiles(
            school=random.choice((None, School(type="academy", phase="secondary"))),
            parents=random.choice((None, build_parents(random, upns))),
            history=random.choice(
                (None, [], *[build_history(random, pack, upns, self.on, most=EVENTS) for _ in range(3)])
            ),
            flags_known=random.choice((None, frozenset({"sen_support", "ehcp"}))),
            unread={upn: frozenset(random.sample(kinds, 2)) for upn in upns if random.random() < 0.2},
        )
        self.casework = random.random() < 0.8

    def caseworker(self, upn: str | None = None) -> Caseworker | None:
        """Of all, or of one pupil with nobody else's papers."""
        if not self.casework:
            return None
        files = self.files
        if upn is not None:
            files = replace(
                files,
                parents=None
                if files.parents is None
                else [each for each in files.parents if each.upn == upn],
                history=None
                if files.history is None
                else [each for each in files.history if each.upn == upn],
            )
        return Caseworker(self.pack, self.on, self.known_at, self.case.calendar, files)

    def whole(self, *, everything: bool) -> Assessment:
        return assess_pupils(
            marks=self.case.as_marks(),
            calendar=self.case.calendar,
            pupils=self.pupils,
            pack=self.pack,
            on=self.on,
            known_at=self.known_at,
            known_at_text="then",
            everything=everything,
            caseworker=self.caseworker(),
        )

    def alone(self, upn: str, *, everything: bool) -> Assessment:
        return assess_one(
            upn=upn,
            marks=self.marks_of(upn),
            calendar=self.case.calendar,
            pupil=self.row_of(upn),
            pack=self.pack,
            on=self.on,
            known_at=self.known_at,
            known_at_text="then",
            everything=everything,
            caseworker=self.caseworker(upn),
        )

    def marks_of(self, upn: str) -> Marks:
        own = tuple(pupil for pupil in self.case.pupils if pupil.upn == upn)
        return replace(self.case, pupils=own).as_marks()

    def row_of(self, upn: str) -> Pupil | None:
        return next((pupil for pupil in self.pupils if pupil.upn == upn), None)

    def by_the_kernel(self, upn: str, *, everything: bool) -> Assessment:
        """`assess_pupils` of the pupil's own marks and papers."""
        row = self.row_of(upn)
        return assess_pupils(
            marks=self.marks_of(upn),
            calendar=self.case.calendar,
            pupils=None if row is None else [row],
            pack=self.pack,
            on=self.on,
            known_at=self.known_at,
            known_at_text="then",
            everything=everything,
            only=upn,
            caseworker=self.caseworker(upn),
        )


def written(assessment: Assessment, *, everything: bool) -> str:
    return json.dumps([pupil.as_json(everything=everything) for pupil in assessment.pupils])


@pytest.mark.parametrize("name", pack_names())
@pytest.mark.parametrize("everything", [True, False], ids=["everything", "what is due"])
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_one_pupil_comes_out_as_the_kernel_judges_them(name: str, seed: int, *, everything: bool) -> None:
    school = InventedSchool(seed, shipped_pack(name))

    for pupil in school.case.pupils:
        one = school.alone(pupil.upn, everything=everything)
        kernels = school.by_the_kernel(pupil.upn, everything=everything)
        assert written(one, everything=everything) == written(kernels, everything=everything)
        assert replace(one, pupils=[]) == replace(kernels, pupils=[])


@pytest.mark.parametrize("name", ["england", "coventry"])
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_one_pupil_alone_comes_out_as_among_the_school(name: str, seed: int) -> None:
    school = InventedSchool(seed, shipped_pack(name))

    whole = {pupil.upn: pupil for pupil in school.whole(everything=False).pupils}

    for upn, pupil in whole.items():
        [one] = school.alone(upn, everything=False).pupils
        assert json.dumps(one.as_json(everything=False)) == json.dumps(pupil.as_json(everything=False))
