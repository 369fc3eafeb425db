"""What cannot be told is never shown as no: in the table, on the page and in JSON."""

from __future__ import annotations

from tests.factories.desks import ADA, BEN, register_of

ON = ("--on", "2025-09-26")
TEN_UNAUTHORISED = register_of(ADA="O 10, / 30", BEN="/ 40")


def test_a_missing_birthday_is_named_and_the_pupil_is_not_among_those_without_a_line(desk):
    told = desk.run(
        "assess",
        *desk.school(register_of(ADA="/ 130, O 10", BEN="/ 140")),
        "--pack",
        "essex",
        "--on",
        "2025-12-05",
        "--all",
    )

    undecided, _, without = told.out.partition("No line crossed")
    assert f"Cannot tell yet: 1 pupil\n   {ADA} ({ADA})" in undecided
    assert "not known: of compulsory school age (give a pupils file with the date of birth)" in undecided
    assert ADA not in without
    assert BEN in without


def test_the_page_says_the_same(desk):
    told = desk.run(
        "assess",
        *desk.school(register_of(ADA="/ 130, O 10")),
        "--pack",
        "essex",
        "--on",
        "2025-12-05",
        "--format",
        "html",
    )

    assert "<h2>Cannot tell yet: 1 pupil</h2>" in told.out
    assert "give a pupils file with the date of birth" in told.out


def test_a_line_that_cannot_be_told_does_not_assert_itself(desk):
    told = desk.run("assess", *desk.school(TEN_UNAUTHORISED), "--pack", "england", *ON, "--format", "json")

    [threshold] = [
        prompt
        for prompt in told.json["pupils"][0]["prompts"]
        if prompt["id"] == "england.penalty_notice_threshold"
    ]
    assert threshold["outcome"] == "cannot_tell"
    assert threshold["text"].startswith("Cannot tell yet: National threshold met. Not known: of compulsory")


def test_a_line_that_is_not_crossed_does_not_assert_itself_either(desk):
    told = desk.run(
        "assess", *desk.school(TEN_UNAUTHORISED), "--pack", "england", *ON, "--format", "json", "--all"
    )

    ben = next(pupil for pupil in told.json["pupils"] if pupil["upn"] == BEN)
    [threshold] = [p for p in ben["prompts"] if p["id"] == "england.penalty_notice_threshold"]
    assert threshold["outcome"] == "not_met"
    assert threshold["text"].startswith("Not crossed: National threshold met. Unauthorised sessions")


def test_a_calendar_that_ends_before_the_day_is_warned_of(desk):
    files = desk.school(TEN_UNAUTHORISED, calendar="start,end,kind,note\n2025-09-01,2025-10-24,term,\n")

    told = desk.run("assess", *files, "--pack", "england", "--on", "2025-11-14")

    assert (
        "it holds school days from 2025-09-01 to 2025-10-24, and the day asked about is 2025-11-14"
        in told.err
    )


def test_marks_that_count_nowhere_are_shown_on_the_page(desk):
    files = desk.school(TEN_UNAUTHORISED, calendar="start,end,kind,note\n2025-09-01,2025-09-05,term,\n")

    told = desk.run("assess", *files, "--pack", "england", *ON, "--format", "html")

    assert "Marks left out of every figure: 60 on a session that the calendar does not have." in told.out


def test_the_routes_of_a_child_whose_age_is_not_known_are_shown_as_not_known(desk):
    told = desk.run("assess", *desk.school(TEN_UNAUTHORISED), "--pack", "england", *ON, "--format", "json")

    ada, ben = told.json["pupils"]
    routes = {route["id"]: route["status"] for route in ada["routes"]}
    assert routes["england.route.penalty_notice"] == "cannot_tell"
    assert set(routes.values()) == {"cannot_tell"}
    assert not ben["routes"]


def test_what_cannot_be_told_names_what_to_supply_however_deep_it_lies(desk):
    told = desk.run("assess", *desk.school(TEN_UNAUTHORISED), "--pack", "england", *ON, "--format", "json")

    [step] = [step for step in told.json["pupils"][0]["steps_due"] if step["id"] == "england.consider_notice"]
    assert "threshold is met (give a pupils file with the date of birth)" in step["text"]


def test_an_event_of_a_pupil_whom_no_file_knows_is_told(desk):
    history = desk.write(
        "history.json",
        '{"schema": "history/1", "events": [{"id": "h1", "upn": "N999200000009", "kind": "contact", '
        '"on": "2025-09-10", "data": {"channel": "phone"}}]}',
    )

    told = desk.run("assess", *desk.school(TEN_UNAUTHORISED), "--pack", "england", *ON, "--history", history)

    assert told.code == 0
    assert "1 event (h1): of a pupil who is in no register and no pupils file given here" in told.err
