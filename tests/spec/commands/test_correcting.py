"""`ledger correct` and `ledger compare`: what a person may type, and what is said of it."""

from __future__ import annotations

import pytest

from tests.factories.desks import ADA, BEN, register_of

NOW = ["--now", "2025-09-12T10:00:00Z"]
SAID = {
    "upn": ADA,
    "session": "2025-09-03 AM",
    "code": "I",
    "reason": "a parent rang",
    "name": "Ana Hill",
    "title": "Office manager",
}


@pytest.fixture
def ledger(desk):
    path = str(desk.folder / "marks.ledger")
    desk.run(
        "ledger", "append", path, "--register", desk.write("week.csv", register_of(ADA="/ 4, N 6")), *NOW
    )
    return path


def correct(desk, ledger, **said):
    options = [part for name, value in {**SAID, **said}.items() for part in (f"--{name}", value)]
    return desk.run("ledger", "correct", ledger, *options, *NOW)


@pytest.mark.parametrize(
    ("session", "says", "remedy"),
    [
        ("2025-09-15 AM", "the session is on a day after 2025-09-12", "check the year"),
        ("2035-09-03 AM", "the session is on a day after 2025-09-12", "check the year"),
        ("2025-09-06 AM", "2025-09-06 is a Saturday", "check the date"),
    ],
)
def test_one_when_there_can_be_no_such_session(desk, ledger, session, says, remedy):
    told = correct(desk, ledger, session=session)

    assert (told.code, told.out) == (1, "")
    assert f"{session}: {says}" in told.err
    assert f"What to do: {remedy}" in told.err


@pytest.mark.parametrize("option", ["name", "title", "reason"])
@pytest.mark.parametrize("blank", ["", "  "])
def test_two_when_what_an_amended_entry_must_show_is_blank(desk, ledger, option, blank):
    told = correct(desk, ledger, **{option: blank})

    assert (told.code, told.out) == (2, "")
    assert f"--{option}" in told.err
    assert "it is blank" in told.err


def test_compare_speaks_of_one_mark_as_of_one(desk, ledger):
    later = desk.write("later.csv", f"upn,date,session,code\n{BEN},2025-09-10,AM,/\n")
    desk.run("ledger", "append", ledger, "--register", later, *NOW)

    told = desk.run("ledger", "compare", ledger, "--from", "2025-09-08", "--to", "2025-09-12")

    assert "0 changed. 1 first mark of a session after the earlier moment is not listed." in told.err
