"""Rows of a page that differ in little else than a name: each kind is written once, and then filled in.

A class has thirty pupils, and twenty-five of their rows are the same but for who they are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# What stands for a row's own words while it is written: signs that Unicode gives to nobody.
SIGNS = tuple(chr(0xF0000 + place) for place in range(8))


class RepeatedRow:
    """A template whose `own` words are filled in for each row; all else that it is given makes its kind."""

    def __init__(self, template: str, **same: Any) -> None:
        self._template, self._same = template, same
        self._written: dict[tuple[tuple[str, str], ...], str] = {}

    def filled(self, own: Mapping[str, str], **kind: str) -> SafeString:
        """The row. Its own words are escaped; of a kind's, a SafeString is taken as it is."""
        signs = dict(zip(own, SIGNS, strict=False))
        key = tuple(sorted(kind.items()))
        written = self._written.get(key)
        if written is None:
            written = render_to_string(self._template, {**self._same, **kind, **signs})
            self._written[key] = written
        for name, sign in signs.items():
            written = written.replace(sign, escape(own[name]))
        return mark_safe(written)  # noqa: S308  the template escaped its kind, and we each row's own words
