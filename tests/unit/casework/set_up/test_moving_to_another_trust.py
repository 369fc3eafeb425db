"""A school goes to another trust, or out of one, once who then reaches its children was shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, ClassTeacher, Membership, NamedPerson, School, Task
from tests.factories.site import NINE, a_class, a_pupil, a_school, a_trust, a_user
from tests.factories.site_registers import form_of, words_of

pytestmark = pytest.mark.django_db
BEGAN = date(2026, 9, 1)


@pytest.fixture
def old():
    return a_trust(name="Two Rivers Trust")


@pytest.fixture
def new():
    return a_trust(name="Hilltop Trust")


@pytest.fixture
def school(old):
    return a_school(name="Hazel School", trust=old, pack="halton")


@pytest.fixture
def authoritys(browser, school):
    """An administrator of the school's authority, in a browser."""
    return browser(a_user("administrator", authority=school.authority))


def page_of(school):
    return reverse("school-move", args=[school.pk])


def chosen(client, school, trust):
    """The page once a trust was chosen, and what it would send to move the school."""
    asked = {**form_of(client.get(page_of(school))), "trust": str(trust)}
    asked.pop("move", None)
    shown = client.post(page_of(school), asked)
    return shown, {**asked, "move": str(trust)}


def officer_reaches(browser, user, school):
    return browser(user).get(reverse("morning", args=[school.pk])).status_code == 200


def test_it_is_moved_after_it_was_said_who_loses_and_who_gains_it(browser, school, old, new, authoritys):
    leaving, coming = a_user("attendance_officer", trust=old), a_user("attendance_officer", trust=new)
    a_user("administrator", trust=old)
    assert (officer_reaches(browser, leaving, school), officer_reaches(browser, coming, school)) == (
        True,
        False,
    )

    authoritys = browser(a_user("administrator", authority=school.authority))
    shown, sent = chosen(authoritys, school, new.pk)

    told = words_of(shown)
    assert "Hazel School goes to Hilltop Trust, at once and with all of its records" in told
    lose = "Two Rivers Trust who will no longer reach the school and its children’s records: "
    assert f"{lose}Attendance officer: 1 Administrator: 1" in told
    assert (
        "People of Hilltop Trust who will reach the school, each as their role allows: Attendance officer: 1"
        in told
    )
    assert "You yourself" not in told
    assert School.objects.get(pk=school.pk).trust == old
    for _ in range(2):
        assert authoritys.post(page_of(school), sent)["Location"] == reverse("school-setup", args=[school.pk])
    assert School.objects.get(pk=school.pk).trust == new
    assert (officer_reaches(browser, leaving, school), officer_reaches(browser, coming, school)) == (
        False,
        True,
    )
    line = AuditEvent.objects.get(verb="move_school", school=school)
    assert line.detail == {"trust_before": str(old.pk), "trust_now": str(new.pk)}


def test_it_leaves_its_trust_and_is_of_none(school, old, authoritys):
    shown, sent = chosen(authoritys, school, "none")

    assert "Hazel School leaves Two Rivers Trust and is of no trust" in words_of(shown)
    assert authoritys.post(page_of(school), sent).status_code == 302
    assert School.objects.get(pk=school.pk).trust is None
    page = words_of(authoritys.get(page_of(school)))
    assert "The school is of no trust" in page
    assert "leaves its trust" not in page


def test_whoever_reaches_it_otherwise_too_loses_nothing(school, old, new, authoritys):
    head = a_user("head", trust=old)
    Membership.objects.create(user=head, role="governor", school=school, first_day=BEGAN)
    both = a_user("analyst", trust=old)
    Membership.objects.create(user=both, role="analyst", trust=new, first_day=BEGAN)
    gone = a_user("governor", trust=old)
    Membership.objects.filter(user=gone).update(last_day=date(2026, 11, 19))

    shown, _ = chosen(authoritys, school, new.pk)

    assert "Nobody of Two Rivers Trust loses the school" in words_of(shown)
    assert "Nobody has a role at Hilltop Trust yet" in words_of(shown)


def test_what_those_who_lose_it_do_at_the_school_is_said(school, old, new, authoritys):
    deputy = a_user("head", trust=old)
    group = a_class(school, name="5 Cedar")
    ClassTeacher.objects.create(group=group, user=deputy, first_day=BEGAN)
    NamedPerson.objects.create(
        school=school, role="halton.senior_leader", name="A Deputy", user=deputy, first_day=BEGAN
    )
    child = a_pupil(school, group).pupil
    for done_at in (None, NINE):
        Task.objects.create(
            school=school,
            pupil=child,
            kind="call_parent",
            due_on=BEGAN,
            for_user=deputy,
            asked_at=NINE,
            done_at=done_at,
        )

    told = words_of(chosen(authoritys, school, new.pk)[0])

    assert "somebody else has to take their place: named as Senior leader" in told
    assert "takes the register of 5 Cedar 1 open task" in told


def test_a_trust_gives_its_school_away_and_is_told_that_it_can_not_take_it_back(browser, school, old, new):
    client = browser(a_user("administrator", trust=old))

    shown, sent = chosen(client, school, new.pk)

    assert "You yourself will not reach the school any more" in words_of(shown)
    answer = client.post(page_of(school), sent, follow=True)
    assert "Hazel School is moved. You reach it no longer." in words_of(answer)
    assert School.objects.get(pk=school.pk).trust == new
    assert client.get(page_of(school)).status_code == 404


@pytest.mark.parametrize("role", ["head", "administrator"])
def test_a_school_does_not_move_itself(browser, school, new, role):
    client = browser(a_user(role, school))
    page = client.get(page_of(school))
    sent = {"submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a12", "trust": str(new.pk), "move": str(new.pk)}

    answer = client.post(page_of(school), sent)

    assert "Hilltop Trust" not in words_of(page)
    assert (answer.status_code, School.objects.get(pk=school.pk).trust) == (422, school.trust)
    assert "Administrators of the authority, or of the trust" in words_of(answer)
    assert "Another trust" not in words_of(client.get(reverse("school-setup", args=[school.pk])))


def test_the_trust_that_it_left_and_the_one_it_came_to_read_of_it_and_no_other(browser, school, old, new):
    _, sent = chosen(
        browser(a_user("administrator", authority=school.authority, name="Ines Vale")), school, new.pk
    )
    given = browser(a_user("administrator", authority=school.authority, name="Otto Reed"))
    assert given.post(page_of(school), sent).status_code == 302

    for trust, reads in ((old, True), (new, True), (a_trust(name="Lakeside Trust"), False)):
        told = words_of(browser(a_user("administrator", trust=trust)).get("/audit/?verb=move_school"))
        assert (f"Urn: {school.urn}" in told, "Otto Reed" in told) == (reads, reads)
    assert AuditEvent.objects.filter(verb="move_school").count() == 3


def test_no_trust_takes_a_school(browser, school, new):
    assert browser(a_user("administrator", trust=new)).get(page_of(school)).status_code == 404


def test_where_it_is_already_it_is_not_moved(school, old, authoritys):
    assert (str(old.pk), old.name) not in authoritys.get(page_of(school)).context["form"].fields[
        "trust"
    ].choices

    shown, _ = chosen(authoritys, school, old.pk)

    assert shown.status_code == 422
    assert "The school is there already" in words_of(shown)


def test_a_choice_that_was_not_shown_is_shown_first(school, old, new, authoritys):
    other = a_trust(name="Lakeside Trust")
    _, sent = chosen(authoritys, school, new.pk)

    answer = authoritys.post(page_of(school), {**sent, "trust": str(other.pk)})

    assert "Hazel School goes to Lakeside Trust" in words_of(answer)
    assert School.objects.get(pk=school.pk).trust == old


def test_a_school_moved_meanwhile_is_not_moved_again_unknowingly(browser, school, new, authoritys):
    _, sent = chosen(authoritys, school, "none")
    other = a_trust(name="Lakeside Trust")
    second = browser(a_user("administrator", authority=school.authority, name="Ines Vale"))
    _, theirs = chosen(second, school, new.pk)
    theirs["submission"] = "6f0c8f6f-6d0c-4b39-8a3d-0b2f0d9e1a11"
    assert second.post(page_of(school), theirs).status_code == 302

    answer = second.post(page_of(school), {**sent, "trust": str(other.pk), "move": str(other.pk)})

    assert answer.status_code == 422
    assert "was changed by Ines Vale" in words_of(answer)
    assert "it is now “Hilltop Trust”" in words_of(answer)
    assert School.objects.get(pk=school.pk).trust == new


def test_the_set_up_leads_there(school, authoritys):
    page = authoritys.get(reverse("school-setup", args=[school.pk]))

    assert page_of(school) in page.content.decode()
