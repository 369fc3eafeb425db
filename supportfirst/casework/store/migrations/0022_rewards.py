"""Reward schemes, pupils' own targets, and the certificates that were given."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0021_names_are_folded_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="RewardScheme",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("submission", models.UUIDField(unique=True)),
                ("title", models.CharField(max_length=80)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("individual", "Individual pupils"),
                            ("class", "Classes"),
                            ("year", "Year groups"),
                            ("school", "The whole school"),
                        ],
                        max_length=10,
                    ),
                ),
                ("year_groups", models.JSONField(default=list)),
                ("type", models.CharField(max_length=40)),
                ("cost", models.DecimalField(decimal_places=2, max_digits=7)),
                (
                    "interval",
                    models.CharField(
                        choices=[
                            ("weekly", "Every week"),
                            ("half_termly", "Every half term"),
                            ("termly", "Every term"),
                            ("yearly", "Every academic year"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("full_attendance", "Full attendance"),
                            ("most_improved", "Most improved"),
                            ("target_reached", "Target reached"),
                            ("own_improvement", "Better than their own time before"),
                        ],
                        max_length=15,
                    ),
                ),
                ("leaves_out", models.JSONField(default=list)),
                ("spares_marked", models.BooleanField()),
                ("most_named", models.PositiveSmallIntegerField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reward_schemes",
                        to="store.school",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RewardBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("submission", models.UUIDField(unique=True)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("assembly_on", models.DateField()),
                ("basis", models.JSONField(default=list)),
                ("pack", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="store.rewardscheme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PupilTarget",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("submission", models.UUIDField(unique=True)),
                ("percent", models.DecimalField(decimal_places=1, max_digits=4)),
                ("reason", models.CharField(max_length=300)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="store.pupil"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pupil_targets",
                        to="store.school",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["pupil", "first_day"], name="store_pupil_pupil_i_3e69e0_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardGiven",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="store.rewardbatch",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rewards", to="store.pupil"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "pupil"), name="one_certificate_a_batch")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="rewardscheme",
            index=models.Index(fields=["school", "first_day"], name="store_rewar_school__117604_idx"),
        ),
        migrations.AddIndex(
            model_name="rewardbatch",
            index=models.Index(fields=["scheme", "first_day"], name="store_rewar_scheme__f9c5fe_idx"),
        ),
    ]
