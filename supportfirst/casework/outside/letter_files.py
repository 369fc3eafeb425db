"""A letter as tagged PDF and as a text document that the office can edit: both say the same content, no more.

The same content gives the same bytes: no clock, no chance and no machine's name is in them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from supportfirst.attendance.letters.content import Content
from supportfirst.casework.outside.paper_files import paper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

NEVER = datetime.fromtimestamp(0, UTC)  # stands where a file must tell a moment
ZIPPED = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can tell
# In twentieths of a point, from the edges of the page: the window of the envelope, and the sender's place.
WINDOW = {"w": "5400", "h": "1519", "x": "1395", "y": "2240"}
SENDER = {"w": "3515", "h": "2700", "x": "7256", "y": "850"}
FONT = "Arial"


def as_data(content: Content) -> dict[str, Any]:
    """Everything that a letter says, as plain JSON."""
    language, _, region = content.language.partition("-")
    return {
        "lang": language,
        "region": region or None,
        "right_to_left": content.right_to_left,
        "sender": list(content.sender),
        "addressee": list(content.addressee),
        "dated": content.dated,
        "reference": content.reference,
        "told_reference": content.told_reference,
        "heading": content.heading,
        "about": [list(each) for each in content.about],
        "salutation": content.salutation,
        "blocks": [{"text": each.text, "items": list(each.items)} for each in content.blocks],
        "closing": content.closing,
        "signatory": list(content.signatory),
        "copies": content.told_copies,
    }


def letter_pdf(content: Content) -> bytes:
    """Tagged, PDF/UA-1."""
    return letters_pdf([content])


def letters_pdf(contents: Sequence[Content]) -> bytes:
    """Several in one file to be printed, each from a page of its own, and with its own numbers of pages."""
    return paper("letter", {"letters": [as_data(each) for each in contents]})


def letter_docx(content: Content) -> bytes:
    """With its title, language and heading set, so that a screen reader finds its way in it."""
    import docx  # only a page that makes one pays for the library

    document = docx.Document()
    _set_up(document, content)
    _write(document, content)
    held = io.BytesIO()
    document.save(held)
    return _without_moments(held.getvalue())


def _write(document: Document, content: Content) -> None:
    rtl = content.right_to_left
    for line in content.sender:
        _frame(document.add_paragraph(line), SENDER)
    for line in content.addressee:
        _frame(document.add_paragraph(line), WINDOW)
    first = _say(document, content.dated, rtl=rtl)
    _space(first, before=170)
    _say(document, content.told_reference, rtl=rtl)
    _say(document, content.salutation, rtl=rtl)
    _say(document, content.heading, "Heading 1", rtl=rtl)
    for label, value in content.about:
        _say(document, f"{label}: {value}", "List Bullet", rtl=rtl)
    said: Paragraph | None = None
    for block in content.blocks:
        if block.text:
            said = _say(document, block.text, rtl=rtl)
        for item in block.items:
            said = _say(document, item, "List Bullet", rtl=rtl)
    if said is not None:
        said.paragraph_format.keep_with_next = True  # a signature never stands alone on a page
    closing = _say(document, content.closing, rtl=rtl)
    _space(closing, after=36)
    closing.paragraph_format.keep_with_next = True
    for line in content.signatory:
        _space(_say(document, line, rtl=rtl), after=0)
    if content.copies:
        _space(_say(document, content.told_copies, rtl=rtl), before=12)


def _set_up(document: Document, content: Content) -> None:
    """The page, the language of every style, and what the file says of itself."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.bottom_margin = Mm(20)
    section.top_margin = Mm(18)
    about = document.core_properties
    about.title, about.author, about.language = content.heading, content.sender[0], content.language
    about.last_modified_by, about.comments, about.keywords = "", "", ""
    about.created = about.modified = NEVER
    about.revision = 1
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    normal.paragraph_format.space_after = Pt(8)
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size = FONT, Pt(14)
    properties = heading.element.get_or_add_rPr()
    properties.rFonts.attrib.clear()
    for each in ("ascii", "hAnsi", "cs"):
        properties.rFonts.set(qn(f"w:{each}"), FONT)
    heading.font.color.rgb = None
    usual = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    tongue = usual.find(qn("w:lang"))
    tongue.attrib.clear()
    tongue.set(qn("w:bidi" if content.right_to_left else "w:val"), content.language)
    _foot(section.footer.paragraphs[0], content.reference)


def _foot(paragraph: Paragraph, reference: str) -> None:
    """The reference, the page and how many there are, as the program that opens it counts them."""
    paragraph.add_run(f"{reference}   ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    field = _element("w:fldSimple", {"instr": name})
    run = _element("w:r", {})
    text = _element("w:t", {})
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _say(document: Document, text: str, style: str = "Normal", *, rtl: bool) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    if rtl:
        paragraph._p.get_or_add_pPr().append(_element("w:bidi", {}))
        run.font.rtl = True
    return paragraph


def _frame(paragraph: Paragraph, place: dict[str, str]) -> None:
    """At a place of its own on the page; lines with the same place stand beneath each other."""
    _space(paragraph, after=0)
    held = {**place, "hRule": "exact", "wrap": "around", "hAnchor": "page", "vAnchor": "page"}
    paragraph._p.get_or_add_pPr().insert_element_before(
        _element("w:framePr", held), *("w:spacing", "w:ind", "w:jc", "w:rPr")
    )


def _space(paragraph: Paragraph, *, before: int | None = None, after: int | None = None) -> None:
    from docx.shared import Pt

    if before is not None:
        paragraph.paragraph_format.space_before = Pt(before)
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)


def _element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for each, value in attributes.items():
        made.set(qn(f"w:{each}"), value)
    return made


def _without_moments(data: bytes) -> bytes:
    """The same parts in one order, none with the moment at which it was written, nor with a picture of it."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(held, "w") as kept:
        for name in _in_order(made.namelist()):
            part = zipfile.ZipInfo(name, ZIPPED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            kept.writestr(part, made.read(name), compresslevel=6)
    return held.getvalue()


def _in_order(names: Iterable[str]) -> Sequence[str]:
    """What tells the kinds of the parts comes first, as readers expect."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
