"""Kinds of letters as the packs have them: each can be drafted from its wording; who sends it, and when."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from supportfirst.attendance.letters.shape import SlotKind
from supportfirst.attendance.letters.slots import slot_named
from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.actions.send_letters import Told, record_delivery
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.letter_kinds import letter_kinds
from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.store.models import CaseEvent, Letter
from tests.factories.site import a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_letters import (
    AFTER,
    FORM,
    a_parent,
    drafted,
    letter_school,
    with_all_that_letters_wait_for,
)
from tests.factories.site_registers import FRIDAY, words_of

pytestmark = pytest.mark.django_db


def samples(slots):
    """The form filled in with what each slot gives as an example."""
    form = {"submission": str(uuid.uuid4())}
    for name in slots:
        if not name.startswith("value:"):
            slot = slot_named(name)
            told = "2026-11-27" if slot.kind is SlotKind.DAY else "\n".join(slot.sample)
            form[f"slot_{name}"] = told
    return form


def a_family(pack):
    held = letter_school(pack, attendance_target=95)
    a_parent(held)
    for kind in ("support_offered", "support_started"):
        an_event(held.pupils[0], kind, by=held.officer, service="A place at breakfast club")
    if pack in ("halton", "widnes-academy"):
        with_all_that_letters_wait_for(held.pupils[0], by=held.officer)
    return held


def address(held, kind):
    return reverse("child-letter-new", args=[held.school.pk, held.pupils[0].pupil_id, kind])


@pytest.mark.requirement("ESX-R-49")
@pytest.mark.parametrize("pack", ["essex", "coventry", "halton", "widnes-academy"])
def test_each_letter_can_be_drafted_from_its_wording_which_shows_when_its_tone_was_reviewed(pack):
    held = a_family(pack)
    client = demo_client(held.officer)
    kinds = letter_kinds(loaded(pack), FRIDAY)

    for kind in kinds.values():
        page = words_of(client.get(address(held, kind.id)))
        answer = client.post(address(held, kind.id), samples(kind.wording.slots))

        reviewed = kind.wording.tone_reviewed
        assert f"The policy lead reviewed the tone of this wording on {reviewed:%-d %B %Y}" in page
        assert answer.status_code == 302, (kind.id, words_of(answer))

    assert set(Letter.objects.values_list("kind", flat=True)) == set(kinds)
    own = [each for each in kinds if each.startswith(pack.partition("-")[0])]
    assert len(own) >= 5 or pack == "halton"


@pytest.mark.parametrize("pack", ["cambridgeshire", "coventry", "essex", "halton", "widnes-academy"])
def test_each_letter_that_can_be_made_can_go_out_in_some_way(pack):
    kinds = letter_kinds(loaded(pack), FRIDAY).values()

    assert [kind.id for kind in kinds if not kind.ways] == []


@pytest.mark.requirement("ESX-C-36")
@pytest.mark.parametrize("left_out", ["meeting_day", "meeting_time"])
def test_an_invitation_is_not_drafted_without_its_date_and_time(left_out):
    held = a_family("essex")
    kind = letter_kinds(loaded("essex"), FRIDAY)["essex.letter.meeting_invitation"]
    form = {**samples(kind.wording.slots), f"slot_{left_out}": ""}
    client = demo_client(held.officer)

    answer = client.post(address(held, kind.id), form)

    assert answer.status_code == 422
    assert f"Enter {slot_named(left_out).words}" in words_of(answer)
    assert not Letter.objects.exists()
    assert client.post(address(held, kind.id), samples(kind.wording.slots)).status_code == 302
    told = str(as_content(Letter.objects.get().content))
    assert "Friday 27 November 2026" in told
    assert slot_named("meeting_time").sample[0] in told


@pytest.mark.requirement("HAL-67")
def test_the_first_letter_of_halton_is_due_and_drafted_where_a_case_is_at_its_first_stage(assess):
    held = letter_school()
    a_parent(held)
    an_event(held.pupils[0], "contact", by=held.officer, channel="phone", outcome="no_answer")
    an_event(held.pupils[0], "concern", by=held.officer, ground="no_engagement")
    assess(held)
    client = demo_client(held.officer)
    letters = reverse("child-letters", args=[held.school.pk, held.pupils[0].pupil_id])

    due = [each.id for each in client.get(letters).context["page"].due]
    form = words_of(client.get(address(held, "halton.s1l1")))
    client.post(address(held, "halton.s1l1"), {"submission": str(uuid.uuid4()), **FORM})

    assert due == ["halton.s1l1"]
    assert "not due by the policy" not in form
    assert Letter.objects.get().kind == "halton.s1l1"


@pytest.mark.requirement("COV-115")
def test_the_senior_officer_alone_issues_the_advisory_letter_and_the_school_logs_its_delivery_to_each():
    held = a_family("coventry")
    a_parent(held, title="Mr", legal_forename="Rufus")
    kind = letter_kinds(loaded("coventry"), FRIDAY)["coventry.letter.advisory"]
    filled = {
        name: slot_named(name).sample[0] for name in kind.wording.slots if not name.startswith("value:")
    }
    school, authority = held.school, held.school.authority
    letters = drafted(held, kind=kind.id, **filled)
    others = [a_user("head", school), held.officer, a_user("authority_officer", authority=authority)]

    for user in others:
        with pytest.raises(Refused, match="sent by: Senior Officer"):
            approve_letter(actor_of(user, AFTER), school.pk, letters[0].pk)
    senior = actor_of(a_user("principal_officer", authority=authority), AFTER)
    for each in letters:
        approve_letter(senior, school.pk, each.pk)
        told = Told("handed", FRIDAY, "Otis Grant")
        record_delivery(actor_of(held.officer, AFTER), school.pk, each.pk, told, submission=uuid.uuid4())

    events = CaseEvent.objects.filter(kind="letter_sent")
    assert {each.adults[0] for each in events} == {str(each.adult_id) for each in letters}
    assert {(each.data["letter"], each.data["how"]) for each in events} == {(kind.id, "hand")}
    assert {each.deliveries.get().by for each in letters} == {"Otis Grant"}
