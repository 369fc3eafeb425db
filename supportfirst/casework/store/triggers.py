"""Triggers on both databases: rows of a chain are added, and never changed, replaced, deleted or cut away.

The head of a chain only counts up, so that rows can't be taken off its end unseen. Its moment may rise alone,
so that what a certificate has told stays all that was recorded by then.
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
COUNTS_UP = "NEW.serial <= OLD.serial OR NEW.name <> OLD.name"  # what is refused, before heads knew moments
RISES = (  # an unknown moment is before every other; a comparison with it would be neither yes nor no
    "COALESCE(NEW.recorded_at > OLD.recorded_at, OLD.recorded_at IS NULL AND NEW.recorded_at IS NOT NULL)"
)
COUNTS_UP_OR_RISES = (
    "NEW.serial < OLD.serial OR NEW.name <> OLD.name OR (NEW.serial = OLD.serial "
    f"AND (NEW.id <> OLD.id OR NEW.hash <> OLD.hash OR NOT {RISES}))"
)


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


def let_moments_rise(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The head's moment may rise while the rest of it stays as it is."""
    _guard_heads(editor, COUNTS_UP_OR_RISES)


def let_no_moment_rise(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """As it was before, for a migration that goes back."""
    _guard_heads(editor, COUNTS_UP)


def _guard_heads(editor: BaseDatabaseSchemaEditor, refused: str) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    on = f" ON {HEADS}" if postgresql else ""
    editor.execute(f"DROP TRIGGER {HEADS}_no_update{on}", params=None)
    made = _head_for_postgresql(refused) if postgresql else _head_for_sqlite(refused)
    editor.execute(made, params=None)


def _head_for_postgresql(refused: str) -> str:
    return (
        f"CREATE TRIGGER {HEADS}_no_update BEFORE UPDATE ON {HEADS} FOR EACH ROW "
        f"WHEN ({refused}) EXECUTE FUNCTION store_only_up()"
    )


def _head_for_sqlite(refused: str) -> str:
    return (
        f"CREATE TRIGGER {HEADS}_no_update BEFORE UPDATE ON {HEADS} "
        f"WHEN {refused} BEGIN SELECT RAISE(ABORT, '{BACKWARDS}'); END"
    )


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
    yield _head_for_postgresql(COUNTS_UP)
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
    yield _head_for_sqlite(COUNTS_UP)
    yield (
        f"CREATE TRIGGER {HEADS}_no_delete BEFORE DELETE ON {HEADS} "
        f"BEGIN SELECT RAISE(ABORT, '{BACKWARDS}'); END"
    )
