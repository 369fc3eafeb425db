"""Who is party to a contract, who has signed it, and who was given which of its papers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.bridge.contract_terms import ContractTerms
from supportfirst.casework.store.models import CaseEvent, Link

SIGNED, GIVEN, LETTER = "contract_signed", "contract_paper_given", "letter_sent"
PARENT, SCHOOL, PARTNER = "parent", "school", "partner"
COPY, TOLD = "contract_copy", "told_of_support"
UNNAMED = "a parent whose name you can't see"


@dataclass(frozen=True, slots=True)
class Party:
    """One who agrees it: a parent by the id, the school, or a partner by its name."""

    role: str
    key: str
    name: str

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.role}:{self.key}"


@dataclass(frozen=True, slots=True)
class Papers:
    """What was given to whom, and what is outstanding, in sentences."""

    given: Sequence[str]
    outstanding: Sequence[str]


def parties_of(contract: CaseEvent, names: Mapping[str, str], school: str) -> list[Party]:
    parents = [Party(PARENT, str(each), names.get(str(each), UNNAMED)) for each in contract.adults]
    partners = [Party(PARTNER, str(each), str(each)) for each in contract.data.get("partners", ())]
    return [*parents, Party(SCHOOL, "", school), *partners]


def signatures(
    contract: CaseEvent, later: Sequence[CaseEvent], parties: Sequence[Party]
) -> dict[Party, date | None]:
    """The day on which each party signed, from the contract itself or from a record of it; None: not yet."""
    there = {PARENT: contract.data.get("signed_on"), SCHOOL: contract.data.get("school_signed_on")}
    found: dict[Party, date | None] = {}
    for party in parties:
        told = there.get(party.role)
        days = [each.happened_on for each in later if each.kind == SIGNED and concerns(each, party)]
        first = date.fromisoformat(str(told)) if told else None
        found[party] = first if first is not None else next(iter(days), None)
    return found


def papers_of(
    later: Sequence[CaseEvent],
    letters: Sequence[CaseEvent],
    parties: Sequence[Party],
    aware: Sequence[Party],
    terms: ContractTerms,
    words: Mapping[str, str],
) -> Papers:
    """What each party was given. aware: those who have parental responsibility; words: of each paper."""
    given: list[str] = []
    missing: list[str] = []
    for paper in terms.papers:
        for party in parties:
            told = _told(later, letters, party, (paper,), terms)
            title = words.get(paper, paper)
            (given if told else missing).append(f"{title}: {party.name}{f', {told}' if told else ''}")
    for party in aware if terms.told_to_all else ():
        told = _told(later, letters, party, (COPY, TOLD), terms)
        made = f"Made aware of the support: {party.name}"
        (given if told else missing).append(f"{made}, {told}" if told else made)
    return Papers(given, missing)


def with_responsibility(pupil: uuid.UUID, names: Mapping[str, str]) -> list[Party]:
    """Of those whom the reader may know of, who has parental responsibility."""
    links = Link.objects.filter(pupil=pupil, parental_responsibility=True).values_list("adult_id", flat=True)
    held = {str(each) for each in links}
    return [Party(PARENT, adult, name) for adult, name in names.items() if adult in held]


def concerns(event: CaseEvent, party: Party) -> bool:
    if event.data.get("party") != party.role:
        return False
    if party.role == PARENT:
        return party.key in {str(each) for each in event.adults}
    return party.role == SCHOOL or event.data.get("partner") == party.key


def _told(
    later: Sequence[CaseEvent],
    letters: Sequence[CaseEvent],
    party: Party,
    papers: Sequence[str],
    terms: ContractTerms,
) -> str:
    """On which day and how; "" where nobody recorded it."""
    for each in later:
        if each.kind == GIVEN and each.data.get("paper") in papers and concerns(each, party):
            posted = each.data.get("posted_on")
            day = date.fromisoformat(str(posted)) if posted else each.happened_on
            return f"{each.data.get('how')} on {show_day(day)}"
    for each in letters:
        mine = party.role == PARENT and party.key in {str(adult) for adult in each.adults}
        if COPY in papers and mine and each.data.get("letter") in terms.copy_letters:
            return f"by letter on {show_day(each.happened_on)}"
    return ""
