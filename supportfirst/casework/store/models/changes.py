"""Large changes of the roll that can be taken back: two rows that were one child, and a year turned."""

from __future__ import annotations

import uuid

from django.db import models


class Merge(models.Model):
    """Two rows of one child or one adult, made one. `moved` holds what it takes to undo it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+")
    kept_pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, null=True, related_name="+")
    gone_pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, null=True, related_name="+")
    kept_adult = models.ForeignKey("store.Adult", on_delete=models.PROTECT, null=True, related_name="+")
    gone_adult = models.ForeignKey("store.Adult", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    moved = models.JSONField(default=dict)
    done_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    undone_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)


class YearTurn(models.Model):
    """A school's roll moved into the next year. `before` holds what it takes to undo it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+")
    school_year = models.PositiveSmallIntegerField()  # the one that ended
    before = models.JSONField(default=dict)
    done_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    undone_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
