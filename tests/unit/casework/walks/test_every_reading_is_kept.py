"""Whatever page names a child, the audit trail says who read it: a first look, and a form shown again.

A form that comes back with errors (or with a search done) shows the record just as the first look does.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from supportfirst.casework.queries.audit_trail import Asked, trail
from supportfirst.casework.store.models import Role
from tests.factories.openings import PUBLIC
from tests.factories.site_accounts import acting, create_member, demo_client
from tests.factories.site_cases import put_marks
from tests.factories.site_openings import OPENS
from tests.factories.site_rights import FurnishedLand, opens, roles_for

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
SHOWN = (200, 422)  # a page, and a page with what is wrong with the form
THE_MOST = Role.ATTENDANCE_OFFICER  # opens most of the pages that name children
# A search is sent in the body, and its page names whom it found; half a name, so that no form gives it back.
SENT = {"name": "Zebulo", "words": "Zebulo"}


@pytest.fixture
def land():
    """The child is away without a reason and was late before, so that every such list has them."""
    made = FurnishedLand()
    made.auditor = create_member(Role.HEAD, made.land.hill, "Auditor")
    put_marks(made.enrolment, {FRIDAY - timedelta(days=1): "L/", FRIDAY: "NN"})
    return made


def readings(land) -> int:
    """How often the trail says that somebody saw the child: as its own page tells whoever is over it."""
    officer = acting(land.auditor)
    return len(trail(officer, Asked(pupil=land.pupil.pk)).lines)


def unkept(land, name: str, method: str, role: Role) -> str | None:
    """The page, where it names the child and the trail, asked who saw the child, does not know of it."""
    client = demo_client(land.member(role))
    address = land.address(name)
    before = readings(land)
    with transaction.atomic():
        answer = getattr(client, method)(address, SENT)
        names = answer.status_code in SHOWN and b"Zebulon" in answer.content
        kept = readings(land) > before
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
