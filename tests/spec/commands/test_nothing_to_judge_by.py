"""Pupils of whom little can be said: nothing possible, no mark at all, gone, or of unknown age."""

from __future__ import annotations

import csv

import pytest

from tests.factories.desks import ADA, BEN, as_csv, register_of

ON = ["--on", "2025-09-19"]
PACKS = ("england", "coventry", "halton", "widnes-academy", "cambridgeshire", "essex")
PERCENTS = ("attendance_percent", "absence_percent", "authorised_percent", "unauthorised_percent")


def assessed(desk, files, *options, pack="england"):
    told = desk.run("assess", *files, "--pack", pack, *ON, "--format", "json", *options)
    assert told.code == 0
    return {pupil["upn"]: pupil for pupil in told.json["pupils"]}


@pytest.mark.parametrize("pack", PACKS)
def test_a_pupil_with_nothing_possible_is_listed_with_no_percentage_and_no_line_crossed(desk, pack):
    files = desk.school(register_of(ADA="D 30", BEN="/ 30"), pupils=f"upn,date_of_birth\n{ADA},2014-01-15\n")

    pupil = assessed(desk, files, pack=pack)[ADA]

    measures = pupil["measures"]
    assert measures["sessions_possible"] == 0
    assert [measures[key] for key in PERCENTS] == [None] * 4
    assert (measures["persistently_absent"], measures["severely_absent"]) == (None, None)
    assert measures["sessions_by_code"] == {"D": 30}
    assert "met" not in [item["outcome"] for item in pupil["prompts"]]
    staged = [stage["id"] for stage in pupil["stages"] if stage["outcome"] == "met"]
    assert staged == (["coventry.not_yet_staged"] if pack == "coventry" else [])


def test_a_pupil_with_nothing_possible_is_told_apart_from_one_who_crossed_no_line(desk):
    files = desk.school(register_of(ADA="D 30"), pupils=f"upn,date_of_birth\n{ADA},2014-01-15\n")

    told = desk.run("assess", *files, "--pack", "england", *ON)

    assert told.code == 0
    assert "0 of 1 pupil crossed a line. Of 1 more it cannot be told yet" in told.out
    assert "nothing to divide by: possible sessions this school year is 0" in told.out


def test_a_pupil_on_roll_without_any_mark_is_listed_with_none_possible(desk):
    pupils = as_csv("upn,start_date", [(ADA, "2025-09-01"), (BEN, "2025-09-01")])

    pupil = assessed(desk, desk.school(register_of(ADA="/ 30"), pupils=pupils))[BEN]

    assert pupil["measures"]["sessions_possible"] == 0
    assert pupil["measures"]["sessions_unmarked"] == 30
    assert pupil["measures"]["attendance_percent"] is None


def test_a_leaver_is_measured_to_the_last_day_and_prompts_nothing(desk):
    heading = "upn,date_of_birth,start_date,leaving_date"
    pupils = as_csv(heading, [(ADA, "2014-01-15", "2025-09-01", "2025-09-12")])
    files = desk.school(register_of(ADA="O 20"), pupils=pupils)

    pupil = assessed(desk, files, "--all")[ADA]

    assert (pupil["on_roll"], pupil["measured_to"]) == (False, "2025-09-12")
    assert pupil["measures"]["sessions_possible"] == 20
    assert pupil["measures"]["persistently_absent"] is True
    assert (pupil["stages"], pupil["prompts"]) == ([], [])


def test_the_same_pupil_still_on_roll_is_prompted(desk):
    heading = "upn,date_of_birth,start_date,leaving_date"
    pupils = as_csv(heading, [(ADA, "2014-01-15", "2025-09-01", "2025-09-19")])
    files = desk.school(register_of(ADA="O 20"), pupils=pupils)

    pupil = assessed(desk, files)[ADA]

    assert pupil["on_roll"] is True
    assert "england.penalty_notice_threshold" in [item["id"] for item in pupil["prompts"]]


def test_marks_after_leaving_are_counted_apart_and_change_nothing(desk):
    pupils = as_csv("upn,start_date,leaving_date", [(ADA, "2025-09-01", "2025-09-12")])

    pupil = assessed(desk, desk.school(register_of(ADA="/ 20, O 10"), pupils=pupils))[ADA]

    assert pupil["measures"]["left_out"]["off_roll"] == 10
    assert pupil["measures"]["sessions_unauthorised_absence"] == 0


def test_an_unknown_age_is_named_as_missing_and_never_taken_as_no(desk):
    calendar = "start,end,kind,note\n2025-09-01,2026-05-22,term,38 whole weeks\n"
    files = desk.school(register_of(ADA="/ 180, O 10"), calendar=calendar)

    told = desk.run("assess", *files, "--pack", "essex", "--on", "2026-01-09", "--format", "json")

    [pupil] = told.json["pupils"]
    item = pupil["prompts"][0]
    assert item["id"] == "england.penalty_notice_threshold"
    assert {prompt["outcome"] for prompt in pupil["prompts"]} == {"cannot_tell"}
    missing = [part["facts"][0] for part in item["because"]["parts"] if part["outcome"] == "cannot_tell"]
    assert item["outcome"] == "cannot_tell"
    assert [fact["fact"] for fact in missing] == ["compulsory_school_age"]
    assert missing[0]["missing"] == "give a pupils file with the date of birth"


def test_a_spreadsheet_shows_an_empty_cell_where_there_is_no_percentage(desk):
    told = desk.run(
        "assess", *desk.school(register_of(ADA="D 30")), "--pack", "england", *ON, "--format", "csv"
    )

    [row] = csv.DictReader(told.out.splitlines())
    assert (row["sessions_possible"], row["attendance_percent"]) == ("0", "")
