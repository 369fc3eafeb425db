"""A school's attendance policy as it was recorded, and which parents signed its agreement."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0022_rewards"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomeSchoolAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("signed_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_because", models.CharField(blank=True, max_length=300)),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="store.adult",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="store.pupil",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
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
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "pupil"], name="store_homes_school__62ed11_idx")],
            },
        ),
        migrations.CreateModel(
            name="PolicyRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=500)),
                ("academic_year", models.CharField(blank=True, max_length=20)),
                ("ratified_by", models.CharField(blank=True, max_length=200)),
                ("ratified_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("consulted_with", models.CharField(blank=True, max_length=300)),
                ("consulted_on", models.DateField(null=True)),
                ("parents_told_on", models.DateField(null=True)),
                ("sections", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_records",
                        to="store.school",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "recorded_at"], name="store_polic_school__43ce31_idx")
                ],
            },
        ),
    ]
