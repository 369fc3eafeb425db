"""Letters by e-mail: one row a sending, with what is known of it. Its state only moves forward."""

from __future__ import annotations

import uuid

from django.db import models


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting to be sent"
    UNSURE = "unsure", "Nobody can tell whether it was sent"
    FAILED = "failed", "Not sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"


class LetterMail(models.Model):
    """An e-mail that says a letter waits, and bears a link to it; of the letter it says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # the reference it bears
    submission = models.UUIDField(unique=True)
    letter = models.ForeignKey("store.Letter", on_delete=models.PROTECT, related_name="mails")
    address = models.CharField(max_length=400)
    state = models.CharField(max_length=9, choices=MailState.choices, default=MailState.WAITING)
    error = models.CharField(max_length=300, blank=True)  # in words for its page, without any address
    asked_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)  # when it was about to be handed to whoever sends it
    settled_at = models.DateTimeField(null=True)  # when the newest state was learnt
    opened_at = models.DateTimeField(null=True)  # when its link was first used
