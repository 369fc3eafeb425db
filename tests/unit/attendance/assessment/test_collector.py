"""The collector rests while a school is assessed; what was made for a pupil goes by itself all the same."""

from __future__ import annotations

import gc

import pytest

from supportfirst.attendance.assessment.collector import collector_paused


@pytest.mark.parametrize("was_on", [True, False])
def test_it_is_as_it_was_afterwards(was_on):
    before = gc.isenabled()
    (gc.enable if was_on else gc.disable)()
    try:
        with collector_paused():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


def test_it_is_as_it_was_after_an_error_too():
    with pytest.raises(ValueError, match="inside"), collector_paused():
        raise ValueError("inside")

    assert gc.isenabled()
