"""School files: what is wrong or left out is not known, and the rest is used."""

import json
from datetime import date

import pytest

from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable
from supportfirst.attendance.casefiles.school_file import parse_school
from supportfirst.attendance.vocabulary.casework import School, TradedSpan
from supportfirst.attendance.vocabulary.spans import DateSpan


def read(given):
    text = given if isinstance(given, str) else json.dumps(given, indent=1)
    return parse_school(text.encode(), name="school.json")


def told(found):
    return [(problem.line, problem.column, problem.kind) for problem in found.problems]


def test_every_key_of_the_contract_it_reads():
    found = read(
        {
            "schema": "school/1",
            "urn": "123456",
            "name": "Hill School",
            "type": " Independent  School",
            "phase": "Primary",
            "times": {"begins": "08:45"},
            "register_closes": {"AM": "09:30", "PM": "13:15"},
            "attendance_target": 97.5,
            "traded": True,
            "roles": {"head_teacher": "Sam Example"},
        }
    )

    assert found.school == School(
        urn="123456",
        name="Hill School",
        type="independent school",
        phase="primary",
        times={"begins": "08:45"},
        register_closes={"AM": "09:30", "PM": "13:15"},
        attendance_target=97.5,
        traded=(TradedSpan(DateSpan(date.min), True),),
        roles={"head_teacher": "Sam Example"},
    )
    assert (found.problems, found.warnings) == ([], [])


def test_a_file_that_says_nothing_leaves_everything_unknown():
    found = read("{}")

    assert (found.school, found.problems, found.warnings) == (School(), [], [])
    assert found.school.trades_on(date(2026, 1, 12)) is None


@pytest.mark.parametrize("given", [False, "no"])
def test_a_school_that_never_buys_the_service_is_known_not_to(given):
    assert read({"traded": given}).school.trades_on(date(2026, 1, 12)) is False


@pytest.mark.parametrize(
    ("given", "before", "within", "after"),
    [
        ({"from": "2025-09-01"}, None, True, True),
        ({"from": "2025-09-01", "to": "2026-01-31"}, None, True, None),
        ({"from": "2025-09-01", "to": None, "traded": False}, None, False, False),
        (
            [
                {"from": "2026-02-01", "traded": False},
                {"from": "2025-09-01", "to": "2026-01-31", "traded": True},
            ],
            None,
            True,
            False,
        ),
    ],
)
def test_outside_the_days_that_are_given_it_is_not_known_whether_the_service_is_bought(
    given, before, within, after
):
    school = read({"traded": given}).school

    days = (date(2025, 8, 31), date(2026, 1, 31), date(2026, 2, 1))
    assert [school.trades_on(day) for day in days] == [before, within, after]


def test_spans_that_contradict_each_other_leave_it_unknown():
    found = read({"traded": [{"from": "2025-09-01"}, {"from": "2026-01-01", "traded": False}]})

    assert found.school.traded is None
    assert told(found) == [(2, "traded", "traded-contradicts")]


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (3, "unreadable-traded"),
        ({"from": "2026-01-01", "till": "2026-02-01"}, "unreadable-traded"),
        ({"traded": True}, "unreadable-date"),
        ({"from": "soon"}, "unreadable-date"),
        ({"from": "2026-01-01", "to": "then"}, "unreadable-date"),
        ({"from": "2026-01-01", "to": "2025-01-01"}, "traded-ends-before-start"),
        ({"from": "2026-01-01", "traded": "perhaps"}, "not-yes-or-no"),
    ],
)
def test_a_span_that_cannot_be_read_is_told_and_the_others_are_used(item, kind):
    found = read({"traded": [{"from": "2025-09-01", "to": "2025-12-31"}, item]})

    assert found.school.traded == (TradedSpan(DateSpan(date(2025, 9, 1), date(2025, 12, 31)), True),)
    assert [each for _, _, each in told(found)] == [kind]


@pytest.mark.parametrize(
    ("key", "value", "place", "kind"),
    [
        ("urn", "12345", "urn", "unreadable-urn"),
        ("urn", ["123456"], "urn", "unreadable-urn"),
        ("type", 3, "type", "not-text"),
        ("times", "08:45", "times", "not-an-object"),
        ("times", {"begins": 8}, "times, begins", "not-text"),
        ("register_closes", {"AM": "25:00"}, "register_closes, AM", "unreadable-time"),
        ("attendance_target", 101, "attendance_target", "unreadable-percentage"),
        ("attendance_target", "97", "attendance_target", "unreadable-percentage"),
        ("attendance_target", True, "attendance_target", "unreadable-percentage"),
        ("attendance_target", 10**400, "attendance_target", "unreadable-percentage"),
        ("roles", [], "roles", "not-an-object"),
        ("traded", "perhaps", "traded", "unreadable-traded"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_the_rest_is_used(key, value, place, kind):
    found = read({"name": "Hill School", key: value})

    assert told(found) == [(3, place, kind)]
    assert found.school == School(name="Hill School")
    assert all(problem.remedy for problem in found.problems)


def test_a_number_of_the_school_without_quotation_marks_it_reads():
    assert read({"urn": 123456}).school.urn == "123456"


def test_a_key_that_nothing_reads_is_a_warning():
    found = read({"headteacher": "Sam Example", "phase": None})

    assert [(each.line, each.column) for each in found.warnings] == [(2, "headteacher")]
    assert (found.school, found.problems) == (School(), [])


def test_a_key_that_stands_twice_is_not_used():
    found = read('{"phase": "primary",\n"phase": "secondary", "times": {"a": "1", "a": "2"}}')

    assert found.school == School()
    assert told(found) == [
        (1, "phase", "repeated-key"),
        (2, "phase", "repeated-key"),
        (2, "times, a", "repeated-key"),
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "urn,name\n123456,Hill", '{"urn"', '{"schema": "history/1", "events": []}']
)
def test_a_file_that_is_no_school_it_refuses(text):
    with pytest.raises(CaseFileUnreadable) as refused:
        read(text)

    assert refused.value.where.startswith("school.json")
    assert refused.value.remedy
