"""A mail server on this machine that keeps what it is given; it can say no, or break the line after it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

REFUSE, BREAK, TAKE = "refuse", "break", "take"


class MailServer(socketserver.ThreadingTCPServer):
    """`taken`: the Message-IDs of what it said yes to, or took and broke the line."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[str] = []
        self.how = TAKE

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 loopback")
        for line in self.rfile:
            word = line.split(None, 1)[0].upper() if line.strip() else b""
            if word == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> bool:
        """Whether the line stays open."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        if self.server.how == REFUSE:
            self._say("554 no")
            return True
        self.server.taken += [
            each.split(":", 1)[1].strip() for each in lines if each.startswith("Message-ID")
        ]
        if self.server.how == BREAK:
            return False
        self._say("250 taken")
        return True

    def _say(self, what: str) -> None:
        self.wfile.write(f"{what}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
