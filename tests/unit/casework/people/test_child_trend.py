"""The trend and the patterns of a child's page: what is drawn, what is told beside it, and to whom."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.queries.child_trend import Share, StepsOfWeek, Target, TrendOfYear, WeekOfTrend
from supportfirst.casework.store.models import PackAdoption, PupilTarget, SchoolWeek
from supportfirst.casework.web.trend_chart import chart_of
from tests.factories.site import a_user
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_cases import an_assessment, an_event, put_marks, put_weeks

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 9)
FRIDAY = date(2026, 11, 20)


def part(family, anchor: str, following: str, client=None) -> str:
    """The words of one part of the page."""
    text = (client or family.client).get(family.address()).content.decode()
    inside = text[text.index(f'id="{anchor}"') : text.index(f'id="{following}"')]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def test_each_week_stands_by_itself_and_to_date(family):
    put_weeks(family.enrolment, MONDAY, "//")
    put_weeks(family.enrolment, date(2026, 11, 16), "/O")

    told = part(family, "trend", "patterns")

    assert "9 Nov 2026 10 of 10 sessions (100.0%) 10 of 10 sessions (100.0%)" in told
    assert "16 Nov 2026 5 of 10 sessions (50.0%) 15 of 20 sessions (75.0%)" in told


@pytest.mark.parametrize(
    ("own", "pack", "line"),
    [
        (97, "coventry", "97%, the school’s target"),
        (None, "coventry", "100%, the aim in Coventry"),
        (None, "halton", "90%, where persistent absence begins; the school has set no target."),
    ],
)
def test_the_line_is_the_schools_target_or_else_the_packs(family, own, pack, line):
    family.school.attendance_target = own
    family.school.save()
    PackAdoption.objects.update(pack=pack)
    put_weeks(family.enrolment, MONDAY, "//")

    assert f"Broken line: {line}" in part(family, "trend", "patterns")


def test_the_childs_own_target_stands_in_the_place_of_the_schools(family):
    family.school.attendance_target = 97
    family.school.save()
    put_weeks(family.enrolment, MONDAY, "//")
    PupilTarget.objects.create(
        submission=uuid4(),
        school=family.school,
        pupil=family.pupil,
        percent=82.5,
        reason="coming back",
        first_day=MONDAY,
        set_by=family.officer,
        set_at=NINE - timedelta(days=5),
    )

    told = part(family, "trend", "patterns")

    assert "Broken line: 82.5%, the child’s own target (the school’s is 97%)." in told


def school_week(family, monday: date, attended: int, possible: int) -> None:
    SchoolWeek.objects.create(
        school=family.school,
        school_year=2026,
        monday=monday,
        attended=attended,
        possible=possible,
        worked_out_at=NINE - timedelta(hours=6),
    )


def test_the_school_stands_beside_the_child_as_a_line_and_a_column(family):
    put_weeks(family.enrolment, MONDAY, "/O", 2)
    school_week(family, date(2026, 11, 2), 80, 100)
    school_week(family, MONDAY, 100, 100)

    text = family.client.get(family.address()).content.decode()
    told = part(family, "trend", "patterns")

    assert text.count('class="sf-chart__school"') == 1
    assert "The school to date 180 of 200 sessions (90.0%)." in told
    assert "Thin line: all pupils of the school to date, worked out on 20 November 2026." in told
    assert "9 Nov 2026 5 of 10 sessions (50.0%) 5 of 10 sessions (50.0%) 180 of 200 sessions (90.0%)" in told
    assert "10 of 20 sessions (50.0%) Not worked out yet" in told


def test_a_school_whose_weeks_are_not_added_up_is_told_as_such(family):
    put_weeks(family.enrolment, MONDAY, "//")

    text = family.client.get(family.address()).content.decode()

    assert "The school’s line is not worked out yet" in part(family, "trend", "patterns")
    assert "sf-chart__school" not in text


def test_a_past_moment_leaves_the_school_out(family):
    put_weeks(family.enrolment, MONDAY, "//")
    school_week(family, MONDAY, 90, 100)
    then = reverse("pupil-then", args=[family.school.pk, family.pupil.pk, NINE - timedelta(days=1)])

    text = family.client.get(then).content.decode()

    assert "sf-chart__school" not in text
    assert "90 of 100 sessions" not in text


def test_what_was_done_is_numbered_by_week_and_listed(family):
    put_weeks(family.enrolment, MONDAY, "//", 2)
    an_event(family.enrolment, "contact", by=family.officer, on=date(2026, 11, 9), channel="phone")
    an_event(family.enrolment, "contact", by=family.officer, on=date(2026, 11, 10), channel="phone")
    an_event(family.enrolment, "meeting", by=family.officer, on=date(2026, 11, 18))
    an_event(family.enrolment, "late_arrival", by=family.officer, on=date(2026, 11, 18))

    text = family.client.get(family.address()).content.decode()
    told = part(family, "trend", "patterns")

    assert "Week of 9 November 2026: Contact with a parent or carer, 2 times" in told
    assert "Week of 16 November 2026: A meeting was arranged" in told
    assert re.findall(r'class="sf-chart__number"[^>]*>(\d+)<', text) == ["1", "2"]
    assert "came late, and was signed in" not in told


def test_a_restricted_record_is_drawn_and_not_named(family):
    put_weeks(family.enrolment, MONDAY, "//", 2)
    other = a_user("dsl", family.school)
    an_event(family.enrolment, "home_visit", by=other, on=date(2026, 11, 18), restricted=True)

    assert "Week of 16 November 2026: A restricted record" in part(family, "trend", "patterns")
    assert "Week of 16 November 2026: A home visit" in part(family, "trend", "patterns", demo_client(other))


def test_what_was_struck_out_is_not_drawn(family):
    put_weeks(family.enrolment, MONDAY, "//", 2)
    visit = an_event(family.enrolment, "home_visit", by=family.officer, on=date(2026, 11, 18))
    an_event(family.enrolment, "struck_out", by=family.officer, strikes_out=visit.event, why="wrong child")

    assert "home visit" not in part(family, "trend", "patterns")


def test_a_teacher_sees_the_line_and_nothing_that_was_done(family):
    put_weeks(family.enrolment, MONDAY, "//", 2)
    an_event(family.enrolment, "contact", by=family.officer, on=date(2026, 11, 9), channel="phone")
    an_event(family.enrolment, "late_to_lesson", by=family.officer, on=MONDAY, lesson="Maths", minutes=4)

    told = part(family, "trend", "details", demo_client(family.teacher))

    assert "Line: attendance to date" in told
    assert "Contact with" not in told
    assert "Maths" not in told
    assert "Nothing was written down" not in told


def test_lessons_and_spells_are_counted_with_their_reasons(family):
    put_marks(
        family.enrolment,
        {
            date(2026, 11, 16): "//",
            date(2026, 11, 17): "/I",
            date(2026, 11, 18): "II",
            date(2026, 11, 19): "/N",
        },
    )
    for lesson in ("Period 3", "period  3", "Maths"):
        an_event(family.enrolment, "late_to_lesson", by=family.officer, lesson=lesson, minutes=5)
    an_event(family.enrolment, "truancy_found", by=family.officer, when="Period 3")
    an_event(
        family.enrolment,
        "absence_reason",
        by=family.officer,
        on=date(2026, 11, 17),
        session="afternoon",
        code="I",
        category="illness",
        reason="A cold",
    )

    told = part(family, "patterns", "contacts")

    assert "Missed 4 of 8 sessions since 1 August 2026, in 2 spells." in told
    assert "Period 3 2 10 1 Maths 1 5 0" in told
    assert "17 November 2026, afternoon 18 November 2026, afternoon 3 I × 3 illness" in told
    assert "19 November 2026, afternoon 19 November 2026, afternoon 1 N × 1 None entered" in told


def test_weekdays_say_how_many_of_how_many_before_the_share(family):
    stored = an_assessment(family.enrolment)
    halves = {"AM": {"absent": 0, "possible": 10}, "PM": {"absent": 0, "possible": 10}}
    pattern = dict.fromkeys(("Monday", "Tuesday", "Wednesday", "Thursday"), halves)
    pattern["Friday"] = {"AM": {"absent": 1, "possible": 10}, "PM": {"absent": 5, "possible": 8}}
    stored.document["measures"]["weekday_pattern"] = {**pattern, "flagged": ["Friday"]}
    stored.save()

    told = part(family, "patterns", "contacts")

    assert "Friday stands out 1 of 10 sessions (10%) 5 of 8 sessions (62%) 0" in told


def test_a_day_without_a_mark_ends_no_spell(family):
    put_marks(family.enrolment, {date(2026, 11, 17): "II", date(2026, 11, 19): "II"})

    assert "17 November 2026, morning 19 November 2026, afternoon 4 I × 4" in part(
        family, "patterns", "contacts"
    )


def year(*weeks: tuple[date, int, int], steps=()) -> TrendOfYear:
    shown = [WeekOfTrend(monday, Share(a, 10), Share(b, 100)) for monday, a, b in weeks]
    return TrendOfYear("2026 to 2027", shown, steps)


def test_a_share_is_never_rounded_onto_a_line_beside_which_it_stands():
    assert Share(316, 351).words == "316 of 351 sessions (90.03%)"
    assert Share(315, 350).words == "315 of 350 sessions (90.0%)"


def test_the_scale_begins_below_the_lowest_week_and_the_words_say_where():
    drawn = chart_of(year((MONDAY, 10, 100), (date(2026, 11, 16), 7, 85)), Target(95, "95%, a target"))

    assert [tick.words for tick in drawn.scale] == ["60%", "80%", "100%"]
    assert drawn.weeks[0].y == drawn.top
    assert drawn.weeks[0].y < drawn.target < drawn.weeks[1].y < drawn.bottom
    assert "The scale begins at 60%." in drawn.words
    assert "The lowest week began on 16 November 2026: 7 of 10 sessions (70.0%)." in drawn.words


def test_what_was_done_in_a_holiday_stands_between_two_weeks():
    half_term = date(2026, 10, 26)
    drawn = chart_of(
        year(
            (date(2026, 10, 19), 10, 100),
            (date(2026, 11, 2), 10, 100),
            steps=[StepsOfWeek(1, half_term, ["A visit"])],
        ),
        Target(90, ""),
    )

    assert drawn.weeks[0].x < drawn.steps[0].x < drawn.weeks[1].x


def test_a_week_belongs_to_the_month_of_its_friday():
    drawn = chart_of(year((date(2026, 8, 31), 10, 90), (date(2026, 9, 7), 10, 90)), Target(90, ""))
    assert [tick.words for tick in drawn.months] == ["Sep"]


def test_with_nothing_counted_nothing_is_drawn(family):
    text = family.client.get(family.address()).content.decode()

    assert "There is nothing to draw yet: no session has counted." in text
    assert "<svg" not in text[text.index('id="trend"') :]
