"""Triggers on both databases: rows of a chain are added, and never changed, replaced, deleted or cut away.

The head of a chain only counts up, so that rows can't be taken off its end unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDED = {  # tables, and the key that a row must not share with one that stands
    "store_registerdocument": "submission",
    "store_amendment": "submission",
    "store_caseevent": "event",
    "store_auditevent": "id",
}
HEADS = "store_chainhead"
REFUSAL = "rows of this table are only ever added"
BACKWARDS = "the head of a chain only counts up"


def guard(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place."""
    made = _for_postgresql() if editor.connection.vendor == "postgresql" else _for_sqlite()
    for statement in made:
        editor.execute(statement, params=None)


def unguard(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again, for a migration that goes back."""
    postgresql = editor.connection.vendor == "postgresql"
    names = [(table, what) for table in GUARDED for what in ("update", "delete")]
    names += [(table, "truncate" if postgresql else "replace") for table in GUARDED]
    names += [(HEADS, "update"), (HEADS, "delete")]
    for table, what in names:
        on = f" ON {table}" if postgresql else ""
        editor.execute(f"DROP TRIGGER {table}_no_{what}{on}", params=None)


def _for_postgresql() -> Iterator[str]:
    for name, why in (("store_only_added", REFUSAL), ("store_only_up", BACKWARDS)):
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in GUARDED:
        for what, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            yield (
                f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION store_only_added()"
            )
    yield (
        f"CREATE TRIGGER {HEADS}_no_update BEFORE UPDATE ON {HEADS} FOR EACH ROW "
        "WHEN (NEW.serial <= OLD.serial OR NEW.name <> OLD.name) EXECUTE FUNCTION store_only_up()"
    )
    yield (
        f"CREATE TRIGGER {HEADS}_no_delete BEFORE DELETE ON {HEADS} FOR EACH ROW "
        "EXECUTE FUNCTION store_only_up()"
    )


def _for_sqlite() -> Iterator[str]:
    for table, key in GUARDED.items():
        for what in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        # INSERT OR REPLACE deletes without asking the trigger of deletions.
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key} "
            "OR (chain_id = NEW.chain_id AND serial = NEW.serial)) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    yield (
        f"CREATE TRIGGER {HEADS}_no_update BEFORE UPDATE ON {HEADS} "
        "WHEN NEW.serial <= OLD.serial OR NEW.name <> OLD.name "
        f"BEGIN SELECT RAISE(ABORT, '{BACKWARDS}'); END"
    )
    yield (
        f"CREATE TRIGGER {HEADS}_no_delete BEFORE DELETE ON {HEADS} "
        f"BEGIN SELECT RAISE(ABORT, '{BACKWARDS}'); END"
    )
