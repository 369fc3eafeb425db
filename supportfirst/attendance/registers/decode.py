"""Bytes to text, whatever wrote them: UTF-8, UTF-16 or UTF-32 with or without a mark, or Windows-1252.

One damaged byte must not cost the rest of the file, so a byte that is not UTF-8 is read
by itself as Windows-1252 (which has the letters of Latin-1), with one warning for the file.
"""

from __future__ import annotations

import codecs
import io
from typing import NamedTuple, TextIO

_FALLBACK = "supportfirst-windows-1252"
_SAMPLE = 4096
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    """A text stream whose line ends are kept as they are, and what was decided about it."""

    stream: TextIO
    encoding: str
    warning: str  # "" when nothing is odd


def _one_byte_at_a_time(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    damaged = error.object[error.start : error.end]
    return damaged.decode("cp1252", errors="replace"), error.end


codecs.register_error(_FALLBACK, _one_byte_at_a_time)


def decode(data: bytes) -> Decoded:
    """A stream over the bytes; nothing raises, and only what cannot be decoded is replaced."""
    encoding, warning = _choose(data)
    errors = _FALLBACK if encoding.startswith("utf-8") or encoding == "windows-1252" else "replace"
    codec = "utf-8" if encoding == "windows-1252" else encoding
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=codec, errors=errors, newline="")
    return Decoded(stream, encoding, warning)


def _choose(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            if encoding == "utf-8-sig" and not _is_utf8(data):
                return encoding, _damaged()
            return encoding, ""
    wide = _wide_without_mark(data[:_SAMPLE])
    if wide:
        return wide, f"the file does not say its encoding; it was read as {wide.upper()}"
    if data.isascii() or _is_utf8(data):
        return "utf-8", ""
    if _mostly_utf8(data):
        return "utf-8", _damaged()
    return "windows-1252", "the file is not in UTF-8; it was read as Windows-1252 (Latin-1)"


def _damaged() -> str:
    return "some characters are not UTF-8; those were read as Windows-1252 (Latin-1)"


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.utf_8_decode(data, "strict", True)  # noqa: FBT003  (the codec's own signature)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether some characters beyond ASCII are sound UTF-8, so that the rest are the damaged ones."""
    return not data.decode("utf-8", errors="ignore").isascii()


def _wide_without_mark(sample: bytes) -> str:
    """UTF-16 that has lost its mark: nearly every other byte of plain text is then zero."""
    halves = len(sample) // 2
    if halves < 4:
        return ""
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > 0.7 * halves and sample.count(0) < 1.3 * zeros.count(0):
            return encoding
    return ""
