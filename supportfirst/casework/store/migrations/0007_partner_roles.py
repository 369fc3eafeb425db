"""Five roles more: the services that work with an authority's children."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0006_heads_know_when")]
    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("teacher", "Teacher"),
                    ("pastoral", "Pastoral lead"),
                    ("attendance_officer", "Attendance officer"),
                    ("attendance_lead", "Attendance lead"),
                    ("champion", "Senior attendance champion"),
                    ("senco", "SENCO"),
                    ("dsl", "Designated safeguarding lead"),
                    ("head", "Head teacher"),
                    ("governor", "Governor"),
                    ("authority_officer", "Authority attendance officer"),
                    ("principal_officer", "Principal attendance officer"),
                    ("legal_panel", "Legal panel"),
                    ("cme_officer", "Children missing education officer"),
                    ("send_team", "SEND team"),
                    ("early_help", "Early Help"),
                    ("virtual_school", "Virtual School"),
                    ("social_care", "Social care"),
                    ("health", "Health"),
                    ("analyst", "Analyst"),
                    ("administrator", "Administrator"),
                ],
                max_length=30,
            ),
        ),
    ]
