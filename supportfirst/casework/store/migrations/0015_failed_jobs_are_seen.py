"""A job that failed knows whether somebody has seen that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0014_totp_secrets_sealed")]
    operations = [migrations.AddField("job", "seen_at", models.DateTimeField(null=True))]
