"""`verify_ledger` says what it checked, and names the first break of each chain."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories.site_registers import a_register_school, amend, submit

pytestmark = pytest.mark.django_db


def verified() -> tuple[int, str, str]:
    """The command's exit code, and what it wrote."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_ledger", stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def unguarded(table: str, statement: str) -> None:
    """Change a row as somebody would who took the triggers away."""
    with connection.cursor() as cursor:
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        for what in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER {table}_no_{what}{on}")
        cursor.execute(statement)


def a_ledger():
    held = a_register_school()
    submit(held, "/", "N")
    submit(held, "/", "N", half=1)
    amend(held, 1, original="N", new="I")
    return held


def test_a_whole_ledger_is_told_with_counts():
    a_ledger()

    code, out, err = verified()

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "register: whole (2 rows in 1 chains)",
        "amendment: whole (1 rows in 1 chains)",
        "chronology: whole (0 rows in 0 chains)",
        "audit: whole (3 rows in 1 chains)",
        "pupil years: as the ledger says (2 years in 1 schools)",
    ]


def test_a_changed_register_and_a_lost_amendment_are_both_named():
    held = a_ledger()
    unguarded("store_registerdocument", "UPDATE store_registerdocument SET half = 0 WHERE serial = 2")
    unguarded("store_amendment", "DELETE FROM store_amendment")

    code, out, err = verified()

    assert code == 1
    assert "register: broken (2 rows in 1 chains)" in out
    assert f"register:{held.school.pk}: row 2 is not as it was written" in err
    assert f"amendment:{held.school.pk}: the chain ends at row 0, and its head says 1" in err
    assert "audit: whole" in out


def test_a_year_that_is_not_what_the_ledger_comes_to_is_named():
    held = a_ledger()
    year = held.pupils[0].years.get()
    year.marks = bytes(730)
    year.save()

    code, out, err = verified()

    assert code == 1
    assert "pupil years: not as the ledger says (2 years in 1 schools)" in out
    assert f"school {held.school.pk}, enrolment {held.pupils[0].pk}, year from 2026" in err
