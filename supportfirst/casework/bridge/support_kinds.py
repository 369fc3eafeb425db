"""What the pack says of support: the kinds of record, barriers by name, what must come first, services.

A body adds to the lists beneath it by a value whose name ends as theirs does (`halton.support_kinds`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pack_lists import held_by, listed_by, number_by, table_by
from supportfirst.casework.bridge.record_kinds import KindAsked, kinds_of
from supportfirst.casework.store.models import School

KINDS, BARRIERS, CONSENT = "support.kinds", "support.barriers", "support.consent_kinds"
LEAST = "min_sessions_before_staging"
WEEK = 7


@dataclass(frozen=True, slots=True)
class Service:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SupportTerms:
    kinds: Mapping[str, KindAsked]  # that stand on the page of support, in order
    about: Mapping[str, Sequence[str]]  # of each, the kinds that it follows up
    barriers: Sequence[str]
    consent_kinds: Sequence[str]
    needs: Mapping[str, Sequence[str]]  # by kind, the kinds of which a record must be there before
    asks: Mapping[str, str]  # by kind, a field that is asked for here
    oldest: Mapping[str, int]  # by service, to what age
    oldest_with_send: Mapping[str, int]
    declined_in_writing: bool  # an offer of early help that was declined must be in writing
    weeks: int | None  # that an early help assessment is given
    least: int  # sessions, from which a share says something
    services: Sequence[Service]

    def given_until(self, submitted: date) -> date | None:
        """The last day of the weeks, of which the day of submission is the first."""
        return None if self.weeks is None else submitted + timedelta(days=WEEK * self.weeks - 1)


def support_terms(school: School, on: date) -> SupportTerms:
    pack = pack_of(school, on)
    known = kinds_of(pack, on)
    names = [*listed_by(pack, KINDS, on), *listed_by(pack, ".support_kinds", on)]
    least = number_by(pack, LEAST, on)
    return SupportTerms(
        kinds={name: known[name] for name in names if name in known},
        about={name: kind.about for name, kind in pack.records.items()},
        barriers=list(dict.fromkeys([*listed_by(pack, ".own_barriers", on), *listed_by(pack, BARRIERS, on)])),
        consent_kinds=listed_by(pack, CONSENT, on),
        needs={name: needed.split(" or ") for name, needed in table_by(pack, ".record_needs", on).items()},
        asks=table_by(pack, ".record_asks", on),
        oldest=_ages(pack, ".service_oldest", on),
        oldest_with_send=_ages(pack, ".service_oldest_with_send", on),
        declined_in_writing=True in held_by(pack, ".declined_in_writing", on),
        weeks=number_by(pack, ".early_help_weeks", on),
        least=1 if least is None else least,
        services=[
            Service(each.title, each.text) for name, each in pack.entries.items() if ".service." in name
        ],
    )


def _ages(pack: Pack, ending: str, on: date) -> dict[str, int]:
    return {name.casefold(): int(age) for name, age in table_by(pack, ending, on).items()}
