"""The page on which a register is taken: who may take it, the class, its session's times, the codes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import QuerySet

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import classes_for, enrolments_for, may
from supportfirst.casework.bridge.arrivals import Arrival, arrival, late_symbol
from supportfirst.casework.bridge.begun import check_has_come, opens_later, time_so_far
from supportfirst.casework.bridge.class_places import in_class
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, pack_of
from supportfirst.casework.bridge.codes_in_force import in_force as codes_in_force
from supportfirst.casework.bridge.day_values import present_code, whole_day_words
from supportfirst.casework.bridge.late_minutes import AgainstTheClose, against_the_close, late_by
from supportfirst.casework.bridge.leave_held import refused_on, refused_words
from supportfirst.casework.bridge.planned import (
    covers,
    expected_code,
    mark_warnings,
    plans_of_day,
    told_at_the_register,
)
from supportfirst.casework.bridge.school_days import (
    HALVES,
    SESSION_WORDS,
    Closed,
    SessionTimes,
    closed_on,
    due_by,
    show_day,
    times_missing,
    times_of,
)
from supportfirst.casework.bridge.standing_marks import Recorded, standing
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import ClassGroup, Enrolment, PlannedAbsence, School

UNEXPLAINED = "unexplained_code"  # the pack's value
NAMES = tuple(f"pupil__{kind}_{part}" for kind in ("legal", "preferred") for part in ("forename", "surname"))


def may_take_register(actor: Actor, group: ClassGroup) -> bool:
    """Whether the class is the actor's own today, or the actor may take every register of the school."""
    return classes_for(actor, Right.TAKE_REGISTER).filter(pk=group.pk).exists()


def may_correct_mark(actor: Actor, enrolment: Enrolment) -> bool:
    return may(actor, Right.CORRECT_MARK, enrolment.school)


def may_see_mark(actor: Actor, enrolment: Enrolment) -> bool:
    """Whoever may correct it, and whoever takes the class's register or may see the child's record today."""
    if may_correct_mark(actor, enrolment):
        return True
    if enrolment.group is not None and may_take_register(actor, enrolment.group):
        return True
    return enrolments_for(actor, Right.SEE_PUPIL).filter(pk=enrolment.pk).exists()


def on_roll(group: ClassGroup, day: date) -> QuerySet[Enrolment]:
    """The pupils who were in a class on a day, in the order of the register."""
    held = Enrolment.objects.filter(in_class([group.pk], day), in_force(day))
    return held.select_related("pupil").order_by("pupil__legal_surname", "pupil__legal_forename", "pk")


@dataclass(frozen=True, slots=True)
class Pupil:
    """One line of the class list."""

    enrolment: int
    pupil_id: uuid.UUID
    name: str
    words: tuple[str, ...]  # every name that the child goes by, for finding
    symbol: str = ""  # what stands; blank: nothing, or struck out
    minutes: int = 0
    marked: bool = False  # an entry exists, be it struck out
    planned: str = ""  # what is planned for the session, in a line
    expected: str = ""  # the mark that the plan comes to; "" without a plan, or without its permission
    warnings: Sequence[str] = ()  # what is to be looked at about the mark that stands


@dataclass(frozen=True, slots=True)
class RegisterPage:
    school: School
    group: ClassGroup
    day: date
    half: int
    session_word: str
    times: SessionTimes
    due: datetime | None
    closed: Closed | None
    pupils: Sequence[Pupil]
    choices: Sequence[Choice]
    counts_as: Mapping[str, str]
    late: str
    unexplained: str
    to_come: bool
    opens: datetime | None = None  # when it opens, where it is not open yet
    so_far: time | None = None  # of the very day: later than this nobody has arrived
    times_missing: Sequence[str] = ()  # what the school must say before the register can be taken
    may_set_times: bool = False
    present: str = ""

    @property
    def takes_marks(self) -> bool:
        has_begun = not self.to_come and self.opens is None
        return has_begun and self.closed is None and not self.times_missing and bool(self.waiting)

    @property
    def waiting(self) -> Sequence[Pupil]:
        """Those with no mark yet, of whom the form asks."""
        return [pupil for pupil in self.pupils if not pupil.marked]

    @property
    def marked(self) -> Sequence[Pupil]:
        return [pupil for pupil in self.pupils if pupil.marked]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of the marks that stand count as what; struck out is in none."""
        return Counter(self.counts_as[pupil.symbol] for pupil in self.pupils if pupil.symbol)

    @property
    def late_count(self) -> int:
        return sum(pupil.symbol == self.late for pupil in self.pupils)


def register_page(
    actor: Actor, school_id: uuid.UUID, group_id: uuid.UUID, day: date, half: int, *, to_show: bool = True
) -> RegisterPage | None:
    """None where there is no such class, or the actor may not take its register: the two look alike.

    to_show: whether somebody will look at it. A form that was sent is read without plans and warnings.
    """
    held = classes_for(actor, Right.TAKE_REGISTER).filter(pk=group_id, school_id=school_id)
    group = held.select_related("school__authority").first()
    if group is None or half not in HALVES:
        return None
    pack = pack_of(group.school, day)
    codes = codes_in_force(pack.codes, day)
    enrolments = list(on_roll(group, day).only(*NAMES))
    stands = standing(group.school, day, half, [each.pk for each in enrolments])
    pupils = [_pupil(each, stands.get(each.pk)) for each in enrolments]
    if to_show:
        planned = _Planned(group.school, pack, day, half, stands, [each.pupil_id for each in pupils])
        pupils = [planned.added(each) for each in pupils]
    unexplained = pack.values[UNEXPLAINED].on_or_none(day)
    return RegisterPage(
        school=group.school,
        group=group,
        day=day,
        half=half,
        session_word=SESSION_WORDS[half],
        times=times_of(group.school, half),
        due=due_by(group.school, pack, day, half),
        closed=closed_on(group.school, day) if to_show else None,
        pupils=pupils,
        choices=choices_of(pack.codes, day),
        counts_as={code.symbol: code.statistical_class.value for code in codes},
        late=late_symbol(pack.codes, day),
        to_come=day > actor.today,
        opens=opens_later(group.school, day, half, actor.at),
        so_far=time_so_far(day, actor.at),
        times_missing=times_missing(group.school, half),
        may_set_times=may(actor, Right.MANAGE_SCHOOL, group.school),
        unexplained=str(unexplained.value) if unexplained else "",
        present=present_code(pack, day),
    )


class _Planned:
    """The plans of a class for a session, and what they say of its pupils."""

    def __init__(
        self,
        school: School,
        pack: Pack,
        day: date,
        half: int,
        stands: Mapping[int, Recorded],
        pupils: Collection[uuid.UUID],
    ) -> None:
        self.pack, self.day = pack, day
        self.plans = {
            each.enrolment_id: each for each in plans_of_day(school, day) if covers(each, day, half)
        }
        self.refused = refused_on(school, day, pupils)
        others = [each for each, mark in stands.items() if whole_day_words(pack, mark.new, day)]
        self.others = standing(school, day, 1 - half, others) if others else {}

    def added(self, pupil: Pupil) -> Pupil:
        """The pupil with what is planned, and with the warnings about the mark that stands."""
        plan, other = self.plans.get(pupil.enrolment), self.others.get(pupil.enrolment)
        return replace(
            pupil,
            planned=self._told(pupil, plan),
            expected=expected_code(plan, self.pack, self.day) if plan else "",
            warnings=mark_warnings(
                self.pack, self.day, pupil.symbol, plan=plan, other=other.new if other else ""
            )
            if pupil.symbol
            else (),
        )

    def _told(self, pupil: Pupil, plan: PlannedAbsence | None) -> str:
        """The plan, or that leave was refused: what is proposed then is for an absence, and is no plan."""
        if plan is not None:
            return told_at_the_register(plan, self.pack, self.day)
        return refused_words(self.pack, self.day) if pupil.pupil_id in self.refused else ""


def mark_of_arrival(school: School, day: date, half: int, arrived: time, so_far: time | None) -> Arrival:
    """What an arrival comes to by the school's times.

    Raises RegisterRefused where it has set none, and for one that is still to come.
    """
    check_has_come(arrived, so_far, where=f"{show_day(day)}, {SESSION_WORDS[half]}")
    return arrival(school, pack_of(school, day), day, half, arrived)


def mark_of_minutes(page: RegisterPage, minutes: int) -> Arrival:
    """What minutes late come to where no code is given with them."""
    return late_by(page.school, pack_of(page.school, page.day), page.day, page.half, minutes)


def minutes_refused(page: RegisterPage, symbol: str, minutes: int) -> AgainstTheClose | None:
    """Why minutes can't be with a code, by when the school closes the register; None where they can."""
    pack = pack_of(page.school, page.day)
    return against_the_close(page.school, pack, page.day, page.half, symbol, minutes)


def _pupil(enrolment: Enrolment, mark: Recorded | None) -> Pupil:
    child = enrolment.pupil
    names = (child.preferred_forename, child.legal_forename, child.preferred_surname, child.legal_surname)
    return Pupil(
        enrolment=enrolment.pk,
        pupil_id=child.pk,
        name=child.name,
        words=tuple(dict.fromkeys(word for name in names for word in name.casefold().split())),
        symbol=mark.new if mark else "",
        minutes=mark.minutes if mark else 0,
        marked=mark is not None,
    )
