"""Lines of the audit trail are found by each of the children whom their detail names."""

from __future__ import annotations

from django.db import migrations

from supportfirst.casework.store.trail_index import find_by_detail, find_no_more


class Migration(migrations.Migration):
    dependencies = [("store", "0019_rows_know_what_is_due")]
    operations = [migrations.RunPython(find_by_detail, find_no_more)]
