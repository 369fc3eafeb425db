"""A stand-in for GOV.UK Notify on this machine, that speaks as much of its published API as the site asks.

https://docs.notifications.service.gov.uk/rest-api.html: every call bears a token signed by the service's
key; a message is taken with 201, and what is not as it should be is answered with a list of errors.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE, SECRET = str(uuid.UUID(int=7)), str(uuid.UUID(int=8))
KEY = f"stand-in-{SERVICE}-{SECRET}"
TEMPLATE = str(uuid.UUID(int=9))
TAKE, REFUSE, DOWN, BREAK_AFTER = "take", "refuse", "down", "break after"


class NotifyServer(ThreadingHTTPServer):
    """`taken`: the notifications that it has, as it would tell of them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[dict[str, Any]] = []
        self.how = TAKE

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Talk(BaseHTTPRequestHandler):
    server: NotifyServer

    def log_message(self, *_args: Any) -> None:
        """Tests are quiet."""

    def do_GET(self) -> None:
        if not self._knows_us():
            return
        asked = urlsplit(self.path)
        wanted = parse_qs(asked.query).get("reference", [None])[0]
        found = [each for each in self.server.taken if wanted in (None, each["reference"])]
        if asked.path == "/v2/notifications":
            self._answer(200, {"notifications": found, "links": {"current": self.path}})
            return
        one = [each for each in self.server.taken if asked.path == f"/v2/notifications/{each['id']}"]
        self._answer(200, one[0]) if one else self._fails(404, "NoResultFound", "No result found")

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._knows_us():
            return
        if self.server.how == DOWN:
            self._fails(500, "Exception", "Internal server error")
        elif self.path != "/v2/notifications/email":
            self._fails(404, "NotFound", "The requested URL was not found")
        elif self.server.how == REFUSE or "@" not in said["email_address"]:
            self._fails(400, "ValidationError", f"email_address {said['email_address']} is not valid")
        elif said["template_id"] != TEMPLATE or set(said["personalisation"]) != {"school", "link"}:
            self._fails(400, "BadRequestError", "Missing personalisation: link, school")
        else:
            self._take(said)

    def _take(self, said: dict[str, Any]) -> None:
        held = {"id": str(uuid.uuid4()), "status": "created", "type": "email", **said}
        self.server.taken.append(held)
        if self.server.how == BREAK_AFTER:
            self.server.how = TAKE
            self.close_connection = True
            return
        told = {"id": held["id"], "reference": said.get("reference"), "uri": "", "content": {}}
        self._answer(201, told)

    def _knows_us(self) -> bool:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            claims = {}
        if scheme == "Bearer" and claims.get("iss") == SERVICE:
            return True
        self._fails(403, "AuthError", "Invalid token: API key not found")
        return False

    def _fails(self, status: int, error: str, message: str) -> None:
        self._answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})

    def _answer(self, status: int, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def notify_server() -> Iterator[NotifyServer]:
    server = NotifyServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
