"""The lines of a worklist row as they are told apart from one assessment to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LEFT = "left"  # how many sessions are left: said anew by each assessment, and never news of itself
SINCE = (
    "since",
    "or_before",
)  # the first day on which a line is known to have held, and whether it held before


def same_reason(reason: Mapping[str, Any]) -> tuple[Any, ...]:
    """Alike for a rule, and the parent or record that it was judged for, on whatever day."""
    return reason["kind"], reason["rule"], reason.get("adult"), reason.get("record")


def with_days_first_seen(
    reasons: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The lines of a row, each with the day since which it has held without a break (`since`).

    What the row said before goes first, then what was found of the days before (`first_held`), then today.
    """
    known = {same_reason(each): {key: each[key] for key in SINCE if key in each} for each in before}
    found = []
    for reason in reasons:
        day = {} if reason["kind"] == LEFT else {"since": reason["on"]}
        found.append({**day, **reason, **known.get(same_reason(reason), {})})
    return found
