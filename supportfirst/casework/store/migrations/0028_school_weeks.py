"""What a school's pupils attended together, week by week."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0027_integrity_findings"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school_year", models.PositiveSmallIntegerField()),
                ("monday", models.DateField()),
                ("attended", models.PositiveIntegerField()),
                ("possible", models.PositiveIntegerField()),
                ("worked_out_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "monday"), name="one_sum_a_school_week"
                    )
                ],
            },
        ),
    ]
