"""`summarise` counts by the pack that is named, and by England's where none is; no pupil is warned of."""

from __future__ import annotations

from tests.factories.desks import register_of

ON = ["--on", "2025-09-12", "--format", "json"]
REGISTER = register_of(ADA="/ 10, N 10")


def test_a_summary_is_england_s_unless_a_pack_is_named(desk):
    files = desk.school(REGISTER)

    without, england = (
        desk.run("summarise", *files, *ON),
        desk.run("summarise", *files, "--pack", "england", *ON),
    )

    assert (without.code, without.err) == (0, "")
    assert without.json == england.json


def test_a_summary_by_an_unknown_pack_is_refused_by_name(desk):
    told = desk.run("summarise", *desk.school(REGISTER), "--pack", "nowhere", *ON)

    assert (told.code, told.out) == (1, "")
    assert "there is no pack “nowhere”" in told.err


def test_a_pupils_file_of_headings_alone_is_warned_of(desk):
    files = desk.school(REGISTER, pupils="upn,forename,surname\n")

    told = desk.run("summarise", *files, *ON)

    assert told.code == 0
    assert "pupils.csv, line 1: there is no pupil below the headings, so the file lists nobody" in told.err
