"""What stood in a row before it was changed is kept, for pages of a past moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0033_letter_mails"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoodBefore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.UUIDField()),
                ("table", models.CharField(max_length=20)),
                ("row", models.CharField(max_length=36)),
                ("held", models.JSONField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["of", "changed_at"], name="store_stood_of_1a8abb_idx")],
            },
        ),
    ]
