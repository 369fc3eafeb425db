"""Authorities, trusts, schools and classes: their numbers, days, times, adopted packs and named people."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models

from supportfirst.casework.store.what_stood import Kept

# Of a school's day, as the core reads them.
TIMES = (
    "doors_open",
    "day_starts",
    "late_after",
    "morning_closes",
    "afternoon_starts",
    "afternoon_closes",
    "day_ends",
    "report_by",
)
COLOUR = RegexValidator(r"^#[0-9a-f]{6}$", "Write a colour as # and six of 0-9 and a-f, such as #1d4f6b.")


class Authority(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    number = models.CharField("LA number", max_length=3, unique=True)
    pack = models.CharField(max_length=100)
    colour = models.CharField(max_length=7, blank=True, validators=[COLOUR])
    # Team mailboxes, helplines and hours are settings, and ship blank.
    mailbox = models.EmailField(blank=True)
    helpline = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Trust(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    colour = models.CharField(max_length=7, blank=True, validators=[COLOUR])
    mailbox = models.EmailField(blank=True)
    helpline = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class School(Kept):
    """A school with the times of its day. Times left out are asked for in its set-up, never guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="schools")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="schools")
    name = models.CharField(max_length=200)
    urn = models.CharField("URN", max_length=6, unique=True)
    establishment_number = models.CharField(max_length=4)
    phase = models.CharField(max_length=20)
    type = models.CharField(max_length=30)
    colour = models.CharField(max_length=7, blank=True, validators=[COLOUR])
    attendance_target = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)  # by post, a line each; stands on letters
    invented = models.BooleanField(default=False)  # a school of the sample site

    doors_open = models.TimeField(null=True, blank=True)
    day_starts = models.TimeField(null=True, blank=True)
    late_after = models.TimeField(null=True, blank=True)
    morning_closes = models.TimeField(null=True, blank=True)
    afternoon_starts = models.TimeField(null=True, blank=True)
    afternoon_closes = models.TimeField(null=True, blank=True)
    day_ends = models.TimeField(null=True, blank=True)
    report_by = models.TimeField(null=True, blank=True)
    first_contact_by = models.TimeField(null=True, blank=True)
    # The mark of who arrives after the register has closed; blank: as the pack has it.
    after_close_mark = models.CharField(max_length=4, blank=True)

    stood = ("phase", "type", "attendance_target", *TIMES)
    keeps_making = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "establishment_number"], name="one_school_an_establishment_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PackAdoption(models.Model):
    """From which day a school follows which pack."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="adoptions")
    pack = models.CharField(max_length=100)
    first_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "first_day"], name="one_pack_a_day")]


class TradedSpan(Kept):
    """Whether a school buys the authority's traded service, from when to when."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="traded_spans")
    buys = models.BooleanField()
    first_day = models.DateField(null=True, blank=True)  # blank: since ever
    last_day = models.DateField(null=True, blank=True)

    ties = ("school_id",)
    stood = ("buys", "first_day", "last_day")


class Acknowledgement(models.Model):
    """Somebody has read a school's attendance procedure, of the pack in force on the day."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="acknowledgements")
    pack = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)  # of the pack as it was read
    acknowledged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user", "fingerprint"], name="one_acknowledgement_a_reading"
            )
        ]


class SpanKind(models.TextChoices):
    TERM = "term", "Term"
    CLOSED = "closed", "Closed"


class CalendarSpan(Kept):
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="calendar")
    kind = models.CharField(max_length=10, choices=SpanKind.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    ties = ("school_id",)
    stood = ("kind", "first_day", "last_day")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="span_runs_forwards", condition=models.Q(last_day__gte=models.F("first_day"))
            ),
        ]


class NamedPerson(Kept):
    """Who is named for what at a school: champion, governor, the authority's officer. May have no account."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="named_people")
    role = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    ties = ("school_id",)
    stood = ("role", "name", "first_day", "last_day")


class ClassGroup(models.Model):
    """A class of one school year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    name = models.CharField(max_length=40)
    year_group = models.CharField(max_length=10)
    school_year = models.PositiveSmallIntegerField()  # the calendar year in which it begins

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "name"], name="one_class_a_name_and_year"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ClassTeacher(models.Model):
    """Who takes a class's register, with days; cover is the same with a last day."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="teachers")
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="classes")
    is_cover = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
