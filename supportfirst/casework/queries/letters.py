"""Letters that were made: of one child, one by itself, and those of a school by how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from supportfirst.attendance.letters.content import Content
from supportfirst.attendance.letters.edits import Edits
from supportfirst.attendance.letters.wordings import frame_of
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.pack_roles import RolesHeld, roles_held
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.scope import enrolments_for, may, schools_for
from supportfirst.casework.bridge.codes_in_force import loaded, pack_of
from supportfirst.casework.bridge.letter_kinds import (
    EMAIL,
    HAND,
    POST,
    WAYS,
    LetterKind,
    due_kinds,
    letter_kinds,
)
from supportfirst.casework.bridge.letter_prerequisites import NotYet, not_yet
from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.bridge.letters_sent import sent_this_year
from supportfirst.casework.bridge.school_target import is_below
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_stays import seen_now
from supportfirst.casework.queries.issuing import Issue, standing_of
from supportfirst.casework.queries.letter_addressees import Addressees, addressees_of
from supportfirst.casework.queries.letter_making import RIGHTS, due_now
from supportfirst.casework.store.models import (
    Assessed,
    Delivery,
    Enrolment,
    Letter,
    LetterDelivery,
    LetterState,
    School,
)

MAKE_LETTERS, APPROVE_LETTERS = "make_letters", "approve_letters"  # kinds of job
KIND = "letter"  # of `queries.reliance_kinds`
OUT = {Delivery.POSTED: POST, Delivery.HANDED: HAND, Delivery.EMAILED: EMAIL}  # as the records name them
BACK = {Delivery.BOUNCED: Delivery.EMAILED, Delivery.RETURNED: Delivery.POSTED}  # what comes back of what
CAME_BACK = "Came back"
HAPPENINGS = [(each.value, str(each.label)) for each in Delivery]  # all that a form may tell
ROWS = {"stage": "stages", "line": "prompts"}  # a line of a row, and where an assessment has it
LIVE = (LetterState.DRAFT, LetterState.APPROVED)


@dataclass(frozen=True, slots=True)
class KindShown:
    id: str
    title: str
    text: str
    sent_by: str
    may_send: bool
    not_yet: NotYet | None = None  # why it can't be written yet


@dataclass(frozen=True, slots=True)
class LetterLine:
    id: UUID
    title: str
    to: str
    child: str
    pupil: UUID
    group: str
    made: date
    state: str
    state_words: str
    reference: str


@dataclass(frozen=True, slots=True)
class ChildLetters(OfChild):
    due: Sequence[KindShown]
    others: Sequence[KindShown]
    waiting: Sequence[KindShown]  # that can't be written yet
    made: Sequence[LetterLine]
    addressees: Addressees


@dataclass(frozen=True, slots=True)
class LetterPage(OfChild):
    letter: Letter
    title: str
    sent_by: str
    content: Content
    composed: Content
    edits: Edits
    issue: Issue | None
    why_not: str  # why nothing goes to this adult now; "" where it may
    deliveries: Sequence[LetterDelivery]
    ways: Sequence[str]  # how it may go out
    own_most: int  # paragraphs that a person may add
    may_send: bool  # the reader has the role by which it is sent
    may_change: bool  # the child is on roll, and the reader's to act for

    @property
    def is_draft(self) -> bool:
        return self.letter.state == LetterState.DRAFT

    @property
    def may_go_out(self) -> bool:
        """It is approved or was sent before, and nothing keeps it back."""
        gone = self.letter.state in (LetterState.APPROVED, LetterState.SENT)
        return gone and not self.why_not and not (self.issue is not None and self.issue.blocked)

    @property
    def happenings(self) -> list[tuple[str, str]]:
        """What may be recorded of its delivery now, with the words."""
        found = [each for each in OUT if self.may_go_out and OUT[each] in self.ways]
        had = {each.what for each in self.deliveries}
        found += [each for each, of in BACK.items() if of in had]
        return [(each.value, str(each.label)) for each in found]

    @property
    def may_be_withdrawn(self) -> bool:
        return self.letter.state in LIVE


@dataclass(frozen=True, slots=True)
class DueHere:
    kind: str
    title: str
    children: int
    may_send: bool


@dataclass(frozen=True, slots=True)
class SchoolLetters:
    school: School
    state: str
    states: Sequence[tuple[str, str, int]]  # value, words, how many
    lines: QuerySet[Letter]
    due: Sequence[DueHere]


def child_letters(actor: Actor, school_id: UUID, pupil_id: UUID) -> ChildLetters:
    """Raises NotThere."""
    seen = seen_now(actor, school_id, pupil_id, *RIGHTS)
    kinds = letter_kinds(seen.pack, seen.on)
    due = due_now(seen, pupil_id, kinds)
    held = roles_held(actor, seen.school, seen.pack)
    waits = not_yet(kinds.values(), seen.stays, seen.pack, seen.on)
    shown = {name: _shown(held, kind, waits.get(name)) for name, kind in kinds.items()}
    rows = Letter.objects.filter(enrolment__pupil=pupil_id, school=school_id)
    return ChildLetters(
        enrolment=seen.enrolment,
        due=[shown[name] for name in due if name not in waits],
        others=[each for name, each in shown.items() if name not in due and name not in waits],
        waiting=[shown[name] for name in waits],
        made=lines_of(list(in_order(rows))),
        addressees=addressees_of(pupil_id, seen.on),
    )


def _shown(held: RolesHeld, kind: LetterKind, waits: NotYet | None) -> KindShown:
    may_send = held.any_of(kind.sent_by)
    return KindShown(kind.id, kind.title, kind.text, kind.role_titles, may_send, waits)


def letter_page(actor: Actor, school_id: UUID, letter_id: UUID) -> LetterPage:
    """Raises NotThere."""
    rows = Letter.objects.filter(pk=letter_id, school=school_id)
    letter = rows.select_related("enrolment", "adult", "made_by", "approved_by", "edited_by").first()
    if letter is None:
        raise NotThere
    pupil = letter.enrolment.pupil_id
    enrolment = child_at(actor, school_id, pupil, *RIGHTS, or_left=True)
    here = enrolments_for(actor, RIGHTS[-1]).filter(pk=enrolment.pk).exists()
    pack = loaded(letter.pack)
    kind = letter_kinds(pack, letter.last_day).get(letter.kind)  # None: it is worded no more
    return LetterPage(
        enrolment=enrolment,
        letter=letter,
        title=pack.entries[letter.kind].title,
        sent_by=kind.role_titles if kind is not None else "",
        content=as_content(letter.content),
        composed=as_content(letter.composed),
        edits=Edits.from_data(letter.edits),
        issue=standing_of(KIND, str(letter.pk)),
        why_not=addressees_of(pupil, actor.today).why_not(letter.adult_id),
        deliveries=list(letter.deliveries.select_related("recorded_by").order_by("recorded_at", "pk")),
        ways=kind.ways if kind is not None else WAYS,
        own_most=frame_of(pack).own_most,
        may_send=kind is not None and roles_held(actor, enrolment.school, pack).any_of(kind.sent_by),
        may_change=here,
    )


def still_waits(actor: Actor, page: LetterPage) -> NotYet | None:
    """Why a letter that was drafted may not go out yet: what it waits for was struck out since."""
    if not loaded(page.letter.pack).entries[page.letter.kind].listed("only_after"):
        return None
    seen = seen_now(actor, page.school.pk, page.enrolment.pupil_id, RIGHTS[-1])
    kind = letter_kinds(seen.pack, seen.on).get(page.letter.kind)
    return None if kind is None else not_yet([kind], seen.stays, seen.pack, seen.on).get(kind.id)


def school_letters(actor: Actor, school_id: UUID, state: str) -> SchoolLetters:
    """Those of one state, the oldest first. Raises NotThere."""
    school = letters_school(actor, school_id)
    rows = Letter.objects.filter(school=school, enrolment__in=enrolments_for(actor, RIGHTS[1]))
    counted = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    chosen = state if state in LetterState.values else LetterState.DRAFT.value
    return SchoolLetters(
        school=school,
        state=chosen,
        states=[(each.value, each.label, counted.get(each.value, 0)) for each in LetterState],
        lines=in_order(rows.filter(state=chosen)),
        due=due_here(actor, school),
    )


def letters_school(actor: Actor, school_id: UUID) -> School:
    """Raises NotThere where somebody may not write to families of the school."""
    school = schools_for(actor, RIGHTS[-1]).select_related("authority").filter(pk=school_id).first()
    if school is None or not all(may(actor, right, school) for right in RIGHTS):
        raise NotThere
    return school


def due_here(actor: Actor, school: School) -> list[DueHere]:
    """The kinds of letter that are due for children on roll, by the catalogue."""
    pack = pack_of(school, actor.today)
    children = children_due(actor, school)
    held = roles_held(actor, school, pack)
    return [
        DueHere(kind.id, kind.title, len(children[kind.id]), held.any_of(kind.sent_by))
        for kind in letter_kinds(pack, actor.today).values()
        if children.get(kind.id)
    ]


def children_due(actor: Actor, school: School) -> dict[str, list[Enrolment]]:
    """By kind, the children for whom a step or a number asks for it, and who have no letter under way."""
    pack = pack_of(school, actor.today)
    kinds = letter_kinds(pack, actor.today)
    reached = enrolments_for(actor, RIGHTS[1]).filter(school=school)
    held = Assessed.objects.filter(school=school, enrolment__in=reached)
    if not any(kind.below_target_at for kind in kinds.values()):
        held = held.filter(listed=True)  # a school's own target may lie above every line of the worklist
    rows = held.select_related("enrolment__pupil", "enrolment__group").defer("document")
    under_way = set(
        Letter.objects.filter(school=school, state__in=LIVE).values_list("enrolment__pupil", "kind")
    )
    sent: dict[UUID, set[str]] = {}
    for pupil, kind in sent_this_year(school.pk, actor.today):
        sent.setdefault(pupil, set()).add(kind)
    found: dict[str, list[Enrolment]] = {}
    for row in rows.order_by("enrolment__pupil__legal_surname", "enrolment__pupil__legal_forename", "pk"):
        below = is_below(school, row.sessions_attended, row.sessions_possible)
        gone = sent.get(row.enrolment.pupil_id, ())
        for kind in due_kinds(kinds, pack, _told_of(row), gone, below_target=below):
            if (row.enrolment.pupil_id, kind) not in under_way:
                found.setdefault(kind, []).append(row.enrolment)
    return found


def _told_of(row: Assessed) -> dict[str, list[dict[str, str]]]:
    """What a row of the worklist says as the assessment does: steps due, stages and lines that are met."""
    found: dict[str, list[dict[str, str]]] = {"steps_due": [], "stages": [], "prompts": []}
    for each in row.reasons:
        if each.get("kind") == "due":
            found["steps_due"].append({"rule": each["rule"], "status": "due"})
        elif each.get("kind") in ROWS:
            rules = (each["rule"], *each.get("also", ()))
            found[ROWS[each["kind"]]] += [{"rule": rule, "outcome": "met"} for rule in rules]
    return found


def in_order(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """For a list: the oldest first, those of one batch together, by class and name."""
    found = rows.select_related("enrolment__pupil", "enrolment__group", "adult")
    last = LetterDelivery.objects.filter(letter=OuterRef("pk")).order_by("-recorded_at", "-pk")
    light = found.defer("composed", "edits", "content").annotate(last_what=Subquery(last.values("what")[:1]))
    return light.order_by("made_at", "batch", "enrolment__pupil__legal_surname", "enrolment", "pk")


def lines_of(rows: Sequence[Letter]) -> list[LetterLine]:
    """As they are listed; no query of their own but for the packs."""
    titles = {(row.pack, row.kind): loaded(row.pack).entries[row.kind].title for row in rows}
    return [
        LetterLine(
            id=row.pk,
            title=titles[(row.pack, row.kind)],
            to=row.adult.name,
            child=row.enrolment.pupil.name,
            pupil=row.enrolment.pupil_id,
            group=row.enrolment.group.name if row.enrolment.group else "",
            made=row.made_at.date(),
            state=row.state,
            state_words=CAME_BACK if getattr(row, "last_what", "") in BACK else LetterState(row.state).label,
            reference=row.reference,
        )
        for row in rows
    ]
