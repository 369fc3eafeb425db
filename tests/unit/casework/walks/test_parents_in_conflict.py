"""A mother whose address is kept confidential, and a father kept away by an order: on every page of the site.

The address appears nowhere, be it in a file that somebody sends; the father is offered to nobody as
somebody to call.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from pypdf import PdfReader

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.store.models import AdultContact, CaseEvent, Marker, MarkerKind, Role
from tests.factories.people_files import adults_csv, work
from tests.factories.site import an_adult
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_cases import put_marks
from tests.factories.site_rights import OPENS, PUBLIC, FurnishedLand, opens, roles_for

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
HIDDEN, POSTCODE = "17 Lanternfish Lane, Weirbridge", "ZZ98 7QX"
NEW_HIDDEN = "4 Cuttlefish Court, Weirbridge"
SECRET_WORDS = ("lanternfish", "cuttlefish", POSTCODE.casefold(), "zz987qx")
FATHERS_NUMBER = "01632 960777"


class Family(FurnishedLand):
    """The child is away without a reason, so that every list of the morning has them."""

    def __post_init__(self) -> None:
        super().__post_init__()
        put_marks(self.enrolment, {FRIDAY: "NN"})
        self.mother = self.parent
        contacts = AdultContact.objects.filter(adult=self.mother, kind="address")
        contacts.update(value=HIDDEN, postcode=POSTCODE)
        self.father = an_adult(
            self.pupil,
            relationship="father",
            legal_forename="Ignatius",
            legal_surname="Thornbury",
            telephone=FATHERS_NUMBER,
            contact_order=1,
            address="2 Sample Street",
        )
        self.mark(MarkerKind.CONFIDENTIAL_ADDRESS, adult=self.mother)

    def mark(self, kind: MarkerKind, **held) -> Marker:
        return Marker.objects.create(**{"kind": kind, "first_day": date(2026, 9, 1), **held})

    def forbid(self, whom: str) -> None:
        """The father is kept from the child, or from the mother."""
        protected = {"pupil": self.pupil} if whom == "child" else {"adult": self.mother}
        self.mark(MarkerKind.NO_CONTACT, against=self.father, **protected)


@pytest.fixture(params=["child", "mother"])
def family(request):
    made = Family()
    made.forbid(request.param)
    return made


def pages_of(family, role) -> dict[str, str]:
    """Every page that the role opens, and what it answers to an empty form; as text."""
    client = demo_client(family.member(role))
    found = {}
    for name in sorted(set(OPENS) - PUBLIC):
        for method in ("get", "post"):
            if opens(getattr(OPENS[name], method), role):
                with transaction.atomic():
                    answer = getattr(client, method)(family.address(name))
                    transaction.set_rollback(True)
                if name != "sign-out":
                    found[f"{method} {name}"] = text_of(answer)
    return found


def text_of(answer) -> str:
    """What somebody reads there. A PDF holds its words packed: as bytes it would hide any of them."""
    if answer.get("Content-Type") != "application/pdf":
        return answer.content.decode(errors="replace")
    pages = PdfReader(BytesIO(answer.content)).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("role", list(Role))
def test_the_confidential_address_is_on_no_page_and_in_no_file(family, role):
    leaking = {
        where: word
        for where, text in pages_of(family, role).items()
        for word in SECRET_WORDS
        if word in text.casefold()
    }
    assert leaking == {}


def test_the_walk_reads_what_the_paper_says():
    """Else it would pass whatever stood there."""
    assert "Quillfeather" in pages_of(Family(), Role.HEAD)["get certificate-pdf"]


@pytest.mark.parametrize("role", list(Role))
def test_the_father_is_offered_to_nobody_as_somebody_to_call(family, role):
    number = FATHERS_NUMBER.replace(" ", "")
    shown = {where: text.replace(" ", "") for where, text in pages_of(family, role).items()}
    assert [where for where, text in shown.items() if number in text] == []
    calling = [shown[each] for each in ("get morning", "get first-contact") if each in shown]
    assert all("Thornbury" not in text for text in calling)


@pytest.mark.parametrize("role", roles_for(OPENS["first-contact"].get))
def test_the_mother_is_still_offered(family, role):
    shown = pages_of(family, role)
    for where in ("get morning", "get first-contact"):
        assert "Philippa" in shown[where], where


@pytest.mark.parametrize("role", roles_for(((frozenset({Right.SEE_PUPIL, Right.SEE_CONTACTS})),)))
def test_the_childs_page_names_the_father_says_why_and_holds_no_way_to_him(family, role):
    shown = pages_of(family, role)["get pupil"]
    assert "Thornbury" in shown
    assert "By a no-contact order this adult is not to be told of the child" in shown
    assert "Philippa" in shown
    assert "Kept confidential, and not shown here" in shown


def test_without_an_order_the_father_is_offered():
    shown = pages_of(Family(), Role.HEAD)
    assert "Thornbury" in shown["get first-contact"]


def test_an_order_that_has_ended_holds_nobody_back():
    family = Family()
    family.forbid("mother")
    Marker.objects.filter(kind=MarkerKind.NO_CONTACT).update(last_day=date(2026, 11, 19))
    assert "Thornbury" in pages_of(family, Role.HEAD)["get first-contact"]


def test_a_contact_with_the_father_is_not_logged_from_a_page_that_was_open_before(family):
    client = demo_client(family.member(Role.HEAD))
    sent = {
        "adult": str(family.father.pk),
        "channel": "phone",
        "made_at": "8.40",
        "outcome": "reached",
        "staff_chosen": "Kim Sorrel",
        "submission": "6f1c9f2e-6f0e-4d3e-9a51-0d8a1f3f6f10",
    }

    assert client.post(family.address("first-contact"), sent).status_code == 422
    assert not CaseEvent.objects.filter(kind="contact").exists()


@pytest.mark.parametrize("role", roles_for(((frozenset({Right.IMPORT})),)))
@pytest.mark.parametrize("marked_by", ["the site", "the file"])
def test_a_file_that_moves_the_mother_shows_neither_her_old_nor_her_new_address(role, marked_by):
    family = Family()
    if marked_by == "the file":
        Marker.objects.all().delete()
    row = {
        "parent_id": "p1",
        "upn": family.pupil.upn,
        "legal_name": "Philippa Quillfeather-Vane",
        "address": NEW_HIDDEN,
        "postcode": POSTCODE,
        "address_confidential": "yes" if marked_by == "the file" else "",
    }
    officer = actor_of(family.officer, NINE)
    data = adults_csv(row, more="address,postcode")
    kept = keep_people_file(officer, family.hill.pk, "parents.csv", data, None)
    address = f"/imports/{family.hill.pk}/{kept}/"

    client = demo_client(family.member(role))
    page = client.get(address).content.decode()
    client.post(address, {"fingerprint": "of another"})
    work()
    stale = client.get(address).content.decode()

    assert "Records changed since you looked" in stale
    for text in (page, stale):
        assert "Philippa" in text
        assert "kept confidential" in text
        assert [word for word in SECRET_WORDS if word in text.casefold()] == []
