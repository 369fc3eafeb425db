"""A move towards a sanction is followed only where what its row asks for did not plainly fail that day."""

from datetime import date

from supportfirst.attendance.casebook.case import Case
from supportfirst.attendance.casebook.chronology import Chronology, standing
from supportfirst.attendance.casebook.earlier import EARLIER_FIGURES, as_of, before
from supportfirst.attendance.casebook.tracks import Tracks
from supportfirst.attendance.packs.case_shape import RecordKind
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.casework import CaseEvent

TRACK = "halton stages"
DAYS = {day: date(2026, 3, day) for day in (2, 9, 16, 23)}
KINDS = {
    "stage_move": RecordKind("stage_move", "A move", {}),
    "referral": RecordKind("referral", "A referral", {}),
    "referral_decision": RecordKind("referral_decision", "A decision", {}, about=("referral",)),
}


def event(id, day, kind="stage_move", **data):  # noqa: A002
    return CaseEvent(id=id, upn="A", kind=kind, on=DAYS[day], by_name="Sam Example", data=data)


def move(id, day, to):  # noqa: A002
    return event(id, day, track=TRACK, to=to, reason="as recorded")


MOVES = [move("m1", 2, "halton.stage_2"), move("m2", 16, "halton.stage_3")]


def recorded(*events: CaseEvent) -> Chronology:
    return standing(events, KINDS, on=DAYS[23], known_at=None)


def test_a_move_that_something_forbade_is_not_followed_and_is_told_it():
    state = Tracks(load_pack("halton")).follow(TRACK, recorded(*MOVES), lambda *_: "nobody accepted it")

    assert state.stage == "halton.stage_2"
    [fault] = state.faults
    assert "(m2) to “halton.stage_3” goes towards a sanction" in fault
    assert fault.endswith("did not allow it: nobody accepted it")


def test_a_move_that_nothing_forbade_it_follows():
    state = Tracks(load_pack("halton")).follow(TRACK, recorded(*MOVES), lambda *_: "")

    assert (state.stage, state.faults) == ("halton.stage_3", ())


def test_only_moves_towards_a_sanction_are_asked_about_with_the_stage_so_far():
    asked = []

    Tracks(load_pack("halton")).follow(
        TRACK,
        recorded(*MOVES),
        lambda row, record, so_far: asked.append((row.id, record.id, so_far.stage)) or "",
    )

    assert asked == [("halton.move.stage_2_to_3", "m2", "halton.stage_2")]


def test_a_record_of_an_earlier_day_carries_only_the_follow_ups_up_to_that_day_as_it_stood():
    chronology = recorded(
        event("r1", 2, "referral", route="casework"),
        event("d1", 9, "referral_decision", about="r1", decision="query"),
        event("d2", 23, "referral_decision", about="r1", decision="accepted"),
    )

    [then] = as_of(chronology, DAYS[16], ()).of(["referral"])
    [now] = chronology.of(["referral"])

    assert (then.field("decision"), then.field("referral_decision")) == ("query", DAYS[9])
    assert (now.field("decision"), now.field("referral_decision")) == ("accepted", DAYS[23])


def test_before_a_move_that_move_and_later_ones_of_its_day_are_not_there_yet_but_its_papers_are():
    chronology = recorded(
        *MOVES, move("m3", 16, "halton.stage_2"), event("r1", 16, "referral", route="prosecution")
    )
    case = Case(chronology, None, None, None, None, SchoolCalendar((), "none"), ())

    earlier = before(case, chronology.by_kind["stage_move"][1])

    assert [record.id for record in earlier.chronology.records] == ["m1", "r1"]


def test_figures_of_an_earlier_day_are_not_known_and_say_so():
    fact = EARLIER_FIGURES.marked("compulsory_school_age")

    assert (fact.value, EARLIER_FIGURES.known["compulsory_school_age"]) == (None, None)
    assert "not worked out again" in fact.missing


def test_a_move_on_a_track_that_the_policy_does_not_have_it_names():
    lost = event("m9", 2, track="halton stage", to="halton.stage_2", reason="as recorded")

    assert Tracks(load_pack("halton")).moves_on_none(recorded(*MOVES, lost)) == [
        "the move of 2026-03-02 (m9) is on the track “halton stage”, which this policy does not have"
    ]
    assert not Tracks(load_pack("halton")).moves_on_none(None)


def test_a_move_on_another_policys_track_is_no_fault():
    elsewhere = event("m9", 2, track="coventry stages", to="coventry.stage_2", reason="as recorded")

    assert not Tracks(load_pack("halton")).moves_on_none(recorded(elsewhere))
