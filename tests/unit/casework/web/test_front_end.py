"""The front end is built from exact packages, names no host, and shows nothing that is only GOV.UK's."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from scripts import build_front_end
from scripts.build_front_end import BUILT, COPIED, NOT_OURS, ROOT, SOURCES, STYLES, BuildStopped, digest, run

LOCK = SOURCES / "package-lock.json"


def built(name: str) -> str:
    path = BUILT / name
    if not path.is_file():
        pytest.fail(
            f"The front end was not built: {path} is missing. Run “python scripts/build_front_end.py”.",
            pytrace=False,
        )
    return path.read_text(encoding="utf-8")


def test_the_lock_names_no_host() -> None:
    assert re.findall(r"https?:|resolved", LOCK.read_text(encoding="utf-8")) == []


def test_every_package_of_the_lock_is_checked_against_its_hash() -> None:
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]

    assert all(package["integrity"] for name, package in packages.items() if name)


def test_what_we_ask_for_is_exact() -> None:
    told = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))

    asked = {**told["dependencies"], **told["devDependencies"]}
    assert asked == {"govuk-frontend": "6.6.0", "htmx.org": "4.0.1", "sass": "1.108.2"}


def test_npm_is_told_to_keep_hosts_out_of_the_lock() -> None:
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", NOT_OURS)
def test_the_style_sheet_shows_nothing_that_is_only_govuk_s(words: str) -> None:
    assert words not in built(STYLES)


def test_the_style_sheet_asks_nobody_for_anything() -> None:
    assert re.findall(r"url\((?!\"?data:)[^)]*\)|@import", built(STYLES)) == []


@pytest.mark.parametrize("own", ["sf-register", "sf-worklist", "sf-calendar", "sf-tag-outline", "sf-scroll"])
def test_our_own_parts_are_in_the_style_sheet(own: str) -> None:
    assert f".{own}" in built(STYLES)


@pytest.mark.parametrize("name", sorted(COPIED))
def test_each_file_that_pages_ask_for_is_built(name: str) -> None:
    assert built(name)


def test_a_change_of_any_source_is_a_change_of_the_stamp(tmp_path: Path) -> None:
    source = tmp_path / "site.scss"
    source.write_text("a", encoding="utf-8")
    before = digest([source])
    source.write_text("b", encoding="utf-8")

    assert digest([source]) != before


def test_nothing_is_done_again_when_nothing_has_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text(digest(build_front_end.inputs()), encoding="utf-8")
    monkeypatch.setattr(build_front_end, "STAMP", stamp)
    built(STYLES)

    assert build_front_end.main([]) == 0
    assert capsys.readouterr().out == "front end: nothing has changed\n"


def test_a_command_that_fails_is_shown_with_what_it_said(tmp_path: Path) -> None:
    script = "import sys; print('line 3: no such mixin', file=sys.stderr); sys.exit(1)"

    with pytest.raises(BuildStopped, match=r"does not compile\. Sass said:\nline 3: no such mixin"):
        run([sys.executable, "-c", script], where=tmp_path, what="It does not compile. Sass said:")
