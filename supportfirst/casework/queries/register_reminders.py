"""Whom to remind of a register that is missing, and when they last were."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max

from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import ClassTeacher, Message, School, User

Reminded = Mapping[tuple[uuid.UUID, int], datetime]  # by class and half


def name_of(school: School, day: date) -> str:
    """What the messages about a day's registers are known by."""
    return f"register:{school.pk}:{day}:"


def reminded(school: School, day: date) -> Reminded:
    """When each class's teachers were last reminded, in one query."""
    name = name_of(school, day)
    rows = Message.objects.filter(school=school, once__startswith=name).values_list("once")
    found: dict[tuple[uuid.UUID, int], datetime] = {}
    for once, at in rows.annotate(at=Max("asked_at")):
        half, group = str(once).removeprefix(name).split(":")[:2]
        key = uuid.UUID(group), int(half)
        found[key] = max(at, found.get(key, at))
    return found


def teachers_of(groups: Iterable[uuid.UUID], day: date) -> Mapping[uuid.UUID, list[User]]:
    """Who takes each class's register on a day: its cover where there is any, else its teachers."""
    cover: dict[uuid.UUID, list[User]] = {}
    usual: dict[uuid.UUID, list[User]] = {}
    held = ClassTeacher.objects.filter(in_force(day), group__in=list(groups), user__is_active=True)
    for each in held.select_related("user").order_by("group", "first_day", "pk"):
        (cover if each.is_cover else usual).setdefault(each.group_id, []).append(each.user)
    return {**usual, **cover}
