"""The sample site lets anyone in by a button: on this machine alone, beside invented pupils alone."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, transaction

from supportfirst.casework.store.models import School

ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})


def is_this_machine(host: str) -> bool:
    """A request's host, with or without its port."""
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name.lower() in ON_THIS_MACHINE


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def real_schools() -> bool:
    return School.objects.filter(invented=False).exists()


def may_open(host: str, address: str) -> bool:
    """Whether the sample site may let somebody in who came by this host from this address."""
    return bool(settings.DEMO) and is_this_machine(host) and is_loopback(address) and not real_schools()


def demo_is_safe(**_: Any) -> list[CheckMessage]:
    """The check at start-up. Before the tables are made there is no school to look at."""
    if not settings.DEMO:
        return []
    found: list[CheckMessage] = []
    if not set(settings.ALLOWED_HOSTS) <= ON_THIS_MACHINE:
        found.append(
            Error(
                "The sample site answers to names other than this machine's.",
                hint="Take SUPPORTFIRST_DEMO away, or let it answer to localhost alone.",
                id="supportfirst.E001",
            )
        )
    try:
        with transaction.atomic():
            beside_real_pupils = real_schools()
    except DatabaseError:
        return found
    if beside_real_pupils:
        found.append(
            Error(
                "The sample site's sign-in stands open beside schools that are not invented.",
                hint="Take SUPPORTFIRST_DEMO away, or point it at a database of its own.",
                id="supportfirst.E002",
            )
        )
    return found
