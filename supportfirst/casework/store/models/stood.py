"""What stood in a row before it was changed: of the tables that a page of a past moment reads."""

from __future__ import annotations

from django.db import models


class StoodBefore(models.Model):
    """One row as it stood until a moment; only ever added. `store/what_stood.py` says of which tables.

    Names of children and parents are not among it: a former name can be a secret, and a page of the past
    says today's. Whom a school had named for a duty is.
    """

    of = models.UUIDField()  # the child, adult or school by which a reader finds it
    table = models.CharField(max_length=20)
    row = models.CharField(max_length=36)
    held = models.JSONField(null=True)  # None: the row was not there
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["of", "changed_at"])]
