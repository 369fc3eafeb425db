"""What a pack's worked cases name, and which sides of a rule's line none of them shows.

Whether a case comes out as written is judged elsewhere, by those who can judge a pupil.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from supportfirst.attendance.packs.case_shape import PUPIL, RecordKind
from supportfirst.attendance.packs.shape import EvidenceTerms, Pack, Rule, RuleKind
from supportfirst.attendance.packs.worked_cases import CANNOT_TELL, STATUSES, WorkedCase, rule_of
from supportfirst.attendance.vocabulary.problems import Problem

IN_ANY_DATA = ("note", "about")  # that every kind of record may carry


def unknown_names(pack: Pack, cases: Iterable[WorkedCase]) -> Iterator[Problem]:
    """Rules, outcomes, codes and kinds of record of worked cases that there are not."""
    rules = {rule.id: rule for rule in pack.rules}
    for case in cases:
        for name in dict.fromkeys((*case.expected, *case.dates)):
            yield from _unknown_item(name, case, rules)
        yield from _unknown_marks(pack, case)
        for event in case.files.history or ():
            yield from _unknown_record(event, case, pack.records)


def _unknown_item(name: str, case: WorkedCase, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    rule, outcome = rules.get(rule_of(name)), case.expected.get(name)
    if rule is None:
        told = f"worked case “{case.name}” names the rule “{rule_of(name)}”, which does not exist"
        yield _of_case("unknown-rule", case, "expected", name, told, "correct the name of the rule")
        return
    outcomes = (*STATUSES[rule.kind], CANNOT_TELL)
    if outcome is not None and outcome not in outcomes:
        told = f"worked case “{case.name}”: “{outcome}” is not an outcome of the {rule.kind} {rule.id}"
        yield _of_case("bad-outcome", case, "expected", name, told, f"use one of {', '.join(outcomes)}")
    if (rule.each == PUPIL) is ("@" in name):
        told = f"worked case “{case.name}”: {rule.id} stands for each {rule.each}"
        remedy = "leave “@” out" if rule.each == PUPIL else "name it as rule@parent or rule@record"
        yield _of_case("bad-item", case, "expected", name, told, remedy)


def _unknown_marks(pack: Pack, case: WorkedCase) -> Iterator[Problem]:
    for mark in case.marks:
        if mark.code not in ("/", "\\") and mark.code not in pack.codes.symbols():
            told = f"worked case “{case.name}” holds “{mark.code}”, which is not a register code"
            yield _of_case("unknown-code", case, "marks", mark.code, told, "correct the code")
            return


def _unknown_record(
    event: Mapping[str, Any], case: WorkedCase, records: Mapping[str, RecordKind]
) -> Iterator[Problem]:
    kind = records.get(event["kind"])
    file, _, line = event["where"].rpartition(":")
    if kind is None:
        told = f"worked case “{case.name}”: “{event['kind']}” is not a kind of record"
        remedy = "add it to records, or correct its name"
        yield Problem("unknown-record", file, int(line), "history", event["kind"], told, remedy)
        return
    for name in event["data"]:
        if name not in kind.fields and name not in IN_ANY_DATA:
            told = f"worked case “{case.name}”: “{name}” is not a field of {kind.id}"
            remedy = f"use one of {', '.join(kind.fields)}"
            yield Problem("unknown-field", file, int(line), "history", name, told, remedy)
    if kind.about and "about" not in event["data"]:
        told = f"worked case “{case.name}”: {kind.id} does not say which record it is about"
        yield Problem("missing-about", file, int(line), "history", "", told, "add “about: <id>” to its data")


def _of_case(kind: str, case: WorkedCase, column: str, value: str, told: str, remedy: str) -> Problem:
    return Problem(kind, case.file, case.line, column, value, told, remedy)


def unproved(pack: Pack, folder: str, cases: Sequence[WorkedCase]) -> Iterator[Problem]:
    """A rule without a worked case on each side of its line is a warning."""
    for rule in pack.rules:
        file, _, line = rule.where.rpartition(":")
        if not file.startswith(f"{folder}/"):
            continue
        seen = {
            outcome for case in cases for name, outcome in case.expected.items() if rule_of(name) == rule.id
        }
        for side in _sides(rule):
            if not seen.intersection(side):
                words = " or ".join(each.replace("_", " ") for each in side)
                told = f"rule {rule.id} has no worked case in which it is {words}"
                remedy = "add one to worked_cases; policy/README.md shows how"
                yield Problem("unproved-rule", file, int(line), "", rule.id, told, remedy, warning=True)


def _sides(rule: Rule) -> Sequence[tuple[str, ...]]:
    """The sides of a rule's line; each must be shown by a case in which it has one of the outcomes."""
    match rule.kind:
        case RuleKind.STEP:
            return (("due",), ("done", "not_due"))
        case RuleKind.HOLD:
            return (("in_force",), ("not_in_force",))
        case RuleKind.ROUTE:
            return (("open",), ("shut",))
        case RuleKind.EVIDENCE:
            answered = isinstance(rule.terms, EvidenceTerms) and rule.terms.answered is not None
            return (("missing",), ("met",), ("answered",)) if answered else (("missing",), ("met",))
    return (("met",), ("not_met",))
