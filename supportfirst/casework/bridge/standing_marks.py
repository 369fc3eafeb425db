"""Every entry about one session's marks: what was written first, each change, and what stands now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from supportfirst.attendance.vocabulary.days import show_day, show_time
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.code_numbers import symbol_of
from supportfirst.casework.bridge.register_rows import enrolments_of, entries_of
from supportfirst.casework.store.models import Amendment, RegisterDocument, School, Source

SHOWN_OF_DOCUMENT = (
    *("pupils", "marks", "minutes", "recorded_at", "source"),
    *("recorded_by__name", "recorded_by__title"),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry about one mark. `original` and `new` are codes; blank is no mark."""

    original: str
    new: str
    minutes: int  # 0 where none were said
    reason: str
    at: datetime
    name: str
    title: str
    source: str

    @property
    def struck_out(self) -> bool:
        return not self.new

    @property
    def by(self) -> str:
        return ", ".join(part for part in (self.name, self.title) if part) or "nobody named"

    @property
    def told(self) -> str:
        """The entry in a sentence's words: what stands, who set it, when."""
        mark = f"“{self.new}”" if self.new else "no mark (it was struck out)"
        when = self.at.astimezone(LONDON)
        return f"{mark}, set by {self.by} on {show_day(when.date())} at {show_time(when)}"


def histories(
    school: School, day: date, half: int, enrolments: Collection[int]
) -> Mapping[int, Sequence[Recorded]]:
    """The entries of each pupil who has any for the session, oldest first; the last is what stands.

    As in the folded years: the first document that marks a pupil counts, then amendments in their order.
    """
    wanted = set(enrolments)
    found: dict[int, list[Recorded]] = {}
    documents = RegisterDocument.objects.filter(school=school, day=day, half=half).order_by("serial")
    for document in documents.select_related("recorded_by").only(*SHOWN_OF_DOCUMENT):
        if wanted.isdisjoint(enrolments_of(document.pupils)):
            continue  # another class's, as most are
        for entry in entries_of(document.pupils, document.marks, document.minutes):
            if entry.enrolment in wanted and entry.enrolment not in found:
                found[entry.enrolment] = [as_first(document, entry.number, entry.minutes)]
    amendments = Amendment.objects.filter(enrolment_id__in=wanted, day=day, half=half, school=school)
    for amendment in amendments.order_by("serial"):
        found.setdefault(amendment.enrolment_id, []).append(as_changed(amendment))
    return found


def standing(school: School, day: date, half: int, enrolments: Collection[int]) -> Mapping[int, Recorded]:
    """The last entry of each pupil who has any for the session."""
    held = histories(school, day, half, enrolments)
    return {enrolment: entries[-1] for enrolment, entries in held.items()}


def as_first(document: RegisterDocument, number: int, minutes: int) -> Recorded:
    by = document.recorded_by
    return Recorded(
        original="",
        new=symbol_of(number),
        minutes=minutes,
        reason="",
        at=document.recorded_at,
        name=by.name if by else "",
        title=by.title if by else "",
        source=Source(document.source).label,
    )


def as_changed(amendment: Amendment) -> Recorded:
    return Recorded(
        original=amendment.original,
        new=amendment.new,
        minutes=amendment.minutes or 0,
        reason=amendment.reason,
        at=amendment.recorded_at,
        name=amendment.name,
        title=amendment.title,
        source=Source(amendment.source).label,
    )
