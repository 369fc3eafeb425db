"""The fixture of the tests through the command line: a desk in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.desks import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)
