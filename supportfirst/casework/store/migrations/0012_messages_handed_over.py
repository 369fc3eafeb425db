"""A message knows when it was handed to the mail server, and that it may be unknown whether it arrived."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0011_packed_assessments")]
    operations = [
        migrations.AddField("message", "handed_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be sent"),
                    ("sent", "Sent"),
                    ("kept", "Kept in the outbox of this computer"),
                    ("failed", "Could not be sent"),
                    ("unsure", "May have been sent: we cannot tell"),
                    ("unneeded", "No longer needed, and not sent"),
                    ("matched", "Received and matched"),
                    ("unmatched", "Received, and nobody knows what it answers"),
                ],
                max_length=9,
            ),
        ),
    ]
