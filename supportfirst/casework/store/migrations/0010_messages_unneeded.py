"""A message may turn out to be no longer needed before it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0009_moments_rise")]
    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be sent"),
                    ("sent", "Sent"),
                    ("kept", "Kept in the outbox of this computer"),
                    ("failed", "Could not be sent"),
                    ("unneeded", "No longer needed, and not sent"),
                    ("matched", "Received and matched"),
                    ("unmatched", "Received, and nobody knows what it answers"),
                ],
                max_length=9,
            ),
        ),
    ]
