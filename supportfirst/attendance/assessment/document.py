"""The result of an assessment as data: `assessment/1`, and the worklist drawn from it.

Everything here is plain values; how they are shown is the command line's business, and
later the site's. The order of the worklist says why each pupil stands where they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, CaseItems, Status
from supportfirst.attendance.assessment.engine import stage_of_each_track
from supportfirst.attendance.assessment.finding import Finding, Outcome, source_as_json
from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.people import Pupil

SCHEMA = "assessment/1"
NEVER = "9999"  # after every day that is written
BANNERS = "banners"  # the section of the catalogue that holds them


@dataclass(frozen=True, slots=True)
class PupilAssessment:
    upn: str
    pupil: Pupil | None  # None: no pupils file, or no row in it
    on_roll: bool
    measured_to: date
    measures: dict[str, Any]
    findings: tuple[Finding, ...]  # every rule judged; none for a pupil who is not on roll that day
    case: CaseItems = field(default_factory=CaseItems)

    @property
    def stages(self) -> list[Finding]:
        return stage_of_each_track(self.findings)

    @property
    def prompts(self) -> list[Finding]:
        """Lines crossed, and lines that can't be told; a stage is not a prompt."""
        return [
            found
            for found in self.findings
            if found.rule.kind is not RuleKind.STAGE and found.outcome is not Outcome.NOT_MET
        ]

    @property
    def crossed(self) -> list[Finding]:
        return [found for found in self.prompts if found.outcome is Outcome.MET]

    @property
    def undecided(self) -> list[Finding]:
        """Lines of which nobody can tell yet whether they are crossed; each names what is missing.

        Prompts of the casework are among them only where there is a record: else every child would be
        here for want of a history.
        """
        return [
            found
            for found in self.prompts
            if found.outcome is Outcome.CANNOT_TELL and (self.case.records or not found.rule.needs_case)
        ]

    @property
    def due(self) -> list[CaseItem]:
        """Steps that are due, the earliest day first; those without a day last."""
        due = [item for item in self.case.steps if item.status is Status.DUE]
        return sorted(due, key=lambda item: (item.more["due_on"] is None, item.more["due_on"] or ""))

    @property
    def overdue(self) -> list[CaseItem]:
        """Steps whose last day is over, the longest overdue first."""
        return [item for item in self.due if item.more["overdue"]]

    @property
    def is_listed(self) -> bool:
        """Whether the pupil stands on the worklist: a line was crossed, or a step is due."""
        return bool(self.crossed or self.due)

    @property
    def name(self) -> str:
        """Forename and surname where a pupils file gives them, else the UPN."""
        told = f"{self.pupil.forename} {self.pupil.surname}".strip() if self.pupil else ""
        return told or self.upn

    def as_json(self, *, everything: bool) -> dict[str, Any]:
        tree = everything or bool(self.prompts) or bool(self.case.all())
        prompts = self.prompts
        if everything:
            prompts = [found for found in self.findings if found.rule.kind is not RuleKind.STAGE]
        told: dict[str, Any] = {
            "upn": self.upn,
            "on_roll": self.on_roll,
            "measured_to": self.measured_to.isoformat(),
            "measures": self.measures,
            "stages": [self._stage(found, tree=tree) for found in self.stages],
            "prompts": [found.as_json(tree=tree) for found in prompts],
            "steps_due": [item.as_json(tree=tree) for item in self.case.steps],
            "holds": [item.as_json(tree=tree) for item in self.case.holds],
            "evidence": [item.as_json(tree=tree) for item in self.case.evidence],
            "routes": [item.as_json(tree=tree) for item in self.case.routes],
        }
        if self.case.faults:
            told["record_faults"] = list(self.case.faults)
        if everything:
            told["judged"] = self.judged()
        return told

    def judged(self) -> dict[str, str]:
        """How every rule that was judged came out, by its key: an outcome, or how an item stands."""
        outcomes = {found.key: found.outcome.value for found in self.findings}
        return outcomes | {item.finding.key: item.status.value for item in self.case.all()}

    def _stage(self, found: Finding, *, tree: bool) -> dict[str, Any]:
        """A stage, how it was reached, and the moves that stand open from it."""
        told = found.as_json(tree=tree)
        if self.case.reached.get(found.rule.track):
            told["reached"] = list(self.case.reached[found.rule.track])
        if self.case.moves.get(found.rule.track):
            told["moves"] = list(self.case.moves[found.rule.track])
        return told


@dataclass(frozen=True, slots=True)
class Assessment:
    on: date
    known_at: str | None  # as it was asked for
    known_at_complete: bool
    pack: Pack
    left_out: dict[str, int]
    pupils: Sequence[PupilAssessment]  # by UPN
    events_left_out: dict[str, int] = field(default_factory=dict)

    @property
    def banners(self) -> list[Entry]:
        """What is shown with every result of the pack on this day."""
        return [
            entry
            for entry in self.pack.entries.values()
            if entry.section == BANNERS and self.on in entry.span
        ]

    def head(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "as_of": self.on.isoformat(),
            "known_at": self.known_at,
            "known_at_complete": self.known_at_complete,
            "pack": {
                "id": self.pack.id,
                "title": self.pack.title,
                "fingerprint": self.pack.fingerprint,
                "banners": [
                    {
                        "title": banner.title,
                        "text": banner.text.strip(),
                        "source": source_as_json(banner.source, stated=banner.stated),
                    }
                    for banner in self.banners
                ],
            },
            "left_out": self.left_out,
            "events_left_out": self.events_left_out,
        }

    def as_json(self, *, everything: bool) -> dict[str, Any]:
        return {**self.head(), "pupils": [pupil.as_json(everything=everything) for pupil in self.pupils]}


@dataclass(frozen=True, slots=True)
class WorklistRow:
    place: int
    why_here: str
    pupil: PupilAssessment


def worklist(assessment: Assessment) -> Iterator[WorklistRow]:
    """Pupils who crossed a line or have a step due, most pressing first, each with the reason for the place.

    A child who misses half of school or more comes first, whatever the reason. Then a step whose day is
    over, because somebody was promised it; then a line that could lead towards a sanction, because before
    one support must have been tried and checked; then the highest stage, then the most sessions missed.
    """
    listed = [pupil for pupil in assessment.pupils if pupil.is_listed]
    for place, pupil in enumerate(sorted(listed, key=_pressing), start=1):
        yield WorklistRow(place, _why(pupil), pupil)


def cannot_be_told(assessment: Assessment) -> list[PupilAssessment]:
    """Pupils off the worklist only because something is not known; that is never the same as no line."""
    return [pupil for pupil in assessment.pupils if pupil.undecided and not pupil.is_listed]


def no_line(assessment: Assessment) -> list[PupilAssessment]:
    """Pupils who crossed no line, for certain, and have no step due."""
    return [pupil for pupil in assessment.pupils if not pupil.is_listed and not pupil.undecided]


def _missed(pupil: PupilAssessment) -> int:
    return int(pupil.measures["sessions_possible"] - pupil.measures["sessions_attended"])


def _highest_stage(pupil: PupilAssessment) -> int:
    return max((found.rule.order for found in pupil.stages if found.outcome is Outcome.MET), default=0)


def _legal(pupil: PupilAssessment) -> list[Finding]:
    return [found for found in pupil.crossed if found.rule.legal]


def _severe(pupil: PupilAssessment) -> bool:
    return pupil.measures.get("severely_absent") is True


def _pressing(pupil: PupilAssessment) -> tuple[bool, str, bool, int, int, str]:
    return (
        not _severe(pupil),
        pupil.overdue[0].more["due_on"] if pupil.overdue else NEVER,
        not _legal(pupil),
        -_highest_stage(pupil),
        -_missed(pupil),
        pupil.upn,
    )


def _why(pupil: PupilAssessment) -> str:
    severe = "severely absent; " if _severe(pupil) else ""
    missed = f"{severe}{_missed(pupil)} of {pupil.measures['sessions_possible']} sessions missed"
    if pupil.overdue:
        latest = pupil.overdue[0]
        day = show_day(date.fromisoformat(latest.more["due_on"]))
        return f"overdue since {day}: {latest.finding.rule.title}; {missed}"
    legal = _legal(pupil)
    if legal:
        return f"{legal[0].rule.title}: check that support was truly tried; {missed}"
    stages = [found for found in pupil.stages if found.outcome is Outcome.MET]
    if stages:
        return f"{max(stages, key=lambda found: found.rule.order).rule.title}; {missed}"
    if not pupil.crossed:
        return f"{pupil.due[0].finding.rule.title}; {missed}"
    return missed
