"""Two rows of one parent made one, and taken back exactly."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from supportfirst.casework.bridge.no_contact import kept_from_child
from supportfirst.casework.bridge.school_files import parents_of, spells_of, standing_events
from supportfirst.casework.queries.unaccounted import callers_of
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    AuditEvent,
    Enrolment,
    Link,
    Marker,
    Merge,
    Message,
)
from tests.factories.site import NINE, a_pupil, a_school, an_adult
from tests.factories.site_cases import a_message, an_event
from tests.unit.casework.people.conftest import Family, words

pytestmark = pytest.mark.django_db
ROWS = (Adult, AdultContact, Link, Marker, Message)
MONDAY = date(2026, 11, 16)


class Doubled(Family):
    """Ada's mother was imported again, with other telephone, as the mother of Ada's brother Ben."""

    def __init__(self) -> None:
        super().__init__()
        self.brother = a_pupil(self.school, self.group, forename="Ben", surname="Quill")
        self.kept = an_adult(self.enrolment, natural_parent=None)
        self.gone = an_adult(self.brother, legal_surname="Quill", access_needs="Large print")
        an_adult(self.enrolment, adult=self.gone, natural_parent=True, relationship="")

    def at(self, name: str = "pupil-adult-merge") -> str:
        return self.address(name, self.kept.pk)

    def send(self, **sent):
        usual = {"gone": str(self.gone.pk), "reason": "She said so", "submission": str(uuid4())}
        return self.client.post(self.at(), {**usual, **sent})

    def merge(self):
        return self.send(seen=str(self.gone.pk))

    def undo(self):
        sent = {"merge": str(Merge.objects.latest("done_at").pk)}
        return self.client.post(reverse("merges", args=[self.school.pk]), sent)


@pytest.fixture
def doubled() -> Doubled:
    return Doubled()


def held() -> dict[str, list]:
    return {each.__name__: [model_to_dict(row) for row in each.objects.order_by("pk")] for each in ROWS}


def furnish(doubled: Doubled) -> None:
    other = an_adult(doubled.enrolment, legal_forename="Sam")
    Marker.objects.create(adult=doubled.gone, kind="confidential_address", first_day=MONDAY)
    Marker.objects.create(
        adult=other, against=doubled.gone, kind="no_contact", first_day=MONDAY, last_day=MONDAY
    )
    a_message(doubled.brother, adult=doubled.gone)


def test_the_form_offers_the_other_row_and_says_whose_adult_it_is(doubled):
    assert "Rowan Quill: adult of Ada Quill, mother of Ben Quill" in words(doubled.client.get(doubled.at()))


def test_a_preview_says_what_would_move_and_moves_nothing(doubled):
    furnish(doubled)
    before = held()

    answer = doubled.send()

    assert answer.status_code == 200
    shown = words(answer)
    for each in (
        "becomes an adult of Ben Quill",
        "Ada Quill keeps one of the two",
        "access needs is taken over",
        "3 ways to reach them move",
        "“Confidential address” holds of the row that is kept",
    ):
        assert each in shown
    assert held() == before


def test_all_that_the_gone_row_had_is_the_kept_ones(doubled):
    furnish(doubled)

    assert doubled.merge().status_code == 302

    doubled.kept.refresh_from_db()
    assert doubled.kept.access_needs == "Large print"
    assert doubled.kept.links.get(pupil=doubled.pupil).natural_parent is True
    assert doubled.kept.contacts.count() == 6
    assert Message.objects.get().adult == doubled.kept
    assert Marker.objects.get(kind="no_contact").against == doubled.kept
    assert words(doubled.client.get(doubled.address())).count("Rowan Quill (mother)") == 1
    line = AuditEvent.objects.get(verb="merge_adults")
    assert line.pupil_id == doubled.pupil.pk
    assert line.detail == {"kept": str(doubled.kept.pk), "gone": str(doubled.gone.pk)}


def test_a_confidential_address_of_the_gone_row_stays_hidden_on_the_kept_one(doubled):
    furnish(doubled)
    secret = AdultContact.objects.get(adult=doubled.gone, kind="address").value

    doubled.merge()

    for page in (doubled.client.get(doubled.address()), doubled.client.get(doubled.at("pupil-adult"))):
        assert secret not in page.content.decode()


def test_an_order_against_the_gone_row_keeps_the_kept_adult_from_the_child(doubled):
    Marker.objects.create(pupil=doubled.pupil, against=doubled.gone, kind="no_contact", first_day=MONDAY)

    doubled.merge()

    assert kept_from_child(doubled.pupil.pk, NINE.date()) == [doubled.kept.name]
    assert callers_of([doubled.pupil.pk], NINE.date()).get(doubled.pupil.pk, ()) == ()


def test_the_parent_is_judged_and_rung_as_one(doubled):
    doubled.merge()

    stays = spells_of(doubled.school)
    assert [parent.id for parent in parents_of(stays, NINE.date())] == [str(doubled.kept.pk)] * 2
    assert [each.adult for each in callers_of([doubled.pupil.pk], NINE.date())[doubled.pupil.pk]] == [
        doubled.kept.pk
    ]


def test_what_was_done_with_the_gone_row_counts_and_shows_as_done_with_the_kept_one(doubled):
    both = [doubled.kept, doubled.gone]
    an_event(doubled.enrolment, "contact", by=doubled.officer, adults=both, channel="phone")
    doubled.kept.legal_forename = "Rosalind"
    doubled.kept.save()

    doubled.merge()

    assert standing_events(doubled.school, spells_of(doubled.school))[0]["parents"] == [str(doubled.kept.pk)]
    assert "with Rosalind Quill By" in words(doubled.client.get(doubled.address()))


def test_a_merge_of_a_merged_row_is_read_as_the_last_one(doubled):
    an_event(doubled.enrolment, "contact", by=doubled.officer, adults=[doubled.gone], channel="phone")
    last = an_adult(doubled.brother, legal_forename="Rowena")
    doubled.merge()
    doubled.gone, doubled.kept = doubled.kept, last
    doubled.client.post(
        reverse("pupil-adult-merge", args=[doubled.school.pk, doubled.brother.pupil_id, last.pk]),
        {"gone": str(doubled.gone.pk), "reason": "So", "submission": str(uuid4()), "seen": doubled.gone.pk},
    )

    assert standing_events(doubled.school, spells_of(doubled.school))[0]["parents"] == [str(last.pk)]
    first = Merge.objects.exclude(kept_adult=last).get()
    answer = doubled.client.post(reverse("merges", args=[doubled.school.pk]), {"merge": str(first.pk)})
    assert answer.status_code == 422
    assert "take back the later merge first" in words(answer).casefold()


def test_an_undo_restores_every_row(doubled):
    furnish(doubled)
    before = held()
    doubled.merge()
    assert held() != before
    assert "Parent or carer: Rowan Quill into Rowan Quill" in words(
        doubled.client.get(reverse("merges", args=[doubled.school.pk]))
    )

    assert doubled.undo().status_code == 302
    assert doubled.undo().status_code == 302

    assert held() == before
    assert AuditEvent.objects.filter(verb="undo_merge", pupil=doubled.pupil).count() == 1


def test_an_undo_after_a_later_change_names_it_and_changes_nothing(doubled):
    doubled.merge()
    Link.objects.filter(pupil=doubled.pupil, adult=doubled.kept).update(natural_parent=False)
    after = held()

    answer = doubled.undo()

    assert answer.status_code == 422
    assert "changed since the merge: how an adult stands to the child" in words(answer)
    assert held() == after


def test_the_same_form_twice_merges_once(doubled):
    submission = str(uuid4())
    for _ in range(2):
        assert doubled.send(seen=str(doubled.gone.pk), submission=submission).status_code == 302

    assert Merge.objects.count() == 1


@pytest.mark.parametrize("what", ["birth", "link", "order", "school"])
def test_what_contradicts_is_refused(doubled, what):
    if what == "birth":
        Adult.objects.filter(pk=doubled.kept.pk).update(date_of_birth=date(1985, 1, 1))
        Adult.objects.filter(pk=doubled.gone.pk).update(date_of_birth=date(1986, 1, 1))
    elif what == "link":
        Link.objects.filter(pupil=doubled.pupil, adult=doubled.kept).update(day_to_day_care=False)
    elif what == "order":
        Marker.objects.create(adult=doubled.kept, against=doubled.gone, kind="no_contact", first_day=MONDAY)
    else:
        an_adult(a_pupil(a_school()), adult=doubled.gone)

    assert doubled.merge().status_code == 422
    assert not Merge.objects.exists()


def test_an_adult_out_of_reach_is_no_choice(doubled):
    stranger = an_adult(a_pupil(a_school(), surname="Quill"), legal_surname="Quill")

    assert str(stranger.pk) not in doubled.client.get(doubled.at()).content.decode()
    assert doubled.send(gone=str(stranger.pk), seen=str(stranger.pk)).status_code == 422
    assert not Merge.objects.exists()


def test_the_merged_adult_has_no_page_and_a_child_who_left_no_name(doubled):
    Enrolment.objects.filter(pk=doubled.brother.pk).update(last_day=MONDAY)

    assert "Ben" not in words(doubled.send())
    doubled.merge()
    assert doubled.client.get(doubled.address("pupil-adult", doubled.gone.pk)).status_code == 404
