"""`{% records_for school_id pupil_id as records %}`: what the reader may record about a child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse

from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.child_records import records_at

register = template.Library()


@register.simple_tag(takes_context=True)
def records_for(context: Mapping[str, Any], school_id: UUID, pupil_id: UUID) -> Sequence[tuple[str, str]]:
    """Words and address of each."""
    actor = context["request"].actor
    held = records_at(actor, school_id, pupil_id)
    found = [
        (offered.words, reverse("pupil-record", args=[school_id, pupil_id, offered.what])) for offered in held
    ]
    if any(offered.right is Right.ACT_ON_CASE for offered in held):
        found.append(("Support: what gets in the way, and what helps", _support(school_id, pupil_id)))
        found.append(("Leave of absence", reverse("pupil-leave", args=[school_id, pupil_id])))
        found.append(("Plans and contracts", reverse("pupil-contracts", args=[school_id, pupil_id])))
    return found


def _support(school_id: UUID, pupil_id: UUID) -> str:
    return reverse("pupil-support", args=[school_id, pupil_id])
