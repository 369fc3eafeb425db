"""Triggers on both databases: rows of a chain are added, and never changed or deleted."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDED = ("store_registerdocument", "store_amendment", "store_caseevent", "store_auditevent")
REFUSAL = "rows of this table are only ever added"


def guard(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place."""
    for statement in _made(editor.connection.vendor):
        editor.execute(statement, params=None)


def unguard(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again, for a migration that goes back."""
    for table in GUARDED:
        for what in ("update", "delete"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {table}_no_{what}{on}", params=None)


def _made(vendor: str) -> list[str]:
    if vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION store_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        triggers = [
            f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION store_only_added()"
            for table in GUARDED
            for what in ("update", "delete")
        ]
        return [function, *triggers]
    return [
        f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in GUARDED
        for what in ("update", "delete")
    ]
