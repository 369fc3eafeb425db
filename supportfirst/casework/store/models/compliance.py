"""What a school has said of its attendance policy, and which parents have signed its home-school agreement.

Nothing here is changed or deleted: a policy record is written anew, and an agreement that was recorded by
mistake is taken back, with who did so and why.
"""

from __future__ import annotations

import uuid

from django.db import models


class PolicyRecord(models.Model):
    """A school's attendance policy as somebody recorded it; the latest one holds, the rest is its history."""

    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="policy_records")
    address = models.CharField(max_length=500, blank=True)  # of the page on the web
    academic_year = models.CharField(max_length=20, blank=True)
    ratified_by = models.CharField(max_length=200, blank=True)
    ratified_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    consulted_with = models.CharField(max_length=300, blank=True)
    consulted_on = models.DateField(null=True)
    parents_told_on = models.DateField(null=True)  # of the school's staged response
    sections = models.JSONField(default=dict)  # by the pack's id: "present" or "absent"; left out: not said
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["school", "recorded_at"])]


class HomeSchoolAgreement(models.Model):
    """One parent signed a school's agreement for one child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="agreements")
    adult = models.ForeignKey("store.Adult", on_delete=models.PROTECT, related_name="agreements")
    signed_on = models.DateField()
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # Recorded by mistake: who took it back, when, and why.
    taken_back_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "pupil"])]
