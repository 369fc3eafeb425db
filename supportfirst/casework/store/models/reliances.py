"""What relied on a child's marks, and what became of it when one of them was changed afterwards."""

from __future__ import annotations

import uuid

from django.db import models


class Standing(models.TextChoices):
    STANDS = "stands", "Stands"
    WAITING = "waiting", "Waits for a decision"
    CORRECTED = "corrected", "Replaced by another"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Decision(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    CORRECTED = "corrected", "Corrected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Reliance(models.Model):
    """One paper or decision that told a child's marks of a span, as known at a moment. Never deleted.

    `standing` follows its alarms: it is changed in the transaction that raises or decides one, nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=40, db_index=False)
    thing = models.CharField(max_length=80)  # the paper's own id or fingerprint; no personal data
    title = models.CharField(max_length=200)  # without a name: the child's stands beside it
    link = models.CharField(max_length=300, blank=True)  # its page on this site
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey(
        "store.Pupil", on_delete=models.PROTECT, related_name="reliances", db_index=False
    )
    enrolments = models.JSONField(default=list)  # the stays whose marks it told
    first_day = models.DateField()
    last_day = models.DateField()
    known_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    counts = models.JSONField(default=dict)  # what it told: possible, attended, authorised, unauthorised, ...
    # The same counted here when it was registered, or when it was last looked at because the calendar, the
    # roll or the pack had changed: always of the marks as known at its moment.
    counted = models.JSONField(default=dict)
    content = models.CharField(max_length=64, blank=True)  # a digest of all that it said; blank: not kept
    rule = models.CharField(max_length=120, blank=True)  # the rule behind it; blank: none
    outcome = models.CharField(max_length=20, blank=True)  # what the rule said when it was made
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.STANDS)
    replaced_by = models.ForeignKey(
        "store.Reliance", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["pupil", "first_day"]),
            models.Index(fields=["school", "standing", "made_at"]),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="one_reliance_a_thing")]


class Retest(models.Model):
    """One alarm: what changed behind a reliance, what it counts now, what somebody decided. Never deleted.

    While it waits, further changes are added to it; after the decision a change opens another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reliance = models.ForeignKey(
        "store.Reliance", on_delete=models.PROTECT, related_name="retests", db_index=False
    )
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        "store.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # sessions: day, half, enrolment, before, after, at, by, title, reason, source; or, without a session, why
    changes = models.JSONField(default=list)
    counts_before = models.JSONField(default=dict)
    counts_after = models.JSONField(default=dict)
    outcome_before = models.CharField(max_length=20, blank=True)
    outcome_after = models.CharField(max_length=20, blank=True)
    # of a decision about a whole row: each rule that says something else, as key, what it said and says now;
    # null: of no such decision, not judged again yet, or nobody can judge it
    came_out = models.JSONField(null=True)
    retested_at = models.DateTimeField(null=True)  # null: the worker has still to count, or to judge
    # counts up with each change, and when it was judged again; a form carries what it saw
    version = models.PositiveIntegerField(default=1)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)  # blank: it waits
    decided_by = models.ForeignKey(
        "store.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=500, blank=True)
    submission = models.UUIDField(null=True, unique=True)  # of the form that decided it

    class Meta:
        indexes = [models.Index(fields=["reliance", "raised_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["reliance"], condition=models.Q(decision=""), name="one_open_alarm_a_reliance"
            )
        ]
