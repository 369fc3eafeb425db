"""What the pack says of plans and contracts: the kinds of record, what none is without, how one ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pack_lists import held_by, listed_by, number_by, table_by
from supportfirst.casework.bridge.record_kinds import KindAsked, kinds_of
from supportfirst.casework.store.models import School

REQUIRED = "required_for_active"  # as the packs say of a signature
EXPECTATION = "allowed_as_expectation"  # and of a parent who did not come
SECTION = "contracts"


@dataclass(frozen=True, slots=True)
class ContractTerms:
    kinds: Mapping[str, KindAsked]  # that stand on the page, in order
    about: Mapping[str, Sequence[str]]  # of each, the kinds that it follows up
    asks: Sequence[str]  # fields without which no contract is made
    record_asks: Mapping[str, str]  # by another kind, a field that is asked for here
    needs_parent: bool  # none is drawn up without a parent there
    ends_from_review: bool  # only a review meeting ends one
    warned_first: bool  # none ends without a warning before it
    usual_least: int | None  # months that most last; advice and no limit
    usual_most: int | None
    signed_by_all: bool  # a draft until everybody signed
    papers: Sequence[str]  # that each party is given
    hard_copies: Sequence[str]  # of these, those given on paper
    told_to_all: bool  # everybody with parental responsibility is made aware of the support
    copy_letters: Sequence[str]  # kinds of letter that bring a copy
    answers: Mapping[str, str]  # what a file says, of a contract and of each reason for none
    follow_ups: Mapping[str, FollowUp]  # by kind of record
    follow_ups_warned: Mapping[str, FollowUp]  # the same, where a warning went before
    excluded: str  # why the school makes none; "" where it may
    title: str  # what it is called here
    text: str  # and what it is
    law: str  # under which law it is made
    without_parent: str  # what the pack says of a parent who does not come
    source: str
    suggestions: Mapping[str, str]  # what it may ask for, to pick from
    route: str  # by which steps one that is not kept goes on
    enough_meetings: int  # to which no parent came
    absent_advice: str  # where no more than that many were offered
    authors: Sequence[str]  # roles; empty: anybody who acts on cases
    author_titles: str
    only_after: str  # the fact that must hold before one is made
    weeks: int | None  # where the length is fixed
    review_at_end: bool
    as_expectation: bool  # what it asks of a parent who was not there is hoped for, not agreed
    deliver: FollowUp | None  # asked for each home where it was made without the parent


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a record asks for. `when`: a field, and the answer after which alone it does; "" for always."""

    task: str
    words: str
    when: tuple[str, str]


def _follow_ups(table: Mapping[str, str]) -> dict[str, FollowUp]:
    found = {}
    for kind, told in table.items():
        task, words, *when = (part.strip() for part in told.split(";"))
        field, _, answer = when[0].partition(": ") if when else ("", "", "")
        found[kind] = FollowUp(task, words, (field, answer))
    return found


def _excluded(school: School, types: Sequence[str]) -> str:
    """Nothing follows from a type that nobody has said."""
    named = " ".join(school.type.lower().split())
    if named not in types:
        return ""
    return (
        f"No attendance contract is made here: the school is of the type “{named}”. The rule leaves out "
        f"schools of these types: {', '.join(types)}. Support can be offered without a contract."
    )


def _first(pack: Pack, ending: str, on: date) -> str:
    return next((each for each in held_by(pack, ending, on) if isinstance(each, str)), "")


def _local(pack: Pack, on: date) -> dict[str, Any]:
    """What a body calls a contract, who writes it, and what follows where no parent came."""
    entries = [each for each in pack.entries.values() if each.section == SECTION and on in each.span]
    own = entries[-1] if entries else None
    authors = listed_by(pack, ".contract_author_roles", on)
    deliver = _first(pack, ".contract_to_deliver", on)
    return {
        "title": own.title if own else "",
        "text": own.text if own else "",
        "law": str(own.details.get("legal_basis", "")) if own else "",
        "without_parent": str(own.details.get("absent_party", "")) if own else "",
        "source": ", ".join(each for each in (own.source.title, own.source.passage) if each) if own else "",
        "suggestions": table_by(pack, ".contract_suggestions", on),
        "route": _first(pack, ".contract_route", on),
        "enough_meetings": number_by(pack, ".contract_invitations_min", on) or 0,
        "absent_advice": _first(pack, ".contract_absent_advice", on),
        "authors": authors,
        "author_titles": " or ".join(pack.entries[each].title for each in authors if each in pack.entries),
        "only_after": _first(pack, ".contract_only_after", on),
        "weeks": number_by(pack, "contract.weeks", on),
        "review_at_end": True in held_by(pack, ".contract_review_at_end", on),
        "as_expectation": EXPECTATION in held_by(pack, ".contract_absent_party", on),
        "deliver": _follow_ups({"": deliver})[""] if deliver else None,
    }


def contract_terms(school: School, on: date) -> ContractTerms:
    pack = pack_of(school, on)
    known = kinds_of(pack, on)
    names = [*listed_by(pack, "contract.kinds", on), *listed_by(pack, ".contract_kinds", on)]
    return ContractTerms(
        kinds={name: known[name] for name in names if name in known},
        about={name: kind.about for name, kind in pack.records.items()},
        asks=[*listed_by(pack, "contract.asks", on), *listed_by(pack, ".contract_asks", on)],
        record_asks=table_by(pack, "contract.record_asks", on) | table_by(pack, ".contract_record_asks", on),
        needs_parent=True in held_by(pack, ".contract_needs_parent", on),
        ends_from_review=True in held_by(pack, ".contract_ends_from_review", on),
        warned_first=True in held_by(pack, ".warning_required_first", on),
        usual_least=number_by(pack, ".contract_usual_min", on),
        usual_most=number_by(pack, ".contract_usual_max", on),
        signed_by_all=REQUIRED in held_by(pack, ".contract_signature", on),
        papers=listed_by(pack, ".contract_papers", on),
        hard_copies=listed_by(pack, ".contract_hard_copy", on),
        told_to_all=True in held_by(pack, ".contract_told_to_all", on),
        copy_letters=listed_by(pack, ".contract_copy_letters", on),
        answers=table_by(pack, "contract.answers", on),
        follow_ups=_follow_ups(
            table_by(pack, "contract.follow_ups", on) | table_by(pack, ".contract_follow_ups", on)
        ),
        follow_ups_warned=_follow_ups(table_by(pack, "contract.follow_ups_after_warning", on)),
        **_local(pack, on),
        excluded=_excluded(school, listed_by(pack, ".contract_excluded_types", on)),
    )
