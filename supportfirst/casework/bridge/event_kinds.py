"""The kinds of event about attendance that a pack names, those asked for in each term, and the terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.bridge.codes_in_force import loaded, pack_of
from supportfirst.casework.bridge.pack_lists import listed_by, table_by
from supportfirst.casework.bridge.reward_periods import Period, periods_of
from supportfirst.casework.store.models import RewardInterval, School

OTHER = {"other": "Another event about attendance"}


@dataclass(frozen=True, slots=True)
class EventTerms:
    kinds: Mapping[str, str]  # in words
    each_term: Sequence[str]  # kinds of which every term has at least one


def event_terms(school: School, on: date) -> EventTerms:
    """Kinds of the authority's pack and of the school's own; what each term needs, the authority's says."""
    authority, own = loaded(school.authority.pack), pack_of(school, on)
    kinds = table_by(authority, ".event_kinds", on) | table_by(own, ".event_kinds", on) | OTHER
    asked = listed_by(authority, ".events_each_term", on)
    return EventTerms(kinds, [each for each in asked if each in kinds])


def terms_of_year(school: School, on: date) -> Sequence[Period]:
    """Of the school year of a day; none where the school has no calendar that can be used."""
    found = periods_of(school, pack_of(school, on), RewardInterval.TERMLY, on)
    return [each for each in found if each.first >= first_day_of_year(on)]
