"""Names are folded when they are written, however that is done, and a search reads the folded column."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps

from supportfirst.casework.store.folded_names import folded_names, readings_of, words_of
from supportfirst.casework.store.models import Adult, Pupil
from tests.factories.site import a_pupil, a_school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Zoë", " zoe"),
        ("O’Brien", " o brien obrien"),
        ("O‘Brien", " o brien obrien"),
        ("Smith-Jones", " smith jones smithjones"),
        ("Smith‑Jones", " smith jones smithjones"),
        ("  d'Arcy  ", " d arcy darcy"),
        ("Anna Maria Eva", " anna maria eva annamariaeva mariaeva"),
        ("Straße", " strasse"),
        ("", ""),
    ],
)
def test_a_name_is_kept_without_accents_case_and_signs(name, kept):
    assert folded_names([name]) == kept


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("mcdonald", ["mcdonald"]),
        ("Mc Donald", ["mc donald", "mcdonald"]),
        ("a-b c", ["a b c", "a bc", "ab c", "abc"]),
        ("a b c d e", ["a b c d e"]),
        ("", [""]),
    ],
)
def test_words_typed_apart_may_be_one(typed, readings):
    assert sorted(" ".join(each) for each in readings_of(words_of(typed))) == sorted(readings)


def test_all_names_of_a_child_are_folded():
    child = Pupil.objects.create(
        upn="A", legal_forename="Zoë", legal_surname="O’Brien", preferred_forename="Zee"
    )

    assert Pupil.objects.get(pk=child.pk).folded == " zoe o brien obrien zee"


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


@pytest.mark.parametrize("name", ["0016_names_are_folded", "0021_names_are_folded_together"])
@pytest.mark.parametrize("before", ["", " zoe o brien"])
def test_rows_from_before_are_folded(name, before):
    migration = importlib.import_module(f"supportfirst.casework.store.migrations.{name}")
    a_pupil(a_school(), forename="Zoë", surname="O'Brien")
    Adult.objects.create(legal_forename="Mary-Ann", legal_surname="Vane")
    Pupil.objects.update(folded=before)
    Adult.objects.update(folded=before)

    for _ in range(2):
        migration.fold(apps, None)

    assert Pupil.objects.get().folded == " zoe o brien obrien"
    assert Adult.objects.get().folded == " mary ann maryann vane"
