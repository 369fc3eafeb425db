"""Adding to a chain, and walking it: each row's hash covers the one before, so that none slips in or out."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction

from supportfirst.casework.store.models.chains import NO_HASH, Chained, ChainHead

Row = TypeVar("Row", bound=Chained)
EARLIEST = timedelta(microseconds=1)  # after a moment: what the databases can still tell apart


def append(row: Row, of: uuid.UUID | str) -> Row:
    """Add a row to the chain of its kind and `of` (a school's id, or a word); must be in a transaction.

    The head is locked until the transaction ends, so the rows of one chain are added one after the other.
    So are their moments: who began earlier and came to the lock later is recorded when the row before was,
    and what was known at a moment is always a chain's beginning, never a chain with gaps.
    """
    assert transaction.get_connection().in_atomic_block, "a row of a chain is added in a transaction"
    head = _locked_head(f"{row.CHAIN}:{of}")
    row.recorded_at = max(row.recorded_at, _last_moment(type(row), head) or row.recorded_at)
    row.chain, row.serial = head, head.serial + 1
    row.hash = hash_of(row, bytes(head.hash))
    row.save(force_insert=True)
    head.serial, head.hash, head.recorded_at = row.serial, row.hash, row.recorded_at
    head.save(update_fields=["serial", "hash", "recorded_at"])
    return row


def append_many(rows: Sequence[Row], of: uuid.UUID | str, *, batch: int = 1000) -> None:
    """Add many rows to a chain that is not there yet, as `append` would one by one."""
    if not rows:
        return
    head = ChainHead.objects.create(name=f"{rows[0].CHAIN}:{of}")
    previous = bytes(head.hash)
    for serial, row in enumerate(rows, start=1):
        row.chain, row.serial = head, serial
        previous = row.hash = hash_of(row, previous)
    type(rows[0])._default_manager.bulk_create(rows, batch_size=batch)
    head.serial, head.hash = len(rows), previous
    head.recorded_at = max(row.recorded_at for row in rows)
    head.save(update_fields=["serial", "hash", "recorded_at"])


def nothing_more_by(kind: type[Chained], of: uuid.UUID | str, moment: datetime) -> None:
    """From now on each row of this chain is recorded after the moment; must be in a transaction.

    Whoever tells what was recorded by a moment asks for it first. A row whose writer began before the moment
    and comes to the chain after it would otherwise be found when the same is told again.
    """
    assert transaction.get_connection().in_atomic_block, "the head of a chain is raised in a transaction"
    head = _locked_head(f"{kind.CHAIN}:{of}")
    last, next_one = _last_moment(kind, head), moment + EARLIEST
    if last is None or last < next_one:
        head.recorded_at = next_one
        head.save(update_fields=["recorded_at"])


def _locked_head(name: str) -> ChainHead:
    """The head of a chain, made where there was none."""
    locked = ChainHead.objects.select_for_update().filter(name=name)
    head = locked.first()
    if head is None:
        ChainHead.objects.get_or_create(name=name)
        head = locked.get()
    return head


def _last_moment(kind: type[Chained], head: ChainHead) -> datetime | None:
    """When the row before was recorded; a head that is older than this rule has to look for it."""
    if head.recorded_at is not None or head.serial == 0:
        return head.recorded_at
    last: datetime | None = (
        kind._default_manager.filter(chain=head)
        .order_by("-serial")
        .values_list("recorded_at", flat=True)
        .first()
    )
    return last


def hash_of(row: Chained, previous: bytes) -> bytes:
    """SHA-256 over the hash before and every field by name, but the hash and a number of the database."""
    held = {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname != "hash" and not isinstance(field, models.AutoField)
    }
    told = json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + told.encode()).digest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: the first row of it that can't be believed."""

    chain: str
    serial: int
    what: str


def breaks(model: type[Chained]) -> Iterator[Break]:
    """The first break of each chain of one kind; nothing where all hold. Reads every row once."""
    heads = ChainHead.objects.filter(name__startswith=f"{model.CHAIN}:").order_by("name")
    for head in heads:
        found = _first_break(model, head)
        if found is not None:
            yield found


def _first_break(model: type[Chained], head: ChainHead) -> Break | None:
    previous, expected = NO_HASH, 1
    manager: models.Manager[Chained] = model._default_manager
    # A row that came after the head was read is the next check's.
    for row in (
        manager.filter(chain=head, serial__lte=head.serial).order_by("serial").iterator(chunk_size=2000)
    ):
        if row.serial != expected:
            return Break(head.name, expected, f"row {expected} is missing")
        if hash_of(row, previous) != bytes(row.hash):
            return Break(head.name, expected, f"row {expected} is not as it was written")
        previous, expected = bytes(row.hash), expected + 1
    if expected - 1 != head.serial or previous != bytes(head.hash):
        return Break(
            head.name, expected, f"the chain ends at row {expected - 1}, and its head says {head.serial}"
        )
    return None


def _plain(value: Any) -> Any:
    """A value as JSON writes it, the same on every database."""
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _digits(value)
    return value


def _digits(number: float) -> str:
    """A number as its digits: a database may give 1e16 back as a whole number."""
    return f"{Decimal(repr(number)).normalize():f}"
