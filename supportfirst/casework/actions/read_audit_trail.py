"""Read the audit trail, which is itself kept: a line for each question that somebody puts to it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.actions.sign_in import only_school


@transaction.atomic
def read_audit_trail(actor: Actor, asked: dict[str, str], pupils: Iterable[UUID]) -> None:
    """`asked` are the filters: ids, verbs and days, no names. `pupils`: whom the answer named."""
    audit(actor, "read_audit_trail", school=only_school(actor), asked=asked, **naming(pupils))
