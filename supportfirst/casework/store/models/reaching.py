"""What a school or an authority holds for many families at once: events about attendance, and the directory.

Nothing here is changed or deleted. An event that was written by mistake is taken back, with who did so and
why; an entry of the directory is written anew, and the latest one of its `entry` holds.
"""

from __future__ import annotations

import uuid

from django.db import models


class AttendanceEvent(models.Model):
    """An event of one school, or of an authority for several (`school` is none). It names no family."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    authority = models.ForeignKey("store.Authority", on_delete=models.PROTECT, related_name="events")
    school = models.ForeignKey(
        "store.School", on_delete=models.PROTECT, null=True, related_name="attendance_events"
    )
    schools = models.ManyToManyField("store.School", related_name="+")  # that an authority's event is for
    kind = models.CharField(max_length=40)  # one that the pack names
    topic = models.CharField(max_length=200, blank=True)
    happens_on = models.DateField()
    place = models.CharField(max_length=300, blank=True)  # or how to join it
    joined_by = models.CharField(max_length=200, blank=True)  # such as the school nurse
    parents = models.PositiveIntegerField(null=True)  # who came; none: not counted
    materials = models.TextField(max_length=2000, blank=True)
    made_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_back_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "happens_on"]),
            models.Index(fields=["authority", "happens_on"]),
        ]


class DirectoryEntry(models.Model):
    """One writing of an entry of an authority's support directory; `removed`: it stands there no more."""

    id = models.BigAutoField(primary_key=True)
    submission = models.UUIDField(unique=True)
    authority = models.ForeignKey("store.Authority", on_delete=models.PROTECT, related_name="directory")
    entry = models.UUIDField(default=uuid.uuid4)
    name = models.CharField(max_length=150)
    offers = models.TextField(max_length=1000)
    reach = models.CharField(max_length=300)  # a web page, a telephone, an address for e-mail
    topics = models.CharField(max_length=200, blank=True)  # words by which it is found
    removed = models.BooleanField(default=False)
    made_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["authority", "entry"])]
