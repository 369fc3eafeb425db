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


KEPT: dict[Path, Built] = {}


@pytest.fixture(autouse=True)
def shipped_packs_are_built_once() -> Iterator[None]:
    """Each command of a test is as a process of its own; nothing changes what ships between two of them.

    A pack in any other folder, and one that is checked against the facts, is built anew each time. It holds
    for the tests of this folder alone: others ask that a pack which is read again is another.
    """
    build_from = load.build_from

    def build(folder: Path, **held: Any) -> Built:
        if folder.parent != load.POLICY or held.get("facts") is not None:
            return build_from(folder, **held)
        if folder not in KEPT:
            KEPT[folder] = build_from(folder, **held)
        return KEPT[folder]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "build_from", build)
        yield
