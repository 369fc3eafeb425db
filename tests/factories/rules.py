"""Rules, packs and findings for tests, with every field that a test does not speak of filled in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.finding import Finding, Outcome, Reason
from supportfirst.attendance.packs.condition_shape import Condition, Holds
from supportfirst.attendance.packs.shape import DatedValue, Layer, Note, Pack, Rule, RuleKind, ValueFrom
from supportfirst.attendance.vocabulary.people import Pupil
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan
from tests.factories.codes import build_codebook

FIRST_DAY, ON = date(2024, 8, 19), date(2026, 3, 2)
SOURCE = Source("paper", "A paper", "page 1")
ALWAYS = Holds("persistently_absent", "Is it so?")


def build_rule(id: str, **more: Any) -> Rule:  # noqa: A002
    ordinary: dict[str, Any] = {
        "kind": RuleKind.PROMPT,
        "track": "absence",
        "title": f"Title of {id}",
        "text": f"Text of {id}",
        "text_parent": f"Words of {id}",
        "when": ALWAYS,
        "source": SOURCE,
        "span": DateSpan(FIRST_DAY),
    }
    return Rule(id=id, **{**ordinary, **more})


def build_finding(id: str, outcome: Outcome = Outcome.MET, **more: Any) -> Finding:  # noqa: A002
    rule = build_rule(id, **more)
    reason = Reason("Is it so?", outcome, f"because of {id}")
    return Finding(rule, outcome, rule.text, rule.text_parent, reason, ON)


def build_stage(id: str, order: int, outcome: Outcome = Outcome.MET, track: str = "stages") -> Finding:  # noqa: A002
    return build_finding(id, outcome, kind=RuleKind.STAGE, order=order, track=track)


def build_value(id: str, value: object, *, first: date = FIRST_DAY, last: date | None = None) -> DatedValue:  # noqa: A002
    held = tuple(value) if isinstance(value, list) else value
    assert isinstance(held, int | Fraction | str | tuple)
    return DatedValue(id, "How many?", "sessions", (ValueFrom(DateSpan(first, last), held, SOURCE),))


def build_note(id: str, text: str, when: Condition | None = None) -> Note:  # noqa: A002
    return Note(id, text, when, SOURCE)


def build_pack(*rules: Rule, values: tuple[DatedValue, ...] = (), notes: tuple[Note, ...] = ()) -> Pack:
    return Pack(
        id="test",
        title="A pack for tests",
        layer=Layer.NATIONAL,
        over=(),
        span=DateSpan(FIRST_DAY),
        fingerprint="0" * 64,
        codes=build_codebook(),
        values={value.id: value for value in values},
        rules=rules,
        notes={note.id: note for note in notes},
        windows=(),
        sources={SOURCE.id: SOURCE},
    )


def build_assessed(upn: str, *findings: Finding, missed: int = 0, possible: int = 100) -> PupilAssessment:
    """A pupil on roll with these findings; of the measures only what the worklist is ordered by."""
    return PupilAssessment(
        upn=upn,
        pupil=None,
        on_roll=True,
        measured_to=ON,
        measures={"sessions_possible": possible, "sessions_attended": possible - missed},
        findings=findings,
    )


def build_assessment(*pupils: PupilAssessment) -> Assessment:
    return Assessment(
        on=ON,
        known_at=None,
        known_at_complete=True,
        pack=build_pack(),
        left_out={},
        pupils=pupils,
    )


def named(pupil: PupilAssessment, forename: str, surname: str) -> PupilAssessment:
    told = Pupil(pupil.upn, forename, surname)
    return PupilAssessment(pupil.upn, told, pupil.on_roll, pupil.measured_to, pupil.measures, pupil.findings)
