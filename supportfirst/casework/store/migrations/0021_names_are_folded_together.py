"""Names that were folded before are folded anew: a name of several parts is found by all of them as one word."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from supportfirst.casework.store.folded_names import folded_names

OF_PUPIL = ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname")
OF_ADULT = ("legal_forename", "legal_surname")
BATCH = 500


def fold(apps: Any, _editor: Any) -> None:
    """Only what changes is written, so that it can be run again, and costs little where there is little."""
    for kind, names in (("Pupil", OF_PUPIL), ("Adult", OF_ADULT)):
        rows = apps.get_model("store", kind).objects
        held = []
        for row in rows.only("pk", "folded", *names).iterator(chunk_size=BATCH):
            made = folded_names(getattr(row, name) for name in names)
            if made != row.folded:
                row.folded = made
                held.append(row)
        rows.bulk_update(held, ["folded"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("store", "0020_trail_finds_children")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
