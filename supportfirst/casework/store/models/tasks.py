"""What somebody is to do about a child by a day, and who may know what was said in confidence."""

from __future__ import annotations

import uuid

from django.db import models


class Task(models.Model):
    """One thing to do. It closes by a record of having done it, never by a tick alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    once = models.CharField(max_length=120, null=True, unique=True)  # two reasons for one task are one task
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="tasks")
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=60)
    why = models.CharField(max_length=300)
    due_on = models.DateField()
    for_role = models.CharField(max_length=30, blank=True)
    for_user = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="tasks")
    by_channel = models.CharField(max_length=20, blank=True)  # the one channel that closes it, such as phone
    made_by = models.ForeignKey("store.CaseEvent", on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_event = models.ForeignKey("store.CaseEvent", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["school", "done_at", "due_on"]),
            models.Index(fields=["pupil", "due_on"]),
        ]


class Confided(models.Model):
    """Somebody who may read one restricted event, by name."""

    event = models.ForeignKey("store.CaseEvent", on_delete=models.PROTECT, related_name="confided")
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="one_confiding_a_person")]
