"""Who waits for support at a school, and how a referral stands on the child's own page."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, Marker, MarkerKind
from tests.factories.site import a_pupil
from tests.factories.site_cases import an_event
from tests.factories.site_registers import a_register_school, words_of
from tests.factories.site_support import TEN, page, record

pytestmark = pytest.mark.django_db
NO_ANSWER = "Referred, and the service has not answered"
WAITING = "On the waiting list of a service"
UNANSWERED = "Offered, and the family has not answered"


@pytest.fixture
def held():
    return a_register_school()


def a_child(held):
    return a_pupil(held.school, held.group)


def referred(held, of, on, answer="", answered=date(2026, 11, 10), **said):
    made = an_event(
        of, "service_referral", by=held.officer, on=on, **{"service": "CAMHS", "consent": True, **said}
    )
    if answer:
        an_event(of, "service_answer", by=held.officer, on=answered, about=str(made.event), answer=answer)
    return of.pupil.name


def look(client, held):
    return client.get(reverse("waiting", args=[held.school.pk]))


def rows(answer) -> dict[str, list[tuple[str, str]]]:
    return {words: [(row.name, row.wait) for row in held] for _, words, held in answer.context["page"].groups}


def test_the_longest_wait_comes_first_and_what_was_settled_is_left_out(browser, held):
    short = referred(held, a_child(held), date(2026, 11, 18))
    long = referred(held, a_child(held), date(2026, 9, 11))
    listed = referred(held, a_child(held), date(2026, 10, 2), "waiting")
    for answer in ("accepted", "refused", "ended"):
        referred(held, a_child(held), date(2026, 10, 2), answer)

    found = look(browser(held.officer, TEN), held)

    assert rows(found) == {
        NO_ANSWER: [(long, "has waited 10 weeks"), (short, "has waited 2 days")],
        WAITING: [(listed, "has waited 7 weeks")],
    }
    assert AuditEvent.objects.get(verb="read_list", thing="waiting").detail["children"] == 3


def test_an_offer_waits_until_the_family_answers_or_support_begins(browser, held):
    open_, silent, begun = (a_child(held) for _ in range(3))
    an_event(open_, "support_offered", by=held.officer, on=date(2026, 11, 13), service="mentoring")
    an_event(silent, "support_offered", by=held.officer, on=date(2026, 11, 6), service="x", answer="no_reply")
    for answer in ("accepted", "declined"):
        an_event(a_child(held), "support_offered", by=held.officer, service="x", answer=answer)
    offer = an_event(begun, "support_offered", by=held.officer, service="a breakfast club")
    an_event(begun, "support_started", by=held.officer, about=str(offer.event), service="a breakfast club")

    assert rows(look(browser(held.officer, TEN), held)) == {
        UNANSWERED: [
            (silent.pupil.name, "has waited 2 weeks"),
            (open_.pupil.name, "has waited 1 week"),
        ]
    }


def test_what_is_restricted_and_who_died_are_left_out(browser, held):
    secret, died = a_child(held), a_child(held)
    an_event(secret, "service_referral", by=held.teacher, restricted=True, service="CAMHS")
    referred(held, died, date(2026, 10, 2))
    Marker.objects.create(pupil=died.pupil, kind=MarkerKind.DECEASED, first_day=date(2026, 11, 19))

    answer = look(browser(held.officer, TEN), held)

    assert rows(answer) == {}
    assert "Nobody waits for a service" in words_of(answer)


def test_somebody_who_acts_on_no_case_is_shown_no_list(browser, held):
    assert look(browser(held.teacher, TEN), held).status_code in (403, 404)


def test_consent_is_told_as_it_was_recorded_and_a_missing_one_is_not_a_no(browser, held):
    referred(held, a_child(held), date(2026, 11, 2), consent=None)
    referred(held, a_child(held), date(2026, 11, 3), consent=False, no_consent_because="a duty to protect")

    told = words_of(look(browser(held.officer, TEN), held))

    assert "Cannot tell whether a parent consented." in told
    assert "Made without consent: a duty to protect." in told


def test_the_answer_is_recorded_from_the_list_and_stands_on_the_childs_page(browser, held):
    made = an_event(
        held.pupils[0],
        "service_referral",
        by=held.officer,
        on=date(2026, 10, 9),
        service="CAMHS",
        consent=True,
    )
    client = browser(held.officer, TEN)
    link = reverse("pupil-support-record", args=[held.school.pk, held.pupils[0].pupil_id, "service_answer"])
    assert f'href="{link}"' in look(client, held).text
    assert "has waited 6 weeks" in page(client, held)

    answer = record(
        client, held, "service_answer", about=str(made.event), answer="accepted", outcome="Begins soon."
    )

    assert answer.status_code == 302
    told = page(client, held)
    assert "accepted" in told
    assert "waited 6 weeks" in told
    assert "has waited" not in told
    assert "20 November 2026: accepted. Begins soon." in told
    assert "Nobody waits for a service" in words_of(look(client, held))


def test_the_way_there_is_on_the_first_page_and_on_the_childs_page_of_support(browser, held):
    client = browser(held.officer, TEN)
    link = f'href="{reverse("waiting", args=[held.school.pk])}"'

    assert link in client.get("/").text
    assert link in client.get(reverse("pupil-support", args=[held.school.pk, held.pupils[0].pupil_id])).text
