"""Every statement that a letter says it carries is found in the made letter, by its words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from supportfirst.attendance.letters.wordings import statements_due, uncarried
from tests.factories.letters import barest, composed, every_wording, pack_of

TODAY = date(2026, 11, 23)
# What has to be found in the blocks that carry a statement: every one of these, in any order.
SHOWN = {
    "cambridgeshire.statement.early_help_is_offered": [
        "early help assessment",
        "That is a talk",
        "voluntary",
    ],
    "cambridgeshire.statement.how_to_answer": [
        "let Mrs Lee know",
        "ring or write",
        "visit",
        "a yes later is just as",
    ],
    "coventry.statement.court": ["Coventry City Council may now take you to court", "tell us anything"],
    "coventry.statement.declined": ["the leave is not granted"],
    "coventry.statement.exceptional": ["have thought about whether there are exceptional circumstances"],
    "coventry.statement.implemented": ["made without you", "have not agreed", "what we hope for"],
    "coventry.statement.interview": [
        "come to an interview",
        "It is held here: Hill View",
        "bring a solicitor",
    ],
    "coventry.statement.meeting": [
        "come into school",
        "Monday 16 March 2026 at 9.30 am",
        "attendance contract",
    ],
    "coventry.statement.notice_requested": [
        "unauthorised",
        "We will then ask the Attendance",
        "penalty notice",
    ],
    "coventry.statement.offence": [r"section 444\(1A\)", "magistrates' court", "goes on missing school"],
    "coventry.statement.seven_days": ["within 7 days of this message"],
    "coventry.statement.six_weeks": [
        "runs for 6 weeks",
        "16 March 2026 to 26 April 2026",
        "On 27 April 2026",
    ],
    "coventry.statement.support": ["This help is there for you and Sam", "Mrs Lee"],
    "coventry.statement.team": ["Attendance and Children Missing Education Team"],
    "coventry.statement.voluntary": ["Nobody has to agree"],
    "england.praise.says.good_news": ["good news", "in school 3 days more"],
    "england.praise.says.thanks": ["Thank you"],
    "england.contract.says.voluntary": ["You choose whether to sign", "Nobody has to"],
    "essex.says.agreement": ["sign here", "what is written here from 16 March 2026 to 26 April 2026"],
    "essex.says.aim": ["Sam does better, and feels better"],
    "essex.says.alternative_venue": ["another place", "by phone or video", "need not say why"],
    "essex.says.chance_to_rearrange": [
        "day or time",
        "not (to )?suit you",
        "tell Mrs Lee",
        "find (another|one)",
    ],
    "essex.says.date_time": ["Monday 16 March 2026 at 9.30 am"],
    "essex.says.evidence_later": ["missing school", "a court may be shown what was kept"],
    "essex.says.figures": ["missed 9 sessions of 120 sessions", "6 sessions were unauthorised"],
    "essex.says.lead": ["Mrs Lee at Hill View School looks after this plan"],
    "essex.says.legal_basis": ["made under"],
    "essex.says.may_end": ["it may be ended", "another way may be taken", "work on it together"],
    "essex.says.new_date": ["new day is Monday 16 March 2026", "time is 9.30 am"],
    "essex.says.no_breach": ["nobody can be sued", "breach of contract, or ask for money"],
    "essex.says.no_sanction": ["no crime not to sign", "not to keep to it", "no fine"],
    "essex.says.not_working": ["It is not working", "tell us what got in the way"],
    "essex.says.partnership": ["as partners", "what help we put in place"],
    "essex.says.period": ["from 16 March 2026 to 26 April 2026"],
    "essex.says.requirements": ["You agree to do this", "Ring us before 9 am"],
    "essex.says.support": ["we would help, and this is how", "A place at breakfast club"],
    "essex.says.supportive": ["support you early", "nobody has to think about legal steps"],
    "essex.says.understood": ["went through it with you", "Mrs Lee read it out"],
    "halton.says.formal": ["is part of a formal process", "could lead to legal steps", "has been decided"],
    "halton.says.medical": [
        "can't mark the day as authorised",
        "This is why we ask",
        "hard to get, please ask",
    ],
    "halton.says.next_steps": ["comes next", "take part"],
    "halton.says.review_day": ["look at the plan again on Friday 24 April 2026"],
    "halton.says.summary": ["missed 4.5 days of school", "help that (we have|is in place)"],
    "widnes.says.days": ["missed 4.5 days", "9 sessions", "2 March"],
    "widnes.says.help": ["Breakfast club", "Mrs Lee"],
    "widnes.says.what_may_follow": [
        "Nothing has been decided",
        "may also ask the council",
        "tell us your side",
    ],
    "widnes.says.written_offer": ["offer you early help", "still say yes later"],
}
IN_THE_HEAD = {
    "essex.says.parent_name": "addressee",
    "essex.says.pupil_details": "about",
    "halton.says.posted_and_address": "address",
}
CARRIED = sorted(
    (letter, statement)
    for letter, worded in every_wording().items()
    for statement in {said for block in worded.wording.blocks for said in block.says}
)


@pytest.mark.parametrize(("letter", "statement"), CARRIED)
def test_a_statement_stands_in_the_blocks_that_carry_it(letter, statement):
    held = [block for block in composed(letter).blocks if statement in block.says]
    text = " ".join(" ".join([block.text, *block.items]) for block in held)

    assert [words for words in SHOWN[statement] if not re.search(words, text)] == []


@pytest.mark.parametrize("letter", sorted(every_wording()))
def test_a_letter_in_its_barest_form_carries_all_it_must_say_today(letter):
    worded = every_wording()[letter]
    pack = pack_of(worded.pack)
    said = {said for block in barest(letter).blocks for said in block.says} | set(worded.wording.head_says)

    assert {each.id for each in statements_due(pack, pack.entries[letter], TODAY)} <= said
    assert uncarried(worded.wording, pack, TODAY) == ()


def test_what_the_head_carries_is_in_the_head():
    for worded in every_wording().values():
        for statement, parts in worded.wording.head_says.items():
            assert IN_THE_HEAD[statement] in parts


def test_a_statement_that_is_not_worded_is_told():
    pack = pack_of("halton")
    letter = pack.entries["halton.s2l1"]
    praise = every_wording()["england.letter.praise"].wording

    due = [each.id for each in statements_due(pack, letter, TODAY)]

    assert due == ["halton.says.summary", "halton.says.formal"]
    assert praise.says == {"england.praise.says.good_news", "england.praise.says.thanks"}


@pytest.mark.parametrize("letter", sorted(every_wording()))
def test_no_letter_shows_a_share_before_the_days(letter):
    text = " ".join(block.text for block in composed(letter).blocks)
    share = text.find("%")

    assert share == -1 or -1 < text.find("days") < share
