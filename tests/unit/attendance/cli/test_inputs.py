"""Casework files named on the command line: read once, and told about; one that is not named is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from supportfirst.attendance.cli.inputs import (
    FileMissing,
    Told,
    read_history,
    read_parents,
    read_pupils_file,
    read_school,
    tell,
)
from tests.factories.casefiles import KINDS
from tests.factories.rules import build_pack

PACK = replace(build_pack(), records=KINDS)
HISTORY = (
    '[{"id": "e1", "upn": "A", "kind": "contact", "on": "2026-01-12", "data": {"channel": "phone"}},\n'
    '{"id": "e2", "upn": "A", "kind": "contact", "on": "soon", "data": {"channel": "phone"}, "seen": 1}]'
)


def test_a_file_that_is_not_named_is_not_known_rather_than_empty():
    told = Told()

    found = [
        read_pupils_file(None, told=told),
        read_school(None, told=told),
        read_parents(None, told=told),
        read_history(None, PACK, told=told),
    ]

    assert found == [None] * 4


def test_the_events_that_can_be_used_come_back_and_the_others_are_told(tmp_path):
    path, told = tmp_path / "history.json", Told()
    path.write_text(HISTORY)

    read = read_history(str(path), PACK, told=told)

    assert read is not None
    assert [event.id for event in read.events] == ["e1"]
    assert read.unread == {"A": {"contact"}}
    assert [(problem.file, problem.line) for problem in told.problems] == [(str(path), 2)]
    assert [warning.column for warning in told.warnings] == ["event e2, seen"]


def test_a_faulty_event_is_told_on_standard_error_with_place_and_remedy(tmp_path, capsys):
    path, told = tmp_path / "history.json", Told()
    path.write_text(HISTORY)
    read_history(str(path), PACK, told=told)

    tell(told, problems_file=None)

    assert (
        f"{path}, line 2, event e2, on “soon”: it is not a date; write the day as 2026-03-02."
        in capsys.readouterr().err
    )


def test_the_parents_and_the_school_come_back_and_their_faults_are_told(tmp_path):
    told = Told()
    (tmp_path / "parents.csv").write_text("parent_id,upn,day_to_day_care\nP1,A,perhaps\n")
    (tmp_path / "school.json").write_text('{"type": "Academy", "urn": "1"}')

    parents = read_parents(str(tmp_path / "parents.csv"), told=told)
    school = read_school(str(tmp_path / "school.json"), told=told)

    assert [parent.id for parent in parents or ()] == ["P1"]
    assert school is not None
    assert school.type == "academy"
    assert [problem.kind for problem in told.problems] == ["not-yes-or-no", "unreadable-urn"]


def test_the_pupils_file_comes_back_with_the_flags_that_it_speaks_of(tmp_path):
    path = tmp_path / "pupils.csv"
    path.write_text("upn,sen_support\nB801200005001,\n")

    read = read_pupils_file(str(path), told=Told())

    assert read is not None
    assert read.flag_columns == {"sen_support"}


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(FileMissing, match=r"nowhere\.json: this file can't be read"):
        read_school("nowhere.json", told=Told())
