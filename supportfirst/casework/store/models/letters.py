"""Letters to a family: one row an addressee and child, and what became of it on its way.

A letter's words are fixed when it is approved; where one of them was wrong, the letter is withdrawn and
another one drafted. What is recorded of its delivery is only ever added to.
"""

from __future__ import annotations

import uuid

from django.db import models


class LetterState(models.TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    SENT = "sent", "Sent"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Delivery(models.TextChoices):
    POSTED = "posted", "Posted"
    HANDED = "handed", "Handed over"
    EMAILED = "emailed", "E-mailed"
    BOUNCED = "bounced", "The e-mail came back"
    RETURNED = "returned", "The post returned it"


class Letter(models.Model):
    """To one adult about one child. Two children of one adult are two letters, and two adults are two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey("store.Enrolment", on_delete=models.PROTECT, related_name="letters")
    adult = models.ForeignKey("store.Adult", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=80)  # its id in the pack's catalogue
    pack = models.CharField(max_length=100)
    wording = models.CharField(max_length=64)  # fingerprint of the wording that it was composed of
    composed = models.JSONField(default=dict)  # what the wording and the records made of it
    edits = models.JSONField(default=dict)  # what a person changed, as the core keeps it
    content = models.JSONField(default=dict)  # what it says: the one with the other applied
    known_at = models.DateTimeField()  # by when the marks that it tells were known
    first_day = models.DateField()  # of the marks that it tells
    last_day = models.DateField()
    state = models.CharField(max_length=9, choices=LetterState.choices, default=LetterState.DRAFT)
    batch = models.UUIDField()  # of the form, or of the job, that asked for it
    made_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        "store.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    edited_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "store.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "store.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)  # why it was withdrawn
    sent_at = models.DateTimeField(null=True)  # when its first way out was recorded
    version = models.PositiveIntegerField(default=0)  # counts up with each change; a form carries what it saw

    class Meta:
        indexes = [models.Index(fields=["school", "state", "made_at"])]
        constraints = [
            models.UniqueConstraint(fields=["batch", "enrolment", "adult", "kind"], name="one_letter_each")
        ]


class LetterDelivery(models.Model):
    """One thing that happened to a letter on its way. Rows are only ever added."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    submission = models.UUIDField(unique=True)
    what = models.CharField(max_length=8, choices=Delivery.choices)
    on = models.DateField()
    by = models.CharField(max_length=200, blank=True)  # who posted it or handed it over
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
