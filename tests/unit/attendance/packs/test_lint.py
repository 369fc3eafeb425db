from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from supportfirst.attendance.packs.lint import check_pack
from supportfirst.attendance.packs.load import build_from
from tests.factories.pack_folders import (
    CASES,
    CODES,
    FILES,
    PACK,
    RULES,
    VALUES,
    write_files,
    write_pack,
    write_town,
)

FACTS = frozenset({"missed", "of_age"})
TODAY = date(2026, 11, 21)


def faults(folder: Path, *, today: date = TODAY) -> list[tuple[str, str, int]]:
    found = check_pack(folder, today=today, facts=FACTS)
    return [(p.kind, p.file.split("/", 1)[-1], p.line) for p in found if not p.warning]


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_a_sound_pack_has_no_fault_and_no_warning(tmp_path):
    assert check_pack(write_pack(tmp_path), today=TODAY, facts=FACTS) == []


FAULTS = [
    ("unknown-key", "values", "question: How long?", "question: How long?\n    colour: red"),
    ("repeated-key", "values", "question: How long?", "question: How long?\n    question: Twice?"),
    ("missing-source", "values", "value: 5, source: act,", "value: 5,"),
    ("missing-passage", "values", ", passage: section 3", ""),
    ("unknown-source", "values", "value: 5, source: act", "value: 5, source: hearsay"),
    ("missing-question", "values", "question: How long?", 'question: ""'),
    ("unknown-unit", "values", "unit: school days", "unit: moons"),
    ("bad-number", "values", "value: 12.5", "value: '12,5'"),
    ("bad-number", "values", "value: [4, 7]", "value: [4, seven]"),
    ("bad-number", "values", "value: 12, source", "value: 9.5, source"),
    ("bad-number", "values", "value: 5, source", "value: -5, source"),
    ("bad-number", "values", "value: 12.5, source", "value: 100.5, source"),
    ("bad-number", "values", "value: [4, 7]", "value: [4.5, 7]"),
    ("unknown-code", "values", "unit: school days", "unit: code"),
    ("not-fixed", "values", "    fixed_by_law: {may: lower}\n", ""),
    ("value-not-in-force", "rules", "first_day: 2010-09-01", "first_day: 2010-08-31"),
    ("bad-date", "values", "start: 2020-09-01", "start: 2020-09-31"),
    ("unknown-operator", "values", 'operator: ">=", value: 12.5', 'operator: "=>", value: 12.5'),
    (
        "gap",
        "values",
        '{start: 2010-09-01, operator: ">=", value: 12,',
        "{start: 2010-09-01, end: 2019-08-31, value: 12,",
    ),
    (
        "overlap",
        "values",
        '{start: 2010-09-01, operator: ">=", value: 12,',
        "{start: 2010-09-01, end: 2021-08-31, value: 12,",
    ),
    ("overlap", "values", "start: 2020-09-01", "start: 2009-09-01"),
    ("bad-yes-no", "values", "stated: no", "stated: perhaps"),
    ("unknown-may", "values", "{may: lower}", "{may: anything}"),
    ("unknown-fact", "rules", "fact: missed", "fact: mist"),
    ("unknown-value", "rules", "value: threshold}", "value: thresh}"),
    ("unknown-name", "rules", '"{missed} sessions."', '"{mist} sessions."'),
    ("braces", "rules", '"{missed} sessions."', '"{missed sessions."'),
    ("braces", "rules", '"{missed} sessions."', '"{missed } sessions."'),
    ("unknown-note", "rules", "notes: [near]", "notes: [far]"),
    ("unknown-kind", "rules", "kind: prompt", "kind: threat"),
    ("missing-order", "rules", "kind: prompt", "kind: stage"),
    ("age-not-asked", "rules", "track: line", "track: line\n    legal: yes"),
    ("bad-condition", "rules", "fact: missed, value", "fact: missed, holds: of_age, value"),
    ("not-a-percent", "rules", "fact: missed, value", "share: [missed, missed], value"),
    ("not-a-number", "rules", "value: threshold}", "value: steps}"),
    ("span-backwards", "rules", "first_day: 2010-09-01", "first_day: 2010-09-01\n    last_day: 2010-08-31"),
    ("unknown-unit", "rules", "unit: school weeks", "unit: fortnights"),
    (
        "overlap",
        "codes",
        '{symbol: "#"',
        '{symbol: N, first_day: 2020-09-01, meaning: new, class: administrative}\n  - {symbol: "#"',
    ),
    ("unknown-class", "codes", "class: administrative", "class: odd"),
    ("missing-symbol", "codes", 'symbol: "#"', 'symbol: ""'),
    ("bad-date", "bank_holidays", "2026-12-25", "25/12/2026"),
    ("missing-title", "sources", "title: The Attendance Act, ", ""),
    ("unknown-confidence", "sources", "confidence: V", "confidence: high"),
    ("missing-maintainer", "pack", "maintainer: policy lead\n", ""),
    ("wrong-id", "pack", "id: land", "id: sea"),
    ("unknown-layer", "pack", "layer: national", "layer: galactic"),
    ("unknown-rule", "worked_cases", "expected: {land.crossed: met}", "expected: {land.lost: met}"),
    ("unknown-code", "worked_cases", "marks: [/ 2, N 10]", "marks: [/ 2, W 10]"),
    ("bad-outcome", "worked_cases", "{land.crossed: met}", "{land.crossed: maybe}"),
    ("bad-run", "worked_cases", "marks: [/ 2, N 10]", "marks: [/ 2, N many]"),
    ("calendar-too-short", "worked_cases", "marks: [/ 2, N 10]", "marks: [/ 2, N 400]"),
    ("bad-grid", "worked_cases", "      AM   | / N . / /", "      AM   | / N ."),
]


@pytest.mark.parametrize(("kind", "part", "old", "new"), FAULTS)
def test_it_names_each_fault_at_its_line(tmp_path, kind, part, old, new):
    path = next(path for path in FILES if path.split("/")[0].removesuffix(".yaml") == part)
    assert old in FILES[path]
    folder = write_pack(tmp_path, **{part: FILES[path].replace(old, new, 1)})

    found = faults(folder)

    named = [(file, line) for each, file, line in found if each == kind]
    assert [file for file, _ in named][:1] == [path], found
    assert all(line > 0 for _, line in named)


@pytest.mark.parametrize(
    ("kind", "old", "new", "shown"),
    [
        ("bad-number", "value: 12.5", "value: '12,5'", "12,5"),
        ("unknown-key", "question: How long?", "question: How long?\n    colour: red", "colour: red"),
        ("repeated-key", "question: How long?", "question: How long?\n    question: Twice?", "Twice?"),
        ("unknown-source", "value: 5, source: act", "value: 5, source: hearsay", "hearsay"),
    ],
)
def test_the_line_is_that_of_the_fault_itself(tmp_path, kind, old, new, shown):
    changed = VALUES.replace(old, new, 1)
    folder = write_pack(tmp_path, values=changed)

    assert (kind, "values/all.yaml", line_of(changed, shown)) in faults(folder)


def test_it_names_every_fault_and_not_only_the_first(tmp_path):
    values = VALUES.replace("value: 5,", "value: five,").replace(
        "source: act, passage: section 4", "passage: section 4"
    )
    folder = write_pack(
        tmp_path,
        values=values,
        rules=RULES.replace("fact: missed", "fact: mist"),
        codes=CODES.replace("class: present", "class: here"),
    )

    assert {"bad-number", "missing-source", "unknown-fact", "unknown-class"} <= {
        kind for kind, _, _ in faults(folder)
    }


def test_a_review_day_that_has_passed_is_a_fault(tmp_path):
    folder = write_pack(tmp_path)

    assert faults(folder, today=date(2027, 1, 5)) == []
    late = faults(folder, today=date(2027, 1, 6))
    assert {kind for kind, _, _ in late} == {"review-overdue"}
    assert ("review-overdue", "values/all.yaml", 1) in late
    assert check_pack(folder) == []


def test_a_rule_twice_in_two_files_is_a_fault(tmp_path):
    folder = write_files(write_pack(tmp_path), {"rules/more.yaml": RULES})

    assert ("repeated-id", "rules/more.yaml", line_of(RULES, "land.crossed:")) in faults(folder)


def test_a_value_twice_in_two_files_is_a_fault(tmp_path):
    folder = write_files(write_pack(tmp_path), {"values/more.yaml": VALUES})

    assert ("repeated-key", "values/more.yaml") in {(kind, file) for kind, file, _ in faults(folder)}


def test_missing_files_and_folders_are_faults(tmp_path):
    assert [kind for kind, _, _ in faults(tmp_path / "nowhere")] == ["missing-folder"]
    (tmp_path / "a-file").write_text("")
    assert [kind for kind, _, _ in faults(tmp_path / "a-file")] == ["missing-folder"]
    (tmp_path / "empty").mkdir()
    assert ("missing-file", "pack.yaml", 0) in faults(tmp_path / "empty")


def test_a_file_that_nothing_reads_is_a_fault(tmp_path):
    folder = write_files(write_pack(tmp_path), {"rules/lost.yml": RULES, "value.yaml": VALUES})

    assert [each[1] for each in faults(folder) if each[0] == "unread-file"] == [
        "rules/lost.yml",
        "value.yaml",
    ]


def test_loosening_is_a_fault_at_the_step_that_does_it(tmp_path):
    write_pack(tmp_path)
    values = (
        "  threshold:\n    question: How many here?\n    unit: sessions\n    steps:\n"
        '      - {start: 2020-09-01, operator: ">=", value: 9, source: bylaw, passage: part 1}\n'
    )
    town = write_town(tmp_path, values=values)

    written = (town / "values/all.yaml").read_text()
    assert faults(town) == [("loosened", "values/all.yaml", line_of(written, "value: 9"))]


def test_a_number_that_its_unit_cannot_be_is_one_fault_and_its_uses_are_none(tmp_path):
    folder = write_pack(tmp_path, values=VALUES.replace("value: 12, source", "value: 9.5, source"))

    assert faults(folder) == [("bad-number", "values/all.yaml", line_of(VALUES, "value: 12, source"))]


def test_a_national_value_that_a_legal_step_rests_on_says_what_may_be_done_to_it(tmp_path):
    legal = RULES.replace(
        "when: {asks: Is it crossed?, fact: missed, value: threshold}",
        "legal: yes\n    when:\n      asks: Is it crossed?\n      all:\n"
        "        - {asks: Enough?, fact: missed, value: line}\n"
        "        - {asks: Of age?, holds: compulsory_school_age}",
    )
    folder = write_pack(tmp_path, rules=legal)
    found = check_pack(folder, facts=FACTS | {"compulsory_school_age"})

    assert [(each.kind, each.value) for each in found if not each.warning] == [("not-fixed", "line")]


def test_a_rule_may_not_outlive_its_value(tmp_path):
    ended = VALUES.replace(
        'start: 2020-09-01, operator: ">="', 'start: 2020-09-01, end: 2025-08-31, operator: ">="'
    )
    shorter = RULES.replace("first_day: 2010-09-01", "first_day: 2010-09-01\n    last_day: 2025-08-31")

    assert [kind for kind, _, _ in faults(write_pack(tmp_path / "a", values=ended))] == ["value-not-in-force"]
    assert faults(write_pack(tmp_path / "b", values=ended, rules=shorter)) == []


def test_a_code_must_be_in_force_when_a_value_names_it(tmp_path):
    value = (
        "  our_code: {{question: Which?, unit: code, steps: "
        "[{{start: 2015-09-01, value: {code}, source: bylaw, passage: part 1}}]}}\n"
    )
    write_pack(tmp_path)

    assert faults(write_town(tmp_path, values=value.format(code="N"))) == []
    assert [kind for kind, _, _ in faults(write_town(tmp_path, values=value.format(code="ZZ")))] == [
        "unknown-code"
    ]


@pytest.mark.parametrize("broken", [b"\tvalues:\n", bytes(range(128, 200)), b"just a word\n"])
@pytest.mark.parametrize("part", ["values/all.yaml", "sources.yaml"])
def test_a_file_that_could_not_be_read_is_told_and_not_what_follows_from_it(tmp_path, part, broken):
    folder = write_pack(tmp_path)
    (folder / part).write_bytes(broken)

    assert [file for _, file, _ in faults(folder)] == [part]


def test_what_else_is_wrong_is_told_after_the_file_that_could_not_be_read(tmp_path):
    folder = write_pack(tmp_path, rules=RULES.replace("kind: prompt", "kind: threat"))
    (folder / "values/all.yaml").write_text("\tvalues:\n")

    assert [kind for kind, _, _ in faults(folder)] == ["unreadable-yaml", "unknown-kind"]


def test_worked_cases_that_could_not_be_read_hide_no_fault_of_the_pack(tmp_path):
    folder = write_pack(tmp_path, rules=RULES.replace("value: threshold}", "value: thresh}"))
    (folder / "worked_cases/line.yaml").write_text("\tcases:\n")

    assert [kind for kind, _, _ in faults(folder)] == ["unreadable-yaml", "unknown-value"]


def test_bank_holidays_below_the_national_layer_are_a_fault(tmp_path):
    write_pack(tmp_path)
    town = write_files(write_town(tmp_path), {"bank_holidays.yaml": FILES["bank_holidays.yaml"]})

    assert [kind for kind, _, _ in faults(town)] == ["holidays-below-national"]


def test_a_lower_layer_cannot_replace_a_rule_a_note_or_a_window(tmp_path):
    write_pack(tmp_path)
    town = write_files(write_town(tmp_path), {"rules/all.yaml": RULES})

    assert [kind for kind, _, _ in faults(town)] == ["repeated-id"] * 3
    assert build_from(town).pack.rules == build_from(tmp_path / "land").pack.rules


def test_codes_below_the_national_layer_are_a_fault(tmp_path):
    write_pack(tmp_path)
    town = write_files(write_town(tmp_path), {"codes/ours.yaml": CODES})

    assert [kind for kind, _, _ in faults(town)] == ["codes-below-national"]


def test_a_faulty_layer_beneath_is_one_fault_here(tmp_path):
    write_pack(tmp_path, values=VALUES.replace("value: 5,", "value: five,").replace("12.5", "half"))
    town = write_town(tmp_path)

    assert [kind for kind, _, _ in faults(town)] == ["fault-beneath"]


def test_an_authority_cannot_lie_over_an_authority(tmp_path):
    write_pack(tmp_path, pack=PACK.replace("layer: national", "layer: authority\nover: england"))
    town = write_town(tmp_path)

    assert "layers-crossed" in [kind for kind, _, _ in faults(town)]


def test_a_rule_without_a_worked_case_on_each_side_is_a_warning(tmp_path):
    folder = write_pack(tmp_path, worked_cases=CASES.replace("not_met", "cannot_tell"))

    assert [(p.kind, p.warning, p.value) for p in check_pack(folder)] == [
        ("unproved-rule", True, "land.crossed")
    ]


def test_a_pack_of_random_damage_is_faults_and_never_an_error(tmp_path):
    chance = random.Random(7)  # noqa: S311
    for turn in range(25):
        part = chance.choice(sorted(FILES))
        data = bytearray(FILES[part].encode())
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        folder = write_pack(tmp_path / str(turn))
        (folder / part).write_bytes(bytes(data))

        check_pack(folder, today=TODAY, facts=FACTS)
