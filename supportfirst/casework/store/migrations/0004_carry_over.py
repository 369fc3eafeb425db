"""Carry over what had one field and now has days: whether a school buys the service, and a child's class."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def carry_over(apps: Any, _editor: BaseDatabaseSchemaEditor) -> None:
    school, enrolment = apps.get_model("store", "School"), apps.get_model("store", "Enrolment")
    traded, place = apps.get_model("store", "TradedSpan"), apps.get_model("store", "ClassPlace")
    said = school.objects.exclude(traded_service=None)
    traded.objects.bulk_create([traded(school=each, buys=each.traded_service) for each in said])
    placed = enrolment.objects.exclude(group=None).iterator(chunk_size=2000)
    rows = (
        place(enrolment=each, group_id=each.group_id, first_day=each.first_day, last_day=each.last_day)
        for each in placed
    )
    place.objects.bulk_create(rows, batch_size=1000)


def take_back(apps: Any, _editor: BaseDatabaseSchemaEditor) -> None:
    """What a school says today; the days are lost, since the old field has none."""
    for each in apps.get_model("store", "TradedSpan").objects.filter(last_day=None):
        apps.get_model("store", "School").objects.filter(pk=each.school_id).update(traded_service=each.buys)


class Migration(migrations.Migration):
    dependencies = [("store", "0003_more_rows")]
    operations = [migrations.RunPython(carry_over, take_back)]
