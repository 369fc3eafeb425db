"""The field that `TradedSpan` stands for now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0004_carry_over")]
    operations = [migrations.RemoveField(model_name="school", name="traded_service")]
