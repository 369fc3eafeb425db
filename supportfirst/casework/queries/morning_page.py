"""The morning's pages: the list of a school, and one child on it with what a contact may settle."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right, roles_with
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, pack_of
from supportfirst.casework.bridge.listed_reasons import ListedReason as ListedReason
from supportfirst.casework.bridge.listed_reasons import (
    Undecided,
    listed_reasons,
    named_in,
    source_of_reasons,
    undecided_words,
)
from supportfirst.casework.bridge.school_days import (
    HALVES,
    SESSION_WORDS,
    Closed,
    closed_on,
    show_day,
    show_time,
)
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.bridge.unaccounted import unexplained_code
from supportfirst.casework.queries.registers_today import Register, registers_of_day
from supportfirst.casework.queries.replies import Answer, answer_of, replies_to_match
from supportfirst.casework.queries.unaccounted import (
    Caller,
    Morning,
    Unaccounted,
    callers_of_child,
    is_bereaved,
    morning,
    row_of,
)
from supportfirst.casework.queries.unsettled import UnsettledMarks, sessions_to_settle, unsettled_marks
from supportfirst.casework.store.models import Amendment, CaseEvent, Enrolment, School


@dataclass(frozen=True, slots=True)
class MorningPage:
    school: School
    closed: Closed | None
    not_taken: int  # registers of which the school waits: who is in them nobody can say yet
    part_taken: Sequence[Register]  # of which a part is in
    day_before: date | None  # the last day before it that has a register
    told: Morning
    is_open: bool  # the time to report is over, and home is to be asked
    is_over: bool  # so is the time by which home has been asked
    unsettled: UnsettledMarks | None  # of today's list alone
    may_settle: bool
    may_send: bool
    may_see: bool  # the children's own pages
    unmatched: int  # replies of which nobody knows whom they speak of

    @property
    def unseen(self) -> list[Unaccounted]:
        """Nobody has heard of them although the time for it is over: those not escalated yet come first."""
        if not self.is_over or self.unsettled is None:
            return []
        rows = [row for row in (*self.told.to_call, *self.told.in_hand) if not row.heard]
        return sorted(rows, key=lambda row: bool(row.escalated))

    @property
    def to_call(self) -> list[Unaccounted]:
        return [row for row in self.told.to_call if row not in self.unseen]

    @property
    def in_hand(self) -> list[Unaccounted]:
        return [row for row in self.told.in_hand if row not in self.unseen]

    @property
    def until(self) -> str:
        """Until when parents may report; "" where neither the school nor its pack says."""
        times = self.told.times
        if times.report_by is None:
            return ""
        how = f", by {times.report_how}" if times.report_how else ""
        at = show_time(times.report_by)
        return f"Parents have until {at} to report an absence{how}. The list is to be called from {at}."

    @property
    def pupils(self) -> set[uuid.UUID]:
        """Every child whom the page names."""
        rows = (*self.told.to_call, *self.told.in_hand)
        return {row.pupil for row in rows} | (self.unsettled.children if self.unsettled else set())


@dataclass(frozen=True, slots=True)
class ContactPage:
    """One child to be asked about. `row` is None once the mark says where the child is.

    Whom a contact may be with does not hang on the row: somebody may ring after the mark is settled too.
    """

    school: School
    enrolment: Enrolment
    row: Unaccounted | None
    choices: Sequence[Choice]  # what the mark may become
    may_settle: bool  # whoever may correct marks
    sessions: Sequence[ToSettle]  # that wait for a reason, the oldest first
    callers: Sequence[Caller] = ()
    bereaved: bool = False
    reasons: Sequence[ListedReason] = ()  # of the pack, each with the code that it comes to
    reasons_by: str = ""  # who says to which
    undecided: Sequence[Undecided] = ()  # words of the pack that come to no code by themselves
    may_authorise: bool = False
    stands: Sequence[str] = ()  # what today's sessions say, who set it and when

    def is_logged(self, submission: str) -> bool:
        """The contact of this form is in the record already: it came twice, or from a page gone back to."""
        try:
            asked = uuid.UUID(submission)
        except ValueError:
            return False
        held = CaseEvent.objects.filter(school=self.school, pupil=self.enrolment.pupil_id)
        return held.filter(submission=asked).exists()

    def answer(self, reply_id: uuid.UUID) -> Answer | None:
        """A reply about the child, of whatever day."""
        return answer_of(self.school, self.enrolment.pupil_id, reply_id)

    def may_propose(self, reason: ListedReason) -> bool:
        """A code that takes a permission is proposed to whoever may give it, and to nobody else."""
        return self.may_authorise or not reason.needs_permission

    def who_writes(self, reason: ListedReason) -> str:
        """Whom to ask for a code that takes a permission."""
        who = " or ".join(name.lower() for name in roles_with(Right.AUTHORISE_ABSENCE))
        return f"“{reason.text}” comes to {reason.code}, an authorised absence: ask the {who} to write it."

    def proposed_by(self, text: str) -> ListedReason | None:
        """The reason that a text names, where whoever asks may write its code."""
        found = named_in(text, self.reasons, self.undecided).reason
        return found if found is not None and self.may_propose(found) else None

    def left_open_by(self, text: str) -> str:
        """On what the code hangs of words that propose none; "" where there are none such."""
        told = named_in(text, self.reasons, self.undecided).undecided
        return " ".join(f"“{words}” proposes no code: {hangs}." for words, hangs in told.items())

    @property
    def known_so_far(self) -> str:
        """What somebody senior is told first; it names nobody."""
        if self.row is None:
            return ""
        tried = [f"{each.what} {show_time(each.at)}" if each.at else each.what for each in self.row.contacts]
        asked = f" Tried: {', '.join(tried)}." if tried else " Nobody has been asked yet."
        return f"Not seen this {self.row.session}, and no reason is known.{asked}"[:300]


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A session whose mark a contact may settle, with the mark that stands."""

    day: date
    half: int
    mark: str

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}-{self.half}"

    @property
    def text(self) -> str:
        return f"{show_day(self.day)}, {SESSION_WORDS[self.half]}"


def mark_submission(submission: uuid.UUID, key: str) -> uuid.UUID:
    """Under which id the change of a session's mark is kept that a contact brought with it."""
    return uuid.uuid5(submission, f"mark {key}")


def left_alone(page: ContactPage, submission: uuid.UUID, keys: Sequence[str]) -> list[str]:
    """Of these sessions those that the contact did not settle, since somebody had: what they say now."""
    told = []
    for key in keys:
        day, _, half = key.rpartition("-")
        try:
            on, which = date.fromisoformat(day), int(half)
        except ValueError:
            continue
        is_ours = Amendment.objects.filter(pk=mark_submission(submission, key)).exists()
        if which in HALVES and not is_ours:
            told += _stands(page.school, page.enrolment, on, [which])
    return told


def _stands(school: School, enrolment: Enrolment, day: date, halves: Sequence[int]) -> list[str]:
    held = [(half, standing(school, day, half, [enrolment.pk]).get(enrolment.pk)) for half in halves]
    return [
        f"{show_day(day)}, {SESSION_WORDS[half]}: {entry.told}" for half, entry in held if entry is not None
    ]


def may_contact(actor: Actor, school: School) -> bool:
    """Who rings homes needs both: to see how, and to write down what came of it."""
    return may(actor, Right.SEE_CONTACTS, school) and may(actor, Right.LOG_CONTACT, school)


def morning_page(actor: Actor, school_id: uuid.UUID, day: date) -> MorningPage | None:
    """None where there is no such school, or its contacts are not the actor's to see."""
    school = schools_for(actor, Right.SEE_CONTACTS).filter(pk=school_id).select_related("authority").first()
    if school is None or not may_contact(actor, school):
        return None
    registers = registers_of_day(actor, school_id, day)
    in_part = registers.in_part if registers is not None else []
    missing = len(registers.missing) - len(in_part) if registers is not None else 0
    before = registers.day_before if registers is not None else None
    told = morning(school, day)
    listed = {(row.enrolment, row.half) for row in (*told.to_call, *told.in_hand)}
    return MorningPage(
        school,
        closed_on(school, day),
        missing,
        in_part,
        before,
        told,
        is_open=told.times.is_open(actor.at),
        is_over=told.times.is_over(actor.at),
        unsettled=unsettled_marks(school, day, listed) if day == actor.today else None,
        may_settle=may(actor, Right.CORRECT_MARK, school),
        may_send=may(actor, Right.SEND_MESSAGE, school),
        may_see=may(actor, Right.SEE_PUPIL, school),
        unmatched=replies_to_match(school),
    )


def contact_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, day: date) -> ContactPage | None:
    """None where the child is not on roll there on the day, or not the actor's to ask about."""
    held = Enrolment.objects.filter(school_id=school_id, pupil_id=pupil_id, first_day__lte=day)
    enrolment = (
        held.exclude(last_day__lt=day).select_related("school__authority", "pupil", "group").order_by("-pk")
    ).first()
    if enrolment is None or not may_contact(actor, enrolment.school):
        return None
    row = row_of(enrolment.school, day, pupil_id)
    pack = pack_of(enrolment.school, day)
    unexplained = unexplained_code(pack, day)
    choices = [each for each in choices_of(pack.codes, day) if each.symbol != unexplained]
    settles = may(actor, Right.CORRECT_MARK, enrolment.school)
    waiting = sessions_to_settle(enrolment.school, day, enrolment.pk)
    sessions = [ToSettle(each.day, each.half, unexplained) for each in waiting]
    if row is not None and not row.mark:
        sessions.append(ToSettle(day, row.half, row.mark))
    return ContactPage(
        enrolment.school,
        enrolment,
        row,
        choices,
        settles,
        sessions,
        callers=callers_of_child(enrolment.school, pupil_id, day),
        bereaved=is_bereaved(pupil_id, day),
        reasons=listed_reasons(pack, day),
        reasons_by=source_of_reasons(pack, day),
        undecided=undecided_words(pack, day),
        may_authorise=may(actor, Right.AUTHORISE_ABSENCE, enrolment.school),
        stands=[] if row is not None else _stands(enrolment.school, enrolment, day, HALVES),
    )
