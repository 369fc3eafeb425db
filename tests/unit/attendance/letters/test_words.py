"""Words that a letter may not have are found however they are written, and nothing else is."""

from __future__ import annotations

import pytest

from supportfirst.attendance.letters.shape import UnwelcomeWord
from supportfirst.attendance.letters.wordings import unwelcome_words
from supportfirst.attendance.letters.words import banned_in
from tests.factories.letters import composed, every_wording, pack_of, worded_text

LATE = UnwelcomeWord(("failure to", "tardy"), "it blames", "say what was counted")
JARGON = UnwelcomeWord(("unauthorised",), "few know it", "explain it", ("the school's leave",))


def words_in(text: str, *, whole: str = "") -> list[str]:
    return [found.word for found in banned_in(text, None, [LATE, JARGON], whole=whole)]


@pytest.mark.parametrize(
    "text",
    [
        "Failure to reply",
        "your FAILURE  TO",
        "a failure\nto come",
        "failure-to",
        "(failure to)",
        "failure\u00a0to",
    ],
)
def test_a_word_is_found_in_any_case_spacing_and_place(text):
    assert words_in(text) == ["failure to"]


@pytest.mark.parametrize("text", ["a failure, to be sure", "tardyish", "untardy", "fail to", ""])
def test_only_whole_words_are_found(text):
    assert words_in(text) == []


def test_an_abbreviation_is_found_as_it_is_written_and_a_child_called_alike_is_not():
    short = UnwelcomeWord(("SAM", "SENCo"), "few know it", "write it out")

    assert banned_in("Sam came to see the Senco with Pa.", None, [short]) == []
    assert [found.word for found in banned_in("The SAM is with the SENCo.", None, [short])] == [
        "SAM",
        "SENCo",
    ]


def test_what_is_found_says_why_and_what_to_say_instead():
    [found] = banned_in("He was tardy.", None, [LATE])

    assert (found.word, found.why, found.instead) == ("tardy", "it blames", "say what was counted")


def test_a_word_may_stand_where_the_letter_explains_it():
    assert words_in("It is unauthorised.") == ["unauthorised"]
    assert words_in("It is unauthorised.", whole="… without the school’s leave. It is unauthorised.") == []


def test_a_letter_may_have_words_of_its_own_that_it_may_not_say():
    entry = pack_of("coventry").entries["coventry.letter.stage_2"]

    [found] = banned_in("Ask the Education Entitlement Service.", entry, [])

    assert found.word == "Education Entitlement Service"


@pytest.mark.parametrize(
    "name", ["Children and Family First", "Education Entitlement", "Targeted and Specialist"]
)
def test_coventrys_former_names_are_known_in_every_letter_of_coventry_and_in_none_elsewhere(name):
    text = f"Please ring the {name} team."

    assert [found.word for found in banned_in(text, None, unwelcome_words(pack_of("coventry")))] == [name]
    assert banned_in(text, None, unwelcome_words(pack_of("essex"))) == []


@pytest.mark.parametrize("letter", sorted(every_wording()))
def test_no_shipped_letter_has_such_a_word_once_it_is_made(letter):
    worded = every_wording()[letter]
    pack = pack_of(worded.pack)
    text = worded_text(composed(letter))

    assert banned_in(text, pack.entries[letter], unwelcome_words(pack)) == []
