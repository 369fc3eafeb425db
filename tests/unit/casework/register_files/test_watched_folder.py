"""The watched folder: complete files are taken over once, wait for a person, and are put aside."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from supportfirst.casework.actions.watch_registers import watch_registers
from supportfirst.casework.store.models import AuditEvent, RegisterDocument, Upload
from tests.factories.register_files import address_of, long_csv, take_in, work, workbook
from tests.factories.site import NINE
from tests.factories.site_registers import FRIDAY, words_of

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)
A_MINUTE_AGO = NINE - timedelta(minutes=1)


@pytest.fixture
def folder(school, tmp_path):
    made = tmp_path / school.urn
    made.mkdir()
    return made


def put(folder, data: bytes, name: str = "week.csv", at=A_MINUTE_AGO):
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def look(folder, at=NINE):
    return dict(watch_registers(folder.parent, at))


def test_a_file_is_taken_over_read_and_waits_for_a_person(client, held, school, folder, officer):
    path = put(folder, long_csv((held.pupils[0], THURSDAY, "AM", "/")))

    assert look(folder) == {"taken over": 1}
    assert path.exists()
    assert look(folder) == {"being read": 1}
    work()
    assert look(folder) == {"done": 1}

    assert not path.exists()
    assert (folder / "done" / "week.csv").exists()
    assert "has to confirm it on the site" in (folder / "done" / "week.csv.txt").read_text()
    assert not RegisterDocument.objects.exists()
    row = Upload.objects.get()
    assert row.watched
    assert "1 mark would be new" in words_of(client.get(address_of(row, school)))
    take_in(officer, row)
    assert RegisterDocument.objects.get().recorded_by == held.officer


def test_the_same_content_again_is_put_aside_and_does_nothing(held, folder):
    data = long_csv((held.pupils[0], THURSDAY, "AM", "/"))
    put(folder, data)
    look(folder)
    work()
    look(folder)

    put(folder, data, "week again.csv")
    assert look(folder) == {"done": 1}

    assert Upload.objects.count() == 1
    assert AuditEvent.objects.filter(verb="keep_watched_file").count() == 1
    assert {path.name for path in (folder / "done").iterdir()} == {
        *("week.csv", "week.csv.txt", "week again.csv", "week again.csv.txt")
    }


def test_a_file_of_a_name_that_lies_there_already_keeps_both(held, folder):
    for code in ("/", "I"):
        put(folder, long_csv((held.pupils[0], THURSDAY, "AM", code)))
        look(folder)
        work()
        look(folder)

    names = {path.name for path in (folder / "done").iterdir()}
    assert names == {"week.csv", "week.csv.txt", "week (2).csv", "week (2).csv.txt"}


@pytest.mark.parametrize("name", ["week.csv.part", "week.tmp", ".week.csv", "week.csv~"])
def test_what_is_still_being_written_is_left_alone(held, folder, name):
    put(folder, long_csv((held.pupils[0], THURSDAY, "AM", "/")), name)

    assert look(folder) == {}


def test_a_file_that_was_touched_a_moment_ago_waits_until_it_is_still(held, folder):
    put(folder, long_csv((held.pupils[0], THURSDAY, "AM", "/")), at=NINE - timedelta(seconds=9))

    assert look(folder) == {}
    assert look(folder, NINE + timedelta(seconds=1)) == {"taken over": 1}


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("week.pdf", b"%PDF-1.7", "must be a CSV"),
        ("week.csv", b"", "empty"),
        ("week.xlsx", b"upn,date", "is none"),
    ],
)
def test_what_is_no_file_of_registers_is_refused_with_the_reason_beside_it(folder, name, data, told):
    put(folder, data, name)

    assert look(folder) == {"refused": 1}

    assert (folder / "refused" / name).read_bytes() == data
    assert told in (folder / "refused" / f"{name}.txt").read_text()
    assert not Upload.objects.exists()


def test_a_file_that_turns_out_to_be_damaged_is_refused_when_it_was_read(folder):
    put(folder, workbook([("upn", "date")])[:900], "week.xlsx")
    look(folder)
    work()

    assert look(folder) == {"refused": 1}
    assert "the workbook is damaged" in (folder / "refused" / "week.xlsx.txt").read_text()


def test_a_folder_of_no_school_is_told_so(school, tmp_path):
    stranger = tmp_path / "000000"
    stranger.mkdir()
    put(stranger, b"upn,date,session,code\n")

    assert look(stranger) == {"refused": 1}
    assert "No school here has the URN 000000" in (stranger / "refused" / "week.csv.txt").read_text()


def test_a_link_to_somewhere_else_is_not_followed(folder, tmp_path):
    secret = put(tmp_path, b"upn,date,session,code\n", "elsewhere.csv")
    (folder / "week.csv").symlink_to(secret)

    assert look(folder) == {}
    assert secret.exists()


def test_a_watcher_stopped_between_taking_and_moving_loses_and_doubles_nothing(held, folder, monkeypatch):
    path = put(folder, long_csv((held.pupils[0], THURSDAY, "AM", "/")))
    look(folder)
    work()
    with monkeypatch.context() as stopped:
        stopped.setattr("os.link", _stop)
        with pytest.raises(KeyboardInterrupt):
            look(folder)
    assert path.exists()

    assert look(folder) == {"done": 1}
    assert Upload.objects.count() == 1


def test_a_share_that_knows_no_links_is_moved_on_too(held, folder, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    put(folder, b"%PDF-1.7", "week.pdf")
    put(folder, b"%PDF-1.7", "other.pdf")

    assert look(folder) == {"refused": 2}
    assert (folder / "refused" / "week.pdf").exists()


def _stop(*_):
    raise KeyboardInterrupt


def test_the_command_looks_once_and_counts_without_naming_files(held, folder, capsys, settings):
    settings.WATCHED_FOLDER = str(folder.parent)
    put(folder, long_csv((held.pupils[0], THURSDAY, "AM", "/")), "Ada Byron.csv")

    call_command("watch_registers", once=True)

    assert capsys.readouterr().out == "1 taken over\n"


def test_the_command_says_what_to_set_where_there_is_no_folder(settings):
    settings.WATCHED_FOLDER = ""

    with pytest.raises(CommandError, match="SUPPORTFIRST_WATCHED"):
        call_command("watch_registers", once=True)
