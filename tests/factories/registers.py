"""Registers as bytes, and what reading them gave, for the tests of the room that reads them."""

from __future__ import annotations

from supportfirst.attendance.registers.parse import parse_register
from supportfirst.attendance.registers.result import ReadRegister
from tests.factories.codes import build_codebook

CODES = build_codebook()
ADA, BEN, CAM = "B801200005001", "R201100018042", "T20110001804V"  # sound check letters


def read(text: str | bytes, **more) -> ReadRegister:
    """Read a register, having checked that every cell is accounted for."""
    data = text.encode() if isinstance(text, str) else text
    found = parse_register(data, name="register.csv", codes=CODES, **more)
    assert found.cells == len(found.marks) + found.blank + found.repeated + len(found.problems)
    return found


def said(found: ReadRegister) -> dict[str, str]:
    """Each mark as “UPN day half” to its code; a later mark of the same session stands."""
    return {
        f"{mark.upn} {mark.session}": CODES.symbol(mark.code, mark.session.half)
        for mark in found.marks.each()
    }


def kinds(found: ReadRegister) -> list[str]:
    return [problem.kind for problem in found.problems]
