"""Which column is which."""

import pytest

from supportfirst.attendance.registers.headers import assign, assign_nearly

LONG = ("upn", "date", "session", "code")


def test_the_contracts_own_name_it_prefers_to_others():
    columns = assign(["Mark", "code", "UPN"])

    assert columns.places == {"code": 1, "upn": 2}
    assert columns.passed_over == {"Mark": "code"}


@pytest.mark.parametrize("heading", ["Adno", "Reg", "ULN", "Admission number", ""])
def test_other_numbers_and_classes_have_no_role(heading):
    assert assign([heading]).places == {}


@pytest.mark.parametrize("heading", ["dat", "dates ", "dare", "d?te", "DATE_"])
def test_a_heading_one_character_out_is_taken_where_nothing_else_could_be_meant(heading):
    columns = assign_nearly(["upn", heading, "session", "code"], LONG)

    assert (columns is None) == (heading in ("dates ", "DATE_"))


def test_two_headings_one_character_out_are_not_chosen_between():
    assert assign_nearly(["upn", "dat", "dte", "session", "code"], LONG) is None
