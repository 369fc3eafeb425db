"""What the pack in force says of rewards: what a list leaves out, own targets, and a certificate's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import in_force

CODES, HEALTH = "reward.exclude_codes", "reward.exclude_health"  # the packs' values
MARKERS, TARGETS = "reward.left_out_markers", "adjusted_targets"
TYPES, TITLES, WORDS = "reward.types", "reward.certificate_titles", "reward.certificate_words"


@dataclass(frozen=True, slots=True)
class RewardReading:
    """One pack's reading on a day. Where the pack says nothing, nothing is left out and nothing offered."""

    pack: str  # its title
    health_codes: tuple[str, ...]  # which may be left out, as absence for health or of its kind
    codes_show: str  # why those of its kind are among them
    leaves_health_out: bool  # unless a scheme says otherwise
    show: str  # the sentence that a reader must see
    source: str
    own_targets: bool  # stand in the place of the school's
    markers: Mapping[str, str]  # by flag, in words
    types: Mapping[str, str]
    titles: Mapping[str, str]  # of certificates, by measure
    words: Mapping[str, str]  # with {first} and {last}

    @property
    def left_out(self) -> tuple[str, ...]:
        """The codes that a new scheme leaves out, as the pack has it."""
        return self.health_codes if self.leaves_health_out else ()


def reward_reading(pack: Pack, day: date) -> RewardReading:
    codes, health = _held(pack, CODES, day), _held(pack, HEALTH, day)
    value, step = pack.values.get(HEALTH), None
    if value is not None:
        step = value.on_or_none(day)
    return RewardReading(
        pack=pack.title,
        health_codes=tuple(str(each) for each in codes) if isinstance(codes, tuple) else (),
        codes_show=pack.values[CODES].show if isinstance(codes, tuple) else "",
        leaves_health_out=health is True,
        show=value.show if value is not None and step is not None else "",
        source="" if step is None else ", ".join(filter(None, (step.source.title, step.source.passage))),
        own_targets=_held(pack, TARGETS, day) is True,
        markers=_table(pack, MARKERS, day),
        types=_table(pack, TYPES, day),
        titles=_table(pack, TITLES, day),
        words=_table(pack, WORDS, day),
    )


def absence_codes(pack: Pack, day: date) -> Mapping[str, str]:
    """Every code of an authorised absence that a scheme may leave out, with its meaning."""
    return {
        code.symbol: code.meaning.split(";")[0].split(": marked")[0]
        for code in in_force(pack.codes, day)
        if code.statistical_class.value == "authorised absence"
    }


def code_words(pack: Pack, symbol: str, day: date) -> str:
    """“I (ill)”; the bare symbol where the pack does not know it on that day."""
    reading = pack.codes.read(symbol, day)
    return symbol if reading.code is None else f"{symbol} ({reading.code.meaning.split(';')[0]})"


def _held(pack: Pack, name: str, day: date) -> object:
    value = pack.values.get(name)
    step = None if value is None else value.on_or_none(day)
    return None if step is None else step.value


def _table(pack: Pack, name: str, day: date) -> Mapping[str, str]:
    held = _held(pack, name, day)
    return {str(key): str(each) for key, each in held.items()} if isinstance(held, Mapping) else {}
