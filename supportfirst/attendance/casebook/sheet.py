"""Sheets: an assessment of one pupil kept so that it can be judged again, years later, to the same bytes.

A sheet is made from the inputs that it holds, never from the files beside it, so that nothing can
lie behind an answer that the sheet does not show. There is no clock in it: the same inputs
under the same pack and program give the same bytes, whoever asks and whenever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.one_pupil import assess_one
from supportfirst.attendance.casebook.caseworker import Caseworker
from supportfirst.attendance.casebook.sheet_inputs import INPUTS, PupilInputs, sections_of
from supportfirst.attendance.casebook.sheet_pack import pack_section
from supportfirst.attendance.casebook.sheet_text import chain, digest
from supportfirst.attendance.codes.codebook import UNMARKED
from supportfirst.attendance.matrix.build import why_left_out
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Mark, Marks, Recorder, Remark

SCHEMA = "sheet/1"
PROGRAM = "supportfirst"
PARTS = (
    "program",
    "question",
    "pack",
    *(f"inputs.{name}" for name in INPUTS),
    "result",
    "decision",
)  # in the order of the chain


class NotInTheFiles(AttendanceError):
    """The pupil asked about stands in none of the files."""


class RuleNotJudged(AttendanceError):
    """The one rule that was asked about was not judged for this pupil on this day."""


class Question(NamedTuple):
    """What was asked. known_at: microseconds since 1970 UTC, and as it was typed; rule: a key, or ""."""

    upn: str
    on: date
    known_at: int | None = None
    known_at_text: str | None = None
    rule: str = ""


class Decision(NamedTuple):
    """What a person decided on the strength of the sheet. `reason` is "" only where it was acted on."""

    by: str
    title: str
    decided: str  # DECIDED
    reason: str
    on: date


ACTED_ON, DECLINED = DECIDED = ("acted on", "declined")


@dataclass(frozen=True, slots=True)
class Answer:
    """The inputs judged under a pack. `unreadable`: marks whose codes the pack does not have."""

    assessment: Assessment
    pupil: PupilAssessment
    sessions: Mapping[str, Any]  # JSON-ready: those counted, and those left out, each with its reason
    unreadable: Sequence[str]


def judge(question: Question, inputs: PupilInputs, pack: Pack, alike: Caseworker | None = None) -> Answer:
    """Assess from the inputs of one pupil, every rule with its tree. Raises NotInTheFiles, DayOutsidePack.

    alike: as of `Caseworker`.
    """
    if not inputs.marks and inputs.pupil is None:
        raise NotInTheFiles(
            what="no pupil with this UPN is in the files",
            where="sheet",
            remedy="check the UPN, or give the register and pupils files that hold it",
        )
    marks, unreadable = _as_marks(inputs, pack)
    pupils = None
    if inputs.pupils_given:
        pupils = [] if inputs.pupil is None else [inputs.pupil]
    caseworker = Caseworker(pack, question.on, question.known_at, inputs.calendar, inputs.files, alike)
    assessment = assess_one(
        upn=question.upn,
        marks=marks,
        calendar=inputs.calendar,
        pupil=inputs.pupil if inputs.pupils_given else None,
        pack=pack,
        on=question.on,
        known_at=question.known_at,
        known_at_text=question.known_at_text,
        everything=True,
        caseworker=caseworker,
    )
    why = why_left_out(
        marks=marks,
        calendar=inputs.calendar,
        pupils=pupils,
        codes=pack.codes,
        on=question.on,
        known_at=question.known_at,
    )
    [pupil] = assessment.pupils
    return Answer(assessment, pupil, _sessions(marks, why, pack), unreadable)


def _as_marks(inputs: PupilInputs, pack: Pack) -> tuple[Marks, list[str]]:
    marks, unreadable = Marks(upns=[inputs.upn]), []
    pupils, recorders = {inputs.upn: 0}, {Recorder(): 0}
    for session, symbol, recorded_at in inputs.marks:
        number = pack.codes.read(symbol, session.day).number
        if number == UNMARKED:
            unreadable.append(f"pack: it has no code {symbol} for {session}, which counts as unmarked")
            continue
        mark = Mark(inputs.upn, session, number, recorded_at, Recorder(), Remark(), 0)
        marks.add(mark, pupils=pupils, recorders=recorders)
    return marks, unreadable


def _sessions(marks: Marks, why: Sequence[str], pack: Pack) -> dict[str, Any]:
    counted, left_out = [], []
    for mark, reason in zip(marks.each(), why, strict=True):
        day, half = mark.session.day.isoformat(), mark.session.half
        symbol = pack.codes.symbol(mark.code, half)
        if reason:
            left_out.append({"date": day, "session": half.name, "code": symbol, "reason": reason})
        else:
            counted.append([day, half.name, symbol])
    return {"counted": counted, "left_out": left_out}


def sheet_of(
    question: Question,
    inputs: PupilInputs,
    layers: Sequence[Pack],
    *,
    version: str,
    decision: Mapping[str, Any] | None = None,
    alike: Caseworker | None = None,
) -> dict[str, Any]:
    """The whole sheet, sealed. layers: the pack last, over those beneath it; decision: `decision_section`.

    alike: as of `Caseworker`, where many pupils of a school are judged one after the other.
    Raises NotInTheFiles, RuleNotJudged, DayOutsidePack.
    """
    answer = judge(question, inputs, layers[-1], alike)
    return sheet_from(question, inputs, answer, layers, version, decision)


def sheet_from(
    question: Question,
    inputs: PupilInputs,
    answer: Answer,
    layers: Sequence[Pack],
    version: str,
    decision: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The same from an answer that was judged already."""
    judged = answer.pupil.judged()
    if question.rule and question.rule not in judged:
        raise RuleNotJudged(
            what=f"“{question.rule}” was not judged for this pupil on {question.on}",
            where="sheet --rule",
            remedy="name a rule as “supportfirst assess --all --format json” lists it under “judged”",
        )
    document = {
        "schema": SCHEMA,
        "program": {"name": PROGRAM, "version": version},
        "question": _question_section(question),
        "pack": pack_section(layers, (key.partition("@")[0] for key in judged)),
        "inputs": sections_of(inputs),
        "result": _result(question, answer, judged),
        "decision": None if decision is None else dict(decision),
    }
    return {**document, "seal": seal(document)}


def _question_section(question: Question) -> dict[str, Any]:
    return {
        "upn": question.upn,
        "on": question.on.isoformat(),
        "known_at": question.known_at_text,
        "rule": question.rule or None,
    }


def _result(question: Question, answer: Answer, judged: Mapping[str, str]) -> dict[str, Any]:
    return {
        "known_at_complete": answer.assessment.known_at_complete,
        "events_left_out": answer.assessment.events_left_out,
        "sessions": dict(answer.sessions),
        "answer": judged[question.rule] if question.rule else None,
        "pupil": answer.pupil.as_json(everything=True),
    }


def decision_section(decision: Decision) -> dict[str, Any]:
    return {
        "by": decision.by,
        "title": decision.title,
        "decided": decision.decided,
        "reason": decision.reason,
        "on": decision.on.isoformat(),
    }


def seal(document: Mapping[str, Any]) -> dict[str, Any]:
    """The digest of each of PARTS, and one chained over all of them."""
    digests = {name: digest(part_of(document, name)) for name in PARTS}
    return {"parts": digests, "chain": chain(SCHEMA, digests.values())}


def part_of(document: Mapping[str, Any], name: str) -> Any:
    first, _, second = name.partition(".")
    return document[first][second] if second else document[first]
