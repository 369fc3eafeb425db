"""`python -m samples.generate --out DIR`: the files of the three sample schools, the same each time.

Each school's folder has register.csv, calendar.csv, pupils.csv, school.json, parents.csv and
history.json. A few cells are broken the way spreadsheets break them, so that what the program says
of them can be seen.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from samples.casework import PARENT_HEADINGS, history_of, parents_of
from samples.days import LAST_MARKED
from samples.people import Child
from samples.schools import PLANS, School, make_school

SEED = 2026
_FLAGS = (
    "fsm pupil_premium sen_support ehcp looked_after child_in_need child_protection social_worker camhs "
    "early_help young_carer"
)
FLAGS = _FLAGS.split()
RECORDED = {"AM": "09:05:00", "PM": "13:10:00"}
BROKEN = ("#NAME?", "ill", "1", "=\\", "Present", "??")  # what a code becomes; one in so many cells


def write_all(out: Path, *, seed: int = SEED) -> list[Path]:
    """Write every school below `out`; the folders, in order."""
    folders = []
    for plan in PLANS:
        school = make_school(plan, seed)
        folder = out / plan.folder
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in files_of(school).items():
            (folder / file).write_bytes(data)
        folders.append(folder)
    return folders


def files_of(school: School) -> dict[str, bytes]:
    """The bytes of each file of a school, by name."""
    pupils = [_pupil_row(school, child) for child in school.children]
    return {
        "register.csv": _register(school),
        "calendar.csv": _csv(["start", "end", "kind", "note", "session"], school.plan.year.lines()),
        "pupils.csv": _csv(_pupil_columns(), pupils),
        "school.json": _json(_school_json(school)),
        "parents.csv": _csv(list(PARENT_HEADINGS), parents_of(school)),
        "history.json": _json(history_of(school)),
    }


def _register(school: School) -> bytes:
    if school.plan.kind == "primary":
        header = [*_HEADER, "recorded_at", "recorded_by", "recorded_by_title", "reason"]
        return _csv(header, _recorded_rows(school))
    if school.plan.kind == "secondary":
        return _csv(_HEADER, _spoil(_plain_rows(school), every=70_001))
    rows = ([u, f"{d:%d/%m/%Y}", half, code, "", "", ""] for u, d, half, code in _plain_rows(school))
    return _csv([*_HEADER, "", "", ""], _spoil(rows, every=9_001), encoding="latin-1")


_HEADER = ["upn", "date", "session", "code"]


def _plain_rows(school: School) -> Iterator[list[object]]:
    for child, marks in zip(school.children, school.marks, strict=True):
        for (day, half), code in marks.items():
            yield [child.upn, day, half, code]


def _recorded_rows(school: School) -> Iterator[list[object]]:
    """Each mark with its recorder; some absences of the last weeks were first without a reason."""
    for row in _spoil(_plain_rows(school), every=20_011):
        _, day, half, code = row
        assert isinstance(day, date)
        assert isinstance(half, str)
        moment = f"{day.isoformat()}T{RECORDED[half]}"
        by = ["Class register", "Class teacher"]
        if code == "I" and day.month == 10 and day.day % 3 == 0:
            yield [*row[:3], "N", moment, *by, ""]
            later = f"{day.isoformat()}T15:40:00"
            yield [*row, later, "School office", "Attendance officer", "Parent rang: unwell"]
        else:
            yield [*row, moment, *by, ""]


def _spoil(rows: Iterator[list[object]], *, every: int) -> Iterator[list[object]]:
    """Every so many rows a code as a spreadsheet or a hurried hand leaves it."""
    for place, row in enumerate(rows, start=1):
        if place % every == 0:
            row[3] = BROKEN[place // every % len(BROKEN)]
        yield row


def _pupil_columns() -> list[str]:
    flags = [column for flag in FLAGS for column in (flag, f"{flag}_from", f"{flag}_to")]
    plain = "upn forename surname date_of_birth sex year_group class school phase start_date leaving_date"
    return [*plain.split(), "ethnicity", "ehcp_reviewed_on", *flags]


def _pupil_row(school: School, child: Child) -> list[str]:
    flags = []
    for flag in FLAGS:
        held = child.flags.get(flag)
        flags += ["yes", _day(held[0]), _day(held[1])] if held else ["", "", ""]
    return [
        child.upn,
        child.forename,
        child.surname,
        child.date_of_birth.isoformat(),
        child.sex,
        child.year_group,
        child.class_name,
        school.plan.name,
        school.plan.kind,
        child.start.isoformat(),
        _day(child.leaving),
        "",
        _day(child.ehcp_reviewed_on),
        *flags,
    ]


def _school_json(school: School) -> dict[str, object]:
    return {
        "urn": school.plan.urn,
        "name": school.plan.name,
        "type": "community special school" if school.plan.kind == "special" else "academy",
        "phase": school.plan.kind,
        "times": {"AM": "08:50", "PM": "13:05"},
        "register_closes": {"AM": "09:20", "PM": "13:15"},
        "attendance_target": school.plan.target,
        "traded": [{"from": "2025-09-01", "to": "2027-08-31", "traded": True}],
        "roles": {"attendance_officer": "School office"},
    }


def _json(told: dict[str, object]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _csv(header: list[str], rows: object, *, encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n" if encoding == "latin-1" else "\n")
    writer.writerow(header)
    writer.writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode(encoding)


def main() -> None:
    parser = argparse.ArgumentParser(prog="samples.generate", description="Write the three sample schools.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write them in")
    parser.add_argument("--seed", type=int, default=SEED, help="another number gives other children")
    arguments = parser.parse_args()
    for folder in write_all(arguments.out, seed=arguments.seed):
        print(f"{folder}  (marked up to {LAST_MARKED.isoformat()})")


if __name__ == "__main__":
    main()
