"""A sheet judged again names every input that is not as it was, and what came out otherwise."""

from __future__ import annotations

import json
import shutil

import pytest

from supportfirst.attendance.casebook.sheet import seal
from supportfirst.attendance.casebook.sheet_text import sheet_bytes
from supportfirst.attendance.packs.load import POLICY
from tests.factories.desks import ADA, BEN, YEAR, register_of
from tests.factories.sheets import (
    CONSIDERED,
    OFFERED,
    PARENTS,
    PUPILS,
    SCHOOL,
    SheetDesk,
    came_out,
    changed,
)

THRESHOLD = "england.penalty_notice_threshold: met → not_met"


@pytest.fixture
def kept(desk):
    """A sheet of Ada, and the files it was made of."""
    sheets = SheetDesk(desk)
    assert sheets.keep().code == 0
    return sheets


def events(*more, without=()):
    return json.dumps([each for each in (OFFERED, CONSIDERED) if each["id"] not in without] + list(more))


CHANGES = {
    "another code": (
        "register",
        register_of(ADA="/ 20, I 1, O 9"),
        ["register: 2025-09-15 AM was O, is now I"],
    ),
    "a mark less": (
        "register",
        register_of(ADA="/ 20, O 9"),
        ["register: 2025-09-19 PM was O, is now unmarked"],
    ),
    "a mark more": (
        "register",
        register_of(ADA="/ 20, O 10, / 1"),
        ["register: 2025-09-22 AM was unmarked, is now /"],
    ),
    "no mark at all": (
        "register",
        register_of(BEN="/ 30"),
        ["register: it has no mark of this pupil now; it had 30"],
    ),
    "a day closed": (
        "calendar",
        YEAR + "2025-09-19,2025-09-19,closed,flood\n",
        ["calendar: the school is no longer open on 2025-09-19"],
    ),
    "an afternoon closed": (
        "calendar",
        YEAR.replace("kind,note", "kind,note,session").replace("autumn\n2025-11", "autumn,\n2025-11")
        + "2025-12-19,2025-12-19,closed,early,PM\n",
        ["calendar: the school is no longer open on 2025-12-19 PM"],
    ),
    "a week more": (
        "calendar",
        YEAR.replace("2026-07-17", "2026-07-24"),
        ["calendar: the school is now open on 2026-07-20 to 2026-07-24"],
    ),
    "another birthday": (
        "pupils",
        PUPILS.replace("Ada,Example,2014-01-15", "Ada,Example,2014-02-15"),
        ["pupils: date_of_birth was 2014-01-15, is now 2014-02-15"],
    ),
    "a flag set": (
        "pupils",
        PUPILS.replace("Ada,Example,2014-01-15,", "Ada,Example,2014-01-15,yes"),
        ["pupils: flag now there: name sen_support"],
    ),
    "no row": (
        "pupils",
        PUPILS.replace(ADA, "K999200125002"),
        ["pupils: the pupil had a row and has none now"],
    ),
    "another column of flags": (
        "pupils",
        PUPILS.replace("sen_support\n", "ehcp\n"),
        [
            "pupils: the file speaks of the flag ehcp now, and did not",
            "pupils: the file spoke of the flag sen_support, and does not now",
        ],
    ),
    "the traded service ends": (
        "school",
        json.dumps(SCHOOL | {"traded": [{"from": "2025-09-01", "to": "2025-09-10"}]}),
        ["school: traded was from 0001-01-01, traded yes, is now from 2025-09-01, to 2025-09-10, traded yes"],
    ),
    "a parent added": ("parents", PARENTS + f"P2,{ADA},yes,\n", ["parents: P2 added"]),
    "a parent removed": ("parents", PARENTS.replace(ADA, BEN), ["parents: P1 removed"]),
    "care that is no longer known": (
        "parents",
        PARENTS.replace(f"{ADA},yes,yes", f"{ADA},yes,"),
        ["parents: P1: day_to_day_care was yes, is now not known"],
    ),
    "an event added": (
        "history",
        events(
            {
                "id": "n3",
                "upn": ADA,
                "kind": "concern",
                "on": "2025-09-18",
                "recorded_at": "2025-09-18T10:00",
                "data": {"ground": "other"},
            }
        ),
        ["history: event n3 added (concern of 2025-09-18, recorded 2025-09-18 10:00)"],
    ),
    "an event corrected": (
        "history",
        events(CONSIDERED | {"id": "n7", "corrects": "n1"}),
        ["history: event n1 corrected by n7 (penalty_notice_considered of 2025-09-15)"],
    ),
    "an event struck out": (
        "history",
        events(
            {
                "id": "n9",
                "upn": ADA,
                "kind": "struck_out",
                "on": "2025-09-18",
                "data": {"about": "n1", "reason": "by mistake"},
            }
        ),
        ["history: event n1 struck out by n9 (struck_out of 2025-09-18)"],
    ),
    "an event gone": (
        "history",
        events(without=("n2",)),
        ["history: event n2 (early_help_offer of 2025-09-10) is no longer there"],
    ),
    "an event written otherwise": (
        "history",
        events(OFFERED | {"data": {"answer": "declined"}}, without=("n2",)),
        [
            "history: event n2: answer was accepted, is now declined",
            "history: the events that were there stand in another order",
        ],
    ),
}


@pytest.mark.parametrize(("name", "text", "said"), CHANGES.values(), ids=CHANGES)
def test_an_input_that_changed_is_named_and_no_other_is(kept, name, text, said):
    told = kept.rerun(*kept.options(**{name: text}))

    assert told.code == 3
    assert changed(told) == said


def test_what_came_out_otherwise_is_named_with_its_old_and_new_status(kept):
    told = kept.rerun(*kept.options(register=register_of(ADA="/ 20, I 1, O 9")))

    assert THRESHOLD in came_out(told)
    assert "sessions_unauthorised_absence: 10 → 9" in came_out(told)


def test_a_change_that_changes_no_answer_says_so(kept):
    told = kept.rerun(*kept.options(pupils=PUPILS.replace("Ada,Example", "Ada,Sample")))

    assert changed(told) == ["pupils: surname was Example, is now Sample"]
    assert told.out.splitlines()[-1] == "No rule and no figure came out otherwise."


def test_a_file_that_is_not_given_is_taken_from_the_sheet(kept):
    told = kept.rerun(*kept.options("register", "parents"))

    assert told.code == 0
    assert (
        "From today's files: register, parents. From the sheet itself: calendar, pupils, school, history."
        in told.out.splitlines()
    )


def test_a_file_that_was_not_there_then_is_named(desk):
    sheets = SheetDesk(desk)
    history = sheets.files.pop("history")
    sheets.keep()

    told = sheets.rerun("--history", desk.write("history.json", history))

    assert changed(told) == ["history: no file was given then, and one is now"]
    assert "england.consider_notice: cannot_tell → done" in came_out(told)


def test_a_correction_in_a_ledger_is_named_with_its_moment(desk):
    sheets = SheetDesk(desk)
    ledger = str(desk.folder / "school.ledger")
    register = desk.write("register.csv", sheets.files.pop("register"))
    desk.run("ledger", "append", ledger, "--register", register, "--now", "2025-09-19T16:00:00")
    assert sheets.keep("--register", ledger).code == 0
    reason = ["--reason", "a doctor's note came", "--name", "A. Officer", "--title", "Attendance officer"]

    desk.run(
        *("ledger", "correct", ledger, "--upn", ADA, "--session", "2025-09-15 AM", "--code", "I"),
        *(*reason, "--now", "2025-09-22T11:30:00"),
    )

    told = sheets.rerun("--register", ledger)
    assert changed(told) == ["register: 2025-09-15 AM was O, is now I (recorded 2025-09-22 11:30)"]
    assert THRESHOLD in came_out(told)


def test_a_sheet_as_known_at_a_moment_tells_of_a_later_correction_that_changes_no_answer(desk):
    sheets = SheetDesk(desk)
    sheets.keep("--known-at", "2025-09-20")
    later = f"upn,date,session,code,recorded_at\n{ADA},2025-09-15,AM,I,2025-09-22T10:00\n"

    told = sheets.rerun(*sheets.options("register"), "--register", desk.write("later.csv", later))

    assert told.out.splitlines()[0].endswith(f"{ADA} on 2025-09-19, as known at 2025-09-20")
    assert changed(told) == ["register: 2025-09-15 AM was O, is now I (recorded 2025-09-22 10:00)"]
    assert came_out(told) == []


def test_problems_of_another_child_are_told_and_are_no_difference(kept):
    register = kept.files["register"] + f"{BEN},2025-09-22,AM,??\n"

    told = kept.rerun(*kept.options(register=register))

    assert (told.code, told.out.splitlines()[-1]) == (0, "The same, byte for byte.")
    assert "1 problem:" in told.err


# --- the pack and the program ----------------------------------------------------------


def copied(desk, *packs):
    for pack in packs:
        shutil.copytree(POLICY / pack, desk.folder / pack)
    return desk.folder


def test_a_pack_of_the_same_content_elsewhere_is_the_same(kept, desk):
    folder = copied(desk, "england")

    assert kept.rerun("--pack", str(folder / "england")).code == 0


def edited(folder, id_, before, after):
    """Write one value of a copied pack otherwise; `before` stands after the value's id."""
    [file] = [path for path in folder.glob("values/*.yaml") if f"\n  {id_}:\n" in path.read_text()]
    head, mark, tail = file.read_text().partition(f"\n  {id_}:\n")
    assert before in tail
    file.write_text(head + mark + tail.replace(before, after, 1))


def test_a_value_of_the_pack_that_changed_is_named_with_its_layer_and_the_rules_that_name_it(desk):
    sheets = SheetDesk(desk)
    folder = copied(desk, "england", "coventry")
    sheets.keep(pack=str(folder / "coventry"))

    edited(folder / "coventry", "bands.stage_2_to", "value: 90", "value: 60")
    told = sheets.rerun("--pack", str(folder / "coventry"))

    layer, value = changed(told)
    assert layer.startswith("pack: the layer “coventry” differs (fingerprint ")
    assert value.startswith("pack: value “bands.stage_2_to” was <= 90, is now <= 60 (named by ")
    assert "coventry.stage_2: met → not_met" in came_out(told)
    assert told.code == 3


def test_the_lowest_layer_that_differs_is_named_first(desk):
    sheets = SheetDesk(desk)
    folder = copied(desk, "england", "coventry")
    sheets.keep(pack=str(folder / "coventry"))

    with (folder / "england" / "sources.yaml").open("a") as sources:
        sources.write("\nnew-act: {title: An invented act, confidence: V}\n")
    told = sheets.rerun("--pack", str(folder / "coventry"))

    england, coventry = changed(told)
    assert england.startswith("pack: the layer “england” differs")
    assert coventry.endswith(", as it must, since it lies over “england”")


def test_a_pack_of_another_name_is_named_and_compared_no_further(kept):
    told = kept.rerun("--pack", "essex")

    assert told.code == 3
    assert changed(told) == ["pack: “england” then, “essex” now; “supportfirst compare-packs” compares them"]


def test_a_pack_that_does_not_ship_must_be_named(desk):
    sheets = SheetDesk(desk)
    folder = copied(desk, "england")
    pack = folder / "england" / "pack.yaml"
    pack.write_text(pack.read_text().replace("id: england", "id: elsewhere"))
    (folder / "england").rename(folder / "elsewhere")
    sheets.keep(pack=str(folder / "elsewhere"))

    told, named = sheets.rerun(), sheets.rerun("--pack", str(folder / "elsewhere"))

    assert (told.code, named.code) == (1, 0)
    assert "no pack “elsewhere” ships with this program" in told.err
    assert "--pack" in told.err


def test_another_version_of_the_program_is_named(kept):
    document = kept.document()
    document["program"]["version"] = "0.0.9"
    kept.path().write_bytes(sheet_bytes(document | {"seal": seal(document)}))

    told = kept.rerun()

    assert told.code == 3
    assert [line.partition(" → ")[0] for line in changed(told)] == ["program: 0.0.9"]
