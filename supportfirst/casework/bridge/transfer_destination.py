"""For which school a Common Transfer File is: this one, another, or nobody can tell.

Its header names the school that it goes to by LA and establishment number. A number that is another's is
enough to refuse the file. Blank numbers, and X in the place of each digit, which stands for a school that
the sender did not know, say nothing; so does a file without the header. Files of people and of registers
have this one rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from supportfirst.casework.bridge.people_transfer import SchoolNamed, TransferRefused, read_header
from supportfirst.casework.store.models import School


class Addressed(Protocol):
    """A file that may name the school it comes from, and the one it goes to; None: it is no transfer file."""

    @property
    def source(self) -> SchoolNamed | None: ...

    @property
    def destination(self) -> SchoolNamed | None: ...


@dataclass(frozen=True, slots=True)
class MeantFor:
    """`why` and `remedy` are sentences without their full stop, for whoever sends the file."""

    sure: bool
    another: bool
    why: str = ""
    remedy: str = ""

    @property
    def refusal(self) -> str:
        """Why a file for another school is not kept, and what to do; "" for any other."""
        told = (self.why, self.remedy) if self.another else ()
        return " ".join(f"{each[:1].upper()}{each[1:]}." for each in told)


def registers_meant_for(data: bytes, school: School) -> MeantFor:
    """The same of the bytes of an XML file. What is damaged names no school: its reading says what it is."""
    try:
        return meant_for(read_header(data), school)
    except TransferRefused:
        return MeantFor(sure=False, another=False)


def meant_for(file: Addressed, school: School) -> MeantFor:
    """What is no transfer file names no school: it is for the one it was sent to."""
    told = file.destination
    if told is None:
        return MeantFor(sure=True, another=False)
    ours = SchoolNamed(school.authority.number, school.establishment_number)
    pairs = [(_said(told.authority), ours.authority), (_said(told.establishment), ours.establishment)]
    if any(said and own and not _same(said, own) for said, own in pairs):
        return MeantFor(
            sure=False,
            another=True,
            why=f"the file is addressed to {_numbers(told)}; this school is {school.name}, {_numbers(ours)}",
            remedy="send it to the school that it names, or ask its sender for one addressed to this school",
        )
    if all(said and own for said, own in pairs):
        return MeantFor(sure=True, another=False)
    lacks = "the file" if not all(said for said, _ in pairs) else "the record of this school"
    why = f"we cannot tell whether the file is meant for {school.name}: {lacks} lacks a school number"
    return MeantFor(sure=False, another=False, why=why + _sender(file.source))


def _sender(source: SchoolNamed | None) -> str:
    if source is None or not (source.name or _said(source.establishment)):
        return ""
    named = f"{source.name}, " if source.name else ""
    return f". It says that it comes from {named}{_numbers(source)}"


def _said(number: str) -> str:
    return "" if set(number.upper()) <= {"X"} else number


def _same(one: str, other: str) -> bool:
    return one.lstrip("0") == other.lstrip("0")


def _numbers(school: SchoolNamed) -> str:
    authority, establishment = _said(school.authority), _said(school.establishment)
    return f"LA {authority or 'not given'}, establishment {establishment or 'not given'}"
