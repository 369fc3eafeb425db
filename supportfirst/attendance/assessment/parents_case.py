"""What a parent is told of the case: what is asked and by when, who helps, what waits, what may follow.

An item that stands for a parent, or for a record that names some parents, is told to those alone;
without knowing who reads, only what concerns every parent of the child is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from supportfirst.attendance.assessment import parent_words as words
from supportfirst.attendance.assessment.case_items import CaseItem, CaseItems, Status
from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.explain_case import concerns, day_of, shown
from supportfirst.attendance.assessment.finding import Finding, Outcome, Reason
from supportfirst.attendance.packs.shape import Pack, RouteTerms, StepTerms
from supportfirst.attendance.vocabulary.days import show_day

PARENT_ROLE = "parent"
SANCTIONS = "sanctions"
SCHOOL = "school"
BARRED = "parent.is_barred"  # the national fact: no further notice is possible
YOU = "you"


def tellable(found: Finding, case: CaseItems, parent: str | None) -> bool:
    """Whether a finding may be told to this parent; None: to a reader who may be any parent of the child."""
    named = _named(found, case)
    if not named:
        return True
    readers = {parent} if parent is not None else set(case.parents or ())
    return bool(readers) and readers <= set(named)


def kept_back(pupil: PupilAssessment, parent: str | None) -> bool:
    """Whether something that is due or stands concerns another parent alone; what it is, is not said."""
    return parent is None and any(
        not tellable(item.finding, pupil.case, parent)
        for items in (pupil.due, pupil.case.holds, pupil.case.routes)
        for item in shown(items)
    )


def case_for_parent(
    pupil: PupilAssessment, pack: Pack, parent: str | None
) -> Iterator[tuple[str, list[str]]]:
    """Headings with what stands beneath them; a heading under which nothing stands is left out.

    A line that ends with a colon says who does what stands in the lines after it, which begin with a space.
    """
    case = pupil.case
    due = _told(pupil.due, case, parent)
    theirs = [item for item in due if _is_for_parent(item)]
    ours = [item for item in due if not _is_for_parent(item)]
    routes = _told(case.routes, case, parent)
    yield words.YOURS, [_ask(item) for item in theirs]
    yield words.OURS, list(_done_by_us(ours, pack))
    yield words.SUPPORT, [item.finding.text_parent.strip() for item in _told(case.holds, case, parent)]
    offers = [item for item in routes if not item.finding.rule.legal and item.status is Status.OPEN]
    yield words.OFFERS, [item.finding.text_parent.strip() for item in offers]
    follow = list(may_follow([item for item in routes if item.finding.rule.legal]))
    decided = list(_decided(pupil, parent))
    closing = words.NOTHING_MORE if decided else words.NOTHING_DECIDED
    yield words.MAY_FOLLOW, [*follow, closing] if follow else []
    yield words.DECIDED, decided
    yield words.WHO_HELPS, _who_helps(due, pack)


def may_follow(routes: Sequence[CaseItem]) -> Iterator[str]:
    """What is open, and of what is not open yet the next step that could go towards a sanction.

    A parent must not learn of it later; and need not read a whole ladder of what is far away, nor of a
    notice that there can't be.
    """
    waiting = False
    for item in routes:
        terms = item.finding.rule.terms
        assert isinstance(terms, RouteTerms), item.finding.rule.id
        sanction = SANCTIONS in terms.groups and not _holds(item.finding.because, BARRED)
        if item.status is Status.OPEN or (sanction and not waiting):
            yield item.finding.text_parent.strip()
        waiting = waiting or sanction


def _holds(reason: Reason, fact: str) -> bool:
    return any(each.name == fact and each.value is True for each in reason.facts) or any(
        _holds(part, fact) for part in reason.parts
    )


def _named(found: Finding, case: CaseItems) -> tuple[str, ...]:
    """The parents whose business a finding is; () where it is every parent's."""
    if found.record_id is not None and found.record_id in case.records:
        return case.records[found.record_id].parents
    return (found.parent_id,) if found.parent_id is not None else ()


def _told(items: Iterable[CaseItem], case: CaseItems, parent: str | None) -> list[CaseItem]:
    kept = (Status.DUE, Status.IN_FORCE, Status.OPEN, Status.SHUT)
    return [
        item
        for item in items
        if item.status in kept
        and concerns(item) is Outcome.MET
        and item.finding.text_parent.strip()
        and tellable(item.finding, case, parent)
    ]


def _is_for_parent(item: CaseItem) -> bool:
    terms = item.finding.rule.terms
    return isinstance(terms, StepTerms) and terms.who == (PARENT_ROLE,)


def _ask(item: CaseItem) -> str:
    day = day_of(item, "due_on")
    said = item.finding.text_parent.strip()
    if day is None or show_day(day) in said:
        return said
    return f"{said} {(words.BY_PASSED if item.more['overdue'] else words.BY).format(day=show_day(day))}"


def _done_by_us(items: Sequence[CaseItem], pack: Pack) -> Iterator[str]:
    """Who does something and by when, and beneath it what; those with a day first."""
    told: dict[str, list[str]] = {}
    for item in items:
        day = day_of(item, "due_on")
        frame = words.THEY if day is None else words.THEY_LATE if item.more["overdue"] else words.THEY_BY
        who = _listed([YOU if role == PARENT_ROLE else _role(role, pack) for role in _roles(item)])
        by = frame.format(who=f"{who[:1].upper()}{who[1:]}", day="" if day is None else show_day(day))
        told.setdefault(by, []).append(f"  {item.finding.text_parent.strip()}")
    for by, lines in told.items():
        yield by
        yield from dict.fromkeys(lines)


def _decided(pupil: PupilAssessment, parent: str | None) -> Iterator[str]:
    """Notices to this parent and what became of them, and cases that were taken to court."""
    readers = {parent} if parent is not None else set(pupil.case.parents or ())
    for record in pupil.case.records.values():
        if record.kind not in words.DECISIONS or not readers or not readers <= set(record.parents):
            continue
        frames = words.DECISIONS[record.kind]
        frame = frames.get(str(record.fields.get("outcome", "")), frames[""])
        day = record.fields.get("issued_on", record.on)
        yield frame.format(day=show_day(day))
    on_a_stage = {stage.rule.track for stage in pupil.stages}
    for track, made in pupil.case.reached.items():
        if track not in on_a_stage and made and not made[-1]["to"]:
            yield words.CLOSED.format(day=show_day(date.fromisoformat(made[-1]["on"])))


def _who_helps(due: Sequence[CaseItem], pack: Pack) -> list[str]:
    roles = dict.fromkeys(role for item in due for role in _roles(item) if role not in (PARENT_ROLE, SCHOOL))
    named = _listed([_role(role, pack) for role in roles], last="and")
    return [words.ASK, words.ASK_WITH.format(who=named)] if named else [words.ASK]


def _roles(item: CaseItem) -> tuple[str, ...]:
    terms = item.finding.rule.terms
    return terms.who if isinstance(terms, StepTerms) else ()


def _role(role: str, pack: Pack) -> str:
    """A role inside a sentence: “the school”, “the Education Welfare Officer”."""
    title = pack.entries[role].title if role in pack.entries else role
    if any(word[:1].isupper() for word in title.split()[1:]) or title[1:2].isupper():
        return f"the {title}"
    small = f"{title[:1].lower()}{title[1:]}"
    return small if small.startswith(("a ", "the ")) else f"the {small}"


def _listed(names: Sequence[str], last: str = "or") -> str:
    """“the school”, “the school or you”, “the school, the head teacher or you”."""
    return (
        names[0]
        if len(names) == 1
        else f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
    )
