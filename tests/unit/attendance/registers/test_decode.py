"""Bytes to text."""

import pytest

from supportfirst.attendance.registers.decode import decode

TEXT = "upn,comment\nB801200005001,café\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("latin-1", "windows-1252"),
    ],
)
def test_encodings_it_tells_apart(encoding, said):
    decoded = decode(TEXT.encode(encoding))

    assert decoded.stream.read() == TEXT
    assert decoded.encoding == said
    assert bool(decoded.warning) == (encoding in ("latin-1", "utf-16-le", "utf-16-be"))


def test_one_damaged_byte_leaves_the_other_characters_as_they_are():
    decoded = decode("é,ü,é".encode() + b"\xe9")

    assert decoded.stream.read() == "é,ü,éé"
    assert decoded.encoding == "utf-8"
    assert decoded.warning


def test_line_ends_it_leaves_alone():
    assert decode(b"a\r\nb\rc\n").stream.read() == "a\r\nb\rc\n"
