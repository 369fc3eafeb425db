from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from supportfirst.attendance.packs.in_force import FILE, days_of, in_force_problems
from supportfirst.attendance.packs.lint import check_pack
from supportfirst.attendance.packs.load import build_from
from supportfirst.attendance.packs.shape import Pack
from tests.factories.pack_folders import write_pack

FACTS = frozenset({"missed", "of_age"})
TODAY = date(2026, 11, 21)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def pack_of(folder: Path) -> Pack:
    return build_from(folder, facts=FACTS).pack


def write_list(folder: Path, entries: dict[tuple[str, str, date], None]) -> None:
    lines = []
    for way in ("from", "to"):
        days = sorted({day for each, _, day in entries if each == way})
        lines += [f"{way}:"] if days else []
        for day in days:
            lines.append(f"  {day}:")
            for kind in ("rules", "moves", "values"):
                names = [n for w, n, d in entries if (w, d) == (way, day) and n.startswith(f"{kind} ")]
                lines += [f"    {kind}:"] if names else []
                lines += [f"      - {name.removeprefix(f'{kind} ')}" for name in names]
    (folder / FILE).write_text("\n".join(lines) + "\n")


def told(folder: Path) -> list[str]:
    return [problem.problem for problem in in_force_problems(folder, pack_of(folder))]


def test_a_folder_without_a_list_is_not_held(folder):
    assert told(folder) == []


def test_a_list_of_every_day_that_the_layer_states_has_no_fault(folder):
    write_list(folder, dict(days_of(pack_of(folder), folder.name)))

    assert told(folder) == []


def test_a_day_that_the_list_leaves_out_is_named(folder):
    entries = dict(days_of(pack_of(folder), folder.name))
    way, name, day = next(each for each in entries if each[1].startswith("rules "))
    del entries[way, name, day]
    write_list(folder, entries)

    assert told(folder) == [f"{name} speaks {way} {day}, and the list does not say so"]


def test_a_day_that_only_the_list_states_is_named(folder):
    entries = dict(days_of(pack_of(folder), folder.name))
    entries["from", "values nothing.of_the_kind", date(2020, 1, 1)] = None
    write_list(folder, entries)

    assert told(folder) == ["values nothing.of_the_kind does not speak from 2020-01-01"]


def test_a_date_that_is_none_is_a_fault_of_the_list(folder):
    (folder / FILE).write_text("from:\n  soon:\n    rules: [a.rule]\n")

    assert f"{FILE}, from soon: “soon” is not a date" in told(folder)


def test_check_pack_names_a_list_that_says_otherwise(folder):
    entries = dict(days_of(pack_of(folder), folder.name))
    entries["to", "rules a.rule", date(2020, 1, 1)] = None
    write_list(folder, entries)

    found = check_pack(folder, today=TODAY, facts=FACTS)

    assert [(problem.kind, problem.file) for problem in found if not problem.warning] == [
        ("in-force-otherwise", f"{folder.name}/{FILE}")
    ]
