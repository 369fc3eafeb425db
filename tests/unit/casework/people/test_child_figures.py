"""Every figure of a child's page opens to exactly the sessions behind it, with who recorded each of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import AuditEvent
from supportfirst.casework.web import middleware
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_cases import an_assessment, put_marks, put_weeks
from tests.factories.site_registers import a_register_school, amend, submit
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db
AUTUMN = date(2026, 9, 7)  # a Monday
FRIDAY = date(2026, 11, 20)
FIVE = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MOST_QUERIES = 60


def assess(school) -> None:
    """As the worker does in the afternoon."""
    with transaction.atomic():
        ask_reassessment(school, None, FIVE)
    Worker(now=lambda: FIVE, kinds={"assess_school": assess_school}).run_next()


def opened(client, school, child) -> dict[str, str]:
    """The figures that a child's page leads to, by name, with the words beside each."""
    page = client.get(reverse("pupil", args=[school.pk, child.pupil_id])).content.decode()
    return {
        unquote(address.rstrip("/").rpartition("/")[2]): address
        for address in re.findall(r'href="([^"]*/figures/[^"]+/)"', page)
    }


def a_school_of_many_ways(marks: dict[str, list[tuple[date, str, int]]]):
    school = a_school(pack="widnes-academy", attendance_target=97)
    group = a_class(school)
    children = [a_pupil(school, group, forename=name) for name in marks]
    for child, weeks in zip(children, marks.values(), strict=True):
        for monday, pair, count in weeks:
            put_weeks(child, monday, pair, count)
    assess(school)
    return school, children


@pytest.fixture(autouse=True)
def at_five(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: FIVE)


WAYS = {
    "Ada": [(date(2025, 9, 8), "OO", 3), (AUTUMN, "/\\", 6), (date(2026, 11, 2), "IO", 3)],
    "Bo": [(AUTUMN, "OO", 7), (date(2026, 11, 2), "GU", 2), (date(2026, 11, 16), "LN", 1)],
    "Cy": [(AUTUMN, "/I", 5), (date(2026, 10, 12), "II", 2), (date(2026, 11, 2), " /", 3)],
    "Di": [(AUTUMN, "/\\", 7), (date(2026, 11, 2), "XX", 1), (date(2026, 11, 9), "UL", 2)],
}


@pytest.mark.parametrize("place", range(len(WAYS)), ids=WAYS)
def test_each_figure_of_the_page_opens_to_as_many_sessions_as_it_says(place):
    school, children = a_school_of_many_ways(WAYS)
    client = demo_client(a_user("attendance_officer", school))

    figures = opened(client, school, children[place])

    assert len(figures) > 20
    counted = 0
    for name, address in figures.items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        page = answer.context["page"]
        body = answer.content.decode()
        rows = body[body.index("<tbody>") :].split("</tbody>")[0].count("<tr>") if "<tbody>" in body else 0
        assert rows == len(page.sessions) > 0, name
        assert not page.differs, name
        if page.figure.counted is not None:
            counted += 1
            assert page.figure.counted == (page.days if page.figure.in_days else rows), name
        assert page.figure.words in words(answer)
    assert counted > 15


@pytest.mark.parametrize(
    ("missed", "possible", "told"),
    [
        (35, 350, "Yes: missed 35 of 350 sessions (10.0%); the line is 10% missed or more"),
        (35, 351, "No: missed 35 of 351 sessions (9.97%); the line is 10% missed or more"),
        (1999, 20_000, "No: missed 1999 of 20000 sessions (9.995%); the line is 10% missed or more"),
        (40, 350, "Yes: missed 40 of 350 sessions (11.4%); the line is 10% missed or more"),
    ],
)
def test_a_share_beside_a_line_is_never_rounded_onto_it(family, missed, possible, told):
    stored = an_assessment(family.enrolment)
    counted = {
        "sessions_possible": possible,
        "sessions_attended": possible - missed,
        "persistently_absent": told.startswith("Yes"),
    }
    stored.document["measures"].update(counted)
    stored.save()

    assert told in words(family.client.get(family.address()))


def test_the_list_says_who_recorded_a_mark_and_when_and_whether_it_was_changed():
    held = a_register_school()
    submit(held, "O", "/", "/", "/")
    submit(held, "O", "/", "/", "/", half=1, at=NINE + timedelta(hours=4))
    amend(held, 0, original="O", new="I")
    assess(held.school)
    child, client = held.pupils[0], demo_client(held.officer)

    told = words(client.get(opened(client, held.school, child)["days_absent"]))

    assert "2 sessions behind it" in told
    assert "1 of 2 marks was changed after the register was taken" in told
    assert re.search(r"Fri 20 Nov 2026, morning I .*? Otis Grant, Attendance officer Changed once", told)
    assert re.search(r"Fri 20 Nov 2026, afternoon O .*? 20 November 2026, 1pm, Tess Marlow", told)
    mark = reverse("mark", args=[held.school.pk, child.pupil_id, "2026-11-20", "morning"])
    page = client.get(opened(client, held.school, child)["days_absent"]).content.decode()
    assert f'href="{mark}"' in page


def test_what_a_figure_leaves_out_is_listed_with_why():
    school, children = a_school_of_many_ways({"Di": [(AUTUMN, "/\\", 1), (date(2026, 9, 14), "XI", 1)]})
    put_marks(children[0], {date(2026, 9, 21): " /"})
    assess(school)
    client = demo_client(a_user("attendance_officer", school))

    told = words(client.get(opened(client, school, children[0])["days_absent"]))

    assert "5 sessions behind it" in told
    assert "Not a possible session: 5 sessions Mon 14 Sep 2026, morning: X" in told
    assert "Attended: 11 sessions" in told
    assert re.search(r"No mark in the register: \d+ sessions .*Mon 21 Sep 2026, morning(?!:)", told)


def test_a_register_that_changed_since_is_not_shown_as_what_the_figure_counted():
    school, [child] = a_school_of_many_ways({"Ada": [(AUTUMN, "/O", 2)]})
    client = demo_client(a_user("attendance_officer", school))
    address = opened(client, school, child)["sessions_unauthorised_absence"]
    assert "has changed since" not in words(client.get(address))

    put_marks(child, {AUTUMN: "/I"})

    told = words(client.get(address))
    assert "The register has changed since this figure was worked out" in told
    assert "10 of 20 sessions (50.0%)" in told  # the figure itself is not altered behind anybody's back
    assert "9 sessions behind it" in told


def test_a_figure_that_the_child_has_not_is_not_there():
    school, [child] = a_school_of_many_ways({"Ada": [(AUTUMN, "/O", 2)]})
    client = demo_client(a_user("attendance_officer", school))

    for name in ("nothing", "fell_below.93", "sessions_by_code.I", "unauthorised_run"):
        assert client.get(reverse("pupil-figure", args=[school.pk, child.pupil_id, name])).status_code == 404


def test_sessions_stand_before_every_percentage_and_the_figures_say_as_known_when():
    school, [child] = a_school_of_many_ways({"Ada": [(AUTUMN, "/O", 2)]})
    client = demo_client(a_user("attendance_officer", school))

    told = words(client.get(reverse("pupil", args=[school.pk, child.pupil_id])))

    part = told[told.index("Counted to 20 November 2026, as known at 20 November 2026, 5pm") :]
    part = part[: part.index("Calendar of sessions", 10)]
    assert "Attended 10 of 20 sessions (50.0%)" in part
    assert "Days missed 5 days: 10 of 20 sessions (50.0%)" in part
    shares = re.findall(r"\d+\.\d%", part)
    assert shares
    assert len(shares) == len(re.findall(r"\d+ of \d+ sessions? \(\d+\.\d%\)", part))


def test_opening_a_figure_is_kept_in_the_trail():
    school, [child] = a_school_of_many_ways({"Ada": [(AUTUMN, "/O", 2)]})
    user = a_user("attendance_officer", school)

    demo_client(user).get(reverse("pupil-figure", args=[school.pk, child.pupil_id, "days_absent"]))

    line = AuditEvent.objects.filter(verb="read_record", actor=user).latest("recorded_at")
    assert (line.pupil_id, line.thing) == (child.pupil_id, "sessions behind a figure")


def test_a_long_list_asks_the_database_no_more_often_than_a_short_one():
    school, [long, short] = a_school_of_many_ways(
        {"Ada": [(AUTUMN, "OO", 10)], "Bo": [(AUTUMN, "/\\", 9), (date(2026, 11, 9), "OO", 1)]}
    )
    client = demo_client(a_user("attendance_officer", school))
    counts = []
    for child in (long, short):
        address = reverse("pupil-figure", args=[school.pk, child.pupil_id, "days_absent"])
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_figure_of_a_past_moment_opens_to_the_sessions_as_they_stood_then():
    held = a_register_school()
    submit(held, "O", "/", "/", "/")
    between = NINE + timedelta(hours=1)
    amend(held, 0, original="O", new="I", at=NINE + timedelta(hours=3))
    child, client = held.pupils[0], demo_client(held.officer)
    then = reverse("pupil-then", args=[held.school.pk, child.pupil_id, between])

    page = client.get(then).content.decode()
    address = re.search(r'href="([^"]*/figures/sessions_unauthorised_absence/)"', page)
    assert address
    told = words(client.get(address[1]))

    assert "1 session behind it" in told
    assert re.search(r"Fri 20 Nov 2026, morning \(as recorded to today\) O ", told)
    assert "Tess Marlow" in told
    assert "Otis Grant" not in told  # who changed it afterwards
    for name in ("pupil-reasons-then", "pupil-referral-then"):
        assert client.get(reverse(name, args=[held.school.pk, child.pupil_id, between])).status_code == 200
    tomorrow = NINE + timedelta(days=1)
    later = reverse("pupil-reasons-then", args=[held.school.pk, child.pupil_id, tomorrow])
    assert client.get(later).status_code == 404
