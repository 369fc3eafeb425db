"""Each worked case of each pack, through the command line that a user has."""

from __future__ import annotations

import json
import os
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from scripts.prove import WORKED_CASES_OF
from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from supportfirst.attendance.packs.load import folder_of, pack_names
from supportfirst.attendance.packs.worked_cases import WorkedCase, read_cases
from tests.factories.worked import written

# Proving one requirement reads the cases of the packs that prove it, and no others.
PACKS = os.environ.get(WORKED_CASES_OF, "").split() or pack_names()
READ = {pack: read_cases(folder_of(pack)) for pack in PACKS}
CASES = [case for cases, _ in READ.values() for case in cases]


def as_parameter(case: WorkedCase):
    marks = [pytest.mark.requirement(id_) for id_ in case.requirements]
    return pytest.param(case, id=f"{case.pack}-{Path(case.file).stem}-{case.name}", marks=marks)


def days_of(pupil: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a result says of each item, by the name that `dates` knows it by."""
    lists = ("steps_due", "holds", "evidence", "routes")
    return {item.get("key", item["id"]): item for name in lists for item in pupil[name]}


def read_by(reader: str, case: WorkedCase) -> list[str]:
    """The options that say who reads; where a case has parents, the first of them."""
    asked = ["--for", reader]
    return (
        [*asked, "--parent", case.files.parents[0].id] if reader == "parent" and case.files.parents else asked
    )


@pytest.mark.parametrize("pack", list(READ))
def test_every_worked_case_can_be_read(pack):
    assert READ[pack][1] == []


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_a_worked_case_comes_out_as_written(case, tmp_path, capsys):
    options = [*written(case, tmp_path), "--pack", case.pack]

    assert run(app, ["assess", *options, "--all", "--format", "json"]) in (0, 3)
    [pupil] = json.loads(capsys.readouterr().out)["pupils"]

    assert {rule: pupil["judged"].get(rule) for rule in case.expected} == dict(case.expected)
    items = days_of(pupil)
    for key, days in case.dates.items():
        told = {name: items[key].get(name) for name in days}
        assert (key, told) == (key, {name: day and day.isoformat() for name, day in days.items()})
    for key, value in case.measures.items():
        assert (key, reduce(dict.__getitem__, key.split("."), pupil["measures"])) == (key, value)
    for name, says in case.states.items():
        run(app, ["packs", "show", case.pack, "--beneath", "--id", name, "--on", case.on.isoformat()])
        assert f"{says}: " in capsys.readouterr().out
    read = (("officer", case.shows, case.hides), ("parent", case.shows_parent, ()))
    for reader, shown, hidden in read:
        if shown or hidden:
            run(app, ["explain", pupil["upn"], *options, *read_by(reader, case)])
            told = " ".join(capsys.readouterr().out.split())
            assert [fragment for fragment in shown if " ".join(fragment.split()) not in told] == []
            assert [fragment for fragment in hidden if " ".join(fragment.split()) in told] == []
