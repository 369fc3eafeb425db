"""Old files are deleted at night; what became of them stays, and nobody's name with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supportfirst.casework.actions.ask_job import Asked
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.actions.remove_old_uploads import REMOVE_UPLOADS, remove_old_uploads
from supportfirst.casework.outside.people_uploads import kept
from supportfirst.casework.outside.upload_files import kept_bytes
from supportfirst.casework.store.models import RegisterDocument, Upload
from tests.factories.people_files import pupils_csv
from tests.factories.register_files import address_of, long_csv, read_file, take_in
from tests.factories.site import NINE, a_school
from tests.factories.site_registers import FRIDAY, words_of

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)


class At:
    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment

    def progress(self, done, total):
        """Nobody looks."""


def night(school, days: int, seconds: int = 0) -> dict:
    at = NINE + timedelta(days=days, seconds=seconds)
    return dict(remove_old_uploads(Asked(REMOVE_UPLOADS, {}, school, None, at), At(at))())


def test_a_file_is_deleted_after_the_days_that_are_set_and_no_sooner(held, school, officer, settings):
    settings.UPLOADS_KEPT_DAYS = 90
    row = take_in(officer, read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "/"))))

    assert night(school, 90) == {"removed": 0}
    assert kept_bytes(school.pk, row.pk) is not None
    assert night(school, 90, seconds=1) == {"removed": 1}
    assert night(school, 91) == {"removed": 0}

    assert kept_bytes(school.pk, row.pk) is None
    row.refresh_from_db()
    assert row.removed_at is not None
    assert row.outcome["stored"]["added"] == 1
    assert RegisterDocument.objects.count() == 1


def test_nothing_of_a_child_stays_in_what_is_kept_of_it(client, held, school, officer):
    ada = held.pupils[0]
    data = long_csv((ada, THURSDAY, "AM", "?!"), ("Z999999999999", THURSDAY, "AM", "/"))
    row = read_file(officer, school, data)

    night(school, 200)

    row.refresh_from_db()
    assert set(row.outcome) <= {"usable", "layout", "counts", "stored"}
    assert "was deleted when its time was over" in words_of(client.get(address_of(row, school)))


def test_a_file_of_people_goes_the_same_way(school, officer):
    data = pupils_csv({"upn": "A123456789012", "forename": "Ida", "surname": "Larkspur"})
    kept_as = keep_people_file(officer, school.pk, "pupils.csv", data, None)
    assert Upload.objects.get().kind == "people"

    night(school, 200)

    assert kept(school.pk, kept_as) is None
    assert Upload.objects.get().removed_at is not None


def test_another_schools_files_are_left_to_its_own_night(held, school, officer):
    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "/")))

    night(a_school(), 200)

    assert kept_bytes(school.pk, row.pk) is not None
