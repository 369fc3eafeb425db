"""What relied on a child's marks, and the alarms about it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0023_policies_and_agreements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reliance",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.SlugField(db_index=False, max_length=40)),
                ("thing", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("link", models.CharField(blank=True, max_length=300)),
                ("enrolments", models.JSONField(default=list)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("known_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("counts", models.JSONField(default=dict)),
                ("counted", models.JSONField(default=dict)),
                ("content", models.CharField(blank=True, max_length=64)),
                ("rule", models.CharField(blank=True, max_length=120)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("stands", "Stands"),
                            ("waiting", "Waits for a decision"),
                            ("corrected", "Replaced by another"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="stands",
                        max_length=10,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reliances",
                        to="store.pupil",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.reliance",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.school",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Retest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("raised_at", models.DateTimeField()),
                ("changes", models.JSONField(default=list)),
                ("counts_before", models.JSONField(default=dict)),
                ("counts_after", models.JSONField(default=dict)),
                ("outcome_before", models.CharField(blank=True, max_length=20)),
                ("outcome_after", models.CharField(blank=True, max_length=20)),
                ("retested_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("corrected", "Corrected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("because", models.CharField(blank=True, max_length=500)),
                ("submission", models.UUIDField(null=True, unique=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reliance",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retests",
                        to="store.reliance",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="reliance",
            index=models.Index(fields=["pupil", "first_day"], name="store_relia_pupil_i_d46b72_idx"),
        ),
        migrations.AddIndex(
            model_name="reliance",
            index=models.Index(
                fields=["school", "standing", "made_at"], name="store_relia_school__348659_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="reliance",
            constraint=models.UniqueConstraint(fields=("kind", "thing"), name="one_reliance_a_thing"),
        ),
        migrations.AddIndex(
            model_name="retest",
            index=models.Index(fields=["reliance", "raised_at"], name="store_retes_relianc_6d1572_idx"),
        ),
        migrations.AddConstraint(
            model_name="retest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", "")), fields=("reliance",), name="one_open_alarm_a_reliance"
            ),
        ),
    ]
