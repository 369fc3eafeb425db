from __future__ import annotations

import pytest

from supportfirst.attendance.ledger.alphabet import Alphabet, AlphabetFull, shown
from supportfirst.attendance.vocabulary.sessions import Half
from tests.factories.codes import build_codebook


def test_missing_gives_a_single_letter_itself_and_a_longer_symbol_a_spare_letter():
    letters = Alphabet().missing(["/", "N", "#", "C1", "C2"])

    assert letters == {"/": "/", "N": "N", "#": "#", "a": "C1", "b": "C2"}


def test_missing_gives_every_code_of_the_law_a_letter_of_its_own():
    symbols = build_codebook().symbols()

    letters = Alphabet().missing(symbols)

    assert sorted(letters.values()) == sorted(symbols)
    assert "." not in letters


def test_missing_passes_over_what_is_known_and_never_gives_a_letter_twice():
    alphabet = Alphabet()
    alphabet.learn(alphabet.missing(["/", "C1"]))

    assert alphabet.missing(["/", "C1", "C2"]) == {"b": "C2"}


def test_missing_says_when_no_letter_is_left():
    with pytest.raises(AlphabetFull, match="no character left"):
        Alphabet().missing([f"Y{number}" for number in range(100)])


@pytest.mark.parametrize("letters", [{".": "A"}, {"ab": "A"}, {"é": "A"}, {"N": "O"}, {"x": "N"}])
def test_learn_refuses_a_letter_that_could_be_mistaken(letters):
    alphabet = Alphabet()
    alphabet.learn({"N": "N"})

    with pytest.raises(ValueError, match="cannot be taken"):
        alphabet.learn(letters)


def test_shown_leans_a_present_mark_by_its_half():
    assert shown("/", Half.AM) == "/"
    assert shown("/", Half.PM) == "\\"
    assert shown("N", Half.PM) == "N"
