"""Rows of one kind are written once; whatever a row says of itself stays its own, and is escaped."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import escape

from supportfirst.casework.web.repeated import RepeatedRow

TEMPLATE = "pages/register_row.html"
BUTTONS = [{"place": "1", "symbol": "/", "meaning": "present"}]
KIND = {"planned": "", "mark": "/", "options": "", "minutes": "", "reason": "a <b>cold</b>"}


def test_a_filled_row_is_what_the_template_alone_would_write():
    row = RepeatedRow(TEMPLATE, quick=BUTTONS)

    for number, name in (("7", "Zoë O’Neil"), ("8", 'Bo "<script>" & Sons')):
        own = {"number": number, "name": name}
        assert row.filled(own, **KIND) == render_to_string(TEMPLATE, {"quick": BUTTONS, **own, **KIND})
        assert escape(name) in row.filled(own, **KIND)


def test_rows_of_another_kind_are_not_taken_for_this_one():
    row = RepeatedRow(TEMPLATE, quick=BUTTONS)
    own = {"number": "7", "name": "Ada"}

    first, second = row.filled(own, **KIND), row.filled(own, **{**KIND, "planned": "at the dentist"})

    assert "at the dentist" not in first
    assert "at the dentist" in second
