"""What is known before the register is taken: appointments, leave, a provider elsewhere, exclusions."""

from __future__ import annotations

import uuid

from django.db import models


class PlannedKind(models.TextChoices):
    APPOINTMENT = "appointment", "Medical or dental appointment"
    ABSENCE = "absence", "Absence that a parent told of"
    LEAVE = "leave", "Leave in term time"
    PROVIDER = "provider", "Education at another provider"
    OFF_SITE = "off_site", "Visit, sport or other activity away from school"
    EXCLUSION = "exclusion", "Suspension or exclusion"


class PlannedAbsence(models.Model):
    """Sessions for which the mark is expected before they come. Withdrawn with a reason, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="planned")
    enrolment = models.ForeignKey("store.Enrolment", on_delete=models.PROTECT, related_name="planned")
    kind = models.CharField(max_length=12, choices=PlannedKind.choices)
    code = models.CharField(max_length=4)  # the mark that the register will be given
    first_day = models.DateField()
    first_half = models.PositiveSmallIntegerField(default=0)
    last_day = models.DateField()
    last_half = models.PositiveSmallIntegerField(default=1)
    leaves_at = models.TimeField(null=True)
    back_at = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True)  # the clinic, the provider, the visit
    education_offered = models.CharField(max_length=300, blank=True)  # while excluded
    reason = models.CharField(max_length=300, blank=True)
    notified_on = models.DateField(null=True)
    notified_at = models.TimeField(null=True)
    notified_how = models.CharField(max_length=20, blank=True)
    notified_by = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=300, blank=True)  # what was shown; blank: nothing yet
    authorised_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    authorised_at = models.DateTimeField(null=True)
    authorised_because = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "first_day"]),
            models.Index(fields=["enrolment", "first_day"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="planned_absence_runs_forwards",
                condition=models.Q(last_day__gt=models.F("first_day"))
                | models.Q(last_day=models.F("first_day"), last_half__gte=models.F("first_half")),
            ),
        ]
