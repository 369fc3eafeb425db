from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supportfirst.attendance.assessment.finding import Fact, Outcome, Reason
from supportfirst.attendance.assessment.parents import (
    days_behind,
    for_parent,
    letter,
    nearest,
    off_roll,
    to_tell,
)
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import RuleKind
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from tests.factories.rules import ON, build_assessed, build_finding, build_stage

ENGLAND, HALTON = load_pack("england"), load_pack("halton")
MARKS = (
    {"date": "2026-03-02", "session": "AM", "code": "O"},
    {"date": "2026-03-02", "session": "PM", "code": "I"},
    {"date": "2026-02-27", "session": "AM", "code": "I"},
    {"date": "2026-02-27", "session": "PM", "code": "I"},
)
BEHIND = Reason("Enough?", Outcome.MET, "so", (Fact("sessions_absent", 4, "missed", "marks", MARKS),))


def saying(  # noqa: ANN202, RUF100
    id: str,  # noqa: A002
    text: str,
    *,
    track: str = "absence",
    fact: str = "sessions_absent",
    legal: bool = False,
):
    reason = Reason("?", Outcome.MET, "so", (Fact(fact, 3, "missed", "marks"),), threshold={"id": "limit"})
    return build_finding(id, track=track, legal=legal)._replace(text_parent=text, because=reason)


def told_to(pupil, *, known_at=None, pack=ENGLAND):
    return list(letter(pupil, pack, ON, known_at))


def test_the_parent_is_told_each_thing_once():
    finding = build_finding("rule")

    assert for_parent([finding, finding], "Ada") == ["Words of rule"]


def test_a_figure_is_told_once_and_an_offer_each_time():
    one = saying("one", "Your child missed 3 days. Please tell us.")
    two = saying("two", "Your child missed 3 days. We can help your child. Please tell us.")

    assert for_parent([one, two], "Ada") == [
        "Ada missed 3 days. Please tell us.",
        "We can help Ada. Please tell us.",
    ]


def test_without_a_name_it_is_your_child_throughout():
    said = for_parent([saying("one", "We do not know why your child was away.")], "Your child")

    assert said == ["We do not know why your child was away."]


def test_of_two_layers_with_the_same_line_the_nearest_speaks():
    national, local = saying("england.a", "At 10 we must look."), saying("halton.a", "Halton looks.")

    assert nearest([national, local]) == [local]


def test_a_line_towards_a_sanction_is_told_even_where_a_nearer_layer_counts_the_same():
    national = saying("england.a", "At 10 we are asked to consider a notice.", legal=True)
    local = saying("halton.a", "Halton looks.")

    assert nearest([national, local]) == [national, local]


def test_a_paragraph_of_which_nothing_is_new_is_left_out():
    one = saying("one", "Ada missed 3 days. Please tell us.")
    two = saying("two", "Ada missed 3 days. Please tell us.", fact="sessions_late")

    assert for_parent([one, two], "Ada") == ["Ada missed 3 days. Please tell us."]


@pytest.mark.parametrize("change", [{"track": "leave"}, {"fact": "sessions_late"}])
def test_another_track_or_another_matter_is_told_as_well(change):
    one, two = saying("england.a", "At 10 we must look."), saying("halton.a", "Halton offers help.", **change)

    assert nearest([one, two]) == [one, two]


def test_the_stage_is_told_first_because_it_holds_the_offer_of_help():
    pupil = build_assessed("A", build_finding("prompt"), build_stage("stage", 1))

    assert [finding.rule.id for finding in to_tell(pupil, HALTON)] == ["stage", "prompt"]


def test_a_stage_that_cannot_be_told_is_not_told():
    assert to_tell(build_assessed("A", build_stage("stage", 1, Outcome.CANNOT_TELL)), HALTON) == []


def test_a_list_kept_for_a_meeting_is_told_to_the_parent_only_where_it_is_national():
    local, national = (build_finding(f"{pack}.list", kind=RuleKind.LIST) for pack in ("halton", "england"))

    told = to_tell(build_assessed("A", local, national), HALTON)

    assert [finding.rule.id for finding in told] == ["england.list"]


def test_each_day_is_named_once_with_its_halves_and_what_the_marks_mean():
    finding = build_finding("rule")._replace(because=BEHIND)

    assert days_behind([finding, finding], ENGLAND.codes) == [
        "Friday 27 February 2026, morning and afternoon: ill, other than at an appointment",
        "Monday 2 March 2026, morning: absent in other or unknown circumstances: no other code fits; "
        "afternoon: ill, other than at an appointment",
    ]


def test_no_marks_are_no_days():
    assert days_behind([build_finding("rule")], ENGLAND.codes) == []


@pytest.mark.parametrize(("missed", "words"), [(1, "half a day"), (2, "1 day"), (3, "1.5 days")])
def test_days_are_said_as_people_say_them(missed, words):
    assert (
        f"Your child has missed {words} this school year: {missed} of 100"
        in told_to(build_assessed("A", missed=missed))[1]
    )


def test_a_child_who_missed_nothing_is_thanked():
    said = told_to(build_assessed("A"))

    assert said[1].endswith("100 of 100 attended. Thank you, and well done!")
    assert "missed 0" not in " ".join(said)


def test_the_moment_that_was_asked_about_is_said():
    assert "As our records stood at 2026-03-01." in told_to(build_assessed("A"), known_at="2026-03-01")


def test_marks_that_do_not_count_are_told_with_their_meaning():
    pupil = build_assessed("A", possible=0)
    pupil = replace(pupil, measures={**pupil.measures, "sessions_by_code": {"X": 40}})

    said = told_to(pupil)

    assert "No session has counted for your child yet this school year" in said[1]
    assert said[2] == "  40 sessions: not required to attend: not of compulsory school age"
    assert not any("no marks" in line for line in said)


def test_a_child_without_any_mark_is_told_so():
    pupil = build_assessed("A", possible=0)
    pupil = replace(pupil, measures={**pupil.measures, "sessions_by_code": {}})

    assert "We have no marks for your child yet" in told_to(pupil)[1]


def test_a_leaver_is_told_until_when_and_that_nothing_is_prompted():
    pupil = replace(build_assessed("A", missed=4), on_roll=False, measured_to=date(2026, 1, 30))

    said = told_to(pupil)

    assert said[:2] == [
        "Your child's attendance up to 30 January 2026",
        "Your child was on roll until 30 January 2026, so nothing is asked of you.",
    ]


def test_a_child_who_has_not_begun_is_told_from_when():
    spells = (Spell(start=date(2026, 4, 20)),)
    pupil = replace(build_assessed("A"), on_roll=False, pupil=Pupil("A", "Ada", spells=spells))

    assert off_roll(pupil, ON, "Ada") == (
        "Ada is not on roll yet, and is to start on 20 April 2026, so nothing is asked of you."
    )
