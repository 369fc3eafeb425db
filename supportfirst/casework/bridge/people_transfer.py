"""Pupils and their contacts in a Common Transfer File, as text; `bridge.people_files` reads the days.

As with its attendance, a document that declares a DOCTYPE or an entity is refused whole, and so is one that
is cut short. Elements are found by name wherever a version of the format has put them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIPS = {
    "MOTH": "mother",
    "FATH": "father",
    "STEP": "step-parent",
    "FOST": "foster carer",
    "CARR": "carer",
    "GRPT": "grandparent",
    "SWKR": "social worker",
    "OTHR": "other",
}
_LONGEST_NAME = 100
_YES, _NO = frozenset({"true", "1", "y", "yes"}), frozenset({"false", "0", "n", "no"})
# Of an address: what is not a line of it.
_NOT_A_LINE = frozenset(
    {"PostCode", "UniquePropertyReferenceNumber", "UPRN", "Easting", "Northing", "Country"}
)


class TransferRefused(Exception):
    """The document can't be read; what is wrong, where, and what to do."""

    def __init__(self, kind: str, problem: str, remedy: str, line: int = 0) -> None:
        super().__init__(problem)
        self.kind, self.problem, self.remedy, self.line = kind, problem, remedy, line


@dataclass(frozen=True, slots=True)
class TransferContact:
    order: int | None
    title: str
    forename: str
    surname: str
    relationship: str
    responsibility: bool | None
    address: str
    postcode: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class TransferPupil:
    line: int
    upn: str
    forename: str
    surname: str
    date_of_birth: str
    year_group: str
    entry: str
    contacts: tuple[TransferContact, ...]


@dataclass(frozen=True, slots=True)
class SchoolNamed:
    """A school as the header of a file names it; "" where it does not say."""

    authority: str = ""  # its LA number
    establishment: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    source: SchoolNamed
    destination: SchoolNamed
    pupils: tuple[TransferPupil, ...]


def read_transfer(data: bytes) -> Transfer:
    """From and for which school, and every pupil with a UPN.

    Raises TransferRefused for what is not whole, not safe or no transfer file.
    """
    root = _root(data)
    pupils = [element for element in root.iter("{*}Pupil") if _text(element, "UPN")]
    if not pupils:
        raise TransferRefused(
            "not-a-transfer-file",
            "there is no pupil with a UPN in this XML",
            "export a Common Transfer File with pupils and contacts",
        )
    source, destination = _school(root, "SourceSchool"), _school(root, "DestSchool")
    return Transfer(source, destination, tuple(_pupil(element) for element in pupils))


@dataclass(frozen=True, slots=True)
class Header:
    """From and for which school a file is."""

    source: SchoolNamed
    destination: SchoolNamed


def read_header(data: bytes) -> Header:
    """Of any XML: what is no transfer file names nobody. Raises TransferRefused as `read_transfer` does."""
    root = _root(data)
    return Header(_school(root, "SourceSchool"), _school(root, "DestSchool"))


def _school(root: etree._Element, which: str) -> SchoolNamed:
    element = root.find(f".//{{*}}Header//{{*}}{which}")
    if element is None:
        return SchoolNamed()
    return SchoolNamed(*(_text(element, name)[:_LONGEST_NAME] for name in ("LEA", "Estab", "SchoolName")))


def _root(data: bytes) -> etree._Element:
    declared = TransferRefused(
        "xml-declares",
        "the XML declares a document type or entities, which a transfer file never needs",
        "export the file again from the school's own system; do not open this one elsewhere",
    )
    if _DECLARES.search(data.replace(b"\x00", b"")):
        raise declared
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise TransferRefused(
            "xml-unreadable",
            f"the XML is damaged or cut short at line {line}",
            "export the file again, and check that all of it was copied",
            line,
        ) from error
    except (ValueError, LookupError, AssertionError) as error:
        raise TransferRefused(
            "xml-unreadable", "the XML cannot be decoded", "export the file again"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise declared
    return root


def _pupil(element: etree._Element) -> TransferPupil:
    home = element.find("{*}Address")
    basics = element.find("{*}BasicDetails")
    return TransferPupil(
        int(str(element.sourceline or 0)),
        _text(element, "UPN"),
        _text(element, "Forename"),
        _text(element, "Surname"),
        _text(element, "DOB"),
        "" if basics is None else _text(basics, "NCyearActual"),
        "" if basics is None else _text(basics, "EntryDate"),
        tuple(_contact(each, home) for each in element.iterfind("{*}Contacts/{*}Contact")),
    )


def _contact(element: etree._Element, home: etree._Element | None) -> TransferContact:
    shares = _text(element, "AddressAsPupil").lower() in _YES
    address = home if shares else element.find("{*}Address")
    order, relationship = _text(element, "Order"), _text(element, "Relationship")
    return TransferContact(
        int(order) if order.isascii() and order.isdigit() and len(order) < 4 else None,
        _text(element, "Title"),
        _text(element, "Forename"),
        _text(element, "Surname"),
        _RELATIONSHIPS.get(relationship.upper(), relationship.lower()),
        _yes_no(_text(element, "Responsibility")),
        _address(address),
        "" if address is None else _text_below(address, "PostCode"),
        _text_below(element, "PhoneNo"),
        _text_below(element, "Email"),
    )


def _address(element: etree._Element | None) -> str:
    if element is None:
        return ""
    lines = [
        " ".join((each.text or "").split())
        for each in element.iter("{*}*")
        if len(each) == 0 and etree.QName(each).localname not in _NOT_A_LINE
    ]
    return ", ".join(line for line in lines if line)


def _yes_no(text: str) -> bool | None:
    """None where it says neither, or nothing."""
    return True if text.lower() in _YES else False if text.lower() in _NO else None


def _text(element: etree._Element, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return "" if found is None else " ".join((found.text or "").split())


def _text_below(element: etree._Element, name: str) -> str:
    found = element.find(f".//{{*}}{name}")
    return "" if found is None else " ".join((found.text or "").split())
