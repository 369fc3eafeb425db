"""An index that finds lines of the audit trail by the children in their detail, on PostgreSQL.

A line of a list, a search or an export names many children at once. A row for each of them beside it would
be written at every look at a list; this index holds the same in a twentieth of the room, and only a look
into the trail reads it. SQLite, which serves one school, has no such index and reads the lines through.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "store_auditevent_detail_holds"


def find_by_detail(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        made = f"CREATE INDEX {NAME} ON store_auditevent USING gin (detail jsonb_path_ops)"
        editor.execute(made, params=None)


def find_no_more(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """As it was before, for a migration that goes back."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX {NAME}", params=None)
