"""The secrets of second steps are sealed: whoever has the rows alone can't make codes of them."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Cast

from supportfirst.casework.store.sealed_text import LONGEST, SealedTextField


def seal(apps: Any, _editor: Any) -> None:
    users = apps.get_model("store", "User").objects
    clear = Cast("totp_secret", models.CharField(max_length=LONGEST))
    for user, secret in users.exclude(totp_secret="").annotate(clear=clear).values_list("pk", "clear"):
        users.filter(pk=user).update(totp_secret=secret)


def unseal(apps: Any, _editor: Any) -> None:
    users = apps.get_model("store", "User").objects
    for user, secret in users.exclude(totp_secret="").values_list("pk", "totp_secret"):
        clear = models.Value(secret, output_field=models.CharField())
        users.filter(pk=user).update(totp_secret=Cast(clear, models.CharField(max_length=LONGEST)))


class Migration(migrations.Migration):
    dependencies = [("store", "0013_trusts_are_reached")]
    operations = [
        migrations.AlterField("user", "totp_secret", SealedTextField(blank=True, max_length=LONGEST)),
        migrations.RunPython(seal, unseal),
    ]
