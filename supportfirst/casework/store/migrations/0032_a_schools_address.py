"""Where a school is reached by post; letters bear it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0031_came_out_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="school", name="address", field=models.CharField(blank=True, max_length=300)
        ),
    ]
