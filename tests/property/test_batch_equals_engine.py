"""A school assessed by its columns gives what each rule gives when it is judged pupil by pupil."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.batch.columns import PupilColumns, Whole
from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.packs.condition_shape import AnyOf, Compare, NoneOf, Operator
from supportfirst.attendance.packs.load import pack_names
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.people import Pupil
from tests.factories.packs import shipped_pack
from tests.factories.register_cases import RandomCase, build_case
from tests.factories.rules import build_rule

BIRTHDAYS = (None, date(2008, 9, 1), date(2014, 1, 15), date(2019, 12, 31), date(2020, 4, 1))


def born(pupils: list[Pupil], chance: Random) -> list[Pupil]:
    return [replace(pupil, date_of_birth=chance.choice(BIRTHDAYS)) for pupil in pupils]


def assessed(case: RandomCase, pupils: list[Pupil], pack: Pack, *, everything: bool) -> Assessment:
    return assess_pupils(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=pupils,
        pack=pack,
        on=case.on,
        known_at=case.known_at,
        known_at_text=None,
        everything=everything,
    )


def not_unmet(assessment: Assessment) -> dict[str, dict[str, str]]:
    """By UPN, each rule that is met or cannot be told, with its sentence."""
    return {
        pupil.upn: {
            finding.rule.id: f"{finding.outcome}: {finding.text}"
            for finding in pupil.findings
            if finding.outcome is not Outcome.NOT_MET
        }
        for pupil in assessment.pupils
    }


@pytest.mark.parametrize("name", pack_names())
@settings(max_examples=12)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_columns_choose_every_rule_that_is_crossed_and_no_other(name: str, seed: int) -> None:
    chance, pack = Random(seed), shipped_pack(name)  # noqa: S311  (a case, not a secret)
    case = build_case(chance, pack.codes, pupils=6)
    on = max(case.on, pack.span.first + timedelta(days=chance.randrange(300)))
    case = replace(case, on=on)
    pupils = born(case.as_pupils(), chance)

    quick = assessed(case, pupils, pack, everything=False)
    whole = assessed(case, pupils, pack, everything=True)

    assert not_unmet(quick) == not_unmet(whole)
    assert [pupil.measures for pupil in quick.pupils] == [pupil.measures for pupil in whole.pupils]
    judged = {finding.outcome for pupil in quick.pupils for finding in pupil.findings}
    assert Outcome.NOT_MET not in judged


COUNTED_APART = (
    "n_unresolved",
    "n_in_10_school_weeks",
    "planned_sessions_of_year",
    "sessions_absent",
    *(f"evidence_period.{part}" for part in ("weeks", "unauthorised", "absent", "n_marks")),
)


ABSENT = COUNTED_APART.index("evidence_period.absent")


def in_words(pack: Pack) -> Pack:
    """The pack with one rule, which everybody crosses, and whose sentence holds the facts."""
    text = " ".join(f"{{{name}}}" for name in COUNTED_APART)
    never_late = Compare("sessions_late", Operator.LESS_THAN, "one_or_more", "?")
    when = AnyOf((never_late, NoneOf((never_late,), "?")), "?")
    return replace(pack, rules=(build_rule("facts", text=text, when=when, span=pack.span),))


@settings(max_examples=40)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_columns_count_what_is_counted_pupil_by_pupil(seed: int) -> None:
    chance, pack = Random(seed), in_words(shipped_pack("cambridgeshire"))  # noqa: S311  (a case, not a secret)
    case = build_case(chance, pack.codes, pupils=6)
    case = replace(case, on=max(case.on, pack.span.first + timedelta(days=chance.randrange(300))))

    told = assessed(case, case.as_pupils(), pack, everything=True)
    rows = build_rows(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=case.as_pupils(),
        codes=pack.codes,
        on=case.on,
        known_at=case.known_at,
    )
    binding = bind(pack, case.on, case.calendar)
    figures = measure(rows, binding.settings, pack.codes)
    whole = Whole(rows, figures, binding, np.full(len(rows), -1, np.int8))
    columns = PupilColumns(whole, 0, len(rows))

    for row, pupil in enumerate(told.pupils):
        if pupil.on_roll:
            expected = pupil.findings[0].text.replace("not known", "-1").split()
            counted = [str(columns(name)[row]) for name in COUNTED_APART]
            if counted[ABSENT] == "-1":
                counted[ABSENT] = expected[ABSENT]  # not counted where the shortest period decides
            assert counted == expected
