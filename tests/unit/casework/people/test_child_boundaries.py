"""A child who stands on a boundary that the sources leave open: the page shows the sentence of the pack.

Every worked case of the packs that is about a conflict of the sources, with what it says that a person must
be shown, is stored as a child's assessment and read through the pages of the child.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from supportfirst.attendance.casebook.worked_cases import assessed
from supportfirst.attendance.packs.worked_cases import WorkedCase, read_cases
from supportfirst.casework.store.models import Assessed, PackAdoption
from supportfirst.casework.store.packed_json import packed_json
from tests.factories.packs import shipped_pack
from tests.factories.site import YEAR_2025
from tests.factories.site_cases import an_assessment
from tests.unit.casework.people.conftest import Family, words

pytestmark = pytest.mark.django_db
POLICY = Path(__file__).parents[4] / "supportfirst" / "policy"
BODIES = ("england", "halton", "essex", "coventry", "cambridgeshire", "widnes-academy")
CONFLICT = "SC-"
# What the command line writes in its own form and pages in theirs; and a note of a rule that is not crossed,
# which an assessment as it is stored does not hold.
OTHERWISE = ("Marks: 2025-10-31 PM N", "Stage · ", "at least 15 school days (national", "it may end from 24")


def told_of(requirements: tuple[str, ...]) -> list[str]:
    return [each for each in requirements if each.startswith(CONFLICT)]


@cache
def cases() -> list[WorkedCase]:
    found = [case for body in BODIES for case in read_cases(POLICY / body)[0]]
    return [case for case in found if told_of(case.requirements) and sentences(case)]


def sentences(case: WorkedCase) -> list[str]:
    return [each for each in case.shows if not each.startswith(OTHERWISE)]


def stand_on(family: Family, case: WorkedCase) -> None:
    """The child's assessment is that of the case."""
    pupil = assessed(shipped_pack(case.pack), case, everything=False)
    Assessed.objects.filter(enrolment=family.enrolment).delete()
    an_assessment(family.enrolment, document=packed_json(pupil.as_json(everything=False)), pack=case.pack)
    PackAdoption.objects.filter(school=family.school).delete()
    PackAdoption.objects.create(school=family.school, pack=case.pack, first_day=YEAR_2025)


def not_shown(family: Family, case: WorkedCase) -> list[str]:
    """Sentences that neither the child's page has nor a page to which its lines lead."""
    stand_on(family, case)
    left = sentences(case)
    for name in ("pupil", "pupil-referral", "pupil-reasons"):
        if left:
            shown = family.page(name=name)
            left = [each for each in left if " ".join(each.split()) not in shown]
    return left


@pytest.mark.parametrize("body", BODIES)
def test_a_child_on_a_boundary_is_shown_the_sentence_of_the_pack(family, body):
    missing = [
        (told_of(case.requirements), case.name, sentence)
        for case in cases()
        if case.pack == body
        for sentence in not_shown(family, case)
    ]
    assert not missing


def test_most_conflicts_of_the_sources_with_a_sentence_are_tried():
    met = {row for case in cases() for row in told_of(case.requirements)}
    assert len(met) >= 30


def test_on_the_page_itself_the_sentence_stands_beside_the_line(family):
    case = next(each for each in cases() if "SC-A1" in each.requirements)
    stand_on(family, case)

    told = words(family.client.get(family.address()))

    assert any(" ".join(each.split()) in told for each in sentences(case))
