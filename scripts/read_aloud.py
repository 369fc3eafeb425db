"""`python -m scripts.read_aloud`: what a parent reads in each situation, written down to be read aloud.

Run it after a change of wording, and read what came out before it is committed.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from scripts.traceability import ROOT
from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from tests.factories.desks import ADA, Desk
from tests.factories.situations import SITUATIONS, Situation

PAGE = ROOT / "docs/explanation/ten-situations.md"
OPENING = """# Ten situations, as a parent reads them

What `supportfirst explain UPN … --for parent --parent P1` says of an invented child under five bodies, in
ten situations (two of them in two ways). Each text was read aloud, and answers a parent's three questions:
what, by when, who helps. The list of days that ends each text is left out here. A test holds these texts to
what the command says; after a change of wording run `python -m scripts.read_aloud`, and read them again."""
DAYS = "\nThe days this is about:"


def told_to_a_parent(situation: Situation, folder: Path) -> str:
    """The text without its list of days."""
    options = situation.options(Desk(folder, None))  # type: ignore[arg-type]
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        run(app, ["explain", ADA, *options, "--for", "parent", "--parent", "P1"])
    return out.getvalue().partition(DAYS)[0].strip()


def lines() -> Iterator[str]:
    yield OPENING
    for situation in SITUATIONS:
        with tempfile.TemporaryDirectory() as folder:
            told = told_to_a_parent(situation, Path(folder))
        yield f"\n## {situation.title}\n\nUnder `{situation.pack}`, on {situation.on}."
        yield f"\n```text\n{told}\n```"


def main() -> int:
    PAGE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
