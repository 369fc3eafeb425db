"""The school that set a marker; of those set before nobody knows."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0007_partner_roles")]
    operations = [
        migrations.AddField(
            model_name="marker",
            name="school",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.school",
            ),
        ),
    ]
