"""`make samples` prints the beginning of each worklist and says how many more there are."""

from __future__ import annotations

from samples.schools import PLANS
from scripts.show_samples import SHOWS, assess_words, first_pupils
from supportfirst.attendance.packs.load import pack_names

WORKLIST = """Worklist on 2026-11-20
3 of 90 pupils crossed a line.

1. Ada Moss (A1), 3M
   90.0% (90 of 100 sessions). Here because: 10 sessions.
   • 10 sessions
2. Ben Fell (B1), 3M
   80.0% (80 of 100 sessions). Here because: 20 sessions.
3. Cat Dale (C1), 4D
   70.0% (70 of 100 sessions). Here because: 30 sessions.
"""


def test_the_first_pupils_are_shown_whole_and_the_others_counted() -> None:
    shown, more = first_pupils(WORKLIST, 2)

    assert shown.splitlines()[0] == "Worklist on 2026-11-20"
    assert shown.splitlines()[-1] == "   80.0% (80 of 100 sessions). Here because: 20 sessions."
    assert more == 1


def test_a_short_worklist_is_shown_whole() -> None:
    assert first_pupils(WORKLIST, 3) == (WORKLIST.rstrip(), 0)


def test_every_sample_school_is_shown_under_a_pack_that_ships() -> None:
    assert {show.folder for show in SHOWS} == {plan.folder for plan in PLANS}
    assert {show.pack for show in SHOWS} == set(pack_names()) - {"england"}


def test_the_command_shown_names_every_file_of_the_school() -> None:
    words = " ".join(assess_words(SHOWS[0]))

    assert words.startswith("supportfirst assess --register out/samples/larkspur-primary/register.csv")
    assert words.endswith("--pack widnes-academy --on 2026-11-20")
