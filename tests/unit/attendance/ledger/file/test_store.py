from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.ledger.file.store import LedgerUnreadable
from supportfirst.attendance.ledger.scan import LedgerCorrupt, NotALedger
from tests.factories.ledgers import (
    AVA,
    BEN,
    CODES,
    append_to,
    build_marks,
    build_submission,
    rows_of,
    standing,
)

MORNING, AFTERNOON = "2025-09-03 AM", "2025-09-03 PM"


def build_ledger(path):
    append_to(path, build_marks((AVA, MORNING, "/"), (BEN, MORNING, "N")))
    append_to(path, build_marks((AVA, AFTERNOON, "L"), (BEN, MORNING, "I")), build_submission("two.csv"))
    return path


def test_open_cuts_off_a_torn_tail_keeps_it_aside_and_says_so(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"kind":"regis')

    with open_ledger(path, writing=True) as ledger:
        said = ledger.torn

    assert path.read_bytes() == whole
    assert (tmp_path / "school.ledger.torn").read_bytes() == b'{"kind":"regis\n'
    assert said.startswith("14 bytes of an unfinished record")
    assert "school.ledger.torn" in said


def test_open_for_reading_leaves_a_torn_tail_out_and_alone(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    held = standing(path)
    torn = path.read_bytes() + b'{"kind":"regis'
    path.write_bytes(torn)

    assert "left out" in open_ledger(path).torn
    assert standing(path) == held
    assert path.read_bytes() == torn


def test_open_keeps_the_tails_of_two_kills_one_after_the_other(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    for tail in (b'{"a', b'{"bc'):
        path.write_bytes(path.read_bytes() + tail)
        open_ledger(path, writing=True).close()

    assert (tmp_path / "school.ledger.torn").read_bytes() == b'{"a\n{"bc\n'


def test_open_keeps_a_last_record_that_lacks_only_the_end_of_its_line(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])

    with open_ledger(path, writing=True) as ledger:
        assert ledger.torn == ""

    assert path.read_bytes() == whole


def test_open_begins_again_when_not_even_the_header_was_whole(tmp_path):
    path = tmp_path / "school.ledger"
    path.write_bytes(b'{"alphabet":{"#":"#","/"')

    append_to(path, build_marks((AVA, MORNING, "/")))

    assert standing(path) == {(AVA, MORNING): "/"}


@pytest.mark.parametrize(
    "content", [b"upn,date,session,code\n", b"upn,date", b"\x00\xff\n\n", b"{}\n", b"[1"]
)
def test_open_refuses_a_file_that_is_no_ledger_and_leaves_it_alone(tmp_path, content):
    path = tmp_path / "register.csv"
    path.write_bytes(content)

    with pytest.raises(NotALedger, match="not a ledger"):
        open_ledger(path, writing=True)

    assert path.read_bytes() == content


def test_open_names_record_and_byte_of_a_changed_mark_and_mends_nothing(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    lines = path.read_bytes().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if b'"marks":"/N"' in line)
    lines[place] = lines[place].replace(b'"marks":"/N"', b'"marks":"//"')
    damaged = b"".join(lines)
    path.write_bytes(damaged)

    offset = sum(map(len, lines[:place]))
    with pytest.raises(LedgerCorrupt, match=f"record {place + 1}, at byte {offset}, is damaged"):
        open_ledger(path, writing=True)

    assert path.read_bytes() == damaged


def test_open_refuses_a_last_record_that_is_finished_but_changed(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    damaged = path.read_bytes().replace(b'"counts":{"amended":1', b'"counts":{"amended":0')
    path.write_bytes(damaged)

    with pytest.raises(LedgerCorrupt):
        open_ledger(path, writing=True)

    assert path.read_bytes() == damaged


def test_open_refuses_a_ledger_that_lacks_a_record_in_the_middle(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3] + lines[4:]))

    with pytest.raises(LedgerCorrupt, match="record 4"):
        open_ledger(path)


def test_open_refuses_a_later_schema(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    from supportfirst.attendance.ledger.record import FIRST_PREV, seal

    header = {**json.loads(path.read_bytes().splitlines()[0]), "schema": "ledger/2"}
    del header["hash"]
    path.write_bytes(seal(header, seq=1, prev=FIRST_PREV)[0])

    with pytest.raises(NotALedger, match="“ledger/1”"):
        open_ledger(path)


def test_open_says_that_a_ledger_is_missing(tmp_path):
    with pytest.raises(LedgerUnreadable, match="cannot be opened"):
        open_ledger(tmp_path / "none.ledger")
    with pytest.raises(LedgerUnreadable, match="cannot be opened"):
        open_ledger(tmp_path / "none.ledger", writing=True, create=False)

    assert not (tmp_path / "none.ledger").exists()


def test_a_failure_in_the_middle_keeps_only_whole_batches(tmp_path):
    path = build_ledger(tmp_path / "school.ledger")
    before = path.read_bytes()

    def fail(done: int, total: int) -> None:
        raise ZeroDivisionError

    marks = build_marks((AVA, "2025-09-04 AM", "/"))
    with pytest.raises(ZeroDivisionError), open_ledger(path, writing=True) as ledger:
        ledger.append(marks, codes=CODES, submission=build_submission("three.csv"), progress=fail)

    assert path.read_bytes() == before


FULL_DISK = """
import resource, sys
from supportfirst.attendance.ledger.file import open_ledger
from tests.factories.ledgers import *
rows = [(f"A{pupil:012d}", f"2025-09-{day:02d} AM", "/") for day in range(1, 31) for pupil in range(20)]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
with open_ledger(sys.argv[1], writing=True, batch_bytes=1500) as ledger:
    ledger.append(build_marks(*rows), codes=CODES, submission=build_submission("full.csv"))
"""


def test_a_full_disk_is_said_and_leaves_whole_batches_that_the_next_run_completes(tmp_path):
    path = tmp_path / "school.ledger"

    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), "5000"], capture_output=True, text=True, check=False
    )

    assert f"LedgerNotWritten: {path}: File too large after byte" in ran.stderr
    assert 0 < path.stat().st_size < 5000
    assert open_ledger(path).torn == ""
    kept = rows_of(path)
    assert 0 < len(kept) < 600

    subprocess.run([sys.executable, "-c", FULL_DISK, str(path), "9999999"], check=True)

    assert rows_of(path)[: len(kept)] == kept
    assert len(rows_of(path)) == len(set(rows_of(path))) == 600


SLOW_APPEND = """
import sys
from supportfirst.attendance.ledger.file import open_ledger
from tests.factories.ledgers import *
rows = [(f"A{pupil:012d}", f"2025-{month:02d}-{day:02d} AM", "N", f"2025-{month:02d}-{day:02d}T09:00:00Z")
        for month in (1, 2, 3) for day in range(1, 29) for pupil in range(20)]
rows += [(upn, session, "I", moment.replace("T09", "T15"), *HEAD, "rang")
         for upn, session, _, moment in rows[::7]]
with open_ledger(sys.argv[1], writing=True, batch_bytes=1) as ledger:
    print("open", flush=True)
    done = ledger.append(build_marks(*rows), codes=CODES, submission=build_submission("slow.csv"))
    print(done.new, done.amended, done.undecided, flush=True)
"""


def run_until(path, *, size):
    """Append in a process of its own, and kill it once the file has grown to a size."""
    with subprocess.Popen([sys.executable, "-c", SLOW_APPEND, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while process.poll() is None and path.stat().st_size < size:
            pass
        process.send_signal(signal.SIGKILL)
        return process.wait()


def check_kills(tmp_path, sizes):
    undisturbed = tmp_path / "undisturbed.ledger"
    subprocess.run(
        [sys.executable, "-c", SLOW_APPEND, str(undisturbed)], check=True, stdout=subprocess.DEVNULL
    )
    path = tmp_path / "school.ledger"
    ends = [run_until(path, size=size) for size in sizes]
    assert -signal.SIGKILL in ends, "every writer was done before it could be killed"
    subprocess.run([sys.executable, "-c", SLOW_APPEND, str(path)], check=True, stdout=subprocess.DEVNULL)

    assert len(set(rows_of(path))) == len(rows_of(path)) == 1680 + 240
    assert sorted(rows_of(path)) == sorted(rows_of(undisturbed))
    assert standing(path) == standing(undisturbed)
    assert open_ledger(path).summary().unfinished == 0


def test_a_writer_killed_three_times_loses_and_doubles_nothing(tmp_path):
    check_kills(tmp_path, sizes=(2_000, 20_000, 60_000))


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 6_000, 1_000))
def test_a_writer_killed_at_many_places_loses_and_doubles_nothing(tmp_path, first):
    check_kills(tmp_path, sizes=range(first, 140_000, 9_000))


def build_two_batches(path):
    """A ledger whose last two appends stand in batches of their own, and where those begin."""
    append_to(path, build_marks((AVA, MORNING, "N"), (BEN, MORNING, "/")), build_submission("one.csv"))
    begins = path.stat().st_size
    for file, marks in LAST_TWO.items():
        append_to(path, marks, build_submission(file))
    return begins


LAST_TWO = {
    "two.csv": build_marks((AVA, AFTERNOON, "N"), (AVA, MORNING, "I", "", "", "", "rang")),
    "three.csv": build_marks(
        (BEN, AFTERNOON, "N", "2025-09-03T13:00:00Z"), (BEN, AFTERNOON, "L", "2025-09-03T14:00:00Z")
    ),
}


def test_a_file_cut_at_every_byte_of_its_last_two_batches_loses_no_whole_record(tmp_path):
    path = tmp_path / "school.ledger"
    begins = build_two_batches(path)
    whole, rows = path.read_bytes(), list(open_ledger(path).marks(CODES).each())

    for cut in range(begins, len(whole) + 1):
        path.write_bytes(whole[:cut])
        ledger = open_ledger(path)
        # the end of its line is all that a record may lack
        assert ledger.summary().records == (whole[: cut + 1]).count(b"\n"), cut
        kept = list(ledger.marks(CODES).each())
        assert kept == rows[: len(kept)], cut


def check_cuts(path, begins, step):
    whole, rows = path.read_bytes(), rows_of(path)
    for cut in range(begins, len(whole), step):
        path.write_bytes(whole[:cut])
        with open_ledger(path, writing=True) as ledger:
            for file, marks in LAST_TWO.items():
                ledger.append(marks, codes=CODES, submission=build_submission(file))
        kept = whole[: cut + 1].rfind(b"\n") + 1
        assert path.read_bytes()[:kept] == whole[:kept], cut
        assert rows_of(path) == rows, cut


def test_a_file_cut_in_its_last_two_batches_is_completed_by_the_same_commands(tmp_path):
    path = tmp_path / "school.ledger"
    check_cuts(path, build_two_batches(path), step=29)


@pytest.mark.long
def test_a_file_cut_at_every_byte_is_completed_by_the_same_commands(tmp_path):
    path = tmp_path / "school.ledger"
    check_cuts(path, build_two_batches(path), step=1)
