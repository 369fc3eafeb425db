"""Which places of meetings no calendar file tells: those that name somebody, or that are a hidden address.

A calendar is shown on telephones and shared screens, and the file can reach the other parent. So every adult
who was ever tied to the child counts, whoever looks and whether or not that adult may be written to. Names
are looked for as whole words: “Ed” does not stand in “Shed”, and does in “Ed’s house”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from supportfirst.casework.bridge.confidential import confidential_adults
from supportfirst.casework.store.folded_names import folded, folded_names
from supportfirst.casework.store.models import AdultContact, ContactKind, Link, Pupil

WORDS = re.compile(r"[^\W_]+")
SHORTEST = 2  # a letter by itself is a room, and no name


def kept_places(pupil: Pupil, places: Iterable[str], day: date) -> set[str]:
    """Of these places, those that stay out of a calendar file about this child."""
    told = {place: _words(place) for place in places if place}
    if not told:
        return set()
    links = list(Link.objects.filter(pupil=pupil).select_related("adult"))
    names = _names(pupil, links)
    hidden = _hidden(confidential_adults({each.adult_id for each in links}, day))
    return {
        place
        for place, words in told.items()
        if names & set(words) or any(_within(address, words) for address in hidden)
    }


def _names(pupil: Pupil, links: Iterable[Link]) -> set[str]:
    own = (pupil.legal_forename, pupil.legal_surname, pupil.preferred_forename, pupil.preferred_surname)
    theirs = [name for each in links for name in (each.adult.legal_forename, each.adult.legal_surname)]
    return {word for word in folded_names((*own, *theirs)).split() if len(word) >= SHORTEST}


def _hidden(adults: Iterable[UUID]) -> list[Sequence[str]]:
    """The first line and the postcode of each address of theirs, former ones too."""
    held = AdultContact.objects.filter(adult__in=adults, kind=ContactKind.ADDRESS)
    found = [line for value, code in held.values_list("value", "postcode") for line in (value, code)]
    return [words for line in found if (words := _words(re.split(r"[,\n]", line)[0]))]


def _words(text: str) -> Sequence[str]:
    return WORDS.findall(folded(text))


def _within(some: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these words stand in the others, one after the other."""
    return f" {' '.join(some)} " in f" {' '.join(words)} "
