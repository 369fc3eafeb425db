"""What spreadsheets do to cells, recognised by name."""

import pytest

from supportfirst.attendance.registers.damage import find_code_damage


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("#NAME?", "spreadsheet-error"),
        ("#REF!", "spreadsheet-error"),
        ("#N/A", "spreadsheet-error"),
        ("####", "spreadsheet-narrow"),
        ('="/"', "spreadsheet-formula"),
        ("'/", "spreadsheet-apostrophe"),
        ("01-JAN", "spreadsheet-date"),
        ("JAN-01", "spreadsheet-date"),
        ("01/02/2025", "spreadsheet-date"),
        ("2025-01-02T00:00:00", "spreadsheet-date"),
        ("TRUE", "spreadsheet-truth"),
        ("1E+12", "spreadsheet-number"),
        ("\u2013", "dash"),
        ("/\x00", "control-character"),
        ("X" * 65, "too-long"),
    ],
)
def test_damage_it_names(text, kind):
    damage = find_code_damage(text)

    assert damage is not None
    assert damage.kind == kind


@pytest.mark.parametrize("text", ["#", "/", "\\", "C1", "-", "=", "", "N"])
def test_real_codes_and_single_characters_are_no_damage(text):
    assert find_code_damage(text) is None
