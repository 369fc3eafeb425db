"""How varied the attempts to reach a family were, and which different one comes next.

Six texts at nine in the morning are one way at one time, and are told as that. The ways, the times, and from
how many on it is said, are the pack's; where it has none, nothing is said. Attempts are looked at since
somebody last answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.record_kinds import table_of

LEAST, SHARE = "contact_variety.least", "contact_variety.alike_percent"
CHANNELS, BANDS = "contact_variety.channels", "contact_variety.bands"
YES = "yes"
NEEDS, ANSWERED = "contact_variety.needs", "contact_variety.answered"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach a parent. `answered` None: nobody wrote down what came of it."""

    on: date
    at: time | None  # of the day, where it was written down
    channel: str
    by: str  # who tried
    adults: frozenset[str]  # ids
    answered: bool | None


@dataclass(frozen=True, slots=True)
class Reachable:
    """An adult whom the school may contact, and the ways that it holds for them."""

    id: str
    name: str
    ways: frozenset[str]
    language: str
    access_needs: str


@dataclass(frozen=True, slots=True)
class VarietyLaw:
    """What the pack says on a day."""

    least: int | None  # None: the pack does not say from how many on attempts are compared
    alike_percent: int  # what share of them makes it worth saying
    channels: Mapping[str, str]  # the lightest first, each with its words
    bands: Mapping[str, time]  # beginnings of times of the day by their words, in the order to try
    needs: Mapping[str, str]  # which way of contact an adult needs for each way of reaching them
    outcomes: Mapping[str, bool]  # what each outcome says of whether somebody answered

    def way(self, channel: str) -> str:
        return self.channels.get(channel, channel.replace("_", " "))

    def band_of(self, at: time | None) -> str:
        """The words of the time of day; "" where it is not known."""
        if at is None:
            return ""
        begun = [words for words, start in self.bands.items() if at >= start]
        return max(begun, key=lambda words: self.bands[words], default="")


def variety_law(pack: Pack, day: date) -> VarietyLaw:
    bands = {words: time.fromisoformat(start) for words, start in table_of(pack, BANDS, day).items()}
    share = _number(pack, SHARE, day)
    return VarietyLaw(
        least=_number(pack, LEAST, day),
        alike_percent=100 if share is None else share,
        channels=table_of(pack, CHANNELS, day),
        bands=bands,
        needs=table_of(pack, NEEDS, day),
        outcomes={name: said == YES for name, said in table_of(pack, ANSWERED, day).items()},
    )


def _number(pack: Pack, name: str, day: date) -> int | None:
    held = pack.values.get(name)
    step = held.on_or_none(day) if held is not None else None
    return int(step.value) if step is not None and isinstance(step.value, int | Fraction) else None


def unanswered(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Those since somebody last answered; attempts come in order of time."""
    last = max((place for place, each in enumerate(attempts) if each.answered), default=-1)
    return list(attempts[last + 1 :])


def alike(law: VarietyLaw, tried: Sequence[Attempt], adults: Sequence[Reachable]) -> list[str]:
    """What all of these attempts, or most, had in common, a sentence each; none where they are few."""
    if law.least is None or len(tried) < law.least:
        return []
    names = {adult.id: adult.name for adult in adults}
    told = []
    for told_by, words in (
        (lambda each: law.way(each.channel), "were made in one way: {}."),
        (lambda each: law.band_of(each.at), "were made at one time of the day: {}."),
        (lambda each: _whom(each, names), "were to one adult, {}, and there is another."),
        (lambda each: each.by, "were made by one person: {}."),
    ):
        count, most = _most(tried, told_by)
        if 100 * count >= law.alike_percent * len(tried):
            told.append(f"{_of(count, len(tried))} {words.format(most)}")
    return told


def _whom(attempt: Attempt, names: Mapping[str, str]) -> str:
    """The one adult whom it was to, where there is another who could be tried; else nothing."""
    known = [who for who in attempt.adults if who in names]
    return names[known[0]] if len(known) == 1 and len(names) > 1 else ""


def _most(tried: Sequence[Attempt], told: Callable[[Attempt], str]) -> tuple[int, str]:
    """How many had the most frequent in common, and what it was; what is not known counts for nothing."""
    [(words, count)] = Counter(told(each) for each in tried if told(each)).most_common(1) or [("", 0)]
    return count, words


def _of(count: int, every: int) -> str:
    return f"All {every}" if count == every else f"{count} of {every}"


def next_attempt(law: VarietyLaw, tried: Sequence[Attempt], adults: Sequence[Reachable]) -> list[str]:
    """The next attempt that differs from those made, in a few words each; none where nothing was tried.

    Each of way, time, adult and member of staff is one that has not been tried since anybody answered, or
    else the one that has been tried least.
    """
    if not tried or not adults or not law.channels:
        return []
    by_id = {adult.id: adult for adult in adults}
    adult = by_id[_least_tried(by_id, Counter(who for each in tried for who in each.adults))]
    ways = [name for name in law.channels if name not in law.needs or law.needs[name] in adult.ways]
    told = []
    if ways:
        told.append(law.channels[_least_tried(ways, Counter(each.channel for each in tried))])
    if law.bands:
        told.append(_least_tried(law.bands, Counter(law.band_of(each.at) for each in tried)))
    told.append(f"to {adult.name}{_needs_of(adult)}")
    by = _only(tried, lambda each: each.by)
    if by:
        told.append(f"by somebody other than {by}")
    return told


def _needs_of(adult: Reachable) -> str:
    needs = [f"in {adult.language}" if adult.language and adult.language.lower() != "english" else ""]
    needs.append(f"minding: {adult.access_needs}" if adult.access_needs else "")
    said = ", ".join(each for each in needs if each)
    return f" ({said})" if said else ""


def _only(tried: Iterable[Attempt], told: Callable[[Attempt], str]) -> str:
    """What all have in common; "" where they differ, or where one does not say."""
    found: Collection[str] = {told(each) for each in tried}
    return next(iter(found)) if len(found) == 1 else ""


def _least_tried(choices: Iterable[str], tried: Counter[str]) -> str:
    """Of the choices, in their order, the one that was tried least."""
    return min(choices, key=lambda each: tried[each])
