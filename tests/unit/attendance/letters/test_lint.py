"""`check-pack` on wordings: each fault with its file, its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportfirst.attendance.letters.lint import check_letters
from supportfirst.attendance.packs.load import build_from
from supportfirst.attendance.vocabulary.problems import Problem
from tests.factories.pack_folders import FILES, write_files, write_town

ENTRIES = """\
statements:
  land.says.days: {title: Days, text: How many days were missed., source: act, passage: section 3}
  land.says.old: {title: Old, text: Not said any more., source: act, passage: section 3, last_day: 2019-12-31}
letters:
  land.letter:
    title: A letter
    text: A letter.
    to: [parent]
    must_say: [land.says.days, land.says.old]
    must_not_say: [Old Team]
    source: act
    passage: section 3
roles:
  parent: {title: Parent, body: other, source: act, passage: section 3}
"""
CHECKED = "checked: {by: somebody, on: 2026-01-01, next: 2027-01-01}\n"
FRAME = (
    CHECKED
    + """\
salutation: Dear {addressee}
closing: Yours sincerely
about: {name: Name}
labels: {dated: Date, reference: Reference, copies: Copies}
questions:
  what: {title: What?, phrases: [please]}
  by_when: {title: By when?, slots: [reply_by]}
  who_helps: {title: Who?, slots: [helper]}
own_most: 2
own_longest: 100
"""
)
SLOTS = (
    CHECKED
    + """\
slots:
  child: {words: the child, where: here, sample: Sam}
  days: {words: the days, where: here, kind: list, sample: [one, two]}
  missed: {words: the count, where: here, kind: number, sample: 3 days}
  reply_by: {words: the day, where: here, kind: day, sample: 1 May}
  helper: {words: who, where: here, sample: Jo}
"""
)
WORDS = CHECKED + "words:\n  - {word: [naughty], why: it blames, instead: say what happened}\n"
WORDING = """\
letter: land.letter
first_day: 2020-09-01
tone_reviewed: {by: policy lead, on: 2026-01-01}
heading: About {child}
blocks:
  - id: days
    text: "{child} missed {missed}:"
    items: days
    says: [land.says.days]
  - id: thanks
    text: Thank you.
    may_be_edited: yes
  - id: ask
    text: Please ring {helper} by {reply_by}.
    answers: [what, by_when, who_helps]
"""
LETTERS = {
    "entries/all.yaml": ENTRIES,
    "letters/frame.yaml": FRAME,
    "letters/slots.yaml": SLOTS,
    "letters/words.yaml": WORDS,
    "letters/a.yaml": WORDING,
}


def faults(folder: Path) -> list[Problem]:
    built = build_from(folder)
    assert built.problems == []
    return check_letters(folder, built.pack)


def land(parent: Path, **letters: str) -> Path:
    return write_files(parent / "land", {**FILES, **LETTERS, **letters})


def line_of(fragment: str, text: str = WORDING) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_a_sound_wording_has_no_fault(tmp_path):
    assert faults(land(tmp_path)) == []


DAYS = "id: days"
ANSWERS, SAYS, ITEMS = "answers: [what, by_when, who_helps]", "says: [land.says.days]", "items: days"
CASES = [
    ("unknown-letter", "letter: land.letter", "letter: land.lettre", "letter:", "land.lettre"),
    ("missing-tone_reviewed", "tone_reviewed: {by: policy lead, on: 2026-01-01}\n", "", "letter:", ""),
    ("missing-on", "{by: policy lead, on: 2026-01-01}", "{by: policy lead}", "tone_reviewed", ""),
    ("missing-first_day", "first_day: 2020-09-01\n", "", "letter:", ""),
    ("missing-heading", "heading: About {child}\n", "", "letter:", ""),
    ("statement-not-carried", f"    {SAYS}\n", "", "letter:", "land.says.days"),
    (
        "statement-not-carried",
        "    items: days\n",
        "    items: days\n    only_if: days\n",
        "letter:",
        "land.says.days",
    ),
    ("unknown-slot", "missed {missed}", "missed {mised}", DAYS, "mised"),
    ("unknown-slot", "heading: About {child}", "heading: About {kind}", "letter:", "kind"),
    ("unknown-slot", "    items: days\n", "    items: dayz\n", DAYS, "dayz"),
    ("unknown-slot", "missed {missed}", "missed {value:land.none}", DAYS, "value:land.none"),
    ("list-in-sentence", "missed {missed}:", "missed {days}:", DAYS, "days"),
    ("not-a-list", "    items: days\n", "    items: missed\n", DAYS, "missed"),
    ("unwelcome-word", "Thank you.", "Do not be naughty.", "id: thanks", "naughty"),
    ("unwelcome-word", "Thank you.", "Ask the old team.", "id: thanks", "Old Team"),
    ("unwelcome-word", "heading: About {child}", "heading: Naughty {child}", "letter:", "naughty"),
    ("number-in-wording", "Thank you.", "Thank you for 5 days.", "id: thanks", "5"),
    (
        "question-not-answered",
        ANSWERS,
        "answers: [what, who_helps]",
        "letter:",
        "by_when",
    ),
    ("question-not-answered", "Please ring", "Do ring", "letter:", "what"),
    ("question-not-answered", " by {reply_by}", " soon", "letter:", "by_when"),
    ("question-not-answered", "ring {helper}", "ring us", "letter:", "who_helps"),
    (
        "unknown-question",
        ANSWERS,
        "answers: [what, when]",
        "answers:",
        "answers",
    ),
    (
        "unknown-statement",
        SAYS,
        "says: [land.says.days, land.says.x]",
        DAYS,
        "land.says.x",
    ),
    (
        "statement-open",
        "    says: [land.says.days]\n",
        "    says: [land.says.days]\n    may_be_edited: yes\n",
        DAYS,
        "",
    ),
    ("repeated-id", "id: thanks", "id: days", "id: thanks", ""),
    ("bad-id", "id: thanks", "id: own:1", "id: thanks", ""),
    ("braces", "Thank you.", "Thank you {.", "text: Thank", ""),
    (
        "two-conditions",
        "    may_be_edited: yes\n",
        "    only_if: days\n    unless: days\n",
        "may_be_edited",
        "",
    ),
    ("unknown-key", "    may_be_edited: yes\n", "    colour: red\n", "may_be_edited", ""),
    ("missing-translator", "letter: land.letter\n", "letter: land.letter\nlanguage: cy\n", "letter:", ""),
]


@pytest.mark.parametrize(("kind", "old", "new", "at", "value"), CASES)
def test_a_fault_is_told_with_its_file_line_and_remedy(tmp_path, kind, old, new, at, value):
    assert WORDING.count(old) == 1

    found = faults(land(tmp_path, **{"letters/a.yaml": WORDING.replace(old, new)}))

    told = next(each for each in found if each.kind == kind)
    assert told.file == "land/letters/a.yaml"
    assert told.problem
    assert told.remedy
    assert abs(told.line - line_of(at)) <= 1
    if value and kind != "unknown-question":
        assert told.value == value


def test_a_statement_that_has_ended_need_not_be_said_and_one_in_force_must(tmp_path):
    earlier = WORDING.replace("first_day: 2020-09-01", "first_day: 2019-09-01")

    [told] = faults(land(tmp_path, **{"letters/a.yaml": earlier}))

    assert (told.kind, told.value) == ("statement-not-carried", "land.says.old")


def test_a_statement_said_either_way_is_carried(tmp_path):
    either = WORDING.replace("    items: days\n", "    items: days\n    only_if: days\n").replace(
        "    text: Thank you.\n    may_be_edited: yes\n",
        "    text: We counted {missed}.\n    unless: days\n    says: [land.says.days]\n",
    )

    assert faults(land(tmp_path, **{"letters/a.yaml": either})) == []


def test_two_wordings_of_one_letter_in_one_language_are_a_fault(tmp_path):
    [told] = faults(land(tmp_path, **{"letters/b.yaml": WORDING}))

    assert (told.kind, told.file) == ("repeated-wording", "land/letters/b.yaml")


def test_a_translation_has_the_blocks_of_the_english(tmp_path):
    head = "letter: land.letter\nlanguage: cy\ntranslated_by: Siân Price\n"
    welsh = WORDING.replace("letter: land.letter\n", head)
    short = welsh.replace("  - id: thanks\n    text: Thank you.\n    may_be_edited: yes\n", "")

    assert faults(land(tmp_path / "one", **{"letters/a.cy.yaml": welsh})) == []
    [told] = faults(land(tmp_path / "two", **{"letters/a.cy.yaml": short}))
    assert told.kind == "translation-differs"


def test_a_layer_above_words_a_letter_anew_with_the_slots_and_words_beneath(tmp_path):
    land(tmp_path)
    naughty = WORDING.replace("Thank you.", "Do not be naughty.")
    town = write_town(tmp_path, **{"letters/a.yaml": naughty, "letters/slots.yaml": SLOTS})

    found = faults(town)

    assert {(each.kind, each.file) for each in found} == {
        ("unwelcome-word", "town/letters/a.yaml"),
        ("shared-below-national", "town/letters/slots.yaml"),
    }


def test_what_cannot_be_read_is_told_and_nothing_is_raised(tmp_path):
    folder = land(tmp_path, **{"letters/a.yaml": "letter: [", "letters/words.yaml": "words: none"})

    found = check_letters(folder, None)

    assert {each.file for each in found} == {"land/letters/a.yaml", "land/letters/words.yaml"}
    assert check_letters(tmp_path / "nowhere", None) == []
