"""How the rules of a whole row came out is kept when they are judged again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0030_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="retest",
            name="came_out",
            field=models.JSONField(null=True),
        ),
    ]
