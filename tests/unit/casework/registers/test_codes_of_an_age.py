"""A code for children who are not of compulsory school age is refused of a child who is, by every door."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import Amendment, CalendarSpan, RegisterDocument
from tests.factories.register_files import long_csv, read_file, take_in
from tests.factories.site import NINE
from tests.factories.site_registers import a_register_school, amend, form_of, submit, words_of

pytestmark = pytest.mark.django_db
OF_AGE = date(2011, 10, 4)  # fifteen
TOO_YOUNG = date(2022, 10, 4)  # four
LEFT_SCHOOL_AGE = date(2010, 3, 1)  # until 26 June 2026
TOLD = "“X” is for a child who is not of compulsory school age, and this child’s runs from"
THURSDAY = date(2026, 11, 19)


def a_class(*born):
    """Of so many children the dates of birth; the first is Ada Byron's."""
    held = a_register_school()
    for stay, day in zip(held.pupils, born, strict=False):
        stay.pupil.date_of_birth = day
        stay.pupil.save()
    return held


def of_session(held, name, half="morning"):
    return reverse(name, args=[held.school.pk, "2026-11-20", half, held.group.pk])


def test_the_register_page_refuses_it_and_says_whose_and_why(browser):
    held = a_class(OF_AGE)
    client, address = browser(held.teacher), of_session(held, "register")

    answer = client.post(address, {**form_of(client.get(address)), "exceptions": "byron X"})

    assert answer.status_code == 422
    assert f"Ada Byron: {TOLD} 31 December 2016 to 30 June 2028." in words_of(answer)
    assert "choose the code that says why the child was away" in words_of(answer).lower()
    assert not RegisterDocument.objects.exists()


@pytest.mark.parametrize("born", [TOO_YOUNG, LEFT_SCHOOL_AGE, None])
def test_it_stands_for_a_child_who_is_not_of_school_age_or_of_whom_nobody_can_tell(browser, born):
    held = a_class(born)
    client, address = browser(held.teacher), of_session(held, "register")

    answer = client.post(address, {**form_of(client.get(address)), "exceptions": "byron X"})

    assert answer.status_code == 302


def test_the_page_of_a_mark_refuses_it(browser):
    held = a_class(OF_AGE)
    submit(held, "/")
    address = reverse("mark", args=[held.school.pk, held.pupils[0].pupil_id, "2026-11-20", "morning"])
    client = browser(held.officer)
    sent = {**form_of(client.get(address)), "how": "code", "new": "X", "reason": "The office said so."}

    answer = client.post(address, sent)

    assert TOLD in words_of(answer)
    assert not Amendment.objects.exists()


def test_a_correction_to_it_is_refused_and_one_away_from_it_is_not():
    held = a_class(TOO_YOUNG)
    submit(held, "X")
    child = held.pupils[0].pupil
    child.date_of_birth = OF_AGE
    child.save()
    held.pupils[0].refresh_from_db()

    amend(held, 0, original="X", new="N")

    with pytest.raises(RegisterRefused, match="not of compulsory school age"):
        amend(held, 0, original="N", new="X")


def test_a_file_that_says_so_of_a_child_of_school_age_is_told_and_the_rest_is_taken_in(browser):
    held = a_class(OF_AGE, TOO_YOUNG, None)
    ada, bela, cleo, dara = held.pupils
    rows = [(ada, "X"), (bela, "X"), (cleo, "X"), (dara, "/")]
    officer = held.acting(held.officer, NINE)

    row = read_file(officer, held.school, long_csv(*((who, THURSDAY, "AM", code) for who, code in rows)))
    page = browser(held.officer, NINE).get(reverse("register-file", args=[held.school.pk, row.pk]))
    take_in(officer, row)

    told = words_of(page)
    assert "3 marks would be new" in told
    assert "Not a code for the child’s age Ada Byron" in told
    assert TOLD in told
    stands = standing(held.school, THURSDAY, 0, [each.pk for each in held.pupils])
    assert {key: entry.new for key, entry in stands.items()} == {bela.pk: "X", cleo.pk: "X", dara.pk: "/"}


def test_marks_of_before_the_codes_of_2024_are_left_as_they_were_written():
    held = a_class(OF_AGE)
    held.pupils[0].first_day = date(2021, 9, 1)
    held.pupils[0].save()
    CalendarSpan.objects.create(
        school=held.school, kind="term", first_day=date(2022, 1, 4), last_day=date(2022, 4, 1)
    )

    submit(held, "X", day=date(2022, 1, 14), source="file")

    assert RegisterDocument.objects.count() == 1


def test_a_day_at_the_end_of_school_age_is_of_it_and_the_next_is_not():
    held = a_class(LEFT_SCHOOL_AGE)

    with pytest.raises(RegisterRefused):
        submit(held, "X", day=date(2026, 6, 26))
    submit(held, "X", day=date(2026, 6, 29))

    assert RegisterDocument.objects.count() == 1
