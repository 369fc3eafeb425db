"""Names are folded when they are written, however that is done, and a search reads the folded column."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps

from supportfirst.casework.store.folded_names import folded_names, words_of
from supportfirst.casework.store.models import Adult, Pupil
from tests.factories.site import a_pupil, a_school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Zoë", " zoe"),
        ("O’Brien", " o brien"),
        ("Smith-Jones", " smith jones"),
        ("  d'Arcy  ", " d arcy"),
        ("Straße", " strasse"),
        ("", ""),
    ],
)
def test_a_name_is_kept_without_accents_case_and_signs(name, kept):
    assert folded_names([name]) == kept
    assert "".join(f" {word}" for word in words_of(name)) == kept


def test_all_names_of_a_child_are_folded():
    child = Pupil.objects.create(
        upn="A", legal_forename="Zoë", legal_surname="O’Brien", preferred_forename="Zee"
    )

    assert Pupil.objects.get(pk=child.pk).folded == " zoe o brien zee"


def test_a_change_of_one_name_alone_is_folded_too():
    pupil = a_pupil(a_school(), forename="Ada", surname="Larkspur").pupil

    pupil.legal_surname = "Óðinsson"
    pupil.save(update_fields=["legal_surname"])

    assert Pupil.objects.get(pk=pupil.pk).folded == f" ada {words_of('Óðinsson')[0]}"


def test_a_save_of_something_else_asks_for_no_names():
    pupil = a_pupil(a_school(), forename="Ada", surname="Larkspur").pupil
    Pupil.objects.filter(pk=pupil.pk).update(folded="left alone")

    pupil.save(update_fields=["date_of_birth"])

    assert Pupil.objects.get(pk=pupil.pk).folded == "left alone"


def test_rows_made_in_bulk_are_folded():
    Adult.objects.bulk_create([Adult(legal_forename="Ana", legal_surname="Nuñez")])

    assert Adult.objects.get().folded == " ana nunez"


def test_rows_from_before_are_folded():
    migration = importlib.import_module("supportfirst.casework.store.migrations.0016_names_are_folded")
    a_pupil(a_school(), forename="Zoë", surname="Vane")
    Pupil.objects.update(folded="")

    migration.fold(apps, None)

    assert Pupil.objects.get().folded == " zoe vane"
