"""Marks: one code for one pupil and one session, many of them side by side.

A week of an authority is two million marks, so they are kept as columns of numbers
that arrays can wrap without copying; `Marks.each()` gives them one by one for reading.
A code is its number in the code book, a session its `Session.number`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.sessions import Session


class Recorder(NamedTuple):
    """Who recorded a mark, as a register must show it."""

    name: str = ""
    title: str = ""


class Remark(NamedTuple):
    """What was written beside a mark; most marks have none."""

    minutes_late: int | None = None
    comment: str = ""
    reason: str = ""


class Mark(NamedTuple):
    upn: str
    session: Session
    code: int  # number in the code book
    recorded_at: int  # microseconds since 1970 UTC, or NOT_RECORDED
    recorder: Recorder
    remark: Remark
    line: int  # line of the file it was read from; 0 if none


@dataclass(slots=True)
class Marks:
    """Columns of equal length, a mark a place, in the order of the file."""

    upns: list[str] = field(default_factory=list)  # each pupil once, in order of first appearance
    pupil: array[int] = field(default_factory=lambda: array("i"))  # index into `upns`
    session: array[int] = field(default_factory=lambda: array("i"))  # Session.number
    code: array[int] = field(default_factory=lambda: array("B"))  # number in the code book
    recorded_at: array[int] = field(default_factory=lambda: array("q"))  # or NOT_RECORDED
    recorder: array[int] = field(default_factory=lambda: array("i"))  # index into `recorders`
    line: array[int] = field(default_factory=lambda: array("i"))
    recorders: list[Recorder] = field(default_factory=lambda: [Recorder()])  # 0: not said
    remarks: dict[int, Remark] = field(default_factory=dict)  # by place

    def __len__(self) -> int:
        return len(self.code)

    def at(self, place: int) -> Mark:
        return Mark(
            upn=self.upns[self.pupil[place]],
            session=Session.of_number(self.session[place]),
            code=self.code[place],
            recorded_at=self.recorded_at[place],
            recorder=self.recorders[self.recorder[place]],
            remark=self.remarks.get(place, Remark()),
            line=self.line[place],
        )

    def each(self) -> Iterator[Mark]:
        return map(self.at, range(len(self)))

    def add(self, mark: Mark, *, pupils: dict[str, int], recorders: dict[Recorder, int]) -> None:
        """Append one mark; the two dicts are the caller's indexes of upns and recorders, kept up here."""
        if mark.upn not in pupils:
            pupils[mark.upn] = len(self.upns)
            self.upns.append(mark.upn)
        if mark.recorder not in recorders:
            if mark.recorder == Recorder():
                recorders[mark.recorder] = 0
            else:
                recorders[mark.recorder] = len(self.recorders)
                self.recorders.append(mark.recorder)
        if mark.remark != Remark():
            self.remarks[len(self)] = mark.remark
        self.pupil.append(pupils[mark.upn])
        self.session.append(mark.session.number)
        self.recorded_at.append(mark.recorded_at)
        self.recorder.append(recorders[mark.recorder])
        self.line.append(mark.line)
        self.code.append(mark.code)

    def extend(self, later: Marks) -> None:
        """Append every mark of a later input; pupils and recorders already known keep their places."""
        places = {upn: place for place, upn in enumerate(self.upns)}
        pupil_of = [places.setdefault(upn, len(places)) for upn in later.upns]
        self.upns = list(places)
        recorders = {recorder: place for place, recorder in enumerate(self.recorders)}
        recorder_of = [recorders.setdefault(recorder, len(recorders)) for recorder in later.recorders]
        self.recorders = list(recorders)
        start = len(self)
        self._date_what_is_replaced(later, pupil_of)
        self.remarks.update((start + place, remark) for place, remark in later.remarks.items())
        self.pupil.extend(pupil_of[place] for place in later.pupil)
        self.recorder.extend(recorder_of[place] for place in later.recorder)
        self.session.extend(later.session)
        self.recorded_at.extend(later.recorded_at)
        self.line.extend(later.line)
        self.code.extend(later.code)

    def _date_what_is_replaced(self, later: Marks, pupil_of: list[int]) -> None:
        """A mark without a moment that a later input replaces was recorded by that moment at the latest.

        Without this a correction made on the very day would stand before the end of that day, when
        a mark that does not say when it was recorded begins to count, and would be lost.
        """
        same_day = {
            (pupil_of[pupil], session): moment
            for pupil, session, moment in zip(later.pupil, later.session, later.recorded_at, strict=True)
            if moment != NOT_RECORDED and moment < end_of_day(Session.of_number(session).day)
        }
        if not same_day:
            return
        for place, key in enumerate(zip(self.pupil, self.session, strict=True)):
            if self.recorded_at[place] == NOT_RECORDED and key in same_day:
                self.recorded_at[place] = same_day[key]


__all__ = ["NOT_RECORDED", "Mark", "Marks", "Recorder", "Remark"]
