"""Whatever page names a child, the audit trail says who read it: a first look, and a form shown again.

A form that comes back with errors (or with a search done) shows the record just as the first look does.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from supportfirst.casework.queries.audit_trail import NAMED, READ_LIST
from supportfirst.casework.store.models import AuditEvent, Role
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import put_marks
from tests.factories.site_rights import OPENS, PUBLIC, FurnishedLand, opens, roles_for

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
SHOWN = (200, 422)  # a page, and a page with what is wrong with the form
THE_MOST = Role.ATTENDANCE_OFFICER  # opens most of the pages that name children
# A search is sent in the body, and its page names whom it found; half a name, so that no form gives it back.
SENT = {"name": "Zebulo", "words": "Zebulo"}
# What takes a whole school, or a whole list, has its own line, which says so: the trail, and two files.
WHOLE = {
    "audit": "read_audit_trail",
    "register-week": "export_register_week",
    "worklist-export": "worklist.export",
}


@pytest.fixture
def land():
    """The child is away without a reason and was late before, so that every such list has them."""
    made = FurnishedLand()
    put_marks(made.enrolment, {FRIDAY - timedelta(days=1): "L/", FRIDAY: "NN"})
    return made


def is_kept(land, name: str, *, after: int) -> bool:
    """Whether a line added since then bears the child, alone or among those of a list."""
    child = land.pupil.pk
    for line in AuditEvent.objects.filter(pk__gt=after):
        named = line.detail[NAMED] if line.verb == READ_LIST else line.detail.get("shown", ())
        if line.pupil_id == child or str(child) in named or line.verb == WHOLE.get(name):
            return True
    return False


def unkept(land, name: str, method: str, role: Role) -> str | None:
    """The page, where it names the child and nobody is told that it was read."""
    client = demo_client(land.member(role))
    address = land.address(name)
    latest = AuditEvent.objects.order_by("pk").last()
    with transaction.atomic():
        answer = getattr(client, method)(address, SENT)
        names = answer.status_code in SHOWN and b"Zebulon" in answer.content
        kept = is_kept(land, name, after=latest.pk if latest else 0)
        transaction.set_rollback(True)
    return f"{method} {name}" if names and not kept else None


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_names_the_child_without_a_line_in_the_trail(land, method):
    found = set()
    for name in sorted(set(OPENS) - PUBLIC):
        ways = getattr(OPENS[name], method)
        if ways is not None:
            role = THE_MOST if opens(ways, THE_MOST) else roles_for(ways)[0]
            found.add(unkept(land, name, method, role))
    assert sorted(found - {None}) == []
