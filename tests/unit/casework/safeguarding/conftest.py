"""A school of Widnes's pack with a child in it, at nine on a Friday."""

from __future__ import annotations

import uuid
from datetime import time
from typing import Any

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import SafeguardingRecord
from supportfirst.casework.web import middleware
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_registers import words_of


@pytest.fixture(autouse=True)
def at_nine(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: NINE)


class Oak:
    """Everybody who sees Ada, each in a browser of their own."""

    def __init__(self) -> None:
        self.school = a_school(name="Oak School", pack="widnes-academy", day_starts=time(8, 45))
        self.teacher = a_user("teacher", self.school, name="Tess Marlow")
        self.group = a_class(self.school, name="5B", teacher=self.teacher)
        self.enrolment = a_pupil(self.school, self.group, forename="Ada", surname="Quill")
        self.pupil = self.enrolment.pupil
        self.dsl = a_user("dsl", self.school, name="Dora Lead")

    def as_(self, role: str):
        return demo_client(a_user(role, self.school))

    def of_child(self, name: str, *more) -> str:
        return reverse(name, args=[self.school.pk, self.pupil.pk, *more])

    def of_record(self, name: str, record: SafeguardingRecord, *more) -> str:
        return reverse(name, args=[self.school.pk, record.pk, *more])

    def page(self, client, name: str = "pupil") -> str:
        answer = client.get(self.of_child(name))
        assert answer.status_code == 200
        return words_of(answer)

    def send(self, client, name: str, **typed: Any):
        usual = {"submission": str(uuid.uuid4()), "on-day": "20", "on-month": "11", "on-year": "2026"}
        return client.post(self.of_child(name), {**usual, **typed}, follow=True)

    def concern(self, client, **typed: Any):
        usual = {"indicators": ["abuse"], "reasons": "Whispered words of a bruise."}
        return self.send(client, "pupil-concern-new", **{**usual, **typed})


@pytest.fixture
def oak() -> Oak:
    return Oak()
