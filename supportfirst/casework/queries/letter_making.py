"""All that one kind of letter about one child is made of: to whom, from which records, what a person adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from supportfirst.attendance.letters.compose import CHILD, compose, lacking
from supportfirst.attendance.letters.content import Content
from supportfirst.attendance.letters.shape import VALUE, Child, Head, Lack, Slot
from supportfirst.attendance.letters.slots import slot_named
from supportfirst.attendance.letters.wordings import frame_of
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.pack_roles import roles_held
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.letter_kinds import LetterKind, due_kinds, letter_kinds
from supportfirst.casework.bridge.letter_prerequisites import NotYet, not_yet
from supportfirst.casework.bridge.letter_values import FILLED, Value, record_values
from supportfirst.casework.bridge.letters_sent import sent_this_year
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.bridge.school_target import is_below
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child import OfChild
from supportfirst.casework.queries.child_stays import seen_now
from supportfirst.casework.queries.letter_addressees import Addressees, WrittenTo, addressees_of
from supportfirst.casework.queries.paper_figures import span_of, year_sessions
from supportfirst.casework.store.models import Enrolment

RIGHTS = (Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.ACT_ON_CASE)
Filled = Mapping[str, Value]  # what a person supplied, by slot
# What is the same whoever the child is, so that it may be supplied once for a batch.
FOR_ALL = frozenset({"helper", "helper_contact", "reply_by", "support_ready", "officer", "officer_contact"})


@dataclass(frozen=True, slots=True)
class Making(OfChild):
    at: datetime
    pack: Pack
    kind: LetterKind
    addressees: Addressees
    values: Mapping[str, Value]  # what the records say
    asked: Sequence[Slot]  # what a person has to supply
    span: tuple[date, date]  # of the marks that it tells
    is_due: bool  # by a step of the pack; where the pack names none, it is not due either
    may_send: bool  # the reader has the role by which it is sent
    not_yet: NotYet | None  # why it can't be written yet
    stays: Sequence[Enrolment]  # of the child at this school

    @property
    def today(self) -> date:
        return self.span[1]

    def to(self, adult: UUID) -> Making:
        """The same, to one of the addressees alone. Raises NotThere."""
        written_to = [each for each in self.addressees.written_to if each.adult == adult]
        if not written_to:
            raise NotThere
        return replace(self, addressees=replace(self.addressees, written_to=written_to))

    def head(self, to: WrittenTo, reference: str, signatory: Sequence[str]) -> Head:
        pupil, school = self.enrolment.pupil, self.school
        whole = pupil.legal_forename.strip() and pupil.legal_surname.strip()
        telephone = f"Telephone {school.telephone}" if school.telephone else ""
        return Head(
            sender=tuple(line for line in (school.name, *school.address.splitlines(), telephone) if line),
            addressee=to.held,
            child=Child(
                name=f"{pupil.legal_forename.strip()} {pupil.legal_surname.strip()}" if whole else "",
                year_group=self.enrolment.year_group.strip(),
                born=show_day(pupil.date_of_birth) if pupil.date_of_birth else "",
                known_as=pupil.preferred_forename or pupil.legal_forename,
            ),
            dated=show_day(self.today),
            reference=reference,
            signatory=tuple(line for line in (*signatory, telephone) if line),
        )

    @property
    def needed(self) -> frozenset[str]:
        """What of this the letter can't be made without, by slot."""
        return needed_of(self.kind)

    @property
    def foreseen(self) -> list[Lack]:
        """What will stop it that the form does not ask for: somebody's title, a date of birth."""
        asked = {slot.name for slot in self.asked}
        return [lack for lack in self.lacks({}, ("-",)) if lack.slot not in asked]

    def lacks(self, filled: Filled, signatory: Sequence[str]) -> list[Lack]:
        """What stops it, of any of those to whom it goes; each thing once."""
        held = {**self.values, **filled}
        found: dict[tuple[str, str], Lack] = {}
        for to in self.addressees.written_to:
            for lack in lacking(self.kind.wording, held, self.head(to, "0", signatory)):
                told = _where(lack, to)
                found[(told.slot, told.what)] = told
        return list(found.values())

    def content(self, to: WrittenTo, filled: Filled, reference: str, signatory: Sequence[str]) -> Content:
        """Raises LettersLack."""
        held = {**self.values, **filled}
        head = self.head(to, reference, signatory)
        return compose(self.kind.wording, held, head, frame_of(self.pack))


def _where(lack: Lack, to: WrittenTo) -> Lack:
    """An address that is kept from every page is not missing, and nobody is to write it down again."""
    if lack.slot == "addressee.address" and to.confidential:
        return Lack(
            lack.slot,
            f"an address of {to.name} that may be shown, since theirs is kept confidential",
            "with the designated safeguarding lead",
        )
    return lack


def letter_making(actor: Actor, school_id: UUID, pupil_id: UUID, kind_id: str) -> Making:
    """Raises NotThere, for a kind too that the school's pack does not have."""
    seen = seen_now(actor, school_id, pupil_id, *RIGHTS)
    kinds = letter_kinds(seen.pack, seen.on)
    kind = kinds.get(kind_id)
    if kind is None:
        raise NotThere
    sessions = year_sessions(seen)
    values = record_values(seen.enrolment, sessions, kind.wording, seen.pack, seen.on)
    return Making(
        enrolment=seen.enrolment,
        at=actor.at,
        pack=seen.pack,
        kind=kind,
        addressees=addressees_of(pupil_id, seen.on),
        values=values,
        asked=slots_asked(kind, values),
        span=span_of(sessions, seen.on),
        is_due=kind_id in due_now(seen, pupil_id, kinds),
        may_send=roles_held(actor, seen.school, seen.pack).any_of(kind.sent_by),
        not_yet=not_yet([kind], seen.stays, seen.pack, seen.on).get(kind_id),
        stays=seen.stays,
    )


def due_now(seen: AsSeen, pupil_id: UUID, kinds: Mapping[str, LetterKind]) -> list[str]:
    """Which of these kinds are due for a child, in their order."""
    sent = {kind for _, kind in sent_this_year(seen.school.pk, seen.on, pupil_id)}
    attended, possible = (seen.measures.get(name, 0) for name in ("sessions_attended", "sessions_possible"))
    below = is_below(seen.school, attended, possible)
    return due_kinds(kinds, seen.pack, seen.document, sent, below_target=below)


def needed_of(kind: LetterKind) -> frozenset[str]:
    """The slots of paragraphs that stand in every letter of the kind."""
    blocks = [each for each in kind.wording.blocks if not (each.only_if or each.unless)]
    return frozenset(name for each in blocks for name in (*SLOT.findall(each.text), each.items))


def slots_asked(kind: LetterKind, values: Iterable[str]) -> list[Slot]:
    """What a person supplies, in the order of the text; what the records are to tell is asked of nobody."""
    known = {CHILD, *values, *FILLED}
    return [
        slot_named(name) for name in kind.wording.slots if name not in known and not name.startswith(VALUE)
    ]
