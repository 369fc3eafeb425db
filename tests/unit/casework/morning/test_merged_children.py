"""What was logged under a row that was merged away is the kept child's, in lists and the trail."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.audit_trail import Asked, trail
from supportfirst.casework.queries.followed_up import followed_up_on
from supportfirst.casework.queries.unaccounted import morning
from supportfirst.casework.store.models import Enrolment, Pupil
from tests.factories.site import a_pupil, a_user
from tests.factories.site_cases import an_event
from tests.factories.site_registers import FRIDAY, a_register_school, submit

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 11, 1)


class Merged:
    """Ada has no reason this morning, and was here under another row until the merge."""

    def __init__(self) -> None:
        self.held = a_register_school()
        submit(self.held, "N", "/", "/", "/")
        self.ada = self.held.pupils[0]
        self.gone = a_pupil(self.held.school, forename="Ada", surname="Byron", first_day=BEFORE)

    def event(self, kind: str, **told):
        return an_event(self.gone, kind, by=self.held.officer, on=FRIDAY, **told)

    def merge(self) -> None:
        Enrolment.objects.filter(pk=self.gone.pk).update(last_day=BEFORE - timedelta(days=1))
        Pupil.objects.filter(pk=self.gone.pupil_id).update(merged_into=self.ada.pupil)

    def to_call(self) -> list[str]:
        return [row.name for row in morning(self.held.school, FRIDAY).to_call]


@pytest.fixture
def merged() -> Merged:
    return Merged()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("contact", {"channel": "phone", "outcome": "reached", "reason_found": "A cold"}),
        ("absence_reported", {"reporter": "Her mother", "reason": "A cold"}),
    ],
)
def test_a_child_heard_of_under_the_gone_row_is_not_rung_again(merged, kind, told):
    merged.event(kind, **told)
    assert merged.to_call() == ["Ada Byron"]

    merged.merge()

    assert merged.to_call() == []
    assert followed_up_on(merged.held.school, [merged.ada.pupil_id], FRIDAY) == {merged.ada.pupil_id}


def test_what_was_struck_out_under_the_gone_row_does_not_count(merged):
    event = merged.event("contact", channel="phone", outcome="reached", reason_found="A cold")
    merged.event("struck_out", strikes_out=event.event)

    merged.merge()

    assert merged.to_call() == ["Ada Byron"]


def test_the_trail_of_a_child_holds_the_readings_of_both_rows(merged):
    head = a_user("head", merged.held.school)
    actor = merged.held.acting(head)
    read_record(actor, merged.gone.pupil, "whole record")
    read_list(actor, merged.held.school, "morning list", [merged.gone.pupil_id])
    read_record(actor, merged.held.pupils[1].pupil, "whole record")
    assert trail(actor, Asked(pupil=merged.ada.pupil_id)).lines == ()

    merged.merge()

    for asked in (merged.ada.pupil_id, merged.gone.pupil_id):
        assert [line.what for line in trail(actor, Asked(pupil=asked)).lines] == [
            "Looked at a list",
            "Read a record",
        ]


def test_the_page_of_records_lists_those_of_the_gone_row(merged, browser):
    merged.event("discussion", said="We spoke about mornings")
    merged.merge()

    address = reverse("pupil-record", args=[merged.held.school.pk, merged.ada.pupil_id, "discussion"])
    answer = browser(merged.held.officer).get(address)

    assert "We spoke about mornings" in answer.content.decode()
