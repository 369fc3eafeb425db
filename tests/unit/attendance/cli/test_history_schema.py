"""The schema of a history: what each kind of record asks, and nothing that reading refuses."""

from __future__ import annotations

import jsonschema
import pytest

from supportfirst.attendance.cli.history_schema import with_kinds
from supportfirst.attendance.cli.schema import frame_of
from tests.factories.casefiles import KINDS, event

SCHEMA = with_kinds(frame_of("history"), KINDS)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SOUND = [
    event("e1", data={"channel": "letter", "informal": "yes", "calls": 2, "posted_on": "2026-01-12"}),
    event("e2", kind="answer", data={"about": "e1", "note": "kept by the office"}),
    event("e3", kind="notice", parents=["P1"], by={"name": "Sam Example", "title": "head"}),
    event("e4", corrects="e1", recorded_at="2026-01-13T09:00:00"),
]


def test_it_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_it_names_every_kind_with_its_title_and_the_words_of_its_fields():
    event_schema = SCHEMA["$defs"]["event"]

    [contact] = [each for each in event_schema["allOf"] if each["title"] == "contact"]
    assert event_schema["properties"]["kind"]["enum"] == list(KINDS)
    data = contact["then"]["properties"]["data"]
    assert data["properties"]["channel"]["enum"] == ["phone", "letter"]
    assert data["properties"]["posted_on"]["description"] == "the day it was posted"


@pytest.mark.parametrize("whole", [SOUND, {"schema": "history/1", "events": SOUND}, []])
def test_it_lets_pass_what_is_sound(whole):
    assert list(VALIDATOR.iter_errors(whole)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        event("e1", upn=None),
        event("e1", on="12/01/2026"),
        event("e1", kind="contcat"),
        event("e1", data=None),
        event("e1", data={"channel": "pigeon"}),
        event("e1", data={"channel": "phone", "chanel": "phone"}),
        event("e1", data={"channel": "phone", "calls": "many"}),
        event("e1", kind="answer", data={}),
        event("e1", kind="notice"),
        event("e1", kind="notice", parents=[]),
    ],
)
def test_it_refuses_what_reading_leaves_out(wrong):
    assert list(VALIDATOR.iter_errors([wrong]))
