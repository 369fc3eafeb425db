"""Texts and e-mails to adults, and what came back: one row a message, asked for in the act that sends it."""

from __future__ import annotations

import uuid

from django.db import models


class Channel(models.TextChoices):
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"


class Direction(models.TextChoices):
    OUT = "out", "Sent"
    IN = "in", "Received"


class MessageState(models.TextChoices):
    WAITING = "waiting", "Waiting to be sent"
    SENT = "sent", "Sent"
    KEPT = "kept", "Kept in the outbox of this computer"
    FAILED = "failed", "Could not be sent"
    UNSURE = "unsure", "May have been sent: we cannot tell"
    UNNEEDED = "unneeded", "No longer needed, and not sent"
    MATCHED = "matched", "Received and matched"
    UNMATCHED = "unmatched", "Received, and nobody knows what it answers"


class Message(models.Model):
    """One message to or from one adult. `reference` is what a reply bears; it names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="messages")
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, null=True, related_name="messages")
    adult = models.ForeignKey("store.Adult", on_delete=models.PROTECT, null=True, related_name="messages")
    batch = models.UUIDField(null=True, db_index=True)  # the act that sent it, with others
    once = models.CharField(max_length=120, null=True, unique=True)  # the same act again is the same message
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.CharField(max_length=400)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    reference = models.CharField(max_length=16, null=True, unique=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    state = models.CharField(max_length=9, choices=MessageState.choices)
    asked_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True)
    asked_at = models.DateTimeField()
    # When it was given to the mail server; stays until it is known what became of it.
    handed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # when it was sent, given up or matched
    read_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "asked_at"]),
            models.Index(fields=["pupil", "asked_at"]),
        ]
