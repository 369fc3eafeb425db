"""What is recorded about a child's safety: kept in rows of its own, apart from the chronology.

No assessment, export, message or search reads these rows; who may, `access.safeguarding` says. They are added
and never changed: what came of one is a row of its own, `about` it.
"""

from __future__ import annotations

import uuid

from django.db import models


class SafeguardingRecord(models.Model):
    """One concern, one piece of information, or what came of either; `data` holds the kind's fields."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="safeguarding")
    kind = models.CharField(max_length=60)
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    happened_on = models.DateField()
    data = models.JSONField(default=dict)
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    submission = models.UUIDField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["pupil", "kind"]),
            models.Index(fields=["school", "kind"]),
        ]


class SafeguardingReader(models.Model):
    """Somebody whom the safeguarding lead or the head let read one record, by name."""

    record = models.ForeignKey(SafeguardingRecord, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "user"], name="one_reader_a_record")]


class SafeguardingProcedure(models.Model):
    """Where a school's own procedure is, and whom it tells. Shipped blank: nobody invents a number."""

    school = models.OneToOneField(
        "store.School", on_delete=models.PROTECT, primary_key=True, related_name="safeguarding_procedure"
    )
    words = models.CharField(max_length=500, blank=True)
    link = models.URLField(max_length=300, blank=True)
    front_door = models.CharField(max_length=200, blank=True)  # whom children's social care is asked of
    front_door_telephone = models.CharField(max_length=40, blank=True)
    changed_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
