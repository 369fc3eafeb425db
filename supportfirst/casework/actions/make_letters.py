"""Letters of one kind for many children, drafted or approved by the worker: each addressee exactly once.

Each child's letters are written by themselves, under the batch's id; a worker that was killed begins again,
and what is there already is given back and not made a second time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.actions.draft_letters import draft_letters
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.letter_kinds import letter_kinds
from supportfirst.casework.queries.letter_making import Filled
from supportfirst.casework.queries.letters import APPROVE_LETTERS, MAKE_LETTERS, letters_school
from supportfirst.casework.store.models import Job


@transaction.atomic
def ask_to_make(
    actor: Actor, school_id: UUID, kind: str, pupils: Collection[UUID], filled: Filled, *, batch: UUID
) -> Job:
    """The same batch again gives the first job back. Raises NotThere, Refused."""
    school = letters_school(actor, school_id)
    take_turn(school.pk)
    known = Job.objects.filter(kind=MAKE_LETTERS, school=school, about__batch=str(batch)).first()
    if known is not None:
        return known
    if kind not in letter_kinds(pack_of(school, actor.today), actor.today):
        raise NotThere
    if not pupils:
        raise Refused("Choose at least one child.")
    held = {name: list(value) if isinstance(value, tuple) else value for name, value in filled.items()}
    about = {"batch": str(batch), "kind": kind, "filled": held, "pupils": sorted(map(str, set(pupils)))}
    audit(actor, "ask_to_make_letters", school=school, thing=kind, children=len(about["pupils"]))
    return ask_job(MAKE_LETTERS, about, at=actor.at, school=school, asked_by=actor.user)


def make_letters(asked: Asked, watch: Watch) -> Write:
    """What a child's letters lack is not kept here: it stands on the form for that child."""
    actor, school = _who(asked, watch)
    filled = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in asked.about["filled"].items()
    }
    batch, pupils = UUID(asked.about["batch"]), asked.about["pupils"]
    made, left_out = 0, []
    for number, pupil in enumerate(pupils):
        watch.progress(number, len(pupils))
        try:
            made += len(draft_letters(actor, school, UUID(pupil), asked.about["kind"], filled, batch=batch))
        except (NotThere, Refused):
            left_out.append(pupil)
    watch.progress(len(pupils), len(pupils))
    return lambda: {"made": made, "left_out": left_out}


@transaction.atomic
def ask_to_approve(actor: Actor, school_id: UUID, letters: Collection[UUID], *, link: str) -> Job:
    """link: the page of a letter, with {letter} for its id. Raises NotThere, Refused."""
    school = letters_school(actor, school_id)
    if not letters:
        raise Refused("Choose at least one letter.")
    about = {"letters": sorted(map(str, set(letters))), "link": link}
    audit(actor, "ask_to_approve_letters", school=school, letters=len(about["letters"]))
    return ask_job(APPROVE_LETTERS, about, at=actor.at, school=school, asked_by=actor.user)


def approve_letters(asked: Asked, watch: Watch) -> Write:
    """One after the other; what may not be approved stays a draft, and its own page says why."""
    actor, school = _who(asked, watch)
    letters: list[str] = asked.about["letters"]
    made, left_out = 0, []
    for number, letter in enumerate(letters):
        watch.progress(number, len(letters))
        link = asked.about["link"].replace("{letter}", letter)
        try:
            approve_letter(actor, school, UUID(letter), link=link)
        except (NotThere, Refused):
            left_out.append(letter)
        else:
            made += 1
    watch.progress(len(letters), len(letters))
    outcome: Mapping[str, Any] = {"approved": made, "left_out": left_out}
    return lambda: outcome


def _who(asked: Asked, watch: Watch) -> tuple[Actor, UUID]:
    if asked.asked_by is None or asked.school is None:
        raise JobRefused("Nobody asked for these letters.")
    return actor_of(asked.asked_by, watch.now()), asked.school.pk
