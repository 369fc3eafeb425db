"""A made-up land with casework: a national layer that passes, to be changed file by file, and a town over it.

It has one of everything that a pack may say of a case, so that each fault can be made by one change.
"""

from __future__ import annotations

from pathlib import Path

from tests.factories.pack_folders import CHECKED, FILES, TOWN, TOWN_SOURCES, write_files

CITED = "source: act, passage: section 9"
VALUES = (
    FILES["values/all.yaml"]
    + f"""  answer_days:
    question: How long has a parent?
    unit: calendar days
    fixed_by_law: {{may: raise}}
    steps: [{{start: 2010-09-01, value: 21, {CITED}}}]
  most_letters:
    question: How many letters?
    unit: times
    steps: [{{start: 2010-09-01, operator: ">=", value: 2, {CITED}}}]
  new_letters_from:
    question: From which day is a letter of the new kind?
    unit: text
    steps: [{{start: 2010-09-01, value: 2024-08-19, {CITED}}}]
  way:
    question: Which way of working?
    unit: text
    steps: [{{start: 2010-09-01, value: gentle, {CITED}}}]
  by_post:
    question: Are letters posted?
    unit: yes or no
    steps: [{{start: 2010-09-01, value: yes, {CITED}}}]
  fee:
    question: What does it cost?
    unit: pounds
    steps: [{{start: 2010-09-01, value: 80, {CITED}}}]
"""
)
RECORDS = """records:
  letter:
    title: A letter was sent
    for_parent: yes
    fields:
      kind: {choice: [first, last], words: which letter, required: yes}
      sent_on: {date: yes, words: the day it was sent}
      pages: {number: yes, words: how many pages}
      posted: {yes_no: yes, words: whether it was posted}
      said: {text: yes, words: what it said}
      topics: {list: yes, words: what it is about}
      covers_from: {date: yes, words: the first day that it covers}
      covers_to: {date: yes, words: the last day that it covers}
  answer:
    title: A parent answered
    about: [letter]
    fields:
      agreed: {yes_no: yes, words: whether the parent agreed, required: yes}
  gone:
    title: A mistake is struck out
    about: [any]
    visibility: school
  stage_move:
    title: A named person moves the case
    fields:
      track: {text: yes, words: the track, required: yes}
      to: {text: yes, words: the stage, required: yes}
"""
FACTS = """facts:
  letter.sent: {words: a letter was sent, any: [letter]}
  letter.first_sent: {words: a first letter was sent, any: [letter], where: [{field: kind, is: [first]}]}
  letter.open: {words: a letter is open, any: letter, where: [{field: answer, present: no}]}
  letter.answered: {words: it was answered, any: [letter], where: [{field: answer, present: yes}]}
  letter.other: {words: another letter was sent, any: [letter], where: [{field: kind, is_not: last}]}
  letter.count:
    words: letters since the first
    count: [letter]
    where:
      - {field: on, since: letter.first_on}
      - {field: sent_on, until: letter.sent_on}
      - {field: sent_on, since_value: new_letters_from}
      - {field: pages, at_least: most_letters}
      - {field: sent_on, within: answer_days}
  letter.first_on: {words: the day of the first letter, first: [letter]}
  letter.sent_on: {words: the day it was sent, latest: [letter], field: sent_on, missing: the day of sending}
  letter.pages: {words: its pages, latest: [letter], field: pages}
  letter.posted: {words: it was posted, latest: [letter], field: posted}
  letter.is_last: {words: it is the last one, latest: [letter], field: kind, is: [last]}
  letter.agreed: {words: the parent agreed, latest: [letter], field: agreed, is: [yes]}
  this.sent_on: {words: the day this letter was sent, each: letter, this: sent_on}
  this.is_last: {words: this letter is the last, each: letter, this: kind, is: last}
  this.answered: {words: this letter was answered, each: letter, this: answer, present: yes}
  this.last_day:
    words: the last day to answer
    each: letter
    last_day: {from: this.sent_on, length: answer_days, counting: beginning with}
  child.sen: {words: the pupil has SEN support, flag: sen_support}
  child.reviewed_on: {words: the day of the review, flag: ehcp, reviewed: yes}
  school.trades: {words: the school buys the service, school: traded}
  school.independent: {words: the school is independent, school: type, is: [Independent]}
  parent.cares: {words: the parent has care, each: parent, parent: day_to_day_care}
  at.first: {words: the case is at the first stage, at_stage: [land.first]}
  moved.second: {words: somebody moved it to the second stage, moved_to: land.second, track: land way}
  moved.ever: {words: somebody moved it, moved_to: any, track: land way}
  letters.enough:
    words: letters were enough
    when:
      asks: Were they?
      any:
        - {asks: Were there so many?, fact: letter.count, value: most_letters}
        - {asks: Was it the last?, holds: letter.is_last}
  weeks.since: {words: weeks since the letter, between: {from: letter.sent_on, unit: weeks}}
  days.between: {words: days between, between: {from: letter.first_on, to: letter.sent_on, unit: school days}}
  first.known: {words: the first known day, first_known: [letter.sent_on, letter.first_on]}
  earliest.day: {words: the earliest day, earliest: [letter.sent_on, letter.first_on]}
  latest.day: {words: the latest day, latest: [letter.sent_on, letter.first_on]}
  window.unused:
    words: sessions that no letter covers
    each: parent
    sessions: threshold
    window: missed_10
    not_in: [letter]
    where: [{field: kind, is_not: [last]}]
  sessions.since: {words: sessions since, sessions: "N", since: letter.sent_on, until: letter.first_on}
"""
ENTRIES = f"""roles:
  head: {{title: Head teacher, body: school, {CITED}}}
  officer: {{title: Attendance officer, body: authority, {CITED}}}
statements:
  land.says_why: {{title: Why, text: It says why it was sent., {CITED}}}
letters:
  land.letter.first:
    title: First letter
    text: The first letter to a parent.
    to: officer
    must_say: [land.says_why]
    must_not_say: [anything about another child]
    sent_when: [land.crossed]
    sent_by: head
    only_after: letter.is_last
    about_meetings: [land.meeting]
    record: letter
    {CITED.replace(", ", chr(10) + "    ")}
meetings:
  land.meeting:
    {{title: Meeting, text: A meeting., chair: head, required: [head, officer], papers_due: answer_days,
     parent_absent: stop, agenda: [welcome, plan], {CITED},
     first_day: 2012-09-01, last_day: 2030-08-31, stated: no}}
contracts:
  land.contract: {{title: Contract, text: A contract., length: [answer_days], purpose: preventive, {CITED}}}
features:
  land.feature: {{title: Service, text: The traded service., fact: school.trades, {CITED}}}
benchmarks:
  land.benchmark: {{title: Figures, text: As printed., figures: {{national: 7.1, ours: [6, 7]}}, {CITED}}}
banners:
  land.banner: {{title: Under review, text: This pack is being reviewed., {CITED}}}
"""
TRACKS = f"""tracks:
  land way: {{title: The land's way, text: How a case goes., {CITED}}}
moves:
  land.move.second:
    track: land way
    title: Move to the second stage
    text: "After {{letter.count}} letters."
    from: land.first
    to: land.second
    who: [head]
    when: {{asks: Were letters enough?, holds: letters.enough}}
    first_day: 2010-09-01
    {CITED.replace(", ", chr(10) + "    ")}
  land.move.back: {{track: land way, title: Back, text: Back., from: any, to: land.first, who: head,
    first_day: 2010-09-01, {CITED}}}
  land.move.out: {{track: land way, title: Out, text: Out., from: land.second, to: none, who: head,
    first_day: 2010-09-01, notes: [near], {CITED}}}
"""


def rule(name: str, kind: str, more: str, *, when: str = "{asks: Was it sent?, holds: letter.sent}") -> str:
    """One rule of casework, indented as a rules file has it."""
    return f"""  {name}:
    kind: {kind}
    track: land way
    title: A {kind}
    text: A {kind}.
    text_parent: A {kind}.
    when: {when}
    source: act
    passage: section 9
    first_day: 2010-09-01
{more}"""


CASE_RULES = "rules:\n" + "".join(
    (
        rule("land.first", "stage", "    order: 1\n"),
        rule("land.second", "stage", "    order: 2\n", when="{asks: Was it moved?, holds: moved.second}"),
        rule(
            "land.step",
            "step",
            """    each: letter
    values_on: this.sent_on
    who: [officer]
    done: {asks: Was it answered?, holds: this.answered}
    due: {from: this.sent_on, length: answer_days, counting: after}
    brings: [land.letter.first]
""",
        ),
        rule(
            "land.step_by_date",
            "step",
            "    who: officer\n    due_date: letter.sent_on\n",
            when="{asks: Is it the first stage?, holds: at.first}",
        ),
        rule(
            "land.hold",
            "hold",
            """    owner: head
    stops: [sanctions, land.route]
    severity: caution
    starts: letter.sent_on
    until: {from: letter.sent_on, length: answer_days, counting: beginning with}
    lift: When the parent has answered.
""",
            when="{asks: Has the day come?, reached: letter.sent_on}",
        ),
        rule(
            "land.evidence",
            "evidence",
            """    severity: document_or_reason
    groups: [papers]
    met: {asks: Was it sent?, holds: letter.sent}
    answered: {asks: Is it over?, passed: letter.sent_on}
    supplied_by: head
    document: The letter
""",
            when="{asks: Is the way gentle?, switch: way, is: gentle}",
        ),
        rule(
            "land.route",
            "route",
            """    each: parent
    order: 3
    groups: [sanctions]
    needs: [papers]
    opens:
      asks: May it go on?
      all:
        - {asks: Is the child of age?, holds: of_age}
        - {asks: Does the parent have care?, holds: parent.cares}
    decided_by: officer
    hearing: none
""",
            when="{asks: Are letters posted?, switch: by_post, is: yes}",
        ),
    )
).replace("holds: of_age", "holds: compulsory_school_age")
TOWN_NARROWS = """narrows:
  land.route: {needs: [town papers], opens: {asks: Was it answered?, holds: letter.answered},
    opens_on: letter.sent_on, source: bylaw, passage: rule 1}
"""
TOWN_EVIDENCE = """rules:
  town.evidence:
    kind: evidence
    track: town way
    title: A paper
    text: A paper.
    text_parent: A paper.
    when: {asks: Was it sent?, holds: letter.sent}
    severity: block
    groups: [town papers]
    met: {asks: Was it answered?, holds: letter.answered}
    source: bylaw
    passage: rule 2
    first_day: 2015-09-01
"""
CASEWORK: dict[str, str] = {
    **FILES,
    "values/all.yaml": VALUES,
    "records/all.yaml": RECORDS,
    "facts/all.yaml": FACTS,
    "entries/all.yaml": ENTRIES,
    "tracks/all.yaml": TRACKS,
    "rules/casework.yaml": CHECKED + CASE_RULES,
}
MEASURES = {
    "missed": "number",
    "of_age": "yes or no",
    "compulsory_school_age": "yes or no",
}


def write_casework(parent: Path, name: str = "land", **changed: str) -> Path:
    """Write the land, some of its files changed (`facts=…`, `casework=…` for its rules of casework)."""
    paths = {path.split("/")[0].removesuffix(".yaml"): path for path in FILES}
    paths |= {part: f"{part}/all.yaml" for part in ("values", "records", "facts", "entries", "tracks")}
    paths["casework"] = "rules/casework.yaml"
    return write_files(parent / name, {**CASEWORK, **{paths[part]: text for part, text in changed.items()}})


def write_borough(parent: Path, **files: str) -> Path:
    """Write an authority over that land; `rules`, `facts` and so on are whole files without their header."""
    written = {"pack.yaml": TOWN, "sources.yaml": TOWN_SOURCES}
    for part, text in files.items():
        written[f"{part}/all.yaml"] = CHECKED + text if part in ("rules", "values") else text
    return write_files(parent / "town", written)
