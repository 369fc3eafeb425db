"""Files of pupils and adults as an office sends them, and how they are taken in; invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.import_people import confirm_import
from supportfirst.casework.actions.run_jobs import KINDS, Worker
from supportfirst.casework.store.models import School
from tests.factories.site import NINE


def work(at: datetime = NINE) -> None:
    """The worker does what is due, but assesses nobody."""
    worker = Worker(now=lambda: at, kinds={**KINDS, "assess_school": lambda _asked, _watch: dict})
    while worker.run_next() is not None:
        pass


def take_in(actor: Actor, school: School, upload: UUID, seen: str) -> dict[str, Any]:
    """Confirm what was seen, and let the worker take it in; its counts, or that something changed."""
    row = confirm_import(actor, school.pk, upload, seen)
    work(actor.at)
    row.refresh_from_db()
    return dict(row.outcome.get("counts", row.outcome))


def pupils_csv(*rows: Mapping[str, str], more: str = "") -> bytes:
    """A pupils file; `more` names columns of flags and the like, by commas."""
    return _csv("upn,forename,surname,date_of_birth,year_group,class,start_date,leaving_date", more, rows)


def adults_csv(*rows: Mapping[str, str], more: str = "") -> bytes:
    """A parents file; `more` names the site's own columns, by commas."""
    columns = (
        "parent_id,upn,title,legal_name,relationship,parental_responsibility,day_to_day_care,"
        "language,address_confidential"
    )
    return _csv(columns, more, rows)


def _csv(columns: str, more: str, rows: tuple[Mapping[str, str], ...]) -> bytes:
    headings = [*columns.split(","), *(more.split(",") if more else [])]
    lines = [",".join(headings)]
    lines += [",".join(f'"{row.get(heading, "")}"' for heading in headings) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def addressed_to(school: School) -> str:
    """The header of a transfer file for a school."""
    return destination(school.authority.number, school.establishment_number)


def destination(authority: str, establishment: str) -> str:
    return f"<DestSchool><LEA>{authority}</LEA><Estab>{establishment}</Estab></DestSchool>"


def transfer_file(
    upn: str, *, forename: str = "Ida", contact: str = "", prologue: str = "", header: str = ""
) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{prologue}
<CTfile><Header><CTFversion>24.0</CTFversion>{header}</Header><CTFpupilData><Pupil>
<UPN>{upn}</UPN><Surname>Larkspur</Surname><Forename>{forename}</Forename><DOB>2016-10-04</DOB>
<BasicDetails><NCyearActual>5</NCyearActual></BasicDetails>
<Address><AddressLines><AddressLine1>4 Mill Race</AddressLine1><AddressLine2>Weirbridge</AddressLine2>
</AddressLines><PostCode>ZZ1 4AB</PostCode></Address>
<Contacts>{contact}</Contacts></Pupil></CTFpupilData></CTfile>""".encode()


CONTACT = """<Contact><Order>1</Order><Title>Ms</Title><Surname>Larkspur</Surname><Forename>Rosa</Forename>
<Relationship>MOTH</Relationship><Responsibility>true</Responsibility><AddressAsPupil>true</AddressAsPupil>
<Phones><Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900321</PhoneNo></Phone></Phones>
<Email>rosa@example.org</Email></Contact>"""
