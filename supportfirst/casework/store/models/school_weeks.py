"""What a school's pupils attended together, week by week: made again from their years each night."""

from __future__ import annotations

from django.db import models


class SchoolWeek(models.Model):
    """A read model, for the page of a child; a week in which no session was possible has no row."""

    school = models.ForeignKey("store.School", on_delete=models.CASCADE, related_name="+")
    school_year = models.PositiveSmallIntegerField()
    monday = models.DateField()
    attended = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()
    worked_out_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "monday"], name="one_sum_a_school_week")
        ]
