"""A desk with a pupil's files, the sheet made of them, and the file of one input written otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.factories.desks import ADA, BEN, YEAR, Desk, Told, register_of

ON, PACK = "2025-09-19", "england"
PUPILS = (
    "upn,forename,surname,date_of_birth,sen_support\n"
    f"{ADA},Ada,Example,2014-01-15,\n{BEN},Ben,Example,2014-01-15,yes\n"
)
PARENTS = f"parent_id,upn,parental_responsibility,day_to_day_care\nP1,{ADA},yes,yes\nQ1,{BEN},yes,yes\n"
SCHOOL = {"name": "Marlow Academy", "type": "academy", "traded": True}
CONSIDERED = {
    "id": "n1",
    "upn": ADA,
    "kind": "penalty_notice_considered",
    "on": "2025-09-15",
    "by": {"name": "A. Officer", "title": "Attendance officer"},
    "data": {"decision": "more_support", "reason": "the family has just asked for help"},
}
OFFERED = {
    "id": "n2",
    "upn": ADA,
    "kind": "early_help_offer",
    "on": "2025-09-10",
    "data": {"answer": "accepted"},
}
NAMES = {
    "register": "register-1.csv",
    "calendar": "calendar.csv",
    "pupils": "pupils.csv",
    "school": "school.json",
    "parents": "parents.csv",
    "history": "history.json",
}


@dataclass
class SheetDesk:
    """Ada has ten sessions of absence without permission; Ben is in the same files."""

    desk: Desk
    files: dict[str, str] = field(
        default_factory=lambda: {
            "register": register_of(ADA="/ 20, O 10", BEN="/ 30"),
            "calendar": YEAR,
            "pupils": PUPILS,
            "school": json.dumps(SCHOOL),
            "parents": PARENTS,
            "history": json.dumps([OFFERED, CONSIDERED]),
        }
    )

    def options(self, *names: str, **instead: str) -> list[str]:
        """The options that name the files (all of them where none is named), some written otherwise."""
        wanted = names or tuple(self.files)
        told = []
        for name in wanted:
            written = self.desk.write(NAMES[name], instead.get(name, self.files[name]))
            told += [f"--{name}", written]
        return told

    def keep(self, *more: str, out: str = "ada.sheet", upn: str = ADA, pack: str = PACK) -> Told:
        path = str(self.desk.folder / out)
        return self.desk.run("sheet", upn, *self.options(), "--pack", pack, "--on", ON, "--out", path, *more)

    def path(self, out: str = "ada.sheet") -> Path:
        return self.desk.folder / out

    def document(self, out: str = "ada.sheet") -> dict[str, Any]:
        held: dict[str, Any] = json.loads(self.path(out).read_bytes())
        return held

    def rerun(self, *more: str, out: str = "ada.sheet") -> Told:
        return self.desk.run("rerun", str(self.path(out)), *more)


def changed(told: Told) -> list[str]:
    """What a rerun says has changed."""
    return _under(told, "What changed:")


def came_out(told: Told) -> list[str]:
    return _under(told, "What came out otherwise:")


def _under(told: Told, heading: str) -> list[str]:
    lines = told.out.splitlines()
    starts = [place for place, line in enumerate(lines) if line.endswith(heading)]
    found = []
    for line in lines[starts[0] + 1 :] if starts else []:
        if not line.startswith("  "):
            break
        found.append(line.strip())
    return found
