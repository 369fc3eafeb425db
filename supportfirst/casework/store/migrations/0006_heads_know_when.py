"""The moment of each chain's last row at its head. Empty until a row is added: the triggers let nothing else in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0005_traded_has_days")]
    operations = [
        migrations.AddField(
            model_name="chainhead", name="recorded_at", field=models.DateTimeField(null=True)
        ),
    ]
