"""What happened in a case, as it was recorded: contacts, letters, meetings, decisions. Only ever added to."""

from __future__ import annotations

import uuid

from django.db import models

from supportfirst.casework.store.models.chains import Chained


class CaseEvent(Chained):
    """One event of a pupil at a school, of a kind that the pack knows. `data` holds the kind's own fields."""

    CHAIN = "chronology"

    event = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT)
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=60)
    happened_on = models.DateField()
    happened_at = models.TimeField(null=True)
    adults = models.JSONField(default=list)  # ids of the adults whom it concerns
    data = models.JSONField(default=dict)
    restricted = models.BooleanField(default=False)  # its presence is shown, its words to those who may
    strikes_out = models.UUIDField(null=True)  # the event that was recorded by mistake
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT)
    submission = models.UUIDField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["pupil", "happened_on"]),
            models.Index(fields=["school", "happened_on"]),
        ]
        constraints = [models.UniqueConstraint(fields=["chain", "serial"], name="chronology_has_no_gap")]
