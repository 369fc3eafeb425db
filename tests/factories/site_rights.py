"""Who gets in by each address, role by role, and a land in which each address has something to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, get_resolver, reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.links import token_for
from supportfirst.casework.access.rights import OF_AUTHORITY, OF_SERVICE, RIGHTS
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.actions.preview_people import preview_people
from supportfirst.casework.queries.letter_mails import token_of
from supportfirst.casework.store.models import (
    CalendarSpan,
    ClassTeacher,
    Job,
    Membership,
    NamedPerson,
    PupilFlag,
    Role,
    TradedSpan,
    User,
)
from tests.factories.decision_sheets import a_decision_sheet, a_prompt
from tests.factories.openings import Ways
from tests.factories.people_files import pupils_csv, take_in
from tests.factories.reliances import an_alarm
from tests.factories.school_years import a_turn
from tests.factories.site import an_adult
from tests.factories.site_accounts import (
    BEGAN,
    NINE,
    Land,
    create_class,
    create_member,
    create_pupil,
)
from tests.factories.site_addresses import (
    a_move,
    a_problem,
    a_task,
    address_of,
    an_entry,
    concern_of_hill,
    register_file,
)
from tests.factories.site_agreements import an_agreement
from tests.factories.site_cases import a_message, a_plan, an_assessment
from tests.factories.site_furnished import furnish
from tests.factories.site_letters import PRAISE, a_letter, a_mail
from tests.factories.site_rewards import a_batch


def opens(ways: Ways | None, role: Role) -> bool:
    return ways is not None and any(way <= RIGHTS[role] for way in ways)


def roles_for(ways: Ways | None) -> list[Role]:
    """The roles that the table lets in, in the order of `Role`."""
    return [role for role in Role if opens(ways, role)]


@dataclass
class FurnishedLand:
    """Hill School with one of everything that an address asks for; the child's name is easily found."""

    land: Land = field(default_factory=Land)

    def __post_init__(self) -> None:
        self.hill = furnish(self.land.hill)
        self.file = register_file(self.land)  # before any other job waits
        self.group = create_class(self.hill)
        self.pupil = create_pupil(self.hill, "Zebulon", group=self.group, year_group="7", first_day=BEGAN)
        self.pupil.legal_surname = "Quillfeather"
        self.pupil.save()
        self.enrolment = self.pupil.enrolments.get()
        for name in sorted({flag for flags in OF_SERVICE.values() for flag in flags}):
            PupilFlag.objects.create(pupil=self.pupil, name=name, first_day=BEGAN)
        self.parent = an_adult(self.pupil, legal_forename="Philippa", legal_surname="Quillfeather-Vane")
        self.assessment = an_assessment(self.enrolment)
        self.task = a_task(self.land, self.pupil)
        self.problem = a_problem(self.land, self.pupil)
        self.concern = concern_of_hill(self.land, self.pupil)
        self.colleague = create_member(Role.TEACHER, self.hill, "Colleague")
        self.officer = create_member(Role.ATTENDANCE_OFFICER, self.hill, "Olive Marsh")
        NamedPerson.objects.create(
            school=self.hill, role="senior_attendance_champion", name="Chris Champion", first_day=BEGAN
        )
        self.plan = a_plan(self.enrolment, by=self.officer)
        self.batch = a_batch(self.enrolment, by=self.officer)
        approved = {"state": "approved", "approved_by": self.officer, "approved_at": NINE}
        self.letter = a_letter(self.enrolment, self.parent, by=self.officer, **approved)
        self.mail = a_mail(self.letter, by=self.officer)
        self.job = Job.objects.create(kind="assess_school", school=self.hill, run_after=NINE, asked_at=NINE)
        self.message = a_message(self.enrolment, adult=self.parent, state="failed")
        self.reply = a_message(self.enrolment, direction="in", state="unmatched", reference=None, pupil=None)
        self.previewed, self.imported = self._kept("Wanda"), self._kept("Xanthe")
        actor = actor_of(self.officer, NINE)
        seen = preview_people(actor, self.hill.pk, self.imported).fingerprint
        take_in(actor, self.hill, self.imported, seen)
        # Once, and not for each address: a walk asks for hundreds.
        self.alarm = an_alarm(self.enrolment, self.officer)
        self.agreement = an_agreement(self.enrolment, self.parent, by=self.officer)
        self.turn = a_turn(self.hill, self.colleague)
        self.traded = TradedSpan.objects.create(school=self.hill, buys=True)
        self.joined = Membership.objects.get(user=self.colleague)
        self.closed = CalendarSpan.objects.filter(school=self.hill, kind="closed").earliest("pk")

    def _kept(self, forename: str) -> UUID:
        rows = {"upn": f"A{len(forename):012}", "forename": forename, "surname": "Farthing"}
        actor = actor_of(self.officer, NINE)
        return keep_people_file(actor, self.hill.pk, "pupils.csv", pupils_csv(rows), BEGAN)

    @cached_property
    def sheet(self) -> UUID:
        return a_decision_sheet(self.enrolment, self.officer)

    def member(self, role: Role, *, elsewhere: bool = False) -> User:
        """Somebody with the role, at the school or for its authority; or the same in another authority."""
        school = self.land.far if elsewhere else self.hill
        user = create_member(role, school.authority if role in OF_AUTHORITY else school)
        if role == Role.TEACHER and not elsewhere:
            ClassTeacher.objects.create(group=self.group, user=user, first_day=BEGAN)
        return user

    def address(self, name: str) -> str:
        """The address with the land's own things; of a kind that is not here, with things made for it."""
        things: Mapping[str, Any] = {
            "adult_id": self.parent.pk,
            "alarm_id": self.alarm,
            "agreement_id": self.agreement.pk,
            "batch_id": self.batch.pk,
            "check": "closed",
            "colour": "1d4f6b",
            "day": "2026-11-20",
            "figure": "sessions_attended",
            "moment": NINE,
            "file_id": self.file,
            "group_id": self.group.pk,
            "half": "morning",
            "job_id": self.job.pk,
            "letter": PRAISE,
            "letter_id": self.letter.pk,
            "mail_id": self.mail.pk,
            "move_id": a_move(self.land) if name == "pupil-move" else None,
            "message_id": self.reply.pk if name == "reply-match" else self.message.pk,
            "membership_id": self.joined.pk,
            "how": "withdraw",
            "kind": "appointment",
            "plan_id": self.plan.pk,
            "pupil_id": self.pupil.pk,
            "role": "senior_attendance_champion",
            "scheme_id": self.batch.scheme_id,
            "school_id": self.hill.pk,
            "span_id": self.closed.pk,
            "task_id": self.task.pk,
            "event_id": self.problem,
            "record_id": self.concern,
            "step": "decide",
            "entry_id": an_entry(self.enrolment, self.officer) if name == "strike-out" else None,
            "key": a_prompt(self.enrolment) if name == "prompt" else None,
            "sheet_id": self.sheet if "sheet" in name else None,
            "what": "discussion",
            "record_kind": "barrier",
            "token": token_of(self.mail.pk)
            if name == "letter-by-email"
            else token_for(self.colleague, NINE - timedelta(minutes=1)),
            "turn_id": self.turn.pk,
            "traded_id": self.traded.pk,
            "upload_id": self.imported if name == "import-done" else self.previewed,
            "user_id": self.colleague.pk,
        }
        try:
            return reverse(name, kwargs={argument: things[argument] for argument in takes(name)})
        except (KeyError, NoReverseMatch):
            return address_of(name, self.land)


def takes(name: str) -> set[str]:
    """The names of what an address takes."""
    return {
        argument
        for possibilities, _pattern, _defaults, _converters in get_resolver().reverse_dict.getlist(name)
        for _words, arguments in possibilities
        for argument in arguments
    }
