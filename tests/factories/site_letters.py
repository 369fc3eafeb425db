"""Letters for tests: a school with marks, a family, and drafts as a person makes them.

held = letter_school()                      # Halton; Ada missed three days in the week to 20 November 2026
mother = a_parent(held, title="Ms")
[letter] = drafted(held)                    # a letter to each adult, by the attendance lead
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from supportfirst.attendance.letters.content import Block, Content
from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.actions.draft_letters import draft_letters
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.bridge.letter_rows import as_kept
from supportfirst.casework.store.models import Adult, Enrolment, Letter, LetterMail, User
from tests.factories.site import NINE, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_registers import FRIDAY, RegisterSchool, a_register_school, submit

AFTER = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
S1L1, PRAISE = "halton.s1l1", "england.letter.praise"
FILLED = {"helper": "Lea Grant", "helper_contact": "01632 960100", "reply_by": "Friday 27 November 2026"}
FORM = {"slot_helper": "Lea Grant", "slot_helper_contact": "01632 960100"} | {"slot_reply_by": "2026-11-27"}
WEEK = [FRIDAY - timedelta(days=place) for place in (4, 3, 2, 1, 0)]
MARKS = ["//", "L/", "II", "OO", "NU"]  # late, ill, gone, unexplained: six sessions missed


def new_address(held: RegisterSchool, kind: str = S1L1, child: int = 0) -> str:
    return reverse("child-letter-new", args=[held.school.pk, held.pupils[child].pupil_id, kind])


def of_letter(name: str, letter: Letter) -> str:
    return reverse(name, args=[letter.school_id, letter.pk])


def draft(held: RegisterSchool, client: Client | None = None, **over: Any) -> Any:
    """The form, sent as it stands but for what is said; the answer."""
    form = {"submission": str(uuid.uuid4()), **FORM, **over}
    return (client or demo_client(held.officer)).post(new_address(held), form)


def letter_school(pack: str = "halton", **over: Any) -> RegisterSchool:
    """One child, Ada Byron, with a week of marks; `officer` is its attendance lead."""
    held = a_register_school(names=[("Ada", "Byron")], **{"pack": pack, "telephone": "01632 960123", **over})
    for day, (morning, afternoon) in zip(WEEK, MARKS, strict=True):
        submit(held, morning, day=day)
        submit(held, afternoon, day=day, half=1)
    lead = a_user("attendance_lead", held.school, name="Lea Grant", title="Attendance lead")
    return RegisterSchool(held.school, held.group, held.teacher, lead, held.pupils)


def a_parent(of: RegisterSchool | Enrolment, **over: Any) -> Adult:
    child = of.pupils[0] if isinstance(of, RegisterSchool) else of
    usual = {"title": "Ms", "legal_forename": "Mina", "legal_surname": "Byron"}
    return an_adult(child, **{**usual, **over})


def at_halton_stage_2(child: Enrolment, *, by: User) -> None:
    for stage in ("halton.stage_1", "halton.stage_2"):
        an_event(
            child,
            "stage_move",
            by=by,
            track="halton stages",
            to=stage,
            reason="Absence goes on",
            role="head_teacher",
        )


def with_all_that_letters_wait_for(child: Enrolment, *, by: User) -> None:
    """Of Halton's letters: a meeting that was arranged twice, and a doubt that the head confirmed."""
    at_halton_stage_2(child, by=by)
    first, _ = (an_event(child, "meeting", by=by, meeting="school_attendance_meeting") for _ in range(2))
    an_event(child, "meeting_outcome", by=by, about=str(first.event), result="parent_absent")
    an_event(child, "medical_evidence_asked", by=by, doubt="Always a Monday", confirmed_by_head=True)


def the_lead(held: RegisterSchool, at: datetime = AFTER) -> Actor:
    return actor_of(held.officer, at)


def drafted(held: RegisterSchool, by: User | None = None, kind: str = S1L1, **over: Any) -> list[Letter]:
    """A draft to each adult of the first child."""
    pupil = held.pupils[0].pupil_id
    filled = {**FILLED, **over}
    return draft_letters(
        actor_of(by or held.officer, AFTER), held.school.pk, pupil, kind, filled, batch=uuid.uuid4()
    )


def a_letter(of: Enrolment, to: Adult, *, by: User, **over: Any) -> Letter:
    """One row as it is kept, made of nothing but itself; a draft unless told otherwise."""
    content = as_kept(
        Content(
            letter=PRAISE,
            wording="wording",
            language="en-GB",
            right_to_left=False,
            sender=(of.school.name,),
            addressee=(to.name,),
            dated="20 November 2026",
            reference="ABCDE",
            heading="Good news",
            about=(("Child’s full name", of.pupil.name),),
            salutation=f"Dear {to.name}",
            blocks=(Block("thanks", "Thank you.", fixed=False),),
            closing="Yours sincerely",
            signatory=(by.name,),
        )
    )
    usual = {
        "reference": uuid.uuid4().hex[:12],
        "school": of.school,
        "enrolment": of,
        "adult": to,
        "kind": PRAISE,
        "pack": "england",
        "wording": "wording",
        "composed": content,
        "content": content,
        "known_at": NINE,
        "first_day": FRIDAY,
        "last_day": FRIDAY,
        "batch": uuid.uuid4(),
        "made_by": by,
        "made_at": NINE,
    }
    return Letter.objects.create(**{**usual, **over})


def a_mail(letter: Letter, *, by: User) -> LetterMail:
    """An e-mail of it, asked for just now by the clock, so that its link is good."""
    told = {"letter": letter, "address": "mina@example.org", "asked_by": by}
    return LetterMail.objects.create(submission=uuid.uuid4(), asked_at=timezone.now(), **told)


def approved(held: RegisterSchool, **over: Any) -> list[Letter]:
    return [approve_letter(the_lead(held), held.school.pk, each.pk) for each in drafted(held, **over)]


def worked(at: datetime = AFTER) -> None:
    """Let the worker do what waits."""
    worker = Worker(now=lambda: at)
    while worker.run_next() is not None:
        pass
