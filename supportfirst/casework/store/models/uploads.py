"""Files sent to the site. The bytes lie in the data folder, under no address that a server gives out."""

from __future__ import annotations

import uuid

from django.db import models


class UploadKind(models.TextChoices):
    PEOPLE = "people", "Pupils and parents"
    REGISTER = "register", "Registers"
    RECONCILE = "reconcile", "Registers to compare with"


class Upload(models.Model):
    """One file, what was asked of it, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=10, choices=UploadKind.choices)
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    watched = models.BooleanField(default=False)  # it lay in the watched folder
    options = models.JSONField(default=dict)
    sent_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    job = models.ForeignKey("store.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.JSONField(default=dict)
    stored_at = models.DateTimeField(null=True)  # when its lines were taken in
    removed_at = models.DateTimeField(null=True)  # when its bytes were deleted

    class Meta:
        indexes = [models.Index(fields=["school", "kind", "sent_at"])]
