"""What the bytes of a file are, whatever its name says."""

from __future__ import annotations

import puremagic

# What a text may be taken for by its first letters.
HARMLESS = frozenset({"", ".csv", ".txt", ".tsv", ".json"})
SURE = 0.4  # of a type; below it two letters that begin a heading are enough
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how text of two bytes a letter begins
ARCHIVE, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how workbooks begin
LOOKED_AT = 1 << 16  # bytes


def is_workbook(data: bytes) -> bool:
    return data.startswith((ARCHIVE, OLE))


def is_xml(data: bytes) -> bool:
    start = data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] == b"<" or (start.startswith(WIDE) and b"<" in start[:4]) or _type_of(data) == ".xml"


def is_text(data: bytes) -> bool:
    """A text that is no XML: nothing that programs, pictures or archives begin with, and no zero bytes."""
    binary = b"\x00" in data and not data.startswith(WIDE)
    return not is_xml(data) and not binary and _type_of(data) in HARMLESS


def _type_of(data: bytes) -> str:
    try:
        found = puremagic.magic_string(data[:LOOKED_AT])
    except puremagic.PureError:
        return ""
    best = max(found, key=lambda each: each.confidence, default=None)
    return "" if best is None or best.confidence < SURE else str(best.extension)
