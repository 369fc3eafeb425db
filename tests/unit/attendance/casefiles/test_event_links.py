"""What events point at: nothing in a circle, nothing left dangling, nothing counted twice."""

import pytest

from tests.factories.casefiles import event, read, told


def test_a_follow_up_and_a_correction_are_kept_whichever_stands_first():
    found = read(
        event("a1", kind="answer", data={"about": "e1"}),
        event("e2", corrects="e1"),
        event("e1"),
    )

    assert [(each.id, each.corrects, each.data.get("about")) for each in found.events] == [
        ("a1", "", "e1"),
        ("e2", "e1", None),
        ("e1", "", None),
    ]


def test_a_follow_up_of_a_kind_that_it_cannot_follow_is_told_which_it_can():
    [problem] = read(
        event("e1"),
        event("a1", kind="answer", data={"about": "e1"}),
        event("a2", kind="answer", data={"about": "a1"}),
    ).problems

    assert (problem.line, problem.kind, problem.value) == (4, "cannot-follow", "a1")
    assert problem.remedy == "name an event of the kind contact"


def test_a_kind_that_follows_any_kind_may_follow_each():
    found = read(
        event("e1"),
        event("a1", kind="answer", data={"about": "e1"}),
        event("s1", kind="struck_out", data={"about": "a1"}),
        event("s2", kind="struck_out", data={"about": "s1"}),
    )

    assert (len(found.events), found.problems) == (4, [])


@pytest.mark.parametrize(
    "events",
    [
        [event("e1", corrects="e1")],
        [event("e1", corrects="e2"), event("e2", corrects="e1")],
        [event("e1", corrects="e3"), event("e2", corrects="e1"), event("e3", corrects="e2")],
        [event("s1", kind="struck_out", data={"about": "s1"})],
        [
            event("s1", kind="struck_out", data={"about": "s2"}),
            event("s2", kind="struck_out", data={"about": "s1"}),
        ],
        [
            event("e1", corrects="s1"),
            event("s1", kind="struck_out", data={"about": "e1"}),
        ],
    ],
)
def test_events_in_a_circle_are_all_left_out(events):
    found = read(event("sound"), *events, event("apart"))

    assert [each.id for each in found.events] == ["sound", "apart"]
    assert {kind for _, _, kind in told(found)} == {"circle"}


def test_what_corrects_an_event_of_a_circle_stands_for_itself():
    found = read(event("e1", corrects="e2"), event("e2", corrects="e1"), event("e3", corrects="e1"))

    assert [(each.id, each.corrects) for each in found.events] == [("e3", "")]


def test_what_follows_up_an_event_that_was_left_out_is_left_out_with_it():
    found = read(
        event("s1", kind="struck_out", data={"about": "a1"}),
        event("a1", kind="answer", data={"about": "e1"}),
        event("e1", on="soon"),
        event("e2"),
    )

    assert [each.id for each in found.events] == ["e2"]
    assert told(found) == [
        (2, "event s1, about", "about-left-out"),
        (3, "event a1, about", "about-left-out"),
        (4, "event e1, on", "unreadable-date"),
    ]


def test_a_correction_of_a_correction_that_was_left_out_stands_in_place_of_the_first():
    found = read(
        event("e1"),
        event("e2", corrects="e1", on="soon"),
        event("e3", corrects="e2", on="later"),
        event("e4", corrects="e3"),
    )

    assert [(each.id, each.corrects) for each in found.events] == [("e1", ""), ("e4", "e1")]


def test_a_correction_of_an_event_that_was_left_out_is_kept():
    found = read(event("e1", on="soon"), event("e2", corrects="e1"))

    assert [(each.id, each.corrects) for each in found.events] == [("e2", "")]


def test_a_follow_up_of_an_event_of_an_unknown_kind_is_told_once():
    found = read(event("x1", kind="xyz", data={}), event("a1", kind="answer", data={"about": "x1"}))

    assert [kind for _, _, kind in told(found)] == ["unknown-kind", "about-left-out"]
