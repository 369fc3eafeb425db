"""Which of Essex's rules are in use on a day: none of its own before 19 August 2024."""

from __future__ import annotations

import pytest

LAST_OF_THE_EARLIER, FIRST_OF_THESE = "2024-08-18", "2024-08-19"


def shown(desk, *options: str) -> str:
    told = desk.run("packs", "show", "essex", *options)
    assert told.code == 0
    return " ".join(told.out.split())


@pytest.mark.requirement("ESX-C-02")
def test_the_contract_rules_show_the_day_they_apply_from(desk):
    assert "19 August 2024: from 2024-08-19" in shown(desk, "--id", "essex.contract_rules_from")
    assert "2024-08-19" in shown(desk, "--id", "essex.contract")
    assert "2024-08-19" in shown(desk, "--id", "essex.consider_contract")


@pytest.mark.requirement("ESX-R-77")
def test_the_rule_set_shows_its_first_day_and_what_is_held_with_it(desk):
    told = shown(desk, "--on", FIRST_OF_THESE)

    assert "support first, from 19 August 2024" in told
    for held in (
        "the support first templates",
        "penalty notices and prosecutions",
        "the training of July 2024",
    ):
        assert held in told


@pytest.mark.requirement("ESX-R-77")
def test_before_that_day_the_earlier_rule_set_says_nothing_of_its_own(desk):
    told = shown(desk, "--on", LAST_OF_THE_EARLIER)

    assert "Earlier rule set in use" in told
    assert "Essex's rules in use" not in told
    assert "essex.evidence.champion" not in told
