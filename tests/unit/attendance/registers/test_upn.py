"""Check letters against published vectors."""

import csv
from pathlib import Path

import pytest

from supportfirst.attendance.registers.upn import check_letter, has_upn_form, upn_doubt

DATA = Path(__file__).parents[3] / "data" / "upn_vectors.csv"
VECTORS = list(csv.DictReader(DATA.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["upn"])
def test_published_vectors_it_agrees_with(vector):
    upn = vector["upn"]

    assert has_upn_form(upn) == (vector["format_ok"] == "yes")
    if vector["format_ok"] == "yes":
        assert check_letter(upn) == vector["check_letter"]
        assert (upn_doubt(upn) is None) == (vector["check_letter_ok"] == "yes")


def test_a_number_of_another_form_it_doubts_without_a_check_letter():
    doubt = upn_doubt("12345")

    assert doubt is not None
    assert doubt[0] == "upn-form"
