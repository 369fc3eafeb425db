"""Reading answers of a walk: what is inline, which forms there are, which addresses a page leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

LEADS = {"href", "action", "src", "hx-get", "hx-post", "formaction"}
HANDLER = re.compile(r"on[a-z]+")
OUTWARD = ("tel:", "mailto:", "otpauth:")  # these never reach a server of ours


@dataclass
class Form:
    method: str
    fields: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """`inline`: what the policy would not run; `forms`; `leads`: addresses in any attribute that asks one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.forms: list[Form] = []
        self.leads: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        held = dict(given)
        if tag == "style" or (tag == "script" and "src" not in held):
            self.inline.append(f"<{tag}>")
        for name, value in given:
            if name == "style" or HANDLER.fullmatch(name) or (value or "").startswith("javascript:"):
                self.inline.append(f"<{tag} {name}={value}>")
            if name in LEADS and value and not value.startswith(OUTWARD):
                self.leads.add(value)
        if tag == "form":
            self.forms.append(Form((held.get("method") or "get").lower()))
        elif self.forms and "name" in held:
            self.forms[-1].fields.add(held["name"] or "")


def is_page(answer: Any) -> bool:
    return answer.get("Content-Type", "").startswith("text/html") and bool(answer.content)


def read(answer: Any) -> Page:
    return Page(answer.content.decode())
