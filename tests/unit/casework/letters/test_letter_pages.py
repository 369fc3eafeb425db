"""Letters to a family through the pages: drafted, read, changed, approved, printed, sent and recorded."""

from __future__ import annotations

import io
import uuid

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.store.models import (
    Letter,
    LetterDelivery,
    Link,
    Marker,
    School,
)
from tests.factories.site import a_pupil
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_letters import FORM, S1L1, a_parent, approved, draft, new_address, of_letter
from tests.factories.site_registers import FRIDAY, words_of

pytestmark = pytest.mark.django_db


def text_of(answer):
    assert answer.status_code == 200, words_of(answer)
    reader = PdfReader(io.BytesIO(answer.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def delivery(what="posted", **over):
    return {
        "submission": str(uuid.uuid4()),
        "what": what,
        "by": "Otis Grant",
        "note": "",
        "on": "2026-11-20",
        **over,
    }


# --- to whom ---------------------------------------------------------------------------------


@pytest.mark.requirement("ESX-C-40")
def test_each_parent_and_each_child_has_a_letter_of_their_own(held):
    mother, father = a_parent(held), a_parent(held, title="Mr", legal_forename="Rufus")
    brother = a_pupil(held.school, held.group, forename="Bela", surname="Byron")
    for adult in (mother, father):
        Link.objects.create(pupil=brother.pupil, adult=adult, parental_responsibility=True)
    client = demo_client(held.officer)

    for child in (held.pupils[0], brother):
        address = reverse("child-letter-new", args=[held.school.pk, child.pupil_id, S1L1])
        assert client.post(address, {"submission": str(uuid.uuid4()), **FORM}).status_code == 302

    letters = Letter.objects.all()
    assert {(each.enrolment_id, each.adult_id) for each in letters} == {
        (child.pk, adult.pk) for child in (held.pupils[0], brother) for adult in (mother, father)
    }
    assert len({each.reference for each in letters}) == len(letters) == 4
    for each in letters:
        told = as_content(each.content)
        assert told.addressee[0] == each.adult.name
        assert dict(told.about)["Child’s full name"] == each.enrolment.pupil.name
        assert (father if each.adult == mother else mother).legal_forename not in str(each.content)


def test_a_step_parent_who_lives_with_the_child_and_a_parent_elsewhere_are_both_written_to(held):
    elsewhere = a_parent(held, lives_with_child=False, day_to_day_care=False)
    step = a_parent(
        held,
        legal_forename="Stefan",
        relationship="step-parent",
        natural_parent=False,
        parental_responsibility=False,
        day_to_day_care=True,
    )
    a_parent(
        held,
        legal_forename="Nell",
        relationship="neighbour",
        natural_parent=False,
        parental_responsibility=False,
        day_to_day_care=False,
    )

    draft(held)

    assert set(Letter.objects.values_list("adult", flat=True)) == {elsewhere.pk, step.pk}


def test_nobody_is_written_to_whom_a_marker_keeps_away_and_the_page_says_why(held):
    a_parent(held)
    kept = a_parent(held, legal_forename="Ignatius", legal_surname="Thorn")
    Marker.objects.create(kind="no_contact", pupil=held.pupils[0].pupil, against=kept, first_day=FRIDAY)
    gone = a_parent(held, legal_forename="Otto")
    Marker.objects.create(kind="deceased", adult=gone, first_day=FRIDAY)
    unsaid = a_parent(held, legal_forename="Una", parental_responsibility=None, day_to_day_care=None)

    page = words_of(demo_client(held.officer).get(new_address(held)))
    draft(held)

    assert "Thorn: a no-contact order keeps them from the child" in page
    assert "Otto Byron: they have died" in page
    assert "Una Byron: nobody has said whether they have parental responsibility" in page
    assert not Letter.objects.filter(adult__in=[kept, gone, unsaid]).exists()
    assert Letter.objects.count() == 1


def test_a_letter_does_not_go_out_to_whom_an_order_came_to_keep_away_since(held):
    mother = a_parent(held)
    [letter] = approved(held)
    Marker.objects.create(kind="no_contact", pupil=held.pupils[0].pupil, against=mother, first_day=FRIDAY)
    client = demo_client(held.officer)

    answers = [client.get(of_letter(name, letter)) for name in ("letter-pdf", "letter-docx")]
    answers.append(client.post(of_letter("letter-delivery", letter), delivery()))

    assert [each.status_code for each in answers] == [422] * 3
    assert "a no-contact order keeps them from the child" in words_of(answers[0])
    assert not LetterDelivery.objects.exists()


def test_a_confidential_address_stands_on_no_letter_nor_where_another_adult_shares_it(held):
    mother = a_parent(held, address="17 Lanternfish Lane")
    a_parent(held, legal_forename="Rufus", address="17 Lanternfish Lane")
    Marker.objects.create(kind="confidential_address", adult=mother, first_day=FRIDAY)

    answer = draft(held)

    assert answer.status_code == 422  # this letter must bear an address
    assert "theirs is kept confidential" in words_of(answer)
    assert "Lanternfish" not in words_of(answer)
    assert not Letter.objects.exists()


# --- what stops it -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "what", "told"),
    [
        (
            "adult",
            {"title": ""},
            "The title of Mina Byron is missing: supply it on the parent's contact page",
        ),
        ("adult", {"legal_surname": ""}, "The full legal name of the parent is missing"),
        ("pupil", {"legal_forename": ""}, "The full legal name of the child is missing"),
        ("pupil", {"date_of_birth": None}, "The child's date of birth is missing"),
        ("stay", {"year_group": ""}, "The child's year group is missing: supply it on the child's page"),
    ],
)
@pytest.mark.requirement("ESX-C-41")
@pytest.mark.requirement("ESX-C-42")
def test_a_missing_detail_stops_the_letters_and_the_message_says_where_to_supply_it(held, of, what, told):
    a_parent(held, legal_forename="Rufus", title="Mr")
    mother = a_parent(held)
    row = {"adult": mother, "pupil": held.pupils[0].pupil, "stay": held.pupils[0]}[of]
    for name, value in what.items():
        setattr(row, name, value)
    row.save()

    answer = draft(held)

    assert answer.status_code == 422
    assert told.replace("'", "’") in words_of(answer).replace("'", "’")
    assert not Letter.objects.exists()  # not to the other parent either


def test_the_school_s_address_by_post_heads_the_letter_and_a_form_says_where_it_is_missing(held):
    a_parent(held)
    client = demo_client(held.officer)
    unsaid = "No address of the school by post is written down"

    before = words_of(client.get(new_address(held)))
    School.objects.filter(pk=held.school.pk).update(address="1 Sample Lane\nExample Town")
    after = words_of(client.get(new_address(held)))
    draft(held)
    letter = Letter.objects.get()

    assert unsaid in before
    assert unsaid not in after
    assert as_content(letter.content).sender[:3] == (held.school.name, "1 Sample Lane", "Example Town")


def test_what_a_person_has_to_supply_is_asked_for_beside_its_field(held):
    a_parent(held)

    answer = draft(held, slot_helper="")

    assert answer.status_code == 422
    assert "Enter who in school helps the family" in words_of(answer)


# --- what it says ----------------------------------------------------------------------------


@pytest.mark.requirement("HAL-78")
@pytest.mark.requirement("ESX-C-42")
def test_a_letter_says_days_sessions_support_and_the_three_details_in_every_form(held):
    a_parent(held)
    an_event(held.pupils[0], "support_offered", by=held.officer, service="A place at breakfast club")
    an_event(held.pupils[0], "support_started", by=held.officer, service="A quiet start to the day")
    secret = {"service": "A refuge nobody knows of", "restricted": True}
    an_event(held.pupils[0], "support_offered", by=held.officer, **secret)
    [letter] = approved(held)
    client = demo_client(held.officer)

    pdf = text_of(client.get(of_letter("letter-pdf", letter)))
    answer = client.get(of_letter("letter-docx", letter))
    docx = " ".join(each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
    page = words_of(client.get(of_letter("letter", letter)))

    for told in (pdf, docx, page):
        assert "Ms Mina Byron" in told
        assert "Ada missed 3 days of school" in told
        assert "6 sessions" in told
        assert "10 sessions" in told
        assert "A place at breakfast club" in told
        assert "A quiet start to the day" in told
        assert "Child’s full name: Ada Byron" in told
        assert "Year group: 5" in told
        assert "Date of birth: 4 October 2016" in told
        assert "Lea Grant" in told
        assert letter.reference in told
        assert "refuge" not in told
        assert "%" not in told


def test_the_same_letter_is_the_same_bytes(held):
    a_parent(held)
    [letter] = approved(held)
    client = demo_client(held.officer)

    for name in ("letter-pdf", "letter-docx"):
        address = of_letter(name, letter)
        assert client.get(address).content == client.get(address).content
