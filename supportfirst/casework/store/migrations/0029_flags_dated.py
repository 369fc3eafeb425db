"""When what holds of a child was written down, and when its end was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0028_school_weeks"),
    ]

    operations = [
        migrations.AddField(
            model_name="pupilflag",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="pupilflag",
            name="recorded_at",
            field=models.DateTimeField(null=True),
        ),
    ]
