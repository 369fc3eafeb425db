"""`make run`: the sample site comes up where it says, tells of a taken port, and goes when asked to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from scripts.run_site import ADDRESS, commands, environment, is_taken, port_of
from scripts.traceability import ROOT


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("told", "port"), [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "8001"}, 8001), ({"PORT": "65535"}, 65535)]
)
def test_the_port_is_the_usual_one_or_the_one_that_is_told(told, port):
    assert port_of(told) == port


@pytest.mark.parametrize("told", ["0", "65536", "http", "-1", "٨٠٠٠"])
def test_what_is_no_port_is_refused(told):
    assert port_of({"PORT": told}) is None


def test_it_is_the_sample_site_whatever_was_set_before():
    assert environment({"SUPPORTFIRST_DEMO": "0"})["SUPPORTFIRST_DEMO"] == "1"


def test_the_web_server_answers_to_this_machine_alone():
    words = commands(8123)["web server"]

    assert words[words.index("--bind") + 1] == "127.0.0.1:8123"
    assert "--no-control-socket" in words


@pytest.mark.enable_socket
def test_a_taken_port_is_seen():
    with socket.socket() as other:
        other.bind((ADDRESS, 0))
        other.listen()
        assert is_taken(other.getsockname()[1])
    assert not is_taken(a_free_port())


def started(port: int, folder) -> subprocess.Popen[str]:
    settings = {**os.environ, "PORT": str(port), "SUPPORTFIRST_DATA": str(folder)}
    settings.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.run_site"],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.long
@pytest.mark.enable_socket
def test_it_comes_up_answers_and_stops_on_ctrl_c(tmp_path):
    port = a_free_port()
    site = started(port, tmp_path)
    try:
        said = []
        for line in site.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        assert f"http://127.0.0.1:{port}/" in "".join(said)
        assert status_of(port) < 500
        second = started(port, tmp_path)
        assert "is taken" in second.communicate()[0]
        assert second.returncode == 1

        site.send_signal(signal.SIGINT)
        site.communicate(timeout=60)
    finally:
        site.kill()
        site.communicate()

    assert site.returncode == 0
    assert not is_taken(port)


def status_of(port: int) -> int:
    try:
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            return int(answer.status)
    except HTTPError as refusal:
        with refusal:
            return refusal.code
