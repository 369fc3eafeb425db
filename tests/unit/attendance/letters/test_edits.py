"""A person may add, leave out and reword within bounds; each refusal says rule, reason and way forward."""

from __future__ import annotations

import pytest

from supportfirst.attendance.letters.content import Content
from supportfirst.attendance.letters.edits import START, EditRefused, Edits, edited
from supportfirst.attendance.letters.wordings import frame_of, unwelcome_words
from tests.factories.letters import composed, every_wording, pack_of

LETTER = "halton.s1l1"


def after(edits: Edits, *, letter: str = LETTER) -> Content:
    pack = pack_of(every_wording()[letter].pack)
    return edited(
        composed(letter), edits, entry=pack.entries[letter], words=unwelcome_words(pack), frame=frame_of(pack)
    )


def refused(edits: Edits, *, letter: str = LETTER) -> EditRefused:
    with pytest.raises(EditRefused) as told:
        after(edits, letter=letter)
    assert told.value.rule
    assert told.value.why
    assert told.value.way_forward
    return told.value


def ids(content: Content) -> list[str]:
    return [block.id for block in content.blocks]


def test_no_edits_change_nothing():
    assert after(Edits()) == composed(LETTER)


def test_own_paragraphs_stand_after_the_block_they_name_and_before_all():
    content = after(
        Edits(after={START: ("Thank you for\n your call.",), "days": ("Well done.", "See you soon.")})
    )

    at = ids(content).index("days")
    assert ids(content)[0] == "own:1"
    assert content.blocks[0].text == "Thank you for your call."
    assert [block.text for block in content.blocks[at + 1 : at + 3]] == ["Well done.", "See you soon."]
    assert not any(
        block.fixed or block.says or block.answers for block in content.blocks if "own" in block.id
    )


def test_a_paragraph_that_may_be_edited_can_be_reworded_and_left_out():
    content = after(Edits(left_out=frozenset({"thanks"}), replaced={"opening": "We were glad to see you."}))

    assert "thanks" not in ids(content)
    assert content.blocks[0].text == "We were glad to see you."


@pytest.mark.parametrize("block", ["days", "offered", "given"])
def test_a_statement_stays_and_keeps_its_words(block):
    assert "carries a statement" in refused(Edits(left_out=frozenset({block}))).why
    assert refused(Edits(replaced={block: "Something else."})).block == block


def test_a_fixed_paragraph_stays_though_it_carries_no_statement():
    assert refused(Edits(left_out=frozenset({"ask"}))).rule == "a fixed paragraph stays in the letter"


@pytest.mark.parametrize("letter", sorted(every_wording()))
def test_nothing_that_a_letter_must_say_can_be_taken_out_of_any_letter(letter):
    for block in composed(letter).blocks:
        if block.says:
            refused(Edits(left_out=frozenset({block.id})), letter=letter)
            refused(Edits(replaced={block.id: "Nothing."}), letter=letter)


@pytest.mark.parametrize("letter", sorted(every_wording()))
def test_every_letter_still_answers_the_three_questions_when_all_that_may_go_is_gone(letter):
    open_ones = [block.id for block in composed(letter).blocks if not block.fixed]

    content = after(Edits(left_out=frozenset(open_ones)), letter=letter)

    assert {answer for block in content.blocks for answer in block.answers} == {
        "what",
        "by_when",
        "who_helps",
    }


def test_a_word_that_is_not_allowed_is_refused_with_what_to_say_instead():
    told = refused(Edits(after={"days": ("Sam is a truant.",)}))

    assert told.rule == "“truant” is not said in a letter to a family"
    assert told.way_forward == "say on which days the child was not in school"
    assert refused(Edits(replaced={"opening": "Your failure to reply is noted."})).block == "opening"


def test_a_word_that_the_catalogue_forbids_one_letter_is_refused_there():
    told = refused(
        Edits(after={START: ("Ask the Targeted and Specialist Services.",)}), letter="coventry.letter.stage_2"
    )

    assert "Targeted and Specialist" in told.rule


def test_a_paragraph_that_is_not_there_is_refused_and_so_is_an_empty_one():
    assert refused(Edits(after={"nowhere": ("Hello.",)})).block == "nowhere"
    assert refused(Edits(left_out=frozenset({START}))).block == START
    assert refused(Edits(replaced={"opening": " \n "})).rule == "a paragraph has words"


def test_own_paragraphs_are_few_and_short():
    frame = frame_of(pack_of("halton"))
    one = ("x" * frame.own_longest,)

    assert after(Edits(after={START: one * frame.own_most}))
    assert str(frame.own_most) in refused(Edits(after={START: one, "days": one * frame.own_most})).rule
    assert str(frame.own_longest) in refused(Edits(after={START: ("x" * (frame.own_longest + 1),)})).rule


def test_edits_are_kept_as_plain_data():
    edits = Edits(
        after={"days": ("One.", "Two.")}, left_out=frozenset({"thanks"}), replaced={"opening": "Hello."}
    )

    assert Edits.from_data(edits.as_data()) == edits
    assert Edits.from_data({}) == Edits()
