"""What the integrity watch found in registers, when it was gone, and who said why a mark is right."""

from __future__ import annotations

from django.db import models


class IntegrityFinding(models.Model):
    """One session of one child that a check asks about. It ends once the mark, or what lacked, changes.

    A row that ended is kept: the session was put right by that day. The same question asked anew is a new
    row.
    """

    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey("store.Enrolment", on_delete=models.PROTECT, related_name="+")
    check_name = models.CharField(max_length=30)
    day = models.DateField()
    half = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4, blank=True)  # the mark that is asked about; blank: no mark
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    justified_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    justified_at = models.DateTimeField(null=True)
    justified_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "gone_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "check_name", "day", "half", "code"],
                condition=models.Q(gone_at=None),
                name="one_open_finding_a_session",
            )
        ]
