"""What `make samples` shows: three made-up schools under five bodies' policies, each with its worklist.

The first pupils of each worklist are printed; the whole of it goes to out/worklists/, as text
and as a page. Every step is an ordinary `supportfirst` command and is shown, to be tried again.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from samples.days import LAST_MARKED
from samples.generate import write_all
from scripts.traceability import ROOT

SAMPLES = Path("out/samples")
WORKLISTS = Path("out/worklists")
SHOWN = 5  # pupils of each worklist that are printed
DONE, PROBLEMS_EXIST = 0, 3


class Show(NamedTuple):
    folder: str
    pack: str


SHOWS = (
    Show("larkspur-primary", "widnes-academy"),
    Show("brackenhurst-high", "coventry"),
    Show("fernhollow-special", "cambridgeshire"),
    Show("brackenhurst-high", "essex"),
    Show("larkspur-primary", "halton"),
)


def assess_words(show: Show) -> list[str]:
    """The command that assesses one sample school."""
    folder = SAMPLES / show.folder
    return [
        "supportfirst",
        "assess",
        *("--register", str(folder / "register.csv")),
        *("--calendar", str(folder / "calendar.csv")),
        *("--pupils", str(folder / "pupils.csv")),
        *("--school", str(folder / "school.json")),
        *("--parents", str(folder / "parents.csv")),
        *("--history", str(folder / "history.json")),
        *("--pack", show.pack),
        *("--on", LAST_MARKED.isoformat()),
    ]


def run(words: Sequence[str], *, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a supportfirst command; what it says of problems goes straight to the screen, unless quiet."""
    command = [sys.executable, "-m", *words]
    said = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=said, text=True, check=False)


def first_pupils(worklist: str, most: int) -> tuple[str, int]:
    """The head of a worklist with its first pupils, and how many pupils follow."""
    lines = worklist.splitlines()
    starts = [place for place, line in enumerate(lines) if line[:1].isdigit() and ". " in line[:6]]
    if len(starts) <= most:
        return worklist.rstrip(), 0
    return "\n".join(lines[: starts[most]]).rstrip(), len(starts) - most


def show_school(show: Show) -> int:
    """Assess one school, keep its worklist and print the beginning; the command's exit code."""
    words = assess_words(show)
    print(f"\n{'─' * 100}\n$ {' '.join(words)}\n", flush=True)
    done = run(words)
    if done.returncode not in (DONE, PROBLEMS_EXIST):
        return done.returncode
    text, more = first_pupils(done.stdout, SHOWN)
    print(text)
    kept = WORKLISTS / f"{show.folder}-{show.pack}"
    (ROOT / f"{kept}.txt").write_text(done.stdout, encoding="utf-8")
    page = run([*words, "--format", "html"], quiet=True)
    (ROOT / f"{kept}.html").write_text(page.stdout, encoding="utf-8")
    others = f"… and {more} more pupils. " if more else ""
    print(f"\n{others}The whole worklist: {kept}.txt, and as a page: .html")
    return DONE


def main() -> int:
    print(f"Making three schools, all invented, in {SAMPLES} …", flush=True)
    write_all(ROOT / SAMPLES)
    (ROOT / WORKLISTS).mkdir(parents=True, exist_ok=True)
    for show in SHOWS:
        code = show_school(show)
        if code != DONE:
            return code
    print(f"\n{'─' * 100}")
    print("Every line can be opened: supportfirst explain UPN, with the options shown above.")
    print("What next: docs/tutorials/first-hour.md")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
