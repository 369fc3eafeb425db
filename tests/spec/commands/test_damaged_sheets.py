"""A sheet that was altered after it was written is told as such; one that is broken, with its place."""

from __future__ import annotations

import json

import pytest

from supportfirst.attendance.casebook.sheet import seal
from supportfirst.attendance.casebook.sheet_text import sheet_bytes
from tests.factories.sheets import SheetDesk, came_out, changed

THRESHOLD = "england.penalty_notice_threshold: met → not_met"


@pytest.fixture
def kept(desk):
    """A sheet of Ada, and the files it was made of."""
    sheets = SheetDesk(desk)
    assert sheets.keep().code == 0
    return sheets


def tampered(kept, change, *, sealed=False):
    document = kept.document()
    change(document)
    kept.path().write_bytes(sheet_bytes(document | ({"seal": seal(document)} if sealed else {})))
    return kept.rerun()


def test_a_mark_that_was_altered_in_the_sheet_is_told(kept):
    told = tampered(kept, lambda document: document["inputs"]["register"]["marks"][20].__setitem__(2, "I"))

    assert told.code == 3
    assert changed(told) == ["sheet: “inputs.register” was altered after the sheet was written"]
    assert THRESHOLD in came_out(told)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("question", lambda document: document["question"].update(on="2025-09-18")),
        ("result", lambda document: document["result"]["pupil"]["measures"].update(sessions_late=7)),
        ("decision", lambda document: document.update(decision=dict.fromkeys(("by", "title", "reason"), "x")
            | {"decided": "declined", "on": "2025-09-22"})),
        ("pack", lambda document: document["pack"]["rules"].popitem()),
        ("program", lambda document: document["program"].update(name="another")),
    ],
)  # fmt: skip
def test_each_part_that_was_altered_is_named(kept, part, change):
    told = tampered(kept, change)

    assert told.code == 3
    assert f"sheet: “{part}” was altered after the sheet was written" in changed(told)


def test_a_result_that_was_altered_and_sealed_again_does_not_follow_from_its_inputs(kept):
    told = tampered(
        kept,
        lambda document: document["result"]["pupil"]["judged"].update(
            {"england.penalty_notice_threshold": "not_met"}
        ),
        sealed=True,
    )

    assert told.code == 3
    assert changed(told)[0].startswith("result: it does not follow from the inputs")
    assert came_out(told) == ["england.penalty_notice_threshold: not_met → met"]


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda data: json.dumps(json.loads(data), indent=1).encode(), "sheet: its content is the same"),
        (lambda data: data.replace(b"\n", b"\r\n"), "sheet: its content is the same"),
        (lambda data: data.replace(b'{\n"decision"', b'{\n"a":1,\n"decision"'), "sheet: something was added"),
        (lambda data: data.replace(b'"chain":"', b'"chain":"0'), "sheet: its seal was altered"),
    ],
)
def test_a_sheet_that_is_written_otherwise_is_told(kept, write, said):
    kept.path().write_bytes(write(kept.path().read_bytes()))

    told = kept.rerun()

    assert told.code == 3
    [change] = changed(told)
    assert change.startswith(said)


def without(*path):
    def take(data):
        document = json.loads(data)
        held = document
        for key in path[:-1]:
            held = held[key]
        del held[path[-1]]
        return sheet_bytes(document)

    return take


def with_(value, *path):
    def put(data):
        document = json.loads(data)
        held = document
        for key in path[:-1]:
            held = held[key]
        held[path[-1]] = value
        return sheet_bytes(document)

    return put


DAMAGE = {
    "broken off": (lambda data: data[:2000], ", line "),
    "empty": (lambda _: b"", ", line 1: it breaks off"),
    "bytes": (lambda _: bytes(range(256)), ", byte 128: it is not UTF-8"),
    "another file": (lambda _: b'{"schema": "history/1", "events": []}', "this is not a “sheet/1” file"),
    "a list": (lambda _: b"[]", "this is not a “sheet/1” file"),
    "a key twice": (
        lambda data: data.replace(b'{\n"decision":null', b'{\n"decision":null,\n"decision":null'),
        "twice",
    ),
    "no number": (
        lambda data: data.replace(b'"decision":null', b'"decision":NaN'),
        "“NaN”, which is no number",
    ),
    "nested": (lambda _: b"[" * 100_000, "nested too deeply"),
    "a part missing": (without("inputs", "parents"), ", inputs: “parents” is missing"),
    "a seal missing": (without("seal"), "“seal” is missing"),
    "a seal of another form": (with_(1, "seal", "chain"), ", seal.chain: it is not a text"),
    "no such day": (with_("2025-02-30", "inputs", "pupils", "row", "date_of_birth"), "it is not a day"),
    "no such half": (
        with_("NOON", "inputs", "register", "marks", 0, 1),
        "marks[1][2]: it is neither AM nor PM",
    ),
    "a mark too short": (
        with_(["2025-09-01"], "inputs", "register", "marks", 0),
        "register.marks[1]: a mark is",
    ),
    "no moment": (with_("soon", "inputs", "register", "marks", 0, 3), "marks[1][4]: it is not a moment"),
    "no list": (with_({}, "inputs", "register", "marks"), "inputs.register.marks: it is not a list"),
    "no yes or no": (with_("yes", "inputs", "parents", "given"), "it is neither true nor false"),
    "a run of ages": (with_("9999-12-31", "inputs", "calendar", "runs", 0, "to"), "inputs.calendar.runs[1]"),
    "a school of another form": (with_(7, "inputs", "school", "school", "name"), "name: it is not a text"),
    "a decision of nobody": (with_({}, "decision"), ", decision: “by” is missing"),
    "a moment of nobody": (with_("soon", "question", "known_at"), "question.known_at: it is not a moment"),
    "a day too late": (with_("9999-01-01", "question", "on"), "question.on: it is too late a day"),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_sheet_is_told_with_its_place_and_the_remedy(kept, damage, said):
    kept.path().write_bytes(damage(kept.path().read_bytes()))

    told = kept.rerun()

    assert (told.code, told.out) == (1, "")
    assert said in told.err
    assert "restore the sheet from a copy" in told.err


def test_a_sheet_that_is_not_there_is_told(kept):
    told = kept.rerun(out="nowhere.sheet")

    assert (told.code, told.out) == (1, "")
    assert "nowhere.sheet: this file can't be read" in told.err
