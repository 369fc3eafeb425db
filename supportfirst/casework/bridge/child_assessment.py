"""One child assessed as known at a moment: what a page shows of a past day, and what a sheet is made from.

The marks are folded from the registers and amendments recorded by then, and the chronology and the flags hold
what was recorded by then. With `stood`, days of birth and of the stays, parents, the school and its calendar
are read as they stood too, from what is kept at each of their changes; without, as they are held now. Names,
what is confidential and who has died are always of now. Nothing here loads the compiled kernel: a web process
may ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from supportfirst import __version__
from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.one_pupil import assess_one
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.casebook.sheet import Question, sheet_of
from supportfirst.attendance.casebook.sheet_inputs import PupilInputs, marks_of
from supportfirst.attendance.packs.load import layers_of
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary import casework as core
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.moments import LONDON, as_microseconds
from supportfirst.attendance.vocabulary.people import Pupil
from supportfirst.casework.bridge.as_they_stood import Stood
from supportfirst.casework.bridge.child_ledger import Step, marks_of_child, standing_at, steps_of, years_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pupil_years import FoldedYear, YearKey
from supportfirst.casework.bridge.school_files import (
    calendar_of,
    flags_known,
    history_of,
    parents_of,
    pupils_of,
    school_of,
    spells_of,
)
from supportfirst.casework.store.models import Enrolment, School


@dataclass(frozen=True, slots=True)
class ChildThen:
    """One child at one school, as known at a moment."""

    upn: str
    moment: datetime
    on: date  # the day of the moment, in London
    pack: Pack
    calendar: SchoolCalendar
    stays: Sequence[Enrolment]  # at the school, the first of them first
    steps: Sequence[Step]  # every step of the child's marks, those after the moment too
    years: Mapping[YearKey, FoldedYear]  # the marks that stood
    marks: Marks  # the same, for the core
    pupil: Pupil
    files: CaseFiles

    @property
    def known_at(self) -> int:
        return as_microseconds(self.moment)

    def assessed(self, *, everything: bool = False) -> Assessment:
        """As the worker would have assessed the child at the moment. Raises DayOutsidePack.

        everything: with what the stored assessment leaves out, such as moves of tracks the child is not on.
        """
        return assess_one(
            upn=self.upn,
            marks=self.marks,
            calendar=self.calendar,
            pupil=self.pupil,
            pack=self.pack,
            on=self.on,
            known_at=self.known_at,
            known_at_text=self.moment.isoformat(),
            everything=everything,
            caseworker=Caseworker(self.pack, self.on, self.known_at, self.calendar, self.files),
        )

    def inputs(self) -> PupilInputs:
        """All that the assessment rests on, apart from the pack."""
        return PupilInputs(
            upn=self.upn,
            marks=marks_of(self.upn, self.marks, self.pack.codes),
            calendar=self.calendar,
            pupils_given=True,
            pupil=self.pupil,
            files=self.files,
        )


@dataclass(frozen=True, slots=True)
class SchoolThen:
    """What is one for all children of a school, as known at a moment: many of them are read with one."""

    school: School
    moment: datetime
    on: date  # the day that is asked about
    pack: Pack
    calendar: SchoolCalendar
    told: core.School
    flags_known: frozenset[str]
    stood: Stood | None = None  # what of the school and the child stood otherwise at a past moment
    alike: Caseworker | None = None  # who has read the pack, for the sheets of many


def school_of_many(school: School, moment: datetime) -> SchoolThen:
    """The same for the sheets of many children: the pack is read for all of them, not with each."""
    then = school_then(school, moment)
    files = CaseFiles(school=then.told, parents=(), history=(), flags_known=then.flags_known)
    pack = layers_kept(then.pack.id)[-1]  # the one by which a sheet is judged
    known_at = as_microseconds(moment)
    return replace(then, alike=Caseworker(pack, then.on, known_at, then.calendar, files))


def school_then(
    school: School, moment: datetime, on: date | None = None, stood: Stood | None = None
) -> SchoolThen:
    """on: the day that is asked about, where it is not that of the moment. Raises CalendarUnusable."""
    on = on or moment.astimezone(LONDON).date()
    pack = pack_of(school, on)
    return SchoolThen(
        school=school,
        moment=moment,
        on=on,
        pack=pack,
        calendar=calendar_of(school, pack, stood),
        told=school_of(school, on, stood),
        flags_known=flags_known(school, moment),
        stood=stood,
    )


def child_then(
    enrolment: Enrolment, moment: datetime, on: date | None = None, stood: Stood | None = None
) -> ChildThen:
    """All stays at the school count, whichever of them is asked about. Raises CalendarUnusable.

    on: the day that is asked about, where it is not that of the moment. stood: of a past moment, what stood
    otherwise then (`stood_of_child`).
    """
    return child_of(school_then(enrolment.school, moment, on, stood), enrolment)


def child_of(then: SchoolThen, enrolment: Enrolment) -> ChildThen:
    """The same, of a child of a school that is read already."""
    school, moment, on, pack = then.school, then.moment, then.on, then.pack
    stays = spells_of(school, [enrolment.pupil_id], then.stood)
    steps = steps_of(school, [stay.pk for stay in stays])
    years = years_of(standing_at(steps, moment).values())
    history = history_of(school, stays, pack, moment)
    [pupil] = pupils_of(school, stays, moment, then.stood)
    return ChildThen(
        upn=pupil.upn,
        moment=moment,
        on=on,
        pack=pack,
        calendar=then.calendar,
        stays=stays,
        steps=steps,
        years=years,
        marks=marks_of_child(stays, years, pack.codes),
        pupil=pupil,
        files=CaseFiles(
            school=then.told,
            parents=parents_of(stays, on, then.stood),
            history=history.events,
            unread=history.unread,
            flags_known=then.flags_known | pupil.unclear_flags | {each.name for each in pupil.flags},
        ),
    )


def child_sheet(
    enrolment: Enrolment,
    moment: datetime,
    rule: str = "",
    decision: Mapping[str, Any] | None = None,
    at_school: SchoolThen | None = None,
) -> dict[str, Any]:
    """The sealed sheet of a child as known at a moment. decision: `decision_section` of the core.

    at_school: the school as known then, where it is read already. Raises RuleNotJudged, DayOutsidePack and
    CalendarUnusable.
    """
    school = at_school or school_then(enrolment.school, moment)
    then = child_of(school, enrolment)
    question = Question(then.upn, then.on, then.known_at, moment.isoformat(), rule)
    layers = layers_kept(then.pack.id)
    return sheet_of(
        question, then.inputs(), layers, version=__version__, decision=decision, alike=school.alike
    )


@lru_cache(maxsize=32)
def layers_kept(name: str) -> tuple[Pack, ...]:
    """A pack with those beneath it, read once a process: their files only change with the program."""
    return layers_of(name)
