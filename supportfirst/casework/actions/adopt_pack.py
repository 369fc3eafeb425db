"""Have a school follow a policy pack from a day on. What was assessed under another pack before stays so."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import still_as_shown
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.packs_known import pack_known
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.school_calendar import packs_page
from supportfirst.casework.store.models import AuditEvent, PackAdoption, School


@transaction.atomic
def adopt_pack(actor: Actor, school_id: UUID, pack: str, first_day: date, *, shown: str) -> PackAdoption:
    """Add the adoption; the same one twice is kept once. Raises Refused, and NotThere for another's school.

    A school's first pack may begin in the past, where its records do; a later one begins today or after,
    because nobody may change under which rules a day that is over was judged. shown: the fingerprint of the
    adoptions as the form was shown; raises ChangedMeanwhile where there are others.
    """
    school = schools_for(actor, Right.MANAGE_SCHOOL).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    take_turn(school.pk)  # two at once come one after the other
    held = PackAdoption.objects.filter(school=school, first_day=first_day).first()
    if held is not None and held.pack == pack:
        return held
    trail = AuditEvent.objects.filter(school=school, verb="adopt_pack")
    still_as_shown({"pack": packs_page(actor, school_id).told}, shown, actor.at, school_id, trail=trail)
    _check(actor, school, pack, first_day)
    if held is not None:
        before, held.pack = held.pack, pack
        held.save(update_fields=["pack"])
    else:
        before, held = "", PackAdoption.objects.create(school=school, pack=pack, first_day=first_day)
    audit(actor, "adopt_pack", school=school, thing=pack, first_day=first_day.isoformat(), before=before)
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
    return held


def _check(actor: Actor, school: School, pack: str, first_day: date) -> None:
    known = pack_known(pack)
    if known is None:
        raise Refused("There is no policy pack of this name. Choose one of the list.")
    if first_day < known.first_day:
        raise Refused(
            f"{known.title} can be followed from {show_day(known.first_day)}. Choose that day or a later one."
        )
    follows_one = PackAdoption.objects.filter(school=school, first_day__lte=max(first_day, actor.today))
    if first_day < actor.today and follows_one.exists():
        raise Refused("The school follows a pack already. Choose today or a later day for the new one.")
