"""The moment of a chain's head may rise alone; all else that was refused of it still is."""

from __future__ import annotations

from django.db import migrations

from supportfirst.casework.store.triggers import let_moments_rise, let_no_moment_rise


class Migration(migrations.Migration):
    dependencies = [("store", "0008_markers_know_their_school")]
    operations = [migrations.RunPython(let_moments_rise, let_no_moment_rise)]
