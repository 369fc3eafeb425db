"""Classes with their teachers and days, moving a child, and the turn of the year with its undoing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.queries.audit_trail import Asked, trail
from supportfirst.casework.store.models import (
    AuditEvent,
    ClassGroup,
    ClassPlace,
    ClassTeacher,
    Enrolment,
    YearTurn,
)
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_actor
from tests.factories.site_registers import a_register_school, submit, words_of
from tests.unit.casework.set_up.conftest import day_parts

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
AUGUST = datetime(2026, 8, 3, 9, tzinfo=UTC)
SENT = {"submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a11"}


def moved(browser, school, child, group, to, first_day):
    client = browser(a_user("head", school))
    address = reverse("school-class", args=[school.pk, group.pk])
    told = {"form": "move", "pupil": str(child.pupil_id), "group": str(to.pk), **SENT}
    return client.post(address, {**told, **day_parts("first_day", first_day)})


def on_register(browser, held, group, day):
    page = browser(held.officer).get(
        reverse("register", args=[held.school.pk, f"{day}", "morning", group.pk])
    )
    return [each.name for each in page.context["page"].pupils]


def test_a_register_of_a_past_day_lists_who_was_in_the_class_then(browser):
    held = a_register_school()
    other = a_class(held.school, name="6B")
    ada = held.pupils[0]

    assert moved(browser, held.school, ada, held.group, other, date(2026, 11, 18)).status_code == 302

    assert "Ada Byron" in on_register(browser, held, held.group, "2026-11-17")
    assert "Ada Byron" not in on_register(browser, held, held.group, "2026-11-18")
    assert on_register(browser, held, other, "2026-11-17") == []
    assert on_register(browser, held, other, "2026-11-18") == ["Ada Byron"]
    assert Enrolment.objects.get(pk=ada.pk).group == other
    assert AuditEvent.objects.filter(verb="move_pupil").count() == 1


def test_the_page_of_a_class_names_its_children_and_leaves_a_line_for_each(browser):
    held = a_register_school()
    address = reverse("school-class", args=[held.school.pk, held.group.pk])
    officer = an_actor("principal_officer", authority=held.school.authority)

    head = browser(a_user("head", held.school))
    assert "Ada Byron" not in head.get(address).content.decode()
    a_class(held.school, name="6B")

    assert "Ada Byron" in head.get(address).content.decode()
    for child in held.pupils:
        assert len(trail(officer, Asked(pupil=child.pupil_id)).lines) == 1


def test_the_same_move_twice_is_one_and_a_move_back_closes_the_days(browser):
    held = a_register_school()
    other = a_class(held.school, name="6B")
    ada = held.pupils[0]
    for _ in range(2):
        moved(browser, held.school, ada, held.group, other, date(2026, 11, 18))

    moved(browser, held.school, ada, other, held.group, date(2026, 11, 20))

    places = ClassPlace.objects.filter(enrolment=ada).order_by("first_day")
    told = [(each.group, each.first_day, each.last_day) for each in places]
    assert told == [
        (held.group, ada.first_day, date(2026, 11, 17)),
        (other, date(2026, 11, 18), date(2026, 11, 19)),
        (held.group, date(2026, 11, 20), None),
    ]
    assert AuditEvent.objects.filter(verb="move_pupil").count() == 2


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2026, 11, 23), "Enter the move on its day"), (date(2025, 8, 1), "not on the school’s roll yet")],
)
def test_a_move_before_the_stay_or_after_today_is_refused(browser, day, told):
    held = a_register_school()

    answer = moved(browser, held.school, held.pupils[0], held.group, a_class(held.school, name="6B"), day)

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert not ClassPlace.objects.exists()


def test_classes_are_added_renamed_and_given_cover(browser):
    school = a_school()
    taker = a_user("teacher", school, name="Tess Marlow")
    head = browser(a_user("head", school))
    classes = reverse("school-classes", args=[school.pk])
    for _ in range(2):
        assert head.post(classes, {"name": "5C", "year_group": "5", **SENT}).status_code == 302
    group = ClassGroup.objects.get()
    address = reverse("school-class", args=[school.pk, group.pk])

    shown = head.get(address).context["name_form"]["shown"].value()
    head.post(address, {"form": "name", "name": "5 Cedar", "year_group": "5", "shown": shown, **SENT})
    cover = {
        "form": "teacher",
        "user": str(taker.pk),
        "is_cover": "on",
        **day_parts("first_day", FRIDAY),
        **SENT,
    }
    without = head.post(address, cover)
    head.post(address, {**cover, **day_parts("last_day", date(2026, 12, 4))})

    assert without.status_code == 422
    assert "Cover has a last day" in words_of(without)
    assert ClassTeacher.objects.get().last_day == date(2026, 12, 4)
    assert "5 Cedar 5 0 Tess Marlow (cover)" in words_of(head.get(classes))


def a_school_in_august():
    """Years 5 and 6 of 2025-26, a child in each, after the last day of term."""
    school = a_school()
    five = a_class(school, name="5A", year_group="5", school_year=2025, teacher=a_user("teacher", school))
    six = a_class(school, name="6A", year_group="6", school_year=2025)
    return school, a_pupil(school, five, forename="Bela"), a_pupil(school, six, forename="Cleo")


def rolled(browser, school, at=AUGUST):
    head = browser(a_user("head", school), at)
    address = reverse("school-year-end", args=[school.pk])
    return head, address, head.post(address)


def stands(*stays):
    return [
        (each.group.name, each.year_group, each.last_day)
        for each in Enrolment.objects.filter(pk__in=[stay.pk for stay in stays]).order_by("pk")
    ]


def test_what_rolling_forward_would_do_is_shown_and_changes_nothing(browser):
    school, bela, cleo = a_school_in_august()
    before = stands(bela, cleo)

    page = words_of(browser(a_user("head", school), AUGUST).get(reverse("school-year-end", args=[school.pk])))

    assert "1 children move up and 1 leave" in page
    assert "5A 6A, year group 6 1" in page
    assert "6A Leaves the school 1" in page
    assert stands(bela, cleo) == before


def test_a_turn_is_undone_whole(browser):
    school, bela, cleo = a_school_in_august()
    before = stands(bela, cleo)
    head, address, answer = rolled(browser, school)
    assert answer.status_code == 302
    assert stands(bela, cleo) == [("6A", "6", None), ("6A", "6", date(2026, 7, 21))]
    assert ClassTeacher.objects.get().last_day == date(2026, 8, 31)
    turn = YearTurn.objects.get()

    for _ in range(2):
        undone = head.post(reverse("school-year-undo", args=[school.pk, turn.pk]))
        assert undone.status_code == 302

    assert stands(bela, cleo) == before
    assert ClassTeacher.objects.get().last_day is None
    assert not ClassGroup.objects.filter(school_year=2026).exists()
    assert AuditEvent.objects.filter(verb="undo_year_turn").count() == 1
    assert head.post(address).status_code == 302  # and may be done again
    assert stands(bela, cleo)[0] == ("6A", "6", None)


def test_a_turn_after_which_something_changed_is_not_undone_and_says_what(browser):
    school, bela, cleo = a_school_in_august()
    head, _, _ = rolled(browser, school)
    Enrolment.objects.filter(pk=bela.pk).update(year_group="5")
    after = stands(bela, cleo)

    answer = head.post(reverse("school-year-undo", args=[school.pk, YearTurn.objects.get().pk]))

    assert answer.status_code == 422
    assert f"{bela.pupil.name}: the class, year group or last day" in words_of(answer)
    assert stands(bela, cleo) == after
    assert YearTurn.objects.get().undone_at is None


def test_the_turn_of_the_year_leaves_old_registers_with_their_class(browser):
    held = a_register_school()
    ClassGroup.objects.filter(pk=held.group.pk).update(school_year=2026, name="5A", year_group="5")
    submit(held, "/")
    a_class(held.school, name="6A", year_group="6", school_year=2026)
    leaver = a_pupil(held.school, ClassGroup.objects.get(name="6A", school_year=2026))
    head = browser(a_user("head", held.school), datetime(2027, 8, 3, 9, tzinfo=UTC))
    assert head.post(reverse("school-year-end", args=[held.school.pk])).status_code == 302
    assert leaver

    names = on_register(browser, held, held.group, "2026-11-20")

    assert len(names) == 4
    day = reverse("registers-of-day", args=[held.school.pk, "2026-11-20"])
    listed = {each.group.name for each in browser(held.officer).get(day).context["found"].registers}
    assert listed == {"5A", "6A"}
    assert {
        str(each.group.school_year) for each in browser(held.officer).get(day).context["found"].registers
    } == {"2026"}


def test_another_schools_classes_do_not_exist(browser):
    stranger = browser(a_user("head", a_school()))
    school = a_school()
    group = a_class(school)

    for name, args in (("school-classes", []), ("school-class", [group.pk]), ("school-year-end", [])):
        assert stranger.get(reverse(name, args=[school.pk, *args])).status_code == 404
