"""People who sign in, and what each is at which school, authority or trust, from when to when."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from supportfirst.casework.store.sealed_text import LONGEST, SealedTextField

if TYPE_CHECKING:
    from supportfirst.casework.store.models.places import Authority, School, Trust


class Role(models.TextChoices):
    """What somebody is. What each may do stands in `access.rights` alone."""

    TEACHER = "teacher", "Teacher"
    PASTORAL = "pastoral", "Pastoral lead"
    ATTENDANCE_OFFICER = "attendance_officer", "Attendance officer"
    ATTENDANCE_LEAD = "attendance_lead", "Attendance lead"
    CHAMPION = "champion", "Senior attendance champion"
    SENCO = "senco", "SENCO"
    DSL = "dsl", "Designated safeguarding lead"
    HEAD = "head", "Head teacher"
    GOVERNOR = "governor", "Governor"
    AUTHORITY_OFFICER = "authority_officer", "Authority attendance officer"
    PRINCIPAL_OFFICER = "principal_officer", "Principal attendance officer"
    LEGAL_PANEL = "legal_panel", "Legal panel"
    CME_OFFICER = "cme_officer", "Children missing education officer"
    SEND_TEAM = "send_team", "SEND team"
    EARLY_HELP = "early_help", "Early Help"
    VIRTUAL_SCHOOL = "virtual_school", "Virtual School"
    SOCIAL_CARE = "social_care", "Social care"
    HEALTH = "health", "Health"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **held: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **held)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. A leaver is switched off, never deleted: their name stays on what they did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField("job title", max_length=200)
    is_active = models.BooleanField(default=True)
    totp_secret = SealedTextField(max_length=LONGEST, blank=True)
    totp_last_step = models.BigIntegerField(default=0)  # so that one code opens one session
    invited_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "title"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"


class Membership(models.Model):
    """A role at one school, or over all of an authority's or a trust's schools, with its days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, null=True, blank=True)
    authority = models.ForeignKey("store.Authority", on_delete=models.PROTECT, null=True, blank=True)
    trust = models.ForeignKey("store.Trust", on_delete=models.PROTECT, null=True, blank=True)
    stands_in_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_is_of_one_place",
                condition=(
                    models.Q(school__isnull=False, authority__isnull=True, trust__isnull=True)
                    | models.Q(school__isnull=True, authority__isnull=False, trust__isnull=True)
                    | models.Q(school__isnull=True, authority__isnull=True, trust__isnull=False)
                ),
            ),
        ]
        indexes = [models.Index(fields=["user", "first_day"])]

    @property
    def place(self) -> School | Authority | Trust:
        found = self.school or self.authority or self.trust
        assert found is not None, "a membership is of one place"
        return found
