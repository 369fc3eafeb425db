"""The parts of a child's page, in the order in which they are read.

Each is a template of its own, `pages/child/<anchor>.html`, which begins with a heading whose id is the anchor
and whose words are those of the list of contents. A part whose field of `ChildPage` is None or False is not
there for the reader; one that is empty says so itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from supportfirst.casework.queries.child_page import ChildPage


@dataclass(frozen=True, slots=True)
class Part:
    anchor: str
    words: str  # its heading, and its line in the contents; `words_then` on a page of a past moment
    field: str = ""  # of ChildPage: not shown where it is None or False; "" for a part that all see
    of_now: bool = False  # known as it is held now alone, or a thing to do: not on a page of a past moment
    words_then: str = ""

    @property
    def template(self) -> str:
        return f"pages/child/{self.anchor}.html"


PARTS = (
    Part("alarms", "Relied on, and changed since", "alarms"),
    Part("due", "What is due", "due"),
    Part("integrity", "Marks to look at", "integrity", of_now=True),
    Part("figures", "Attendance this school year"),
    Part("marks", "Calendar of sessions"),
    Part("trend", "Trend, and what was done"),
    Part("patterns", "Patterns"),
    Part("plans", "Planned absences", "has_plans"),
    Part(
        "referral",
        "If this were referred today",
        "referral",
        words_then="If this had been referred that day",
    ),
    Part("contacts", "How the family was reached", "contacts"),
    Part("chronology", "What was done", "chronology"),
    Part("adults", "Parents and carers", "sees_home", of_now=True),
    Part("parents_then", "Parents and carers, as then written down", "parents_then"),
    Part("siblings", "Brothers and sisters", "sees_home"),
    Part("flags", "What holds of this child", "sees_home", words_then="What held of this child"),
    Part("messages", "Messages", "sees_home"),
    Part("recognition", "Recognition"),
    Part("concerns", "Safeguarding"),
    Part("decisions", "Decisions about prompts", "decisions"),
    Part("details", "Details"),
    Part("moment", "As it stood on…"),
    Part("actions", "What you can do", of_now=True),
)


def parts_of(page: ChildPage) -> Sequence[Part]:
    return [
        replace(part, words=part.words_then) if page.seen.past and part.words_then else part
        for part in PARTS
        if (not part.field or _is_there(getattr(page, part.field))) and not (part.of_now and page.seen.past)
    ]


def _is_there(held: object) -> bool:
    return held is not None and held is not False
