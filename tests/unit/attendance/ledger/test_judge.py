from __future__ import annotations

from supportfirst.attendance.ledger.judge import Entry, Incoming, Place, Verdict, judge
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, read_moment
from tests.factories.ledgers import build_session

SESSION = build_session("2025-09-03 AM")
NINE = read_moment("2025-09-03T09:00:00Z")
TEN = read_moment("2025-09-03T10:00:00Z")
NEXT_DAY = read_moment("2025-09-04T10:00:00Z")


def build_entry(symbol: str, at: int = NOT_RECORDED, *, typed: bool = False, sha256: str = "old") -> Entry:
    return Entry(symbol=symbol, recorded_at=at, at=at, typed=typed, sha256="" if typed else sha256)


def verdict(history: list[Entry], symbol: str, at: int = NOT_RECORDED) -> Verdict:
    return judge(history, Incoming(symbol, at), SESSION)


def test_judge_leaves_a_place_that_says_the_same():
    assert verdict([build_entry("N", NINE)], "N", NEXT_DAY) is Verdict.UNCHANGED


def test_judge_amends_by_a_later_file_when_neither_says_a_moment():
    assert verdict([build_entry("N")], "I") is Verdict.AMENDS


def test_judge_amends_by_a_later_file_when_only_the_new_one_says_a_moment():
    assert verdict([build_entry("N")], "L", NINE) is Verdict.AMENDS


def test_judge_amends_by_a_mark_recorded_later():
    assert verdict([build_entry("N", NINE)], "I", TEN) is Verdict.AMENDS


def test_judge_does_not_decide_on_a_mark_recorded_at_the_same_moment():
    assert verdict([build_entry("N", NINE)], "I", NINE) is Verdict.UNDECIDED


def test_judge_does_not_decide_on_a_mark_recorded_earlier():
    assert verdict([build_entry("N", TEN)], "I", NINE) is Verdict.UNDECIDED


def test_judge_takes_a_mark_without_a_moment_as_of_the_end_of_its_own_day():
    assert verdict([build_entry("N", TEN)], "I") is Verdict.AMENDS
    assert verdict([build_entry("N", NEXT_DAY)], "I") is Verdict.UNDECIDED


def test_judge_knows_a_mark_of_the_same_moment_again_wherever_it_stands_in_the_history():
    history = [build_entry("N", NINE), build_entry("I", TEN)]

    assert verdict(history, "N", NINE) is Verdict.UNCHANGED


def test_judge_takes_a_mark_without_a_moment_as_news_though_it_stood_once_before():
    assert verdict([build_entry("N"), build_entry("I")], "N") is Verdict.AMENDS


def test_place_takes_what_an_unfinished_append_of_the_same_file_left_as_already_there():
    place = Place([build_entry("N", sha256="one"), build_entry("I", sha256="two")], sha256="two")

    assert place.judge(Incoming("I", NOT_RECORDED), SESSION) is Verdict.UNCHANGED


def test_place_judges_as_if_what_an_unfinished_append_left_were_not_there_yet():
    base, left = build_entry("C", TEN, sha256="one"), build_entry("/", sha256="two")

    first_run = Place([base], sha256="two").judge(Incoming("N", NINE), SESSION)
    second_run = Place([base, left], sha256="two").judge(Incoming("N", NINE), SESSION)

    assert first_run is second_run is Verdict.UNDECIDED


def test_judge_lets_no_file_undo_a_typed_correction_without_a_later_moment():
    history = [build_entry("N"), build_entry("I", TEN, typed=True)]

    assert verdict(history, "O") is Verdict.UNDECIDED
    assert verdict(history, "O", NINE) is Verdict.UNDECIDED
    assert verdict(history, "O", TEN) is Verdict.UNDECIDED


def test_judge_sees_that_a_file_only_repeats_what_a_person_corrected():
    history = [build_entry("N", sha256="first"), build_entry("I", TEN, typed=True)]

    assert verdict(history, "N") is Verdict.CORRECTED_SINCE


def test_judge_amends_a_typed_correction_by_a_mark_recorded_after_it():
    history = [build_entry("N"), build_entry("I", TEN, typed=True)]

    assert verdict(history, "N", NEXT_DAY) is Verdict.AMENDS
