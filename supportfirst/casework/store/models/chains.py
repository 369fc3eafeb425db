"""Rows that are only ever added, each with a hash over itself and the hash of the row before it.

Triggers of the database refuse to change or delete them (`store.triggers`). A chain is the rows
of one kind for one school, so that two schools never wait for one another; its head is a row that
writers lock.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

NO_HASH = bytes(32)


class ChainHead(models.Model):
    """How far a chain has come. Locked by whoever adds to it."""

    name = models.CharField(max_length=80, unique=True)  # the kind, and the school's id
    serial = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32, default=NO_HASH)
    recorded_at = models.DateTimeField(null=True)  # of its last row, or later: none is recorded before it


class Chained(models.Model):
    """What every row of a chain has. `serial` counts from 1 in its chain, without gaps."""

    CHAIN: ClassVar[str]

    chain = models.ForeignKey(ChainHead, on_delete=models.PROTECT, db_index=False, related_name="+")
    serial = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        abstract = True
