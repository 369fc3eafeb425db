from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supportfirst.attendance.packs import cache
from supportfirst.attendance.packs import read as read_module
from supportfirst.attendance.packs.cache import cache_folder, forget_read, read_folder

YAML = ("*.yaml",)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("SUPPORTFIRST_CACHE", str(folder))
    forget_read()
    yield folder
    forget_read()  # what was tampered with here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "a.yaml").write_text("code: N\n")
    return tmp_path / "pack"


def entries(own_cache: Path) -> list[Path]:
    return sorted((own_cache / "packs").glob("*.json"))


def test_it_reads_the_same_from_the_cache_as_from_the_files(folder, own_cache):
    first = read_folder(folder, YAML)

    [entry] = entries(own_cache)
    kept_at = entry.stat().st_mtime_ns
    forget_read()
    second = read_folder(folder, YAML)

    assert second.documents == first.documents
    assert entry.stat().st_mtime_ns == kept_at


def test_it_uses_the_cache_without_reading_yaml(folder, own_cache):
    read_folder(folder, YAML)
    [entry] = entries(own_cache)
    body = entry.read_bytes().split(b"\n", 1)[1].replace(b'"N"', b'"O"')
    entry.write_bytes(cache.hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    forget_read()

    assert read_folder(folder, YAML).documents["a.yaml"].entries["code"].text == "O"


def test_it_reads_again_when_a_file_changes(folder):
    read_folder(folder, YAML)
    (folder / "a.yaml").write_text("code: O\n")

    assert read_folder(folder, YAML).documents["a.yaml"].entries["code"].text == "O"


def test_a_process_reads_a_folder_once_and_a_changed_file_again(folder, own_cache, monkeypatch):
    (folder / "b.yaml").write_text("code: B\n")
    first = read_folder(folder, YAML)
    [entry] = entries(own_cache)
    entry.unlink()
    (folder / "a.yaml").write_text("code: O\n")
    read: list[str] = []

    def read_yaml(data: bytes, *, file: str) -> Any:
        read.append(file)
        return slowly(data, file=file)

    slowly = read_module.read_yaml
    monkeypatch.setattr(read_module, "read_yaml", read_yaml)
    changed = read_folder(folder, YAML)
    (folder / "a.yaml").write_text("code: N\n")

    assert read_folder(folder, YAML).documents == first.documents
    assert changed.documents["a.yaml"].entries["code"].text == "O"
    assert read == ["pack/a.yaml"]


def test_what_a_caller_does_with_the_documents_is_its_own(folder):
    read_folder(folder, YAML).documents.clear()

    assert read_folder(folder, YAML).documents["a.yaml"].entries["code"].text == "N"


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"{}\n{}", b"\x00" * 100])
def test_it_ignores_and_rewrites_a_corrupted_entry(folder, own_cache, damage):
    read_folder(folder, YAML)
    [entry] = entries(own_cache)
    sound = entry.read_bytes()
    entry.write_bytes(damage)
    forget_read()

    read = read_folder(folder, YAML)

    assert read.documents["a.yaml"].entries["code"].text == "N"
    assert entry.read_bytes() == sound


def test_it_sees_a_single_changed_byte(folder, own_cache):
    read_folder(folder, YAML)
    [entry] = entries(own_cache)
    entry.write_bytes(entry.read_bytes().replace(b'"N"', b'"O"'))
    forget_read()

    assert read_folder(folder, YAML).documents["a.yaml"].entries["code"].text == "N"


def test_it_reads_on_when_the_cache_cannot_be_written(folder, tmp_path, monkeypatch):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("SUPPORTFIRST_CACHE", str(blocked))

    assert read_folder(folder, YAML).documents["a.yaml"].entries["code"].text == "N"


def test_it_keeps_no_folder_with_faults(folder, own_cache):
    (folder / "b.yaml").write_text("a: [\n")

    assert [p.file for p in read_folder(folder, YAML).problems] == ["pack/b.yaml"]
    assert entries(own_cache) == []


def test_it_names_a_file_that_cannot_be_read(folder):
    (folder / "b.yaml").mkdir()

    assert [(p.kind, p.file) for p in read_folder(folder, YAML).problems] == [
        ("unreadable-file", "pack/b.yaml")
    ]


def test_it_forgets_the_oldest_entries(tmp_path, own_cache, monkeypatch):
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    for name in "abcd":
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.yaml").write_text("a: 1\n")
        read_folder(tmp_path / name, YAML)

    assert len(entries(own_cache)) == 2


def test_the_cache_lies_where_the_user_says(monkeypatch, own_cache):
    assert cache_folder() == own_cache
    monkeypatch.delenv("SUPPORTFIRST_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache_folder() == Path("/somewhere/supportfirst")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/users/ada")
    assert cache_folder() == Path("/users/ada/.cache/supportfirst")
