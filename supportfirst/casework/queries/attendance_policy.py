"""A school's attendance policy: what is recorded of it, what the pack has of it, and what is not said.

Where nobody has recorded anything, the policy that the pack itself holds is shown as the one in force; it
says nothing of the web address, nor of what its sections are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.bridge.school_policy import Told, policy_sections, published_policy
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.store.models import PolicyRecord, School

PRESENT, ABSENT = "present", "absent"
STANDS = {PRESENT: "Present", ABSENT: "Absent", "": "Not said"}
SECTION = "section:"  # before the id of a section, as the name of a field
FIELDS = {
    "address": "Web address of the policy",
    "academic_year": "Academic year",
    "ratified_by": "Ratified by",
    "ratified_on": "Ratified on",
    "review_on": "Next review",
    "consulted_with": "Consulted with",
    "consulted_on": "Consulted on",
    "parents_told_on": "Parents were told of the staged response on",
}
# What to do about a field of which nothing is said.
TO_DO = {
    "address": "Put the policy on the school’s website, and enter its address here.",
    "academic_year": "Enter the academic year for which the policy was written.",
    "ratified_by": "Have the governors ratify the policy, and enter who did.",
    "ratified_on": "Enter the day on which the policy was ratified.",
    "review_on": "Agree on a day for the next review, and enter it.",
    "consulted_with": "Consult staff, parents and pupils on the policy, and enter with whom it was.",
    "consulted_on": "Enter the day on which the consultation ended.",
    "parents_told_on": "Tell parents how the school responds to absence, step by step, and enter the day.",
}


@dataclass(frozen=True, slots=True)
class Section:
    told: Told
    stands: str  # PRESENT, ABSENT or ""

    @property
    def words(self) -> str:
        return STANDS[self.stands]

    @property
    def lacks(self) -> bool:
        return self.stands != PRESENT


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    words: str  # "" where it is not said
    to_do: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What is known today of a school's policy."""

    values: Mapping[str, str | date | None]  # by the names of FIELDS
    sections: Sequence[Section]
    of_pack: str  # the source, where the pack alone tells of the policy
    recorded_by: str
    recorded_at: datetime | None
    today: date

    @property
    def fields(self) -> Sequence[Field]:
        return [Field(name, label, _words(self.values[name]), TO_DO[name]) for name, label in FIELDS.items()]

    @property
    def address(self) -> str:
        return str(self.values["address"] or "")

    @property
    def overdue(self) -> bool:
        """The day set for the review has passed."""
        review = self.values["review_on"]
        return isinstance(review, date) and review < self.today

    @property
    def not_said(self) -> Sequence[Field]:
        return [each for each in self.fields if not each.words]

    @property
    def lacking(self) -> Sequence[Section]:
        return [each for each in self.sections if each.lacks]


@dataclass(frozen=True, slots=True)
class FormerPolicy:
    """What a later record changed: each field with what it said before."""

    recorded_at: datetime
    by: str
    changes: Sequence[tuple[str, str, str]]  # what, before, after


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """What a form of the policy is filled in with."""

    school: School
    policy: Policy
    history: Sequence[FormerPolicy]


def policy_of(school: School, pack: Pack, on: date) -> Policy:
    return policies_of([school], {school.pk: pack}, on)[school.pk]


def policies_of(schools: Collection[School], packs: Mapping[UUID, Pack], on: date) -> Mapping[UUID, Policy]:
    """By school; one query, however many there are."""
    latest = PolicyRecord.objects.filter(school=OuterRef("school")).order_by("-recorded_at", "-pk")
    held = PolicyRecord.objects.filter(school__in=schools, pk=Subquery(latest.values("pk")[:1]))
    records = {each.school_id: each for each in held.select_related("recorded_by")}
    return {each.pk: _policy(records.get(each.pk), packs[each.pk], on) for each in schools}


def policy_form(actor: Actor, school_id: UUID) -> PolicyForm:
    """Raises NotThere for a school that is not the actor's to set up."""
    school = school_to_manage(actor, school_id)
    pack = pack_of(school, actor.today)
    return PolicyForm(
        school, policy_of(school, pack, actor.today), former_policies(school, pack, actor.today)
    )


def form_values(policy: Policy) -> dict[str, str | date | None]:
    """By the names of a form's fields: those of the record, and one for each section."""
    return {**policy.values, **{f"{SECTION}{each.told.id}": each.stands for each in policy.sections}}


def former_policies(school: School, pack: Pack, on: date) -> Sequence[FormerPolicy]:
    """What each record changed of the one before it, the latest first."""
    records = list(
        PolicyRecord.objects.filter(school=school).select_related("recorded_by").order_by("recorded_at", "pk")
    )
    titles = {each.id: each.title for each in policy_sections(pack, on)}
    found = []
    for before, after in zip([None, *records], records, strict=False):
        changes = [*_changed_fields(before, after), *_changed_sections(before, after, titles)]
        found.append(FormerPolicy(after.recorded_at, str(after.recorded_by), changes))
    return found[::-1]


def _policy(record: PolicyRecord | None, pack: Pack, on: date) -> Policy:
    published = published_policy(pack, on) if record is None else None
    values: dict[str, str | date | None] = {
        name: getattr(record, name) if record else getattr(published, name, None) for name in FIELDS
    }
    said = record.sections if record else {}
    return Policy(
        values={name: "" if value is None and _is_text(name) else value for name, value in values.items()},
        sections=[Section(each, str(said.get(each.id, ""))) for each in policy_sections(pack, on)],
        of_pack=published.source if published else "",
        recorded_by=str(record.recorded_by) if record else "",
        recorded_at=record.recorded_at if record else None,
        today=on,
    )


def _is_text(name: str) -> bool:
    return not name.endswith("_on")


def _changed_fields(before: PolicyRecord | None, after: PolicyRecord) -> Sequence[tuple[str, str, str]]:
    pairs = [
        (label, _words(getattr(before, name, None)), _words(getattr(after, name)))
        for name, label in FIELDS.items()
    ]
    return [each for each in pairs if each[1] != each[2]]


def _changed_sections(
    before: PolicyRecord | None, after: PolicyRecord, titles: Mapping[str, str]
) -> Sequence[tuple[str, str, str]]:
    said = before.sections if before else {}
    ids = dict.fromkeys([*said, *after.sections])
    pairs = [(titles.get(each, each), said.get(each, ""), after.sections.get(each, "")) for each in ids]
    return [(title, STANDS[was], STANDS[now]) for title, was, now in pairs if was != now]


def _words(value: str | date | None) -> str:
    return show_day(value) if isinstance(value, date) else value or ""
