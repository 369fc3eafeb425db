"""The contract as a paper: what the law asks of it, its figures, and nothing that is for schools alone."""

from __future__ import annotations

import io
import uuid
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from supportfirst.attendance.packs.load import load_pack
from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.store.models import Letter
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_letters import FORM, a_parent, letter_school, new_address, of_letter, the_lead
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
PAPER, INVITATION = "essex.letter.contract", "essex.letter.contract_invitation"
AGREED = {
    "from": "2026-11-20",
    "to": "2027-05-20",
    "review_on": "2026-12-18",
    "lead": "Lea Grant",
    "requirements": ["Set out at eight"],
    "support": ["A call at half past seven"],
    "understood": "Lea Grant read it aloud.",
    "signed_on": "2026-11-20",
}
MEETING = {
    "slot_meeting_day": "2026-11-30",
    "slot_meeting_time": "9.30 am",
    "slot_meeting_place": "the school’s front office",
}


def written(kind=PAPER, **slots):
    """The school, its lead's client, and a letter drafted for the mother of a child with a contract."""
    held = letter_school("essex")
    mother = a_parent(held)
    an_event(
        held.pupils[0],
        "attendance_contract",
        by=held.officer,
        on=date(2026, 11, 20),
        adults=[mother],
        more=AGREED,
    )
    client = demo_client(held.officer)
    answer = client.post(new_address(held, kind), {"submission": str(uuid.uuid4()), **FORM, **slots})
    assert answer.status_code == 302, words_of(answer)
    [letter] = Letter.objects.all()
    return held, client, letter


@pytest.mark.requirement("ESX-C-04", "ESX-C-31")
@pytest.mark.parametrize(("kind", "slots"), [(PAPER, {}), (INVITATION, MEETING)])
def test_contract_and_invitation_say_that_it_supports_and_is_made_as_partners(kind, slots):
    _, client, letter = written(kind, **slots)

    told = words_of(client.get(of_letter("letter", letter)))

    assert "to support you early, so that nobody has to think about legal steps" in told
    assert "as partners" in told
    assert "what help we put in place" in told


@pytest.mark.requirement("ESX-C-08", "ESX-C-11", "ESX-C-32", "ESX-C-33")
def test_the_contract_names_its_law_its_figures_and_that_nobody_can_be_sued():
    _, client, letter = written()

    told = words_of(client.get(of_letter("letter", letter)))

    assert "made under section 19(2) of the Anti-social Behaviour Act 2003" in told
    assert "missed 6 sessions of 10 sessions. Of these, 4 sessions were unauthorised" in told
    assert "19 November 2026" in told
    assert "18 November 2026" not in told.partition("has not given leave")[2], (
        "illness has the school's leave"
    )
    assert "nobody can be sued for that. Nobody can claim breach of contract, or ask for money" in told
    assert "It is no crime not to sign this, or not to keep to it, and there is no fine for that" in told
    assert "from 20 November 2026 to 20 May 2027" in told
    assert "A call at half past seven" in told
    assert "Set out at eight" in told


@pytest.mark.requirement("ESX-C-01")
def test_what_essex_tells_schools_alone_stands_in_no_paper_for_a_parent():
    held, client, letter = written()
    approve_letter(the_lead(held), held.school.pk, letter.pk)
    pack = load_pack("essex")
    for_schools = [pack.entries["essex.contract"].text]
    for_schools += [rule.text for rule in pack.rules if rule.source.title == _guidance(pack)]
    for_schools += [note.text for note in pack.notes.values() if note.source.title == _guidance(pack)]
    assert len(for_schools) > 10

    made, again = (client.get(of_letter("letter-pdf", letter)).content for _ in range(2))
    assert made == again
    pdf = PdfReader(io.BytesIO(made))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in pdf.xmp_metadata.stream.get_data()
    told = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    docx = Document(io.BytesIO(client.get(of_letter("letter-docx", letter)).content))
    said = " ".join(each.text for each in docx.paragraphs)

    assert "Set out at eight" in told
    assert [each for each in for_schools if " ".join(each.split())[:40] in told + said] == []


def _guidance(pack):
    return pack.entries["essex.contract"].source.title
