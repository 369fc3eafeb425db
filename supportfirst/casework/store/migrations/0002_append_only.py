"""Refuse to change or delete a row of a chain, in the database itself."""

from __future__ import annotations

from django.db import migrations

from supportfirst.casework.store.triggers import guard, unguard


class Migration(migrations.Migration):
    dependencies = [("store", "0001_rows")]
    operations = [migrations.RunPython(guard, unguard)]
