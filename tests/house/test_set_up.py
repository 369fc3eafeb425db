"""Set-up passes on what pip is told, says plainly what is missing, and run_all runs everything."""

from __future__ import annotations

import subprocess

import pytest

from scripts import set_up
from scripts.traceability import ROOT


def test_what_pip_is_told_is_passed_on_to_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_FIND_LINKS", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)

    told = set_up.uv_settings({"index-url": "https://mirror.example/x", "find-links": "/a /b", "cert": "/c"})

    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/x"
    assert told["UV_FIND_LINKS"] == "/a,/b"
    assert told["SSL_CERT_FILE"] == "/c"
    assert "UV_INDEX" not in told


def test_what_uv_is_told_already_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/x")

    assert "UV_DEFAULT_INDEX" not in set_up.uv_settings({"index-url": "https://mirror.example/x"})


def test_an_old_python_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up, "OLDEST", (99, 0))

    code = set_up.main(["runtime"])

    told = capsys.readouterr().err
    assert code == 1
    assert "needs Python 99.0 or later" in told
    assert "make PYTHON=" in told


def test_run_all_runs_every_command_and_says_how_many_failed() -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "run_all", "echo one", "exit 3", "echo two", "false"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "one\n" in done.stdout
    assert "two\n" in done.stdout
    assert done.stdout.endswith("2 of 4 checks failed:\n  exit 3\n  false\n")


def test_run_all_is_content_when_nothing_failed() -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "run_all", "true", "true"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0
    assert done.stdout.endswith("All 2 checks passed.\n")
