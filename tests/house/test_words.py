"""What no file of the project says: where packages came from, a builder's paths, real people's contacts.

The patterns are written so that they do not match themselves.
"""

from __future__ import annotations

import re

import pytest

from tests.house.tree import short, text_files

HOSTS = re.compile(
    r"p[y]pi\.org|p[y]thonhosted\.org|n[p]mjs\.(org|com)|proxy\.g[o]lang\.org|https?://[^\s/]+/simp[l]e\b|"
    r"index-ur[l]\s*=|ghc[r]\.io|doc[k]er\.io"
)
PATHS = re.compile(r"(?<![\w.-])/(wor[k]|roo[t]|hom[e]/\w+)/|/opt/(wheel[s]|pyp[i])|/tmp/[b]rief")
E_MAIL = re.compile(r"[\w.+-]+@(?!(?:[\w-]+\.)*example\b)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# 01632 960… and 07700 900… are kept for invented people and may be used
TELEPHONE = re.compile(r"(?<![\w.,-])0(?!1632[ -]?960|7700[ -]?900)\d{2,4}[ -]?\d{3}[ -]?\d{3,4}(?![\w.])")
LOCKS = ("requirements/uv.txt", "requirements/runtime.txt", "requirements/dev.txt")


def found(pattern: re.Pattern[str], *, leave_out: tuple[str, ...] = ()) -> list[str]:
    hits = []
    for path in text_files():
        if short(path) in leave_out:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            hit = pattern.search(line)
            if hit:
                hits.append(f"{short(path)}:{number}: {hit.group()}")
    return hits


def test_no_file_names_a_package_registry() -> None:
    assert found(HOSTS) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert found(PATHS, leave_out=LOCKS) == []


def test_no_file_holds_a_real_e_mail_address_or_telephone_number() -> None:
    assert found(E_MAIL, leave_out=LOCKS) == []
    assert found(TELEPHONE, leave_out=LOCKS) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HOSTS, "--index https://mirror.example/" + "simple/"),
        (PATHS, "see " + "/home/" + "ada/notes"),
        (E_MAIL, "ada.lovelace" + "@council.gov.uk"),
        (TELEPHONE, "call 0151 " + "511 8000"),
        (TELEPHONE, "call 0151" + "5118000."[:-1]),
    ],
)
def test_the_patterns_find_what_they_look_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (E_MAIL, "@pytest.mark.requirement ada@example.org"),
        (TELEPHONE, "01632 960123 and 0.9234567891, 2024-09-02"),
        (PATHS, "docs/work/notes"),
    ],
)
def test_the_patterns_leave_the_rest_alone(pattern: re.Pattern[str], text: str) -> None:
    assert not pattern.search(text)
