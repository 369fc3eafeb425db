"""Children who leave during the day and come back, at the office's desk."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.sign_pupil_back_in import sign_pupil_back_in
from supportfirst.casework.actions.sign_pupil_out import sign_pupil_out
from supportfirst.casework.queries.off_site import movements, off_site
from supportfirst.casework.store.models import AuditEvent, CaseEvent, Marker, MarkerKind
from tests.factories.site import a_school, a_user, an_adult
from tests.factories.site_cases import an_event
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, words_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def held():
    return a_register_school()


@pytest.fixture
def client(browser, held):
    return browser(held.officer, NOON)


def address(held, which, pupil=0):
    return reverse(f"door-{which}", args=[held.school.pk, held.pupils[pupil].pupil_id])


def sign(client, held, which, at, pupil=0, **typed):
    place = address(held, which, pupil)
    usual = {"adult": "Ms Mina Byron", "reason": "dentist"}
    return client.post(
        place, {**form_of(client.get(place)), **usual, "submission": uuid4(), "at": at, **typed}
    )


def desk(client, held) -> str:
    return words_of(client.get(reverse("door", args=[held.school.pk])))


@pytest.mark.requirement("WID-38")
def test_a_child_signed_out_shows_as_off_site_until_signed_back_in(client, held):
    assert "Off site now (0)" in desk(client, held)

    assert sign(client, held, "out", "10.40", back_expected="12.15").status_code == 302

    told = desk(client, held)
    assert "Off site now (1)" in told
    assert "10:40am, expected back 12:15pm Ms Mina Byron dentist" in told
    [event] = CaseEvent.objects.filter(kind="signed_out")
    assert event.data == {
        "at": "10:40",
        "adult": "Ms Mina Byron",
        "reason": "dentist",
        "back_expected": "12:15",
    }

    assert sign(client, held, "back", "11.50", adult="Mr Byron", reason="seen").status_code == 302

    told = desk(client, held)
    assert "Off site now (0)" in told
    assert "11:50am Ada Byron came back with Mr Byron: seen. Signed by Otis Grant." in told
    [event] = CaseEvent.objects.filter(kind="signed_in")
    assert event.data == {"at": "11:50", "adult": "Mr Byron", "reason": "seen"}


def test_a_child_may_leave_again(client, held):
    for which, at in (("out", "9.30"), ("back", "10.00"), ("out", "11.00")):
        assert sign(client, held, which, at).status_code == 302

    told = desk(client, held)
    assert "Off site now (1)" in told
    assert told.count("Ada Byron left with Ms Mina Byron") == 2


def test_the_page_of_coming_back_offers_what_was_said_at_leaving(client, held):
    sign(client, held, "out", "10.40")

    sent = form_of(client.get(address(held, "back")))

    assert (sent["adult"], sent["reason"], sent["at"]) == ("Ms Mina Byron", "dentist", "midday")


@pytest.mark.parametrize("missing", ["adult", "reason", "at"])
@pytest.mark.parametrize("which", ["out", "back"])
def test_adult_reason_and_time_are_all_asked(client, held, which, missing):
    if which == "back":
        sign(client, held, "out", "10.40")

    answer = sign(client, held, which, **{"at": "11.00", missing: ""})

    assert answer.status_code == 422
    assert CaseEvent.objects.count() == (which == "back")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([("back", "11.00")], "The child is not signed out"),
        ([("out", "10.40"), ("out", "11.00")], "The child is signed out already"),
        ([("out", "12.01")], "This time has not come yet"),
        ([("out", "10.40"), ("back", "12.01")], "This time has not come yet"),
        ([("out", "10.40"), ("back", "10.30")], "The child left at 10:40am"),
        ([("out", "10.40"), ("back", "11.30"), ("out", "11.00")], "The child came back at 11:30am"),
    ],
)
def test_what_can_not_have_been_is_refused(client, held, steps, said):
    *sound, (which, at) = steps
    for each, when in sound:
        assert sign(client, held, each, when).status_code == 302
    page = {"adult": "Ms Mina Byron", "reason": "dentist", "submission": uuid4(), "at": at}

    answer = client.post(address(held, which), page)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert CaseEvent.objects.count() == len(sound)


def test_the_same_form_twice_is_one_movement(client, held):
    for which, at in (("out", "10.40"), ("back", "11.40")):
        submission = uuid4()
        answers = [
            sign(client, held, which, at, submission=submission).status_code,
            client.post(
                address(held, which),
                {"adult": "Ms Mina Byron", "reason": "dentist", "at": at, "submission": submission},
            ).status_code,
        ]
        assert answers == [302, 302]

    assert CaseEvent.objects.count() == 2


def test_yesterdays_sign_out_is_not_todays(held):
    an_event(held.pupils[0], "signed_out", by=held.officer, on=FRIDAY - timedelta(days=1), adult="x")

    assert off_site(movements(held.school, FRIDAY)) == []


def test_a_sign_out_by_mistake_is_struck_out(held):
    event = an_event(held.pupils[0], "signed_out", by=held.officer, on=FRIDAY, adult="x")
    assert len(off_site(movements(held.school, FRIDAY))) == 1

    an_event(held.pupils[0], "struck_out", by=held.officer, on=FRIDAY, strikes_out=event.event)

    assert off_site(movements(held.school, FRIDAY)) == []


def test_whom_an_order_keeps_away_is_named_before_the_child_is_handed_over(client, held):
    pupil = held.pupils[0]
    for surname, last in (("Kept", None), ("Lifted", FRIDAY - timedelta(days=1))):
        against = an_adult(pupil, title="Mr", legal_forename="Rex", legal_surname=surname)
        Marker.objects.create(
            kind=MarkerKind.NO_CONTACT,
            pupil=pupil.pupil,
            against=against,
            first_day=FRIDAY - timedelta(days=9),
            last_day=last,
        )

    told = words_of(client.get(address(held, "out")))

    assert "not to be handed to Mr Rex Kept" in told
    assert "not to be handed to Mr Rex Lifted" not in told
    [line] = AuditEvent.objects.filter(verb="read_record")
    assert (line.pupil_id, line.thing) == (pupil.pupil_id, "no_contact_orders")


def test_another_schools_officer_can_sign_nobody_out_or_in(browser, held):
    stranger = a_user("attendance_officer", a_school())
    acting = held.acting(stranger, NOON)

    for action in (sign_pupil_out, sign_pupil_back_in):
        with pytest.raises(NotThere):
            action(acting, held.pupils[0], submission=uuid4(), at=time(10), adult="x", reason="y")
    for which in ("out", "back"):
        assert browser(stranger, NOON).get(address(held, which)).status_code == 404


def test_an_order_that_protects_the_mother_is_named_too(client, held):
    pupil = held.pupils[0]
    mother, father = an_adult(pupil), an_adult(pupil, legal_forename="Rex", legal_surname="Harrow")
    Marker.objects.create(
        kind=MarkerKind.NO_CONTACT, adult=mother, against=father, first_day=FRIDAY - timedelta(days=9)
    )

    page = client.get(reverse("door-out", args=[held.school.pk, pupil.pupil_id]))

    assert "Rex Harrow" in words_of(page)


def test_an_order_that_names_nobody_is_said_too(client, held):
    Marker.objects.create(
        kind=MarkerKind.NO_CONTACT, pupil=held.pupils[0].pupil, first_day=FRIDAY - timedelta(days=9)
    )

    assert "the order does not say whom" in words_of(client.get(address(held, "out")))


@pytest.fixture
def barred(held):
    """A father whom an order names, of a child with a mother, too."""
    child = held.pupils[0]
    an_adult(child, legal_forename="Philippa", legal_surname="Vane")
    father = an_adult(
        child, title="Mr", legal_forename="Ignatius", legal_surname="O’Brién-Vane", relationship="father"
    )
    return Marker.objects.create(
        pupil=child.pupil, against=father, kind=MarkerKind.NO_CONTACT, first_day=FRIDAY
    )


def signed_out() -> list[str]:
    return [event.data["adult"] for event in CaseEvent.objects.filter(kind="signed_out")]


@pytest.mark.parametrize(
    "typed",
    [
        "Mr Ignatius O’Brién-Vane",
        "  ignatius   obrien-vane ",
        "IGNATIUS O'BRIEN VANE (dad)",
        "Dr O'Brien-Vane, Ignatius",
    ],
)
@pytest.mark.parametrize("protected", ["child", "mother"])
def test_a_child_is_not_signed_out_to_whom_an_order_keeps_away(client, held, barred, typed, protected):
    if protected == "mother":
        mother = held.pupils[0].pupil.links.get(adult__legal_forename="Philippa").adult
        Marker.objects.filter(pk=barred.pk).update(pupil=None, adult=mother)

    answer = sign(client, held, "out", "10.40", adult=typed)

    assert answer.status_code == 422
    assert "The child is not to be handed to this adult" in words_of(answer)
    assert signed_out() == []


def test_his_id_in_the_form_of_another_is_refused_too(client, held, barred):
    assert sign(client, held, "out", "10.40", adult="", chosen=str(barred.against_id)).status_code == 422
    assert signed_out() == []


def test_when_the_order_has_ended_he_may_take_the_child(client, held, barred):
    Marker.objects.filter(pk=barred.pk).update(last_day=FRIDAY - timedelta(days=1))

    assert sign(client, held, "out", "10.40", adult="", chosen=str(barred.against_id)).status_code == 302
    assert signed_out() == ["Mr Ignatius O’Brién-Vane"]


def test_the_childs_own_adults_are_offered_but_for_those_kept_away_and_who_died(client, held, barred):
    dead = an_adult(held.pupils[0], legal_forename="Theodora")
    Marker.objects.create(adult=dead, kind=MarkerKind.DECEASED, first_day=FRIDAY)
    page = client.get(address(held, "out")).content.decode()
    (mother,) = (each.adult for each in held.pupils[0].pupil.links.filter(adult__legal_forename="Philippa"))

    assert f'value="{mother.pk}"' in page
    assert f'value="{dead.pk}"' not in page
    assert f'value="{barred.against_id}"' not in page
    assert sign(client, held, "out", "10.40", adult="", chosen=str(mother.pk)).status_code == 302
    assert signed_out() == ["Philippa Vane"]


def test_an_adult_and_another_name_are_not_both_taken(client, held, barred):
    mother = held.pupils[0].pupil.links.get(adult__legal_forename="Philippa").adult

    answer = sign(client, held, "out", "10.40", adult="Jo March", chosen=str(mother.pk))

    assert answer.status_code == 422
    assert "and not both" in words_of(answer)
