"""Take a register: one class, one session, every mark that was not there before."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.enter_reason import enter_reason
from supportfirst.casework.actions.permitting import check_permission
from supportfirst.casework.actions.retest_reliances import ask_to_count
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.begun import check_begun, time_so_far
from supportfirst.casework.bridge.class_places import in_class
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import RegisterRefused, checked_code, pack_of
from supportfirst.casework.bridge.late_minutes import against_the_close, check_minutes_passed
from supportfirst.casework.bridge.pupil_years import locked, place_of
from supportfirst.casework.bridge.register_rows import MOST_MINUTES, Entry, entries_of, packed
from supportfirst.casework.bridge.relied_on import Hand
from supportfirst.casework.bridge.school_age import check_ages
from supportfirst.casework.bridge.school_days import (
    HALVES,
    SESSION_WORDS,
    check_school_day,
    check_times,
    show_day,
)
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.bridge.written_marks import record_marks
from supportfirst.casework.queries.register_page import may_take_register
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    ClassGroup,
    Enrolment,
    RegisterDocument,
    School,
    Source,
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What was handed in. `symbols` are as they are stored: / in both halves."""

    school: School
    day: date
    half: int
    symbols: Mapping[int, str]
    minutes: Mapping[int, int]

    @property
    def where(self) -> str:
        return f"register of {show_day(self.day)}, {SESSION_WORDS[self.half]}"

    def says(self, enrolment: int) -> tuple[str, int]:
        return self.symbols[enrolment], self.minutes.get(enrolment, 0)


@transaction.atomic
def submit_register(
    actor: Actor,
    school: School,
    group: ClassGroup | None,
    day: date,
    half: int,
    marks: Mapping[int, str],
    minutes: Mapping[int, int],
    submission: uuid.UUID,
    source: str = Source.TYPED,
    reasons: Mapping[int, str] | None = None,
) -> RegisterDocument:
    """Keep the marks by enrolment, minutes of who was late, and reasons. Raises RegisterRefused; all or none.

    The same submission twice is kept once. Marks that stand already are left alone where they agree, and
    refused where they differ: only a correction changes a mark. Who may import a file or sign in
    latecomers is for those doors to ask; a typed register is refused to anybody but who may take it.
    """
    take_turn(school.pk)
    symbols = {enrolment: "/" if symbol == "\\" else symbol for enrolment, symbol in marks.items()}
    sheet = _check(actor, school, group, _Sheet(school, day, half, symbols, minutes), source)
    school_year, offset = place_of(day, half)
    rows = locked(sheet.symbols, school_year)
    before = RegisterDocument.objects.filter(pk=submission).first()
    fresh = _not_yet_marked(sheet, before)
    if before is not None:
        return before
    if not fresh:
        return _document_that_stands(sheet)
    entries = [Entry(each, number_of(symbols[each]), minutes.get(each, 0)) for each in fresh]
    document = append(_document(actor, sheet, group, entries, submission, source), school.pk)
    hand = Hand(school, document.recorded_at, actor.user, source)
    raised = record_marks(hand, rows, offset, {entry.enrolment: entry.number for entry in entries})
    ask_to_count(school, raised, actor.at)
    ask_reassessment(school, fresh, actor.at, asked_by=actor.user)
    audit(
        actor,
        "submit_register",
        school=school,
        thing=str(submission),
        day=day.isoformat(),
        half=half,
        group=str(group.pk) if group else None,
        counts=dict(sorted(Counter(symbols[each] for each in fresh).items())),
        source=str(source),
    )
    _enter_reasons(actor, document, {each: (reasons or {}).get(each, "") for each in fresh})
    return document


def _document(
    actor: Actor,
    sheet: _Sheet,
    group: ClassGroup | None,
    entries: Sequence[Entry],
    submission: uuid.UUID,
    source: str,
) -> RegisterDocument:
    held = packed(entries)
    return RegisterDocument(
        submission=submission,
        recorded_at=actor.at,
        school=sheet.school,
        group=group,
        day=sheet.day,
        half=sheet.half,
        pupils=held.pupils,
        marks=held.marks,
        minutes=held.minutes,
        recorded_by=actor.user,
        source=source,
    )


def _enter_reasons(actor: Actor, document: RegisterDocument, reasons: Mapping[int, str]) -> None:
    given = {enrolment: reason for enrolment, reason in reasons.items() if reason.strip()}
    held = Enrolment.objects.filter(pk__in=given).select_related("school__authority", "pupil", "group")
    for enrolment in held.order_by("pk"):
        submission = uuid.uuid5(document.submission, f"reason-{enrolment.pk}")
        reason = given[enrolment.pk]
        enter_reason(actor, enrolment, document.day, document.half, reason, submission=submission)


def _check(actor: Actor, school: School, group: ClassGroup | None, sheet: _Sheet, source: str) -> _Sheet:
    """The sheet, if it may be kept."""
    if sheet.half not in HALVES:
        raise RegisterRefused(
            what="a day has two sessions", where="register", remedy="choose the morning or the afternoon"
        )
    if source == Source.TYPED and not (group is not None and may_take_register(actor, group)):
        raise RegisterRefused(
            what="this class is not yours today",
            where=sheet.where,
            remedy="ask whoever keeps the school's registers to take it, or to enter you as cover",
        )
    if not sheet.symbols:
        raise RegisterRefused(
            what="it holds no marks", where=sheet.where, remedy="choose a class with pupils on roll"
        )
    if sheet.day > actor.today:
        raise RegisterRefused(
            what="the day has not come yet", where=sheet.where, remedy="take the register on its day"
        )
    check_school_day(school, sheet.day, where=sheet.where)
    if source == Source.TYPED:
        check_times(school, sheet.half, where=sheet.where)
    check_begun(school, sheet.day, sheet.half, actor.at, where=sheet.where)
    _check_roll(school, group, sheet)
    pack = pack_of(school, sheet.day)
    _check_codes(sheet, pack)
    so_far = time_so_far(sheet.day, actor.at)
    check_minutes_passed(school, sheet.half, sheet.minutes.values(), so_far, where=sheet.where)
    check_ages(pack, sheet.day, sheet.symbols, where=sheet.where)
    if source == Source.TYPED:
        check_permission(actor, school, pack, sheet.day, sheet.half, sheet.symbols, where=sheet.where)
    return sheet


def _check_roll(school: School, group: ClassGroup | None, sheet: _Sheet) -> None:
    """Every pupil is on the school's roll on the day, and the class is the school's."""
    held = Enrolment.objects.filter(in_force(sheet.day), pk__in=sheet.symbols, school=school)
    if group is not None:
        held = held.filter(in_class([group.pk], sheet.day))
    strangers = len(sheet.symbols) - held.count()
    if strangers or (group is not None and group.school_id != school.pk):
        raise RegisterRefused(
            what=f"{strangers} of its pupils were not on its roll that day"
            if strangers
            else "the class is another school's",
            where=sheet.where,
            remedy="open the register again; if the roll is wrong, put the enrolment's days right",
        )


def _check_codes(sheet: _Sheet, pack: Pack) -> None:
    codes = pack.codes
    known = {
        symbol: checked_code(codes, symbol, sheet.day, where=sheet.where)
        for symbol in dict.fromkeys(sheet.symbols.values())
    }
    for enrolment, minutes in sheet.minutes.items():
        code = known.get(sheet.symbols.get(enrolment, ""))
        said_present = code is None or (code.statistical_class.is_attendance and not code.late)
        if minutes and (said_present or not 0 < minutes <= MOST_MINUTES):
            raise RegisterRefused(
                what=f"{minutes} minutes late are given for a pupil who is not marked late"
                if said_present
                else f"{minutes} minutes late are not within a day",
                where=sheet.where,
                remedy="choose the code for late, or leave the minutes empty",
            )
        symbol = sheet.symbols[enrolment]
        refused = against_the_close(sheet.school, pack, sheet.day, sheet.half, symbol, minutes)
        if refused is not None:
            raise RegisterRefused(what=refused.what, where=sheet.where, remedy=refused.remedy)


def _not_yet_marked(sheet: _Sheet, before: RegisterDocument | None) -> Collection[int]:
    """The pupils without an entry for the session. Raises RegisterRefused where a mark differs.

    What this very submission kept is held against itself, so that it may be repeated after an amendment.
    """
    told = {} if before is None else _told_by(before, sheet)
    rest = [each for each in sorted(sheet.symbols) if each not in told]
    stands = standing(sheet.school, sheet.day, sheet.half, rest)
    differing = [each for each in told if told[each] != sheet.says(each)]
    differing += [each for each in stands if (stands[each].new, stands[each].minutes) != sheet.says(each)]
    if differing or (before is not None and len(stands) < len(rest)):
        first = next((stands[each].told for each in differing if each in stands), None)
        what = f"{len(differing)} of its marks differ from what stands"
        raise RegisterRefused(
            what=what + (f"; the first: {first}" if first else ""),
            where=sheet.where,
            remedy="open the register again, and correct each such mark on its own page, with the reason",
        )
    return [each for each in rest if each not in stands]


def _told_by(before: RegisterDocument, sheet: _Sheet) -> Mapping[int, tuple[str, int]]:
    """What a submission kept before of the same pupils. Raises RegisterRefused for another session's."""
    if (before.school_id, before.day, before.half) != (sheet.school.pk, sheet.day, sheet.half):
        raise RegisterRefused(
            what="this form was sent before for another session",
            where=sheet.where,
            remedy="open the register again",
        )
    numbers = {each: number_of(symbol) for each, symbol in sheet.symbols.items()}
    kept = entries_of(before.pupils, before.marks, before.minutes)
    return {
        entry.enrolment: (
            sheet.symbols[entry.enrolment] if numbers[entry.enrolment] == entry.number else "",
            entry.minutes,
        )
        for entry in kept
        if entry.enrolment in numbers
    }


def _document_that_stands(sheet: _Sheet) -> RegisterDocument:
    """The first document of the session with any of these pupils, all of whom have their marks already."""
    documents = RegisterDocument.objects.filter(school=sheet.school, day=sheet.day, half=sheet.half)
    for document in documents.order_by("serial"):
        kept = {entry.enrolment for entry in entries_of(document.pupils, document.marks)}
        if kept & set(sheet.symbols):
            return document
    raise RegisterRefused(
        what="all of its marks were set by corrections",
        where=sheet.where,
        remedy="there is nothing left to submit; correct a mark on its own page",
    )


__all__ = ["RegisterRefused", "Source", "submit_register"]
