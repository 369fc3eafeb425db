"""Somebody at a browser, as little as the site needs to take them for one: cookies, forms, no pictures.

Each request opens a connection of its own, as a proxy in front of the site does unless it is told otherwise.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "site.example.org"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SUBMISSION = re.compile(r'name="submission" value="([^"]+)"')
ADDRESSED = re.compile(r'name="pupils" type="checkbox" value="([^"]+)"')
MARKED = re.compile(r'name="(mark-\d+)"')
PATIENCE = 30  # seconds for an answer


class NoAnswer(Exception):
    """The connection was refused or cut, or nothing came in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """A register's form as it was read: where it goes, its number, and the pupils whom it asks of."""

    path: str
    token: str
    submission: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MessageForm:
    """The form of messages as it was read, and the children whose families it can reach."""

    path: str
    token: str
    submission: str
    pupils: tuple[str, ...]


@dataclass(slots=True)
class Browser:
    """One person signed in. `address` is theirs as the proxy says it."""

    port: int
    address: str = "192.0.2.1"
    host: str = HOST
    cookies: dict[str, str] = field(default_factory=dict)

    async def sign_in(self, email: str, password: str) -> None:
        page = await self.get("/sign-in")
        sent = {"csrfmiddlewaretoken": _one(TOKEN, page.text), "email": email, "password": password}
        answer = await self.post("/sign-in", {**sent, "next": ""})
        assert answer.status == 302, f"{email} could not sign in: {answer.status}"

    async def register(self, path: str) -> RegisterForm:
        """The form of a register that is to be taken."""
        page = await self.get(path)
        assert page.status == 200, f"{page.status}"
        names = tuple(dict.fromkeys(MARKED.findall(page.text)))
        return RegisterForm(path, _one(TOKEN, page.text), _one(SUBMISSION, page.text), names)

    async def take(self, form: RegisterForm, away: tuple[int, ...]) -> Answer:
        """Send the form: everybody present but those at some places."""
        marks = {name: "N" if place in away else "/" for place, name in enumerate(form.names)}
        rest = {name.replace("mark", part): "" for name in form.names for part in ("other", "minutes")}
        return await self.post(
            form.path,
            {
                "csrfmiddlewaretoken": form.token,
                "submission": form.submission,
                "exceptions": "",
                **marks,
                **rest,
            },
        )

    async def families(self, path: str) -> MessageForm:
        """The form of messages to the families of the morning's list."""
        page = await self.get(f"{path}?channel=email")
        assert page.status == 200, f"{page.status}"
        pupils = tuple(ADDRESSED.findall(page.text))
        return MessageForm(path, _one(TOKEN, page.text), _one(SUBMISSION, page.text), pupils)

    async def write(self, form: MessageForm, pupil: str) -> Answer:
        """Send the form for one child's family."""
        sent = {"csrfmiddlewaretoken": form.token, "submission": form.submission}
        return await self.post(form.path, {**sent, "channel": "email", "pupils": pupil})

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, b"")

    async def post(self, path: str, sent: dict[str, str]) -> Answer:
        return await self._ask("POST", path, urlencode(sent).encode())

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        """Raises NoAnswer."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nConnection: close\r\n"
            f"X-Forwarded-Proto: https\r\nX-Forwarded-For: {self.address}\r\n"
            f"Referer: https://{self.host}{path}\r\nCookie: {cookies}\r\n"
        )
        if body:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        try:
            async with asyncio.timeout(PATIENCE):
                told = await self._exchange(head.encode() + b"\r\n" + body)
        except (OSError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from error
        return self._read(told)

    async def _exchange(self, sent: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(sent)
            await writer.drain()
            return await reader.read(-1)
        finally:
            writer.close()

    def _read(self, told: bytes) -> Answer:
        """Raises NoAnswer where the answer was cut off."""
        head, found, body = told.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = [
            (name.lower(), value.strip()) for name, _, value in (ln.partition(":") for ln in lines[1:])
        ]
        answer = Answer(int(lines[0].split()[1]) if found else 0, headers, body.decode(errors="replace"))
        length = answer.header("content-length")
        if not found or (length and len(body) < int(length)):
            raise NoAnswer("cut off")
        for name, value in headers:
            if name == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        return answer


def _one(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found is not None, f"the page has no {pattern.pattern}"
    return found[1]
