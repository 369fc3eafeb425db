"""A lower layer narrows a legal route of the layers beneath: more evidence, one condition more, a later day.

Nothing can be loosened: needs are added, a further condition is joined under “all”, and a first day or
a limit that the layer beneath sets already is not written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_conditions import condition_at, date_name
from supportfirst.attendance.packs.build_terms import clock_at
from supportfirst.attendance.packs.case_shape import Clock
from supportfirst.attendance.packs.condition_shape import AllOf, Condition
from supportfirst.attendance.packs.fact_shape import FactAsk
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.naming import facts_behind, facts_of, values_of, values_of_fact
from supportfirst.attendance.packs.shape import RouteTerms, Rule
from supportfirst.attendance.packs.text_form import Node
from supportfirst.attendance.vocabulary.sources import Source


class Narrowing(NamedTuple):
    """What one layer adds to a route beneath it."""

    rule: str
    needs: tuple[str, ...]
    opens: Condition | None
    opens_on: str
    limit: Clock | None
    source: Source
    at: Node


def build_narrowing(name: str, node: Node, bench: Bench) -> Narrowing:
    """One entry of `narrows`. Faults go to the bench."""
    fields = Fields(node, bench.faults, f"narrows {name}")
    narrowing = Narrowing(
        rule=name,
        needs=fields.several("needs"),
        opens=condition_at(fields, "opens", bench),
        opens_on=date_name(fields, "opens_on", bench),
        limit=clock_at(fields, "limit", bench),
        source=bench.source(fields),
        at=node,
    )
    fields.finish()
    if not (narrowing.needs or narrowing.opens or narrowing.opens_on or narrowing.limit):
        told = "it narrows nothing"
        fields.fault("narrows-nothing", told, "add needs, opens, opens_on or limit, or take it out")
    return narrowing


def values_of_narrowing(added: Narrowing, pack_facts: Mapping[str, FactAsk]) -> tuple[str, ...]:
    """The names of the values that a narrowing rests on, those of dates and filters behind it included."""
    opens = (added.opens,) if added.opens is not None else ()
    clocks = (added.limit,) if added.limit is not None else ()
    facts = [name for when in opens for name in facts_of(when)]
    facts += [*(clock.start for clock in clocks), *((added.opens_on,) if added.opens_on else ())]
    own = [name for when in opens for name in values_of(when)] + [clock.length for clock in clocks]
    behind = [
        name for ask in facts_behind(facts, pack_facts, in_conditions=False) for name in values_of_fact(ask)
    ]
    return tuple(dict.fromkeys((*own, *behind)))


def narrowed(added: Narrowing, rules: dict[str, Rule], beneath: frozenset[str], bench: Bench) -> None:
    """Put a narrowing on its route. `beneath`: ids of the rules of lower layers; it may touch no other."""
    rule = rules.get(added.rule)
    if rule is None or not isinstance(rule.terms, RouteTerms) or added.rule not in beneath:
        told = f"narrows names “{added.rule}”, which is not a route of a layer beneath"
        remedy = "correct its name; a route of this pack says itself what it asks for"
        bench.faults.add("unknown-rule", added.at, told, remedy, column="narrows")
        return
    terms = rule.terms
    if added.opens_on and terms.opens_on:
        _refuse_second("opens_on", added, bench)
    if added.limit and terms.limit:
        _refuse_second("limit", added, bench)
    opens = AllOf((terms.opens, added.opens), terms.opens.asks) if added.opens is not None else terms.opens
    rules[added.rule] = replace(
        rule,
        terms=replace(
            terms,
            opens=opens,
            needs=tuple(dict.fromkeys((*terms.needs, *added.needs))),
            opens_on=terms.opens_on or added.opens_on,
            limit=terms.limit or added.limit,
            narrowed_by=(*terms.narrowed_by, added.source),
        ),
    )


def _refuse_second(key: str, added: Narrowing, bench: Bench) -> None:
    told = f"the layer beneath says “{key}” of {added.rule} already"
    remedy = "ask for the further day under “opens”, with reached or passed"
    bench.faults.add("loosened", added.at, told, remedy, column=key)
