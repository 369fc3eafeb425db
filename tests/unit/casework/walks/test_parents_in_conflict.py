"""A mother whose address is kept confidential, and a father kept away by an order: on every page of the site.

The address appears nowhere, be it in a file that somebody sends; the father is offered to nobody as
somebody to call.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pypdf import PdfReader

from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.school_files import parents_of
from supportfirst.casework.store.models import AdultContact, CaseEvent, Marker, MarkerKind, Role
from tests.factories.openings import PUBLIC
from tests.factories.people_files import adults_csv, work
from tests.factories.site import a_pupil, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import put_marks
from tests.factories.site_openings import OPENS
from tests.factories.site_rights import FurnishedLand, opens, roles_for

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
HIDDEN, POSTCODE = "17 Lanternfish Lane, Weirbridge", "ZZ98 7QX"
NEW_HIDDEN = "4 Cuttlefish Court, Weirbridge"
SECRET_WORDS = ("lanternfish", "cuttlefish", POSTCODE.casefold(), "zz987qx")
FATHERS_NUMBER = "07700 900777"  # not of the range of which every other parent gets a number


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
        self.hide("mother")

    def mark(self, kind: MarkerKind, **held) -> Marker:
        return Marker.objects.create(**{"kind": kind, "first_day": date(2026, 9, 1), **held})

    def hide(self, by: str) -> None:
        """Her address is confidential by a marker of her own, or by one of the child."""
        Marker.objects.filter(kind=MarkerKind.CONFIDENTIAL_ADDRESS).delete()
        self.mark(MarkerKind.CONFIDENTIAL_ADDRESS, **self.protecting(by))

    def protecting(self, whom: str) -> dict[str, Any]:
        return {"pupil": self.pupil} if whom == "child" else {"adult": self.mother}

    def forbid(self, whom: str) -> None:
        """The father is kept from the child, or from the mother."""
        self.mark(MarkerKind.NO_CONTACT, against=self.father, **self.protecting(whom))


WHO = [("child", "mother"), ("mother", "mother"), ("mother", "child")]


def a_family(protected: str, bears: str) -> Family:
    """Whom the order protects, and who bears the marker of the address."""
    made = Family()
    made.forbid(protected)
    made.hide(bears)
    return made


@pytest.fixture(params=WHO, ids="-".join)
def family(request):
    return a_family(*request.param)


@pytest.fixture(params=WHO, ids="-".join)
def about(request):
    """The same, for tests that read what a walk through all pages of such a family found."""
    return request.param


@cache
def read_by(about: tuple[str, str], role: Role) -> dict[str, str]:
    """Every page that the role opens, walked once: two families alike are shown alike, but for ids."""
    return pages_of(a_family(*about), role)


def pages_of(family, role, *only: str) -> dict[str, str]:
    """Every page that the role opens, or some, and what it answers to an empty form; as text."""
    client = demo_client(family.member(role))
    found = {}
    for name in sorted(set(only or OPENS) - PUBLIC):
        for method in ("get", "post"):
            if opens(getattr(OPENS[name], method), role):
                address = family.address(name)
                kept = client.cookies.copy()  # signing out would leave the rest of the walk to a stranger
                with transaction.atomic():
                    answer = getattr(client, method)(address)
                    transaction.set_rollback(True)
                client.cookies = kept
                found[f"{method} {name}"] = text_of(answer)
    return found


def text_of(answer) -> str:
    """What somebody reads there. A PDF holds its words packed: as bytes it would hide any of them."""
    if answer.get("Content-Type") != "application/pdf":
        return answer.content.decode(errors="replace")
    pages = PdfReader(BytesIO(answer.content)).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("role", list(Role))
def test_the_confidential_address_is_on_no_page_and_in_no_file(about, role):
    leaking = {
        where: word
        for where, text in read_by(about, role).items()
        for word in SECRET_WORDS
        if word in text.casefold()
    }
    assert leaking == {}


def test_the_walk_reads_what_the_paper_says():
    """Else it would pass whatever stood there."""
    assert "Quillfeather" in pages_of(Family(), Role.HEAD, "certificate-pdf")["get certificate-pdf"]


@pytest.mark.parametrize("role", list(Role))
def test_the_father_is_offered_to_nobody_as_somebody_to_call(about, role):
    number = FATHERS_NUMBER.replace(" ", "")
    shown = {where: text.replace(" ", "") for where, text in read_by(about, role).items()}
    assert [where for where, text in shown.items() if number in text] == []
    calling = [shown[each] for each in ("get morning", "get first-contact") if each in shown]
    assert all("Thornbury" not in text for text in calling)


@pytest.mark.parametrize("role", roles_for(OPENS["first-contact"].get))
def test_the_mother_is_still_offered(about, role):
    shown = read_by(about, role)
    for where in ("get morning", "get first-contact"):
        assert "Philippa" in shown[where], where


@pytest.mark.parametrize("role", roles_for(((frozenset({Right.SEE_PUPIL, Right.SEE_CONTACTS})),)))
def test_the_childs_page_names_the_father_says_why_and_holds_no_way_to_him(about, role):
    shown = read_by(about, role)["get pupil"]
    assert "Thornbury" in shown
    assert "By a no-contact order this adult is not to be told of the child" in shown
    assert "Philippa" in shown
    assert "Kept confidential, and not shown here" in shown


def test_without_an_order_the_father_is_offered():
    shown = pages_of(Family(), Role.HEAD, "first-contact")
    assert "Thornbury" in shown["get first-contact"]


def test_an_order_that_has_ended_holds_nobody_back():
    family = Family()
    family.forbid("mother")
    Marker.objects.filter(kind=MarkerKind.NO_CONTACT).update(last_day=date(2026, 11, 19))
    assert "Thornbury" in pages_of(family, Role.HEAD, "first-contact")["get first-contact"]


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


HIDING = ("the mother", "the child", "the file", "the brother")


def file_that_moves(family: Family, hidden_by: str) -> SimpleUploadedFile:
    """She moves; the father, and an aunt whom nobody knew, are said to live where she did or does."""
    Marker.objects.filter(kind=MarkerKind.CONFIDENTIAL_ADDRESS).delete()
    brother = a_pupil(family.hill, surname="Quillfeather")
    an_adult(brother, adult=family.mother)
    if hidden_by in ("the mother", "the child"):
        family.hide(hidden_by.removeprefix("the "))
    elif hidden_by == "the brother":
        family.mark(MarkerKind.CONFIDENTIAL_ADDRESS, pupil=brother.pupil)
    here = {"upn": family.pupil.upn, "postcode": POSTCODE}
    there = {"upn": brother.pupil.upn, "postcode": POSTCODE}
    mother = {"parent_id": "p1", "legal_name": "Philippa Quillfeather-Vane", "address": NEW_HIDDEN}
    father = {"parent_id": "p2", "legal_name": "Ignatius Thornbury", "address": HIDDEN.upper()}
    aunt = {"parent_id": "p3", "legal_name": "Otti Quillfeather", "address": NEW_HIDDEN}
    again = mother | there | {"address_confidential": "yes" if hidden_by == "the file" else ""}
    data = adults_csv(here | mother, again, here | father, here | aunt, more="address,postcode")
    return SimpleUploadedFile("parents.csv", data)


def sent_by(client, family: Family, file: SimpleUploadedFile) -> str:
    """The address of the preview."""
    held = {"file": file, "submission": "6f1c9f2e-6f0e-4d3e-9a51-0d8a1f3f6f11"}
    return client.post(f"/imports/{family.hill.pk}/", held)["Location"]


@pytest.mark.parametrize("role", roles_for(((frozenset({Right.IMPORT})),)))
@pytest.mark.parametrize("hidden_by", HIDING)
def test_a_file_that_moves_the_mother_shows_neither_her_old_nor_her_new_address(role, hidden_by):
    family = Family()
    client = demo_client(family.member(role))
    address = sent_by(client, family, file_that_moves(family, hidden_by))

    page = client.get(address).content.decode()
    client.post(address, {"fingerprint": "of another"})
    work()
    stale = client.get(address).content.decode()

    assert "Records changed since you looked" in stale
    for text in (page, stale):
        assert [name for name in ("Philippa", "Thornbury", "Otti") if name not in text] == []
        assert text.count("kept confidential") >= 3
        assert [word for word in SECRET_WORDS if word in text.casefold()] == []


def test_a_row_further_down_that_says_confidential_marks_the_mother():
    """Her first row, of another child, says nothing of it."""
    family = Family()
    client = demo_client(family.member(Role.HEAD))
    address = sent_by(client, family, file_that_moves(family, "the file"))
    client.post(address, {"fingerprint": client.get(address).context["preview"].fingerprint})
    work()

    assert [each.adult for each in Marker.objects.all()] == [family.mother]


def test_where_nobody_hides_the_preview_shows_the_addresses():
    """Else the walk above would pass a preview that shows none."""
    family = Family()
    client = demo_client(family.member(Role.HEAD))

    page = client.get(sent_by(client, family, file_that_moves(family, "nobody"))).content.decode()

    assert [word for word in SECRET_WORDS[:2] if word not in page.casefold()] == []


@pytest.mark.parametrize("bears", ["mother", "child"])
def test_the_postcode_of_a_hidden_address_finds_nobody(bears):
    family = Family()
    client = demo_client(family.member(Role.HEAD))
    child = str(family.pupil.pk)
    Marker.objects.all().delete()
    assert child in client.post(family.address("find"), {"words": POSTCODE}).content.decode()

    family.hide(bears)

    assert child not in client.post(family.address("find"), {"words": POSTCODE}).content.decode()


@pytest.mark.parametrize("bears", ["mother", "child"])
def test_the_core_is_told_that_the_address_is_confidential(bears):
    family = Family()
    family.hide(bears)

    told = {each.id: each.address_confidential for each in parents_of([family.enrolment], FRIDAY)}

    assert told == {str(family.mother.pk): True, str(family.father.pk): bears == "child"}
