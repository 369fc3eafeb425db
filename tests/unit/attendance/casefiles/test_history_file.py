"""History files: events of the packs' kinds; one with a fault is left out whole and told."""

import json
from datetime import date
from fractions import Fraction

import pytest

from supportfirst.attendance.casefiles.history_file import parse_history
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.moments import read_moment
from tests.factories.casefiles import KINDS, event, read, told
from tests.factories.registers import ADA, BEN


def test_every_part_of_an_event_it_reads_as_its_kind_says():
    data = {
        "channel": "letter",
        "reason": " ill ",
        "informal": "yes",
        "calls": 2,
        "present": ["mother", "head", "mother"],
        "posted_on": "2026-01-13",
        "note": "kept by the office",
    }
    found = read(
        event(
            "e1",
            upn=f" {ADA.lower()}",
            recorded_at="2026-01-14",
            by={"name": "Sam Example", "title": "attendance lead"},
            parents=["P1", "P2"],
            data=data,
        )
    )

    assert found.events == [
        CaseEvent(
            id="e1",
            upn=ADA,
            kind="contact",
            on=date(2026, 1, 12),
            recorded_at=read_moment("2026-01-14"),
            by_name="Sam Example",
            by_title="attendance lead",
            parents=("P1", "P2"),
            data={
                "channel": "letter",
                "reason": "ill",
                "informal": True,
                "calls": 2,
                "present": ("mother", "head"),
                "posted_on": date(2026, 1, 13),
                "note": "kept by the office",
            },
        )
    ]
    assert (found.problems, found.warnings) == ([], [])


def test_what_is_left_out_null_or_blank_is_not_known():
    found = read(
        event("e1", recorded_at=None, data={"channel": "phone", "reason": "", "calls": None}),
    )

    [kept] = found.events
    assert (kept.recorded_at, kept.by_name, kept.parents, kept.corrects) == (None, "", (), "")
    assert kept.data == {"channel": "phone"}


def test_a_file_that_names_its_schema_it_reads_with_the_lines_of_its_events():
    text = '{"schema": "history/1",\n "events": [\n' + json.dumps(event("e1")) + ',\n{"id": "e2"}\n]}'

    found = parse_history(text.encode(), name="history.json", records=KINDS)

    assert [each.id for each in found.events] == ["e1"]
    assert {problem.line for problem in found.problems} == {4}


@pytest.mark.parametrize("text", ["[]", '{"events": []}'])
def test_a_file_in_which_nothing_happened_is_no_problem(text):
    found = parse_history(text.encode(), name="history.json", records=KINDS)

    assert (found.events, found.problems, found.warnings) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "history.json"),
        ("id,upn\n", "history.json, line 1"),
        ("[\n{,}]", "history.json, line 2"),
        ('["\n', "history.json, line 1"),
        ("[] []", "history.json, line 1"),
        ('{"id": 1}', "history.json"),
        ('{"events": 3}', "history.json"),
        ('{"events": [], "events": []}', "history.json"),
        ('{"schema": "school/1", "events": []}', "history.json"),
        ("3", "history.json"),
        ("[" * 100_000, "history.json, line 1"),
        ("[" + "9" * 5000 + "]", "history.json, line 1"),
    ],
)
def test_a_file_that_is_no_history_it_refuses_with_the_place(text, where):
    with pytest.raises(CaseFileUnreadable) as refused:
        parse_history(text.encode(), name="history.json", records=KINDS)

    assert refused.value.where == where
    assert refused.value.remedy


def test_bytes_that_are_no_text_it_refuses():
    with pytest.raises(CaseFileUnreadable, match="save the file as UTF-8"):
        parse_history(b'[{"id": "caf\xe9"}]', name="history.json", records=KINDS)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_with_a_mark_of_its_encoding_it_reads(encoding):
    data = json.dumps([event("é")], ensure_ascii=False).encode(encoding)

    [kept] = parse_history(data, name="history.json", records=KINDS).events

    assert kept.id == "é"


@pytest.mark.parametrize(
    ("change", "place", "kind"),
    [
        ({"upn": None}, "event e2, upn", "missing"),
        ({"upn": "  "}, "event e2, upn", "missing"),
        ({"upn": 12}, "event e2, upn", "not-text"),
        ({"on": None}, "event e2, on", "missing"),
        ({"on": "12/01/2026"}, "event e2, on", "unreadable-date"),
        ({"on": "2026-02-30"}, "event e2, on", "unreadable-date"),
        ({"on": "20260112"}, "event e2, on", "unreadable-date"),
        ({"kind": None, "data": {}}, "event e2, kind", "missing"),
        ({"kind": "contacts"}, "event e2, kind", "unknown-kind"),
        ({"recorded_at": "yesterday"}, "event e2, recorded_at", "unreadable-moment"),
        ({"recorded_at": 3}, "event e2, recorded_at", "not-text"),
        ({"by": "Sam Example"}, "event e2, by", "not-an-object"),
        ({"by": {"name": 3}}, "event e2, by.name", "not-text"),
        ({"parents": "P1"}, "event e2, parents", "not-a-list"),
        ({"parents": ["P1", ""]}, "event e2, parents", "not-text"),
        ({"data": [1]}, "event e2, data", "not-an-object"),
        ({"data": {}}, "event e2, channel", "missing"),
        ({"data": {"channel": "pigeon"}}, "event e2, channel", "not-a-choice"),
        ({"data": {"channel": "phone", "chanel": "x"}}, "event e2, chanel", "unknown-field"),
        ({"data": {"channel": "phone", "about": "e1"}}, "event e2, about", "unknown-field"),
        ({"data": {"channel": "phone", "reason": 3}}, "event e2, reason", "not-text"),
        ({"data": {"channel": "phone", "reason": "\ud800"}}, "event e2, reason", "unshowable-character"),
        ({"data": {"channel": "phone", "informal": "perhaps"}}, "event e2, informal", "not-yes-or-no"),
        ({"data": {"channel": "phone", "informal": 2}}, "event e2, informal", "not-yes-or-no"),
        ({"data": {"channel": "phone", "calls": -1}}, "event e2, calls", "not-a-number"),
        ({"data": {"channel": "phone", "calls": "1,5"}}, "event e2, calls", "not-a-number"),
        ({"data": {"channel": "phone", "calls": True}}, "event e2, calls", "not-a-number"),
        ({"data": {"channel": "phone", "present": "head"}}, "event e2, present", "not-a-list"),
        ({"data": {"channel": "phone", "posted_on": "soon"}}, "event e2, posted_on", "unreadable-date"),
        ({"data": {"channel": "phone", "note": 3}}, "event e2, note", "not-text"),
        ({"corrects": ["e1"]}, "event e2, corrects", "not-text"),
        ({"corrects": "e9"}, "event e2, corrects", "unknown-event"),
        ({"kind": "notice", "data": {}}, "event e2, parents", "missing-parent"),
        ({"kind": "answer", "data": {}}, "event e2, about", "missing"),
        ({"kind": "answer", "data": {"about": "e9"}}, "event e2, about", "unknown-event"),
    ],
)
def test_an_event_with_a_fault_is_left_out_whole_and_told_with_its_place(change, place, kind):
    found = read(event("e1"), event("e2", **change))

    assert [each.id for each in found.events] == ["e1"]
    assert (3, place, kind) in told(found)
    assert all(problem.problem and problem.remedy for problem in found.problems)


def test_every_fault_of_an_event_is_told_at_once():
    found = read(event("e1", on="soon", parents="P1", data={"channel": "pigeon", "calls": "many"}))

    assert {place for _, place, _ in told(found)} == {
        "event e1, on",
        "event e1, parents",
        "event e1, channel",
        "event e1, calls",
    }


def test_a_kind_that_is_nearly_right_is_answered_with_the_one_that_may_be_meant():
    [problem] = read(event("e1", kind="contcat", data={})).problems

    assert problem.remedy == "write “contact”, if that is meant"


@pytest.mark.parametrize("item", [3, None, "e1", ["e1"], True])
def test_an_item_that_is_no_event_is_told_by_its_place_in_the_list(item):
    found = read(event("e1"), item)

    assert told(found) == [(3, "event 2", "not-an-event")]


def test_an_event_without_an_id_is_told_by_its_place_in_the_list():
    assert told(read(event("e1"), {**event("e2"), "id": None})) == [(3, "event 2, id", "missing")]


def test_of_two_events_with_one_id_the_first_is_used():
    found = read(event("e1"), event("e1", on="2026-02-12"))

    assert [each.on for each in found.events] == [date(2026, 1, 12)]
    assert told(found) == [(3, "event e1, id", "repeated-id")]


def test_a_key_that_stands_twice_spoils_its_event():
    text = (
        '[{"id": "e1", "upn": "A", "kind": "notice", "parents": ["P"],'
        ' "on": "2026-01-12", "on": "2026-01-13"}]'
    )

    found = parse_history(text.encode(), name="history.json", records=KINDS)

    assert told(found) == [(1, "event e1, on", "repeated-key")]


def test_a_key_that_nothing_reads_is_a_warning_and_the_event_is_kept():
    found = read(event("e1", school="Hill School", by={"name": "Sam Example", "phone": "none"}))

    assert len(found.events) == 1
    assert [(each.column, each.warning) for each in found.warnings] == [
        ("event e1, school", True),
        ("event e1, by.phone", True),
    ]


def test_text_that_no_terminal_can_show_does_not_reach_a_message():
    [problem, *_] = read(event("\ud800\x1b[2J", upn=None)).problems

    assert problem.column.isprintable()


def test_a_number_in_quotation_marks_is_read_as_a_worked_case_writes_it():
    [kept] = read(event("e1", data={"channel": "phone", "calls": "3", "informal": "no"})).events

    assert (kept.data["calls"], kept.data["informal"]) == (3, False)


@pytest.mark.parametrize("written", [92.5, "92.5", " 92.50 "])
def test_a_number_with_decimals_is_kept_exactly_as_written(written):
    [kept] = read(event("e1", data={"channel": "phone", "calls": written})).events

    assert kept.data["calls"] == Fraction(185, 2)


def test_an_event_of_another_pupil_may_be_neither_corrected_nor_followed_up():
    found = read(
        event("e1", upn=BEN),
        event("e2", corrects="e1"),
        event("e3", kind="answer", data={"about": "e1"}),
    )

    assert told(found) == [
        (3, "event e2, corrects", "unknown-event"),
        (4, "event e3, about", "unknown-event"),
    ]


def test_it_says_of_which_pupils_events_of_which_kinds_were_left_out():
    found = read(
        event("e1"),
        event("e2", on="soon"),
        event("e3", upn=BEN, kind="notice"),
        event("e3", upn=BEN, kind="answer", data={"about": "e1"}),
        event("e4", upn=None),
        event("e5", kind="unheard_of", data={}),
    )

    assert found.unread == {ADA: {"contact"}, BEN: {"notice", "answer"}}
