"""Worked cases on disk: the files that a case speaks of, and the case judged by packs that were copied."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from supportfirst.attendance.packs.load import folder_of
from supportfirst.attendance.packs.worked_cases import (
    WorkedCase,
    calendar_csv,
    history_json,
    parents_csv,
    pupils_csv,
    register_csv,
    school_json,
)
from tests.factories.desks import Desk
from tests.prove.breakers import POLICY


def written(case: WorkedCase, folder: Path) -> list[str]:
    """The case as the files it speaks of, and the options that name them and its day."""
    files = {
        "register.csv": register_csv(case),
        "calendar.csv": calendar_csv(case),
        "pupils.csv": pupils_csv(case),
        "school.json": school_json(case),
        "parents.csv": parents_csv(case),
        "history.json": history_json(case),
    }
    options: list[str] = []
    for name, content in files.items():
        if content is not None:
            (folder / name).write_bytes(content)
            options += [f"--{Path(name).stem}", str(folder / name)]
    return [*options, "--on", case.on.isoformat()]


def copied_packs(folder: Path, *packs: str) -> Path:
    """A copy of packs that ship, in the folders where a project keeps them; the project's folder."""
    for pack in packs:
        shutil.copytree(folder_of(pack), folder / POLICY / pack)
    return folder


def judged_by(desk: Desk, case: WorkedCase, pack: Path) -> Any:
    """How each item of the case's pupil comes out under a pack, by its name."""
    options = written(case, desk.folder)
    told = desk.run("assess", *options, "--pack", str(pack), "--all", "--format", "json")
    [pupil] = told.json["pupils"]
    return pupil["judged"]
