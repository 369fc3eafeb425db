"""Every command that a document names can be given, and every link in a document leads somewhere."""

from __future__ import annotations

import re

from scripts.traceability import ROOT
from tests.house.tree import project_files, short

TARGET = re.compile(r"^([a-z][a-z-]*):.*?(## .+)?$", re.MULTILINE)
COMMAND = re.compile(r"(?:`|^\s*)make ([a-z][a-z-]*)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def documents() -> list[str]:
    return [short(path) for path in project_files() if path.suffix == ".md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def targets() -> dict[str, str]:
    return dict(TARGET.findall(text("Makefile")))


def test_every_make_command_in_a_document_is_in_the_makefile() -> None:
    named = {(name, command) for name in documents() for command in COMMAND.findall(text(name))}

    assert sorted((name, command) for name, command in named if command not in targets()) == []


def test_every_make_command_says_what_it_is_for() -> None:
    phony = next(line for line in text("Makefile").splitlines() if line.startswith(".PHONY:"))

    assert [name for name in phony.split()[1:] if not targets().get(name)] == []


def test_the_readme_names_the_commands_that_a_newcomer_needs() -> None:
    assert {"run", "test", "test-long"} <= set(COMMAND.findall(text("README.md")))


def test_ci_runs_what_a_person_runs() -> None:
    commands = COMMAND.findall(text(".ci/run"))

    assert commands == ["test", "test-long", "test", "test-long"]


def test_every_link_in_a_document_leads_to_a_file() -> None:
    broken = [
        f"{name}: {target}"
        for name in documents()
        for target in LINK.findall(text(name))
        if not (ROOT / name).parent.joinpath(target).exists()
    ]

    assert broken == []
