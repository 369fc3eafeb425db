"""The ledger: registers as submitted, and amendments; and each pupil's year, worked out from them.

A register document is one row for a class or file, day and half. Its bytes hold one place a
pupil: `pupils` are enrolment numbers, four bytes each, little end first; `marks` one code number
each; `minutes` two bytes each, or nothing where nobody was late with minutes.
"""

from __future__ import annotations

import uuid

from django.db import models

from supportfirst.casework.store.models.chains import Chained


class Source(models.TextChoices):
    TYPED = "typed", "Typed"
    FILE = "file", "File"
    DOOR = "door", "Late sign-in"
    SETTLED = "settled", "First-day contact"
    SAMPLE = "sample", "Sample"


class RegisterDocument(Chained):
    """What somebody submitted for one class, or from one file, for one session."""

    CHAIN = "register"

    # The form's own number: sent twice, kept once. A key of its own would cost an index more.
    submission = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, db_index=False)
    group = models.ForeignKey("store.ClassGroup", on_delete=models.PROTECT, null=True, db_index=False)
    day = models.DateField()
    half = models.PositiveSmallIntegerField()  # 0 morning, 1 afternoon
    pupils = models.BinaryField()
    marks = models.BinaryField()
    minutes = models.BinaryField(default=b"")
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, db_index=False)
    source = models.CharField(max_length=10, choices=Source.choices)

    class Meta:
        indexes = [models.Index(fields=["school", "day", "half"])]
        constraints = [models.UniqueConstraint(fields=["chain", "serial"], name="register_chain_has_no_gap")]


class Amendment(Chained):
    """One mark changed after its register: original, new, reason, day, and the name and title of who did."""

    CHAIN = "amendment"

    submission = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT)
    enrolment = models.ForeignKey("store.Enrolment", on_delete=models.PROTECT)
    day = models.DateField()
    half = models.PositiveSmallIntegerField()
    original = models.CharField(max_length=4, blank=True)  # a code; blank: no mark
    new = models.CharField(max_length=4, blank=True)  # a code; blank: struck out
    minutes = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300)
    recorded_by = models.ForeignKey("store.User", on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=Source.choices)

    class Meta:
        indexes = [models.Index(fields=["enrolment", "day"])]
        constraints = [models.UniqueConstraint(fields=["chain", "serial"], name="amendment_chain_has_no_gap")]


class PupilYear(models.Model):
    """A pupil's school year in bytes: two code numbers a calendar day from 1 August; 0 is no mark.

    Kept in the transaction that adds to the ledger; can be thrown away and made again from it, byte for byte.
    """

    enrolment = models.ForeignKey("store.Enrolment", on_delete=models.PROTECT, related_name="years")
    school_year = models.PositiveSmallIntegerField()
    marks = models.BinaryField()
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "school_year"], name="one_row_a_pupil_year")
        ]
