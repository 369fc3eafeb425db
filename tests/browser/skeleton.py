"""A page without its words: two pages of one skeleton are the same to axe, so one of them is looked at.

Kept is all that axe judges by: elements and how they stand in each other, classes, roles, states, languages,
which labels reach which control, whether there is a text, whether an id is there twice, whether two
landmarks are called alike. Left out are the words themselves, ids, addresses and values; and, of rows
and of anything else that repeats, the repetitions. A width that hangs on the words is looked at in the page
of each skeleton whose words are the longest (`breadth`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement, document_fromstring

# Attributes that point to other elements of the page by their ids.
POINTS = frozenset(
    {"aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-errormessage"}
    | {"aria-flowto", "aria-labelledby", "aria-owns", "for", "form", "headers", "list"}
)
LEADS = frozenset({"action", "formaction", "href", "src", "srcset", "poster"})
SAYS = frozenset(
    {"alt", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext", "content", "datetime"}
    | {"label", "max", "maxlength", "min", "minlength", "pattern", "placeholder", "summary", "title", "value"}
)
NOTHING_TO_AXE = frozenset({"id", "selected"})
VARIES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+")
CONTROLS = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})
LANDMARKS = frozenset({"aside", "footer", "form", "header", "main", "nav", "section"})
NAMED_ALONE = frozenset({"form", "section"})  # without a name they are no landmarks
ROWS = frozenset({"li", "option", "tr"})  # each is judged by itself, whatever stands before it
LONGEST_REPETITION = 8
WORDS_OF_CODE = frozenset({"script", "style"})


def skeleton(page: str) -> str:
    return _Reading(document_fromstring(page)).whole()


def breadth(page: str) -> tuple[int, int]:
    """What asks for room: the longest word that is shown, then how much is shown at all."""
    shown = [text for text in document_fromstring(page).itertext() if not text.isspace()]
    return max((len(word) for text in shown for word in text.split()), default=0), sum(map(len, shown))


class _Reading:
    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.times = Counter(each.get("id") for each in self._elements() if each.get("id"))
        self.by_id = {each.get("id"): each for each in reversed(list(self._elements())) if each.get("id")}
        self.labels = Counter(each.get("for") for each in self._elements() if each.tag == "label")
        self.landmarks = Counter(self._called(each) for each in self._elements() if _is_landmark(each))

    def _elements(self) -> Iterator[HtmlElement]:
        return (each for each in self.root.iter() if isinstance(each.tag, str))

    def whole(self) -> str:
        return self._told(self.root)

    def _told(self, element: HtmlElement) -> str:
        kept = sorted(filter(None, (self._attribute(element, *pair) for pair in element.attrib.items())))
        return f"<{' '.join([element.tag, *kept, *self._relations(element)])}>{self._inside(element)}</>"

    def _inside(self, element: HtmlElement) -> str:
        if element.tag in WORDS_OF_CODE:
            return ""
        found = ["text"] if _has_words(element.text) else []
        for child in element:
            if isinstance(child.tag, str):
                found.append(self._told(child))
            if _has_words(child.tail):
                found.append("text")
        if any(child.tag in ROWS for child in element):
            found = list(dict.fromkeys(found))
        return "".join(without_repetitions(found))

    def _attribute(self, element: HtmlElement, name: str, value: str) -> str:
        if name in NOTHING_TO_AXE:
            return ""
        if name in POINTS:
            return f"{name}={'+'.join(self._target(each) for each in value.split())}"
        if name in LEADS:
            return f"{name}={self._lead(element, value)}"
        if name in SAYS and not (element.tag == "meta" and element.get("name") == "viewport"):
            return f"{name}={'text' if value.strip() else 'empty'}"
        varies = name == "name" or name.startswith(("data-", "hx-"))
        return f"{name}={VARIES.sub('*', value) if varies else value}"

    def _target(self, name: str) -> str:
        found = self.by_id.get(name)
        if found is None:
            return "nothing"
        return (
            f"{found.tag}.{found.get('class', '')}.{'text' if _has_words(found.text_content()) else 'empty'}"
        )

    def _lead(self, element: HtmlElement, value: str) -> str:
        if element.tag in ("link", "script"):
            return value  # what the page looks like
        if value.startswith("#"):
            return f"#{self._target(value[1:])}"
        return "empty" if not value else value.partition(":")[0] if ":" in value else "address"

    def _relations(self, element: HtmlElement) -> Iterator[str]:
        name = element.get("id")
        if name and self.times[name] > 1:
            yield "id=again"
        if element.tag in CONTROLS:
            within = sum(1 for _ in element.iterancestors("label"))
            yield f"labels={(self.labels[name] if name else 0) + within}"
        called = self._called(element)
        if _is_landmark(element) and (called[1] or called[0] not in NAMED_ALONE):
            yield f"alike={self.landmarks[called]}"

    def _called(self, landmark: HtmlElement) -> tuple[str, str]:
        pointed = [
            self.by_id[each] for each in landmark.get("aria-labelledby", "").split() if each in self.by_id
        ]
        words = " ".join(each.text_content() for each in pointed) or landmark.get("aria-label", "")
        return landmark.get("role") or landmark.tag, " ".join(words.split())


def _is_landmark(element: HtmlElement) -> bool:
    return element.tag in LANDMARKS or bool(element.get("role"))


def _has_words(text: str | None) -> bool:
    return bool(text and text.strip())


def without_repetitions(found: Sequence[str]) -> list[str]:
    """Each run of the same things, or of the same few things in turn, once: abcabcabd is abcabd."""
    kept: list[str] = []
    for each in found:
        kept.append(each)
        for length in range(1, LONGEST_REPETITION + 1):
            if len(kept) >= 2 * length and kept[-length:] == kept[-2 * length : -length]:
                del kept[-length:]
                break
    return kept
