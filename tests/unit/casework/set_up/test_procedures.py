"""Staff read the procedures of the pack in force and confirm it; who has not is listed for the head."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import Acknowledgement, AuditEvent, PackAdoption
from tests.factories.site import NINE, a_school, a_user
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db


def confirmed(browser, user, school, **instead):
    client = browser(user)
    address = reverse("procedures", args=[school.pk])
    return client.post(address, form_of(client.get(address), **{"read": "on", **instead}))


def missing(browser, school):
    page = browser(a_user("head", school, name="The Head")).get(reverse("procedures", args=[school.pk]))
    return [each.name for each in page.context["page"].missing if each.name != "The Head"]


@pytest.mark.requirement("WID-115")
def test_who_has_not_confirmed_is_listed_and_a_changed_pack_asks_again(browser):
    school = a_school(pack="widnes-academy")
    tess = a_user("teacher", school, name="Tess Marlow")
    a_user("pastoral", school, name="Ola Reed")
    a_user("governor", school, name="Gil Stone")
    assert missing(browser, school) == ["Ola Reed", "Tess Marlow"]

    assert confirmed(browser, tess, school).status_code == 302

    kept = Acknowledgement.objects.get()
    assert (kept.user, kept.acknowledged_at, kept.pack) == (tess, NINE, "widnes-academy")
    assert missing(browser, school) == ["Ola Reed"]
    page = words_of(browser(tess).get(reverse("procedures", args=[school.pk])))
    assert "You confirmed on 20 November 2026" in page
    assert "Registers" in page

    PackAdoption.objects.create(school=school, pack="coventry", first_day=date(2026, 11, 20))
    assert missing(browser, school) == ["Ola Reed", "Tess Marlow"]
    assert confirmed(browser, tess, school).status_code == 302
    assert Acknowledgement.objects.count() == 2


def test_confirming_twice_is_one_line(browser):
    school = a_school()
    tess = a_user("teacher", school)
    client = browser(tess)
    address = reverse("procedures", args=[school.pk])
    sent = form_of(client.get(address), read="on")

    for _ in range(2):
        assert client.post(address, sent).status_code == 302

    assert Acknowledgement.objects.count() == 1
    assert AuditEvent.objects.filter(verb="acknowledge_procedures").count() == 1


def test_what_changed_since_it_was_read_is_not_confirmed(browser):
    school = a_school()

    answer = confirmed(browser, a_user("teacher", school), school, fingerprint="0" * 64)

    assert answer.status_code == 422
    assert "The procedures changed while you read them" in words_of(answer)
    assert not Acknowledgement.objects.exists()


def test_only_whoever_sets_the_school_up_sees_who_has_not(browser):
    school = a_school()
    a_user("pastoral", school, name="Ola Reed")

    page = words_of(browser(a_user("teacher", school)).get(reverse("procedures", args=[school.pk])))

    assert "Ola Reed" not in page
    assert "Who has not confirmed" not in page
