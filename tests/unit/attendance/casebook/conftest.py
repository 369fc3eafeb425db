from __future__ import annotations

import pytest

from supportfirst.attendance.packs.shape import Pack
from tests.factories.case_land import land


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return land(tmp_path_factory.mktemp("cases"))
