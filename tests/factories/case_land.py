"""A tiny land for judging cases: one rule of each kind, each moved by a record of its own.

So a test can make a single thing so, such as a hold, and see what becomes of a route. Of figures it knows
only that the child is of compulsory school age. `judged` gives what the casework
says of one pupil from a few records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, CaseItems
from supportfirst.attendance.assessment.finding import Fact, Finding
from supportfirst.attendance.assessment.pupil_facts import SeenMark
from supportfirst.attendance.assessment.ranks import Known, Value
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent
from tests.factories.casework_folders import CITED, VALUES, rule
from tests.factories.pack_folders import CHECKED, FILES, write_files

ON = date(2026, 3, 16)
KINDS = ("opened", "pause", "stop", "warning", "paper", "excuse", "task", "task_done")
RECORDS = "records:\n" + "".join(
    f"  {kind}: {{title: {kind}, fields: {{since: {{date: yes, words: the day}}, "
    "ready: {yes_no: yes, words: whether it is ready}}}\n"
    for kind in KINDS
)
RECORDS += """  reason_to_go_on: {title: A reason, fields: {hold: {text: yes, words: a hold, required: yes}}}
  stage_move:
    title: A named person moves the case
    fields:
      track: {text: yes, words: the track, required: yes}
      to: {text: yes, words: the stage, required: yes}
      reason: {text: yes, words: the reason}
"""
FACTS = "facts:\n" + "".join(f"  has.{kind}: {{words: {kind} is there, any: [{kind}]}}\n" for kind in KINDS)
FACTS += "".join(
    f"  {kind}.since: {{words: the day of {kind}, latest: [{kind}], field: since}}\n" for kind in KINDS
)
FACTS += """  is.ready: {words: it is ready, latest: [opened], field: ready, is: [yes]}
  parent.cares: {words: the parent has care, each: parent, parent: day_to_day_care}
  moved.second: {words: somebody moved it to the second stage, moved_to: land.second, track: land way}
"""
TRACKS = f"""tracks:
  land way: {{title: The land's way, text: How a case goes., {CITED}}}
moves:
  land.move.second: {{track: land way, title: Second, text: On., from: land.first, to: land.second, who: head,
    towards_sanction: yes, first_day: 2010-09-01, {CITED}, when: {{asks: May it go on?, all: [
      {{asks: Is a paper there?, holds: has.paper}}, {{asks: Of age?, holds: compulsory_school_age}}]}}}}
  land.move.first: {{track: land way, title: First, text: Back., from: any, to: land.first, who: head,
    first_day: 2010-09-01, {CITED}}}
  land.move.out: {{track: land way, title: Out, text: Out., from: any, to: none, who: head,
    first_day: 2010-09-01, {CITED}}}
"""
ENTRIES = f"roles:\n  head: {{title: Head teacher, body: school, {CITED}}}\n"


def holds(fact: str) -> str:
    return f"{{asks: Is it so?, holds: {fact}}}"


HOLD = "    owner: head\n    stops: [sanctions]\n    lift: When it is over.\n"
BLOCK, CAUTION = HOLD + "    severity: block\n", HOLD + "    severity: caution\n"
CLOCK = "{{from: {kind}.since, length: answer_days, counting: after}}"
RULES = "rules:\n" + "".join(
    (
        rule("land.first", "stage", "    order: 1\n", when=holds("has.opened")),
        rule("land.second", "stage", "    order: 2\n", when=holds("moved.second")),
        rule(
            "land.task",
            "step",
            f"    who: [head]\n    done: {holds('has.task_done')}\n    due: {CLOCK.format(kind='task')}\n",
            when=holds("has.task"),
        ),
        rule(
            "land.pause",
            "hold",
            f"{BLOCK}    starts: pause.since\n    until: {CLOCK.format(kind='pause')}\n",
            when=holds("has.pause"),
        ),
        rule("land.stop", "hold", BLOCK, when=holds("has.stop")),
        rule("land.warning", "hold", CAUTION, when=holds("has.warning")),
        rule(
            "land.paper",
            "evidence",
            f"    severity: document_or_reason\n    groups: [papers]\n    met: {holds('has.paper')}\n"
            f"    answered: {holds('has.excuse')}\n    supplied_by: head\n",
            when=holds("has.opened"),
        ),
        rule(
            "land.route",
            "route",
            f"    each: parent\n    groups: [sanctions]\n    needs: [papers]\n"
            f"    opens: {holds('is.ready')}\n    opens_on: opened.since\n    decided_by: head\n",
            when="{asks: Is it in view?, all: ["
            f"{holds('has.opened')}, {holds('parent.cares')}, {holds('compulsory_school_age')}]}}",
        ),
    )
)


class OfAge:
    """Figures of which nothing is known but that the child is of compulsory school age."""

    measures: Mapping[str, Any] = {}

    def __init__(self) -> None:
        self.known: Mapping[str, Value] = Known(
            lambda name: True if name == "compulsory_school_age" else None
        )

    def marked(self, name: str) -> Fact:
        return Fact(name, self.known[name], name, "a test")

    def marks_within(self, span: tuple[date, date]) -> Sequence[SeenMark]:
        return ()


def land(parent: Path) -> Pack:
    """The land, written under a folder and read as any pack is."""
    files = {
        **FILES,
        "values/all.yaml": VALUES,
        "records/all.yaml": RECORDS,
        "facts/all.yaml": FACTS,
        "entries/all.yaml": ENTRIES,
        "tracks/all.yaml": TRACKS,
        "rules/casework.yaml": CHECKED + RULES,
    }
    return load_pack(str(write_files(parent / "land", files)))


def record(kind: str, on: date = date(2026, 3, 2), *, by: str = "Sam Example", **data: Any) -> CaseEvent:
    """One event under the name of its kind; `since` is its own day, where nothing else is said."""
    if kind in KINDS:
        data.setdefault("since", on)
    return CaseEvent(id=data.pop("id", kind), upn="A", kind=kind, on=on, by_name=by, data=data)


def moved_to(stage: str, on: date = date(2026, 3, 9), *, by: str = "Sam Example") -> CaseEvent:
    return record("stage_move", on, by=by, id=f"to {stage}", track="land way", to=stage, reason="as agreed")


def findings_and_items(
    pack: Pack,
    *events: CaseEvent,
    cares: bool | None = True,
    history: bool = True,
    found: Sequence[Finding] = (),
    everything: bool = True,
) -> tuple[list[Finding], CaseItems]:
    """What is said of a pupil with one parent, P1, and these records; no history at all: `history=False`."""
    files = CaseFiles(parents=[Parent("P1", "A", day_to_day_care=cares)], history=events if history else None)
    caseworker = Caseworker(pack, ON, None, SchoolCalendar(()), files)
    return caseworker.judge(
        "A",
        None,
        OfAge(),  # type: ignore[arg-type]  # nothing else is asked of the figures here
        extra={},
        found=found,
        everything=everything,
    )


def judged(pack: Pack, *events: CaseEvent, **given: Any) -> CaseItems:
    return findings_and_items(pack, *events, **given)[1]


def item(key: str, items: CaseItems) -> CaseItem:
    """The item of a key; “route” is that of the parent."""
    wanted = {"route": "land.route@P1"}.get(key, f"land.{key}")
    return next(each for each in items.all() if each.finding.key == wanted)
