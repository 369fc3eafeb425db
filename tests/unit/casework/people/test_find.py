"""One box to find a child, within reach alone, and the trail of it without what was typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.queries.find_child import find_child
from supportfirst.casework.store.models import AuditEvent, Marker
from tests.factories.site import NINE, a_pupil, a_school, an_adult
from tests.factories.site_accounts import demo_client
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def found(client, typed: str) -> str:
    answer = client.post(reverse("find"), {"words": typed})
    assert answer.status_code == 200
    return words(answer)


@pytest.mark.parametrize("typed", ["Zoe", "ZOË quill", "quill", "Zo", "Fynn", "fynn  QUILL"])
def test_a_child_is_found_by_legal_or_preferred_name_however_it_is_written(family, typed):
    family.pupil.legal_forename, family.pupil.preferred_forename = "Zoë", "Fynn"
    family.pupil.save()

    assert "Fynn Quill , 5B, Oak School by name" in found(family.client, typed)


@pytest.mark.parametrize("typed", ["Mary Ann", "ann", "o'brien", "Brien-Lee"])
def test_a_part_of_a_double_name_is_enough(family, typed):
    a_pupil(family.school, forename="Mary-Ann", surname="O'Brien-Lee")

    assert "Mary-Ann" in found(family.client, typed)


@pytest.mark.parametrize(
    ("forename", "surname", "typed"),
    [
        ("Ada", "O'Rourke", "orourke"),
        ("Ada", "O'Rourke", "o rourke"),
        ("Ada", "ORourke", "o’rourke"),
        ("Anne-Marie", "Quill", "annemarie quill"),
        ("Anne-Marie", "Quill", "anne marie"),
        ("Annemarie", "Quill", "Anne-Marie Quill"),
        ("Ada", "Mc Donald", "mcdonald"),
        ("Ada", "McDonald", "mc donald"),
        ("Annemarie", "McDonald", "anne marie mc donald"),
    ],
)
def test_apostrophes_hyphens_and_spaces_part_nobody_from_their_name(family, forename, surname, typed):
    child = a_pupil(family.school, forename=forename, surname=surname)
    an_adult(family.enrolment, legal_forename="Rosa", legal_surname=f"{surname}-Thorn")

    shown = found(family.client, typed)

    assert f"{child.pupil.name} , Oak School by name" in shown
    if forename == "Ada":
        assert "Ada Quill , 5B, Oak School by parent" in shown


@pytest.mark.parametrize("typed", ["rourkeo", "ada orourkes", "anne quill rourke"])
def test_what_is_another_name_finds_nobody(family, typed):
    a_pupil(family.school, forename="Ada", surname="O'Rourke")

    assert "Nobody whom you may see" in found(family.client, typed)


def test_words_in_several_readings_cost_as_many_queries_as_one(family):
    actor = actor_of(family.officer, NINE)
    counts = []
    for typed in ("orourke", "anne marie o'rourke"):
        with CaptureQueriesContext(connection) as asked:
            assert not find_child(actor, typed).hits
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_child_is_found_by_upn_parent_and_postcode(family):
    an_adult(family.enrolment, legal_forename="Rosalind", legal_surname="Thorn", postcode="ZZ98 7QX")

    for typed, by in (
        (family.pupil.upn.lower(), "UPN"),
        ("thorn", "parent"),
        ("Rosalind T", "parent"),
        ("zz987qx", "postcode"),
        ("ZZ98 7QX", "postcode"),
    ):
        assert f"Oak School by {by}" in found(family.client, typed), typed


def test_nobody_else_is_found(family):
    stranger = a_pupil(a_school(), forename="Ada", surname="Quill")
    a_pupil(family.school, forename="Bea", surname="Marsh")
    a_pupil(family.school, forename="Ada", surname="Quill", first_day=date(2026, 12, 1))

    shown = found(family.client, "ada quill")

    assert "1 found" in shown
    assert "Bea" not in shown
    assert "Nobody whom you may see" in found(family.client, stranger.pupil.upn)


def test_a_teacher_finds_their_own_classes_by_name_and_nobody_by_home(family):
    other = a_pupil(family.school, forename="Bea", surname="Quill")
    for enrolment in (family.enrolment, other):
        an_adult(enrolment, legal_surname="Thorn", postcode="ZZ98 7QX")
    teacher = demo_client(family.teacher)

    assert "Ada Quill" in found(teacher, "quill")
    assert "Bea" not in found(teacher, "quill")
    for typed in ("thorn", "ZZ98 7QX"):
        assert "Nobody whom you may see" in found(teacher, typed)


@pytest.mark.parametrize("marked", ["parent", "child", "the other parent"])
def test_a_confidential_address_finds_nobody(family, marked):
    mother = an_adult(family.enrolment, postcode="ZZ98 7QX")
    father = an_adult(family.enrolment)
    about = {"parent": {"adult": mother}, "child": {"pupil": family.pupil}}
    held = about.get(marked, {"adult": father})
    Marker.objects.create(kind="confidential_address", first_day=date(2026, 9, 1), **held)

    assert "Nobody whom you may see" in found(family.client, "ZZ98 7QX")


def test_the_trail_keeps_whom_it_showed_and_not_what_was_typed(family):
    found(family.client, "quill")

    line = AuditEvent.objects.get(verb="find_child")
    assert line.detail == {"children": 1, "by": {"name": 1}, "pupils": [str(family.pupil.pk)]}
    assert line.school == family.school


def test_a_search_that_finds_nobody_is_told_to_the_trail_of_who_asked(family):
    found(family.client, "nobody at all")

    line = AuditEvent.objects.get(verb="find_child")
    assert (line.school, line.detail) == (None, {"children": 0, "pupils": []})


@pytest.mark.parametrize(("typed", "told"), [("", "Enter a name"), ("a", "Enter at least two letters")])
def test_too_little_is_asked_about(family, typed, told):
    answer = family.client.post(reverse("find"), {"words": typed})

    assert answer.status_code == 422
    assert told in words(answer)
    assert not AuditEvent.objects.filter(verb="find_child").exists()


@pytest.mark.parametrize("role", ["governor", "analyst"])
def test_who_sees_no_child_has_no_box(family, role):
    assert family.as_(role).get(reverse("find")).status_code == 404


def test_thirty_children_ask_as_often_as_three(family):
    asked = []
    found(family.client, "quill")
    for number in (2, 27):
        for _ in range(number):
            an_adult(a_pupil(family.school, family.group, surname="Quill"), postcode="ZZ98 7QX")
        for typed in ("quill", "ZZ98 7QX"):
            with CaptureQueriesContext(connection) as captured:
                found(family.client, typed)
            asked.append(len(captured))
    assert asked[:2] == asked[2:]


def test_the_box_is_on_the_first_page_and_on_a_childs(family):
    for address in (reverse("home"), family.address()):
        assert 'name="words"' in family.client.get(address).content.decode()
    assert 'name="words"' not in family.as_("governor").get(reverse("home")).content.decode()
