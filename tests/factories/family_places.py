"""Where a walk with families takes place: a school under each pack, its people, its children, its papers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from supportfirst.attendance.letters.shape import SlotKind
from supportfirst.attendance.letters.slots import slot_named
from supportfirst.casework.actions.run_jobs import KINDS, Worker
from supportfirst.casework.store.models import Adult, CaseEvent, Enrolment, Job, School, User
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event, put_marks
from tests.factories.site_letters import at_halton_stage_2
from tests.factories.site_registers import FRIDAY, WIDNES_TIMES, form_of
from tests.factories.slow_reading import SlowPack, slow_pack

PACKS = ("cambridgeshire", "coventry", "essex", "halton", "widnes-academy")
AT_SCHOOL = ("attendance_lead", "head", "attendance_officer", "pastoral", "teacher")
OF_AUTHORITY = ("authority_officer", "principal_officer")
ROLES = (*AT_SCHOOL, *OF_AUTHORITY, "attendance_lead", "head", "principal_officer")
MAY_ACT = frozenset({*AT_SCHOOL, *OF_AUTHORITY}) - {"teacher"}
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
MARKS = ("//", "L/", "II", "OO", "//")


@dataclass(slots=True)
class KeptLetter:
    """What the walk knows of one letter."""

    id: uuid.UUID
    place: Place
    kind: str
    child: Enrolment
    state: str = "draft"
    had: set[str] = field(default_factory=set)  # the ways by which it went


@dataclass(slots=True)
class KeptMeeting:
    id: uuid.UUID
    child: Enrolment
    kind: str
    full: str  # the kind as the catalogue names it
    closed: bool = False


@dataclass(slots=True)
class Place:
    """One school under one pack, with its people and children."""

    school: School
    pack: SlowPack
    people: dict[str, User]
    browsers: dict[str, Client]
    children: dict[Enrolment, Sequence[Adult]]
    letters: list[KeptLetter] = field(default_factory=list)
    meetings: list[KeptMeeting] = field(default_factory=list)
    further_on: list[dict[str, str]] = field(default_factory=list)  # what is recorded of the first child

    def recorded(self, child: Enrolment) -> list[dict[str, str]]:
        """What the walk knows of a child's records that a letter may wait for."""
        met = [{"kind": "meeting", "meeting": each.full} for each in self.meetings if each.child == child]
        return [*(self.further_on if child == next(iter(self.children)) else ()), *met]

    @property
    def last_wordless(self) -> Enrolment:
        """The child of whose parent nobody has said whether they have parental responsibility."""
        return list(self.children)[-1]


def a_place(pack: str, authority: Any) -> Place:
    school = a_school(
        pack=pack,
        authority=authority,
        telephone="01632 960123",
        address="Hill Road, Example Town",
        attendance_target=95,
        **WIDNES_TIMES,
    )
    group = a_class(school)
    people = {role: a_user(role, school, title=role.replace("_", " ")) for role in AT_SCHOOL}
    people |= {role: a_user(role, authority=authority, title="Officer") for role in OF_AUTHORITY}
    names = (("Ada", "Byron"), ("Bela", "Turing"), ("Cleo", "Noether"))
    children: dict[Enrolment, Sequence[Adult]] = {}
    for place, (first, last) in enumerate(names):
        child = a_pupil(school, group, forename=first, surname=last)
        put_marks(child, {FRIDAY - timedelta(days=4 - day): pair for day, pair in enumerate(MARKS)})
        for kind in ("support_offered", "support_started"):
            an_event(child, kind, by=people["attendance_lead"], service="A place at breakfast club")
        if place == len(names) - 1:
            an_adult(child, title="Ms", parental_responsibility=None, day_to_day_care=None)
            children[child] = []
        else:
            children[child] = [an_adult(child, title=title) for title in ("Ms", "Mr")[: place + 1]]
    browsers = {role: demo_client(user) for role, user in people.items()}
    held = Place(school, slow_pack(pack), people, browsers, children)
    _further_on(held)
    return held


def _further_on(place: Place) -> None:
    """The first child's case has come to Halton Stage 2, and the head has a reason to doubt an illness."""
    if "halton.stage_2_on" not in place.pack.facts:
        return
    first, head = next(iter(place.children)), place.people["head"]
    at_halton_stage_2(first, by=head)
    place.further_on.append({"kind": "stage_move", "track": "halton stages", "to": "halton.stage_2"})
    an_event(first, "medical_evidence_asked", by=head, doubt="Always a Monday", confirmed_by_head=True)
    place.further_on.append({"kind": "medical_evidence_asked", "confirmed_by_head": "yes"})


def slots_of(pack: SlowPack, kind: str) -> dict[str, str]:
    """Every gap of the wording filled in with its example."""
    found = {}
    for block in pack.wordings[kind]["blocks"]:
        named = {*re.findall(r"\{([a-z_]+)\}", block.get("text", "")), block.get("items")} - {None}
        named |= {block.get("only_if")} - {None}
        for name in named:
            said = said_of(name)
            found[f"slot_{name}"] = said if isinstance(said, str) else "\n".join(said)
            if slot_named(name).kind is SlotKind.DAY:
                found[f"slot_{name}"] = "2026-11-27"
    return found


def said_of(name: str) -> str | tuple[str, ...]:
    slot = slot_named(name)
    return tuple(slot.sample) if slot.kind is SlotKind.LIST else str(slot.sample[0])


def meetings_of(place: Place) -> list[uuid.UUID]:
    rows = CaseEvent.objects.filter(school=place.school, kind="meeting")
    return list(rows.values_list("event", flat=True))


def plan_form(browser: Client, address: str, days: int, invited: Sequence[str]) -> dict[str, Any]:
    form: dict[str, Any] = dict(form_of(browser.get(address)))
    day = FRIDAY + timedelta(days=days)
    for name in ("adults", "invited"):
        form.pop(name, None)
    told = {"on": day.isoformat(), "at": "2.30pm", "how": "in_school", "place_because": "Near home"}
    return {**form, **told, "invited": list(invited)}


def close_form(browser: Client, address: str, reason: str) -> dict[str, Any]:
    form: dict[str, Any] = dict(form_of(browser.get(address)))
    form.pop("child_view_consent", None)
    return {**form, "result": "cancelled", "no_offer_because": reason}


def work() -> None:
    """Let the worker make and approve letters; what else waits is left."""
    Job.objects.exclude(kind__in=("make_letters", "approve_letters")).filter(state="waiting").delete()
    worker = Worker(now=lambda: NOW, kinds=KINDS)
    while worker.run_next() is not None:
        pass
