"""A school's details and times: kept, checked, warned of; and no register before they are there."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import reverse

from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.store.models import AuditEvent, RegisterDocument, School
from tests.factories.site import a_school, a_user
from tests.factories.site_registers import ONE, QUARTER_TO_NINE, a_register_school, submit
from tests.factories.site_registers import words_of as said
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db


def times_page(school):
    return reverse("school-times", args=[school.pk])


def kept(browser, school, **instead):
    client = browser(a_user("head", school))
    page = client.get(times_page(school))
    return client, client.post(times_page(school), form_of(page, **instead))


def test_times_are_kept_and_stand_in_the_trail(browser):
    school = a_school()

    client, answer = kept(browser, school, late_after="8.50", first_contact_by="10:00")

    assert answer["Location"] == times_page(school)
    school.refresh_from_db()
    assert (school.late_after, school.first_contact_by) == (time(8, 50), time(10))
    line = AuditEvent.objects.get(verb="set_times")
    assert line.detail["times"] == {"first_contact_by": ["", "10:00"], "late_after": ["08:55", "08:50"]}
    assert 'value="8:50am"' in client.get(times_page(school)).content.decode()


def test_the_same_times_twice_leave_one_line_in_the_trail(browser):
    school = a_school()
    client = browser(a_user("head", school))
    sent = form_of(client.get(times_page(school)), late_after="8.50")

    for _ in range(2):
        assert client.post(times_page(school), sent).status_code == 302

    assert AuditEvent.objects.filter(verb="set_times").count() == 1


def test_a_time_that_is_none_is_told_beside_its_box(browser):
    school = a_school()

    _, answer = kept(browser, school, day_ends="half three")

    assert answer.status_code == 422
    assert "“The day ends” must be a time of day, such as 8:45am" in said(answer)
    assert School.objects.get().day_ends == time(15, 15)


@pytest.mark.parametrize(
    ("name", "at", "told"),
    [
        ("morning_closes", "8.44", "“The morning register closes” must not be before “The day starts”"),
        ("afternoon_closes", "12.59", "must not be before “The afternoon starts”"),
        ("day_ends", "13.29", "must not be before “The afternoon register closes”"),
    ],
)
def test_times_that_run_backwards_are_refused(browser, name, at, told):
    _, answer = kept(browser, a_school(), **{name: at})

    assert answer.status_code == 422
    assert told in said(answer)


@pytest.mark.parametrize(("closes", "minutes"), [("9.15", 0), ("9.16", 31), ("9.30", 45)])
def test_a_register_that_is_open_for_longer_than_the_guidance_is_warned_of_and_kept(browser, closes, minutes):
    school = a_school()

    client, answer = kept(browser, school, morning_closes=closes)

    assert answer.status_code == 302
    page = said(client.get(times_page(school)))
    told = f"closes {minutes} minutes after start; guidance maximum 30."
    assert (told in page) == bool(minutes)
    assert ("guidance maximum" in page) == bool(minutes)
    assert School.objects.get().morning_closes == time(9, int(closes[-2:]))


@pytest.mark.requirement("SC-B15")
def test_no_afternoon_register_is_taken_until_the_school_has_said_its_times(browser):
    held = a_register_school(afternoon_starts=None, afternoon_closes=None)
    address = reverse("register", args=[held.school.pk, "2026-11-20", "afternoon", held.group.pk])
    teacher = browser(held.teacher, QUARTER_TO_NINE.replace(hour=13))

    page = teacher.get(address)

    assert "can’t be taken yet" in said(page)
    assert "when the afternoon starts and when the afternoon register closes" in said(page)
    assert "Submit the register" not in said(page)
    with pytest.raises(RegisterRefused):
        submit(held, "/", half=1, at=QUARTER_TO_NINE.replace(hour=13))
    assert not RegisterDocument.objects.exists()

    head = browser(a_user("head", held.school))
    assert "The set-up is not finished" in said(head.get(reverse("school-setup", args=[held.school.pk])))
    address_of_times = times_page(held.school)
    without = head.post(address_of_times, form_of(head.get(address_of_times)))
    assert without.status_code == 422
    assert "No register can be taken until it is known" in said(without)
    filled = form_of(head.get(address_of_times), afternoon_starts="13.00", afternoon_closes="13.20")
    assert head.post(address_of_times, filled).status_code == 302
    assert "The set-up is not finished" not in said(head.get(reverse("school-setup", args=[held.school.pk])))

    assert "Submit the register" in said(browser(held.teacher, ONE).get(address))


def test_the_morning_may_be_taken_while_only_the_afternoon_is_missing(browser):
    held = a_register_school(afternoon_starts=None, afternoon_closes=None)

    submit(held, "/")

    assert RegisterDocument.objects.count() == 1


@pytest.mark.requirement("SC-B16")
@pytest.mark.parametrize(
    ("late_after", "mark"), [("8.55", "on time"), ("8.54", "late"), ("8.46", "late"), ("", "late")]
)
def test_who_is_late_does_not_hang_on_when_the_day_starts(browser, late_after, mark):
    held = a_register_school(late_after=None)
    head = browser(a_user("head", held.school))
    page = head.get(times_page(held.school))
    assert "It need not be the start of the day" in said(page)
    assert head.post(times_page(held.school), form_of(page, late_after=late_after)).status_code == 302

    teacher = browser(held.teacher)
    address = reverse("register", args=[held.school.pk, "2026-11-20", "morning", held.group.pk])
    form = {"submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a11", "exceptions": "Byron 8.55"}
    marks = {f"mark-{pupil.pk}": "/" for pupil in held.pupils}
    assert teacher.post(address, {**marks, **form}).status_code == 302

    taken = said(
        teacher.get(reverse("register-taken", args=[held.school.pk, "2026-11-20", "morning", held.group.pk]))
    )
    assert ("Of those present, late 0" in taken) == (mark == "on time")


def test_details_are_kept(browser):
    school = a_school()
    address = reverse("school-details", args=[school.pk])
    client = browser(a_user("administrator", school))

    answer = client.post(
        address, form_of(client.get(address), attendance_target="96.5", colour="#1D4F6B", phase="secondary")
    )

    assert answer.status_code == 302
    school.refresh_from_db()
    assert (float(school.attendance_target), school.colour, school.phase) == (96.5, "#1d4f6b", "secondary")
    fields = AuditEvent.objects.get(verb="change_details").detail["fields"]
    assert fields == ["attendance_target", "colour", "phase"]


def test_another_schools_urn_is_refused(browser):
    school, other = a_school(), a_school()
    address = reverse("school-details", args=[school.pk])
    client = browser(a_user("head", school))

    answer = client.post(address, form_of(client.get(address), urn=other.urn))

    assert answer.status_code == 422
    assert "Another school has this URN" in said(answer)


@pytest.mark.parametrize("name", ["school-setup", "school-details", "school-times"])
def test_another_schools_set_up_does_not_exist(browser, name):
    stranger = browser(a_user("head", a_school()))

    assert stranger.get(reverse(name, args=[a_school().pk])).status_code == 404


@pytest.mark.requirement("SC-B14")
@pytest.mark.parametrize(("came", "late"), [("9.15", 1), ("9.16", 1), ("9.30", 1), ("9.31", 0)])
def test_a_register_open_for_45_minutes_is_warned_of_and_its_own_times_are_followed(browser, came, late):
    held = a_register_school(morning_closes=time(9, 15))
    admin = browser(a_user("administrator", held.school))
    page = admin.get(times_page(held.school))
    assert admin.post(times_page(held.school), form_of(page, morning_closes="9.30")).status_code == 302
    told = "closes 45 minutes after start; guidance maximum 30"
    assert told in said(admin.get(times_page(held.school)))

    teacher = browser(held.teacher, QUARTER_TO_NINE.replace(hour=9, minute=40))
    session = [held.school.pk, "2026-11-20", "morning", held.group.pk]
    form = {"submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a11", "exceptions": f"Byron {came}"}
    marks = {f"mark-{pupil.pk}": "/" for pupil in held.pupils}
    assert teacher.post(reverse("register", args=session), {**marks, **form}).status_code == 302
    taken = said(teacher.get(reverse("register-taken", args=session)))
    assert f"Of those present, late {late}" in taken

    certificate = reverse("certificate", args=[held.school.pk, held.pupils[0].pupil_id])
    paper = said(browser(a_user("attendance_lead", held.school)).get(certificate))
    assert told in paper.split("To be read with this certificate")[1]
