"""The safeguarding watch list: who is absent again and again or for long, persistently, or vulnerable.

The definitions are the packs'. A child may be in more groups than one, and is shown in each. Why a child is
in the third, only those with safeguarding access are told; everybody else who sees the list is told whom to
ask.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.safeguarding import sees_safeguarding
from supportfirst.casework.access.scope import flags_today, schools_for
from supportfirst.casework.bridge.absence_patterns import Line, recent_start
from supportfirst.casework.bridge.attendance_letters import letters_over
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import days_of_year_to
from supportfirst.casework.bridge.markers_held import children_who_died
from supportfirst.casework.bridge.safeguarding_words import (
    WatchLaw,
    longest_absence,
    separate_absences,
    watch_law,
)
from supportfirst.casework.bridge.same_child import kept_of
from supportfirst.casework.queries.alerts import marks_by_enrolment, on_roll
from supportfirst.casework.queries.child_concerns import CONCERN, REFERRAL
from supportfirst.casework.store.models import (
    Assessed,
    Enrolment,
    Pupil,
    SafeguardingRecord,
    School,
)

GROUPS = {
    "absent": "Absent repeatedly, or for long",
    "persistent": "Persistently absent",
    "vulnerable": "Vulnerable for safeguarding reasons",
}
ASK = "Ask the designated safeguarding lead."
RAISED = "a safeguarding concern was raised"
LEFT, DIED = "left the school’s roll", "has died"
NO_REFERRAL = "no_referral"  # the choice of the pack’s record


@dataclass(frozen=True, slots=True)
class Watched:
    """One child in one group, and why."""

    pupil: UUID
    name: str
    group: str  # the class
    why: str


@dataclass(frozen=True, slots=True)
class WatchGroup:
    key: str
    words: str
    rows: Sequence[Watched]  # by name


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A concern of which nobody has said yet whether it is referred."""

    record: UUID
    pupil: UUID
    name: str
    on: date
    gone: str = ""  # of a child who is on its roll no more: why


@dataclass(frozen=True, slots=True)
class WatchPage:
    school: School
    day: date
    groups: Sequence[WatchGroup]  # all three, or the one that is asked for
    classes: Sequence[str]
    law: WatchLaw
    sees_reasons: bool
    decide: Sequence[ToDecide]

    @property
    def lines(self) -> Sequence[Line]:
        return self.law.lines

    @property
    def pupils(self) -> set[UUID]:
        return {row.pupil for group in self.groups for row in group.rows} | {
            each.pupil for each in self.decide
        }


def watch_page(actor: Actor, school_id: UUID, *, group: str = "", class_name: str = "") -> WatchPage:
    """Raises NotThere. The number of queries does not grow with the children."""
    school = schools_for(actor, Right.SEE_WATCH_LIST).filter(pk=school_id).select_related("authority").first()
    if school is None:
        raise NotThere
    day, sees = actor.today, sees_safeguarding(actor, school)
    law = watch_law(pack_of(school, day), day)
    here = list(on_roll(school, day))
    shown = [each for each in here if not class_name or _class(each) == class_name]
    concerns = _concerns(school)
    decided = _decided(concerns)
    counting = _counting(concerns, decided, law, day)
    found = {
        "absent": _absent(school, shown, law, day),
        "persistent": _persistent(shown, law),
        "vulnerable": _vulnerable(actor, shown, law, counting, sees=sees),
    }
    names = {each.pupil_id: each.pupil.name for each in here}
    return WatchPage(
        school,
        day,
        [
            WatchGroup(key, words, sorted(found[key], key=lambda row: (row.name, row.pupil)))
            for key, words in GROUPS.items()
            if group not in GROUPS or group == key
        ],
        sorted({_class(each) for each in here} - {""}),
        law,
        sees,
        _to_decide(concerns, decided, names) if sees else (),
    )


def _class(enrolment: Enrolment) -> str:
    return enrolment.group.name if enrolment.group else ""


def _watched(enrolment: Enrolment, why: str) -> Watched:
    return Watched(enrolment.pupil_id, enrolment.pupil.name, _class(enrolment), why)


def _absent(school: School, shown: Sequence[Enrolment], law: WatchLaw, day: date) -> list[Watched]:
    days = days_of_year_to(school, pack_of(school, day), day)
    letters = letters_over(days, pack_of(school, day))
    years = marks_by_enrolment(school, letters.school_years)
    start = 2 * recent_start(days, law.weeks) if law.weeks else 0
    rows = []
    for each in shown:
        held = letters.of(years.get(each.pk, {}))
        told = []
        if law.spells is not None and law.spells.reached_by(times := separate_absences(held[start:])):
            told.append(f"{times} separate absences in the last {law.weeks} school weeks")
        if law.long is not None and law.long.reached_by(longest := longest_absence(held)):
            told.append(f"away {longest} school days in a row this school year")
        if told:
            rows.append(_watched(each, "; ".join(told)))
    return rows


def _persistent(shown: Sequence[Enrolment], law: WatchLaw) -> list[Watched]:
    if law.persistent is None:
        return []
    by_stay = {each.pk: each for each in shown}
    held = Assessed.objects.filter(enrolment__in=by_stay, sessions_possible__gt=0)
    rows = []
    for stay, possible, attended in held.values_list("pk", "sessions_possible", "sessions_attended"):
        missed = possible - attended
        if law.persistent.reached_by(Fraction(100 * missed, possible)):
            rows.append(_watched(by_stay[stay], f"missed {missed} of {possible} sessions this school year"))
    return rows


def _vulnerable(
    actor: Actor,
    shown: Sequence[Enrolment],
    law: WatchLaw,
    concerns: Collection[UUID],
    *,
    sees: bool,
) -> list[Watched]:
    pupils = {each.pupil_id for each in shown}
    flags: dict[UUID, set[str]] = {}
    held = flags_today(actor).filter(pupil__in=pupils, name__in=law.flags)
    for pupil, name in held.values_list("pupil_id", "name"):
        flags.setdefault(pupil, set()).add(name)
    rows = []
    for each in shown:
        told = [words for name, words in law.flags.items() if name in flags.get(each.pupil_id, ())]
        told += [RAISED] if each.pupil_id in concerns else []
        if told:
            rows.append(_watched(each, "; ".join(told) if sees else ASK))
    return rows


def _concerns(school: School) -> Mapping[UUID, list[SafeguardingRecord]]:
    """By child, under the id that each has now; the newest first."""
    held = list(SafeguardingRecord.objects.filter(school=school, kind=CONCERN).order_by("-recorded_at", "pk"))
    now = kept_of({each.pupil_id for each in held})
    found: dict[UUID, list[SafeguardingRecord]] = {}
    for each in held:
        found.setdefault(now[each.pupil_id], []).append(each)
    return found


def _decided(concerns: Mapping[UUID, Collection[SafeguardingRecord]]) -> Mapping[UUID, SafeguardingRecord]:
    """By concern, what was decided of it last."""
    every = [row.pk for rows in concerns.values() for row in rows]
    held = SafeguardingRecord.objects.filter(kind=REFERRAL, about__in=every).order_by("recorded_at", "pk")
    return {row.about_id: row for row in held if row.about_id is not None}


def _counting(
    concerns: Mapping[UUID, Collection[SafeguardingRecord]],
    decided: Mapping[UUID, SafeguardingRecord],
    law: WatchLaw,
    day: date,
) -> set[UUID]:
    """Children of whom a concern waits for its decision, was referred, or was decided not long ago."""

    def counts(row: SafeguardingRecord) -> bool:
        last = decided.get(row.pk)
        return (
            last is None
            or last.data.get("decision") != NO_REFERRAL
            or law.concern_counts(last.happened_on, day)
        )

    return {pupil for pupil, rows in concerns.items() if any(map(counts, rows))}


def _to_decide(
    concerns: Mapping[UUID, Collection[SafeguardingRecord]],
    decided: Mapping[UUID, SafeguardingRecord],
    names: Mapping[UUID, str],
) -> list[ToDecide]:
    """Whoever is on its roll no more stays here until somebody has decided."""
    waiting = [(pupil, row) for pupil, rows in concerns.items() for row in rows if row.pk not in decided]
    gone = Pupil.objects.in_bulk({pupil for pupil, _ in waiting} - names.keys())
    dead = children_who_died(gone)
    return [
        ToDecide(row.pk, pupil, names[pupil], row.happened_on)
        if pupil in names
        else ToDecide(row.pk, pupil, gone[pupil].name, row.happened_on, DIED if pupil in dead else LEFT)
        for pupil, row in waiting
    ]
