"""An authority that does not exist, added with YAML alone: it is checked, and a pupil is assessed by it.

Its folder is in samples/, and docs/how-to/add-an-authority.md shows it whole.
"""

from __future__ import annotations

import json
import re

import pytest

from scripts.traceability import ROOT
from tests.factories.desks import ADA, as_csv, register_of

MARLOW_VALE = ROOT / "samples" / "policy" / "marlow-vale"
PAGE = ROOT / "docs" / "how-to" / "add-an-authority.md"
PUPILS = as_csv("upn,forename,surname,date_of_birth", [(ADA, "Ada", "Example", "2014-01-15")])
PARENTS = as_csv(
    "parent_id,upn,title,legal_name,relationship,parental_responsibility,day_to_day_care",
    [("P1", ADA, "Ms", "Jo Example", "mother", "yes", "yes")],
)
SCHOOL = json.dumps({"schema": "school/1", "name": "Hill School", "type": "community school"})
REFERRED = {"to": "panel", "route": "prosecution", "period_from": "2025-09-08", "period_to": "2025-09-12"}


def referred(**data: str) -> str:
    event = {"id": "r1", "upn": ADA, "kind": "referral", "on": "2025-09-15", "data": data}
    return json.dumps({"schema": "history/1", "events": [event]})


@pytest.fixture
def assessed(desk):
    """Ada's case on a day, by a pack, as JSON or in words."""

    def run(on: str, *, history: str, pack: str = str(MARLOW_VALE), command: tuple[str, ...] = ("assess",)):
        files = desk.school(register_of(ADA="/ 10, O 10"), pupils=PUPILS)
        files += [
            "--parents",
            desk.write("parents.csv", PARENTS),
            "--school",
            desk.write("school.json", SCHOOL),
        ]
        files += ["--history", desk.write("history.json", history)]
        shown = ["--format", "json"] if command == ("assess",) else []
        return desk.run(*command, *files, "--pack", pack, "--on", on, *shown)

    return run


def proceedings(told) -> list[dict]:
    routes = told.json["pupils"][0]["routes"]
    return [route for route in routes if route["rule"].startswith("england.route.prosecution")]


def test_its_pack_has_no_faults_and_no_warnings(desk):
    told = desk.run("check-pack", str(MARLOW_VALE), "--on", "2026-11-20", "--format", "json")

    assert (told.code, told.json) == (0, [])
    assert "warning" not in told.err


def test_it_needed_no_line_of_program():
    lines = [line for path in MARLOW_VALE.rglob("*.py") for line in path.read_text().splitlines()]

    kinds = {path.suffix for path in MARLOW_VALE.rglob("*") if path.is_file()}
    assert (len(lines), kinds) == (0, {".yaml"})


def test_a_pupil_is_assessed_by_it(assessed):
    told = assessed("2025-10-06", history=referred(**REFERRED))

    pupil = told.json["pupils"][0]
    assert told.json["pack"]["id"] == "marlow-vale"
    assert "marlow.stage.noticed" in [stage["rule"] for stage in pupil["stages"]]
    status = {item["rule"]: item["status"] for item in pupil["evidence"]}
    assert status["marlow.evidence.impact"] == "missing"


@pytest.mark.requirement("SC-B19")
@pytest.mark.parametrize(
    ("on", "left"), [("2025-09-15", 177), ("2026-03-10", 1), ("2026-03-11", 0), ("2026-03-12", -1)]
)
def test_the_days_left_for_proceedings_are_counted_from_the_last_day_of_absence(assessed, on, left):
    told = assessed(on, history=referred(**REFERRED))

    shown = [(route["proceed_by"], route["days_left"]) for route in proceedings(told)]
    assert shown == [("2026-03-11", left)] * 2


@pytest.mark.requirement("SC-B19")
def test_an_officer_reads_how_many_days_are_left(assessed):
    told = assessed("2025-09-15", history=referred(**REFERRED), command=("explain", ADA))

    assert "177 days left" in told.out
    assert "11 March 2026" in told.out


@pytest.mark.requirement("SC-B19")
def test_an_authority_that_sets_no_limit_shows_none(assessed):
    told = assessed("2025-09-15", history=referred(**REFERRED), pack="england")

    assert len(proceedings(told)) == 2
    assert [route for route in proceedings(told) if "days_left" in route or "proceed_by" in route] == []


def test_without_the_last_day_of_absence_no_days_are_counted(assessed):
    told = assessed("2025-09-15", history=referred(to="panel", route="prosecution"))

    assert len(proceedings(told)) == 2
    assert [route for route in proceedings(told) if "days_left" in route] == []


def test_the_page_shows_every_file_as_it_is():
    page = PAGE.read_text(encoding="utf-8")

    shown = dict(
        re.findall(r"^`([\w/.-]+\.yaml)`\n\n```yaml\n(.*?)```$", page, flags=re.MULTILINE | re.DOTALL)
    )
    files = {
        path.relative_to(MARLOW_VALE).as_posix(): path.read_text(encoding="utf-8")
        for path in MARLOW_VALE.rglob("*.yaml")
    }
    assert shown == files
