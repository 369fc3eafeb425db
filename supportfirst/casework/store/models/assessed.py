"""What the last assessment said of each pupil: a read model, thrown away and made again at will."""

from __future__ import annotations

from django.db import models

from supportfirst.casework.store.packed_json import PackedJSONField


class Assessed(models.Model):
    """The stored result of one enrolment; `document` is the pupil's part of `assess --format json`."""

    enrolment = models.OneToOneField(
        "store.Enrolment", on_delete=models.CASCADE, primary_key=True, related_name="assessed"
    )
    school = models.ForeignKey("store.School", on_delete=models.PROTECT)
    on = models.DateField()
    known_at = models.DateTimeField()
    pack = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    stale_since = models.DateTimeField(null=True)  # something changed, and the worker has not answered yet
    listed = models.BooleanField(default=False)  # on the worklist
    urgency = models.IntegerField(default=0)  # the place on the list, 1 first
    due = models.BooleanField(default=False)  # anything, with a day or without one
    overdue = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    on_hold = models.BooleanField(default=False)
    # Somebody acted on the row from the worklist itself. Both are kept when the row is assessed again, until
    # one of its reasons came about after that day.
    acted_at = models.DateTimeField(null=True)
    acted_event = models.UUIDField(null=True)
    sessions_possible = models.IntegerField(default=0)
    sessions_attended = models.IntegerField(default=0)
    sessions_unauthorised = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)  # the lines of the worklist, each with rule, source and day
    document = PackedJSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["school", "listed", "urgency"])]
