"""One box for finding a child: by name, UPN, the name of a parent, or a postcode; within reach alone.

A teacher finds the children of their classes by name, and no child by a parent or an address. What is kept
confidential finds nobody: whoever typed the postcode of a hidden address would be told that it is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.bridge.confidential import confidential_adults
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.store.days_held import in_force as open_on
from supportfirst.casework.store.folded_names import readings_of, words_of
from supportfirst.casework.store.models import AdultContact, ContactKind, Enrolment, Link, Pupil

MOST = 50
SHORTEST = 2
UPN = re.compile(r"[A-Z]\d{11}[A-Z0-9]")
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Hit:
    pupil: UUID
    school_id: UUID
    name: str
    school: str
    group: str
    by: str  # name, UPN, parent or postcode
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    hits: Sequence[Hit]
    more: bool
    too_short: bool = False

    @property
    def kinds(self) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for hit in self.hits:
            counts[hit.by] += 1
        return dict(counts)


def find_child(actor: Actor, typed: str) -> Found:
    """The children whom the words fit, each once; ten queries at most, however many there are."""
    words = words_of(typed)
    if sum(map(len, words)) < SHORTEST:
        return Found((), more=False, too_short=True)
    reached = enrolments_for(actor, Right.SEE_PUPIL).select_related("pupil", "school", "group")
    plain = "".join(typed.upper().split())
    found: dict[int, tuple[Enrolment, str]] = {}
    left = _left(actor, reached)
    if UPN.fullmatch(plain):
        _put(found, reached.filter(Q(pupil__upn=plain) | Q(pupil__in=_kept_of(plain))), "UPN")
        _put(found, left.filter(pupil__upn=plain), "UPN")
    at_home = enrolments_for(actor, Right.SEE_CONTACTS).values("pk")
    if POSTCODE.fullmatch(plain):
        _put(found, reached.filter(pk__in=at_home, pupil__in=_at_postcode(actor, plain)), "postcode")
    if not found:
        _put(found, _named(reached, words), "name")
        _put(
            found,
            reached.filter(pk__in=at_home, pupil__in=_with_parent(actor, words).values("pupil")),
            "parent",
        )
        _put(found, _named(left, words), "name")
    merged = _merged_into({stay.pupil_id for stay, _ in found.values()})
    hits = [_hit(stay, by, merged, actor.today) for stay, by in found.values()]
    return Found(hits[:MOST], more=len(hits) > MOST)


def _left(actor: Actor, reached: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The last ended stay at each school of those who are on no roll within reach; by name or UPN alone."""
    ended = left_for(actor, Right.SEE_PUPIL)
    later = ended.filter(
        pupil=OuterRef("pupil"), school=OuterRef("school"), first_day__gt=OuterRef("first_day")
    )
    here = reached.order_by().filter(pupil=OuterRef("pupil"))
    return ended.exclude(Exists(later)).exclude(Exists(here)).select_related("pupil", "school", "group")


def _put(found: dict[int, tuple[Enrolment, str]], stays: Iterable[Enrolment], by: str) -> None:
    for stay in sorted(stays, key=lambda each: (each.pupil.legal_surname, each.pupil.legal_forename)):
        found.setdefault(stay.pk, (stay, by))


def _kept_of(upn: str) -> list[UUID]:
    """The child under whom a merged row of this UPN is found now, through as many merges as there were."""
    found: list[UUID] = []
    row = Pupil.objects.filter(upn=upn, merged_into__isnull=False).first()
    while row is not None and row.merged_into_id is not None and row.merged_into_id not in found:
        found.append(row.merged_into_id)
        row = Pupil.objects.filter(pk=row.merged_into_id).first()
    return found


def _named(reached: QuerySet[Enrolment], words: Sequence[str]) -> QuerySet[Enrolment]:
    """Enrolments of children in one of whose names each word begins a word, however names are written apart.

    A child is also found by the names of rows that were merged into theirs.
    """
    fits = Q()
    for reading in readings_of(words):
        fits |= _each_fits(reading)
    return reached.filter(fits)


def _each_fits(words: Sequence[str]) -> Q:
    fits = Q()
    for word in words:
        gone = Pupil.objects.filter(merged_into=OuterRef("pupil"), folded__contains=f" {word}")
        fits &= Q(pupil__folded__contains=f" {word}") | Q(Exists(gone))
    return fits


def _with_parent(actor: Actor, words: Sequence[str]) -> QuerySet[Link]:
    reached = enrolments_for(actor, Right.SEE_CONTACTS).values("pupil")
    links = Link.objects.filter(open_on(actor.today), pupil__in=reached, adult__merged_into=None)
    fits = Q()
    for reading in readings_of(words):
        each_fits = Q()
        for word in reading:
            each_fits &= Q(adult__folded__contains=f" {word}")
        fits |= each_fits
    return links.filter(fits)


def _at_postcode(actor: Actor, plain: str) -> list[UUID]:
    """Children one of whose adults has an open address there that is not confidential."""
    spaced = f"{plain[:-3]} {plain[-3:]}"
    rows = AdultContact.objects.filter(
        open_on(actor.today),
        Q(postcode__iexact=spaced) | Q(postcode__iexact=plain),
        kind=ContactKind.ADDRESS,
    )
    adults = set(rows.values_list("adult_id", flat=True))
    links = list(Link.objects.filter(open_on(actor.today), adult__in=adults).values_list("pupil", "adult"))
    families = Link.objects.filter(pupil__in={pupil for pupil, _ in links}).values_list("pupil", "adult")
    hidden = confidential_adults({adult for _, adult in families}, actor.today)
    # a child one of whose parents hides: the address of the other may be the very same
    guarded = {pupil for pupil, adult in families if adult in hidden}
    return [pupil for pupil, _ in links if pupil not in guarded]


def _merged_into(pupils: Iterable[UUID]) -> set[UUID]:
    held = Pupil.objects.filter(merged_into__in=set(pupils)).values_list("merged_into", flat=True)
    return {each for each in held if each is not None}


def _hit(stay: Enrolment, by: str, merged: set[UUID], today: date) -> Hit:
    notes = ["was here under two rows, now one"] if stay.pupil_id in merged else []
    if stay.last_day is not None and stay.last_day < today:
        notes.append(f"left on {show_day(stay.last_day)}")
    return Hit(
        pupil=stay.pupil_id,
        school_id=stay.school_id,
        name=stay.pupil.name,
        school=stay.school.name,
        group=stay.group.name if stay.group else "",
        by=by,
        note="; ".join(notes),
    )
