"""What a record said of a child or an adult before it was changed: its names, days and answers."""

from __future__ import annotations

from django.db import models


class FormerField(models.TextChoices):
    LEGAL_FORENAME = "legal_forename", "Legal forename"
    LEGAL_SURNAME = "legal_surname", "Legal surname"
    PREFERRED_FORENAME = "preferred_forename", "Preferred forename"
    PREFERRED_SURNAME = "preferred_surname", "Preferred surname"
    DATE_OF_BIRTH = "date_of_birth", "Date of birth"
    TITLE = "title", "Title"
    LANGUAGE = "language", "Language"
    ACCESS_NEEDS = "access_needs", "Access needs"
    RELATIONSHIP = "relationship", "Relationship"
    NATURAL_PARENT = "natural_parent", "Natural parent"
    PARENTAL_RESPONSIBILITY = "parental_responsibility", "Parental responsibility"
    DAY_TO_DAY_CARE = "day_to_day_care", "Day-to-day care"
    LIVES_WITH_CHILD = "lives_with_child", "Lives with the child"


class FormerValue(models.Model):
    """One field, as it was until somebody at a school changed it; only that school is shown it.

    The pupil is the child whose record was changed. With an adult, the field is the adult's, or says how
    they stand to that child. A former name can be a secret, as of a child who was adopted.
    """

    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, related_name="former")
    adult = models.ForeignKey("store.Adult", on_delete=models.PROTECT, null=True, related_name="former")
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=24, choices=FormerField.choices)
    value = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
