"""A school's calendar, what it buys, and the packs that it follows, for whoever sets it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.bridge.pack_changes import PackChanges, pack_changes
from supportfirst.casework.bridge.packs_known import KnownPack, pack_known, packs_known
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.store.models import CalendarSpan, PackAdoption, School, TradedSpan


@dataclass(frozen=True, slots=True)
class CalendarPage:
    school: School
    years: Mapping[str, Sequence[CalendarSpan]]  # by school year, newest first


@dataclass(frozen=True, slots=True)
class TradedPage:
    school: School
    spans: Sequence[TradedSpan]
    now: TradedSpan | None

    @property
    def told(self) -> str:
        """All that was said, in one line."""
        return "; ".join(_said(each) for each in self.spans)


@dataclass(frozen=True, slots=True)
class Adopted:
    title: str
    first_day: date


@dataclass(frozen=True, slots=True)
class PacksPage:
    school: School
    adopted: Sequence[Adopted]
    known: Sequence[KnownPack]
    without: str  # the title of what holds where none was adopted: the authority's

    @property
    def told(self) -> str:
        """All that was adopted, in one line."""
        return "; ".join(f"{each.title}, from {show_day(each.first_day)}" for each in self.adopted)


def calendar_page(actor: Actor, school_id: UUID) -> CalendarPage:
    school = school_to_manage(actor, school_id)
    years: dict[str, list[CalendarSpan]] = {}
    for span in CalendarSpan.objects.filter(school=school).order_by("first_day", "kind"):
        begins = span.first_day.year - (span.first_day.month < 8)
        years.setdefault(f"{begins}-{(begins + 1) % 100:02}", []).append(span)
    return CalendarPage(school, dict(reversed(years.items())))


def calendar_span(actor: Actor, school_id: UUID, span_id: int) -> CalendarSpan:
    """Raises NotThere for a span that is not of the school."""
    school = school_to_manage(actor, school_id)
    span = CalendarSpan.objects.filter(school=school, pk=span_id).first()
    if span is None:
        raise NotThere
    return span


def traded_page(actor: Actor, school_id: UUID) -> TradedPage:
    school = school_to_manage(actor, school_id)
    spans = list(TradedSpan.objects.filter(school=school).order_by("first_day", "pk"))
    today = actor.today
    now = next(
        (each for each in spans if (each.first_day or today) <= today and (each.last_day or today) >= today),
        None,
    )
    return TradedPage(school, spans, now)


def _said(span: TradedSpan) -> str:
    first = f" from {show_day(span.first_day)}" if span.first_day else ""
    last = f" until {show_day(span.last_day)}" if span.last_day else ""
    return f"{'yes' if span.buys else 'no'}{first}{last}"


def packs_page(actor: Actor, school_id: UUID) -> PacksPage:
    school = school_to_manage(actor, school_id)
    known = packs_known()
    titles = {pack.name: pack.title for pack in known}
    held = PackAdoption.objects.filter(school=school).order_by("first_day")
    adopted = [Adopted(titles.get(each.pack, each.pack), each.first_day) for each in held]
    return PacksPage(school, adopted, known, titles.get(school.authority.pack, school.authority.pack))


def pack_preview(actor: Actor, school_id: UUID, pack: str, first_day: date) -> PackChanges:
    """What following another pack from a day would change. Raises NotThere for a pack that is not known."""
    school = school_to_manage(actor, school_id)
    if pack_known(pack) is None:
        raise NotThere
    return pack_changes(school, pack, first_day)
