"""Lists of rewards: who is named for a term and a year, on what basis, and of whom nobody can tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import Marker, MarkerKind, PupilFlag
from tests.factories.site import a_pupil, a_user
from tests.factories.site_cases import put_marks
from tests.factories.site_registers import words_of
from tests.factories.site_rewards import a_scheme, attend, spoil

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 6, 10)  # in the summer term of 2025-26
TERM = (date(2026, 4, 13), date(2026, 7, 21))


def list_of(browser, held, scheme, day=SUMMER, user=None):
    address = reverse("reward-of-day", args=[held.school.pk, scheme.pk, day])
    return browser(user or held.officer).get(address)


def named(page, part="listed"):
    return [row.name.split()[0] for row in page.context["parts"][part]]


@pytest.mark.requirement("WID-23")
def test_one_authorised_absence_in_a_term_and_a_child_is_not_listed_for_it(browser, held):
    spoil(held.pupils[1], SUMMER, "C/")

    page = list_of(browser, held, a_scheme(held))

    assert named(page) == ["Ada", "Cleo", "Dara"]
    assert "Bela" not in words_of(page)
    assert "the summer term 2026" in words_of(page)


@pytest.mark.requirement("WID-23")
def test_the_next_term_is_a_list_of_its_own(browser, held):
    spoil(held.pupils[1], SUMMER, "C/")

    page = list_of(browser, held, a_scheme(held), date(2026, 9, 10))

    assert named(page) == ["Ada", "Bela", "Cleo", "Dara"]


@pytest.mark.requirement("WID-24")
def test_the_list_of_a_year_has_exactly_those_who_missed_no_session_of_it(browser, held):
    spoil(held.pupils[0], date(2025, 9, 10), "/O")
    spoil(held.pupils[1], date(2026, 7, 21), "M/")
    spoil(held.pupils[2], date(2026, 9, 10), "II")  # in the year after
    scheme = a_scheme(held, interval="yearly")

    page = list_of(browser, held, scheme)

    assert named(page) == ["Cleo", "Dara"]
    assert "the school year 2025-26" in words_of(page)


def test_lateness_and_education_elsewhere_are_no_absence(browser, held):
    spoil(held.pupils[0], SUMMER, "L/")
    spoil(held.pupils[1], SUMMER, "BB")
    spoil(held.pupils[2], SUMMER, "U/")  # after the register has closed

    assert named(list_of(browser, held, a_scheme(held))) == ["Ada", "Bela", "Dara"]


@pytest.mark.parametrize(("pair", "unknown"), [(" /", 1), ("  ", 2)])
def test_of_whom_a_mark_is_missing_nobody_can_tell(browser, held, pair, unknown):
    spoil(held.pupils[1], SUMMER, pair)

    page = list_of(browser, held, a_scheme(held))

    assert named(page) == ["Ada", "Cleo", "Dara"]
    assert named(page, "cannot_tell") == ["Bela"]
    assert f"{unknown} session{'s' if unknown > 1 else ''} without a mark" in words_of(page)


def test_an_unexplained_absence_counts_where_every_absence_does_and_is_unknown_where_illness_does_not(
    browser, held
):
    spoil(held.pupils[1], SUMMER, "NN")

    strict = list_of(browser, held, a_scheme(held))
    mild = list_of(browser, held, a_scheme(held, leaves_out=["I"]))

    assert named(strict, "cannot_tell") == []
    assert "Bela" not in named(strict)
    assert named(mild, "cannot_tell") == ["Bela"]


@pytest.mark.requirement("HAL-22")
def test_a_scheme_can_leave_out_illness_and_appointments_and_the_printed_list_says_so(browser, halton):
    spoil(halton.pupils[0], SUMMER, "II")
    spoil(halton.pupils[1], SUMMER, "M/")
    spoil(halton.pupils[2], SUMMER, "C/")

    page = list_of(browser, halton, a_scheme(halton, leaves_out=["I", "M"]))

    assert named(page) == ["Ada", "Bela", "Dara"]
    basis = words_of(page)[words_of(page).index("Basis of this list") :]
    assert "Left out, so that they count neither for nor against a child: I (ill" in basis
    assert "M (" in basis[: basis.index("Listed")]


@pytest.mark.requirement("HAL-22")
def test_children_with_a_medical_marker_are_not_compared_and_the_list_says_so(browser, halton):
    ill = halton.pupils[0]
    PupilFlag.objects.create(pupil=ill.pupil, name="medical_condition", first_day=date(2025, 9, 1))
    for number, pupil in enumerate(halton.pupils):
        attend(pupil, date(2026, 1, 5), date(2026, 1, 9 + number), "OO")
    scheme = a_scheme(halton, measure="most_improved", spares_marked=True)

    page = list_of(browser, halton, scheme)

    assert "Ada" not in named(page)
    assert named(page, "not_compared") == ["Ada"]
    told = "Children with a marker for a long-term medical condition or a disability are not compared"
    assert f"{told} with others: none is ranked below others." in words_of(page)


def test_how_many_have_a_marker_and_who_is_for_the_screen_of_whoever_gives_alone(browser, halton):
    PupilFlag.objects.create(pupil=halton.pupils[0].pupil, name="disability", first_day=date(2025, 9, 1))
    spoil(halton.pupils[0], SUMMER, "C/")
    scheme, senco = a_scheme(halton, spares_marked=True), a_user("senco", halton.school)

    lead, other = list_of(browser, halton, scheme), list_of(browser, halton, scheme, user=senco)

    assert not any("1 child" in each for each in lead.context["page"].basis)
    assert '<p class="govuk-body sf-not-on-paper">1 child has such a marker.' in lead.content.decode()
    assert "Ada" in words_of(lead)
    assert "such a marker." not in words_of(other)
    assert "Ada" not in words_of(other)
    assert halton.pupils[0].pupil_id not in other.context["page"].named


def test_who_was_ill_for_all_but_a_day_of_a_term_is_for_a_person_to_decide(browser, halton):
    attend(halton.pupils[0], date(2026, 4, 14), date(2026, 7, 21), "II")
    attend(halton.pupils[1], date(2026, 5, 1), date(2026, 7, 21), "II")  # 26 sessions are left
    halton.school.attendance_target = 95
    halton.school.save()

    for measure in ("full_attendance", "target_reached"):
        page = list_of(browser, halton, a_scheme(halton, leaves_out=["I"], measure=measure))
        assert named(page, "to_decide") == ["Ada"]
        assert named(page) == ["Bela", "Cleo", "Dara"]
        assert "2 of 2 sessions attended" in words_of(page)
        assert "Few sessions counted: 130 were left out" in words_of(page)


def test_in_a_week_an_appointment_takes_nobody_off_the_list_and_most_of_it_ill_is_to_decide(browser, halton):
    spoil(halton.pupils[0], SUMMER, "M/")
    attend(halton.pupils[1], date(2026, 6, 8), date(2026, 6, 10), "II")

    page = list_of(browser, halton, a_scheme(halton, leaves_out=["I", "M"], interval="weekly"))

    assert named(page) == ["Ada", "Cleo", "Dara"]
    assert named(page, "to_decide") == ["Bela"]


def test_a_class_is_listed_whoever_of_it_came_in_the_middle(browser, held):
    attend(a_pupil(held.school, held.group, first_day=date(2026, 6, 1)), date(2026, 6, 1))

    page = list_of(browser, held, a_scheme(held, scope="class"))

    assert [row.name for row in page.context["parts"]["listed"]] == [held.group.name]


def test_a_child_with_a_medical_marker_and_full_attendance_is_celebrated_like_all_others(browser, halton):
    for pupil in halton.pupils[:2]:
        PupilFlag.objects.create(pupil=pupil.pupil, name="disability", first_day=date(2025, 9, 1))
    spoil(halton.pupils[1], SUMMER, "C/")

    page = list_of(browser, halton, a_scheme(halton, spares_marked=True))

    assert named(page) == ["Ada", "Cleo", "Dara"]
    assert named(page, "not_compared") == ["Bela"]


@pytest.mark.requirement("SC-F7")
def test_the_list_says_its_basis_and_whose_reading_it_is(browser, held, halton):
    widnes = words_of(list_of(browser, held, a_scheme(held)))
    switched = ["I", "M", "C2", "R"]
    framework = words_of(list_of(browser, halton, a_scheme(halton, leaves_out=switched)))
    other = words_of(list_of(browser, held, a_scheme(held, leaves_out=["I"])))

    assert "No kind of absence is left out" in widnes
    assert (
        "As the pack has it; “Widnes Academy, attendance policy 2023-24” says: The policy rewards" in widnes
    )
    assert "Source: Widnes Academy, Attendance Policy" in widnes
    assert "Left out, so that they count neither for nor against a child: I (ill" in framework
    assert "The framework warns that rewards can penalise children with health issues" in framework
    assert "The scheme’s own choice; “Widnes Academy" in other
    because = "religious observance so that no child loses a reward for their faith"
    assert because in framework
    assert because not in widnes
    assert because not in other


@pytest.mark.requirement("HAL-22")
def test_as_the_pack_has_it_neither_a_part_time_timetable_nor_a_day_of_faith_costs_a_reward(browser, halton):
    offered = browser(halton.officer).get(reverse("reward-new", args=[halton.school.pk]))
    switched = offered.context["form"]["leaves_out"].value()
    for pupil, pair in zip(halton.pupils, (("/", "C2"), ("R", "R"), ("C", "/"), ("/", "/")), strict=True):
        put_marks(pupil, {SUMMER: pair})

    page = list_of(browser, halton, a_scheme(halton, leaves_out=switched))

    assert named(page) == ["Ada", "Bela", "Dara"]
    assert "C2 (leave under an agreed, temporary part-time timetable)" in words_of(page)


@pytest.mark.requirement("HAL-21")
def test_full_attendance_and_most_improved_are_listed_for_the_same_term(browser, held):
    ada, bela, cleo, _ = held.pupils
    attend(ada, date(2026, 2, 23), date(2026, 3, 13), "OO")
    attend(bela, date(2026, 3, 2), date(2026, 3, 6), "OO")
    attend(bela, date(2026, 6, 1), date(2026, 6, 2), "OO")
    attend(cleo, date(2026, 6, 1), date(2026, 6, 5), "OO")

    full = list_of(browser, held, a_scheme(held))
    improved = list_of(browser, held, a_scheme(held, measure="most_improved"))

    assert named(full) == ["Ada", "Dara"]
    assert named(improved) == ["Ada", "Bela"]
    span = "Counted: the sessions from 13 April 2026 to 21 July 2026"
    assert span in words_of(full)
    assert span in words_of(improved)
    assert "compared with the spring term 2026 (5 January 2026 to 27 March 2026)" in words_of(improved)


def test_those_at_the_last_place_of_the_most_improved_are_named_together(browser, held):
    for pupil, last in zip(held.pupils, (20, 13, 13, 6), strict=True):
        attend(pupil, date(2026, 3, 2), date(2026, 3, last), "OO")
    scheme = a_scheme(held, measure="most_improved", most_named=2)

    assert named(list_of(browser, held, scheme)) == ["Ada", "Bela", "Cleo"]


def test_nobody_is_called_improved_on_too_few_sessions_or_with_marks_missing(browser, held):
    late, gap = a_pupil(held.school, held.group, forename="Ezra", first_day=date(2026, 3, 26)), held.pupils[1]
    attend(late, date(2026, 3, 26), pair="OO")
    attend(late, date(2026, 4, 13))
    attend(gap, date(2026, 3, 2), date(2026, 3, 6), "O ")

    page = list_of(browser, held, a_scheme(held, measure="most_improved"))

    assert named(page) == []
    assert sorted(named(page, "cannot_tell")) == ["Bela", "Ezra"]
    assert "Too few sessions to compare" in words_of(page)


def test_a_bereaved_child_is_shown_for_care_and_not_ticked_and_one_who_died_only_where_listed(browser, held):
    bereaved, died, away = held.pupils[0].pupil, held.pupils[1].pupil, held.pupils[2]
    Marker.objects.create(kind=MarkerKind.BEREAVED, pupil=bereaved, first_day=date(2026, 10, 1))
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=died, first_day=date(2026, 10, 1))
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=away.pupil, first_day=date(2026, 10, 1))
    spoil(away, SUMMER, "C/")

    page = list_of(browser, held, a_scheme(held))

    assert named(page) == ["Dara"]
    assert {row.pupil: row.care for row in page.context["page"].care} == {
        bereaved.pk: "bereaved: take care",
        died.pk: "has died",
    }
    assert page.context["chosen"] == {held.pupils[3].pupil.pk}
    assert "Cleo" not in words_of(page)


def test_a_bereaved_child_of_whom_nobody_can_tell_stays_on_the_page_and_the_number_adds_up(browser, held):
    ada, bela, cleo, dara = held.pupils
    spoil(ada, SUMMER, "  ")
    spoil(bela, SUMMER, "C/")
    spoil(dara, SUMMER, "  ")
    PupilFlag.objects.create(pupil=bela.pupil, name="disability", first_day=date(2025, 9, 1))
    for child in (ada, bela, cleo):
        Marker.objects.create(kind=MarkerKind.BEREAVED, pupil=child.pupil, first_day=date(2026, 10, 1))
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=dara.pupil, first_day=date(2026, 10, 1))

    page = list_of(browser, held, a_scheme(held, spares_marked=True))

    found = page.context["page"]
    assert (named(page, "cannot_tell"), named(page, "not_compared")) == (["Ada"], ["Bela"])
    assert [row.name for row in found.care] == ["Cleo Noether"]
    assert "Dara" not in words_of(page)
    assert found.number == 4 == sum(map(len, found.parts.values())) + len(found.care)
    assert page.context["chosen"] == set()


@pytest.mark.parametrize("days", [("2026-11-30", None), ("2026-10-01", "2026-10-02")])
def test_a_death_is_for_good_whenever_it_was_written_down(browser, held, days):
    first, last = (each and date.fromisoformat(each) for each in days)
    Marker.objects.create(
        kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=first, last_day=last
    )

    page = list_of(browser, held, a_scheme(held))

    assert [row.care for row in page.context["page"].care] == ["has died"]


def test_a_list_of_a_time_that_is_not_over_says_so_and_counts_to_the_last_ended_day(browser, held):
    page = words_of(list_of(browser, held, a_scheme(held), date(2026, 11, 20)))

    assert "from 2 September 2026 to 19 November 2026" in page
    assert "The autumn term 2026 is not over: it ends on 18 December 2026" in page


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ("weekly", "the week of 8 June 2026"),
        ("half_termly", "the second half of the summer term 2026"),
        ("termly", "the summer term 2026"),
        ("yearly", "the school year 2025-26"),
    ],
)
@pytest.mark.requirement("WID-16")
def test_a_scheme_lists_who_qualifies_at_each_of_its_intervals(browser, held, interval, words):
    spoil(held.pupils[1], SUMMER, "C/")
    scheme = a_scheme(held, interval=interval)

    before = list_of(browser, held, scheme, SUMMER - timedelta(days=7)) if interval == "weekly" else None
    page = list_of(browser, held, scheme)

    assert named(page) == ["Ada", "Cleo", "Dara"]
    assert words in words_of(page)
    assert before is None or named(before) == ["Ada", "Bela", "Cleo", "Dara"]


def test_classes_are_compared_by_the_sums_of_their_children(browser, held):
    held.school.attendance_target = 95
    held.school.save()
    attend(held.pupils[1], date(2026, 6, 1), date(2026, 6, 26), "OO")

    page = list_of(browser, held, a_scheme(held, scope="class", measure="target_reached"))

    assert [row.name for row in page.context["parts"]["not_listed"]] == [held.group.name]
    assert "Bela" not in words_of(page)
