"""What every test may count on: settled Hypothesis runs, known requirement ids, closed sockets.

Sockets are closed and warnings are errors by pyproject.toml. Hypothesis draws the same examples
each time (a failure can be had again) and has no deadline, since the machine may be busy.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from scripts.traceability import catalogue

settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--requirement",
        action="append",
        default=[],
        metavar="ID",
        help="run only the tests marked with this requirement id; may be given again",
    )


def requirement_ids(item: pytest.Item) -> set[str]:
    return {id_ for mark in item.iter_markers("requirement") for id_ in mark.args}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    known = catalogue()
    unknown = sorted({id_ for item in items for id_ in requirement_ids(item)} - set(known))
    if unknown:
        raise pytest.UsageError(f"not in docs/requirements.csv: {', '.join(unknown)}")
    wanted = set(config.getoption("--requirement"))
    if wanted:
        kept = [item for item in items if requirement_ids(item) & wanted]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What walks over many pages say that they looked at, from whichever process they ran in."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, said in getattr(report, "user_properties", ()):
            if name == "looked at":
                terminalreporter.write_line(f"looked at, as {said}")
