"""What a test drive counts at once is what `assess` finds pupil by pupil, for every pair of packs."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.engine import stage_of_each_track
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.assessment.test_drive import Policy, drive_policies
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack, RuleKind
from tests.factories.register_cases import build_case

PACKS = [load_pack(name) for name in ("coventry", "halton", "widnes-academy")]


def numeric(pack: Pack) -> set[str]:
    return {rule.id for rule in pack.rules if not rule.needs_case}


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_test_drive_counts_what_assess_finds(seed: int) -> None:
    case = build_case(Random(seed), PACKS[0].codes, pupils=6)  # noqa: S311  (a case, not a secret)
    on = max(case.on, date(2024, 9, 9))
    asked = {"calendar": case.calendar, "pupils": case.as_pupils()}
    rows = build_rows(marks=case.as_marks(), **asked, on=on, codes=PACKS[0].codes, known_at=None)

    document = drive_policies(rows=rows, **asked, policies=[Policy(pack) for pack in PACKS]).as_json()

    for drive, after in zip(document["drives"], PACKS[1:], strict=True):
        for side, pack in (("before", PACKS[0]), ("after", after)):
            alone = assess_pupils(
                marks=case.as_marks(),
                **asked,
                on=on,
                pack=pack,
                known_at=None,
                known_at_text=None,
                everything=True,
            )
            found = [
                [each for each in pupil.findings if each.rule.id in numeric(pack)]
                for pupil in alone.pupils
                if pupil.on_roll
            ]
            for line in drive["lines"]:
                met = [each for own in found for each in own if each.rule.id == line["rule"]]
                assert line[side] == sum(each.outcome is Outcome.MET for each in met)
                unsure = sum(each.outcome is Outcome.CANNOT_TELL for each in met)
                assert line[f"cannot_tell_{side}"] == unsure
            at = [stage for own in found for stage in stage_of_each_track(own)]
            for track in drive["tracks"]:
                for stage in track["stages"]:
                    if stage["stage"] in {rule.id for rule in pack.rules if rule.kind is RuleKind.STAGE}:
                        there = [each for each in at if each.rule.id == stage["stage"]]
                        assert stage[side] == sum(each.outcome is Outcome.MET for each in there)
