"""Pupils and the adults of their families, with what must be minded about them."""

from __future__ import annotations

import uuid

from django.db import models

from supportfirst.casework.store.folded_names import FoldedNamesField, Named
from supportfirst.casework.store.what_stood import Kept


class Pupil(Kept, Named):
    """A child, whatever school they are at. The UPN finds them, and never stands in an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upn = models.CharField("UPN", max_length=13, unique=True)
    legal_forename = models.CharField(max_length=100)
    legal_surname = models.CharField(max_length=100)
    preferred_forename = models.CharField(max_length=100, blank=True)
    preferred_surname = models.CharField(max_length=100, blank=True)
    folded = FoldedNamesField("legal_forename", "legal_surname", "preferred_forename", "preferred_surname")
    date_of_birth = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)

    stood = ("date_of_birth",)
    keeps_making = False  # a stay says since when a child is known

    class Meta:
        indexes = [models.Index(fields=["legal_surname", "legal_forename"])]

    @property
    def name(self) -> str:
        """The name that the child is called by."""
        return (
            f"{self.preferred_forename or self.legal_forename} {self.preferred_surname or self.legal_surname}"
        )


class Enrolment(Kept):
    """A pupil at a school, from when to when, in which class."""

    id = models.BigAutoField(primary_key=True)  # stands in the register's bytes, and so is a number
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="enrolments")
    group = models.ForeignKey(
        "store.ClassGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    year_group = models.CharField(max_length=10, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    ties = ("pupil_id", "school_id")
    stood = ("group_id", "year_group", "first_day", "last_day")

    class Meta:
        indexes = [models.Index(fields=["school", "group"])]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "school", "first_day"], name="one_enrolment_a_start")
        ]


class ClassPlace(models.Model):
    """In which class an enrolment was from when to when; `Enrolment.group` is where it is now."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="places")
    group = models.ForeignKey("store.ClassGroup", on_delete=models.PROTECT, related_name="places")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["group", "first_day"])]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "first_day"], name="one_class_place_a_start")
        ]


class ExternalReference(Kept):
    """The number under which another system knows a child; nothing of what it holds."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="references")
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    noted_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    ties = ("pupil_id",)
    stood = ("system", "number")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "system", "number"], name="one_reference_a_number")
        ]


class PupilFlag(Kept):
    """What holds of a pupil from a day to a day, by the names that the packs know (`social_worker`)."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="flags")
    name = models.CharField(max_length=60)
    holds = models.BooleanField(default=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    # When the row, and when its last day, was written down; None: before these moments were kept.
    recorded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    ties = ("pupil_id",)
    stood = ("name", "holds", "first_day", "last_day", "recorded_at", "ended_at")
    keeps_making = False  # the row says itself when it was recorded


class Adult(Kept, Named):
    """A parent or carer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=20, blank=True)
    legal_forename = models.CharField(max_length=100)
    legal_surname = models.CharField(max_length=100)
    folded = FoldedNamesField("legal_forename", "legal_surname")
    date_of_birth = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=60, blank=True)
    access_needs = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)

    stood = ("language",)
    keeps_making = False  # the link says since when an adult is known

    class Meta:
        indexes = [models.Index(fields=["legal_surname", "legal_forename"])]

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.title, self.legal_forename, self.legal_surname) if part)


class Link(Kept):
    """How an adult stands to a child. Any one of the three makes a parent (Education Act 1996, s.576)."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="links")
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="links")
    relationship = models.CharField(max_length=60, blank=True)
    natural_parent = models.BooleanField(null=True)  # None: nobody has said
    parental_responsibility = models.BooleanField(null=True)
    day_to_day_care = models.BooleanField(null=True)
    lives_with_child = models.BooleanField(null=True)
    contact_order = models.PositiveSmallIntegerField(default=1)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    ties = ("pupil_id", "adult_id")
    stood = (
        "relationship",
        "natural_parent",
        "parental_responsibility",
        "day_to_day_care",
        "contact_order",
        "first_day",
        "last_day",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pupil", "adult"], name="one_link_a_pair")]


class ContactKind(models.TextChoices):
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"
    ADDRESS = "address", "Address"


class AdultContact(models.Model):
    """A way to reach an adult, with its days: a former address stays, closed."""

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    value = models.CharField(max_length=400)
    postcode = models.CharField(max_length=8, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["postcode"])]


class MarkerKind(models.TextChoices):
    CONFIDENTIAL_ADDRESS = "confidential_address", "Confidential address"
    NO_CONTACT = "no_contact", "No-contact order"
    DECEASED = "deceased", "Deceased"
    BEREAVED = "bereaved", "Bereaved"


class Marker(models.Model):
    """What every screen, paper and export must honour about an adult or a child."""

    kind = models.CharField(max_length=24, choices=MarkerKind.choices)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="markers")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, null=True, blank=True, related_name="markers")
    # A no-contact order: from whom this adult's or child's whereabouts are kept.
    against = models.ForeignKey(
        Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="markers_against"
    )
    # Who set it. None: written before this was kept; then each school of the protected counts as that.
    school = models.ForeignKey(
        "store.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
