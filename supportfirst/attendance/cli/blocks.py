"""A page as a list of blocks, written once and shown as plain text, as Markdown or as one HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from supportfirst.attendance.cli.assess_page import STYLE

MANY_BLANKS = re.compile(r"\n{3,}")


class Heading(NamedTuple):
    level: int  # 1 to 3
    text: str


class Paragraph(NamedTuple):
    text: str


class Field(NamedTuple):
    """A label and what stands under it; `depth` is how far it is set in."""

    label: str
    text: str
    depth: int = 0


class Drawing(NamedTuple):
    """A diagram: lines of plain text, and the same as Mermaid."""

    lines: tuple[str, ...]
    mermaid: str


Block = Heading | Paragraph | Field | Drawing


def as_text(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level, text):
                yield ""
                yield text.upper() if level == 2 else text
            case Paragraph(text):
                yield text
            case Field(label, text, depth):
                yield f"{'  ' * (depth + 1)}{label}: {text}" if label else f"{'  ' * (depth + 1)}{text}"
            case Drawing(lines, _):
                yield from (f"    {line}" for line in lines)


def as_markdown(blocks: Iterable[Block]) -> str:
    return MANY_BLANKS.sub("\n\n", "\n".join(_markdown_lines(blocks))).strip()


def _markdown_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level, text):
                yield f"\n{'#' * level} {_plain(text)}\n"
            case Paragraph(text):
                yield f"\n{_plain(text)}\n"
            case Field(label, text, depth):
                named = f"**{_plain(label)}:** " if label else ""
                yield f"{'  ' * depth}- {named}{_plain(text)}"
            case Drawing(_, mermaid):
                yield f"\n```mermaid\n{mermaid}\n```\n"


def as_html(title: str, blocks: Iterable[Block]) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en-GB"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
    for block in blocks:
        match block:
            case Heading(level, text):
                yield f"<h{level}>{escape(text)}</h{level}>"
            case Paragraph(text):
                yield f"<p>{escape(text)}</p>"
            case Field(label, text, depth):
                named = f"<strong>{escape(label)}:</strong> " if label else ""
                yield f'<p style="margin:0 0 .1rem {1.5 * (depth + 1)}rem">{named}{escape(text)}</p>'
            case Drawing(lines, _):
                yield f"<pre>{escape(chr(10).join(lines))}</pre>"
    yield "</main></body></html>"


def _plain(text: str) -> str:
    return text.replace("<", "&lt;")
