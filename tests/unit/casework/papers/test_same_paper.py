"""The same records are the same paper: what was shared is one that somebody made."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.actions.decide_alarm import decide_alarm
from supportfirst.casework.bridge.child_sessions import Totals
from supportfirst.casework.queries.paper_figures import percentage
from supportfirst.casework.store.models import (
    AuditEvent,
    CaseEvent,
    Decision,
    Link,
    Marker,
    PupilFlag,
    Reliance,
    Retest,
)
from tests.factories.site import an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import FRIDAY, a_register_school, amend, submit, words_of
from tests.unit.casework.papers.test_child_papers import (
    AFTER,
    address,
    held,  # noqa: F401  the week of marks
    mother_of,
    pdf_of,
    text_of,
)

pytestmark = pytest.mark.django_db
PAPERS = (
    ("pupil-profile-pdf", "profile"),
    ("pupil-front-door-pdf", "summary"),
    ("pupil-parents-pdf", "letter"),
)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(minutes)`: so many minutes after four o'clock."""

    def at(minutes):
        monkeypatch.setattr(
            "supportfirst.casework.web.middleware.now", lambda: AFTER + timedelta(minutes=minutes)
        )

    at(0)
    return at


def changed(held, *, half=0):  # noqa: F811
    amend(held, 0, original="N" if not half else "U", new="I", half=half, at=AFTER + timedelta(minutes=30))


def share(held, reader, **more):  # noqa: F811
    sent = {
        "reader": str(reader.pk),
        "how": "in_person",
        "on-day": "20",
        "on-month": "11",
        "on-year": "2026",
        "submission": str(uuid.uuid4()),
    }
    return demo_client(held.officer).post(address(held, "pupil-profile"), {**sent, **more})


def marks_printed(answer) -> str:
    [found] = set(re.findall(r"[0-9a-f]{32}", text_of(pdf_of(answer))))
    return found


def decided(held, decision, **more):  # noqa: F811
    for alarm in Retest.objects.filter(decision=""):
        actor = held.acting(held.officer, AFTER + timedelta(minutes=50))
        shown = {"shown": alarm.version, "submission": uuid.uuid4()}
        decide_alarm(actor, held.school.pk, alarm.pk, decision, "Looked at.", **shown, **more)


# --- which paper it is -------------------------------------------------------------------


def test_the_same_records_are_one_paper_at_whatever_minute_and_an_amended_mark_makes_another(held, clock):  # noqa: F811
    mother, client = mother_of(held), demo_client(held.officer)
    first = marks_printed(client.get(address(held, "pupil-profile-pdf")))
    clock(5)
    again = marks_printed(client.get(address(held, "pupil-profile-pdf")))
    clock(10)

    assert share(held, mother).status_code == 302

    assert first == again
    assert Reliance.objects.filter(kind="profile").count() == 1
    event = CaseEvent.objects.get(kind="profile_shared")
    assert (event.data["profile"], event.data["taken_out"]) == (first, "20 November 2026 at 4:05pm")
    changed(held)
    decided(held, Decision.CONFIRMED)
    clock(60)
    assert marks_printed(client.get(address(held, "pupil-profile-pdf"))) != first


def test_the_one_taken_out_is_what_was_shared_though_a_mark_changed_since(held, clock):  # noqa: F811
    mother, client = mother_of(held), demo_client(held.officer)
    first = marks_printed(client.get(address(held, "pupil-profile-pdf")))
    changed(held)
    clock(40)

    page = words_of(client.get(address(held, "pupil-profile")))
    assert "The one taken out on 20 November 2026 at 4pm" in page
    assert share(held, mother, which=first).status_code == 302
    assert share(held, mother, which="f" * 32).status_code == 422

    assert CaseEvent.objects.get(kind="profile_shared").data["profile"] == first


def test_where_none_was_taken_out_the_profile_as_it_stands_is_shared_and_relied_on(held):  # noqa: F811
    assert share(held, mother_of(held)).status_code == 302

    event = CaseEvent.objects.get(kind="profile_shared")
    assert Reliance.objects.get(kind="profile").content == event.data["profile"]


# --- what waits for a decision is not given out ------------------------------------------


@pytest.mark.parametrize(("name", "kind"), PAPERS)
def test_while_one_waits_for_a_decision_none_of_its_kind_is_given_out(held, clock, name, kind):  # noqa: F811
    client = demo_client(held.officer)
    assert client.get(address(held, name)).status_code == 200
    clock(5)
    assert client.get(address(held, name)).status_code == 200
    changed(held)
    clock(40)
    taken = AuditEvent.objects.filter(verb__startswith="export_").count()

    refused = client.get(address(held, name))

    [alarm] = Retest.objects.all()  # one, however often it was printed
    assert alarm.reliance.kind == kind
    assert refused.status_code == 409
    assert reverse("relied-on-alarm", args=[held.school.pk, alarm.pk]) in refused.content.decode()
    assert "N became I" in words_of(refused)
    assert AuditEvent.objects.filter(verb__startswith="export_").count() == taken
    [new] = Reliance.objects.filter(kind=kind).exclude(pk=alarm.reliance_id)
    decided(held, Decision.CORRECTED, replaced_by=new.pk)
    clock(60)
    assert client.get(address(held, name)).status_code == 200


def test_the_chosen_correction_is_given_out_though_another_of_its_kind_waits(held, clock):  # noqa: F811
    client = demo_client(held.officer)
    client.get(address(held, "pupil-profile-pdf"))
    changed(held)
    clock(40)
    client.get(address(held, "pupil-profile-pdf"))
    old = Retest.objects.get().reliance
    new = Reliance.objects.exclude(pk=old.pk).get()
    decided(held, Decision.CORRECTED, replaced_by=new.pk)
    Reliance.objects.create(
        kind="profile",
        thing="an older one",
        title="Attendance profile",
        school=held.school,
        pupil=held.pupils[0].pupil,
        first_day=FRIDAY,
        last_day=FRIDAY,
        known_at=AFTER,
        made_at=AFTER,
        made_by=held.officer,
        standing="waiting",
    )
    clock(60)

    assert client.get(address(held, "pupil-profile-pdf")).status_code == 200


def test_what_was_withdrawn_can_be_made_anew_of_the_records_as_they_stand(held, clock):  # noqa: F811
    client = demo_client(held.officer)
    client.get(address(held, "pupil-profile-pdf"))
    changed(held)
    decided(held, Decision.WITHDRAWN)
    amend(held, 0, original="I", new="N", at=AFTER + timedelta(minutes=55))
    clock(60)

    assert client.get(address(held, "pupil-profile-pdf")).status_code == 200
    assert sorted(Reliance.objects.values_list("content", "standing")) == sorted(
        (content, standing)
        for content in {Reliance.objects.first().content}
        for standing in ("stands", "withdrawn")
    )


def test_sharing_the_profile_as_it_stands_is_refused_while_an_earlier_one_waits(held, clock):  # noqa: F811
    mother = mother_of(held)
    demo_client(held.officer).get(address(held, "pupil-profile-pdf"))
    changed(held)
    clock(40)

    assert share(held, mother, which="now").status_code == 409
    assert not CaseEvent.objects.exists()
    assert Reliance.objects.filter(kind="profile").count() == 2


# --- to whom, and what it says -----------------------------------------------------------


def test_it_is_shared_with_parents_alone_and_not_of_a_child_who_died(held):  # noqa: F811
    mother = mother_of(held)
    neighbour = an_adult(held.pupils[0], legal_forename="Nadia", relationship="neighbour")
    none = {"natural_parent": False, "parental_responsibility": False, "day_to_day_care": False}
    Link.objects.filter(adult=neighbour).update(**none)

    assert "Nadia" not in words_of(demo_client(held.officer).get(address(held, "pupil-profile")))
    assert share(held, neighbour).status_code == 422
    Marker.objects.create(kind="deceased", pupil=held.pupils[0].pupil, first_day=FRIDAY)
    refused = share(held, mother)

    assert refused.status_code == 422
    assert "Nothing is to be given to the family without the head teacher" in words_of(refused)
    assert not CaseEvent.objects.exists()


def test_a_social_worker_is_not_told_of_where_it_is_not_known_why_a_child_was_away():
    school = a_register_school(names=[("Ada", "Byron")])
    for back in (4, 3, 2, 1, 0):
        for half in (0, 1):
            submit(school, "N", day=FRIDAY - timedelta(days=back), half=half)
    PupilFlag.objects.create(pupil=school.pupils[0].pupil, name="social_worker", first_day=FRIDAY)

    told = words_of(demo_client(school.officer).get(address(school, "pupil-parents-see")))

    assert "we go on asking until we know that they are safe" in told
    assert "social worker" not in told.lower()


def test_sessions_without_a_mark_stand_on_the_profile():
    school = a_register_school(names=[("Ada", "Byron")])
    submit(school, "/", day=FRIDAY)

    paper = text_of(pdf_of(demo_client(school.officer).get(address(school, "pupil-profile-pdf"))))

    [unmarked] = re.findall(r"Without a mark (\d+)", paper)
    assert int(unmarked) > 0


@pytest.mark.parametrize(
    ("attended", "possible", "told"),
    [(269, 299, "89.97%"), (270, 300, "90.0%"), (4, 10, "40.0%"), (2251, 2500, "90.04%"), (2, 3, "66.7%")],
)
def test_a_percentage_is_never_rounded_onto_a_line_beside_which_it_stands(attended, possible, told):
    missed = possible - attended

    assert percentage(Totals(possible, attended, missed, 0, 0, 0, 0)) == told
