"""YAML to the text form, and nothing more; the only place that knows the YAML library.

A key written twice, an alias and a tag are refused: the first silently keeps one of two
laws, the others say one thing in two places. Nothing raises; faults are problems.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, Table
from supportfirst.attendance.vocabulary.problems import Problem

PLAIN_TAGS = "tag:yaml.org,2002:"
LONGEST_FILE = 4_000_000  # bytes; a pack file is some hundred lines
DEEPEST = 40  # tables inside tables; a pack uses ten


class _Walk:
    """One file being turned from the library's nodes to ours."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def refuse(self, kind: str, line: int, value: str, problem: str, remedy: str) -> None:
        self.problems.append(Problem(kind, self.file, line, "", value, problem, remedy))

    def node(self, written: Any, depth: int = 0) -> Node:
        line = written.start_mark.line + 1
        if id(written) in self._seen or depth > DEEPEST:
            self.refuse(
                "alias", line, "", "an alias or too deep a nesting", "write the value out where it is"
            )
            return Scalar("", self.file, line)
        self._seen.add(id(written))
        if not str(written.tag).startswith(PLAIN_TAGS):
            self.refuse("tag", line, str(written.tag), "a tag is not used in a pack", "take the tag out")
        if isinstance(written.value, str):
            return Scalar(written.value, self.file, line)
        if written.id == "sequence":
            return Listing(tuple([self.node(item, depth + 1) for item in written.value]), self.file, line)
        return self.table(written, line, depth)

    def table(self, written: Any, line: int, depth: int) -> Table:
        entries: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        for key, held in written.value:
            at = key.start_mark.line + 1
            if not isinstance(key.value, str):
                self.refuse("unreadable-yaml", at, "", "a key must be a word", "write the key as plain text")
            elif key.value in entries:
                self.refuse(
                    "repeated-key",
                    at,
                    key.value,
                    f"“{key.value}” is written twice; it is first on line {key_lines[key.value]}",
                    "keep one of them",
                )
            else:
                key_lines[key.value] = at
                entries[key.value] = self.node(held, depth + 1)
        return Table(entries, key_lines, self.file, line)


def read_yaml(data: bytes, *, file: str) -> tuple[Node | None, list[Problem]]:
    """The text form of one file, and what is wrong with it; None where nothing could be read."""
    walk = _Walk(file)
    try:
        if len(data) > LONGEST_FILE:
            raise YAMLError(f"the file is longer than {LONGEST_FILE} bytes")
        written = YAML(typ="safe", pure=True).compose(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        walk.refuse("unreadable-yaml", 0, "", "the file is not UTF-8 text", "save it as UTF-8")
        return None, walk.problems
    except RecursionError:
        walk.refuse("unreadable-yaml", 0, "", "the file is nested too deeply", "flatten it")
        return None, walk.problems
    except (YAMLError, ValueError) as error:
        walk.refuse(
            "unreadable-yaml", _line_of(error), "", f"not YAML: {_words_of(error)}", "correct the file"
        )
        return None, walk.problems
    if written is None:
        walk.refuse("unreadable-yaml", 0, "", "the file is empty", "fill it in or delete it")
        return None, walk.problems
    return walk.node(written), walk.problems


def _line_of(error: Exception) -> int:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return 0 if mark is None else int(mark.line) + 1


def _words_of(error: Exception) -> str:
    if isinstance(error, MarkedYAMLError) and error.problem:
        return str(error.problem)
    return str(error).splitlines()[0] if str(error) else type(error).__name__
