"""How old a reader has to be: two published formulas, of which no word list and no library is needed.

Flesch–Kincaid (Kincaid and others, 1975) counts words in a sentence and syllables in a word;
Coleman–Liau (1975) counts letters and sentences in a hundred words, and so needs no syllables.
Both give a school grade of the United States; five years more is the age.
"""

from __future__ import annotations

import re

AGE_OF_GRADE_0 = 5
WORD = re.compile(r"[^\W_]+(?:['’\-.,:][^\W_]+)*%?")
SENTENCE_END = re.compile(r"(?<![A-Z])[.!?]+[”’\"')]*(?=\s|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
SPLIT_VOWELS = re.compile(  # two vowels beside each other that are said as two
    r"(?<![ct])ia|(?<![tsclnxg])io|iu|eo(?![pu])|(?<!t)ie(?=nt|nc|t$)|(?<![gq])ua|(?<=[a-z])y[aeiou]"
    r"|[eo]i(?=ng)|(?<=[rd])ea(?=s?$)|creat(?=e[ds]?$|i)|^rea(?=rr)"
)


def words_of(text: str) -> list[str]:
    """The words of a text; a number or a time is one."""
    return WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """Its sentences. A colon ends none, a new line does."""
    return [part for part in SENTENCE_END.split(text) if part and words_of(part)]


def syllables(word: str) -> int:
    """How many syllables an English word has, by its letters; a number counts as one."""
    plain = re.sub(r"[^a-z]", "", re.sub(r"['’]s$", "", word.lower()))
    if not plain:
        return 1
    count = len(VOWELS.findall(plain)) + len(SPLIT_VOWELS.findall(plain))
    if re.search(r"[^aeiouy]e$", plain) and not re.search(r"[^aeiouy]le$", plain):
        count -= 1
    if re.search(r"[^aeioudty]ed$", plain) or re.search(r"[^aeiouycgsxzhl]es$|[aeiou]les$", plain):
        count -= 1
    if re.search(r"[^aeiouy]e(ly|ment|ful|less|ness|where|thing|times)", plain):
        count -= 1
    return max(count, 1)


def flesch_kincaid_age(text: str) -> float:
    """0.39 words a sentence + 11.8 syllables a word - 15.59, as an age."""
    words = words_of(text)
    spoken = sum(map(syllables, words))
    grade = 0.39 * len(words) / len(sentences_of(text)) + 11.8 * spoken / len(words) - 15.59
    return grade + AGE_OF_GRADE_0


def coleman_liau_age(text: str) -> float:
    """0.0588 letters in 100 words - 0.296 sentences in 100 words - 15.8, as an age."""
    words = words_of(text)
    letters = sum(character.isalnum() for word in words for character in word)
    a_hundred = 100 / len(words)
    grade = 0.0588 * letters * a_hundred - 0.296 * len(sentences_of(text)) * a_hundred - 15.8
    return grade + AGE_OF_GRADE_0
