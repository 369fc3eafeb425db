"""Evidence is met by its own records alone: no sequence of other events makes what is missing met.

Every history begins as that of a worked case, of a child with sessions missed and a parent who has care, so
that papers are asked for. Then a dozen events are added, of any kinds but those that the paper may rest on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from supportfirst.attendance.vocabulary.casework import Parent
from tests.slow_reading.histories import Files, Teller, random_files
from tests.slow_reading.pack_text import PackText, several
from tests.slow_reading.walk import DAYS, PACKS, Ground, ground, judged

HISTORIES, GAPS, EVENTS = 60, 12, 12  # at most so many histories, until so many gaps were tried
OTHER_WAYS = {"stage_move", "struck_out"}  # which give back or take away what other records did


def kinds_behind(asked: dict[str, Any], pack: PackText) -> set[str]:
    """Every kind of record that a condition may rest on, through all facts, with what follows them up."""
    named = {held for held in _words(asked) if held in pack.facts}
    kinds = {held for held in _words(asked) if held in pack.records}
    seen: set[str] = set()
    while named - seen:
        fact = (named - seen).pop()
        seen.add(fact)
        words = _words(pack.facts[fact])
        named |= {word for word in words if word in pack.facts}
        kinds |= {word for word in words if word in pack.records}
        if {"moved_to", "at_stage"} & set(pack.facts[fact]):
            return set(pack.records)  # a stage rests on much
    follow = {
        kind for kind, told in pack.records.items() if {*several(told.get("about"))} & (kinds | {"any"})
    }
    return kinds | follow


def _words(held: Any) -> set[str]:
    if isinstance(held, str):
        return {held}
    inner = held.values() if isinstance(held, dict) else held
    return {word for item in inner for word in _words(item)}


def situation(held: Ground, chance: Random) -> tuple[str, Files]:
    """A child with sessions missed, and the history of a worked case brought to the day."""
    missed = [upn for upn, told in sorted(held.pupils.items()) if told.measures.known["sessions_absent"]]
    upn = chance.choice(missed)
    files = random_files(chance, held.text, held.words, upn, held.on)
    teller = Teller(chance, held.text, held.words, upn, held.on)
    teller.begin()
    mother = Parent("P1", upn, parental_responsibility=True, day_to_day_care=True)
    return upn, replace(files, history=teller.events, known_at=None, parents=[mother])


def with_others(files: Files, upn: str, held: Ground, chance: Random, others: list[str]) -> Files:
    """The same history and a dozen events of other kinds."""
    teller, records = Teller(chance, held.text, held.words, upn, held.on), held.text.records
    teller.events = list(files.history or [])
    for kind in chance.choices(others, k=EVENTS):
        follows = several(records[kind].get("about"))
        about = [event.id for event in teller.events if event.kind in follows]
        if about or not follows:
            teller.events.append(teller.event(kind, about=about[-1] if about else ""))
    return replace(files, history=teller.events)


def gaps(told: dict[str, Any], pack: PackText) -> Iterator[tuple[str, list[str]]]:
    """What is missing, with the kinds of record that it does not rest on."""
    for key, held in told.items():
        rule = pack.rules.get(key.partition("@")[0], {})
        if rule.get("kind") == "evidence" and held[0] == "missing":
            others = sorted(set(pack.records) - kinds_behind(rule["met"], pack) - OTHER_WAYS)
            if others:
                yield key, others


@pytest.mark.parametrize("name", PACKS)
def test_no_sequence_of_other_events_makes_evidence_met(name: str) -> None:
    held = ground(name, DAYS[1])
    tried: set[str] = set()
    wrong: list[str] = []
    for seed in range(HISTORIES):
        chance = Random(seed)  # noqa: S311  (a case, not a secret)
        upn, files = situation(held, chance)
        fresh = [gap for gap in gaps(judged(held, upn, files), held.text) if gap[0] not in tried]
        for key, others in fresh[:2]:
            after = judged(held, upn, with_others(files, upn, held, chance, others))
            wrong += [f"{seed}: {key}"] if after.get(key, ("",))[0] == "met" else []
            tried.add(key)
        if len(tried) >= GAPS:
            break

    assert wrong == []
    papers = [rule for rule, told in held.text.rules.items() if told["kind"] == "evidence"]
    assert len(tried) >= min(GAPS, len(papers))
