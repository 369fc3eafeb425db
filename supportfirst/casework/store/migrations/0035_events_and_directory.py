"""Events about attendance, of a school or of an authority for several, and the support directory."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0034_what_stood_before"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("submission", models.UUIDField(unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("happens_on", models.DateField()),
                ("place", models.CharField(blank=True, max_length=300)),
                ("joined_by", models.CharField(blank=True, max_length=200)),
                ("parents", models.PositiveIntegerField(null=True)),
                ("materials", models.TextField(blank=True, max_length=2000)),
                ("made_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_because", models.CharField(blank=True, max_length=300)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="store.authority",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance_events",
                        to="store.school",
                    ),
                ),
                ("schools", models.ManyToManyField(related_name="+", to="store.school")),
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
                "indexes": [
                    models.Index(fields=["school", "happens_on"], name="store_atten_school__45994f_idx"),
                    models.Index(fields=["authority", "happens_on"], name="store_atten_authori_ec1426_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectoryEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("submission", models.UUIDField(unique=True)),
                ("entry", models.UUIDField(default=uuid.uuid4)),
                ("name", models.CharField(max_length=150)),
                ("offers", models.TextField(max_length=1000)),
                ("reach", models.CharField(max_length=300)),
                ("topics", models.CharField(blank=True, max_length=200)),
                ("removed", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directory",
                        to="store.authority",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["authority", "entry"], name="store_direc_authori_72629b_idx")
                ],
            },
        ),
    ]
