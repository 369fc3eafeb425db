"""The compliance page of a school: its policy, people, staff, agreements, register times and returns.

Whoever sees the school's numbers sees the page; names stand on it for those alone who may see children or
set the school up. What the pack does not ask for is no gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.codes_in_force import pack_of, packs_of
from supportfirst.casework.bridge.named_roles import NamedRole, named_roles
from supportfirst.casework.bridge.register_gaps import sessions_without_registers
from supportfirst.casework.bridge.school_days import (
    HALVES,
    SESSION_WORDS,
    OpenTooLong,
    open_too_long,
    show_time,
    times_missing,
    times_of,
)
from supportfirst.casework.bridge.school_policy import (
    Expectations,
    Told,
    agreement_asked,
    expectations_of,
    return_steps,
)
from supportfirst.casework.queries.agreements import Agreements, agreements_counted
from supportfirst.casework.queries.attendance_policy import (
    FormerPolicy,
    Policy,
    former_policies,
    policies_of,
    policy_of,
)
from supportfirst.casework.queries.compliance_checks import (
    Check,
    Staff,
    children_to_report,
    people_check,
    policy_checks,
    returns_check,
    staff_check,
    staff_of,
    times_check,
)
from supportfirst.casework.queries.integrity import open_sessions
from supportfirst.casework.queries.marks_to_look_at import marks_of_schools
from supportfirst.casework.queries.named_people import held_at, now_of
from supportfirst.casework.queries.returns_due import Returns, returns_of
from supportfirst.casework.store.models import School

SEES_SCHOOL = (Right.SEE_PUPIL, Right.SEE_NUMBERS, Right.MANAGE_SCHOOL, Right.SEE_OWN_SERVICE)


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """A role, and whether somebody is named for it; who, for those who see names."""

    role: NamedRole
    is_named: bool
    name: str


@dataclass(frozen=True, slots=True)
class CompliancePage:
    school: School
    pack: str
    policy: Policy
    history: Sequence[FormerPolicy]
    people: Sequence[PersonNamed]
    staff: Staff
    agreement: Told | None  # what the pack has all parents sign
    agreements: Agreements
    warnings: Sequence[OpenTooLong]
    gaps: Sequence[tuple[date, str]]  # sessions without a register, the latest first
    returns: Returns
    checks: Sequence[Check]
    rights: frozenset[Right]  # the actor's at this school

    @property
    def lacking(self) -> Sequence[Check]:
        return [each for each in self.checks if each.lacks]

    @property
    def held(self) -> frozenset[str]:
        """The names of the rights, for what the page links to."""
        return frozenset(right.name for right in self.rights)

    @property
    def integrity(self) -> Check:
        return next(each for each in self.checks if each.anchor == "integrity")

    @property
    def times_words(self) -> str:
        """When each session begins and its register closes, where all of it is said."""
        told = [(SESSION_WORDS[half], times_of(self.school, half)) for half in HALVES]
        return " ".join(
            f"The {word} begins at {show_time(times.starts)}, "
            f"and its register closes at {show_time(times.closes)}."
            for word, times in told
            if times.starts is not None and times.closes is not None
        )

    @property
    def times_missing(self) -> Sequence[str]:
        return [words for half in HALVES for words in times_missing(self.school, half)]


@dataclass(frozen=True, slots=True)
class SchoolCompliance:
    """One school's line on the list over all."""

    school: School
    checks: Sequence[Check]

    @property
    def lacking(self) -> Sequence[Check]:
        return [each for each in self.checks if each.lacks]


@dataclass(frozen=True, slots=True)
class ExpectationsPage:
    school: School
    pack: str
    told: Expectations
    policy: Policy


def compliance_page(actor: Actor, school_id: UUID) -> CompliancePage:
    """Raises NotThere for a school whose numbers are not the actor's to see, and not theirs to set up."""
    reached = schools_for(actor, Right.SEE_NUMBERS) | schools_for(actor, Right.MANAGE_SCHOOL)
    school = reached.filter(pk=school_id).select_related("authority", "trust").distinct().first()
    if school is None:
        raise NotThere
    on = actor.today
    pack = pack_of(school, on)
    rights = frozenset(right for right in Right if may(actor, right, school))
    policy, staff = policy_of(school, pack, on), staff_of([school], {school.pk: pack}, on)[school.pk]
    people = _people(school, pack, on, with_names=bool(rights & {Right.SEE_PUPIL, Right.MANAGE_SCHOOL}))
    asked, agreements = agreement_asked(pack, on), agreements_counted(school, on)
    returns, warnings = returns_of(school, pack, on), open_too_long(school, pack, on)
    gaps = [(day, SESSION_WORDS[half]) for day, half in sessions_without_registers(school, pack, actor.at)]
    reported = children_to_report([school], return_steps([pack], on), on).get(school.pk, 0)
    checks = [
        *policy_checks(policy),
        people_check([each.role.title for each in people if not each.is_named], len(people)),
        staff_check(staff),
        *([_agreement_check(asked, agreements)] if asked else []),
        times_check(school, warnings),
        _gaps_check(len(gaps)),
        returns_check(reported, returns.first),
        _integrity_check(open_sessions(school, actor.at)),
    ]
    return CompliancePage(
        school=school,
        pack=pack.title,
        policy=policy,
        history=former_policies(school, pack, on),
        people=people,
        staff=staff,
        agreement=asked,
        agreements=agreements,
        warnings=warnings,
        gaps=gaps[::-1],
        returns=returns,
        checks=checks,
        rights=rights,
    )


def compliance_list(actor: Actor) -> Sequence[SchoolCompliance]:
    """A line for each school whose numbers somebody sees or that they set up, those that lack most first.

    As many queries for a hundred schools as for one. What is counted child by child (signed agreements, days
    without registers) stands on the school's own page alone.
    """
    reached = schools_for(actor, Right.SEE_NUMBERS) | schools_for(actor, Right.MANAGE_SCHOOL)
    schools = list(reached.select_related("authority").distinct().order_by("name", "pk"))
    on = actor.today
    packs = packs_of(schools, on)
    policies, staff = policies_of(schools, packs, on), staff_of(schools, packs, on)
    held, rules = held_at(schools), return_steps(packs.values(), on)
    reported, looked_at = children_to_report(schools, rules, on), marks_of_schools(schools, on)
    found = []
    for school in schools:
        pack = packs[school.pk]
        roles = [(role, now_of(held.get(school.pk, ()), role, on)) for role in named_roles(pack, on)]
        checks = [
            *policy_checks(policies[school.pk]),
            people_check([role.title for role, now in roles if now is None], len(roles)),
            staff_check(staff[school.pk]),
            times_check(school, open_too_long(school, pack, on)),
            returns_check(reported.get(school.pk, 0)),
            *_marks_check(looked_at.get(school.pk, 0)),
        ]
        found.append(SchoolCompliance(school, checks))
    return sorted(found, key=lambda each: -len(each.lacking))


def expectations_page(actor: Actor, school_id: UUID) -> ExpectationsPage:
    """For whoever sees anything of the school. Raises NotThere."""
    school = None
    for right in SEES_SCHOOL:
        school = school or schools_for(actor, right).filter(pk=school_id).select_related("authority").first()
    if school is None:
        raise NotThere
    pack = pack_of(school, actor.today)
    told = expectations_of(school, pack, actor.today)
    return ExpectationsPage(school, pack.title, told, policy_of(school, pack, actor.today))


def _people(school: School, pack: Pack, on: date, *, with_names: bool) -> Sequence[PersonNamed]:
    held = held_at([school]).get(school.pk, ())
    found = []
    for role in named_roles(pack, on):
        now = now_of(held, role, on)
        name = ", ".join(filter(None, (now.name, now.title))) if now is not None and with_names else ""
        found.append(PersonNamed(role, now is not None, name))
    return found


def _agreement_check(asked: Told, told: Agreements) -> Check:
    missing = len(told.missing)
    words = f"{len(told.signed)} of {len(told.pairs)} signatures recorded"
    to_do = "Ask the parents who have not signed, and record the day." if missing else ""
    return Check("agreements", asked.title, words, bool(missing or told.without_parent), to_do)


def _marks_check(number: int) -> Sequence[Check]:
    """What the last nightly look left open. That it left nothing says nothing: it may not have been yet."""
    words = f"{number} marks that could still move a figure, as of the last nightly look"
    to_do = "Look at each, put it right, or say why it is right."
    return [Check("integrity", "Integrity of the registers", words, bool(number), to_do)] if number else []


def _integrity_check(counted: Mapping[str, int] | None) -> Check:
    """Sessions that could still move a figure, by what is asked about them."""
    told = "; ".join(f"{title.lower()}: {number}" for title, number in (counted or {}).items())
    to_do = "Look at each, put it right, or say why it is right." if counted else ""
    words = told or "nothing of this school year is open"
    if counted is None:
        words = "nobody can tell: no school day of this school year is over, or the calendar can’t be used"
    return Check("integrity", "Integrity of the registers", words, bool(counted), to_do)


def _gaps_check(gaps: int) -> Check:
    words = (
        f"{gaps} sessions of this school year have no register" if gaps else "every session has a register"
    )
    to_do = "Take in the registers of these sessions, or put the calendar right." if gaps else ""
    return Check("registers", "Sessions without a register", words, bool(gaps), to_do)
