"""Recognition: a school's reward schemes, pupils' own targets, and the certificates that were given.

A scheme is ended and never changed or deleted, so that a list of last year can be made again as it was.
"""

from __future__ import annotations

import uuid

from django.db import models


class RewardScope(models.TextChoices):
    INDIVIDUAL = "individual", "Individual pupils"
    CLASS = "class", "Classes"
    YEAR = "year", "Year groups"
    SCHOOL = "school", "The whole school"


class RewardInterval(models.TextChoices):
    WEEKLY = "weekly", "Every week"
    HALF_TERMLY = "half_termly", "Every half term"
    TERMLY = "termly", "Every term"
    YEARLY = "yearly", "Every academic year"


class RewardMeasure(models.TextChoices):
    FULL_ATTENDANCE = "full_attendance", "Full attendance"
    MOST_IMPROVED = "most_improved", "Most improved"
    TARGET_REACHED = "target_reached", "Target reached"
    OWN_IMPROVEMENT = "own_improvement", "Better than their own time before"


class RewardScheme(models.Model):
    """What is recognised, of whom, how often and with what; `cost` 0 is what costs nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="reward_schemes")
    title = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=RewardScope.choices)
    year_groups = models.JSONField(default=list)  # empty: all of them
    type = models.CharField(max_length=40)  # one that the pack names
    cost = models.DecimalField(max_digits=7, decimal_places=2)  # pounds, each time
    interval = models.CharField(max_length=11, choices=RewardInterval.choices)
    measure = models.CharField(max_length=15, choices=RewardMeasure.choices)
    leaves_out = models.JSONField(default=list)  # codes that count neither for nor against a child
    spares_marked = models.BooleanField()  # whoever has a medical or disability marker is not compared
    most_named = models.PositiveSmallIntegerField()  # of those who improved most
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    made_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "first_day"])]

    def __str__(self) -> str:
        return self.title


class PupilTarget(models.Model):
    """An attendance target of a child's own at a school, which stands in the place of the school's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="pupil_targets")
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="targets")
    percent = models.DecimalField(max_digits=4, decimal_places=1)
    reason = models.CharField(max_length=300)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    set_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["pupil", "first_day"])]


class RewardBatch(models.Model):
    """Certificates that somebody gave together: of which sessions, on what basis, for which assembly."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    scheme = models.ForeignKey(RewardScheme, on_delete=models.PROTECT, related_name="batches")
    first_day = models.DateField()  # of the sessions that were counted
    last_day = models.DateField()
    assembly_on = models.DateField()
    basis = models.JSONField(default=list)  # the sentences, as whoever gave them read them
    pack = models.CharField(max_length=100)
    made_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scheme", "first_day"])]


class RewardGiven(models.Model):
    """One child's certificate of a batch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(RewardBatch, on_delete=models.PROTECT, related_name="given")
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="rewards")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "pupil"], name="one_certificate_a_batch")]
