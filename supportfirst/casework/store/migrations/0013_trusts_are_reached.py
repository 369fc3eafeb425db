"""A trust has a colour and says how it is reached, as an authority does; all of it begins blank."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0012_messages_handed_over")]
    operations = [
        migrations.AddField(
            "trust",
            "colour",
            models.CharField(
                blank=True,
                default="",
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9a-f]{6}$", "Write a colour as # and six of 0-9 and a-f, such as #1d4f6b."
                    )
                ],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "trust",
            "mailbox",
            models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
        migrations.AddField(
            "trust",
            "helpline",
            models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            "trust", "hours", models.CharField(blank=True, default="", max_length=200), preserve_default=False
        ),
    ]
