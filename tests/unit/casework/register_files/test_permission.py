"""Leave is not granted by writing it into a file: such marks wait for whoever may authorise absences."""

from __future__ import annotations

import csv
import os
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.store_register_file import FileNotReady
from supportfirst.casework.actions.watch_registers import watch_registers
from supportfirst.casework.bridge.pupil_years import rebuilt, stored
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import Amendment, AuditEvent, PlannedAbsence, RegisterDocument, Upload
from tests.factories.register_files import address_of, long_csv, read_file, take_in, work
from tests.factories.site import NINE, a_user, an_actor
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import a_plan
from tests.factories.site_registers import FRIDAY, form_of, submit, words_of

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)
WAITS = "Needs the permission of whoever may authorise absences"


@pytest.fixture
def head(held):
    return a_user("head", held.school, name="Hilda Thorne", title="Head of School")


@pytest.fixture
def acting_head(head):
    return actor_of(head, NINE)


def week(held):
    """Two marks that need no permission, one of them a correction; two that need one, the same."""
    submit(held, "N", "N", day=THURSDAY)
    ada, bela, *_ = held.pupils
    return long_csv(
        (ada, THURSDAY, "AM", "C"),
        (bela, THURSDAY, "AM", "I"),
        (ada, THURSDAY, "PM", "C2"),
        (bela, THURSDAY, "PM", "/"),
    )


def marks_of(held):
    keys = [(pupil.pk, half) for pupil in held.pupils[:2] for half in (0, 1)]
    found = [(standing(held.school, THURSDAY, half, [pupil]).get(pupil), half) for pupil, half in keys]
    return [each.new if each else "" for each, _ in found]


def confirm(client, row, school):
    """The page after the form of the preview was sent as it stands, and the worker was there."""
    address = address_of(row, school)
    answer = client.post(address, form_of(client.get(address)))
    assert answer.status_code == 302, words_of(answer)
    work()
    return client.get(address)


def test_the_preview_lists_each_mark_that_needs_a_permission(client, held, school, officer):
    row = read_file(officer, school, week(held))

    page = client.get(address_of(row, school))

    assert [(each.pupil, each.session, each.here, each.file) for each in page.context["file"].permission] == [
        ("Ada Byron", "morning", "N", "C"),
        ("Ada Byron", "afternoon", "no mark", "C2"),
    ]
    assert WAITS in words_of(page)
    assert "You may not give it, so they are left out" in words_of(page)


def test_an_officer_takes_in_the_rest_and_is_told_what_was_left_out(client, held, school, officer):
    row = read_file(officer, school, week(held))

    done = words_of(confirm(client, row, school))

    assert marks_of(held) == ["N", "", "I", "/"]
    assert "Registers taken in, but for 2 marks" in done
    assert "1 new mark in 1 session, 1 corrected. Marks that needed a permission were left out." in done
    assert "Ask the head, or whoever may, to open this page and confirm them" in done
    assert "Confirm and take in" not in done
    assert "Taken in, but for 2 marks" in words_of(client.get(reverse("register-files", args=[school.pk])))
    assert rebuilt(school) == stored(school)
    counts = AuditEvent.objects.get(verb="store_register_file").detail["counts"]
    assert (counts["added"], counts["corrected"], counts["left"]) == (1, 1, 2)


def test_the_head_then_confirms_what_was_left_out_and_it_is_stored_under_their_name(
    client, held, school, officer, head
):
    row = read_file(officer, school, week(held))
    confirm(client, row, school)

    done = words_of(confirm(demo_client(head), row, school))

    assert marks_of(held) == ["C", "C2", "I", "/"]
    assert "1 new mark in 1 session, 1 corrected. 2 stood already" in done
    assert Amendment.objects.get(new="C").name == "Hilda Thorne"
    assert Amendment.objects.get(new="I").name == "Otis Grant"
    assert set(RegisterDocument.objects.filter(source="file").values_list("recorded_by", flat=True)) == {
        held.officer.pk,
        head.pk,
    }
    assert rebuilt(school) == stored(school)
    row.refresh_from_db()
    assert row.stored_at == NINE


def test_a_head_takes_in_all_of_a_file_at_once(held, school, acting_head):
    row = read_file(acting_head, school, week(held))
    page = words_of(demo_client(acting_head.user).get(address_of(row, school)))
    assert "You may give it: confirm, and they are taken in under your name" in page

    take_in(acting_head, row)

    assert marks_of(held) == ["C", "C2", "I", "/"]
    assert row.stored_at == NINE


def test_an_administrator_adds_no_leave(held, school):
    administrator = an_actor("administrator", school)
    data = long_csv((held.pupils[0], THURSDAY, "AM", "C"), (held.pupils[1], THURSDAY, "AM", "/"))

    take_in(administrator, read_file(administrator, school, data), corrections=False)

    assert marks_of(held) == ["", "", "/", ""]


def test_a_file_of_nothing_but_leave_is_not_confirmed_by_whoever_may_not_grant_it(
    client, held, school, officer
):
    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "C")))

    with pytest.raises(FileNotReady, match="needs the permission"):
        take_in(officer, row)

    page = words_of(client.get(address_of(row, school)))
    assert "There is nothing else in it for you to confirm" in page
    assert marks_of(held) == ["", "", "", ""]


def test_whoever_lost_the_right_before_the_worker_came_grants_nothing(held, school, acting_head):
    row = read_file(acting_head, school, week(held))
    acting_head.user.memberships.update(role="attendance_officer")

    take_in(actor_of(acting_head.user, NINE), row)

    assert marks_of(held) == ["N", "", "I", "/"]


@pytest.mark.parametrize(
    ("plan", "taken"),
    [
        ({"authorised_at": NINE}, True),
        ({}, False),
        ({"authorised_at": NINE, "withdrawn_at": NINE}, False),
        ({"authorised_at": NINE, "code": "C1"}, False),
        ({"authorised_at": NINE, "first_half": 1}, False),
        ({"authorised_at": NINE, "day": FRIDAY}, False),
    ],
    ids=["authorised", "not authorised", "withdrawn", "another code", "another session", "another day"],
)
def test_a_plan_that_was_authorised_is_permission_enough(held, school, officer, plan, taken):
    ada, bela, *_ = held.pupils
    a_plan(ada, "leave", **{"code": "C", "by": held.officer, "day": THURSDAY, **plan})
    data = long_csv((ada, THURSDAY, "AM", "C"), (bela, THURSDAY, "AM", "/"))

    take_in(officer, read_file(officer, school, data))

    assert marks_of(held) == ["C" if taken else "", "", "/", ""]


def test_a_plan_that_is_authorised_afterwards_lets_the_officer_take_in_what_waited(held, school, officer):
    row = take_in(officer, read_file(officer, school, week(held)))
    for code, half in (("C", 0), ("C2", 1)):
        halves = {"first_half": half, "last_half": half}
        plan = {"by": held.officer, "day": THURSDAY, "authorised_at": NINE}
        a_plan(held.pupils[0], "leave", code, **plan, **halves)
    with pytest.raises(FileNotReady):
        take_in(officer, row)
    address = reverse("register-file-again", args=[school.pk, row.pk])
    demo_client(held.officer).post(address)
    work()
    row.refresh_from_db()

    take_in(officer, row)

    assert marks_of(held) == ["C", "C2", "I", "/"]


def test_a_plan_that_is_withdrawn_after_the_preview_stops_the_file(held, school, officer):
    a_plan(held.pupils[0], "leave", "C", by=held.officer, day=THURSDAY, authorised_at=NINE)
    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "C")))
    PlannedAbsence.objects.update(withdrawn_at=NINE)

    take_in(officer, row)

    row.refresh_from_db()
    assert row.outcome["changed"]
    assert marks_of(held) == ["", "", "", ""]


def test_the_same_confirmation_twice_takes_in_the_rest_once(client, held, school, officer):
    row = read_file(officer, school, week(held))
    address = address_of(row, school)
    form = form_of(client.get(address))
    for _ in range(2):
        assert client.post(address, form).status_code == 302
        work()

    assert Amendment.objects.count() == 1
    assert RegisterDocument.objects.filter(source="file").count() == 1


def test_what_waits_sets_nothing_back_that_was_put_right_since(held, school, officer, acting_head):
    row = take_in(officer, read_file(officer, school, week(held)))
    bela = held.pupils[1]
    take_in(officer, read_file(officer, school, long_csv((bela, THURSDAY, "AM", "M")), "later.csv"))

    demo_client(held.officer).post(reverse("register-file-again", args=[school.pk, row.pk]))
    work()
    row.refresh_from_db()
    assert row.outcome["counts"]["settled"] == 1
    take_in(acting_head, row)

    assert marks_of(held) == ["C", "C2", "M", "/"]


def test_marks_of_a_watched_folder_wait_for_whoever_may_permit_them(held, school, officer, head, tmp_path):
    folder = tmp_path / school.urn
    folder.mkdir()
    (folder / "week.csv").write_bytes(week(held))
    before = (NINE - timedelta(minutes=1)).timestamp()
    os.utime(folder / "week.csv", (before, before))
    watch_registers(tmp_path, NINE)
    work()
    watch_registers(tmp_path, NINE)

    assert "2 of its marks need the permission" in (folder / "done" / "week.csv.txt").read_text()
    row = take_in(officer, Upload.objects.get())
    assert marks_of(held) == ["N", "", "I", "/"]
    confirm(demo_client(head), row, school)
    assert marks_of(held) == ["C", "C2", "I", "/"]


def test_the_file_of_differences_names_the_marks_that_need_a_permission(client, held, school, officer):
    row = read_file(officer, school, week(held))

    answer = client.get(reverse("register-file-differences", args=[school.pk, row.pk]))

    lines = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert [line["In the file"] for line in lines if line["What"] == "Needs a permission"] == ["C", "C2"]


def test_one_look_at_the_plans_is_enough_however_many_marks_wait(held, school, officer):
    def looks_at_plans(days):
        told = [THURSDAY - timedelta(days=back) for back in days]
        wanted = [(pupil, day, "AM", "C") for pupil in held.pupils for day in told]
        with CaptureQueriesContext(connection) as asked:
            row = read_file(officer, school, long_csv(*wanted), f"{len(days)}.csv")
        assert row.outcome["counts"]["permission"] == len(wanted)
        return sum("plannedabsence" in each["sql"].lower() for each in asked)

    assert looks_at_plans(range(1)) == looks_at_plans(range(3)) == 1


def test_whoever_may_give_it_finds_the_file_among_the_planned_absences(client, held, school, officer, head):
    row = take_in(officer, read_file(officer, school, week(held), "from the office.csv"))
    address = reverse("plans", args=[school.pk])

    page = demo_client(head).get(address)
    assert "from the office.csv: 2 marks" in words_of(page)
    assert address_of(row, school) in page.content.decode()
    assert "from the office.csv" not in words_of(client.get(address))
    confirm(demo_client(head), row, school)
    assert "from the office.csv" not in words_of(demo_client(head).get(address))
