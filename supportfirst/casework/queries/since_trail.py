"""What the audit trail says was done after a moment to the record that a page of the past stands on.

By what was done and its day: of whom else it was, and what it says now, stands on the pages of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.audit_words import verb_in_words
from supportfirst.casework.store.models import (
    AuditEvent,
    DecisionSheet,
    Message,
    PlannedAbsence,
    Retest,
    RewardGiven,
)

# What changes the rows that the page reads: of the child for whoever may see them, of the family for
# whoever may see parents, of the school for both.
OF_CHILD = ("change_pupil", "import_pupil", "merge_pupils", "undo_merge", "move_pupil", "roll_year_forward")
OF_HOME = (
    "set_flag",
    "set_marker",
    "lift_marker",
    "add_adult",
    "change_adult",
    "import_adult",
    "merge_adults",
    "add_contact",
    "confirm_contact",
    "end_contact",
    "note_reference",
    "forget_reference",
)
OF_SCHOOL = (
    "write_calendar_span",
    "remove_calendar_span",
    "set_times",
    "change_details",
    "set_traded",
    "remove_traded",
    "adopt_pack",
    "name_person",
    "end_named_person",
    "set_after_close_mark",
    "undo_year_turn",
)
TARGET = ("set_pupil_target", "end_pupil_target")


@dataclass(frozen=True, slots=True)
class ChangeSince:
    day: date
    words: str
    times: int


def changes_since(seen: AsSeen, *, home: bool) -> Sequence[ChangeSince]:
    """The oldest first; one query. home: whether the family is the reader's to see."""
    verbs = [*OF_CHILD, *OF_HOME] if home else OF_CHILD
    of_child = Q(pupil__in=same_child([seen.enrolment.pupil_id]), verb__in=verbs)
    held = AuditEvent.objects.filter(
        of_child | Q(pupil=None, verb__in=OF_SCHOOL), school=seen.school, recorded_at__gt=seen.moment
    )
    counts: dict[tuple[date, str], int] = {}
    for verb, at in held.order_by("recorded_at", "serial").values_list("verb", "recorded_at"):
        key = (at.astimezone(LONDON).date(), verb_in_words(verb))
        counts[key] = counts.get(key, 0) + 1
    return [ChangeSince(day, words, times) for (day, words), times in counts.items()]


@dataclass(frozen=True, slots=True)
class CountSince:
    count: int
    words: str


def counts_since(seen: AsSeen, *, home: bool, cases: bool) -> Sequence[CountSince]:
    """What came later beside the marks and the chronology, where there is any.

    home: whether the family is the reader's to see; cases: whether the worklist is.
    """
    child, moment = seen.enrolment.pupil_id, seen.moment
    plans = PlannedAbsence.objects.filter(
        Q(recorded_at__gt=moment) | Q(withdrawn_at__gt=moment), enrolment=seen.enrolment
    )
    given = RewardGiven.objects.filter(
        pupil=child, batch__scheme__school=seen.school, batch__made_at__gt=moment
    )
    found = [
        (plans.count(), "planned absence", "written down or withdrawn"),
        (given.count(), "certificate", "given"),
        (
            AuditEvent.objects.filter(
                pupil=child, school=seen.school, verb__in=TARGET, recorded_at__gt=moment
            ).count(),
            "change",
            "of the child’s own target",
        ),
    ]
    if home:
        messages = Message.objects.filter(
            Q(asked_at__gt=moment) | Q(settled_at__gt=moment), pupil=child, school=seen.school
        )
        found.append((messages.count(), "message", "asked for, sent or matched"))
    if cases:
        alarms = Retest.objects.filter(
            Q(raised_at__gt=moment) | Q(decided_at__gt=moment),
            reliance__school=seen.school,
            reliance__pupil=child,
        )
        found.append((alarms.count(), "alarm", "about a paper raised or decided"))
    if home and cases:
        decided = DecisionSheet.objects.filter(
            pupil__in=same_child([child]), school=seen.school, decided_at__gt=moment
        )
        found.append((decided.count(), "decision", "on a prompt"))
    return [
        CountSince(count, f"{words}{'' if count == 1 else 's'} {done}")
        for count, words, done in found
        if count
    ]
