"""No file over 400 lines, no function over 60."""

from __future__ import annotations

from pathlib import Path

from scripts.check_file_sizes import oversizes, python_files


def test_no_file_and_no_function_is_too_long() -> None:
    assert [sentence for path in python_files() for sentence in oversizes(path)] == []


def test_the_check_names_a_long_file_and_a_long_function(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("def f():\n" + "    x = 1\n" * 60 + "y = 2\n" * 340)

    found = list(oversizes(long))

    assert found == [
        f"{long}: 401 lines; at most 400",
        f"{long}:1: f has 61 lines; at most 60",
    ]


def test_the_check_lets_pass_what_just_fits(tmp_path: Path) -> None:
    fitting = tmp_path / "fitting.py"
    fitting.write_text("def f():\n" + "    x = 1\n" * 59 + "y = 2\n" * 340)

    assert list(oversizes(fitting)) == []
