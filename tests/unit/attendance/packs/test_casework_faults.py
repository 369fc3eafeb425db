from __future__ import annotations

import random
from pathlib import Path

import pytest

from supportfirst.attendance.packs.lint import check_pack
from tests.factories.casework_folders import (
    CASEWORK,
    MEASURES,
    TOWN_EVIDENCE,
    TOWN_NARROWS,
    write_borough,
    write_casework,
)

PATHS = {part: f"{part}/all.yaml" for part in ("values", "records", "facts", "entries", "tracks")} | {
    "casework": "rules/casework.yaml",
    "worked_cases": "worked_cases/line.yaml",
}


def faults(folder: Path) -> list[tuple[str, str, int, str]]:
    found = check_pack(folder, facts=MEASURES)
    return [(p.kind, p.file.split("/", 1)[-1], p.line, p.problem) for p in found if not p.warning]


def test_a_sound_casework_pack_has_no_fault(tmp_path):
    assert faults(write_casework(tmp_path)) == []


FAULTS = [
    # kinds of record
    ("bad-field", "records", "said: {text: yes", "said: {text: no"),
    ("bad-field", "records", "said: {text: yes, ", "said: {"),
    ("bad-field", "records", "said: {text: yes", "said: {text: yes, date: yes"),
    ("reserved-field", "records", "said: {text", "note: {text"),
    ("missing-words", "records", ", words: what it said", ""),
    ("missing-title", "records", "title: A letter was sent", 'title: ""'),
    ("unknown-record", "records", "about: [letter]", "about: [lettuce]"),
    ("unknown-key", "records", "visibility: school", "visible: school"),
    ("not-a-list", "records", "choice: [first, last]", "choice: first"),
    # facts made in one way, from what there is
    ("bad-fact", "facts", "any: [letter]}", "any: [letter], flag: ehcp}"),
    ("bad-fact", "facts", ", any: [letter]}", "}"),
    ("unknown-record", "facts", "{words: a letter was sent, any: [letter]}", "{words: x, any: [lettuce]}"),
    ("unknown-record", "facts", "each: letter, this: answer", "each: lettuce, this: answer"),
    ("unknown-field", "facts", "{field: kind, is: [first]}", "{field: sort, is: [first]}"),
    ("unknown-field", "facts", "{field: answer, present: no}", "{field: reply, present: no}"),
    ("unknown-field", "facts", "this: answer, present", "this: reply, present"),
    ("unknown-choice", "facts", "{field: kind, is: [first]}", "{field: kind, is: [middle]}"),
    ("unknown-choice", "facts", "field: kind, is_not: last", "field: kind, is_not: middle"),
    ("unknown-choice", "facts", "field: agreed, is: [yes]", "field: agreed, is: [maybe]"),
    ("unknown-choice", "facts", "this: kind, is: last", "this: kind, is: middle"),
    ("bad-filter", "facts", "{field: kind, is: [first]}", "{field: kind}"),
    ("bad-filter", "facts", "{field: kind, is: [first]}", "{field: kind, is: [first], present: yes}"),
    ("wrong-kind-of-field", "facts", "{field: on, since:", "{field: said, since:"),
    ("wrong-kind-of-field", "facts", "{field: sent_on, within", "{field: pages, within"),
    ("wrong-kind-of-field", "facts", "{field: pages, at_least", "{field: sent_on, at_least"),
    ("not-a-number", "facts", "at_least: most_letters", "at_least: way"),
    ("not-a-date", "facts", "since_value: new_letters_from", "since_value: most_letters"),
    ("not-a-date", "facts", "since_value: new_letters_from", "since_value: way"),
    ("not-a-length", "facts", "within: answer_days", "within: most_letters"),
    ("unknown-value", "facts", "within: answer_days", "within: answer_time"),
    ("unknown-fact", "facts", "since: letter.first_on}", "since: letter.second_on}"),
    ("wrong-kind-of-fact", "facts", "since: letter.first_on}", "since: letter.pages}"),
    ("bad-field", "facts", "latest: [letter], field: pages", "latest: [letter], field: said"),
    ("bad-field", "facts", "latest: [letter], field: pages", "latest: [letter], field: topics"),
    ("no-record", "facts", "each: letter, this: sent_on", "this: sent_on"),
    ("no-record", "facts", "each: letter, this: sent_on", "each: parent, this: sent_on"),
    ("bad-fact", "facts", "this: answer, present: yes", "this: answer, present: no"),
    ("bad-fact", "facts", "flag: ehcp, reviewed", "flag: camhs, reviewed"),
    ("bad-fact", "facts", "flag: ehcp, reviewed", "flag: ehcp, present"),
    ("bad-fact", "facts", "school: traded", "school: traded, is: [yes]"),
    ("bad-fact", "facts", "school: type, is: [Independent]", "school: type"),
    ("unknown-school", "facts", "school: traded", "school: colour"),
    ("unknown-parent", "facts", "parent: day_to_day_care", "parent: kindness"),
    ("no-parent", "facts", "each: parent, parent: day", "parent: day"),
    ("unknown-stage", "facts", "at_stage: [land.first]", "at_stage: [land.zeroth]"),
    ("unknown-stage", "facts", "moved_to: land.second", "moved_to: land.crossed"),
    ("unknown-track", "facts", "moved_to: any, track: land way", "moved_to: any, track: no way"),
    ("missing-track", "facts", "moved_to: any, track: land way", "moved_to: any"),
    ("wrong-kind-of-fact", "facts", "fact: letter.count", "fact: letter.posted"),
    ("wrong-kind-of-fact", "facts", "fact: letter.count", "fact: of_age"),
    ("wrong-kind-of-fact", "facts", "holds: letter.is_last", "holds: letter.pages"),
    ("wrong-kind-of-fact", "facts", "holds: letter.is_last", "holds: missed"),
    ("wrong-each", "facts", "holds: letter.is_last", "holds: parent.cares"),
    ("wrong-each", "facts", "earliest: [letter.sent_on", "earliest: [this.sent_on"),
    ("unknown-fact", "facts", "earliest: [letter.sent_on", "earliest: [letter.lost_on"),
    ("wrong-kind-of-fact", "facts", "earliest: [letter.sent_on", "earliest: [letter.sent"),
    ("unknown-unit", "facts", "unit: weeks", "unit: days"),
    ("wrong-kind-of-fact", "facts", "from: letter.sent_on, unit", "from: letter.sent, unit"),
    ("unknown-counting", "facts", "counting: beginning with", "counting: from"),
    ("not-a-length", "facts", "length: answer_days", "length: most_letters"),
    ("bad-fact", "facts", "window: missed_10", "window: missed_10\n    since: letter.sent_on"),
    ("unknown-window", "facts", "window: missed_10", "window: missed_12"),
    ("unknown-code", "facts", 'sessions: "N"', 'sessions: "Q"'),
    ("unknown-code", "facts", 'sessions: "N"', 'beside: "Q", sessions: "N"'),
    ("unknown-record", "facts", "not_in: [letter]", "not_in: [lettuce]"),
    ("unknown-field", "facts", "not_in: [letter]", "not_in: [answer]"),
    ("circle", "facts", "latest: [letter.sent_on, letter.first_on]", "latest: [latest.day, letter.first_on]"),
    ("circle", "facts", "{words: a letter was sent, any: [letter]}", "{words: x, at_stage: [land.first]}"),
    ("repeated-key", "facts", "letter.first_sent:", "letter.sent:"),
    # rules
    ("missing-who", "casework", "    who: [officer]\n", ""),
    ("unknown-role", "casework", "who: [officer]", "who: [oracle]"),
    ("unknown-role", "casework", "owner: head", "owner: tail"),
    ("unknown-role", "casework", "supplied_by: head", "supplied_by: tail"),
    ("unknown-role", "casework", "decided_by: officer", "decided_by: oracle"),
    ("unknown-entry", "casework", "brings: [land.letter.first]", "brings: [land.letter.third]"),
    ("unknown-entry", "casework", "brings: [land.letter.first]", "brings: [head]"),
    ("unknown-route", "casework", "stops: [sanctions,", "stops: [sanction,"),
    ("unknown-route", "casework", "land.route]", "land.step]"),
    ("unknown-group", "casework", "needs: [papers]", "needs: [paper]"),
    ("unknown-record", "casework", "each: letter", "each: lettuce"),
    ("two-days", "casework", "due_date: letter.sent_on", "due_date: letter.sent_on\n    due: {}"),
    ("unknown-fact", "casework", "due_date: letter.sent_on", "due_date: missed"),
    ("wrong-kind-of-fact", "casework", "due_date: letter.sent_on", "due_date: letter.pages"),
    ("wrong-kind-of-fact", "casework", "values_on: this.sent_on", "values_on: this.is_last"),
    ("wrong-kind-of-fact", "casework", "starts: letter.sent_on", "starts: letter.sent"),
    ("wrong-kind-of-fact", "casework", "reached: letter.sent_on", "reached: letter.sent"),
    ("wrong-kind-of-fact", "casework", "passed: letter.sent_on", "passed: letter.count"),
    ("wrong-each", "casework", "due_date: letter.sent_on", "due_date: this.sent_on"),
    ("wrong-each", "casework", "text: A step.", "text: 'Sent on {this.last_day}; {parent.cares}.'"),
    ("wrong-each", "casework", "order: 1\n", "order: 1\n    each: parent\n"),
    ("not-a-length", "casework", "length: answer_days, counting: after", "length: fee, counting: after"),
    ("not-a-switch", "casework", "switch: way", "switch: answer_days"),
    ("bad-yes-no", "casework", "switch: by_post, is: yes", "switch: by_post, is: often"),
    ("unknown-value", "casework", "switch: way", "switch: path"),
    ("missing-is", "casework", "switch: way, is: gentle", "switch: way"),
    ("unknown-severity", "casework", "severity: caution", "severity: terrible"),
    ("block-answered", "casework", "severity: document_or_reason", "severity: block"),
    ("missing-met", "casework", "met: {asks", "done: {asks"),
    ("missing-lift", "casework", "    lift: When the parent has answered.\n", ""),
    ("missing-opens", "casework", "opens:\n", "open:\n"),
    ("unknown-key", "casework", "severity: caution", "severity: caution\n    needs: [papers]"),
    ("age-not-asked", "casework", "{asks: Is the child of age?, holds:", "{asks: Is it so?, fails:"),
    # tracks and moves
    ("unknown-track", "tracks", "track: land way\n", "track: no way\n"),
    ("unknown-stage", "tracks", "from: land.first", "from: land.crossed"),
    ("unknown-stage", "tracks", "to: land.second", "to: land.third"),
    ("unknown-role", "tracks", "who: [head]", "who: [tail]"),
    ("unknown-note", "tracks", "notes: [near]", "notes: [far]"),
    ("missing-to", "tracks", "    to: land.second\n", ""),
    ("missing-first_day", "tracks", "    first_day: 2010-09-01\n", ""),
    ("unknown-name", "tracks", "{letter.count}", "{letter.number}"),
    ("age-not-asked", "tracks", "    who: [head]\n", "    who: [head]\n    towards_sanction: yes\n"),
    ("wrong-kind-of-fact", "tracks", "holds: letters.enough", "holds: letter.count"),
    ("wrong-each", "tracks", "holds: letters.enough", "holds: parent.cares"),
    # the catalogue
    ("unknown-body", "entries", "body: school", "body: circus"),
    ("missing-text", "entries", "text: It says why it was sent., ", ""),
    ("unknown-source", "entries", "body: school, source: act", "body: school, source: hearsay"),
    ("unknown-statement", "entries", "must_say: [land.says_why]", "must_say: [land.says_how]"),
    ("unknown-rule", "entries", "sent_when: [land.crossed]", "sent_when: [land.lost]"),
    ("unknown-fact", "entries", "only_after: letter.is_last", "only_after: letter.is_lost"),
    ("wrong-kind-of-fact", "entries", "only_after: letter.is_last", "only_after: letter.pages"),
    ("wrong-each", "entries", "only_after: letter.is_last", "only_after: parent.cares"),
    ("unknown-meeting", "entries", "about_meetings: [land.meeting]", "about_meetings: [land.meal]"),
    ("unknown-role", "entries", "to: officer", "to: oracle"),
    ("unknown-role", "entries", "required: [head, officer]", "required: [head, oracle]"),
    ("unknown-record", "entries", "record: letter", "record: lettuce"),
    ("unknown-delivery", "entries", "sent_by: head", "sent_by: head\n    delivery: [post, pigeon]"),
    ("unknown-value", "entries", "papers_due: answer_days", "papers_due: answer_time"),
    ("unknown-value", "entries", "length: [answer_days]", "length: [answer_time]"),
    ("unknown-parent_absent", "entries", "parent_absent: stop", "parent_absent: shout"),
    ("unknown-fact", "entries", "fact: school.trades", "fact: school.traded"),
    ("unknown-key", "entries", "agenda: [welcome, plan]", "programme: [welcome, plan]"),
    ("unknown-key", "entries", "banners:", "flags:"),
    ("repeated-id", "entries", "  land.meeting:", "  land.letter.first:"),
    ("span-backwards", "entries", "last_day: 2030-08-31", "last_day: 2003-08-31"),
]


@pytest.mark.parametrize(("kind", "part", "old", "new"), FAULTS)
def test_it_names_each_fault_of_casework_at_its_line(tmp_path, kind, part, old, new):
    text = CASEWORK[PATHS[part]]
    assert old in text

    found = faults(write_casework(tmp_path, **{part: text.replace(old, new, 1)}))

    named = [(file, line) for each, file, line, _ in found if each == kind]
    assert PATHS[part] in [file for file, _ in named], found
    assert all(line > 0 for _, line in named)


LATER = (
    CASEWORK["values/all.yaml"]
    .replace("{start: 2010-09-01, value: 21", "{start: 2011-09-01, value: 21")
    .replace('{start: 2010-09-01, operator: ">=", value: 2,', '{start: 2011-09-01, operator: ">=", value: 2,')
)


@pytest.mark.parametrize("rule", ["land.step", "land.hold"])
def test_the_value_of_a_clock_must_be_in_force_whenever_its_rule_is(tmp_path, rule):
    found = faults(write_casework(tmp_path, values=LATER))

    told = [problem for kind, _, _, problem in found if kind == "value-not-in-force"]
    assert [problem for problem in told if problem.startswith(f"rule {rule} ") and "answer_days" in problem]


def test_a_value_inside_a_named_condition_may_come_into_force_later(tmp_path):
    shared = CASEWORK["rules/casework.yaml"].replace("holds: letter.sent}", "holds: letters.enough}", 1)

    found = faults(write_casework(tmp_path, values=LATER, casework=shared))

    assert not [problem for _, _, _, problem in found if problem.startswith("rule land.first ")]


def test_the_value_of_a_clock_behind_a_legal_step_must_be_fixed_by_law(tmp_path):
    values = CASEWORK["values/all.yaml"].replace("    fixed_by_law: {may: raise}\n", "")
    limited = CASEWORK["rules/casework.yaml"] + (
        "    limit: {from: letter.sent_on, length: answer_days, counting: after}\n"
    )

    found = faults(write_casework(tmp_path, values=values, casework=limited))

    assert [kind for kind, *_ in found] == ["not-fixed"]


def test_a_name_of_a_file_that_could_not_be_read_is_no_fault_of_its_own(tmp_path):
    found = faults(write_casework(tmp_path, facts="facts: ["))

    assert [kind for kind, *_ in found] == ["unreadable-yaml"]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_pack_of_casework_is_a_fault_and_never_a_traceback(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311  (the same damage each time)
    part = chance.choice(["records", "facts", "entries", "tracks", "casework"])
    lines = CASEWORK[PATHS[part]].splitlines()
    for _ in range(3):
        at = chance.randrange(len(lines))
        lines[at] = chance.choice(["", lines[at][::-1], lines[at].replace(": ", ": [", 1), "  x: {y: [z]}"])

    check_pack(write_casework(tmp_path, **{part: "\n".join(lines)}), facts=MEASURES)


# --- a layer over it -------------------------------------------------------------------------------

OVER = [
    ("unknown-group", "rules", TOWN_NARROWS),
    ("unknown-rule", "rules", TOWN_EVIDENCE + TOWN_NARROWS.replace("land.route", "land.road")),
    ("unknown-rule", "rules", TOWN_EVIDENCE + TOWN_NARROWS.replace("land.route", "land.step")),
    ("unknown-rule", "rules", TOWN_EVIDENCE + TOWN_NARROWS.replace("land.route", "town.evidence")),
    ("wrong-each", "rules", TOWN_EVIDENCE + TOWN_NARROWS.replace("letter.answered", "this.answered")),
    ("wrong-kind-of-fact", "rules", TOWN_EVIDENCE + TOWN_NARROWS.replace("letter.answered", "letter.count")),
    ("wrong-kind-of-fact", "rules", TOWN_EVIDENCE + TOWN_NARROWS.replace("letter.sent_on", "letter.sent")),
    ("narrows-nothing", "rules", "narrows: {land.route: {source: bylaw, passage: rule 1}}\n"),
    ("repeated-id", "records", "records: {letter: {title: Our own}}\n"),
    ("repeated-id", "facts", "facts: {letter.sent: {words: it was sent, any: [letter]}}\n"),
    ("repeated-id", "tracks", "tracks: {land way: {title: X, text: X., source: bylaw, passage: rule 1}}\n"),
    ("repeated-id", "entries", "roles: {head: {title: X, source: bylaw, passage: rule 1}}\n"),
    ("repeated-id", "rules", TOWN_EVIDENCE.replace("town.evidence", "land.evidence")),
]


@pytest.mark.parametrize(("kind", "part", "text"), OVER)
def test_it_names_each_fault_of_a_layer_over_casework(tmp_path, kind, part, text):
    write_casework(tmp_path)

    found = faults(write_borough(tmp_path, **{part: text}))

    assert (kind, PATHS.get(part, f"{part}/all.yaml")) in [(each, file) for each, file, _, _ in found], found


def test_a_layer_over_casework_may_narrow_a_route_and_use_what_lies_beneath(tmp_path):
    write_casework(tmp_path)

    assert faults(write_borough(tmp_path, rules=TOWN_EVIDENCE + TOWN_NARROWS)) == []


@pytest.mark.parametrize(
    ("key", "beneath", "over"),
    [
        ("opens_on", "opens_on: letter.sent_on", "opens_on: letter.first_on"),
        (
            "limit",
            "limit: {from: letter.sent_on, length: answer_days, counting: after}",
            "limit: {from: letter.first_on, length: answer_days, counting: after}",
        ),
    ],
)
def test_a_first_day_or_a_limit_of_the_layer_beneath_is_not_written_again(tmp_path, key, beneath, over):
    write_casework(tmp_path, casework=f"{CASEWORK['rules/casework.yaml']}    {beneath}\n")
    narrows = f"narrows: {{land.route: {{{over}, source: bylaw, passage: rule 1}}}}\n"

    found = check_pack(write_borough(tmp_path, rules=narrows), facts=MEASURES)

    assert [(p.kind, p.column) for p in found if not p.warning] == [("loosened", key)]


def test_a_value_that_narrows_a_route_must_be_in_force_on_every_day_of_the_pack(tmp_path):
    write_casework(tmp_path)
    values = """values:
  town.most:
    question: How many?
    unit: times
    steps: [{start: 2016-09-01, operator: ">=", value: 3, source: bylaw, passage: rule 3}]
"""
    narrows = """narrows:
  land.route: {opens: {asks: So many?, fact: letter.count, value: town.most}, source: bylaw, passage: rule 1}
"""

    found = faults(write_borough(tmp_path, values=values, rules=narrows))

    assert [(kind, file) for kind, file, _, _ in found] == [("value-not-in-force", "rules/all.yaml")]


# --- its worked cases ------------------------------------------------------------------------------

CASES = """title: A letter
says: A letter was sent.
born: 2014-01-15
calendar: {terms: [2025-09-01 to 2025-10-17]}
marks: x
cases:
  - name: one letter
    on: 2025-09-12
    marks: [/ 2, N 10]
    parents: [P1]
    history:
      - {id: n1, on: 2025-09-02, kind: letter, parents: [P1], data: {kind: first, sent_on: 2025-09-02}}
      - {on: 2025-09-05, kind: answer, data: {about: n1, agreed: yes}}
    expected: {land.step@n1: done, land.route@P1: open, land.hold: in_force, land.evidence: met}
    dates: {land.step@n1: {due_on: 2025-09-23}}
""".replace("marks: x\n", "")
CASE_FAULTS = [
    ("unknown-rule", "land.step@n1: done", "land.stop@n1: done"),
    ("unknown-rule", "{land.step@n1: {due_on", "{land.stop@n1: {due_on"),
    ("bad-outcome", "land.step@n1: done", "land.step@n1: met"),
    ("bad-outcome", "land.hold: in_force", "land.hold: due"),
    ("bad-outcome", "land.evidence: met", "land.evidence: open"),
    ("bad-outcome", "land.route@P1: open", "land.route@P1: not_met"),
    ("bad-item", "land.step@n1: done", "land.step: done"),
    ("bad-item", "land.hold: in_force", "land.hold@P1: in_force"),
    ("unknown-record", "kind: answer", "kind: reply"),
    ("unknown-field", "agreed: yes", "agreeing: yes"),
    ("missing-about", "about: n1, ", ""),
]


@pytest.mark.parametrize(("kind", "old", "new"), CASE_FAULTS)
def test_it_names_what_a_worked_case_of_casework_gets_wrong(tmp_path, kind, old, new):
    assert old in CASES

    found = faults(write_casework(tmp_path, worked_cases=CASES.replace(old, new, 1)))

    assert {(each, file) for each, file, _, _ in found} == {(kind, PATHS["worked_cases"])}


def test_a_sound_case_of_casework_has_no_fault(tmp_path):
    assert faults(write_casework(tmp_path, worked_cases=CASES)) == []


@pytest.mark.parametrize(
    ("rule", "expected", "missing"),
    [
        ("land.step", "{land.step@n1: due}", ["done or not due"]),
        ("land.step", "{land.step@n1: done}", ["due"]),
        ("land.hold", "{land.hold: in_force}", ["not in force"]),
        ("land.evidence", "{land.evidence: met}", ["missing", "answered"]),
        ("land.evidence", "{land.evidence: answered}", ["missing", "met"]),
        ("land.route", "{land.route@P1: shut}", ["open"]),
        ("land.route", "{land.route@P1: cannot_tell}", ["open", "shut"]),
        ("land.first", "{land.first: not_met}", ["met"]),
    ],
)
def test_each_kind_of_rule_has_its_own_sides(tmp_path, rule, expected, missing):
    cases = CASES[: CASES.index("    expected:")] + f"    expected: {expected}\n"

    found = check_pack(write_casework(tmp_path, worked_cases=cases), facts=MEASURES)

    told = [p.problem for p in found if p.kind == "unproved-rule" and p.value == rule]
    assert told == [f"rule {rule} has no worked case in which it is {side}" for side in missing]


def test_a_route_beside_those_that_end_in_a_sanction_is_marked_as_they_are(tmp_path):
    rules = CASEWORK["rules/casework.yaml"].replace("groups: [sanctions]", "groups: [sanctions, court]")
    write_casework(tmp_path, casework=rules)
    ours = TOWN_EVIDENCE[: TOWN_EVIDENCE.index("    severity")].replace("evidence", "route") + (
        """    groups: [court]
    opens: {asks: Is the child of age?, holds: compulsory_school_age}
    source: bylaw
    passage: rule 2
    first_day: 2015-09-01
"""
    )

    unmarked = faults(write_borough(tmp_path, rules=ours))
    marked = faults(write_borough(tmp_path, rules=ours.replace("[court]", "[court, sanctions]")))

    assert [(kind, file) for kind, file, _, _ in unmarked] == [("sanction-unmarked", "rules/all.yaml")]
    assert marked == []
