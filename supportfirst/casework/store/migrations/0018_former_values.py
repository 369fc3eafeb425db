"""What a record said of a child or an adult before it was changed is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0017_rows_know_their_act"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("legal_forename", "Legal forename"),
                            ("legal_surname", "Legal surname"),
                            ("preferred_forename", "Preferred forename"),
                            ("preferred_surname", "Preferred surname"),
                            ("date_of_birth", "Date of birth"),
                            ("title", "Title"),
                            ("language", "Language"),
                            ("access_needs", "Access needs"),
                            ("relationship", "Relationship"),
                            ("natural_parent", "Natural parent"),
                            ("parental_responsibility", "Parental responsibility"),
                            ("day_to_day_care", "Day-to-day care"),
                            ("lives_with_child", "Lives with the child"),
                        ],
                        max_length=24,
                    ),
                ),
                ("value", models.CharField(max_length=300)),
                ("changed_at", models.DateTimeField()),
                (
                    "adult",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former",
                        to="store.adult",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former", to="store.pupil"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.school"
                    ),
                ),
            ],
        ),
    ]
