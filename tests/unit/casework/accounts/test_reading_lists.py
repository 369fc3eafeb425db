"""Lists of children leave a line in the audit trail, which each of the children finds."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, Role
from tests.factories.site_accounts import NINE, create_member, create_pupil, demo_client
from tests.factories.site_cases import an_assessment, put_marks
from tests.factories.site_registers import FRIDAY, words_of
from tests.factories.site_rights import FurnishedLand

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)
    land = FurnishedLand()
    put_marks(land.enrolment, {FRIDAY: "N "})
    return land


@pytest.mark.parametrize(
    ("name", "thing"),
    [("morning", "morning"), ("worklist", "worklist"), ("mark", "mark_history")],
)
def test_a_list_that_names_a_child_is_found_in_the_trail_by_the_child(land, name, thing):
    head = demo_client(land.member(Role.HEAD))
    stranger = create_pupil(land.hill, "Somebody")

    head.get(land.address(name))

    [line] = AuditEvent.objects.filter(verb="read_list")
    assert (line.thing, line.school) == (thing, land.hill)
    assert line.detail == {"children": 1, "pupils": [str(land.pupil.pk)]}
    found = words_of(head.get(reverse("audit"), {"pupil": land.pupil.pk}))
    assert "Looked at a list" in found
    assert land.pupil.name in found
    other = head.get(reverse("audit"), {"pupil": stranger.pk}).context["page"].lines
    assert [each for each in other if each.what == "Looked at a list"] == []


def test_a_list_without_children_leaves_no_line(land):
    put_marks(land.enrolment, {FRIDAY: "/ "})

    demo_client(land.member(Role.HEAD)).get(land.address("morning"))

    assert not AuditEvent.objects.filter(verb="read_list").exists()


def test_a_worklist_of_two_schools_leaves_a_line_in_each(land):
    other = create_pupil(land.land.dale)
    an_assessment(other.enrolments.get())

    demo_client(create_member(Role.HEAD, land.land.trust)).get(reverse("worklist"))

    schools = AuditEvent.objects.filter(verb="read_list").values_list("school", flat=True)
    assert set(schools) == {land.hill.pk, land.land.dale.pk}
