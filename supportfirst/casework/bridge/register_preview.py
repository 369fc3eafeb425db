"""What a file of registers would do, as plain JSON: kept in the file's row, shown, and held to on storing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.casework.bridge.register_files import (
    CLOSED,
    NOT_BEGUN,
    OFF_ROLL,
    TO_COME,
    UNKNOWN,
    Aside,
    Comparison,
    Difference,
    Key,
    Read,
)

MOST_LISTED = 20_000  # lines of one list in a row; a file that corrects more is taken in by smaller parts
KEPT = ("usable", "layout", "counts", "stored", "earlier")
LISTS = ("corrected", "permission", "refused", "warnings", "asides", "only_here", "only_file")


def as_outcome(found: Comparison, *, both_ways: bool) -> dict[str, Any]:
    """Counts, lists and the fingerprint; `asides` are told apart by their kind in the counts."""
    aside = Counter(dict.fromkeys((UNKNOWN, OFF_ROLL, CLOSED, TO_COME, NOT_BEGUN), 0))
    for each in found.asides:
        aside[each.kind] += each.marks
    read = found.read
    lists: dict[str, list[Any]] = {
        "corrected": [_corrected(each) for each in found.corrected],
        "permission": [_corrected(each) for each in _waiting(found)],
        "refused": [_problem(each) for each in read.problems],
        "warnings": [_problem(each) for each in (*read.warnings, *found.doubts)],
        "asides": [_aside(each) for each in found.asides],
        "only_here": [[*_key(*key), symbol] for key, symbol in found.only_here],
        "only_file": [[*_key(*key), told.line, told.symbol] for key, told in found.added if both_ways],
    }
    counts = {
        "cells": read.cells,
        "added": len(found.added),
        "corrected": len(found.corrected),
        "permission": len(found.needing),  # of the new and the corrected
        "permission_new": found.waiting_new,
        "settled": found.settled,
        "unchanged": found.unchanged,
        "refused": len(read.problems),
        "blank": read.blank,
        "repeated": read.repeated,
        "superseded": found.superseded,
        "left_out": found.left_out,
        "only_here": len(found.only_here),
        **aside,
    }
    return {
        "usable": found.usable,
        "layout": read.layout,
        "counts": counts,
        "faults": [_problem(each) for each in read.file_problems],
        "sessions": _sessions(found),
        **{name: held[:MOST_LISTED] for name, held in lists.items()},
        "fingerprint": fingerprint(found),
    }


def without_lists(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of an outcome when the file's bytes are deleted: the counts, and no child."""
    return {name: outcome[name] for name in KEPT if name in outcome}


def fingerprint(found: Comparison) -> str:
    """Of everything that would be written, and of what it would replace."""
    told = hashlib.sha256()
    for (enrolment, day, half), read in found.added:
        told.update(f"+{enrolment} {day} {half} {read.symbol} {read.minutes} {read.line}\n".encode())
    for each in found.corrected:
        told.update(
            f"={each.enrolment} {each.day} {each.half} {each.stands} {each.stands_minutes} {each.told} "
            f"{each.read.symbol} {each.read.minutes} {each.read.line}\n".encode()
        )
    for enrolment, day, half in sorted(found.needing):
        told.update(f"!{enrolment} {day} {half}\n".encode())
    return told.hexdigest()


def _waiting(found: Comparison) -> list[Difference]:
    """The marks for which a permission is missing, by day, half and pupil; of a new one nothing stands."""
    new = [_new(key, read) for key, read in found.added if key in found.needing]
    changed = [each for each in found.corrected if each.key in found.needing]
    return sorted([*new, *changed], key=lambda each: (each.day, each.half, each.enrolment))


def _new(key: Key, read: Read) -> Difference:
    return Difference(*key, "", 0, "", read)


def _sessions(found: Comparison) -> list[list[Any]]:
    """Day, half, and how many marks of it are new and corrected; sessions without either are left out."""
    added = Counter((day, half) for (_, day, half), _ in found.added)
    corrected = Counter((each.day, each.half) for each in found.corrected)
    return [
        [day.isoformat(), half, added[day, half], corrected[day, half]]
        for day, half in sorted(added.keys() | corrected.keys())
    ]


def _corrected(each: Difference) -> list[Any]:
    here = (each.stands, each.stands_minutes, each.told)
    return [
        *_key(each.enrolment, each.day, each.half),
        *(each.read.line, *here, each.read.symbol, each.read.minutes),
    ]


def _aside(each: Aside) -> list[Any]:
    days = (each.first.isoformat(), each.last.isoformat())
    return [each.kind, each.about, each.line, *days, each.marks, each.enrolment, each.why]


def _key(enrolment: int, day: date, half: int) -> Iterable[Any]:
    return enrolment, day.isoformat(), half


def _problem(each: Problem) -> list[Any]:
    return [each.line, each.column, each.value, each.problem, each.remedy]
