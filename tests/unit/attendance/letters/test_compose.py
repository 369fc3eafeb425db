"""A letter is made of its wording, the records and a head, or of nothing: what is missing is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from supportfirst.attendance.letters.compose import LettersLack, lacking
from supportfirst.attendance.letters.shape import Addressee, Child
from supportfirst.attendance.letters.wordings import frame_of
from tests.factories.letters import HEAD, barest, composed, every_wording, pack_of, values_for, worded_text

LETTERS = sorted(every_wording())


def test_what_stands_around_the_text():
    content = composed("halton.s1l1")

    assert content.addressee == ("Mrs Amina Rahman", "2 Sample Street", "Example Town", "ZZ99 3VZ")
    assert content.salutation == "Dear Mrs Amina Rahman"
    assert content.about == (
        ("Child’s full name", "Samuel Rahman"),
        ("Year group", "Year 8"),
        ("Date of birth", "3 May 2014"),
    )
    assert (content.letter, content.language, content.right_to_left) == ("halton.s1l1", "en-GB", False)
    assert content.wording == every_wording()["halton.s1l1"].wording.fingerprint


@pytest.mark.parametrize("letter", LETTERS)
def test_no_slot_is_left_open(letter):
    for content in (composed(letter), barest(letter)):
        assert "{" not in worded_text(content) + content.closing + content.salutation
        assert all(block.text for block in content.blocks)


@pytest.mark.parametrize("letter", LETTERS)
def test_the_same_records_make_the_same_letter(letter):
    assert composed(letter) == composed(letter)


def test_the_text_names_the_child_as_known_and_else_in_full():
    known = composed("widnes.letter_1")
    unknown = composed("widnes.letter_1", head=replace(HEAD, child=replace(HEAD.child, known_as="")))

    assert "Since 5 January 2026, Sam has missed 4.5 days" in worded_text(known)
    assert "Since 5 January 2026, Samuel Rahman has missed 4.5 days" in worded_text(unknown)


@pytest.mark.parametrize(
    ("head", "slot", "what", "where"),
    [
        (
            replace(HEAD, addressee=replace(HEAD.addressee, title="")),
            "addressee.title",
            "the title of Amina Rahman",
            "on the parent's contact page",
        ),
        (
            replace(HEAD, addressee=replace(HEAD.addressee, name=" ")),
            "addressee.name",
            "the full legal name of the parent",
            "on the parent's contact page",
        ),
        (
            replace(HEAD, child=replace(HEAD.child, name="")),
            "child.name",
            "the full legal name of the child",
            "on the child's page",
        ),
        (
            replace(HEAD, child=replace(HEAD.child, year_group="")),
            "child.year_group",
            "the child's year group",
            "on the child's page",
        ),
        (
            replace(HEAD, child=replace(HEAD.child, born="")),
            "child.born",
            "the child's date of birth",
            "on the child's page",
        ),
        (replace(HEAD, signatory=()), "signatory", "who signs the letter", "on the letter's form"),
    ],
)
def test_what_the_head_lacks_stops_the_letter_and_says_where_it_is_supplied(head, slot, what, where):
    with pytest.raises(LettersLack) as told:
        composed("essex.letter.meeting_invitation", head=head)

    [lack] = told.value.lacks
    assert (lack.slot, lack.what, lack.where) == (slot, what, where)


def test_only_a_letter_that_must_show_the_address_asks_for_it():
    nowhere = replace(HEAD, addressee=Addressee("Mrs", "Amina Rahman", ("", " ")))

    with pytest.raises(LettersLack, match="the full address of Amina Rahman"):
        composed("halton.s1l1", head=nowhere)
    assert composed("halton.s2l1", head=nowhere).addressee[0] == "Mrs Amina Rahman"


@pytest.mark.parametrize("slot", ["meeting_day", "meeting_time"])
def test_an_invitation_is_not_made_without_its_day_and_time(slot):
    with pytest.raises(LettersLack) as told:
        composed("essex.letter.meeting_invitation", **{slot: " "})

    assert [(lack.slot, lack.where) for lack in told.value.lacks] == [(slot, "on the invitation form")]


def test_an_empty_list_is_a_lack_where_its_paragraph_stands():
    with pytest.raises(LettersLack, match="the days on which school was missed"):
        composed("widnes.letter_1", missed_on=("", " "))


def test_everything_missing_is_named_at_once():
    pack = pack_of("widnes-academy")
    wording = every_wording()["widnes.letter_1"].wording
    nobody = replace(HEAD, addressee=Addressee("", ""), child=Child("", "", ""))

    found = {lack.slot for lack in lacking(wording, {}, nobody)}

    optional = {block.only_if for block in wording.blocks}
    assert found >= set(wording.slots) - {"child"} - optional
    assert found >= {"addressee.title", "addressee.name", "child.name", "child.year_group", "child.born"}
    assert lacking(wording, values_for(wording, pack), HEAD) == []


def test_a_paragraph_stands_only_where_its_slot_is_filled_and_its_fellow_where_it_is_not():
    ids = [block.id for block in composed("halton.s2l1").blocks]
    without = [block.id for block in composed("halton.s2l1", meeting_day="", support_offered=()).blocks]

    assert {"meeting", "formal_meeting", "offered"} <= set(ids)
    assert not {"formal_stage", "not_offered"} & set(ids)
    assert not {"meeting", "formal_meeting", "offered"} & set(without)
    assert {"formal_stage", "not_offered"} <= set(without)


def test_a_list_stands_beneath_its_paragraph_line_by_line():
    [days] = [block for block in composed("widnes.letter_1").blocks if block.id == "days"]

    assert days.items == ("8 January", "9 January, in the morning", "2 March")


def test_a_value_with_braces_in_it_is_shown_as_it_is():
    content = composed("coventry.letter.leave_declined", leave_reasons="You wrote {officer} and {nothing}.")

    assert "You wrote {officer} and {nothing}." in worded_text(content)


def test_a_period_of_the_law_comes_from_the_pack():
    text = worded_text(composed("coventry.letter.parent_message"))
    days = pack_of("coventry").values["unpaid.parent_days"].steps[-1].value

    assert f"within {days} days" in text


def test_a_right_to_left_language_is_known_by_its_first_part():
    frame = frame_of(pack_of("england"))

    assert [frame.is_right_to_left(each) for each in ("ur", "ar-EG", "en-GB", "pl")] == [
        True,
        True,
        False,
        False,
    ]
