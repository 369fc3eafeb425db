"""A walk of random steps with families, each foretold by the slow reading of the packs.

FamilyWalk(random.Random(1)).go(1000)   # raises AssertionError at the first step that was not as foretold

A step is a real request by somebody signed in, or a job that the worker does. `Foretold` says what must come
of it: done, refused with these words, or nothing there for this person.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse

from supportfirst.attendance.letters.slots import slot_named
from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.make_letters import ask_to_approve, ask_to_make
from supportfirst.casework.store.models import CaseEvent, Enrolment, Letter
from tests.factories.family_foretold import DONE, NOT_TRIED, NOTHING, Foretold, judge, refused
from tests.factories.family_places import (
    MAY_ACT,
    NOW,
    PACKS,
    ROLES,
    KeptLetter,
    KeptMeeting,
    Place,
    a_place,
    close_form,
    meetings_of,
    plan_form,
    said_of,
    slots_of,
    work,
)
from tests.factories.site import an_authority
from tests.factories.site_registers import FRIDAY, form_of
from tests.factories.slow_reading import WAYS, unwelcome

SHARED_SLOTS = {"helper_contact", "reply_by", "officer_contact", "meeting_day", "next_steps"}
MOST_IN_JOB = 4


class FamilyWalk:
    """The whole walk; `done`, `refused` and `nothing` count what came of its steps."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        authority = an_authority()
        self.places = [a_place(pack, authority) for pack in PACKS]
        self.counts: Counter[tuple[str, str]] = Counter()
        self.steps: dict[str, Callable[[Place, str], Foretold]] = {
            "draft": self._draft,
            "draft again": self._draft_again,
            "approve": self._approve,
            "edit": self._edit,
            "deliver": self._deliver,
            "withdraw": self._withdraw,
            "take out": self._take_out,
            "draft by job": self._draft_by_job,
            "approve by job": self._approve_by_job,
            "plan a meeting": self._plan,
            "close a meeting": self._close,
        }
        self.weights = [4, 1, 6, 3, 6, 1, 2, 0.5, 0.5, 3, 3]
        self.last: tuple[str, dict[str, str]] | None = None

    @property
    def done(self) -> int:
        return sum(number for (_, does), number in self.counts.items() if does == "done")

    @property
    def refused(self) -> int:
        return sum(number for (_, does), number in self.counts.items() if does == "refused")

    def never_tried(self) -> list[str]:
        """Steps that never once were done, or never once refused."""
        both = {(name, does) for name in self.steps for does in ("done", "refused")}
        return sorted(f"{name}: {does}" for name, does in both - set(self.counts) - NEVER)

    def go(self, steps: int) -> FamilyWalk:
        number = 0
        while number < steps:
            place = self.chance.choice(self.places)
            role = self.chance.choice(ROLES)
            [name] = self.chance.choices(list(self.steps), self.weights)
            told = self.steps[name](place, role)
            if told is NOT_TRIED:
                continue
            number += 1
            self.counts[(name, told.does)] += 1
            if number % 100 == 0:
                self._as_known()
        self._as_known()
        return self

    # --- letters --------------------------------------------------------------------------------

    def _draft(self, place: Place, role: str) -> Foretold:
        child = self.chance.choice(list(place.children))
        other = self.chance.random() < 0.1
        source = self.chance.choice(self.places) if other else place
        kind = self.chance.choice(source.pack.letters(FRIDAY))
        form = {"submission": str(uuid.uuid4()), **slots_of(source.pack, kind)}
        left_out = ""
        if self.chance.random() < 0.25:
            able = sorted(SHARED_SLOTS & source.pack.always_named(kind))
            left_out = self.chance.choice(able) if able else ""
            form[f"slot_{left_out}"] = ""
        told = self._foretold_draft(place, role, child, kind, left_out)
        address = reverse("child-letter-new", args=[place.school.pk, child.pupil_id, kind])
        before = set(Letter.objects.filter(school=place.school).values_list("pk", flat=True))
        self._post(place, role, address, form, told)
        made = Letter.objects.filter(school=place.school).exclude(pk__in=before)
        self._know(place, kind, made, len(place.children[child]) if told is DONE else 0)
        if told is DONE:
            self.last = (address, form)
        return told

    def _foretold_draft(
        self, place: Place, role: str, child: Enrolment, kind: str, left_out: str
    ) -> Foretold:
        if role not in MAY_ACT or kind not in place.pack.letters(FRIDAY):
            return NOTHING
        if left_out:
            return refused(f"Enter {slot_named(left_out).words}")
        if child == place.last_wordless:
            return refused("There is nobody to write to", "parental responsibility")
        waits = place.pack.waits_for(kind, place.recorded(child))
        return refused("The rule", waits, "Why", "What you can do") if waits else DONE

    def _draft_again(self, place: Place, role: str) -> Foretold:
        """The form of somebody, sent once more: one letter for each adult stays one."""
        if self.last is None:
            return NOT_TRIED
        address, form = self.last
        before = Letter.objects.count()
        home = next(each for each in self.places if str(each.school.pk) in address)
        self._post(home, "attendance_lead", address, form, DONE)
        assert Letter.objects.count() == before
        return DONE

    def _approve(self, place: Place, role: str) -> Foretold:
        letter = self._one_of(place)
        if letter is None:
            return NOT_TRIED
        version = Letter.objects.values_list("version", flat=True).get(pk=letter.id)
        stale = self.chance.random() < 0.15
        told = self._foretold_approval(place, role, letter)
        if told is DONE and stale and letter.state == "draft":
            told = refused("Somebody changed this letter")
        form = {"version": str(version + 1 if stale else version)}
        self._post(place, role, _of("letter-approve", place, letter), form, told)
        if told is DONE and letter.state == "draft":
            letter.state = "approved"
        return told

    def _foretold_approval(self, place: Place, role: str, letter: KeptLetter) -> Foretold:
        if role not in MAY_ACT:
            return NOTHING
        if letter.state in ("approved", "sent"):
            return DONE
        if letter.state == "withdrawn":
            return refused("This letter was withdrawn")
        if not place.pack.may_send(role, letter.kind):
            return refused("This letter is sent by", *place.pack.sent_by(letter.kind))
        return DONE

    def _edit(self, place: Place, role: str) -> Foretold:
        letter = self._one_of(place, "draft")
        if letter is None or role not in MAY_ACT:
            return NOT_TRIED
        address = _of("letter-edit", place, letter)
        browser = place.browsers[role]
        form = form_of(browser.get(address))
        names = [name for name in form if name.startswith("own_")]
        assert names, "a letter has room for a paragraph of one's own"
        bad = self.chance.random() < 0.5
        word = self.chance.choice(unwelcome())
        form[names[0]] = f"We say {word} here." if bad else "We look forward to hearing from you."
        told = refused("The rule", "Why", "What you can do", word) if bad else DONE
        self._post(place, role, address, form, told)
        return told

    def _deliver(self, place: Place, role: str) -> Foretold:
        letter = self._one_of(place)
        if letter is None:
            return NOT_TRIED
        what = self.chance.choice([*WAYS, "returned"])
        day = FRIDAY + timedelta(days=self.chance.choice((0, 0, 0, 0, -1, 1)))
        told = self._foretold_delivery(place, role, letter, what, (day - FRIDAY).days)
        form = {
            "submission": str(uuid.uuid4()),
            "what": what,
            "on-day": str(day.day),
            "on-month": str(day.month),
            "on-year": str(day.year),
            "by": "Lea Grant",
            "note": "",
        }
        before = CaseEvent.objects.filter(school=place.school).count()
        self._post(place, role, _of("letter-delivery", place, letter), form, told)
        written = CaseEvent.objects.filter(school=place.school).count() - before
        first = told is DONE and letter.state == "approved"
        more = place.pack.also_writes(letter.kind, place.recorded(letter.child)) if first else 0
        assert written == (1 + more if first else 0), (letter.kind, what, written)
        if told is DONE:
            letter.had.add(what)
            letter.state = "sent"
        return told

    def _foretold_delivery(
        self, place: Place, role: str, letter: KeptLetter, what: str, days: int
    ) -> Foretold:
        if role not in MAY_ACT:
            return NOTHING
        if letter.state not in ("approved", "sent"):
            return refused()
        if what == "returned":
            if "posted" not in letter.had:
                return refused()
            return refused("The day has not come yet") if days > 0 else refused() if days < 0 else DONE
        if not place.pack.goes_by(letter.kind, what):
            return refused()
        if days > 0:
            return refused("The day has not come yet")
        return refused("The letter was not approved yet on that day") if days < 0 else DONE

    def _withdraw(self, place: Place, role: str) -> Foretold:
        letter = self._one_of(place)
        if letter is None:
            return NOT_TRIED
        because = self.chance.choice(("The family has rung us.", ""))
        told = DONE
        if role not in MAY_ACT:
            told = NOTHING
        elif not because:
            told = refused("why")
        elif letter.state == "sent":
            told = refused("This letter has gone out", "Write to the family again")
        self._post(place, role, _of("letter-withdraw", place, letter), {"because": because}, told)
        if told is DONE:
            letter.state = "withdrawn"
        return told

    def _take_out(self, place: Place, role: str) -> Foretold:
        """A file of the letter: never of a draft, nor of one that was withdrawn."""
        letter = self._one_of(place, "draft", "withdrawn")
        if letter is None:
            return NOT_TRIED
        told = refused("draft" if letter.state == "draft" else "withdrawn") if role in MAY_ACT else NOTHING
        answer = place.browsers[role].get(_of("letter-pdf", place, letter))
        judge(answer, told, letter)
        return told

    # --- by job -----------------------------------------------------------------------------------

    def _draft_by_job(self, place: Place, role: str) -> Foretold:
        kind = self.chance.choice(place.pack.letters(FRIDAY))
        children = self.chance.sample(list(place.children), 2)
        actor = actor_of(place.people[role], NOW)
        filled = {name: said_of(name) for name in place.pack.always_named(kind)}
        pupils = [each.pupil_id for each in children]
        before = set(Letter.objects.filter(school=place.school).values_list("pk", flat=True))
        try:
            ask_to_make(actor, place.school.pk, kind, pupils, filled, batch=uuid.uuid4())
        except NotThere:
            assert role not in MAY_ACT
            return NOTHING
        assert role in MAY_ACT
        work()
        made = Letter.objects.filter(school=place.school).exclude(pk__in=before)
        able = [
            each
            for each in children
            if each != place.last_wordless and not place.pack.waits_for(kind, place.recorded(each))
        ]
        self._know(place, kind, made, sum(len(place.children[each]) for each in able))
        return DONE if len(able) == len(children) else refused()

    def _approve_by_job(self, place: Place, role: str) -> Foretold:
        if not place.letters:
            return NOT_TRIED
        some = self.chance.sample(place.letters, min(MOST_IN_JOB, len(place.letters)))
        actor = actor_of(place.people[role], NOW)
        try:
            ask_to_approve(actor, place.school.pk, [each.id for each in some], link="/letters/{letter}/")
        except NotThere:
            assert role not in MAY_ACT
            return NOTHING
        assert role in MAY_ACT
        work()
        kept_back = False
        for each in some:
            if each.state == "draft" and place.pack.may_send(role, each.kind):
                each.state = "approved"
            kept_back |= each.state in ("draft", "withdrawn")
        return refused() if kept_back else DONE

    # --- meetings ---------------------------------------------------------------------------------

    def _plan(self, place: Place, role: str) -> Foretold:
        child = self.chance.choice(list(place.children))
        name, kind = self.chance.choice(sorted(place.pack.meetings(FRIDAY).items()))
        address = reverse("meeting-new", args=[place.school.pk, child.pupil_id, name])
        if role not in MAY_ACT:
            judge(place.browsers[role].get(address), NOTHING, name)
            return NOTHING
        required = list(kind.get("required") or [])
        missing = self.chance.choice(required) if required and self.chance.random() < 0.3 else ""
        days = self.chance.choice((3, 3, 3, -1))
        invited = [each for each in required if each != missing] or list(kind.get("optional") or [])[:1]
        told = DONE
        if days < 0:
            told = refused("This day is over", "Give the day")
        elif missing:
            told = refused("needs", place.pack.title(missing))
        form = plan_form(place.browsers[role], address, days, invited)
        before = set(meetings_of(place))
        self._post(place, role, address, form, told)
        made = set(meetings_of(place)) - before
        assert len(made) == (1 if told is DONE else 0), (name, told, made)
        place.meetings += [KeptMeeting(each, child, name, place.pack.full_name(name)) for each in made]
        return told

    def _close(self, place: Place, role: str) -> Foretold:
        open_ones = [each for each in place.meetings if not each.closed]
        if not open_ones:
            return NOT_TRIED
        meeting = self.chance.choice(open_ones)
        address = reverse("meeting", args=[place.school.pk, meeting.child.pupil_id, meeting.id])
        if role not in MAY_ACT:
            judge(place.browsers[role].get(address), NOTHING, meeting)
            return NOTHING
        reason = self.chance.choice(("", "The family moves away."))
        told = DONE if reason else refused("missed", "Offer another day")
        form = close_form(place.browsers[role], address, reason)
        self._post(place, role, address, form, told)
        meeting.closed = told is DONE
        outcomes = CaseEvent.objects.filter(kind="meeting_outcome", data__about=str(meeting.id)).count()
        assert outcomes == (1 if meeting.closed else 0)
        return told

    # --- what came of it ------------------------------------------------------------------------------

    def _one_of(self, place: Place, *states: str) -> KeptLetter | None:
        able = [each for each in place.letters if not states or each.state in states]
        return self.chance.choice(able[-60:]) if able else None

    def _post(self, place: Place, role: str, address: str, form: dict[str, Any], told: Foretold) -> None:
        judge(place.browsers[role].post(address, form), told, (address, form))

    def _know(self, place: Place, kind: str, made: Any, number: int) -> None:
        found = list(made.values_list("pk", "enrolment"))
        assert len(found) == number, (kind, number, found)
        children = {each.pk: each for each in place.children}
        place.letters += [KeptLetter(each, place, kind, children[about]) for each, about in found]

    def _as_known(self) -> None:
        """Every letter stands as the walk knows it, and there is no other."""
        known = {each.id: each.state for place in self.places for each in place.letters}
        assert dict(Letter.objects.values_list("pk", "state")) == known
        planned = {each.id for place in self.places for each in place.meetings}
        assert set(CaseEvent.objects.filter(kind="meeting").values_list("event", flat=True)) == planned


NEVER = {("draft again", "refused"), ("take out", "done")}


def _of(name: str, place: Place, letter: KeptLetter) -> str:
    return reverse(name, args=[place.school.pk, letter.id])
