"""What tests through the command line stand on: a desk in an empty folder, and shipped packs built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supportfirst.attendance.packs import load
from supportfirst.attendance.packs.build import Built
from tests.factories.desks import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.fixture(scope="session", autouse=True)
def shipped_packs_are_built_once() -> Iterator[None]:
    """Each command of a test is as a process of its own; nothing changes what ships between two of them.

    A pack in any other folder, and one that is checked against the facts, is built anew each time.
    """
    kept: dict[Path, Built] = {}
    build_from = load.build_from

    def build(folder: Path, **held: Any) -> Built:
        if folder.parent != load.POLICY or held.get("facts") is not None:
            return build_from(folder, **held)
        if folder not in kept:
            kept[folder] = build_from(folder, **held)
        return kept[folder]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "build_from", build)
        yield
