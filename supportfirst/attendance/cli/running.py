"""From a typed command to an exit code, whatever happens on the way.

0 done · 1 nothing usable · 2 wrong command line · 3 done, and problems exist · 70 our own
fault, with a report id · 130 stopped by the user. Results go to standard output only;
everything said about them goes to standard error.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import traceback
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir

import typer
from typer.exceptions import Abort, TyperException

from supportfirst.attendance.vocabulary.errors import AttendanceError

DONE, NOTHING_USABLE, WRONG_COMMAND, PROBLEMS_EXIST, OUR_FAULT, STOPPED = 0, 1, 2, 3, 70, 130


# The parser of all commands is made once a process: to make it takes longer than most commands run.
_command = lru_cache(maxsize=1)(typer.main.get_command)


def say(text: str) -> None:
    """Tell the person at the terminal; never part of a result."""
    sys.stderr.write(text + "\n")


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """The exit code of one command. Only KeyboardInterrupt inside the reporting itself could escape."""
    try:
        result = _command(app).main(args=list(arguments), prog_name="supportfirst", standalone_mode=False)
        sys.stdout.flush()
    except (
        AttendanceError,
        TyperException,
        Abort,
        KeyboardInterrupt,
        OSError,
    ) as error:
        return _told(error)
    except SystemExit:
        # The parser ends so, and in no other case, when the reader of our output has gone (`| head`).
        return DONE
    except Exception as error:  # noqa: BLE001  (the last stop: whatever it is, it becomes a report)
        return _our_fault(error)
    if result == STOPPED:  # so the parser that ships answers Ctrl-C, without a word
        return _told(KeyboardInterrupt())
    return result if isinstance(result, int) else DONE


def _told(error: BaseException) -> int:
    if isinstance(error, AttendanceError):
        say(f"{error.where}: {error.what}.\n  What to do: {error.remedy}.")
        return NOTHING_USABLE
    if isinstance(error, TyperException):
        show = getattr(error, "show", None)
        show(file=sys.stderr) if show else say(f"Error: {error.format_message()}")
        return WRONG_COMMAND
    if isinstance(error, OSError):
        return _told_of_machine(error)
    say("Stopped. Nothing that was asked for after this point has been done.")
    return STOPPED


def _told_of_machine(error: OSError) -> int:
    if isinstance(error, BrokenPipeError):
        # The reader of our output has gone (for example `| head`): there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    remedies = {
        errno.ENOSPC: "free some space on that disk, then run the same command again; nothing is doubled",
        errno.EACCES: "ask for the right to use that file or folder, or name another",
        errno.EISDIR: "name a file, not a folder",
        errno.ENOENT: "check the name and the folder",
    }
    remedy = remedies.get(error.errno or 0, "check the file and the disk, then run the same command again")
    where = error.filename or "standard output"  # every file that we open has a name
    say(f"{where}: {error.strerror or error}.\n  What to do: {remedy}.")
    return NOTHING_USABLE


def _our_fault(error: Exception) -> int:
    """Keep the path through the code, without any value: values may be children's data."""
    frames = traceback.extract_tb(error.__traceback__)
    path = "\n".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    report = f"{type(error).__name__}\n{path}\n"
    report_id = hashlib.sha256(report.encode()).hexdigest()[:12]
    kept = Path(gettempdir()) / f"supportfirst-{report_id}.txt"
    try:
        kept.write_text(report, encoding="utf-8")
        place = f"The report, without any pupil's data, is in {kept}."
    except OSError:
        place = f"No report could be kept. The path was:\n{path}"
    say(f"This is a fault of the program, not of your file. Report {report_id}.\n{place}")
    return OUR_FAULT
