"""Chasing registers that are missing: their teachers get an e-mail, once, that names no child."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, ClassTeacher, Job, Message, Role
from tests.factories.site import a_user
from tests.factories.site_registers import QUARTER_TO_NINE, a_register_school, submit, words_of

pytestmark = pytest.mark.django_db
CLOSED = QUARTER_TO_NINE + timedelta(minutes=35)


def remind(browser, held, at=CLOSED, user=None):
    return browser(user or held.officer, at).post(
        reverse("registers-remind", args=[held.school.pk]), follow=True
    )


def test_the_teacher_of_a_missing_register_gets_an_email_and_the_page_says_when(browser):
    held = a_register_school()

    page = words_of(remind(browser, held))

    message = Message.objects.get()
    assert (message.address, message.state) == (held.teacher.email, "waiting")
    assert held.group.name in message.subject
    assert "due by 9:15am" in message.body
    assert not any(each.pupil.legal_surname in message.body for each in held.pupils)
    assert Job.objects.filter(kind="send_message", about__message=str(message.pk)).exists()
    assert "The teachers of 1 register are reminded" in page
    assert "Teacher reminded at 9:20am" in page
    assert AuditEvent.objects.filter(verb="remind_of_registers").count() == 1


def test_a_second_click_reminds_nobody_and_later_somebody_again(browser):
    held = a_register_school()
    remind(browser, held)

    assert "less than ten minutes ago" in words_of(remind(browser, held, at=CLOSED + timedelta(minutes=9)))
    assert Message.objects.count() == 1

    remind(browser, held, at=CLOSED + timedelta(minutes=10))
    assert Message.objects.count() == 2


def test_the_page_of_messages_says_that_a_reminder_went_to_a_member_of_staff_about_no_child(browser):
    held = a_register_school()
    remind(browser, held)

    told = words_of(browser(held.officer, CLOSED).get(reverse("messages", args=[held.school.pk])))

    assert "e-mail to a member of staff The" not in told
    assert "e-mail to a member of staff Waiting to be sent" in told
    assert "to somebody" not in told
    assert "about" not in told.split("e-mail to a member of staff")[1].split("has not been taken")[0]


def test_a_register_that_is_in_or_still_open_is_not_chased(browser):
    held = a_register_school()

    remind(browser, held, at=QUARTER_TO_NINE + timedelta(minutes=5))
    submit(held, *"////", at=QUARTER_TO_NINE + timedelta(minutes=20))
    remind(browser, held)

    assert not Message.objects.exists()


def test_cover_is_reminded_and_not_the_teacher_who_is_away(browser):
    held = a_register_school()
    cover = a_user(Role.TEACHER, held.school, name="Kay Cover")
    ClassTeacher.objects.create(group=held.group, user=cover, is_cover=True, first_day=date(2026, 11, 16))

    remind(browser, held)

    assert Message.objects.get().address == cover.email


def test_a_register_of_nobody_is_told_and_not_passed_over(browser):
    held = a_register_school()
    ClassTeacher.objects.all().delete()

    assert "has no teacher" in words_of(remind(browser, held))
    assert not Message.objects.exists()


def test_a_teacher_may_not_chase_others(browser):
    held = a_register_school()

    assert remind(browser, held, user=held.teacher).status_code == 404
