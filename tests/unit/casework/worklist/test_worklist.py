"""The worklist: who stands on it, in which order, narrowed and page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.export_worklist import export_worklist
from supportfirst.casework.queries.worklist import Place, worklist
from supportfirst.casework.queries.worklist_filters import Filters
from supportfirst.casework.store.models import Assessed, Enrolment, School
from tests.factories.site import NINE, a_class, a_pupil, a_school, a_trust, a_user, an_actor, an_authority
from tests.factories.site_cases import a_reason, acted_on, an_assessment, an_event

pytestmark = pytest.mark.django_db
OLD = "2026-09-20"


def names(actor: Actor, filters: Filters | None = None) -> list[str]:
    return [row.name.split()[0] for row in worklist(actor, filters or Filters()).rows]


def child(school: School, name: str, **over: object) -> Enrolment:
    enrolment = a_pupil(school, forename=name)
    an_assessment(enrolment, **over)  # type: ignore[arg-type]
    return enrolment


def test_a_row_says_who_where_how_much_why_and_since_when() -> None:
    school = a_school(name="Oak School")
    enrolment = a_pupil(school, a_class(school, name="5B"), forename="Ada", surname="Quill")
    an_assessment(
        enrolment, missed=7, reasons=[a_reason(), a_reason("hold", until="2026-12-01", lift="Wait.")]
    )

    row = worklist(an_actor("attendance_officer", school), Filters()).rows[0]

    assert (row.name, row.year_group, row.class_name, row.school) == ("Ada Quill", "5", "5B", "Oak School")
    assert row.attendance == "93 of 100 sessions attended (93.0%)"
    assert row.lines[0]["title"] == "Persistent absence"
    assert row.lines[0]["source"]["title"] == "Working together"
    assert row.holds[0]["until"] == date(2026, 12, 1)
    assert (row.being_assessed, row.done_today, row.may_act) == (False, "", True)


@pytest.mark.parametrize(
    ("possible", "words"),
    [(0, "no possible sessions yet"), (1, "0 of 1 session attended (0.0%)")],
)
def test_attendance_is_told_with_its_sessions(possible: int, words: str) -> None:
    school = a_school()
    child(school, "Ada", sessions_possible=possible, sessions_attended=0)

    assert worklist(an_actor("head", school), Filters()).rows[0].attendance == words


@pytest.mark.parametrize(
    ("possible", "attended", "share"),
    [(299, 269, "89.97%"), (300, 270, "90.0%"), (3000, 1501, "50.03%"), (3998, 1998, "49.97%")],
)
def test_a_percentage_beside_a_line_is_not_rounded_onto_it(possible: int, attended: int, share: str) -> None:
    """Who is persistently absent is not shown the 90.0% of one who is not."""
    school = a_school()
    child(school, "Ada", sessions_possible=possible, sessions_attended=attended)

    head = an_actor("head", school)

    assert worklist(head, Filters()).rows[0].attendance == (
        f"{attended} of {possible} sessions attended ({share})"
    )
    assert f",{attended},{possible},{share.removesuffix('%')},".encode() in export_worklist(head, Filters())


def test_rows_stand_in_the_order_of_urgency_over_all_schools() -> None:
    authority = an_authority()
    one, two = a_school(authority=authority), a_school(authority=authority)
    child(one, "Late", overdue=True, due_on=date(2026, 11, 2))
    child(two, "Later", overdue=True, due_on=date(2026, 11, 1))
    child(one, "Soon", due_on=date(2026, 12, 1))
    child(two, "Many", missed=80)
    child(one, "Few", missed=20)

    found = names(an_actor("authority_officer", authority=authority))

    assert found == ["Later", "Late", "Soon", "Many", "Few"]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("attendance_officer", True),
        ("attendance_lead", True),
        ("champion", True),
        ("pastoral", True),
        ("senco", True),
        ("dsl", True),
        ("head", True),
        ("teacher", False),
        ("governor", False),
        ("analyst", False),
        ("administrator", False),
    ],
)
def test_only_roles_with_the_right_see_it(role: str, sees: bool) -> None:
    school = a_school()
    child(school, "Ada")

    assert bool(names(an_actor(role, school))) is sees


def test_it_reaches_the_schools_of_a_school_an_authority_or_a_trust_and_no_other() -> None:
    authority, trust = an_authority(), a_trust()
    first = a_school(authority=authority, trust=trust)
    second = a_school(authority=authority)
    third = a_school(trust=trust)
    for school, name in ((first, "First"), (second, "Second"), (third, "Third")):
        child(school, name)

    assert names(an_actor("head", first)) == ["First"]
    assert set(names(an_actor("authority_officer", authority=authority))) == {"First", "Second"}
    assert set(names(an_actor("attendance_lead", trust=trust))) == {"First", "Third"}


def test_who_is_not_listed_or_has_left_is_not_there() -> None:
    school = a_school()
    child(school, "Well", listed=False)
    gone = child(school, "Gone")
    Enrolment.objects.filter(pk=gone.pk).update(last_day=NINE.date() - timedelta(days=1))

    assert names(an_actor("head", school)) == []


def test_a_stale_row_says_that_it_is_being_re_assessed() -> None:
    school = a_school()
    child(school, "Ada", stale_since=NINE)

    found = worklist(an_actor("head", school), Filters())

    assert found.rows[0].being_assessed
    assert found.counts.being_assessed == 1


def a_mixed_list() -> tuple[Actor, School, School]:
    authority = an_authority()
    one, two = a_school(authority=authority), a_school(authority=authority)
    old = {"since": OLD}
    due = a_reason("due", rule="england.support", title="Offer support", by="2026-12-01", **old)
    child(one, "Due", due_on=date(2026, 12, 1), reasons=[due])
    child(one, "Overdue", overdue=True, due_on=date(2026, 11, 1), reasons=[{**due, "overdue": True}])
    child(two, "Held", on_hold=True, reasons=[a_reason("hold", rule="england.hold", title="A hold", **old)])
    child(two, "New", reasons=[a_reason(since="2026-11-14")])
    child(two, "Old", reasons=[a_reason(since="2026-11-13")])
    return an_actor("authority_officer", authority=authority), one, two


Of = Callable[[School, School], Filters]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (lambda one, two: Filters(), "Overdue Due Held New Old"),
        (lambda one, two: Filters(school=one.pk), "Overdue Due"),
        (lambda one, two: Filters(school=one.pk, not_school=True), "Held New Old"),
        (lambda one, two: Filters(standing="due"), "Overdue Due"),
        (lambda one, two: Filters(standing="due", not_standing=True), "Held New Old"),
        (lambda one, two: Filters(standing="overdue"), "Overdue"),
        (lambda one, two: Filters(standing="overdue", not_standing=True), "Due Held New Old"),
        (lambda one, two: Filters(standing="on_hold"), "Held"),
        (lambda one, two: Filters(standing="on_hold", not_standing=True), "Overdue Due New Old"),
        (lambda one, two: Filters(standing="new"), "New"),
        (lambda one, two: Filters(standing="new", not_standing=True), "Overdue Due Held Old"),
        (lambda one, two: Filters(rule="england.persistent_absence"), "New Old"),
        (lambda one, two: Filters(rule="england.hold", not_rule=True), "Overdue Due New Old"),
        (lambda one, two: Filters(rule="england.hol"), ""),
        (lambda one, two: Filters(school=two.pk, standing="new", not_standing=True), "Held Old"),
    ],
)
def test_it_is_narrowed_by_school_standing_and_rule_and_by_not_each(of: Of, expected: str) -> None:
    actor, one, two = a_mixed_list()

    assert sorted(names(actor, of(one, two))) == sorted(expected.split())


def test_counts_are_of_everybody_and_rules_are_those_that_stand_on_a_row() -> None:
    actor, one, two = a_mixed_list()

    found = worklist(actor, Filters(school=one.pk))

    counts = found.counts
    assert (counts.listed, counts.due, counts.overdue, counts.on_hold, counts.new) == (5, 2, 1, 1, 1)
    assert found.rules == [
        ("england.hold", "A hold"),
        ("england.support", "Offer support"),
        ("england.persistent_absence", "Persistent absence"),
    ]
    assert {key for key, _ in found.schools} == {one.pk, two.pk}


def test_pages_hold_each_child_once_in_one_order() -> None:
    school = a_school()
    kim = a_user("attendance_officer", school)
    for number in range(12):
        enrolment = child(school, f"Child{number}", missed=number // 3)
        if number % 4 == 0:
            acted_on(enrolment, an_event(enrolment, "contact", by=kim, at=NINE - timedelta(minutes=1)))
    actor = an_actor("head", school)
    whole = [row.pupil for row in worklist(actor, Filters(), size=50).rows]

    pages, words, place = [], [], None
    while True:
        found = worklist(actor, Filters(), place, size=5)
        pages.append([row.pupil for row in found.rows])
        words.append(found.words)
        if found.following is None:
            break
        place = Place.read(str(found.following))

    assert [len(page) for page in pages] == [5, 5, 2]
    assert [pupil for page in pages for pupil in page] == whole
    assert len(set(whole)) == 12
    assert words == ["Showing 1 to 5 of 12", "Showing 6 to 10 of 12", "Showing 11 to 12 of 12"]


def test_a_narrowed_list_counts_what_fits() -> None:
    school = a_school()
    for number in range(6):
        an_assessment(a_pupil(school), overdue=number % 2 == 0)
    actor = an_actor("head", school)

    first = worklist(actor, Filters(standing="overdue"), size=2)
    whole = worklist(actor, Filters(standing="overdue"), size=3)

    assert (first.words, first.fitting) == ("Showing 1 to 2 of 3", 3)
    assert (whole.words, whole.fitting) == ("", 3)


@pytest.mark.parametrize("text", ["", "x", "0.1", "0.x.y", "0.1.not-an-id"])
def test_a_place_that_can_t_be_read_begins_at_the_top(text: str) -> None:
    assert Place.read(text) is None


def test_the_number_of_queries_does_not_depend_on_the_number_of_children() -> None:
    def queries(children: int) -> int:
        school = a_school()
        kim = a_user("attendance_officer", school)
        group = a_class(school)
        for number in range(children):
            enrolment = a_pupil(school, group)
            an_assessment(enrolment)
            if number % 5 == 0:
                acted_on(enrolment, an_event(enrolment, "contact", by=kim, at=NINE - timedelta(minutes=1)))
        actor = an_actor("attendance_officer", school)
        with CaptureQueriesContext(connection) as captured:
            found = worklist(actor, Filters(), size=200)
        assert len(found.rows) == children
        return len(captured)

    assert queries(10) == queries(200) <= 8
    assert Assessed.objects.count() == 210


def test_what_is_counted_follows_each_assessment() -> None:
    school = a_school()
    ada = child(school, "Ada", reasons=[a_reason(since=OLD)])
    actor = an_actor("head", school)
    before = worklist(actor, Filters())
    due = a_reason("due", rule="england.support", title="Offer support")
    Assessed.objects.filter(enrolment=ada).update(reasons=[due], due=True, known_at=NINE)

    after = worklist(actor, Filters())

    assert (before.counts.due, before.counts.new, before.rules) == (
        0,
        0,
        [("england.persistent_absence", "Persistent absence")],
    )
    assert (after.counts.due, after.counts.new, after.rules) == (1, 1, [("england.support", "Offer support")])
