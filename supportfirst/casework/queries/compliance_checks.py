"""What a school has to show of its own set-up, as lines that say what is there, what lacks, and what to do.

The page of one school and the list over all of somebody's are made of the same lines, without names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.school_days import HALVES, OpenTooLong, show_day, times_missing
from supportfirst.casework.queries.attendance_policy import Policy
from supportfirst.casework.queries.procedures import NO_STAFF
from supportfirst.casework.store.days_held import in_force, not_ended
from supportfirst.casework.store.models import Acknowledgement, Assessed, Membership, School


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `anchor`: the part of the page that tells more."""

    anchor: str
    title: str
    words: str
    lacks: bool
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """How many of how many have confirmed the procedures as they stand."""

    asked: int
    confirmed: int

    @property
    def missing(self) -> int:
        return self.asked - self.confirmed


def policy_checks(policy: Policy) -> Sequence[Check]:
    lacking = [each.told.title for each in policy.lacking]
    blanks = [each.label for each in policy.not_said if each.name != "address"]
    return [
        Check(
            "policy",
            "Policy on the web",
            "its address is recorded" if policy.address else "no address is recorded",
            not policy.address,
            "" if policy.address else "Enter the web address of the policy.",
        ),
        _review(policy),
        Check(
            "policy",
            "Sections of the policy",
            f"{len(policy.sections) - len(lacking)} of {len(policy.sections)} present"
            + (f"; not present, or not said: {', '.join(lacking)}" if lacking else ""),
            bool(lacking),
            "Say of each section whether it is in the policy, and add those that are not." if lacking else "",
        ),
        Check(
            "policy",
            "What else is asked of the policy",
            f"not said: {', '.join(blanks)}" if blanks else "all is said",
            bool(blanks),
            "Enter what is not said yet." if blanks else "",
        ),
    ]


def _review(policy: Policy) -> Check:
    day = policy.values["review_on"]
    if not isinstance(day, date):
        return Check("policy", "Review of the policy", "not said", lacks=True, to_do="Enter the next review.")
    if policy.overdue:
        words, to_do = f"overdue since {show_day(day)}", "Review the policy, and enter the new dates."
        return Check("policy", "Review of the policy", words, lacks=True, to_do=to_do)
    return Check("policy", "Review of the policy", f"next on {show_day(day)}", lacks=False)


def people_check(missing: Sequence[str], asked: int) -> Check:
    words = f"{asked - len(missing)} of {asked} named"
    if missing:
        words += f"; nobody for: {', '.join(missing)}"
    return Check("people", "Named people", words, bool(missing), "Name somebody for each." if missing else "")


def staff_check(staff: Staff) -> Check:
    words = f"{staff.confirmed} of {staff.asked} staff have confirmed that they read the procedures"
    to_do = "Ask those who have not confirmed to read them." if staff.missing else ""
    return Check("staff", "Procedures read by staff", words, bool(staff.missing), to_do)


def times_check(school: School, warnings: Sequence[OpenTooLong]) -> Check:
    missing = [words for half in HALVES for words in times_missing(school, half)]
    told = [f"not said: {', '.join(missing)}"] if missing else []
    told += [each.told for each in warnings]
    to_do = "Set the times of the day." if told else ""
    return Check("times", "Register times", " ".join(told) or "set, and within the limit", bool(told), to_do)


def returns_check(children: int, first: date | None = None) -> Check:
    """`first`: the first day by which one is due, where it is known and the pack sets one."""
    words = f"{children} {'child' if children == 1 else 'children'} of whom the authority is to be told"
    words += f", the first by {show_day(first)}" if first else ""
    to_do = "Send the returns, and record that they were sent." if children else ""
    return Check("returns", "Returns due", words if children else "none due", bool(children), to_do)


def staff_of(schools: Collection[School], packs: Mapping[UUID, Pack], on: date) -> Mapping[UUID, Staff]:
    """By school: how many staff there are today, and who confirmed the pack as it stands. Two queries."""
    members = Membership.objects.filter(in_force(on), school__in=schools, user__is_active=True)
    asked: dict[UUID, set[UUID]] = {school.pk: set() for school in schools}
    for key, user in members.exclude(role__in=NO_STAFF).values_list("school", "user"):
        if key is not None:
            asked[key].add(user)
    confirmed: dict[UUID, set[UUID]] = {school.pk: set() for school in schools}
    prints = {packs[school.pk].fingerprint for school in schools}
    held = Acknowledgement.objects.filter(school__in=schools, fingerprint__in=prints)
    for key, user, fingerprint in held.values_list("school", "user", "fingerprint"):
        if fingerprint == packs[key].fingerprint and user in asked[key]:
            confirmed[key].add(user)
    return {key: Staff(len(asked[key]), len(confirmed[key])) for key in asked}


def children_to_report(schools: Collection[School], rules: Collection[str], on: date) -> Mapping[UUID, int]:
    """By school, the children of whom a return is due by the last assessment; one query."""
    if not rules:
        return {}
    named = Q()
    for rule in rules:
        named |= names_rule(rule)
    held = assessed_with_words().filter(not_ended(on, "enrolment__"), named, school__in=schools, due=True)
    return dict(
        held.order_by().values("school").annotate(children=Count("pk")).values_list("school", "children")
    )


def assessed_with_words() -> QuerySet[Assessed]:
    return Assessed.objects.alias(words=Cast("reasons", TextField()))


def names_rule(rule: str) -> Q:
    """The one way to look inside the reasons that both databases have."""
    return Q(words__contains=f'"rule": "{rule}"')
