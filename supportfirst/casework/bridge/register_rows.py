"""A register document's bytes and the entries that they stand for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

NUMBER_BYTES, MINUTES_BYTES = 4, 2
MOST_MINUTES = 24 * 60

Held = bytes | memoryview  # as SQLite gives bytes, and as PostgreSQL does


class Entry(NamedTuple):
    """One pupil's mark in a document; `minutes` is 0 where none were said."""

    enrolment: int
    number: int  # of the code (bridge.code_numbers)
    minutes: int = 0


class Packed(NamedTuple):
    pupils: bytes
    marks: bytes
    minutes: bytes


def packed(entries: Iterable[Entry]) -> Packed:
    """The three columns, in the order of the enrolments' numbers."""
    ordered = sorted(entries)
    said = any(entry.minutes for entry in ordered)
    return Packed(
        b"".join(entry.enrolment.to_bytes(NUMBER_BYTES, "little") for entry in ordered),
        bytes(entry.number for entry in ordered),
        b"".join(entry.minutes.to_bytes(MINUTES_BYTES, "little") for entry in ordered) if said else b"",
    )


def entries_of(pupils: Held, marks: Held, minutes: Held = b"") -> Iterator[Entry]:
    """The entries of the three columns, as any database gives them."""
    told = bytes(minutes)
    for place, (enrolment, number) in enumerate(zip(enrolments_of(pupils), bytes(marks), strict=True)):
        here = told[place * MINUTES_BYTES : (place + 1) * MINUTES_BYTES]
        yield Entry(enrolment, number, int.from_bytes(here, "little"))


def place_in(pupils: Held, number: bytes) -> int | None:
    """Where an enrolment's number, as bytes, stands in a document's column; None where it does not."""
    held = bytes(pupils)
    at = held.find(number)
    while at >= 0:
        if at % NUMBER_BYTES == 0:
            return at // NUMBER_BYTES
        at = held.find(number, at + 1)
    return None


def enrolments_of(pupils: Held) -> Iterable[int]:
    """The enrolments' numbers of a column of pupils."""
    numbers = array("I")
    if numbers.itemsize != NUMBER_BYTES or array("I", [1]).tobytes() != b"\1\0\0\0":  # a rare machine
        held = bytes(pupils)
        return [
            int.from_bytes(held[start : start + NUMBER_BYTES], "little")
            for start in range(0, len(held), NUMBER_BYTES)
        ]
    numbers.frombytes(bytes(pupils))
    return numbers
