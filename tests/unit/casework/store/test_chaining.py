"""Rows of a chain: added, counted, hashed over the row before, and refused by the database when changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from supportfirst.casework.store.chaining import Break, append, append_many, breaks, nothing_more_by
from supportfirst.casework.store.models import AuditEvent, ChainHead

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def added(verb: str, of: str = "site", at: datetime = NINE) -> AuditEvent:
    return append(AuditEvent(recorded_at=at, verb=verb), of)


def unguarded(statement: str) -> None:
    """Change a row as somebody would who took the triggers away."""
    with connection.cursor() as cursor:
        on = " ON store_auditevent" if connection.vendor == "postgresql" else ""
        for what in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER store_auditevent_no_{what}{on}")
        cursor.execute(statement)


def test_serials_count_from_one_in_each_chain():
    rows = [added("one"), added("two"), added("elsewhere", of="another")]

    assert [row.serial for row in rows] == [1, 2, 1]
    assert list(breaks(AuditEvent)) == []


def test_a_row_is_never_recorded_before_the_row_that_it_follows():
    added("late", at=NINE + timedelta(seconds=3))

    moments = [added("slow").recorded_at, added("next", at=NINE + timedelta(seconds=4)).recorded_at]

    assert moments == [NINE + timedelta(seconds=3), NINE + timedelta(seconds=4)]
    assert added("elsewhere", of="another").recorded_at == NINE  # chains do not wait for one another


def test_a_head_that_knows_no_moment_yet_asks_its_last_row():
    added("late", at=NINE + timedelta(seconds=3))
    ChainHead.objects.update(recorded_at=None, serial=F("serial") + 1)

    assert added("slow").recorded_at == NINE + timedelta(seconds=3)


def test_the_same_row_after_another_has_another_hash():
    first, second = added("same"), added("same")

    assert bytes(first.hash) != bytes(second.hash)


@pytest.mark.parametrize("change", [{"verb": "other"}, {"serial": 9}])
def test_the_database_refuses_to_change_a_row(change):
    added("one")

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AuditEvent.objects.update(**change)


def test_the_database_refuses_to_delete_a_row():
    added("one")

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_the_database_refuses_to_put_a_row_in_the_place_of_another():
    row = added("one")
    names = "id, chain_id, serial, recorded_at, hash, role, verb, thing, detail"
    values = f"{row.pk}, {row.chain_id}, 1, '2026-11-20', x'00', '', 'other', '', '{{}}'"
    replace = f"INSERT OR REPLACE INTO store_auditevent ({names}) VALUES ({values})"  # noqa: S608
    statement = "TRUNCATE store_auditevent" if connection.vendor == "postgresql" else replace

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.get().verb == "one"


@pytest.mark.parametrize("serial", [0, 1])
def test_the_head_of_a_chain_only_counts_up(serial):
    added("one")

    with pytest.raises(DatabaseError, match="only counts up"), transaction.atomic():
        ChainHead.objects.update(serial=serial)


def test_nothing_more_is_recorded_by_a_moment_that_was_told():
    told = added("before")
    soon = NINE + timedelta(seconds=5)

    nothing_more_by(AuditEvent, "site", soon)

    late = added("began before, came after")
    assert (told.recorded_at, late.serial) == (NINE, 2)
    assert late.recorded_at > soon
    assert list(breaks(AuditEvent)) == []


def test_a_moment_that_is_long_past_leaves_the_head_as_it_is():
    added("late", at=NINE + timedelta(seconds=5))

    nothing_more_by(AuditEvent, "site", NINE)

    assert ChainHead.objects.get().recorded_at == NINE + timedelta(seconds=5)


def test_a_chain_without_rows_has_a_moment_too():
    nothing_more_by(AuditEvent, "site", NINE)

    assert added("first").recorded_at > NINE
    assert list(breaks(AuditEvent)) == []


def test_a_head_from_before_heads_knew_moments_can_be_given_one():
    added("late", at=NINE + timedelta(seconds=5))
    ChainHead.objects.update(recorded_at=None, serial=F("serial") + 1)

    nothing_more_by(AuditEvent, "site", NINE + timedelta(seconds=7))

    assert ChainHead.objects.get().recorded_at > NINE + timedelta(seconds=7)


@pytest.mark.parametrize(
    "change",
    [
        {"recorded_at": NINE - timedelta(microseconds=1)},
        {"recorded_at": NINE},
        {"recorded_at": None},
        {"recorded_at": NINE + timedelta(seconds=1), "hash": bytes(32)},
        {"recorded_at": NINE + timedelta(seconds=1), "name": "audit:other"},
        {"recorded_at": NINE + timedelta(seconds=1), "serial": 0},
        {"recorded_at": NINE + timedelta(seconds=1), "id": 987654},
    ],
)
def test_of_a_head_that_does_not_count_up_only_the_moment_may_rise(change):
    added("one")

    with pytest.raises(DatabaseError, match="only counts up"), transaction.atomic():
        ChainHead.objects.update(**change)


def test_the_head_of_a_chain_is_never_deleted():
    ChainHead.objects.create(name="audit:empty")

    with pytest.raises(DatabaseError, match="only counts up"), transaction.atomic():
        ChainHead.objects.all().delete()


def test_a_number_is_hashed_by_its_digits_however_a_database_gives_it_back():
    append(AuditEvent(recorded_at=NINE, verb="x", detail={"n": 1e16, "m": [1e-7, 2.50, 3]}), "site")

    assert list(breaks(AuditEvent)) == []


def test_what_comes_while_a_chain_is_checked_does_not_break_it():
    rows = [added("one"), added("two")]
    unguarded("UPDATE store_auditevent SET serial = 1 WHERE serial = 1")
    with connection.cursor() as cursor:
        on = " ON store_chainhead" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER store_chainhead_no_update{on}")

    ChainHead.objects.update(serial=1, hash=rows[0].hash)  # the head as it was read a moment before

    assert list(breaks(AuditEvent)) == []


def test_a_changed_row_is_found():
    for verb in ("one", "two", "three"):
        added(verb)

    unguarded("UPDATE store_auditevent SET verb = 'other' WHERE serial = 2")

    assert list(breaks(AuditEvent)) == [Break("audit:site", 2, "row 2 is not as it was written")]


def test_a_missing_row_is_found():
    for verb in ("one", "two", "three"):
        added(verb)

    unguarded("DELETE FROM store_auditevent WHERE serial = 2")

    assert list(breaks(AuditEvent)) == [Break("audit:site", 2, "row 2 is missing")]


def test_rows_cut_off_the_end_are_found():
    for verb in ("one", "two", "three"):
        added(verb)

    unguarded("DELETE FROM store_auditevent WHERE serial = 3")

    assert list(breaks(AuditEvent)) == [
        Break("audit:site", 3, "the chain ends at row 2, and its head says 3")
    ]


def test_many_rows_at_once_make_the_chain_that_they_make_one_by_one():
    moments = [NINE, NINE + timedelta(seconds=2), NINE + timedelta(seconds=2)]
    many = [AuditEvent(recorded_at=at, verb="many") for at in moments]

    append_many(many, "another")

    one_by_one = [added("many", at=at) for at in moments]
    head = ChainHead.objects.get(name="audit:another")
    assert list(breaks(AuditEvent)) == []
    assert (head.serial, head.recorded_at) == (3, moments[-1])
    assert [row.serial for row in many] == [row.serial for row in one_by_one]
    assert added("next", of="another").recorded_at == moments[-1]
