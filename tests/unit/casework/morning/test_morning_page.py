"""The morning's pages as an attendance officer uses them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.actions.log_first_contact import log_first_contact
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.queries.morning_page import contact_page
from supportfirst.casework.store.models import Amendment, AuditEvent, CaseEvent, Marker, MarkerKind
from tests.factories.site import a_school, a_user, an_adult
from tests.factories.site_cases import put_marks
from tests.factories.site_registers import a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db

TWENTY_TO_TEN = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)


@pytest.fixture
def held():
    """Ada has no reason; the other three of the class are present. Her mother is Mina Byron."""
    held = a_register_school()
    submit(held, "N", "/", "/", "/")
    an_adult(held.pupils[0], title="Ms", legal_forename="Mina", legal_surname="Byron")
    return held


def listed(client, held) -> str:
    return words_of(client.get(reverse("morning", args=[held.school.pk])))


def log(client, held, pupil=0, **typed):
    address = reverse("first-contact", args=[held.school.pk, held.pupils[pupil].pupil_id])
    return client.post(address, {**form_of(client.get(address)), "outcome": "reached", **typed})


@pytest.mark.requirement("WID-18")
def test_a_taken_register_makes_the_list_and_a_logged_contact_takes_the_pupil_off_it(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    assert "To call (1)" in listed(client, held)
    assert "Ada Byron" in listed(client, held)

    answer = log(client, held, made_at="9.40")

    assert answer.status_code == 302
    assert "To call (0)" in listed(client, held)
    assert "Late: after midday" not in listed(client, held)


@pytest.mark.requirement("WID-18")
def test_a_contact_logged_for_after_midday_is_marked_late(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN.replace(hour=12))

    log(client, held, made_at="12.05")

    assert "Late: after midday" in listed(client, held)


@pytest.mark.parametrize(("typed", "status"), [("9.40", 302), ("9.41", 422)])
def test_a_contact_that_is_still_to_come_is_not_logged(browser, held, typed, status):
    answer = log(browser(held.officer, TWENTY_TO_TEN), held, made_at=typed)

    assert answer.status_code == status
    assert ("The time must not be later than now" in words_of(answer)) is (status == 422)
    assert CaseEvent.objects.exists() is (status == 302)


def logged_by_hand(held, page):
    mother = held.pupils[0].pupil.links.get().adult
    return log_first_contact(
        held.acting(held.officer, TWENTY_TO_TEN),
        page,
        submission=uuid4(),
        at=TWENTY_TO_TEN.time(),
        adults=[mother.pk],
        data={"channel": "phone", "outcome": "reached"},
    )


def page_of_ada(held):
    officer = held.acting(held.officer, TWENTY_TO_TEN)
    page = contact_page(officer, held.school.pk, held.pupils[0].pupil_id, officer.today)
    assert page is not None
    return page


def test_an_order_made_while_the_call_waits_for_its_turn_is_honoured(held, monkeypatch):
    mother = held.pupils[0].pupil.links.get().adult
    told = {"pupil": held.pupils[0].pupil, "against": mother, "first_day": TWENTY_TO_TEN.date()}

    def waits(*schools):
        take_turn(*schools)
        Marker.objects.create(kind=MarkerKind.NO_CONTACT, **told)

    monkeypatch.setattr("supportfirst.casework.actions.log_first_contact.take_turn", waits)

    with pytest.raises(EventRefused, match="not to be contacted"):
        logged_by_hand(held, page_of_ada(held))
    assert not CaseEvent.objects.exists()


def test_an_order_is_honoured_where_the_child_stands_on_the_list_no_more(held):
    mother = held.pupils[0].pupil.links.get().adult
    page = replace(page_of_ada(held), row=None)
    put_marks(held.pupils[0], {TWENTY_TO_TEN.date(): "/ "})
    told = {"pupil": held.pupils[0].pupil, "against": mother, "first_day": TWENTY_TO_TEN.date()}
    Marker.objects.create(kind=MarkerKind.NO_CONTACT, **told)

    with pytest.raises(EventRefused, match="not to be contacted"):
        logged_by_hand(held, page)


@pytest.mark.requirement("HAL-14")
def test_a_pupil_stays_on_the_list_until_a_contact_which_says_when_home_was_told(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    listed(client, held)
    assert "To call (1)" in listed(client, held)

    log(client, held, made_at="9.40", reason_found="a bad night")

    told = listed(client, held)
    assert "Phone at 9:40am: reached, a bad night. By Otis Grant." in told
    [event] = CaseEvent.objects.all()
    assert event.data["made_at"] == "09:40"


@pytest.mark.requirement("HAL-60")
def test_the_form_records_the_concern_the_reason_and_the_support(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    log(client, held, concern_raised="third Friday", reason_found="no bus", support_offered="a bus pass")

    [event] = CaseEvent.objects.all()
    assert [event.data[name] for name in ("concern_raised", "reason_found", "support_offered")] == [
        "third Friday",
        "no bus",
        "a bus pass",
    ]


@pytest.mark.requirement("ESX-R-16")
def test_the_form_asks_who_made_contact_and_why_that_person(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    page = words_of(client.get(reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])))
    assert "Who made the contact?" in page
    assert "Why this member of staff?" in page

    log(client, held, staff_chosen="Ms Lovelace", staff_chosen_because="taught her brother")

    [event] = CaseEvent.objects.all()
    assert event.data["staff_chosen"] == "Ms Lovelace"
    assert event.data["staff_chosen_because"] == "taught her brother"


def test_one_step_logs_the_call_and_settles_the_mark(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    log(client, held, reason_found="a bad cold", settles="I")

    [change] = Amendment.objects.all()
    assert (change.original, change.new, change.reason, change.name) == ("N", "I", "a bad cold", "Otis Grant")
    assert "The contact about Ada Byron is logged" in listed(client, held)
    assert "Ada Byron" not in listed(client, held)


def test_a_mark_is_not_settled_without_the_reason(browser, held):
    answer = log(browser(held.officer, TWENTY_TO_TEN), held, settles="I")

    assert answer.status_code == 422
    assert "Enter the reason that was given" in words_of(answer)
    assert not CaseEvent.objects.exists()
    assert not Amendment.objects.exists()


def test_a_refused_change_of_the_mark_keeps_the_contact_out_too(browser, held):
    """Both or neither: a contact without the change it brought would have to be found again by hand."""
    client = browser(held.officer, TWENTY_TO_TEN)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    typed = {**form_of(client.get(address)), "outcome": "reached", "reason_found": "x", "settles": "I"}
    typed["adult"] = str(uuid4())

    answer = client.post(address, typed)

    assert answer.status_code == 422
    assert not CaseEvent.objects.exists()


def test_the_same_form_twice_is_one_contact(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    typed = {**form_of(client.get(address)), "outcome": "no_answer"}

    answers = [client.post(address, typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert CaseEvent.objects.count() == 1


def test_a_contact_that_settled_the_mark_may_be_sent_twice_and_says_that_it_is_logged(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    typed = {**form_of(client.get(address)), "outcome": "reached", "reason_found": "a cold", "settles": "I"}

    answers = [client.post(address, typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (CaseEvent.objects.count(), Amendment.objects.count()) == (1, 1)
    assert "The contact about Ada Byron is logged" in listed(client, held)


def test_a_time_that_is_none_is_named(browser, held):
    answer = log(browser(held.officer, TWENTY_TO_TEN), held, made_at="soon")

    assert answer.status_code == 422
    assert "The time must be a time of day, such as 9:40am" in words_of(answer)


def test_opening_a_child_leaves_a_line_in_the_trail(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    client.get(reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id]))

    [line] = AuditEvent.objects.filter(verb="read_record")
    assert (line.pupil_id, line.thing) == (held.pupils[0].pupil_id, "contacts")


def test_registers_not_taken_are_said_since_nobody_knows_who_is_missing_from_them(browser):
    held = a_register_school()

    assert "1 register not taken" in listed(browser(held.officer, TWENTY_TO_TEN), held)


@pytest.mark.parametrize("role", ["teacher", "governor", "analyst"])
def test_who_may_not_see_contacts_has_no_such_page(browser, held, role):
    client = browser(a_user(role, held.school), TWENTY_TO_TEN)

    for name, more in (("morning", []), ("first-contact", [held.pupils[0].pupil_id])):
        assert client.get(reverse(name, args=[held.school.pk, *more])).status_code in (302, 404)


def test_another_schools_officer_has_no_such_page(browser, held):
    client = browser(a_user("attendance_officer", a_school()), TWENTY_TO_TEN)

    assert client.get(reverse("morning", args=[held.school.pk])).status_code == 404


def test_who_may_log_a_call_but_not_correct_marks_is_offered_no_code(browser, held):
    client = browser(a_user("pastoral", held.school), TWENTY_TO_TEN)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])

    assert "What should the register now say?" not in words_of(client.get(address))
    assert log(client, held).status_code == 302
    assert CaseEvent.objects.count() == 1


def test_the_first_to_call_is_in_sight_and_the_others_are_folded(browser, held):
    an_adult(held.pupils[0], contact_order=2, legal_forename="George", legal_surname="Byron")
    an_adult(held.pupils[0], contact_order=3, legal_forename="Augusta", legal_surname="Leigh")

    page = browser(held.officer, TWENTY_TO_TEN).get(reverse("morning", args=[held.school.pk]))

    in_sight, folded = page.content.decode().split("Whom else to call")
    assert "Mina Byron" in in_sight
    assert "George Byron" in folded
    assert "Augusta Leigh" in folded


def test_the_counts_at_the_top_lead_to_parts_of_the_page(browser, held):
    page = browser(held.officer, TWENTY_TO_TEN).get(reverse("morning", args=[held.school.pk]))

    text = page.content.decode()
    led_to = re.findall(r'href="#([\w-]+)">[^<]+<strong>(\d+)', text)
    assert led_to == [("call", "1"), ("earlier", "0")]
    assert all(f'id="{name}"' in text for name, _ in led_to)
