"""A letter as PDF and as a text document: both say the whole content in its order, in the same bytes."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from supportfirst.attendance.letters.content import Block, Content
from supportfirst.casework.outside.letter_files import letter_docx, letter_pdf, letters_pdf

CONTENT = Content(
    letter="halton.s1l1",
    wording="0123456789abcdef",
    language="en-GB",
    right_to_left=False,
    sender=("Larkspur School", "Telephone 01632 960123"),
    addressee=("Ms Mina Byron", "17 Sample Street", "Example Town", "ZZ99 3VZ"),
    dated="20 November 2026",
    reference="SF-7K2M-9QX4",
    heading="Ada’s attendance, and how we can help",
    about=(("Full legal name", "Ada Byron"), ("Year group", "5"), ("Date of birth", "4 October 2016")),
    salutation="Dear Ms Byron",
    blocks=(
        Block("missed", "Ada has missed 5 days: 10 of 60 half-day sessions."),
        Block("support", "We offered:", ("a place at breakfast club", "a talk with #strong[Ada] $x$")),
        Block("own:1", "Thank you for *telling* us about the bus."),
    ),
    closing="Yours sincerely",
    signatory=("Lea Grant", "Attendance lead"),
    copies=("the child’s social worker",),
    reference_label="Our reference",
    copies_label="Copies to",
)
HEBREW = replace(
    CONTENT,
    language="he",
    right_to_left=True,
    heading="נוכחות",
    salutation="שלום",
    blocks=(Block("missed", "בית ספר"),),
)


def says(content):
    """Everything of the content, in the order in which it is read."""
    yield from (*content.sender, *content.addressee, content.dated, content.told_reference)
    yield from (content.salutation, content.heading)
    yield from (f"{label}: {value}" for label, value in content.about)
    for block in content.blocks:
        yield from (block.text, *block.items)
    yield from (content.closing, *content.signatory, content.told_copies)


def words_of_pdf(data):
    reader = PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def in_order(told, wanted):
    place = 0
    for each in wanted:
        found = told.find(" ".join(each.split()), place)
        assert found >= 0, f"{each!r} is not there, or not after what comes before it"
        place = found + len(each)
    return True


def test_the_pdf_says_the_whole_content_in_its_order():
    assert in_order(words_of_pdf(letter_pdf(CONTENT)), says(CONTENT))


def test_the_text_document_says_the_whole_content_in_its_order_and_nothing_else():
    document = Document(io.BytesIO(letter_docx(CONTENT)))

    told = [each.text.removeprefix("cc ") for each in document.paragraphs]

    assert told == list(says(CONTENT))


def test_what_a_person_wrote_is_text_and_never_markup():
    pdf = words_of_pdf(letter_pdf(CONTENT))

    assert "#strong[Ada] $x$" in pdf
    assert "*telling*" in pdf


def test_the_pdf_is_tagged_and_says_its_title_and_language():
    reader = PdfReader(io.BytesIO(letter_pdf(CONTENT)))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == CONTENT.heading
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert tags(root["/StructTreeRoot"]) >= {"/H1", "/P", "/L", "/LI"}


def tags(node):
    found = {str(node["/S"])} if "/S" in node else set()
    below = node.get("/K", [])
    for each in below if isinstance(below, list) else [below]:
        held = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(held, dict):
            found |= tags(held)
    return found


def test_the_text_document_says_its_title_and_language_and_has_a_heading():
    document = Document(io.BytesIO(letter_docx(CONTENT)))

    assert document.core_properties.title == CONTENT.heading
    assert document.core_properties.language == "en-GB"
    [heading] = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert heading == CONTENT.heading
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    footer = document.sections[0].footer.paragraphs[0]._p
    assert [each.get(qn("w:instr")) for each in footer.findall(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("make", [letter_pdf, letter_docx])
def test_the_same_content_gives_the_same_bytes_at_another_moment(make, monkeypatch):
    first = make(CONTENT)
    later = time.time() + 400_000
    monkeypatch.setattr(time, "time", lambda: later)

    assert make(CONTENT) == first
    assert make(replace(CONTENT, dated="21 November 2026")) != first


def test_no_part_of_the_text_document_tells_when_it_was_written():
    with zipfile.ZipFile(io.BytesIO(letter_docx(CONTENT))) as made:
        assert {each.date_time for each in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert made.namelist()[0] == "[Content_Types].xml"


def test_the_address_stands_in_the_window_of_the_envelope():
    """Within 95 by 27 millimetres, 24.6 from the left edge and 39.5 from the top; nothing else in it."""
    [page, *_] = PdfReader(io.BytesIO(letter_pdf(CONTENT))).pages
    held = []
    page.extract_text(
        visitor_text=lambda text, matrix, text_matrix, *_: (
            held.append((text.strip(), *millimetres(matrix, text_matrix))) if text.strip() else None
        )
    )
    inside = [text for text, left, top in held if 24 <= left <= 120 and 39 <= top <= 66.5]

    assert " ".join(inside).split() == " ".join(CONTENT.addressee).split()
    assert min(left for _, left, _ in held) >= 15


def millimetres(matrix, text_matrix):
    """From the left and from the top of the page."""
    across = matrix[0] * text_matrix[4] + matrix[2] * text_matrix[5] + matrix[4]
    up = matrix[1] * text_matrix[4] + matrix[3] * text_matrix[5] + matrix[5]
    return across * 25.4 / 72, 297 - up * 25.4 / 72


def test_a_letter_from_right_to_left_is_set_so_in_both_forms():
    document = Document(io.BytesIO(letter_docx(HEBREW)))
    body = next(each for each in document.paragraphs if each.text == "בית ספר")

    assert body._p.pPr.find(qn("w:bidi")) is not None
    assert body.runs[0].font.rtl
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:bidi")) == "he"
    assert PdfReader(io.BytesIO(letter_pdf(HEBREW))).trailer["/Root"]["/Lang"] == "he"
    lefts = [left_of(letter_pdf(each), "2026") for each in (CONTENT, HEBREW)]
    assert lefts[1] > lefts[0] + 50  # its lines begin at the right


def left_of(data, wanted):
    found = []
    PdfReader(io.BytesIO(data)).pages[0].extract_text(
        visitor_text=lambda text, matrix, text_matrix, *_: (
            found.append(millimetres(matrix, text_matrix)[0]) if wanted in text else None
        )
    )
    return found[0]


def test_a_signature_never_stands_alone_on_a_page():
    """At every length of what comes before it, the page that has the signature has a paragraph too."""
    for sentences in range(20, 44):
        blocks = (
            *(Block(str(each), "A short tale of a day.") for each in range(sentences)),
            Block("z", "Last."),
        )
        pages = PdfReader(io.BytesIO(letter_pdf(replace(CONTENT, blocks=blocks)))).pages
        [signed] = [told for page in pages if "Lea Grant" in (told := page.extract_text())]
        assert "Last." in signed, f"{sentences} paragraphs before it"


def test_letters_in_one_file_begin_on_pages_of_their_own_and_count_them_by_themselves():
    long = replace(CONTENT, reference="SF-LONG", blocks=(Block("a", "A long tale. " * 400),))

    pages = PdfReader(io.BytesIO(letters_pdf([long, CONTENT]))).pages
    told = [" ".join(page.extract_text().split()) for page in pages]

    assert len(told) == 3
    assert [each[-5:] for each in told] == ["1 / 2", "2 / 2", "1 / 1"]
    assert ["SF-LONG" in each for each in told] == [True, True, False]
    assert CONTENT.heading in told[2]
