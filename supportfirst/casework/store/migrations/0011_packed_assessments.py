"""What was assessed of a pupil is kept as compressed bytes, in which the database never looks."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from supportfirst.casework.store.packed_json import PackedJSONField


def pack(apps: Any, _editor: Any) -> None:
    _move(apps, "document", "packed")


def unpack(apps: Any, _editor: Any) -> None:
    _move(apps, "packed", "document")


def _move(apps: Any, old: str, new: str) -> None:
    kind = apps.get_model("store", "Assessed")
    for row in kind.objects.only("pk", old).iterator(chunk_size=200):
        kind.objects.filter(pk=row.pk).update(**{new: getattr(row, old)})


class Migration(migrations.Migration):
    dependencies = [("store", "0010_messages_unneeded")]
    operations = [
        migrations.AddField("assessed", "packed", PackedJSONField(default=dict)),
        migrations.RunPython(pack, unpack),
        migrations.RemoveField("assessed", "document"),
        migrations.RenameField("assessed", "packed", "document"),
    ]
