"""A row of the worklist knows whether anything is due, with a day or without one."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Cast


def tell_rows(apps: Any, schema_editor: Any) -> None:
    """From the reasons of each row, as the worker tells it from now on."""
    rows = apps.get_model("store", "Assessed").objects.using(schema_editor.connection.alias)
    worded = rows.alias(words=Cast("reasons", models.TextField()))
    worded.filter(words__contains='"kind": "due"').update(due=True)


class Migration(migrations.Migration):
    dependencies = [("store", "0018_former_values")]
    operations = [
        migrations.AddField("assessed", "due", models.BooleanField(default=False)),
        migrations.RunPython(tell_rows, migrations.RunPython.noop, elidable=True),
    ]
