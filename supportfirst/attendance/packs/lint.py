"""Every fault of a pack, with its file and line: what `check-pack` prints.

Reading and building name most of them; this adds those that need the whole folder or
today's date: review days that have passed, files that nothing reads, and worked cases that
name a rule that is not there. Warnings are worth reading and make no pack unusable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from supportfirst.attendance.packs.bench import Review
from supportfirst.attendance.packs.build import PACK_FILES, unread_files
from supportfirst.attendance.packs.build_rules import SANCTIONS
from supportfirst.attendance.packs.cache import read_folder
from supportfirst.attendance.packs.in_force import FILE as IN_FORCE
from supportfirst.attendance.packs.in_force import in_force_problems
from supportfirst.attendance.packs.lint_cases import unknown_names, unproved
from supportfirst.attendance.packs.load import build_from
from supportfirst.attendance.packs.shape import Pack, RouteTerms
from supportfirst.attendance.packs.whole import UNREADABLE, causes_first
from supportfirst.attendance.packs.worked_cases import CASE_FILES, read_cases
from supportfirst.attendance.vocabulary.problems import Problem

FOR_READERS = (
    "README.md",
    "CHANGELOG.md",
    "*.md",
    "parameters.csv",
    IN_FORCE,
    "calendars/*.csv",
    "letters/*.yaml",  # wordings, which `letters.lint` reads
)


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
    found += unknown_names(built.pack, cases)
    found += unproved(built.pack, path.name, cases)
    found += _sanctions_unmarked(built.pack, path.name)
    if not built.problems:  # a value that could not be built would be told twice
        found += in_force_problems(path, built.pack)
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


def _sanctions_unmarked(pack: Pack, folder: str) -> Iterator[Problem]:
    """Routes that share a group with one that ends in a sanction, and would slip past what stops those."""
    routes = [(rule, rule.terms.groups) for rule in pack.rules if isinstance(rule.terms, RouteTerms)]
    shared = {group: rule.id for rule, groups in routes if SANCTIONS in groups for group in groups}
    for rule, groups in routes:
        file, _, line = rule.where.rpartition(":")
        like = [group for group in groups if group in shared]
        if like and SANCTIONS not in groups and file.startswith(f"{folder}/"):
            told = f"{rule.id} is of the group “{like[0]}” as {shared[like[0]]} is, and not of “{SANCTIONS}”"
            remedy = f"add the group {SANCTIONS}, so that what stops them stops it, or take “{like[0]}” out"
            yield Problem("sanction-unmarked", file, int(line), "groups", like[0], told, remedy)


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
