"""Common Transfer Files: the attendance of each pupil, as schools send it to one another.

Read: `Pupil/UPN` and, in any `AttendSessions` beneath the pupil, `AttendanceStartDate` and
`AttendanceMarks`. Before version 24 a mark is one character; from 24 marks are separated
by commas. A document that declares a DOCTYPE or an entity is refused whole, because no
transfer file needs one and both are ways to attack a reader; so is one that is cut
short, because nobody can tell what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from supportfirst.attendance.registers.bulk import Collector
from supportfirst.attendance.registers.mark_strings import take_marks
from supportfirst.attendance.registers.result import Fault

_FIRST_WITH_COMMAS = 24  # the version of the format, not a rule of law
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_BEGINS = re.compile(rb"<(\?xml|!|[A-Za-z_][\w:.-]*[ />\r\n])")
_PROLOGUE = 4096


class TransferFileRefused(Exception):
    """Inside this room only: carries the fault that `parse_register` reports, and its line."""

    def __init__(self, fault: Fault, line: int) -> None:
        super().__init__(fault.problem)
        self.fault = fault
        self.line = line


def is_xml(data: bytes) -> bool:
    """Something that begins as XML does, whatever its encoding; a heading that begins with < is not."""
    start = data[:512].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip()
    return _BEGINS.match(start) is not None


def read_transfer_file(collector: Collector, data: bytes, progress: Callable[[int], None]) -> str:
    """Hand every pupil's marks to the collector; gives the document's encoding.

    Raises TransferFileRefused, with nothing collected, for XML that is not whole, not safe or
    not a transfer file.
    """
    root = safe_root(data)
    pupils = [element for element in root.iter("{*}Pupil") if _text(element, "UPN") is not None]
    if not pupils and not any(True for _ in root.iter("{*}AttendanceMarks")):
        raise TransferFileRefused(
            Fault(
                "not-a-transfer-file",
                "",
                "there is no pupil with a UPN and no attendance in this XML",
                "export a Common Transfer File with attendance",
            ),
            0,
        )
    collector.upns.column = "UPN"
    collector.days.column = "AttendanceStartDate"
    collector.symbols.column = "AttendanceMarks"
    commas = _version(root) >= _FIRST_WITH_COMMAS
    for done, (pupil, sessions) in enumerate(_attendance(root), start=1):
        marks = _text(sessions, "AttendanceMarks") or ""
        if "\n" in marks:
            marks = marks.strip()  # laid out on a line of its own; otherwise a space is a session
        take_marks(
            collector,
            line=int(str(sessions.sourceline or 0)),
            upn=_text(pupil, "UPN") or "",
            start=_text(sessions, "AttendanceStartDate") or "",
            marks=marks,
            heading="AttendanceMarks",
            commas=commas and bool(marks),
        )
        progress(done)
    return str(root.getroottree().docinfo.encoding or "utf-8").lower()


def safe_root(data: bytes) -> etree._Element:
    """The root of XML that is whole and safe. Raises TransferFileRefused for any other."""
    if _DECLARES.search(data[:_PROLOGUE].replace(b"\x00", b"")):
        raise TransferFileRefused(_declaration(), 0)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise TransferFileRefused(
            Fault(
                "xml-unreadable",
                "",
                f"the XML is damaged or cut short at line {line}: {str(error.msg)[:200]}",
                "export the file again, and check that all of it was copied",
            ),
            line,
        ) from error
    except (ValueError, LookupError, AssertionError) as error:
        raise TransferFileRefused(
            Fault("xml-unreadable", "", "the XML cannot be decoded", "export the file again"), 0
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise TransferFileRefused(_declaration(), 0)
    return root


def _declaration() -> Fault:
    return Fault(
        "xml-declares",
        "",
        "the XML declares a document type or entities, which a transfer file never needs",
        "export the file again from the school's own system; do not open this one elsewhere",
    )


def _attendance(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    for pupil in root.iter("{*}Pupil"):
        for sessions in pupil.iter("{*}AttendSessions"):
            yield pupil, sessions


def _text(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{{*}}{name}")
    return None if found is None else (found.text or "")


def _version(root: etree._Element) -> int:
    """The leading number of CTFversion (“24.0”, “24”); 0 where there is none."""
    found = root.find(".//{*}CTFversion")
    digits = re.match(r"\s*(\d{1,3})", (found.text or "") if found is not None else "")
    return int(digits[1]) if digits else 0
