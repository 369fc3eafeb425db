"""Files of registers for tests, and the steps from sending one to its marks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.keep_register_file import keep_register_file
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.actions.store_register_file import confirm_register_file
from supportfirst.casework.store.models import Enrolment, School, Upload
from tests.factories.site import NINE

LONG = "upn,date,session,code,minutes_late,reason"


def long_csv(*rows: Sequence[Any]) -> bytes:
    """A row a mark: a pupil or a UPN, day, session, code, and if given minutes late and reason."""
    lines = [LONG]
    for who, *rest in rows:
        upn = who.pupil.upn if isinstance(who, Enrolment) else who
        cells = [upn, *rest, *("" for _ in range(5 - len(rest)))]
        lines.append(",".join(str(cell) for cell in cells))
    return ("\r\n".join(lines) + "\r\n").encode()


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Marks")
        for place, cells in enumerate(rows):
            sheet.write_row(place, 0, [str(cell) for cell in cells])
    return out.getvalue()


def work(at: datetime = NINE) -> None:
    """The worker does what is due."""
    worker = Worker(now=lambda: at)
    while worker.run_next() is not None:
        pass


def read_file(actor: Actor, school: School, data: bytes, name: str = "week.csv", **more: Any) -> Upload:
    """The row of a file that was sent and read."""
    row = keep_register_file(actor, school.pk, name, data, submission=uuid4(), **more)
    work(actor.at)
    row.refresh_from_db()
    return row


def take_in(actor: Actor, row: Upload, *, corrections: bool = True) -> Upload:
    """The row of a file that was confirmed as it was last read, and taken in."""
    seen = row.outcome["fingerprint"]
    confirm_register_file(actor, row.school_id, row.pk, seen, corrections=corrections)
    work(actor.at)
    row.refresh_from_db()
    return row


def send(client: Client, school: School, data: bytes, name: str = "week.csv", **more: Any) -> Any:
    """The answer to a file sent through the page."""
    sent = {"file": SimpleUploadedFile(name, data), "purpose": "take_in", "submission": uuid4(), **more}
    return client.post(reverse("register-files", args=[school.pk]), sent)


def address_of(row: Upload | UUID, school: School) -> str:
    return reverse("register-file", args=[school.pk, row.pk if isinstance(row, Upload) else row])


def attendance_transfer(who: Enrolment, start: date, marks: str, *, header: str = "") -> bytes:
    """A Common Transfer File with a pupil's attendance; `header` names the schools."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<CTfile><Header><CTFversion>23.0</CTFversion>{header}</Header><CTFpupilData><Pupil>
<UPN>{who.pupil.upn}</UPN><Attendance><AttendSessions><AttendanceStartDate>{start}</AttendanceStartDate>
<AttendanceMarks>{marks}</AttendanceMarks></AttendSessions></Attendance></Pupil></CTFpupilData></CTfile>""".encode()
