"""Every fault of a pack, with its file and line: what `check-pack` prints.

Reading and building name most of them; this adds those that need the whole folder or
today's date: review days that have passed, files that nothing reads, and worked cases that
name a rule that is not there. Warnings are worth reading and make no pack unusable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from supportfirst.attendance.packs.bench import Review
from supportfirst.attendance.packs.build import PACK_FILES, unread_files
from supportfirst.attendance.packs.cache import read_folder
from supportfirst.attendance.packs.case_shape import PUPIL
from supportfirst.attendance.packs.load import build_from
from supportfirst.attendance.packs.shape import EvidenceTerms, Pack, Rule, RuleKind
from supportfirst.attendance.packs.whole import UNREADABLE, causes_first
from supportfirst.attendance.packs.worked_cases import (
    CANNOT_TELL,
    CASE_FILES,
    STATUSES,
    WorkedCase,
    read_cases,
    rule_of,
)
from supportfirst.attendance.vocabulary.problems import Problem

FOR_READERS = ("README.md", "CHANGELOG.md", "*.md", "calendars/*.csv", "letters/*", "letters/*/*")


def check_pack(
    folder: Path | str, *, today: date | None = None, facts: Collection[str] | None = None
) -> list[Problem]:
    """Every fault and warning of the pack in a folder, in the order of its files.

    today: review days before it are faults; None leaves them alone. facts: the names that
    conditions and texts may use; None leaves names of facts alone. Faults of the layers
    beneath are one fault here, and a file that could not be read comes first. Never raises.
    """
    path = Path(folder).resolve()
    if not path.is_dir():
        told = "there is no such folder" if not path.exists() else "this is a file, not a folder"
        remedy = "name the folder that holds pack.yaml"
        return [Problem("missing-folder", str(folder), 0, "", "", told, remedy)]
    built = build_from(path, facts=facts)
    found = list(built.problems)
    if today is not None:
        found += [_overdue(review, today) for review in built.reviews if review.next < today]
    found += _strangers(path)
    cases, faults = read_cases(path)
    found += faults
    found += _unknown_names(built.pack, cases)
    found += _unproved(built.pack, path.name, cases)
    found.sort(key=lambda each: (each.warning, each.kind not in UNREADABLE, each.file, each.line))
    return causes_first(found, unread_files(read_folder(path, PACK_FILES)))


def _overdue(review: Review, today: date) -> Problem:
    return Problem(
        "review-overdue",
        review.at.file,
        review.at.line,
        "checked",
        review.next.isoformat(),
        f"{review.what} was to be checked again by {review.next}, and today is {today}",
        "hold it against its source again, and move “on” and “next”",
    )


def _strangers(folder: Path) -> Iterator[Problem]:
    """Files that nothing reads: a rule in a misnamed file would otherwise be lost in silence."""
    known = {path for pattern in (*PACK_FILES, *CASE_FILES, *FOR_READERS) for path in folder.glob(pattern)}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in known and not path.name.startswith("."):
            inside = path.relative_to(folder).as_posix()
            yield Problem(
                "unread-file",
                f"{folder.name}/{inside}",
                0,
                "",
                "",
                "nothing reads this file",
                "move it into one of the folders that policy/README.md names, or delete it",
            )


def _unknown_names(pack: Pack, cases: list[WorkedCase]) -> Iterator[Problem]:
    rules = {rule.id: rule for rule in pack.rules}
    for case in cases:
        for name in (*case.expected, *case.dates):
            if rule_of(name) not in rules:
                told = f"worked case “{case.name}” names the rule “{rule_of(name)}”, which does not exist"
                yield _of_case("unknown-rule", case, "expected", name, told, "correct the name of the rule")
        for name, outcome in case.expected.items():
            rule = rules.get(rule_of(name))
            if rule is not None and outcome not in (*STATUSES[rule.kind], CANNOT_TELL):
                told = f"worked case “{case.name}”: “{outcome}” is not an outcome of a {rule.kind}"
                remedy = f"use one of {', '.join((*STATUSES[rule.kind], CANNOT_TELL))}"
                yield _of_case("bad-outcome", case, "expected", name, told, remedy)
            if rule is not None and (rule.each == PUPIL) is ("@" in name):
                told = f"worked case “{case.name}”: {rule.id} stands for each {rule.each}"
                remedy = "name it as rule@parent or rule@record" if rule.each != PUPIL else "leave “@” out"
                yield _of_case("bad-item", case, "expected", name, told, remedy)
        for mark in case.marks:
            if mark.code not in ("/", "\\") and mark.code not in pack.codes.symbols():
                told = f"worked case “{case.name}” holds “{mark.code}”, which is not a register code"
                yield _of_case("unknown-code", case, "marks", mark.code, told, "correct the code")
                break


def _of_case(kind: str, case: WorkedCase, column: str, value: str, told: str, remedy: str) -> Problem:
    return Problem(kind, case.file, case.line, column, value, told, remedy)


def _unproved(pack: Pack, folder: str, cases: list[WorkedCase]) -> Iterator[Problem]:
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
