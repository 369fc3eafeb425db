"""What the load is judged by: what ninety-five of a hundred waited, and whatever was lost or doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.load.__main__ import _quantile, _waited
from benchmarks.load.browsing import Browser, NoAnswer
from benchmarks.load.open_loop import Timed, Told
from benchmarks.load.reckoning import Reckoned

KEPT = Reckoned(registers=2, marks=54, chains_hold=True, jobs={"done": 3})


def test_ninety_five_of_a_hundred_kept_to_the_wait_that_is_told():
    times = [place / 1000 for place in range(100)]

    assert _quantile(times, 0.95) == 0.095
    assert _quantile(times, 1.0) == 0.099
    assert _quantile([], 0.95) == float("inf")  # nothing answered is not quick


def test_the_longer_wait_of_the_two_kinds_is_judged():
    told = Told(reads=[Timed(1.0, 0.9), Timed(31.0, 0.1)], submissions=[Timed(1.0, 0.2), Timed(31.0, 0.3)])

    assert _waited(told) == 0.9


@pytest.mark.parametrize(
    "fault",
    [
        {"lost": 1},
        {"doubled": 1},
        {"messages_lost": 1},
        {"messages_doubled": 1},
        {"chains_hold": False},
        {"jobs": {"done": 2, "waiting": 1}},
        {"jobs": {"failed": 1}},
    ],
    ids=str,
)
def test_any_one_fault_is_a_fault(fault):
    assert KEPT.sound
    assert not replace(KEPT, **fault).sound


def test_an_answer_that_was_cut_off_is_none():
    browser = Browser(port=1)
    whole = (
        b"HTTP/1.1 302 Found\r\nLocation: /taken/\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 2\r\n\r\nok"
    )

    assert browser._read(whole).header("location") == "/taken/"
    assert browser.cookies == {"a": "b"}
    for cut in (whole[:-1], whole[:20], b""):
        with pytest.raises(NoAnswer):
            browser._read(cut)
