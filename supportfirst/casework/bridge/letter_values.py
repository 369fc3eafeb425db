"""What the records fill into a letter: days and sessions missed, support, the school; nothing restricted.

Whatever else a wording asks for, a person supplies on the form; a slot is never filled by a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.letters.shape import Wording
from supportfirst.attendance.letters.slots import pack_values
from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.child_sessions import ChildSession, totals_of
from supportfirst.casework.bridge.contract_values import contract_values
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_days import SESSION_WORDS, show_day
from supportfirst.casework.store.models import CaseEvent, Enrolment, School

Value = str | tuple[str, ...]
OFFERED, STARTED, ENDED = "support_offered", "support_started", "support_ended"  # kinds of record
SERVICE, ABOUT = "service", "about"
WHOLE_DAY = 2
# The slots that records fill, and that nobody is asked for.
FILLED = frozenset(
    {
        *("school", "school_target", "period_from", "period_to"),
        *("days_missed", "sessions_missed", "sessions_possible", "missed_on", "times_late"),
        *("sessions_unauthorised", "unauthorised_on"),
        *("support_offered", "support_given"),
    }
)


def record_values(
    enrolment: Enrolment, sessions: Sequence[ChildSession], wording: Wording, pack: Pack, on: date
) -> dict[str, Value]:
    """By slot; what the records do not tell is not there. sessions: of the period that the letter tells."""
    totals = totals_of(sessions)
    missed = totals.possible - totals.attended
    found: dict[str, Value] = {
        "school": enrolment.school.name,
        "period_from": show_day(sessions[0].day if sessions else on),
        "period_to": show_day(on),
        "days_missed": days_words(missed),
        "sessions_missed": counted(missed, "session"),
        "sessions_possible": counted(totals.possible, "session"),
        "missed_on": missed_days(sessions),
        "sessions_unauthorised": counted(totals.unauthorised, "session"),
        "unauthorised_on": unauthorised_days(sessions),
        "times_late": counted(totals.late, "time"),
        "school_target": _target(enrolment.school),
        **_support(enrolment),
        **contract_values(enrolment, wording),
        **pack_values(wording, pack, on),
    }
    return {name: value for name, value in found.items() if value}


def counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def days_words(sessions: int) -> str:
    """Sessions as days: “half a day”, “1 day”, “4.5 days”."""
    if sessions == 1:
        return "half a day"
    return f"{sessions / WHOLE_DAY:g} day" if sessions == WHOLE_DAY else f"{sessions / WHOLE_DAY:g} days"


def missed_days(sessions: Iterable[ChildSession]) -> tuple[str, ...]:
    """Each day on which school was missed; of half a day, which half."""
    return _days(each for each in sessions if each.statistical is not None and each.statistical.is_absence)


def unauthorised_days(sessions: Iterable[ChildSession]) -> tuple[str, ...]:
    """The same of those that were missed without the school's leave."""
    return _days(each for each in sessions if each.statistical is StatisticalClass.UNAUTHORISED)


def _days(sessions: Iterable[ChildSession]) -> tuple[str, ...]:
    halves: dict[date, list[int]] = {}
    for each in sessions:
        halves.setdefault(each.day, []).append(each.half)
    return tuple(
        show_day(day) if len(held) == WHOLE_DAY else f"{show_day(day)}, in the {SESSION_WORDS[held[0]]}"
        for day, held in halves.items()
    )


def _target(school: School) -> str:
    return "" if school.attendance_target is None else f"{school.attendance_target:g}%"


def _support(enrolment: Enrolment) -> Mapping[str, tuple[str, ...]]:
    """What was offered, and what is given, the first of it first; what was said in confidence is left out."""
    rows = CaseEvent.objects.filter(pupil__in=same_child([enrolment.pupil_id]), restricted=False)
    held = list(rows.order_by("happened_on", "serial"))
    struck = {each.strikes_out for each in held if each.strikes_out}
    standing = [each for each in held if each.event not in struck and each.strikes_out is None]
    over = {str(each.data.get(ABOUT)) for each in standing if each.kind == ENDED}
    return {
        "support_offered": _services(each for each in standing if each.kind == OFFERED),
        "support_given": _services(
            each for each in standing if each.kind == STARTED and str(each.event) not in over
        ),
    }


def _services(events: Iterable[CaseEvent]) -> tuple[str, ...]:
    told = [
        f"{each.data[SERVICE]} ({show_day(each.happened_on)})" for each in events if each.data.get(SERVICE)
    ]
    return tuple(dict.fromkeys(told))
