"""Pupils and adults keep their names as they are looked for, so that finding one reads no others."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from supportfirst.casework.store.folded_names import FoldedNamesField, folded_names

OF_PUPIL = ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname")
OF_ADULT = ("legal_forename", "legal_surname")
BATCH = 500


def fold(apps: Any, _editor: Any) -> None:
    for kind, names in (("Pupil", OF_PUPIL), ("Adult", OF_ADULT)):
        rows = apps.get_model("store", kind).objects
        held = []
        for row in rows.only("pk", *names).iterator(chunk_size=BATCH):
            row.folded = folded_names(getattr(row, name) for name in names)
            held.append(row)
        rows.bulk_update(held, ["folded"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("store", "0015_failed_jobs_are_seen")]
    operations = [
        migrations.AddField("pupil", "folded", FoldedNamesField(*OF_PUPIL)),
        migrations.AddField("adult", "folded", FoldedNamesField(*OF_ADULT)),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
