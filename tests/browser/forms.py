"""The forms of a page as somebody sends them who fills nothing in, or what can't be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml.html import HtmlElement, document_fromstring

NOT_FILLED = frozenset({"hidden", "submit", "button", "reset", "image"})
CAN_NOT_BE = "?!"


@dataclass(frozen=True, slots=True)
class Sent:
    how: str  # "empty" or "wrong"
    method: str
    address: str
    fields: dict[str, Any]


def forms_of(page: str, address: str) -> Iterator[Sent]:
    """Each form of the page's own part that asks for something, sent in both ways."""
    for form in document_fromstring(page).iterfind(".//main//form"):
        filled = [each for each in _controls(form) if each.get("type") not in NOT_FILLED]
        if not filled:
            continue
        method = form.get("method", "get").lower()
        target = urlsplit(urljoin(address, form.get("action") or address)).path
        if method == "post":
            yield Sent("empty", method, target, _as_it_stands(form) | _empty(filled))
        yield Sent("wrong", method, target, _as_it_stands(form) | _wrong(filled))


def _controls(form: HtmlElement) -> list[HtmlElement]:
    found = form.iter("input", "select", "textarea")
    return [each for each in found if each.get("name") and each.get("disabled") is None]


def _as_it_stands(form: HtmlElement) -> dict[str, Any]:
    """What is hidden, and the first button that says something."""
    kept = dict[str, Any]()
    for each in _controls(form):
        if each.get("type") == "hidden":
            kept.setdefault(each.get("name", ""), []).append(each.get("value", ""))
    buttons = [each for each in form.iter("button") if each.get("name")]
    return kept | {each.get("name", ""): each.get("value", "") for each in buttons[:1]}


def _empty(controls: list[HtmlElement]) -> dict[str, Any]:
    """A box that is not ticked sends nothing; a text that is not written sends an empty one."""
    return {
        each.get("name", ""): "" for each in controls if each.get("type") not in ("checkbox", "radio", "file")
    }


def _wrong(controls: list[HtmlElement]) -> dict[str, Any]:
    return {each.get("name", ""): _junk(each) for each in controls}


def _junk(control: HtmlElement) -> object:
    if control.get("type") == "file":
        return SimpleUploadedFile("week.exe", b"MZ\x00 not a table")
    return CAN_NOT_BE
