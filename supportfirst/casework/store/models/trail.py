"""The audit trail: who read, searched, exported or changed what, when. Only ever added to."""

from __future__ import annotations

from django.db import models

from supportfirst.casework.store.models.chains import Chained


class AuditEvent(Chained):
    """One thing done by one person. `detail` names no child: the pupil's own random id does."""

    CHAIN = "audit"

    actor = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=30, blank=True)
    verb = models.CharField(max_length=60)
    school = models.ForeignKey("store.School", on_delete=models.PROTECT, null=True)
    pupil = models.ForeignKey("store.Pupil", on_delete=models.PROTECT, null=True)
    thing = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["school", "recorded_at"]),
            models.Index(fields=["pupil", "recorded_at"]),
            models.Index(fields=["actor", "recorded_at"]),
        ]
        constraints = [models.UniqueConstraint(fields=["chain", "serial"], name="audit_chain_has_no_gap")]
