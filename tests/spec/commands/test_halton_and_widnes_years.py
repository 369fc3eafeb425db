"""What a reader is told of the years of Halton's framework and of Widnes Academy's policy."""

from __future__ import annotations

import pytest

from tests.factories.desks import ADA, register_of

BORN = f"upn,date_of_birth\n{ADA},2014-01-15\n"


def told_of(desk, pack, day):
    files = desk.school(register_of(ADA="/ 30"), pupils=BORN)
    told = desk.run("explain", ADA, *files, "--pack", pack, "--on", day)
    assert told.code in (0, 3)
    return " ".join(told.out.split())


def shown(desk, pack, *options):
    told = desk.run("packs", "show", pack, *options)
    assert (told.code, told.err) == (0, "")
    return " ".join(told.out.split())


@pytest.mark.requirement("HAL-01")
def test_it_shows_the_years_of_haltons_framework(desk):
    assert "Halton's framework covers 2023 to 2026" in shown(desk, "halton")


@pytest.mark.requirement("HAL-01")
@pytest.mark.parametrize(("day", "expired"), [("2026-07-17", False), ("2026-09-01", True)])
def test_it_tells_after_the_last_year_that_the_framework_has_expired(desk, day, expired):
    assert ("Expired framework" in told_of(desk, "halton", day)) is expired


@pytest.mark.requirement("SC-B18")
@pytest.mark.parametrize(("day", "past"), [("2024-11-22", False), ("2024-11-23", True)])
def test_it_tells_that_the_schools_policy_is_past_its_review_date(desk, day, past):
    told = told_of(desk, "widnes-academy", day)

    assert ("Policy past its review date (22 November 2024)" in told) is past
    assert "ational values used for penalty notices since 19 Aug 2024" in told


@pytest.mark.requirement("SC-B20")
def test_it_offers_the_priority_area_support_until_its_last_day_and_says_that_the_day_is_uncertain(desk):
    offered = shown(desk, "halton", "--on", "2025-03-31")

    assert "[halton.priority_area_support]" in offered
    assert "The framework calls 31 March 2025 likely" in offered


@pytest.mark.requirement("SC-B20")
def test_it_hides_the_support_after_that_day_with_a_note(desk):
    ended = shown(desk, "halton", "--on", "2025-04-01")

    assert "[halton.priority_area_support]" not in ended
    assert "It is no longer offered here" in ended
