"""The casework of one pupil for the officer who acts on it: what is due, what waits, what is open, and why.

What needs somebody to act stands first, a line or two each; the whole trees stand beneath, so that
every line can be checked without being in the way of the next. A text is said once: with the item
where it calls for something, in its tree otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, Status
from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.explain import records_in_words, sentences
from supportfirst.attendance.assessment.finding import Finding, Outcome
from supportfirst.attendance.assessment.slots import show_count
from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.attendance.vocabulary.days import show_day

SHOWN_WAITING = 12  # things not known, of each kind, that are named to an officer

NEXT = "What to do"
_STOPS = {
    "sanctions": "every step towards a sanction",
    "prosecution": "going to court",
    "leave": "a penalty notice for leave",
    "warnings": "warning letters and notices to improve",
}
_SEVERITY = {
    "block": "without it a referral stops",
    "document_or_reason": "a document, or a recorded reason why there is none",
    "information": "for information",
    "caution": "whoever goes on must record a reason",
}

_STANDS = {Status.MET: "There", Status.MISSING: "Missing", Status.ANSWERED: "Answered by a reason"}
_SETTLED = (Status.MET, Status.ANSWERED)


def concerns(item: CaseItem) -> Outcome:
    """Whether the rule concerns the pupil at all; how it then stands is the item's status."""
    parts = item.finding.because.parts
    return parts[0].outcome if parts else item.finding.outcome


def shown(items: Iterable[CaseItem]) -> list[CaseItem]:
    """Items that are known to concern the pupil, and holds in force."""
    silent = (Status.NOT_DUE, Status.NOT_IN_FORCE, Status.NOT_ASKED, Status.NOT_IN_VIEW)
    return [item for item in items if item.status not in silent and concerns(item) is Outcome.MET]


def day_of(item: CaseItem, key: str) -> date | None:
    held = item.more.get(key)
    return date.fromisoformat(held) if held else None


def whose(item: CaseItem) -> str:
    """“, parent P1” or “, record n1”; "" for the pupil."""
    found = item.finding
    if found.parent_id is not None:
        return f", parent {found.parent_id}"
    return f", record {found.record_id}" if found.record_id is not None else ""


def source_of(found: Finding) -> str:
    return f"{found.rule.source}{'' if found.rule.stated else '; inferred'}"


# --- a line each, for lists --------------------------------------------------------------


def when_due(item: CaseItem) -> str:
    """“Overdue since 3 March 2026”, “By 10 March 2026”, “Now”."""
    day = day_of(item, "due_on")
    if day is None:
        return "Now"
    return f"Overdue: was due by {show_day(day)}" if item.more["overdue"] else f"By {show_day(day)}"


def step_line(item: CaseItem) -> str:
    """“By 10 March 2026: Send the letter (School), record n1”."""
    who = " or ".join(item.more["who"])
    return f"{when_due(item)}: {item.finding.rule.title} ({who}){whose(item)}"


def hold_line(item: CaseItem) -> str:
    """“On hold until 30 November 2025: Early help runs, parent P1”."""
    until = day_of(item, "until")
    told = f"until {show_day(until)}" if until else "until it is lifted"
    word = "Caution" if item.more["severity"] == "caution" else "On hold"
    return f"{word} {told}: {item.finding.rule.title}{whose(item)}"


def route_line(item: CaseItem) -> str:
    """“Penalty notice, parent P1: shut. <why>. Earliest possible day: 1 December 2025”."""
    state = "cannot be told yet" if item.status is Status.CANNOT_TELL else item.status.value
    why = "" if item.status is Status.OPEN else f": {item.finding.because.because}"
    day = day_of(item, "opens_on")
    held = item.status is not Status.OPEN and day is not None
    earliest = f". Not before {show_day(day)}" if held and day is not None else ""
    return f"{item.finding.rule.title}{whose(item)}: {state}{why}{earliest}"


def evidence_counts(items: Sequence[CaseItem]) -> str:
    """“3 there, 2 missing, 1 answered by a reason”; "" where none is asked for."""
    words = {Status.MET: "there", Status.MISSING: "missing", Status.ANSWERED: "answered by a reason"}
    words[Status.CANNOT_TELL] = "not known"
    asked = shown(items)
    told = [
        f"{sum(item.status is status for item in asked)} {word}"
        for status, word in words.items()
        if any(item.status is status for item in asked)
    ]
    return ", ".join(told)


def evidence_line(item: CaseItem) -> str:
    """“Missing: SENCO's endorsement (without it a referral stops)”."""
    word = _STANDS.get(item.status, "Not known")
    weight = "" if item.status in _SETTLED else f" ({_SEVERITY[item.more['severity']]})"
    return f"{word}: {item.finding.rule.title}{whose(item)}{weight}"


# --- the whole of it, for one pupil --------------------------------------------------------


def case_for_officer(pupil: PupilAssessment, pack: Pack) -> Iterator[str]:
    """What needs action, what waits, evidence, routes and moves: the short part, without trees."""
    yield from _faults(pupil)
    yield from _steps(pupil, pack)
    yield from _holds(pupil, pack)
    yield from _evidence(pupil)
    yield from _routes(pupil)


def stage_for_officer(pupil: PupilAssessment, stage: Finding) -> Iterator[str]:
    """How the stage on a track was reached, and the moves that stand open from it."""
    made = pupil.case.reached.get(stage.rule.track, ())
    for move in made:
        who = ", ".join(word for word in (move["by"]["name"], move["by"]["title"]) if word) or "nobody named"
        reason = f" Reason: {move['reason'].rstrip('.')}." if move["reason"] else ""
        yield (
            f"  Reached {show_day(date.fromisoformat(move['on']))}: {move['title']}, by {who} "
            f"(record {move['record']}).{reason} [{_source(move['source'])}]"
        )
    if not made:
        yield "  Reached by the figures or the records alone; nobody has recorded a move on this track."
    moves = pupil.case.moves.get(stage.rule.track, ())
    open_now = [move for move in moves if move["outcome"] == Outcome.MET.value]
    for move in open_now:
        yield f"  May be moved: {_move(move)} [{_source(move['source'])}]"
    for move in moves:
        if move["outcome"] != Outcome.MET.value:
            word = "Not open" if move["outcome"] == Outcome.NOT_MET.value else "Cannot tell whether open"
            yield f"  {word}: {move['title']}: {move['because']}."


def trees_for_officer(pupil: PupilAssessment) -> Iterator[str]:
    """The tree of each item, with its marks, records and sources."""
    case = pupil.case
    opened: set[str] = set()
    for items in (pupil.due, case.holds, case.evidence, case.routes):
        for item in shown(items):
            yield ""
            yield from _tree(item, pupil, opened)


def not_known(pupil: PupilAssessment) -> Iterator[str]:
    """Rules of which it can't be told whether they concern the pupil, grouped by what is missing."""
    waiting: dict[str, list[str]] = {}
    for item in pupil.case.all():
        if concerns(item) is Outcome.CANNOT_TELL:
            because = item.finding.because.parts[0].because if item.finding.because.parts else ""
            waiting.setdefault(because, []).append(f"{item.finding.rule.title}{whose(item)}")
    if not waiting:
        return
    rules = sum(len(titles) for titles in waiting.values())
    yield ""
    yield f"Cannot tell yet whether these concern the pupil: {show_count(rules, 'rule')} of casework"
    for because, titles in list(waiting.items())[:SHOWN_WAITING]:
        yield f"  {because}: {'; '.join(dict.fromkeys(titles))}."
    if len(waiting) > SHOWN_WAITING:
        yield f"  … and {show_count(len(waiting) - SHOWN_WAITING, 'other thing')} that nobody has recorded."


def without_history(pupil: PupilAssessment) -> Iterator[str]:
    """One line in the place of a page: without a history file nothing is known of what was done."""
    rules = sum(1 for item in pupil.case.all() if concerns(item) is Outcome.CANNOT_TELL)
    if rules:
        yield ""
        yield (
            f"Cannot tell yet whether they concern the pupil: {show_count(rules, 'rule')} of casework. "
            "No history file was given, and without one nobody knows what was done; give it with “--history”."
        )


def left_in_words(move: Mapping[str, Any]) -> str:
    """The last move on a track that the pupil is on no longer."""
    who = ", ".join(word for word in (move["by"]["name"], move["by"]["title"]) if word) or "nobody named"
    reason = f" Reason: {move['reason'].rstrip('.')}." if move["reason"] else ""
    return f"{move['title']} on {show_day(date.fromisoformat(move['on']))}, by {who}.{reason}"


def _faults(pupil: PupilAssessment) -> Iterator[str]:
    if not pupil.case.faults:
        return
    yield ""
    yield "Records that could not be followed; put them right first"
    yield from (f"  {fault[:1].upper()}{fault[1:]}." for fault in pupil.case.faults)


def _steps(pupil: PupilAssessment, pack: Pack) -> Iterator[str]:
    due = sorted(shown(pupil.due), key=lambda item: not item.more["overdue"])
    if due:
        yield ""
        yield f"{NEXT}: {show_count(len(due), 'step')}, the most pressing first"
    for place, item in enumerate(due, start=1):
        yield f"  {place}. {step_line(item)}"
        yield f"     {item.finding.text}"
        papers = [_title(paper, pack) for paper in item.more["brings"]]
        if papers:
            yield f"     Uses: {'; '.join(papers)}."
        yield f"     Why: {item.finding.because.because}. Rule: {source_of(item.finding)}."
    done = [item for item in shown(pupil.case.steps) if item.status is Status.DONE]
    if done:
        yield ""
        yield "Done already"
        yield from (f"  {item.finding.rule.title}{whose(item)}{_behind(item, pupil)}" for item in done)


def _behind(item: CaseItem, pupil: PupilAssessment) -> str:
    ids = list(dict.fromkeys(_records(item.finding.because.parts[-1:])))
    told = records_in_words(ids, pupil.case.records)
    return f": {told}." if told else f": {item.finding.because.because}."


def _records(reasons: Iterable[Any]) -> Iterator[str]:
    for reason in reasons:
        for fact in reason.facts:
            if fact.value:
                yield from fact.records
        yield from _records(reason.parts)


def _holds(pupil: PupilAssessment, pack: Pack) -> Iterator[str]:
    holds = [item for item in shown(pupil.case.holds) if item.status is not Status.NOT_IN_FORCE]
    if not holds:
        return
    yield ""
    yield "On hold, so that support has time; support itself goes on"
    for item in holds:
        begins = day_of(item, "from")
        since = f" It began on {show_day(begins)}." if begins else ""
        yield f"  • {hold_line(item)}"
        yield f"     {item.finding.text}{since}"
        stopped = dict.fromkeys(_STOPS.get(stop, _inside(_title(stop, pack))) for stop in item.more["stops"])
        weight = f" A {_SEVERITY['caution']}." if item.more["severity"] == "caution" else ""
        yield f"     Stops: {', '.join(stopped)}.{weight} Whose it is: {item.more['owner']}."
        yield f"     How it is lifted: {item.more['lift'].strip()}"
        yield f"     Rule: {source_of(item.finding)}."


def _evidence(pupil: PupilAssessment) -> Iterator[str]:
    asked = shown(pupil.case.evidence)
    if not asked:
        return
    yield ""
    yield f"Evidence: {evidence_counts(asked)}"
    for item in sorted(asked, key=_weight):
        if item.status in _SETTLED:
            behind = records_in_words(item.more["records"], pupil.case.records)
            yield f"  {evidence_line(item)}: {behind or item.finding.because.because}."
        else:
            paper = f" {item.more['document'].rstrip('.')}." if item.more["document"] else ""
            by = f" From: {item.more['supplied_by']}." if item.more["supplied_by"] else ""
            yield f"  {evidence_line(item)}.{paper}{by}"


def _weight(item: CaseItem) -> tuple[bool, int]:
    """Gaps before what is settled; among gaps, what stops a referral first."""
    return item.status in _SETTLED, list(_SEVERITY).index(item.more["severity"])


def _routes(pupil: PupilAssessment) -> Iterator[str]:
    routes = shown(pupil.case.routes)
    if not routes:
        return
    yield ""
    yield "Legal routes, first to last. Open means that the law allows it: a named person decides"
    for item in routes:
        yield f"  • {route_line(item)}."
        hearing = item.more["hearing"]
        heard = f" Heard by: {hearing}." if hearing and hearing != "none" else ""
        limit = day_of(item, "proceed_by")
        by = f" Proceedings by {show_day(limit)} ({item.more['days_left']} days left)." if limit else ""
        if item.status is Status.OPEN or limit:
            yield f"     Decides: {item.more['decided_by']}.{heard}{by}"


def _tree(item: CaseItem, pupil: PupilAssessment, opened: set[str]) -> Iterator[str]:
    found = item.finding
    kind = {RuleKind.STEP: "Step", RuleKind.HOLD: "Hold", RuleKind.EVIDENCE: "Evidence"}
    yield f"{kind.get(found.rule.kind, 'Route')} · {found.rule.title}{whose(item)}: {_state(item)}"
    if item.finding.rule.kind in (RuleKind.EVIDENCE, RuleKind.ROUTE):
        yield f"  About: {found.text}"
        yield f"  Source: {source_of(found)}."
    yield from (f"  Note: {note}" for note in found.notes)
    for part in found.because.parts:
        yield from (f"  {line}" for line in sentences(part, pupil.case.records, opened))


def _state(item: CaseItem) -> str:
    return item.status.value.replace("_", " ")


def _move(move: Mapping[str, Any]) -> str:
    who = " or ".join(move["who"]) or "a named person"
    towards = " (towards a sanction: a named person must record it)" if move["towards_sanction"] else ""
    return f"{move['title']}, by {who}{towards}."


def _source(source: Mapping[str, Any]) -> str:
    inferred = "" if source["stated"] else "; inferred"
    return f"{source['title']}, {source['passage']}{inferred}"


def _title(id: str, pack: Pack) -> str:  # noqa: A002
    """What an entry or a route is called; a group of routes by its own name."""
    if id in pack.entries:
        return pack.entries[id].title
    return _rule_titles(pack).get(id, id)


def _inside(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def _rule_titles(pack: Pack) -> dict[str, str]:
    return {rule.id: rule.title for rule in pack.rules if rule.kind is RuleKind.ROUTE}
