"""Every letter can be read at twelve, by two formulas; and the formulas give their published answers."""

from __future__ import annotations

import pytest

from tests.factories.letters import barest, composed, every_wording, worded_text
from tests.factories.reading_age import (
    coleman_liau_age,
    flesch_kincaid_age,
    sentences_of,
    syllables,
    words_of,
)

OLDEST = 12
# The text on which Coleman and Liau's index is worked out in print: 119 words, 5 sentences, grade 14.5.
PUBLISHED = (
    "Existing computer programs that measure readability are based largely upon subroutines which "
    "estimate number of syllables, usually by counting vowels. The shortcoming in estimating syllables is "
    "that it necessitates keypunching the prose into the computer. There is no need to estimate syllables "
    "since word length in letters is a better predictor of readability than word length in syllables. "
    "Therefore, a new readability formula was computed that has for its predictors letters per 100 words "
    "and sentences per 100 words. Both predictors can be counted by an optical scanning device, and thus "
    "the formula makes it economically feasible for an organization such as the U.S. Office of Education "
    "to calibrate the readability of all textbooks for the public school system."
)
SPOKEN = {
    1: (
        "school missed helped times rules days years year please here the we asks asked choice used "
        "friend change 9"
    ),
    2: (
        "session morning offered wanted people table reason being notice council contract quiet early "
        "something somewhere statement sometimes hopeful useful closely written worried social special "
        "welfare client create science places tables million onion nothing really"
    ),
    3: (
        "attendance family families idea area decided decision penalty officer interview evidence "
        "medical rearrange authorised assessment magistrates telephone video usual anything various "
        "previous period opinion"
    ),
    4: (
        "situation circumstances exceptional voluntary education solicitor unauthorised interpreter "
        "material actually experience"
    ),
}
COUNTS = [(word, count) for count, words in SPOKEN.items() for word in words.split()]


@pytest.mark.parametrize(("word", "count"), COUNTS)
def test_the_syllables_of_words_that_letters_use(word, count):
    assert syllables(word) == count


def test_coleman_and_liau_on_the_text_of_their_paper():
    assert (len(words_of(PUBLISHED)), len(sentences_of(PUBLISHED))) == (119, 5)
    assert coleman_liau_age(PUBLISHED) - 5 == pytest.approx(14.5, abs=0.05)


def test_flesch_and_kincaid_on_a_sentence_worked_by_hand():
    assert flesch_kincaid_age("The cat sat on the mat.") - 5 == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_a_hard_text_is_told_from_an_easy_one():
    hard = (
        "Notwithstanding representations previously communicated regarding unauthorised absenteeism, "
        "the undersigned authority reserves its entitlement to institute proceedings."
    )

    assert min(flesch_kincaid_age(hard), coleman_liau_age(hard)) > OLDEST


@pytest.mark.parametrize("letter", sorted(every_wording()))
@pytest.mark.parametrize("form", [composed, barest])
def test_a_letter_can_be_read_at_twelve_by_both_formulas(letter, form):
    text = worded_text(form(letter))

    assert flesch_kincaid_age(text) <= OLDEST
    assert coleman_liau_age(text) <= OLDEST
