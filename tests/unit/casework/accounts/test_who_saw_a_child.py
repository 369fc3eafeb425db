"""Who saw a child: readings, lists, searches and exports are found alike, and quickly, by the child."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from samples.people import upn
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.queries.audit_trail import Asked, trail
from supportfirst.casework.queries.trail_of_child import about
from supportfirst.casework.store.models import AuditEvent, Role
from supportfirst.casework.store.trail_index import NAME, find_by_detail
from tests.factories.people_files import adults_csv, pupils_csv
from tests.factories.site_accounts import NINE, acting, create_member, create_pupil, demo_client
from tests.factories.site_cases import an_assessment
from tests.factories.site_rights import FurnishedLand

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)
    made = FurnishedLand()
    made.auditor = made.member(Role.DSL)
    made.before = len(lines_of(made, made.pupil))
    return made


def lines_of(land, pupil):
    return trail(acting(land.auditor), Asked(pupil=pupil.pk)).lines


def who_saw(land):
    """Whom the trail names for the child since the land was made, the first one first."""
    lines = lines_of(land, land.pupil)
    return [line.who_id for line in reversed(lines[: len(lines) - land.before])]


def test_a_search_a_list_a_reading_and_an_export_are_all_found_by_the_child(land):
    other = create_pupil(land.hill, "Somebody")
    people = [land.member(Role.ATTENDANCE_OFFICER) for _ in range(5)]
    searches, lists, reads, exports, takes = (demo_client(each) for each in people)

    searches.post(reverse("find"), {"words": land.pupil.legal_surname})
    lists.get(reverse("worklist"))
    reads.get(land.address("pupil"))
    exports.get(reverse("worklist-export"))
    takes.get(land.address("register-week"))

    assert who_saw(land) == [each.pk for each in people]
    assert lines_of(land, other) == ()


def test_an_export_keeps_what_it_was_narrowed_to_and_whom_it_named_at_each_school(land):
    there = create_pupil(land.land.dale)
    an_assessment(there.enrolments.get())
    lead = create_member(Role.HEAD, land.land.trust)

    demo_client(lead).get(reverse("worklist-export"), {"standing": "on_hold", "not_standing": "on"})

    lines = {line.school: line.detail for line in AuditEvent.objects.filter(verb="worklist.export")}
    assert lines[land.hill]["pupils"] == [str(land.pupil.pk)]
    assert lines[land.land.dale]["pupils"] == [str(there.pk)]
    assert {str(line["asked"]) for line in lines.values()} == {
        "{'standing': 'on_hold', 'not_standing': 'True'}"
    }


def test_a_search_of_the_authoritys_stands_in_the_trail_of_the_childs_school(land):
    officer = create_member(Role.AUTHORITY_OFFICER, land.land.authority)

    demo_client(officer).post(reverse("find"), {"words": land.pupil.legal_surname})

    assert who_saw(land) == [officer.pk]


@pytest.mark.parametrize("of", ["pupils", "parents"])
def test_whose_record_a_file_would_change_was_shown_to_whoever_looks_at_it(land, of):
    officer, other = land.member(Role.ATTENDANCE_OFFICER), create_pupil(land.hill, "Somebody")
    client = demo_client(officer)
    land.pupil.upn = upn(79, 20, 1)  # the sample site takes no other
    land.pupil.save()
    row = {"upn": land.pupil.upn, "forename": "Zeb", "surname": "Quill", "start_date": "2026-09-01"}
    parent = {"parent_id": "p1", "upn": land.pupil.upn, "legal_name": "Philippa Quill"}
    data = pupils_csv(row) if of == "pupils" else adults_csv(parent)
    sent = {"file": SimpleUploadedFile(f"{of}.csv", data), "submission": uuid4()}

    address = client.post(land.address("import-upload"), sent)["Location"]
    page = client.get(address)

    assert page.status_code == 200
    assert AuditEvent.objects.filter(verb="preview_people", actor=officer).exists()
    assert who_saw(land) == [officer.pk]
    assert lines_of(land, other) == ()


def test_searches_that_were_kept_in_the_older_way_are_found_too(land):
    with transaction.atomic():
        audit(acting(land.auditor), "find_child", found=1, shown=[str(land.pupil.pk)])

    assert who_saw(land) == [land.auditor.pk]


def test_whoever_asks_the_trail_about_a_child_is_in_it(land):
    head = land.member(Role.HEAD)

    demo_client(head).get(reverse("audit"), {"pupil": land.pupil.pk})

    assert who_saw(land) == [head.pk]


def test_nobody_learns_a_name_by_asking_the_trail_for_an_id_twice(land):
    stranger = create_pupil(land.land.far, "Zoe")
    client = demo_client(land.member(Role.HEAD))

    for _ in range(2):
        page = client.get(reverse("audit"), {"pupil": stranger.pk}).content.decode()

    assert "Zoe" not in page


def test_the_lines_of_a_child_are_found_by_an_index_where_many_schools_write(land):
    if connection.vendor != "postgresql":  # SQLite reads the lines of its one school
        find_by_detail(apps, connection.schema_editor())
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = %s", [NAME])
            assert cursor.fetchone() == (0,)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [NAME])
        is_there = cursor.fetchone() is not None
    if not is_there:
        connection.check_constraints()  # a table that waits for some takes no index
        with connection.schema_editor() as editor:
            find_by_detail(apps, editor)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = AuditEvent.objects.filter(about(land.pupil.pk)).order_by().explain()

    assert plan.count(NAME) == 3  # whom a line names, in the old way, and who asked for the child
    assert "Seq Scan on store_auditevent" not in plan
