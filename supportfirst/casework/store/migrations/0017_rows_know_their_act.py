"""A row of the worklist knows when somebody acted on it from the list, and by what event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0016_names_are_folded")]
    operations = [
        migrations.AddField("assessed", "acted_at", models.DateTimeField(null=True)),
        migrations.AddField("assessed", "acted_event", models.UUIDField(null=True)),
    ]
