"""What the integrity watch found, and who said why a mark is right."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0026_decision_sheets"),
    ]

    operations = [
        migrations.CreateModel(
            name="IntegrityFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=30)),
                ("day", models.DateField()),
                ("half", models.PositiveSmallIntegerField()),
                ("code", models.CharField(blank=True, max_length=4)),
                ("found_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                ("justified_at", models.DateTimeField(null=True)),
                ("justified_because", models.CharField(blank=True, max_length=300)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.enrolment"
                    ),
                ),
                (
                    "justified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.school"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "gone_at"], name="store_integ_school__f4ce18_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gone_at", None)),
                        fields=("enrolment", "check_name", "day", "half", "code"),
                        name="one_open_finding_a_session",
                    )
                ],
            },
        ),
    ]
