"""Two rows of one child made one, and taken back exactly."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from supportfirst.casework.bridge.school_files import spells_of, standing_events
from supportfirst.casework.store.models import (
    AuditEvent,
    Enrolment,
    ExternalReference,
    Link,
    Marker,
    Merge,
    Pupil,
    PupilFlag,
)
from tests.factories.site import NINE, a_pupil, a_school, an_adult
from tests.factories.site_cases import an_event, put_marks
from tests.unit.casework.people.conftest import Family, words

pytestmark = pytest.mark.django_db
BEGAN, FRIDAY = date(2026, 11, 2), date(2026, 11, 20)
ROWS = (Enrolment, Link, PupilFlag, Marker, ExternalReference, Pupil)


class Twice(Family):
    """Ada came back under another UPN: a second row, with a stay that has no mark yet."""

    def __init__(self) -> None:
        super().__init__()
        self.second = a_pupil(self.school, self.group, forename="Ada", surname="Quill", first_day=BEGAN)
        self.gone = self.second.pupil

    def send(self, **sent):
        usual = {"upn": self.gone.upn, "reason": "The same passport", "submission": str(uuid4())}
        return self.client.post(self.address("pupil-merge"), {**usual, **sent})

    def merge(self):
        return self.send(seen=self.gone.upn)

    def undo(self):
        merge = Merge.objects.get()
        return self.client.post(reverse("merges", args=[self.school.pk]), {"merge": str(merge.pk)})


@pytest.fixture
def twice() -> Twice:
    return Twice()


def held() -> dict[str, list]:
    return {each.__name__: [model_to_dict(row) for row in each.objects.order_by("pk")] for each in ROWS}


def furnish(twice: Twice) -> None:
    an_adult(twice.second, legal_forename="Rosa")
    both = an_adult(twice.enrolment, natural_parent=None)
    an_adult(twice.second, adult=both, natural_parent=True)
    PupilFlag.objects.create(pupil=twice.gone, name="ehcp", first_day=BEGAN)
    Marker.objects.create(pupil=twice.gone, kind="bereaved", first_day=BEGAN)
    ExternalReference.objects.create(
        pupil=twice.gone, school=twice.school, system="EHM", number="1", noted_by=twice.officer, noted_at=NINE
    )
    a_pupil(twice.school, pupil=twice.gone, first_day=date(2024, 9, 2), last_day=date(2025, 7, 22))


def test_a_preview_says_what_would_move_and_moves_nothing(twice):
    furnish(twice)
    before = held()

    answer = twice.send()

    assert answer.status_code == 200
    assert "Rosa" in words(answer)
    assert "which has no mark, ends before it began" in words(answer)
    assert held() == before


def test_what_the_gone_row_had_is_the_kept_childs(twice):
    furnish(twice)
    an_event(twice.second, "contact", by=twice.officer, channel="phone", reason_found="Heard before")

    assert twice.merge().status_code == 302

    shown = twice.page()
    for each in ("Rosa", "EHC plan: yes", "bereaved", "EHM: 1", "Heard before", "From 2 September 2024"):
        assert each in shown
    spells = [each for each in spells_of(twice.school) if each.pupil_id == twice.pupil.pk]
    assert [event["upn"] for event in standing_events(twice.school, spells)] == [twice.pupil.upn]
    assert Link.objects.get(pupil=twice.pupil, adult__legal_forename="Rowan").natural_parent is True
    line = AuditEvent.objects.get(verb="merge_pupils")
    assert (line.pupil_id, line.detail) == (twice.pupil.pk, {"gone": str(twice.gone.pk)})


def test_the_gone_row_leads_to_the_kept_one_and_is_found_by_its_upn(twice):
    twice.merge()

    gone = reverse("pupil", args=[twice.school.pk, twice.gone.pk])
    assert twice.client.get(gone)["Location"] == twice.address()
    found = words(twice.client.post(reverse("find"), {"words": twice.gone.upn}))
    assert "Ada Quill , 5B, Oak School by UPN; was here under two rows" in found


def test_an_undo_restores_every_row(twice):
    furnish(twice)
    before = held()
    twice.merge()
    assert held() != before

    assert twice.undo().status_code == 302
    assert twice.undo().status_code == 302

    assert held() == before
    assert AuditEvent.objects.filter(verb="undo_merge").count() == 1


def test_the_same_form_twice_merges_once(twice):
    submission = str(uuid4())
    for _ in range(2):
        assert twice.send(seen=twice.gone.upn, submission=submission).status_code == 302

    assert Merge.objects.count() == 1


def test_marks_of_both_rows_at_one_time_are_refused_with_what_to_do(twice):
    put_marks(twice.enrolment, {FRIDAY: "//"})
    put_marks(twice.second, {FRIDAY: "N ", date(2026, 11, 19): "N "})

    answer = twice.merge()

    assert answer.status_code == 422
    assert "from 19 November 2026 to 20 November 2026. Choose the other row" in words(answer)
    assert not Merge.objects.exists()


def test_a_stay_whose_marks_all_came_before_moves_and_ends_there(twice):
    Enrolment.objects.filter(pk=twice.enrolment.pk).update(first_day=date(2026, 11, 16))
    put_marks(twice.second, {date(2026, 11, 12): "//"})
    put_marks(twice.enrolment, {FRIDAY: "//"})

    twice.merge()

    twice.second.refresh_from_db()
    assert (twice.second.pupil_id, twice.second.last_day) == (twice.pupil.pk, date(2026, 11, 15))


@pytest.mark.parametrize("what", ["birth", "flag", "link", "school"])
def test_what_contradicts_is_refused(twice, what):
    if what == "birth":
        Pupil.objects.filter(pk=twice.gone.pk).update(date_of_birth=date(2015, 1, 1))
    elif what == "flag":
        PupilFlag.objects.create(pupil=twice.pupil, name="ehcp", holds=False)
        PupilFlag.objects.create(pupil=twice.gone, name="ehcp")
    elif what == "link":
        an_adult(twice.second, adult=an_adult(twice.enrolment), day_to_day_care=False)
    else:
        a_pupil(a_school(), pupil=twice.gone)

    assert twice.merge().status_code == 422
    assert not Merge.objects.exists()


def test_an_undo_after_a_later_change_names_it_and_changes_nothing(twice):
    furnish(twice)
    twice.merge()
    PupilFlag.objects.filter(name="ehcp").delete()
    after = held()

    answer = twice.undo()

    assert answer.status_code == 422
    assert "changed since the merge: what holds of the child" in words(answer)
    assert held() == after


def test_a_row_out_of_reach_is_not_found(twice):
    stranger = a_pupil(a_school(), forename="Ada", surname="Quill")

    answer = twice.send(upn=stranger.pupil.upn)

    assert answer.status_code == 422
    assert "No child whose record is yours to change has this UPN" in words(answer)
