"""`supportfirst ledger …`: keep marks so that nothing is ever overwritten.

`append` takes register exports in, `correct` records a person's amendment, `compare` says what
changed between two moments, `verify` checks the chain, `show` prints what stands and how it came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from supportfirst.attendance.cli.inputs import Told, read_bytes, refuse_device, tell
from supportfirst.attendance.cli.ledger_output import (
    FILE_COLUMNS,
    change_document,
    fault_document,
    show_rows,
    step_document,
    summary_document,
)
from supportfirst.attendance.cli.options import Problems
from supportfirst.attendance.cli.output import Format
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.cli.running import DONE, NOTHING_USABLE, PROBLEMS_EXIST, say
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.file import Correction, Ledger, Submission, open_ledger, verify
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.registers.parse import parse_register
from supportfirst.attendance.vocabulary.marks import Marks, Recorder
from supportfirst.attendance.vocabulary.moments import MomentUnreadable, as_microseconds, read_moment
from supportfirst.attendance.vocabulary.sessions import Half, Session

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

LedgerFile = Annotated[str, typer.Argument(metavar="LEDGER", help="The ledger file.", callback=refuse_device)]
Form = Annotated[Format, typer.Option("--format", help="How to show the result.")]
Now = Annotated[str | None, typer.Option("--now", hidden=True, help="The moment to take as now.")]


def _refuse_blank(text: str) -> str:
    """What was said, trimmed; nothing said is a wrong command line, as leaving the option out is."""
    if not text.strip():
        raise typer.BadParameter("it is blank; an amended entry must show it")
    return text.strip()


@app.command("append")
def append(
    ledger: LedgerFile,
    registers: Annotated[
        list[str], typer.Option("--register", help="A register export; repeat for more, oldest first.")
    ],
    name: Annotated[str, typer.Option(help="Who appends, where the file does not say who recorded.")] = "",
    title: Annotated[str, typer.Option(help="Their job title.")] = "",
    problems: Problems = None,
    form: Form = Format.TABLE,
    now: Now = None,
) -> int:
    """Take registers into the ledger, which is made if there is none. The same file twice changes nothing."""
    codes = load_pack("england").codes
    told, rows, usable = Told(), [], False
    for path in registers:
        data = read_bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        marks = _read(data, path, codes, told)
        del data  # as large as the marks, which are all that is needed from here on
        usable = usable or len(marks) > 0
        if len(marks):
            submission = Submission(
                Path(path).name, sha256, _moment(now), Recorder(name.strip(), title.strip())
            )
            rows.append(_append_one(ledger, marks, codes, submission, told))
    show_rows("Registers appended", "ledger-append/1", "files", FILE_COLUMNS, rows, form)
    tell(told, problems_file=problems)
    if not usable:
        say("No mark could be used, so nothing was appended.")
        return NOTHING_USABLE
    return PROBLEMS_EXIST if told.problems else DONE


def _read(data: bytes, path: str, codes: CodeBook, told: Told) -> Marks:
    name = Path(path).name
    with watching(f"Reading {name}", data.count(b"\n")) as watch:
        read = parse_register(data, name=name, codes=codes, progress=watch)
    told.add(read.all_problems, read.warnings)
    return read.marks


def _append_one(
    path: str, marks: Marks, codes: CodeBook, submission: Submission, told: Told
) -> dict[str, Any]:
    with (
        watching(f"Appending {submission.file}", len(marks)) as watch,
        open_ledger(path, writing=True) as ledger,
    ):
        _say_torn(path, ledger)
        done = ledger.append(marks, codes=codes, submission=submission, progress=watch)
    told.add(done.problems, done.warnings)
    if done.already:
        say(f"{submission.file}: this very file is in the ledger already; nothing was changed.")
    return {
        "file": submission.file,
        "marks": len(marks),
        "new": done.new,
        "amended": done.amended,
        "unchanged": done.unchanged,
        "undecided": done.undecided,
    }


@app.command("correct")
def correct(
    ledger: LedgerFile,
    upn: Annotated[str, typer.Option(help="Whose mark.")],
    session: Annotated[str, typer.Option(help="Which session, as “2025-09-03 AM”.")],
    code: Annotated[str, typer.Option(help="The code that should stand.")],
    reason: Annotated[str, typer.Option(help="Why the mark is changed.", callback=_refuse_blank)],
    name: Annotated[str, typer.Option(help="Who makes the correction.", callback=_refuse_blank)],
    title: Annotated[str, typer.Option(help="Their job title.", callback=_refuse_blank)],
    form: Form = Format.TABLE,
    now: Now = None,
) -> int:
    """Amend one mark, or mark one unmarked session; the original stays beside it for ever."""
    place = read_session(session)
    correction = Correction(
        upn=upn.strip().upper(),
        session=place,
        symbol=code,
        reason=reason,
        by=Recorder(name, title),
        at=_moment(now),
    )
    with open_ledger(ledger, writing=True, create=False) as opened:
        _say_torn(ledger, opened)
        entry = opened.correct(correction, codes=load_pack("england").codes)
    document = step_document(correction.upn, place, entry)
    show_rows("Corrected", "ledger-steps/1", "steps", tuple(document), [document], form)
    return DONE


@app.command("compare")
def compare(
    ledger: LedgerFile,
    start: Annotated[
        str, typer.Option("--from", help="The earlier moment; a bare date is its last instant.")
    ],
    end: Annotated[str | None, typer.Option("--to", help="The later moment; without it, now.")] = None,
    form: Form = Format.TABLE,
    now: Now = None,
) -> int:
    """Say what changed between two moments: amendments, and sessions that were marked late."""
    first, last = _typed_moment(start), _moment(now) if end is None else _typed_moment(end)
    if last < first:
        raise typer.BadParameter("the later moment comes before the earlier one", param_hint="--to")
    with open_ledger(ledger) as opened:
        _say_torn(ledger, opened)
        changes = opened.changes(load_pack("england").codes, start=first, end=last)
    rows = [change_document(change) for change in changes.steps]
    columns = ("upn", "session", "from", "to", "recorded_at", "name", "title", "reason")
    extra = {"first_entries": changes.first_entries}
    show_rows("Changed", "ledger-changes/1", "changes", columns, rows, form, extra)
    if form is not Format.JSON:
        count = changes.first_entries
        first_marks = "1 first mark of a session" if count == 1 else f"{count:,} first marks of sessions"
        say(
            f"{len(rows):,} changed. {first_marks} after the earlier moment "
            f"{'is' if count == 1 else 'are'} not listed."
        )
    return DONE


@app.command("verify")
def verify_command(
    ledger: LedgerFile,
    known_hash: Annotated[
        str, typer.Option(help="A last hash noted earlier; it must still be in the ledger.")
    ] = "",
    problems: Problems = None,
    form: Form = Format.TABLE,
) -> int:
    """Check every record's hash, link and content. Exit code 3 when anything differs."""
    faults = verify(ledger, known_hash=known_hash.strip().lower())
    if not faults:
        with open_ledger(ledger) as opened:
            summary = {"summary": summary_document(opened.summary())}
        show_rows("Sound", "ledger-verify/1", "faults", (), [], form, summary)
        return DONE
    rows = [fault_document(fault) for fault in faults]
    show_rows("Faults", "ledger-verify/1", "faults", tuple(rows[0]), rows, form)
    tell(Told(problems=faults), problems_file=problems)
    return PROBLEMS_EXIST


@app.command("show")
def show(
    ledger: LedgerFile,
    upn: Annotated[str | None, typer.Option(help="Only this pupil’s marks.")] = None,
    session: Annotated[str | None, typer.Option(help="Only this session, as “2025-09-03 AM”.")] = None,
    form: Form = Format.TABLE,
) -> int:
    """Show how each mark of a pupil or a session came to stand; without either, what the file holds."""
    place = None if session is None else read_session(session)
    with open_ledger(ledger) as opened:
        _say_torn(ledger, opened)
        if upn is None and place is None:
            summary = summary_document(opened.summary())
            show_rows("Ledger", "ledger-summary/1", "faults", (), [], form, {"summary": summary})
            return DONE
        who = None if upn is None else upn.strip().upper()
        rows = [step_document(*step) for step in opened.steps(upn=who, session=place)]
    columns: Sequence[str] = tuple(rows[0]) if rows else ("upn", "session", "code")
    show_rows("Marks", "ledger-steps/1", "steps", columns, rows, form)
    return DONE


def read_session(text: str) -> Session:
    """“2025-09-03 AM” as a session; anything else is a wrong command line."""
    try:
        day, half = text.split()
        return Session(date.fromisoformat(day), Half[half.upper()])
    except (ValueError, KeyError) as error:
        raise typer.BadParameter(f"“{text}” is not a session; write it as “2025-09-03 AM”") from error


def _typed_moment(text: str) -> int:
    try:
        return read_moment(text)
    except MomentUnreadable as error:
        raise typer.BadParameter(f"{error.what}; {error.remedy}") from error


def _moment(now: str | None) -> int:
    return as_microseconds(datetime.now(UTC)) if now is None else _typed_moment(now)


def _say_torn(path: str, ledger: Ledger) -> None:
    if ledger.torn:
        say(f"{Path(path).name}: {ledger.torn}.")
