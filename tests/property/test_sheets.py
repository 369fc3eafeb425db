"""Whatever changes in one input of a sheet is named under its name and no other; and nothing is lost."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from supportfirst.attendance.casebook.rerun import Sheet, read_sheet, rerun
from supportfirst.attendance.casebook.sheet import Question, sheet_of
from supportfirst.attendance.casebook.sheet_inputs import INPUTS, read_inputs, sections_of
from supportfirst.attendance.casebook.sheet_parts import Held
from supportfirst.attendance.casebook.sheet_text import sheet_bytes
from supportfirst.attendance.packs.load import layers_of
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.moments import read_moment

UPN, ON = "N999200000001", date(2025, 9, 19)
CODES = ["/", "L", "I", "O", "N", "C", "#"]
MOMENTS = [None, "2025-09-15T09:05:00+01:00", "2025-09-17T16:30:00.000001+01:00", "2025-09-22T08:00:00+01:00"]
Change = Callable[[st.DataObject, dict[str, Any]], None]


@cache
def layers():
    return layers_of("england")


def base() -> dict[str, dict[str, Any]]:
    """The inputs of one pupil as a sheet holds them: three weeks, ten sessions without permission."""
    days = [date(2025, 9, 1) + timedelta(days=away) for away in range(19)]
    sessions = [(day, half) for day in days if day.weekday() < 5 for half in ("AM", "PM")]
    marks = [
        [day.isoformat(), half, "O" if place >= 20 else "/" if half == "AM" else "\\", None]
        for place, (day, half) in enumerate(sessions)
    ]
    return {
        "register": {"marks": marks},
        "calendar": {
            "runs": [{"from": "2025-09-01", "to": "2025-10-24"}, {"from": "2025-11-03", "to": "2025-12-19"}]
        },
        "pupils": {
            "given": True,
            "flags_known": ["ehcp", "sen_support"],
            "row": {
                "forename": "Ada",
                "surname": "Example",
                "unclear_flags": [],
                "date_of_birth": "2014-01-15",
                "ehcp_reviewed_on": None,
                "spells": [dict.fromkeys(("school", "phase", "year_group", "class_name"), "") | SPELL],
                "flags": [{"name": "ehcp", "first": "2025-01-10", "last": None}],
            },
        },
        "school": {
            "given": True,
            "school": {
                "name": "Marlow Academy",
                "type": "academy",
                "traded": [{"from": "2025-09-01", "to": None, "traded": True}],
            },
        },
        "parents": {"given": True, "parents": [parent("P1"), parent("P2")]},
        "history": {
            "given": True,
            "unread_kinds": [],
            "events": [
                event("n1", "early_help_offer", answer="accepted"),
                event(
                    "n2", "penalty_notice_considered", decision="more_support", reason="help was asked for"
                ),
                event("n3", "concern", ground="other"),
            ],
        },
    }


SPELL = {"start": "2025-09-01", "leaving": None}


def parent(name: str) -> dict[str, Any]:
    texts = dict.fromkeys(("title", "legal_name", "relationship", "language"), "")
    answers = dict.fromkeys(("parental_responsibility", "day_to_day_care", "address_confidential"), True)
    return {"id": name} | texts | answers


def event(name: str, kind: str, **data: str) -> dict[str, Any]:
    by = {"name": "A. Officer", "title": "Officer"}
    told = {"id": name, "kind": kind, "on": "2025-09-10", "recorded_at": None, "by": by}
    return told | {"parents": [], "corrects": "", "data": data}


# --- small changes ---------------------------------------------------------------------


def pick(data: st.DataObject, items: list[Any]) -> Any:
    return items[data.draw(st.integers(0, len(items) - 1))]


def shifted(data: st.DataObject, held: dict[str, Any], key: str) -> None:
    day = date.fromisoformat(held[key] or "2025-09-12")
    held[key] = (day + timedelta(days=data.draw(st.integers(-3, 3)))).isoformat()


def remove_one(data: st.DataObject, items: list[Any]) -> None:
    items.pop(data.draw(st.integers(0, len(items) - 1)))


def change_mark(data: st.DataObject, register: dict[str, Any]) -> None:
    marks = register["marks"]
    place = data.draw(st.integers(0, len(marks) - 1))
    match data.draw(st.sampled_from(["code", "moment", "remove", "again"])):
        case "code":
            marks[place][2] = data.draw(st.sampled_from(CODES))
        case "moment":
            marks[place][3] = data.draw(st.sampled_from(MOMENTS))
        case "remove":
            marks.pop(place)
        case "again":
            again = [data.draw(st.sampled_from(CODES)), data.draw(st.sampled_from(MOMENTS))]
            marks.insert(place + data.draw(st.integers(0, 1)), marks[place][:2] + again)


def change_calendar(data: st.DataObject, calendar: dict[str, Any]) -> None:
    run = pick(data, calendar["runs"])
    match data.draw(st.sampled_from(["from", "to", "half"])):
        case "half":
            run["session"] = data.draw(st.sampled_from(["AM", "PM"]))
        case end:
            shifted(data, run, end)


def change_pupil(data: st.DataObject, pupils: dict[str, Any]) -> None:
    row = pupils["row"]
    match data.draw(st.sampled_from(["name", "day", "spell", "flag", "known", "unclear", "row"])):
        case "name":
            row[pick(data, ["forename", "surname"])] = data.draw(
                st.sampled_from(["Ada", "Example", "", "Ide"])
            )
        case "day":
            shifted(data, row, pick(data, ["date_of_birth", "ehcp_reviewed_on"]))
        case "spell":
            row["spells"][0][pick(data, ["school", "phase", "class_name"])] = "another"
        case "flag":
            row["flags"] = data.draw(
                st.sampled_from([[], [{"name": "sen_support", "first": None, "last": "2025-09-10"}]])
            )
        case "known":
            pupils["flags_known"] = data.draw(st.sampled_from([[], ["ehcp"], ["ehcp", "fsm", "sen_support"]]))
        case "unclear":
            row["unclear_flags"] = ["camhs"]
        case "row":
            pupils["row"] = None


def change_school(data: st.DataObject, school: dict[str, Any]) -> None:
    held = school["school"]
    match data.draw(st.sampled_from(["type", "traded", "target", "roles", "given"])):
        case "type":
            held["type"] = data.draw(st.sampled_from(["academy", "independent school"]))
        case "traded":
            held["traded"][0]["traded"] = data.draw(st.booleans())
        case "target":
            held["attendance_target"] = 97.0
        case "roles":
            held["roles"] = {"head_teacher": "H. Head"}
        case "given":
            school.update(given=False, school=None)


def change_parents(data: st.DataObject, parents: dict[str, Any]) -> None:
    held = parents["parents"]
    match data.draw(st.sampled_from(["answer", "text", "remove", "add", "order", "given"])):
        case "answer":
            answers = ["parental_responsibility", "day_to_day_care", "address_confidential"]
            pick(data, held)[pick(data, answers)] = data.draw(st.sampled_from([True, False, None]))
        case "text":
            pick(data, held)[pick(data, ["title", "legal_name", "language"])] = "Dr"
        case "remove":
            remove_one(data, held)
        case "add":
            held.insert(data.draw(st.integers(0, 2)), parent("P3"))
        case "order":
            held.reverse()
        case "given":
            parents.update(given=False, parents=[])


def change_history(data: st.DataObject, history: dict[str, Any]) -> None:
    held = history["events"]
    match data.draw(
        st.sampled_from(["day", "moment", "by", "parents", "data", "remove", "add", "order", "unread"])
    ):
        case "day":
            shifted(data, pick(data, held), "on")
        case "moment":
            pick(data, held)["recorded_at"] = data.draw(st.sampled_from(MOMENTS))
        case "by":
            pick(data, held)["by"]["name"] = "B. Officer"
        case "parents":
            pick(data, held)["parents"] = ["P1"]
        case "data":
            pick(data, held)["data"]["note"] = "seen"
        case "remove":
            remove_one(data, held)
        case "add":
            new = event("n4", "penalty_notice_considered", decision="more_support", reason="more")
            corrects = data.draw(st.sampled_from(["", "n2"]))
            held.insert(data.draw(st.integers(0, 3)), new | {"corrects": corrects})
        case "order":
            held.insert(0, held.pop())
        case "unread":
            history["unread_kinds"] = ["penalty_notice"]


CHANGES: dict[str, Change] = {
    "register": change_mark,
    "calendar": change_calendar,
    "pupils": change_pupil,
    "school": change_school,
    "parents": change_parents,
    "history": change_history,
}


def inputs_of(sections: dict[str, Any]):
    return read_inputs(UPN, Held(sections, "inputs"), layers()[-1].records).inputs


@cache
def kept() -> Sheet:
    document = sheet_of(Question(UPN, ON), inputs_of(base()), layers(), version="1.0")
    return read_sheet(sheet_bytes(document), name="ada.sheet")


def small_change(data: st.DataObject) -> tuple[str, dict[str, Any]]:
    """One input changed in one place, so that it says something else than before."""
    name = data.draw(st.sampled_from(INPUTS))
    sections = copy.deepcopy(base())
    CHANGES[name](data, sections[name])
    said = sections_of(inputs_of(sections))
    assume(said[name] != kept().inputs[name])
    return name, said[name]


@given(st.data())
@settings(max_examples=40)
def test_a_small_change_of_one_input_is_named_under_its_name_alone(data):
    name, section = small_change(data)

    done = rerun(kept(), layers(), today={name: section}, version="1.0")

    assert not done.same
    assert done.changed
    assert {sentence.partition(": ")[0] for sentence in done.changed} == {name}
    assert f"{name}: it is not as it was" not in done.changed


@given(st.data())
@settings(max_examples=40)
def test_what_a_sheet_holds_is_read_back_as_it_was(data):
    name, section = small_change(data)

    again = sections_of(inputs_of({**base(), name: section}))

    assert again[name] == section


@given(st.data())
@settings(max_examples=8)
def test_a_sheet_of_changed_inputs_is_the_same_to_the_byte_when_judged_again(data):
    name, section = small_change(data)
    known_at = data.draw(st.sampled_from([None, "2025-09-16", "2025-09-19"]))
    inputs = inputs_of({**base(), name: section})
    question = Question(UPN, ON, None if known_at is None else read_moment(known_at), known_at)
    sheet = sheet_bytes(sheet_of(question, inputs, layers(), version="1.0"))

    done = rerun(read_sheet(sheet, name="ada.sheet"), layers(), today={}, version="1.0")

    assert done.same


ODD = [None, 7, -1.5, True, "", "x", "2025-W36-1", [], [[]], {}, {"id": None}, "\ud800"]


def places(held: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every part of a document, those of long lists only near their start."""
    inside = list(held.items()) if isinstance(held, dict) else []
    inside += list(enumerate(held[:3])) if isinstance(held, list) else []
    return [path, *(found for key, each in inside for found in places(each, (*path, key)))]


@given(st.data())
@settings(max_examples=60)
def test_a_sheet_with_any_part_put_out_of_shape_is_told_and_never_the_same(data):
    document = copy.deepcopy(dict(kept().document))
    part = data.draw(st.sampled_from(["inputs", "inputs", "question", "seal", "program", "decision", "pack"]))
    paths = places(document[part], (part,))
    *path, last = paths[data.draw(st.integers(0, len(paths) - 1))]
    held = document
    for key in path:
        held = held[key]
    if data.draw(st.booleans()):
        was, held[last] = held[last], data.draw(st.sampled_from(ODD))
        assume(held[last] != was)
    else:
        held.pop(last)

    try:
        same = rerun(
            read_sheet(sheet_bytes(document), name="odd.sheet"), layers(), today={}, version="1.0"
        ).same
    except AttendanceError:
        same = False

    assert not same
