"""What a letter went out in by e-mail, and what became of it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0032_a_schools_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterMail",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("submission", models.UUIDField(unique=True)),
                ("address", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("unsure", "Nobody can tell whether it was sent"),
                            ("failed", "Not sent"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("bounced", "Came back"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("handed_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="store.letter"
                    ),
                ),
            ],
        ),
    ]
