"""`{% session_cells week.cells here %}`: the cells of a week of the calendar.

Two years have nearly eight hundred of them, and a template takes ten times as long to write one.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from supportfirst.casework.queries.child_calendar import Cell

register = template.Library()
SEEN = '<span aria-hidden="true">{}</span>'
SPOKEN = '<span class="govuk-visually-hidden">{}</span>'
ROOM_FOR_WORDS = 5  # columns


@register.simple_tag
def session_cells(cells: Iterable[Cell], here: str) -> SafeString:
    """here: the address of the child's page, under which each mark has its own."""
    return SafeString("".join(_cell(cell, here) for cell in cells))


def _cell(cell: Cell, here: str) -> str:
    wide = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f'<td class="sf-session--{cell.style}"{wide}>{_inside(cell, here)}</td>'


def _inside(cell: Cell, here: str) -> str:
    """What is seen is the letter; what is read out is the day and the half, the letter, what it means."""
    if not cell.letter:
        return ""
    when, letter, meaning = escape(cell.when), escape(cell.letter), escape(cell.meaning)
    if cell.at:
        spoken = SPOKEN.format(f"{when}: {letter}, {meaning}")
        return f'<a href="{here}marks/{cell.at}/">{SEEN.format(letter)}{spoken}</a>'
    if cell.columns > ROOM_FOR_WORDS:
        return f"{SEEN.format(meaning)}{SPOKEN.format(f'{when}: {meaning}')}"
    return f"{SEEN.format(letter)}{SPOKEN.format(f'{when}: {meaning}')}"
