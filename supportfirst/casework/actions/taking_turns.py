"""Whoever writes for a school takes a turn first, so that no two of them ever wait for each other in a ring.

An action locks many rows: pupils' years, heads of chains, stored assessments, jobs. In whatever order it
does, one lock stands before all of them. Schools do not wait for one another, and readers for nobody.
"""

from __future__ import annotations

import uuid

from supportfirst.casework.store.models import School


def take_turn(*schools: uuid.UUID) -> None:
    """Wait for whoever writes for these schools, and keep others waiting until the transaction ends.

    Must come before anything else that an action locks; taken again it costs one query and waits for nobody.
    """
    held = School.objects.select_for_update(no_key=True).filter(pk__in=set(schools)).order_by("pk")
    list(held.values_list("pk", flat=True))
