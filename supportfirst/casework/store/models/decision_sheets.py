"""What a named person decided about a prompt, and the sheet of what that rested on. Never changed or gone."""

from __future__ import annotations

import uuid

from django.db import models


class DecisionSheet(models.Model):
    """One decision. `sheet`: the sheet's own bytes, compressed; `seal`: its chain; the trail has it too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey(
        "store.Enrolment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rule = models.CharField(max_length=160, blank=True)  # by its key; blank: the whole row of the worklist
    title = models.CharField(max_length=200)  # of the rule, or of what was done about the row; names no child
    outcome = models.CharField(max_length=20, blank=True)  # what the rule said; blank: the whole row
    decided = models.CharField(max_length=10)  # as the sheet has it: acted on, declined
    reason = models.CharField(max_length=500, blank=True)
    event = models.ForeignKey(
        "store.CaseEvent", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # what was recorded in acting on it
    decided_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()
    name = models.CharField(max_length=200)  # of who decided, then
    job_title = models.CharField(max_length=200, blank=True)
    seal = models.CharField(max_length=64)
    sheet = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["pupil", "decided_at"])]
