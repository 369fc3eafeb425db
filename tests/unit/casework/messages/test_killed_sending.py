"""A worker killed with SIGKILL while it sends: no message is lost unseen, and none goes twice by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.factories.killed import KILLED, run
from tests.unit.casework.messages.loopback import mail_server

pytestmark = pytest.mark.enable_socket
PROGRAM = Path(__file__).with_name("killed_sending.py")
SENT_ONCE, KNOWN_TO_BE_UNKNOWN = ("sent", 1), {("unsure", 0), ("unsure", 1)}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sending") / "prepared"
    folder.mkdir()
    made = run(PROGRAM, folder, "prepare")
    assert made.returncode == 0, made.stderr
    return folder


class Site:
    """One database, and the mail server that its workers talk to."""

    def __init__(self, prepared, folder, server):
        shutil.copytree(prepared, folder)
        self.folder, self.server = folder, server

    def does(self, *arguments):
        return run(PROGRAM, self.folder, *arguments, more={"LOOPBACK": str(self.server.port)})

    def worked(self, die="0"):
        done = self.does("work", die)
        assert done.returncode == (KILLED if die != "0" else 0), done.stderr
        return done

    def another_works(self):
        done = self.does("again")
        assert done.returncode == 0, done.stderr

    @property
    def stands(self):
        """The message's state, and how many the server took."""
        return self.does("tell").stdout, len(self.server.taken)


@pytest.fixture
def site(prepared, tmp_path):
    with mail_server() as server:
        yield Site(prepared, tmp_path / "site", server)


def test_a_worker_that_nobody_kills_sends_it_once(site):
    site.worked()
    site.another_works()

    assert site.stands == SENT_ONCE


def test_killed_after_the_servers_yes_the_message_is_not_sent_again_until_somebody_says_so(site):
    site.worked("after")
    assert site.stands == ("waiting", 1)

    site.another_works()
    assert site.stands == ("unsure", 1)

    site.does("ask again")
    site.another_works()
    assert site.stands == ("sent", 2)
    assert len(set(site.server.taken)) == 1  # one Message-ID


@pytest.mark.long
def test_killed_before_any_statement_it_is_sent_once_or_said_to_be_unknown(prepared, tmp_path):
    with mail_server() as server:
        count = int(Site(prepared, tmp_path / "whole", server).worked().stdout)
    told = {}
    for place in range(3, count - 1):
        with mail_server() as server:
            site = Site(prepared, tmp_path / str(place), server)
            site.worked(str(place))
            site.another_works()
            told[place] = site.stands

    assert set(told.values()) <= {SENT_ONCE, *KNOWN_TO_BE_UNKNOWN}
    assert set(told.values()) & KNOWN_TO_BE_UNKNOWN
    assert SENT_ONCE in told.values()
