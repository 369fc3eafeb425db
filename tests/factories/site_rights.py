"""Which rights open every address of the site, and a land in which each has something to show.

`OPENS` is written by hand from what the pages promise, and not read from the views: it is what they are
held to. Whoever adds an address adds its line; a test fails until it has one.
"""

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
from supportfirst.casework.access.rights import OF_AUTHORITY, OF_SERVICE, RIGHTS, Right
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
from tests.factories.openings import ANYBODY, LETTERS, Opening, Ways, all_of, any_of
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

SIGNED_IN: Ways = (frozenset(),)
WHOEVER_CALLS = all_of(Right.SEE_CONTACTS, Right.LOG_CONTACT)
WHOEVER_CORRECTS = all_of(Right.CORRECT_MARK)
WHOEVER_WRITES = all_of(Right.SEE_CONTACTS, Right.LOG_CONTACT, Right.SEND_MESSAGE)
WHOEVER_KEEPS_DOOR = all_of(Right.RECORD_LATE)
WHOEVER_SHARES = all_of(Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.EXPORT, Right.LOG_CONTACT)
WHOEVER_SAFEGUARDS = all_of(Right.SEE_PUPIL, Right.SEE_RESTRICTED)
WHOEVER_FOLLOWS_UP = all_of(Right.LOG_CONTACT)
WHOEVER_EXPORTS_CHILD = all_of(Right.SEE_PUPIL, Right.EXPORT)
WHOEVER_EDITS = all_of(Right.EDIT_PEOPLE)
WHOEVER_IMPORTS = all_of(Right.IMPORT)
WHOEVER_MANAGES = all_of(Right.MANAGE_USERS)
WHOEVER_SETS_UP = all_of(Right.MANAGE_SCHOOL)
WHOEVER_ADMINISTERS = all_of(Right.MANAGE_SCHOOL, Right.MANAGE_USERS)
WHOEVER_SEES_LIST = all_of(Right.SEE_WORKLIST)
WHOEVER_DECIDES = all_of(Right.SEE_PUPIL, Right.SEE_WORKLIST, Right.ACT_ON_CASE)
SEES_LIST = frozenset({Right.SEE_WORKLIST})

WHOEVER_READS_SHEETS = all_of(Right.SEE_CONTACTS, Right.SEE_WORKLIST)
WHOEVER_DECIDES_PROMPTS = all_of(Right.SEE_CONTACTS, Right.SEE_WORKLIST, Right.ACT_ON_CASE)
WHOEVER_STRIKES_OUT = all_of(
    Right.SEE_CONTACTS, Right.LOG_CONTACT, Right.AUTHORISE_ABSENCE
)  # what others wrote

OPENS: dict[str, Opening] = {
    **LETTERS,
    "absence-report": Opening(WHOEVER_CALLS, WHOEVER_CALLS),
    "absence-reports": Opening(WHOEVER_CALLS, WHOEVER_CALLS),
    "accessibility": Opening(ANYBODY),
    "after-close": Opening(any_of(Right.RECORD_LATE, Right.MANAGE_SCHOOL), all_of(Right.MANAGE_SCHOOL)),
    "audit": Opening(all_of(Right.SEE_AUDIT)),
    "certificate": Opening(WHOEVER_EXPORTS_CHILD),
    "certificate-pdf": Opening(WHOEVER_EXPORTS_CHILD),
    "colours": Opening(ANYBODY),
    "decision-sheet": Opening(WHOEVER_READS_SHEETS),
    "decision-sheet-file": Opening(all_of(Right.SEE_CONTACTS, Right.SEE_WORKLIST, Right.EXPORT)),
    "demo": Opening(ANYBODY),
    "compliance": Opening(any_of(Right.SEE_NUMBERS, Right.MANAGE_SCHOOL)),
    "compliance-list": Opening(any_of(Right.SEE_NUMBERS, Right.MANAGE_SCHOOL)),
    "compliance-policy": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "door": Opening(WHOEVER_KEEPS_DOOR, WHOEVER_KEEPS_DOOR),
    "door-back": Opening(WHOEVER_KEEPS_DOOR, WHOEVER_KEEPS_DOOR),
    "door-late": Opening(WHOEVER_KEEPS_DOOR, WHOEVER_KEEPS_DOOR),
    "door-out": Opening(WHOEVER_KEEPS_DOOR, WHOEVER_KEEPS_DOOR),
    "escalate": Opening(WHOEVER_CALLS, WHOEVER_CALLS),
    "agreement-take-back": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "agreements": Opening(all_of(Right.SEE_CONTACTS), WHOEVER_EDITS),
    "alerts": Opening(WHOEVER_SEES_LIST),
    "exceptions": Opening(WHOEVER_CALLS),
    "exceptions-of-day": Opening(WHOEVER_CALLS),
    "expectations": Opening(
        any_of(Right.SEE_PUPIL, Right.SEE_NUMBERS, Right.MANAGE_SCHOOL, Right.SEE_OWN_SERVICE)
    ),
    "find": Opening(all_of(Right.SEE_PUPIL), all_of(Right.SEE_PUPIL)),
    "first-contact": Opening(WHOEVER_CALLS, WHOEVER_CALLS),
    "home": Opening(SIGNED_IN),
    "import-done": Opening(WHOEVER_IMPORTS),
    "import-preview": Opening(WHOEVER_IMPORTS, WHOEVER_IMPORTS),
    "import-upload": Opening(WHOEVER_IMPORTS, WHOEVER_IMPORTS),
    "imports": Opening(WHOEVER_IMPORTS),
    "integrity": Opening(WHOEVER_SEES_LIST),
    "integrity-justify": Opening(WHOEVER_SEES_LIST, all_of(Right.SEE_WORKLIST, Right.CORRECT_MARK)),
    "invite": Opening(WHOEVER_MANAGES, WHOEVER_MANAGES),
    "job": Opening(any_of(Right.SEE_WORKLIST, Right.MANAGE_SCHOOL)),
    "job-cancel": Opening(None, WHOEVER_SETS_UP),
    "mark": Opening(
        any_of(Right.CORRECT_MARK, Right.TAKE_REGISTER, Right.SEE_PUPIL), all_of(Right.CORRECT_MARK)
    ),
    "message-again": Opening(None, WHOEVER_WRITES),
    "message-send": Opening(WHOEVER_WRITES, WHOEVER_WRITES),
    "messages": Opening(WHOEVER_WRITES),
    "merges": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "morning": Opening(WHOEVER_CALLS),
    "morning-of-day": Opening(WHOEVER_CALLS),
    "my-registers": Opening(any_of(Right.TAKE_REGISTER, Right.SEE_REGISTERS)),
    "plan": Opening(WHOEVER_CORRECTS),
    "plan-kinds": Opening(WHOEVER_CORRECTS),
    "plan-new": Opening(WHOEVER_CORRECTS, WHOEVER_CORRECTS),
    "plan-settle": Opening(None, WHOEVER_CORRECTS),
    "plans": Opening(WHOEVER_CORRECTS, WHOEVER_CORRECTS),
    "patterns": Opening(WHOEVER_SEES_LIST),
    "liaisons": Opening(all_of(Right.ACT_ON_CASE)),
    "problem": Opening(all_of(Right.SEE_RESTRICTED), all_of(Right.SEE_RESTRICTED)),
    "pupil-support": Opening(all_of(Right.ACT_ON_CASE)),
    "pupil-support-record": Opening(all_of(Right.ACT_ON_CASE), all_of(Right.ACT_ON_CASE)),
    "pupil-meetings": Opening(all_of(Right.ACT_ON_CASE)),
    **dict.fromkeys(("meeting", "meeting-new"), Opening(*[all_of(Right.ACT_ON_CASE)] * 2)),
    "pupil-record": Opening(WHOEVER_FOLLOWS_UP, WHOEVER_FOLLOWS_UP),
    "punctuality": Opening(WHOEVER_SEES_LIST),
    "old-contacts": Opening(WHOEVER_EDITS),
    "child-not-seen": Opening(all_of(Right.SEE_PUPIL)),
    "prompt": Opening(WHOEVER_DECIDES_PROMPTS, WHOEVER_DECIDES_PROMPTS),
    "pupil": Opening(all_of(Right.SEE_PUPIL)),
    "pupil-concern-new": Opening(all_of(Right.SEE_PUPIL), all_of(Right.SEE_PUPIL)),
    "pupil-concerns": Opening(all_of(Right.SEE_PUPIL, Right.SEE_RESTRICTED)),
    "pupil-information-new": Opening(WHOEVER_SAFEGUARDS, WHOEVER_SAFEGUARDS),
    "safeguarding-confide": Opening(WHOEVER_SAFEGUARDS, WHOEVER_SAFEGUARDS),
    "safeguarding-procedure": Opening(all_of(Right.SEE_RESTRICTED), all_of(Right.SEE_RESTRICTED)),
    "safeguarding-step": Opening(WHOEVER_SAFEGUARDS, WHOEVER_SAFEGUARDS),
    "safeguarding-watch": Opening(all_of(Right.SEE_WATCH_LIST)),
    "pupil-adult": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-adult-merge": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-adult-new": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-change": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-contact": Opening(None, WHOEVER_EDITS),
    "pupil-contact-new": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-figure": Opening(all_of(Right.SEE_PUPIL)),
    "pupil-flags": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-markers": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-merge": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "pupil-moment": Opening(all_of(Right.SEE_PUPIL)),
    "pupil-then": Opening(all_of(Right.SEE_PUPIL)),
    "pupil-note": Opening(WHOEVER_CALLS, WHOEVER_CALLS),
    "strike-out": Opening(WHOEVER_STRIKES_OUT, WHOEVER_STRIKES_OUT),
    "pupil-parents-see": Opening(all_of(Right.SEE_PUPIL, Right.SEE_CONTACTS)),
    "pupil-figure-then": Opening(all_of(Right.SEE_PUPIL)),
    "pupil-reasons": Opening(WHOEVER_SEES_LIST),
    "pupil-reasons-then": Opening(WHOEVER_SEES_LIST),
    "pupil-referral": Opening(WHOEVER_SEES_LIST),
    "pupil-referral-then": Opening(WHOEVER_SEES_LIST),
    "pupil-parents-pdf": Opening(all_of(Right.SEE_PUPIL, Right.SEE_CONTACTS)),
    "pupil-profile": Opening(WHOEVER_SHARES, WHOEVER_SHARES),
    "pupil-profile-pdf": Opening(WHOEVER_SHARES),
    "pupil-front-door": Opening(all_of(Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.EXPORT)),
    "pupil-front-door-pdf": Opening(all_of(Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.EXPORT)),
    "pupil-references": Opening(WHOEVER_EDITS, WHOEVER_EDITS),
    "register": Opening(all_of(Right.TAKE_REGISTER), all_of(Right.TAKE_REGISTER)),
    "register-file": Opening(WHOEVER_IMPORTS, WHOEVER_IMPORTS),
    "register-file-again": Opening(None, WHOEVER_IMPORTS),
    "register-file-differences": Opening(WHOEVER_IMPORTS),
    "register-files": Opening(WHOEVER_IMPORTS, WHOEVER_IMPORTS),
    "register-week": Opening(all_of(Right.EXPORT)),
    "register-weeks": Opening(all_of(Right.EXPORT)),
    "register-taken": Opening(all_of(Right.TAKE_REGISTER)),
    "pupil-target": Opening(all_of(Right.GIVE_REWARDS), all_of(Right.GIVE_REWARDS)),
    "pupil-target-end": Opening(None, all_of(Right.GIVE_REWARDS)),
    "reward": Opening(WHOEVER_SEES_LIST, all_of(Right.SEE_WORKLIST, Right.SET_REWARDS)),
    "reward-batch": Opening(WHOEVER_SEES_LIST),
    "reward-batch-pdf": Opening(all_of(Right.SEE_WORKLIST, Right.GIVE_REWARDS)),
    "reward-new": Opening(all_of(Right.SET_REWARDS), all_of(Right.SET_REWARDS)),
    "reward-of-day": Opening(WHOEVER_SEES_LIST, all_of(Right.SEE_WORKLIST, Right.GIVE_REWARDS)),
    "reward-pdf": Opening(all_of(Right.SEE_WORKLIST, Right.GIVE_REWARDS)),
    "rewards": Opening(WHOEVER_SEES_LIST),
    "relied-on": Opening(WHOEVER_SEES_LIST),
    "relied-on-alarm": Opening(all_of(Right.SEE_PUPIL, Right.SEE_WORKLIST), WHOEVER_DECIDES),
    "relied-on-all": Opening(WHOEVER_SEES_LIST),
    "registers": Opening(any_of(Right.TAKE_REGISTER, Right.SEE_REGISTERS)),
    "registers-remind": Opening(None, all_of(Right.SEND_MESSAGE, Right.SEE_REGISTERS)),
    "registers-of-day": Opening(any_of(Right.TAKE_REGISTER, Right.SEE_REGISTERS)),
    "school-authority": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-trust": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-move": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-calendar": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-calendar-remove": Opening(None, WHOEVER_SETS_UP),
    "school-calendar-span": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-class": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-classes": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-retention": Opening(WHOEVER_SETS_UP),
    "numbers": Opening(all_of(Right.SEE_NUMBERS)),
    "procedures": Opening(all_of(Right.SEE_PUPIL), all_of(Right.SEE_PUPIL)),
    "school-details": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "named-people": Opening(any_of(Right.SEE_NUMBERS, Right.MANAGE_SCHOOL)),
    "school-new": Opening(WHOEVER_ADMINISTERS, WHOEVER_ADMINISTERS),
    "school-packs": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-people": Opening(WHOEVER_SETS_UP),
    "school-person": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-person-end": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-setup": Opening(WHOEVER_SETS_UP),
    "school-year-end": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-year-undo": Opening(None, WHOEVER_SETS_UP),
    "school-traded": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "school-traded-remove": Opening(None, WHOEVER_SETS_UP),
    "school-times": Opening(WHOEVER_SETS_UP, WHOEVER_SETS_UP),
    "schools": Opening(WHOEVER_ADMINISTERS),
    "trust-new": Opening(WHOEVER_ADMINISTERS, WHOEVER_ADMINISTERS),
    "reply": Opening(WHOEVER_WRITES, WHOEVER_WRITES),
    "reply-match": Opening(WHOEVER_WRITES, WHOEVER_WRITES),
    "service": Opening(all_of(Right.SEE_OWN_SERVICE)),
    "service-child": Opening(all_of(Right.SEE_OWN_SERVICE)),
    "new-password": Opening(ANYBODY, ANYBODY),
    "set-password": Opening(ANYBODY, ANYBODY),
    "sign-in": Opening(ANYBODY, ANYBODY),
    "sign-in-code": Opening(ANYBODY, ANYBODY),
    "sign-out": Opening(None, SIGNED_IN),
    "social-worker": Opening(WHOEVER_CALLS, WHOEVER_CALLS),
    "task": Opening(WHOEVER_FOLLOWS_UP, WHOEVER_FOLLOWS_UP),
    "tasks": Opening(WHOEVER_FOLLOWS_UP),
    "totp-picture": Opening(SIGNED_IN),
    "totp-setup": Opening(SIGNED_IN, SIGNED_IN),
    "user": Opening(WHOEVER_MANAGES),
    "user-end": Opening(WHOEVER_MANAGES, WHOEVER_MANAGES),
    "user-password": Opening(None, WHOEVER_MANAGES),
    "user-second-step": Opening(None, WHOEVER_MANAGES),
    "user-stand-in": Opening(WHOEVER_MANAGES, WHOEVER_MANAGES),
    "users": Opening(WHOEVER_MANAGES),
    "worklist": Opening(WHOEVER_SEES_LIST, WHOEVER_SEES_LIST),
    "worklist-act": Opening(None, all_of(Right.SEE_WORKLIST, Right.ACT_ON_CASE), told=SEES_LIST),
    "worklist-export": Opening(all_of(Right.SEE_WORKLIST, Right.EXPORT), told=SEES_LIST),
    "worklist-record": Opening(None, all_of(Right.SEE_WORKLIST, Right.ACT_ON_CASE), told=SEES_LIST),
    "worklist-row": Opening(WHOEVER_SEES_LIST),
}


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
        self.officer = create_member(Role.ATTENDANCE_OFFICER, self.hill, "Office")
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
