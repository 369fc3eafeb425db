"""A lower layer narrows a legal route of the layers beneath: more evidence, one condition more, a later day.

Nothing can be loosened: needs are added, a further condition is joined under “all”, and a first day or
a limit that the layer beneath sets already is not written again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_conditions import condition_at, date_name
from supportfirst.attendance.packs.build_terms import clock_at
from supportfirst.attendance.packs.case_shape import Clock
from supportfirst.attendance.packs.condition_shape import AllOf, Condition
from supportfirst.attendance.packs.fields import Fields
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
