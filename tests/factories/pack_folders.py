"""Small packs on disk, for tests of the pack reader: one that passes, to be changed file by file."""

from __future__ import annotations

from pathlib import Path

CHECKED = "checked: {by: policy lead, on: 2026-01-05, next: 2027-01-05}\n"
PACK = f"""id: land
title: A made-up land
layer: national
first_day: 2010-09-01
maintainer: policy lead
about: A small national layer for tests.
{CHECKED}"""
SOURCES = "act: {title: The Attendance Act, confidence: V}\n"
CODES = f"""first_day: 2010-09-01
source: act
passage: schedule 1
{CHECKED}codes:
  - {{symbol: /, meaning: present, class: present}}
  - {{symbol: "#", meaning: closed, class: administrative}}
  - {{symbol: N, meaning: unexplained, class: unauthorised absence, counts_to_threshold: yes}}
"""
VALUES = f"""{CHECKED}values:
  threshold:
    question: How many?
    unit: sessions
    fixed_by_law: {{may: nothing}}
    steps:
      - {{start: 2010-09-01, operator: ">=", value: 12, source: act, passage: section 1}}
      - {{start: 2020-09-01, operator: ">=", value: 10, source: act, passage: section 2}}
  resolve_days:
    question: How long?
    unit: school days
    fixed_by_law: {{may: lower}}
    steps:
      - {{start: 2010-09-01, value: 5, source: act, passage: section 3}}
  line:
    question: What share?
    unit: percent
    steps:
      - {{start: 2010-09-01, operator: ">=", value: 12.5, source: act, passage: section 4, stated: no}}
  steps:
    question: Which days?
    unit: list of days (sessions/2)
    steps:
      - {{start: 2010-09-01, operator: ">=", value: [4, 7], source: act, passage: section 5}}
"""
RULES = f"""{CHECKED}rules:
  land.crossed:
    kind: prompt
    track: line
    title: Line crossed
    text: "{{missed}} sessions; {{threshold}} is the line."
    text_parent: "{{missed}} sessions."
    when: {{asks: Is it crossed?, fact: missed, value: threshold}}
    source: act
    passage: section 1
    first_day: 2010-09-01
    notes: [near]
notes:
  near:
    text: "Exactly {{threshold}}."
    source: act
    passage: section 1
windows:
  missed_10: {{codes: threshold, unit: school weeks, length: resolve_days, threshold: threshold}}
"""
HOLIDAYS = f"""source: act
passage: schedule 2
{CHECKED}holidays:
  2026-12-25: Christmas Day
"""
CASES = """title: When the line is crossed
says: At the line or over it.
requirements: [LAW-02]
born: 2014-01-15
calendar: {terms: [2025-09-01 to 2025-10-17], closed: [2025-09-08]}
cases:
  - name: on the line
    on: 2025-09-12
    marks: [/ 2, N 10]
    expected: {land.crossed: met}
    measures: {sessions_possible: 12, persistently_absent: true}
    shows: [the line]
  - name: short of it
    on: 2025-09-05
    grid: |
      week | 2025-09-01
      day  | M T W T F
      AM   | / N . / /
      PM   | / N . / /
    expected: {land.crossed: not_met}
"""
FILES = {
    "pack.yaml": PACK,
    "sources.yaml": SOURCES,
    "codes/all.yaml": CODES,
    "values/all.yaml": VALUES,
    "rules/all.yaml": RULES,
    "bank_holidays.yaml": HOLIDAYS,
    "worked_cases/line.yaml": CASES,
}
TOWN = f"""id: town
title: A made-up town
layer: authority
over: land
first_day: 2015-09-01
maintainer: policy lead
about: An authority over the made-up land.
{CHECKED}"""
TOWN_SOURCES = "bylaw: {title: The Town's Framework, confidence: V}\n"


def write_pack(parent: Path, name: str = "land", **changed: str | None) -> Path:
    """Write the made-up land under `parent`, some files changed (`values=…`) or left out (None)."""
    files = dict(FILES)
    for key, text in changed.items():
        path = next(path for path in FILES if path.split("/")[0].removesuffix(".yaml") == key)
        files[path] = text  # type: ignore[assignment]
    return write_files(parent / name, files)


def write_town(parent: Path, *, values: str = "", rules: str = "", **files: str) -> Path:
    """Write an authority over the made-up land."""
    written = {"pack.yaml": TOWN, "sources.yaml": TOWN_SOURCES, **files}
    if values:
        written["values/all.yaml"] = f"{CHECKED}values:\n{values}"
    if rules:
        written["rules/all.yaml"] = f"{CHECKED}{rules}"
    return write_files(parent / "town", written)


def write_files(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        if text is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    return folder
