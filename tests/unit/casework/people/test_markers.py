"""Setting a marker: somebody is always chosen, and a death names whom it is about before it is written."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.editing_people import ChangeRefused
from supportfirst.casework.actions.keep_markers import set_marker
from supportfirst.casework.bridge.school_files import parents_of
from supportfirst.casework.store.models import AuditEvent, Marker
from tests.factories.site import NINE, a_pupil, an_adult
from tests.factories.site_accounts import demo_client
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db
TODAY = {"first_day-day": "20", "first_day-month": "11", "first_day-year": "2026"}
KINDS = ["confidential_address", "no_contact", "deceased", "bereaved"]


class Marking:
    def __init__(self, family) -> None:
        self.family = family
        self.mother = an_adult(family.enrolment, legal_forename="Rosa", legal_surname="Quill", title="")
        self.address = family.address("pupil-markers")

    def post(self, **sent):
        held = {"submission": str(uuid4()), "against": "", "note": "", **TODAY, **sent}
        return self.family.client.post(self.address, held)

    def person(self, who: str) -> str:
        return str(self.family.pupil.pk if who == "child" else self.mother.pk)

    def marked(self) -> list[tuple[str, UUID | None, UUID | None]]:
        return list(Marker.objects.values_list("kind", "pupil", "adult"))


@pytest.fixture
def marking(family) -> Marking:
    return Marking(family)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sent", [{}, {"about": ""}, {"adult": ""}])
def test_a_marker_about_nobody_is_asked_for_and_never_the_childs(marking, kind, sent):
    answer = marking.post(kind=kind, **sent)

    assert answer.status_code == 422
    assert "Choose an answer for “Whom is it about?”" in words(answer)
    assert marking.marked() == []


def test_nobody_is_chosen_before_somebody_chooses_and_each_is_named(marking):
    page = marking.family.client.get(marking.address).content.decode()

    boxes = re.findall(r'<input[^>]*name="about"[^>]*>', page)
    assert [re.search(r'value="([^"]*)"', each).group(1) for each in boxes] == [
        marking.person("child"),
        marking.person("mother"),
    ]
    assert not any("checked" in each for each in boxes)
    assert f"The child, {marking.family.pupil.name}" in page
    assert "Rosa Quill" in page


@pytest.mark.parametrize("who", ["child", "mother"])
def test_a_death_names_the_person_and_asks_before_anything_is_written(marking, who):
    answer = marking.post(kind="deceased", about=marking.person(who), note="Told by the aunt")

    name = marking.family.pupil.name if who == "child" else "Rosa Quill"
    assert answer.status_code == 200
    assert f"Has {name} died?" in words(answer)
    assert f"Yes, {name} has died" in words(answer)
    assert marking.marked() == []


@pytest.mark.parametrize("who", ["child", "mother"])
def test_what_the_second_page_sends_marks_that_person_once(marking, who):
    asked = marking.post(kind="deceased", about=marking.person(who), note="Told by the aunt").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked))
    assert fields["first_day"] == "2026-11-20"

    for _ in range(2):
        assert marking.family.client.post(marking.address, fields).status_code == 302

    (row,) = Marker.objects.all()
    whom = (marking.family.pupil.pk, None) if who == "child" else (None, marking.mother.pk)
    assert (row.kind, row.note, row.first_day.isoformat()) == ("deceased", "Told by the aunt", "2026-11-20")
    assert (row.pupil_id, row.adult_id) == whom
    assert AuditEvent.objects.filter(verb="set_marker").count() == 1


def test_a_death_seen_of_one_person_does_not_mark_another(marking):
    """Somebody went back in the browser and chose another."""
    answer = marking.post(kind="deceased", about=marking.person("child"), seen=marking.person("mother"))

    assert f"Has {marking.family.pupil.name} died?" in words(answer)
    assert marking.marked() == []


@pytest.mark.parametrize("who", ["child", "mother"])
def test_a_death_that_was_a_mistake_is_taken_back_everywhere(marking, who):
    family, whom = marking.family, marking.person(who)
    client = demo_client(family.officer)

    def seen() -> tuple[bool, list[bool], int, str]:
        page = client.get(family.address()).context["page"]
        called = parents_of([family.enrolment], NINE.date())
        certificate = words(client.get(family.address("certificate")))
        return page.died, [each.died for each in page.adults], len(called), certificate

    before = seen()
    marking.post(kind="deceased", about=whom, seen=whom)
    assert seen() != before
    (row,) = Marker.objects.all()

    assert marking.post(marker=row.pk, because="Another Quill was meant").status_code == 302

    assert seen() == before
    page = words(client.get(marking.address))
    assert "Deceased, by mistake" in page
    assert "Another Quill was meant" in page
    assert AuditEvent.objects.get(verb="lift_marker").thing == "deceased"


def test_another_marker_of_the_child_needs_no_second_page(marking):
    assert marking.post(kind="bereaved", about=marking.person("child")).status_code == 302
    assert marking.marked() == [("bereaved", marking.family.pupil.pk, None)]


def test_an_adult_of_another_child_can_not_be_chosen(marking):
    stranger = an_adult(a_pupil(marking.family.school))

    assert marking.post(kind="deceased", about=str(stranger.pk), seen=str(stranger.pk)).status_code == 422
    assert marking.marked() == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_action_itself_refuses_nobody(marking, kind):
    actor = actor_of(marking.family.officer, NINE)
    school, child = marking.family.school.pk, marking.family.pupil.pk

    with pytest.raises(ChangeRefused) as refused:
        set_marker(actor, school, child, kind, about=None, against=None, first_day=NINE.date())

    assert refused.value.where == "about"
    assert marking.marked() == []
